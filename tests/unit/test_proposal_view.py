"""The screen of a proposal says what is known, and never more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factory import an_entry

from tracker.cli import proposal_view
from tracker.model import Cue, Entry, Precision, Relation, Source, Status, TimeExpression
from tracker.usecases.proposals import Proposal
from tracker.wording.speech import speech_in

EN = speech_in("en")

SAID = date(2021, 9, 21)
AT = datetime(2021, 9, 22, tzinfo=UTC)
SOON = TimeExpression(
    "binnenkort", 0, 10, SAID, date(2021, 12, 21), None, Precision.VAGUE, Relation.IN, "nl.vague", condition=None
)


def entry(number: int = 1) -> Entry:
    return an_entry(
        number,
        status=Status.PROPOSED,
        quote="Ik zal u dat binnenkort bezorgen.",
        summary="dat bezorgen",
        said_on=SAID,
        minister=None,
        confidence=0.8,
        recorded_at=AT,
    )


def shown(capsys: pytest.CaptureFixture[str], one: Entry, *, cues: tuple[Cue, ...] = (), outcome: str = "") -> str:
    proposal = Proposal(one, before="", after="", cues=cues, again=(), alike=(), neighbours=(), left=1)
    proposal_view.show(proposal, EN, clear=False, outcome=outcome)
    return capsys.readouterr().out


def test_what_nobody_said_is_shown_as_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, entry(), outcome="C-0009 [skipped].")

    assert "C-0009 [skipped]." in out
    assert "the last one" in out
    assert "minister unknown" in out
    assert "asked by" not in out
    assert "without deadline" in out
    assert "no cues were kept: a person wrote it" in out


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"check_on": date(2021, 12, 21)}, "without deadline; check back on 2021-12-21 (our assumption)"),
        ({"due_on": date(2021, 12, 21)}, "due 2021-12-21"),
        ({"stated": SOON, "check_on": date(2021, 12, 21)}, "check back on 2021-12-21 (our assumption)"),
        ({"stated": SOON, "due_on": SAID, "due_words": "vandaag"}, "now due 2021-09-21 (vandaag)"),
        ({"stated": replace(SOON, condition="het decreet")}, "waits for: het decreet"),
        ({"stated": replace(SOON, earliest=None, latest=None)}, "vague, rule nl.vague"),
    ],
)
def test_a_deadline_says_what_was_stated_and_what_is_assumed(changed: dict[str, object], line: str) -> None:
    one = replace(entry(), **changed)  # type: ignore[arg-type]  # a table of changes of several kinds

    assert line in proposal_view.deadline_lines(one, EN)


def test_the_page_stands_beside_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    source = Source(1, "verslag.pdf", "a" * 64, None, SAID, None, "nl", page=4, start=0, end=33)

    out = shown(capsys, replace(entry(), source=source))

    assert "verslag.pdf · p. 4 · sitting of 2021-09-21" in out


def test_many_cues_are_cut_to_the_heaviest(capsys: pytest.CaptureFixture[str]) -> None:
    cues = tuple(Cue(f"nl.cue.{weight}", "woord " * 30, -weight / 10, 0, 5) for weight in range(1, 12))

    out = shown(capsys, entry(), cues=cues)

    assert out.index("nl.cue.11") < out.index("nl.cue.10")
    assert "and 3 lighter ones" in out
    assert "nl.cue.1  " not in out
    assert f"“{'woord ' * 10}…”" in " ".join(out.split())
