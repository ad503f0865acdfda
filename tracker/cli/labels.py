"""The words under which the register is shown, in the language of the settings. Words only, no decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.followup import PENDING, days_late, is_overdue
from tracker.model import Entry

LABELS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "proposed": "voorgesteld",
        "open": "openstaand",
        "partly_fulfilled": "deels voldaan",
        "fulfilled": "voldaan",
        "lapsed": "vervallen",
        "rejected": "geen toezegging",
        "number": "nummer",
        "status": "stand",
        "due_on": "tegen",
        "when": "wanneer",
        "minister": "minister",
        "responsible": "minister",
        "asked_by": "vraagsteller",
        "committee": "commissie",
        "summary": "toezegging",
        "kind": "soort",
        "firmness": "stelligheid",
        "said_on": "gezegd op",
        "slips": "keer verschoven",
        "slip_days": "dagen verschoven",
        "hits": "gevonden",
        "today": "vandaag",
        "tomorrow": "morgen",
        "in_days": "over {days} dagen",
        "late_one": "1 dag te laat",
        "late": "{days} dagen te laat",
        "in_time": "op tijd",
        "done_late_one": "1 dag te laat voldaan",
        "done_late": "{days} dagen te laat voldaan",
        "undated": "zonder datum",
        "check": "terugkijken op {day}",
        "waits": "wacht op: {condition}",
        "nobody": "onbekend",
        "nothing": "Geen toezeggingen gevonden.",
        "page": "{first}–{last} van {total}. Verder: --page {next}",
    },
    "en": {
        "proposed": "proposed",
        "open": "open",
        "partly_fulfilled": "partly fulfilled",
        "fulfilled": "fulfilled",
        "lapsed": "lapsed",
        "rejected": "no commitment",
        "number": "number",
        "status": "status",
        "due_on": "due",
        "when": "when",
        "minister": "minister",
        "responsible": "minister",
        "asked_by": "asked by",
        "committee": "committee",
        "summary": "commitment",
        "kind": "kind",
        "firmness": "firmness",
        "said_on": "said on",
        "slips": "times moved",
        "slip_days": "days moved",
        "hits": "found",
        "today": "today",
        "tomorrow": "tomorrow",
        "in_days": "in {days} days",
        "late_one": "1 day late",
        "late": "{days} days late",
        "in_time": "in time",
        "done_late_one": "done 1 day late",
        "done_late": "done {days} days late",
        "undated": "no date",
        "check": "check back on {day}",
        "waits": "waits for: {condition}",
        "nobody": "unknown",
        "nothing": "No commitments found.",
        "page": "{first}–{last} of {total}. More: --page {next}",
    },
}


def labels(language: str) -> Mapping[str, str]:
    """The words of that language; English where we have none."""
    return LABELS.get(language, LABELS["en"])


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
