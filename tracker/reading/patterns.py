"""Patterns made of words and forms that stand in data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tracker.errors import SettingsError

NOTHING = r"(?!)"  # matches nowhere
_AROUND = 30
_PARTS = re.compile(r"[^\W\d_]+|[\W\d_]+")
_PLACE = re.compile(r"\{([a-z_]+)\}")  # a place to fill in; numbers in braces count


def any_of(words: Iterable[str]) -> str:
    """An alternation of words as they are written, the longest first; of no words, what matches nowhere."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) or NOTHING


def any_case(words: Iterable[str]) -> str:
    """The same, with the first letter of each part in either case ("Secretary of State", "de Heer")."""
    return "|".join(map(_either, sorted(set(words), key=lambda word: (-len(word), word)))) or NOTHING


def any_form(forms: Iterable[str]) -> str:
    """An alternation of patterns, in their order."""
    return "|".join(forms) or NOTHING


def with_parts(form: str, parts: Mapping[str, str]) -> str:
    """A form with the patterns that its places name. Raises SettingsError for a place that has none."""
    for name in _PLACE.findall(form):
        if name not in parts:
            raise SettingsError("parliament.form-part-unknown", form=form, part=name, known=sorted(parts))
    return _PLACE.sub(lambda place: f"(?:{parts[place[1]]})", form)


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that holds forms of the data. Raises SettingsError with the place where one cannot be read."""
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        place = error.pos or 0
        raise SettingsError(
            "parliament.form-unreadable", reason=error.msg, around=pattern[max(place - _AROUND, 0) : place + _AROUND]
        ) from error


def with_groups(pattern: str, groups: Iterable[str]) -> str:
    """A pattern in which each of these groups can be asked for; those that its forms do not use are never found."""
    missing = [name for name in groups if f"(?P<{name}>" not in pattern]
    return f"(?:{pattern})" + "".join(rf"(?P<{name}>(?!))?" for name in missing)


def _either(word: str) -> str:
    return "".join(
        f"[{part[0].upper()}{part[0].lower()}]{re.escape(part[1:])}" if part[0].isalpha() else re.escape(part)
        for part in _PARTS.findall(word)
    )
