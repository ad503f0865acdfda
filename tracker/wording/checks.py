"""How something that was looked at is told: its name, what was found, since when, and what to do at which door."""

from __future__ import annotations

from datetime import tzinfo

from tracker.model.checks import Advice, Check
from tracker.model.remarks import Remark
from tracker.wording.entries import local
from tracker.wording.refusals import Door
from tracker.wording.speech import Speech


def check_name(check: Check, words: Speech) -> str:
    """What was looked at; a trouble by the step in which it befell."""
    kind, colon, step = check.name.partition(": ")
    if not colon:
        return words.name("check", kind)
    return words.labelled(words.name("check", kind), words.name("step", step))


def advised(advice: Advice | Remark | str, words: Speech, door: Door = Door.COMMAND) -> str:
    """What to do, as that door words it; nothing where it has no words for it."""
    if not isinstance(advice, Advice):
        return words.tell(advice)
    context = f"advice to {door}"
    return words.name(context, advice) if words.catalogue.name(context, advice) else ""


def check_told(check: Check, words: Speech, zone: tzinfo, door: Door = Door.COMMAND) -> str:
    """What was found, since when, and what to do."""
    finding, advice = words.tell(check.told), advised(check.advice, words, door)
    since = words.say("since %(instant)s", instant=local(check.since, zone)) if check.since else ""
    if finding.endswith("."):  # whole sentences
        return " ".join(part for part in (finding, since and f"({since})", advice) if part)
    return (f"{finding}, {since}" if since else finding) + (f". {advice}" if advice else "")
