"""What was found in the house, told on one line."""

from __future__ import annotations

from datetime import tzinfo

from tracker.model.checks import Check
from tracker.wording.entries import local


def in_words(check: Check, zone: tzinfo) -> str:
    """What was found, since when, and what to do."""
    since = f"since {local(check.since, zone)}" if check.since else ""
    if check.told.endswith("."):  # whole sentences
        return " ".join(part for part in (check.told, since and f"({since})", check.advice) if part)
    return (f"{check.told}, {since}" if since else check.told) + (f". {check.advice}" if check.advice else "")
