"""How an entry is told in the words of a language: where it stands, and when something happened."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from tracker.followup import PENDING, days_late, is_overdue
from tracker.model import Entry
from tracker.model.lists import Listed
from tracker.wording.speech import Speech


def local(at: datetime, zone: tzinfo) -> str:
    """An instant as people read it, to the minute, in the parliament's time zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def status_of(entry: Listed, words: Speech) -> str:
    """Where it stands: openstaand."""
    return words.name("status", entry.status)


def when(entry: Listed, today: date, words: Speech) -> str:
    """How the entry stands towards its deadline, in words: "41 dagen te laat"."""
    if entry.due_on is None:
        return _without_date(entry, words)
    if entry.status not in PENDING:
        return _ended(entry, today, words)
    days = (entry.due_on - today).days
    if is_overdue(entry, today):
        return words.count("%(n)s day late", "%(n)s days late", -days)
    if days == 0:
        return words.say("today")
    return words.say("tomorrow") if days == 1 else words.count("in %(n)s day", "in %(n)s days", days)


def slipped(entry: Entry, words: Speech) -> str:
    """How often the deadline was moved, and how far in all."""
    days = words.count("%(n)s day", "%(n)s days", entry.slip_days)
    return words.count("%(n)s time, %(days)s in all", "%(n)s times, %(days)s in all", entry.slips, days=days)


def recalled(entry: Listed, words: Speech) -> str | None:
    """On which day it stood in a reminder, and by which day an answer is asked, if one still is."""
    if entry.recalled_on is None:
        return None
    if entry.answer_by is None:
        return str(entry.recalled_on)
    return words.say("%(day)s, answer due by %(last)s", day=entry.recalled_on, last=entry.answer_by)


def _ended(entry: Listed, today: date, words: Speech) -> str:
    late = days_late(entry, today)
    if entry.resolved_on is None or late is None:
        return ""
    if late == 0:
        return words.say("in time")
    return words.count("fulfilled %(n)s day late", "fulfilled %(n)s days late", late)


def _without_date(entry: Listed, words: Speech) -> str:
    if entry.status not in PENDING:
        return ""
    if entry.condition:
        return words.say("waits for: %(condition)s", condition=entry.condition)
    if entry.check_on:
        return words.say("check back on %(day)s", day=entry.check_on)
    return words.say("without deadline")


def with_unreviewed(counted: str, unreviewed: int, words: Speech) -> str:
    """What was counted, and how many of it nobody has reviewed; the former alone where all were."""
    if not unreviewed:
        return counted
    part = words.count("%(n)s not yet reviewed", "%(n)s not yet reviewed", unreviewed)
    return words.say("%(counted)s, of which %(part)s", counted=counted, part=part)
