"""How an entry is told in the words of a language: where it stands, and when something happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from tracker.cli.words import EN, NL
from tracker.followup import PENDING, days_late, is_overdue
from tracker.model import Entry
from tracker.model.checks import Check


def labels(language: str) -> Mapping[str, str]:
    """The words of that language; English where we have none."""
    return NL if language == "nl" else EN


def local(at: datetime, zone: tzinfo) -> str:
    """An instant as people read it, to the minute, in the parliament's time zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def in_words(check: Check, zone: tzinfo) -> str:
    """What was found, since when, and what to do."""
    since = f"since {local(check.since, zone)}" if check.since else ""
    if check.told.endswith("."):  # whole sentences
        return " ".join(part for part in (check.told, since and f"({since})", check.advice) if part)
    return (f"{check.told}, {since}" if since else check.told) + (f". {check.advice}" if check.advice else "")


def when(entry: Entry, today: date, words: Mapping[str, str]) -> str:
    """How the entry stands towards its deadline, in words: "41 dagen te laat"."""
    if entry.due_on is None:
        return _without_date(entry, words)
    if entry.status not in PENDING:
        return _ended(entry, today, words)
    days = (entry.due_on - today).days
    if is_overdue(entry, today):
        return words["late_one"] if days == -1 else words["late"].format(days=-days)
    near = {0: words["today"], 1: words["tomorrow"]}
    return near.get(days, words["in_days"].format(days=days))


def _ended(entry: Entry, today: date, words: Mapping[str, str]) -> str:
    late = days_late(entry, today)
    if entry.resolved_on is None or late is None:
        return ""
    if late == 0:
        return words["in_time"]
    return words["done_late_one"] if late == 1 else words["done_late"].format(days=late)


def _without_date(entry: Entry, words: Mapping[str, str]) -> str:
    if entry.status not in PENDING:
        return ""
    if entry.condition:
        return words["waits"].format(condition=entry.condition)
    return words["check"].format(day=entry.check_on) if entry.check_on else words["undated"]
