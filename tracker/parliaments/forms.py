"""How reports of each parliament look: its chambers, committees, lines of title and date, labels, roles. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.errors import SettingsError
from tracker.languages.data_files import refuse_other_lists, table_of
from tracker.languages.reading import ROLES
from tracker.parliaments.calendars import HOME

PARLIAMENT = "parliament.toml"


@dataclass(frozen=True, slots=True)
class Chamber:
    """A house of a parliament, and the words by which a report shows to be its."""

    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """How a number of documents is written; `shown` where the group `number` is not all of it."""

    form: str
    shown: str = "{number}"


@dataclass(frozen=True, slots=True)
class TitleForms:
    """What a title never begins with, what only one begins with, and before what it ends."""

    never: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    ends_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parliament:
    """What is particular to the reports of one parliament. Forms are patterns; words are words."""

    id: str
    title: str
    languages: tuple[str, ...]
    timezone: str
    chambers: tuple[Chamber, ...] = ()
    committees: tuple[str, ...] = ()
    documents: tuple[DocumentForm, ...] = ()
    date_lines: tuple[str, ...] = ()
    not_sittings: tuple[str, ...] = ()
    session_words: tuple[str, ...] = ()
    label_numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    chair_lines: tuple[str, ...] = ()
    rapporteur_lines: tuple[str, ...] = ()
    executives: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    governments: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    titles: TitleForms = TitleForms()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=8)
def parliaments(home: Path = HOME) -> tuple[Parliament, ...]:
    """The parliaments whose reports are known, by id."""
    sources = sorted(home.glob(f"*/{PARLIAMENT}"))
    return tuple(_parliament(source.parent.name, source.read_text(encoding="utf-8")) for source in sources)


def parliament(identifier: str, home: Path = HOME) -> Parliament:
    """The parliament of that id. Raises SettingsError for an unknown one."""
    by_id = {each.id: each for each in parliaments(home)}
    if identifier not in by_id:
        raise SettingsError("parliament.unknown", parliament=identifier, known=tuple(by_id))
    return by_id[identifier]


def _parliament(identifier: str, text: str) -> Parliament:
    source = f"{identifier}/{PARLIAMENT}"
    table = table_of(text, source=source)
    _check(table, source=source)
    try:
        chambers = tuple(Chamber(row["name"], tuple(row["forms"])) for row in table.pop("chambers", ()))
        documents = tuple(DocumentForm(**row) for row in table.pop("documents", ()))
        titles = TitleForms(**_tuples(table.pop("titles", {})))
        roles = _tuples(table.pop("roles", {}))
        return Parliament(
            id=identifier, chambers=chambers, documents=documents, titles=titles, roles=roles, **_tuples(table)
        )
    except (TypeError, KeyError) as error:
        raise SettingsError(
            "parliament.unreadable", file=PARLIAMENT, parliament=identifier, reason=str(error)
        ) from error


def _check(table: Mapping[str, Any], *, source: str) -> None:
    """Raises SettingsError, which names file and table, for a key that nothing asks for."""
    refuse_other_lists(table, _names(Parliament) - {"id"}, source=source)
    refuse_other_lists(table.get("titles", {}), _names(TitleForms), source=f"{source} [titles]")
    refuse_other_lists(table.get("roles", {}), ROLES, source=f"{source} [roles]")
    for part, kind in (("chambers", Chamber), ("documents", DocumentForm)):
        for number, row in enumerate(table.get(part, ()), start=1):
            refuse_other_lists(row, _names(kind), source=f"{source} [{part}] {number}")


def _names(kind: type[Any]) -> set[str]:
    return {field.name for field in fields(kind)}


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
