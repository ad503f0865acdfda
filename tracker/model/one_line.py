"""Which fields of a commitment are one line: names and the like, that stand in heads of letters. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.model.text import clean_line

ONE_LINE = frozenset(
    {
        *("minister", "minister_function", "responsible", "asked_by", "asker_party"),
        *("committee", "dossier", "subject", "policy_area", "staff"),
    }
)


def in_one_line(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields, with names and the like as one line; one that has no words left is none."""
    return {
        name: clean_line(value) or None if name in ONE_LINE and type(value) is str else value
        for name, value in fields.items()
    }
