"""What can happen, by name: to a commitment, and to the register as a whole. Names are stored and never renamed."""

from __future__ import annotations

from enum import StrEnum


class Deed(StrEnum):
    """What can happen to a commitment; the kind of an event."""

    FOUND = "found"
    ADDED = "added"
    IMPORTED = "imported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PARTLY_RESOLVED = "partly_resolved"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    LAPSED = "lapsed"
    MOVED = "moved"
    NOTED = "noted"
    EDITED = "edited"
    LINKED = "linked"
    MENTIONED = "mentioned"
    HANDED_OVER = "handed_over"
    RECALLED = "recalled"
    UNDONE = "undone"
    ERASED = "erased"


class RegisterDeed(StrEnum):
    """What can happen to the register; such an event is about no commitment."""

    REPORT_ADDED = "report.added"
    FILE_IMPORTED = "register.imported"
    RESTORED = "register.restored"  # what the restore lost is told, and excused
    RECONCILED = "outbox.reconciled"
