"""Commitments as reading finds them and as the register keeps them: a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tracker.model import Commitment, Entry, Firmness, Kind, Role, Speaker, Status

QUOTE = "De minister zal een brief sturen."
SUMMARY = "een brief sturen"
SAID_ON = date(2021, 9, 21)
RECORDED_AT = datetime(2021, 9, 22, tzinfo=UTC)
MINISTER = "Bart Somers"


def an_entry(number: int = 1, **fields: Any) -> Entry:
    """An open entry without a deadline; who said it is responsible, and what was recorded has not changed since."""
    minister = fields.get("minister", MINISTER)
    recorded_at = fields.get("recorded_at", RECORDED_AT)
    plain = Entry(
        number=number,
        status=Status.OPEN,
        quote=QUOTE,
        summary=SUMMARY,
        source=None,
        said_on=SAID_ON,
        minister=minister,
        minister_function=None,
        responsible=minister,
        asked_by=None,
        asker_party=None,
        stated=None,
        due_on=None,
        due_words=None,
        deadline_version=1,
        slips=0,
        slip_days=0,
        check_on=None,
        condition=None,
        firmness=Firmness.FIRM,
        kind=Kind.REPORT,
        confidence=1.0,
        recorded_at=recorded_at,
        changed_at=recorded_at,
    )
    return replace(plain, **fields)


def a_commitment(quote: str = QUOTE, *, start: int = 0, **fields: Any) -> Commitment:
    """A firm promise of a minister without a deadline, whose words stand at `start` of the text."""
    plain = Commitment(
        quote=quote,
        start=start,
        end=start + len(quote),
        page=None,
        summary=SUMMARY,
        minister=Speaker(MINISTER, Role.MINISTER),
        asked_by=None,
        said_on=SAID_ON,
        deadline=None,
        check_on=None,
        firmness=Firmness.FIRM,
        kind=Kind.REPORT,
        confidence=1.0,
    )
    return replace(plain, **fields)
