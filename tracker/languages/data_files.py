"""The files of a language: a folder each, with nothing in it but data. Reads them, and knows no word."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Words = TypeVar("Words")


def folder_of(language: str) -> Traversable:
    """The folder of a language."""
    return files("tracker.languages") / language


@cache
def languages_with(name: str) -> frozenset[str]:
    """The languages that have this file or folder; a name from elsewhere leads to no other folder."""
    home = files("tracker.languages")
    return frozenset(folder.name for folder in home.iterdir() if (folder / name).is_file() or (folder / name).is_dir())


def table_in(language: str, name: str) -> dict[str, Any]:
    """The table in a file of a language, empty where the language has no such file.

    Raises SettingsError when the file is no TOML.
    """
    path = folder_of(language) / name
    return table_of(path.read_text("utf-8"), source=f"{language}/{name}") if path.is_file() else {}


def table_of(text: str, *, source: str) -> dict[str, Any]:
    """The table that a TOML text gives; raises SettingsError, which names its source, when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("language.not-toml", file=source, reason=str(error)) from error


def filled(kind: type[Words], table: Mapping[str, Any], *, source: str, **derived: Any) -> Words:
    """Word lists as their class names them: a list left out is empty, one of another name is refused.

    Raises SettingsError that names the file and the lists that it may hold.
    """
    defaults = {field.name: field.default for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    refuse_other_lists(table, defaults.keys() - derived.keys(), source=source)
    return kind(**{name: _as(defaults[name], value, f"{source}, {name}") for name, value in table.items()}, **derived)


def refuse_other_lists(table: Mapping[str, Any], known: Iterable[str], *, source: str) -> None:
    """Raises SettingsError, which names the file, when a table holds what nothing asks for."""
    unknown = sorted(table.keys() - set(known))
    if unknown:
        raise SettingsError("language.list-unknown", source=str(source), lists=unknown, known=sorted(known))


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
