"""The files of a language: a folder each, with nothing in it but data. Reads them, and knows no word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Words = TypeVar("Words")
KNOWN_FILES = (
    *("cues", "dates.toml", "dates_*.toml", "grammar.toml", "inflection.toml", "matter.toml", "reading.toml"),
    *("reference.toml", "rehearsal.toml", "reported.toml", "search.toml", "summary.toml", "verbs.toml", "voices.toml"),
    "weights.toml",
)
FILES = re.compile("|".join(re.escape(name).replace(r"\*", r"\w+") for name in KNOWN_FILES))


def folder_of(language: str) -> Traversable:
    """The folder of a language."""
    return files("tracker.languages") / language


@cache
def languages_with(name: str) -> frozenset[str]:
    """The languages that have this file or folder; a name from elsewhere leads to no other folder."""
    home = files("tracker.languages")
    return frozenset(folder.name for folder in home.iterdir() if (folder / name).is_file() or (folder / name).is_dir())


@cache
def check_files(language: str) -> None:
    """Raises SettingsError for a file of a language that nothing reads, as one whose name is misspelt."""
    names = sorted(path.name for path in folder_of(language).iterdir() if not path.name.startswith((".", "_")))
    unknown = [name for name in names if (name.endswith(".toml") or "." not in name) and not FILES.fullmatch(name)]
    if unknown:
        raise SettingsError("language.file-unknown", language=language, files=unknown, known=", ".join(KNOWN_FILES))


def table_in(language: str, name: str) -> dict[str, Any]:
    """The table in a file of a language, empty where the language has no such file.

    Raises SettingsError when the file is no TOML, or another one of the language is called what nothing reads.
    """
    path = folder_of(language) / name
    check_files(language)
    if not path.is_file():
        return {}
    try:
        return table_of(path.read_text("utf-8"), source=f"{language}/{name}")
    except UnicodeDecodeError as error:
        raise SettingsError("language.not-toml", file=f"{language}/{name}", reason=str(error)) from error


def table_of(text: str, *, source: str) -> dict[str, Any]:
    """The table that a TOML text gives; raises SettingsError, which names its source, when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("language.not-toml", file=source, reason=str(error)) from error


def filled(
    kind: type[Words], table: Mapping[str, Any], *, source: str, also: Iterable[str] = (), **derived: Any
) -> Words:
    """Word lists as their class names them: a list left out is empty, one of another name is refused.

    `also` are the other lists that the file may hold, which the caller took out and made the derived ones of. Raises
    SettingsError that names the file and all its lists.
    """
    defaults = {field.name: field.default for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    refuse_other_lists(table, {*(defaults.keys() - derived.keys()), *also}, source=source)
    return kind(**{name: _as(defaults[name], value, f"{source}, {name}") for name, value in table.items()}, **derived)


def refuse_other_lists(table: Mapping[str, Any], known: Iterable[str], *, source: str) -> None:
    """Raises SettingsError, which names the file, when a table holds what nothing asks for."""
    unknown = sorted(table.keys() - set(known))
    if unknown:
        raise SettingsError("language.list-unknown", source=source, lists=unknown, known=", ".join(sorted(known)))


def refuse_other_value(value: object, known: Collection[str], *, source: str) -> None:
    """Raises SettingsError, which names the place, for a value that means nothing there."""
    if value not in known:
        raise SettingsError("language.value-unknown", source=source, value=str(value), known=", ".join(known))


def _as(default: object, value: Any, source: str) -> Any:
    """A value of the file in the shape of the field's default; raises SettingsError for one of another shape."""
    lists = isinstance(default, frozenset | tuple)
    if lists != isinstance(value, list) or isinstance(default, bool) != isinstance(value, bool):
        raise SettingsError("language.list-shape", source=source, value=str(value))
    if isinstance(default, frozenset):
        return frozenset(value)
    return tuple(value) if isinstance(default, tuple) else value


def flattened(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table without its headings, which are for the reader alone."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat |= value if isinstance(value, dict) else {name: value}
    return flat
