"""What a letter tells its reader to do at the command; the catalogue words it, under `command`."""

from __future__ import annotations

from enum import StrEnum


class Command(StrEnum):
    """One command each; a reader who has pages is told none."""

    SHOW = "show"
    ALL = "all"
    OVERDUE = "overdue"
    CHANGED = "changed"
    COMING = "coming"
    UNDATED = "undated"
    TO_CHECK = "to-check"
    RESOLVE = "resolve"
    MOVE = "move"
    UNFOLLOW = "unfollow"
    UNANSWERED = "unanswered"
