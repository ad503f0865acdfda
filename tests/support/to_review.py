"""A report with proposals that wait for a clerk, and what the register tells of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from factory import a_commitment

from tracker.model import (
    Act,
    Commitment,
    Cue,
    Entry,
    Event,
    Kind,
    Precision,
    Relation,
    Role,
    Speaker,
    Status,
    TimeExpression,
)
from tracker.store import connect, events, register

SAID = date(2021, 9, 21)
ACT = Act("tester", datetime(2021, 9, 22, 8, tzinfo=UTC))
PLAN = "De minister zal het plan eind 2021 voorleggen en de cijfers in juni 2022 bezorgen."
STUDY = "Het onderzoek zal in juni 2022 zijn afgerond."
LATER = "Hij bevestigt dat het onderzoek in juni 2022 afgerond zal zijn."
ASKED = "De heer Jan Peeters vraagt naar het plan."
TEXT = f"{ASKED}\n\n{PLAN} Dat is alles.\n\n{STUDY}\n\n{LATER} De vergadering is gesloten."


def expression(words: str, due: date) -> TimeExpression:
    """A month that was named as a deadline."""
    return TimeExpression(
        words,
        0,
        len(words),
        due.replace(day=1),
        due,
        due,
        Precision.MONTH,
        Relation.IN,
        "nl.month",
        assumption="the whole month",
        said_on=SAID,
        derivation=("juni 2022", "1 to 30 June 2022"),
    )


def found(
    quote: str,
    summary: str,
    *,
    due: date | None,
    words: str = "",
    confidence: float = 0.8,
    again: tuple[tuple[int, int], ...] = (),
) -> Commitment:
    """A proposal with these words of the report."""
    start = TEXT.index(quote)
    return a_commitment(
        quote,
        start=start,
        summary=summary,
        minister=Speaker("Bart Somers", Role.MINISTER, "minister van Samenleven"),
        asked_by=Speaker("Jan Peeters", Role.MEMBER, party="N-VA"),
        said_on=SAID,
        deadline=None if due is None else expression(words, due),
        kind=Kind.POLICY,
        confidence=confidence,
        mentions=again,
        cues=(Cue("nl.cue.future", "zal", 1.25, start, start + 3), Cue("nl.cue.past", "was", -0.5, start, start + 3)),
    )


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def entries(register_file: Path, *numbers: int) -> tuple[Entry, ...]:
    """The commitments with these numbers, as they stand now."""
    database = connect(register_file)
    with database.read() as tx:
        found = tuple(register.entry(tx, number) for number in numbers)
    database.close()
    return found


def history(register_file: Path, number: int) -> tuple[Event, ...]:
    """What happened to a commitment, the oldest first."""
    database = connect(register_file)
    with database.read() as tx:
        found = events.history(tx, number)
    database.close()
    return found


def statuses(register_file: Path) -> list[Status]:
    """Of the three proposals."""
    return [one.status for one in entries(register_file, 1, 2, 3)]
