"""What was looked at in the house, in rows: for programs by name and in English, for people in their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import tzinfo

from tracker.model.checks import Check
from tracker.wording.checks import advised, check_name, check_told
from tracker.wording.speech import Speech, speech_in


def check_row(check: Check) -> dict[str, object]:
    """As programs get it; keys are never renamed."""
    row = {one.name: getattr(check, one.name) for one in fields(check)} | {"advice": _in_english(check)}
    return {"check": row.pop("name"), **row}


def spoken(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The same checks, with what to do in English: as programs get them where they stand among other things."""
    return tuple(replace(check, advice=_in_english(check)) for check in checks)


def check_rows(checks: Iterable[Check], words: Speech, zone: tzinfo) -> Iterator[dict[str, object]]:
    """As people read them."""
    for check in checks:
        state = words.name("check state", check.state)
        yield {"check": check_name(check, words), "state": state, "told": check_told(check, words, zone)}


def _in_english(check: Check) -> str:
    return advised(check.advice, speech_in("en"))
