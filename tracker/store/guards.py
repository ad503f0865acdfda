"""What the database itself refuses, and what keeps its search index in step: does all of it stand, and put it back.

The migrations made these; whoever owns the database can take them away, switch them off or write others in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.store.database import Transaction
from tracker.store.tables import letters, metadata, register  # noqa: F401 - tables enrol themselves in the metadata

_REFUSED = (  # table, what is refused, when, the message; the place in the list is part of the name
    ("events", "UPDATE", "", "events are append-only"),
    ("events", "DELETE", "", "events are append-only"),
    ("commitments", "DELETE", "", "a commitment is never deleted"),
    ("commitments", "UPDATE", "NEW.number <> OLD.number", "a number never changes"),
    ("reports", "DELETE", "", "a report is never deleted"),
    ("reports", "UPDATE", "NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256", "a report never changes"),
    ("actors", "DELETE", "", "an actor is never deleted"),
    ("actors", "UPDATE", "NEW.seal <> OLD.seal OR NEW.name IS NOT NULL", "an actor can only be erased"),
    ("private_details", "DELETE", "", "details are never deleted"),
    ("private_details", "UPDATE", "NEW.content IS NOT NULL", "details can only be erased"),
)
_NEVER_REPLACED = (("events", "sequence"), ("private_details", "sequence"), ("commitments", "number"))
_NEVER_EMPTIED = ("reports", "commitments", "actors", "events", "private_details")
_LETTERS = "a letter is never rendered again"
_SEARCH = "commitments_search"
_FUNCTION = "tracker_refuse"
_BODY = " BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END "
_WORDS = "quote, summary, subject, notes"
_TRIGGERS = "FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND pg_table_is_visible(c.oid)"
_SWITCHED_ON = frozenset({"O", "A"})  # of pg_trigger.tgenabled: as by default, or always


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger, a function or the search index: its name, the table it belongs to, and how it is made."""

    name: str
    table: str
    made_by: str
    kind: str = "TRIGGER"

    @property
    def place(self) -> str:
        """Name and table: PostgreSQL may have the same name on another table."""
        return _place(self.name, self.table)


@dataclass(frozen=True, slots=True)
class Gap:
    """A guard that does not stand as it should: missing, changed or switched off."""

    guard: Guard
    what: str

    def __str__(self) -> str:
        """In words."""
        return f"{self.guard.place} is {self.what}"


def gaps(tx: Transaction) -> tuple[Gap, ...]:
    """What does not stand as the migrations made it."""
    needed, present, same = (
        (SQLITE, _sqlite(tx), str) if tx.dialect == "sqlite" else (POSTGRESQL, _postgresql(tx), _unadorned)
    )
    off = _switched_off(tx)
    return tuple(
        Gap(guard, "missing" if definition is None else "changed" if guard.place not in off else "switched off")
        for guard in needed
        if (definition := present.get(guard.place)) is None
        or same(definition) != same(guard.made_by)
        or guard.place in off
    )


def put_back(tx: Transaction) -> tuple[Gap, ...]:
    """Make anew what does not stand as it should, and the search index where it may have missed something."""
    missing = gaps(tx)
    for gap in missing:
        _make_anew(tx, gap.guard)
    if tx.dialect == "sqlite" and any(_SEARCH in gap.guard.made_by for gap in missing):
        tx.connection.exec_driver_sql(f"INSERT INTO {_SEARCH}({_SEARCH}) VALUES ('rebuild')")  # noqa: S608 - our own
    return missing


def strangers(tx: Transaction) -> tuple[str, ...]:
    """Triggers and rules on our tables that are not ours: a house may have put them there, a forger too."""
    ours = {guard.place for guard in (SQLITE if tx.dialect == "sqlite" else POSTGRESQL)}
    if tx.dialect == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        query = (
            f"SELECT tgname, c.relname {_TRIGGERS} "  # noqa: S608 - our own
            "UNION SELECT rulename, tablename FROM pg_rules WHERE schemaname = ANY (current_schemas(false)) ORDER BY 1"
        )
    rows = tx.connection.exec_driver_sql(query).all()
    return tuple(
        place for name, table in rows if (place := _place(name, table)) not in ours and table in metadata.tables
    )


def _make_anew(tx: Transaction, guard: Guard) -> None:
    run = tx.connection.exec_driver_sql
    if guard.kind == "FUNCTION":
        run(guard.made_by.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace("%", "%%"))
        return
    on_table = f" ON {guard.table}" if guard.kind == "TRIGGER" and tx.dialect == "postgresql" else ""
    run(f"DROP {guard.kind} IF EXISTS {guard.name}{on_table}")
    run(guard.made_by)


def _sqlite(tx: Transaction) -> Mapping[str, str]:
    """Name and definition of all triggers, and of the search index."""
    return _by_place(tx, f"SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' OR name = '{_SEARCH}'")  # noqa: S608 - our own


def _postgresql(tx: Transaction) -> Mapping[str, str]:
    """Name and definition of all triggers, and of the function that they call."""
    triggers = _by_place(tx, f"SELECT tgname, relname, pg_get_triggerdef(t.oid, true) {_TRIGGERS}")
    body = tx.connection.exec_driver_sql(
        f"SELECT prosrc FROM pg_proc WHERE oid = to_regproc('{_FUNCTION}') AND prolang = "  # noqa: S608 - our own
        "(SELECT oid FROM pg_language WHERE lanname = 'plpgsql')"
    ).scalar()
    return triggers if body is None else {**triggers, _FUNCTION: _function(body)}


def _switched_off(tx: Transaction) -> frozenset[str]:
    """Triggers that are there and do nothing; SQLite cannot switch one off."""
    if tx.dialect == "sqlite":
        return frozenset()
    switched = _by_place(tx, f"SELECT tgname, relname, tgenabled::text {_TRIGGERS}")
    return frozenset(place for place, on in switched.items() if on not in _SWITCHED_ON)


def _by_place(tx: Transaction, query: str) -> dict[str, str]:
    """What a query for name, table and something tells of each place."""
    return {_place(name, table): str(told) for name, table, told in tx.connection.exec_driver_sql(query)}


def _place(name: str, table: str) -> str:
    return name if name == table else f"{name} on {table}"


def _unadorned(definition: str) -> str:
    """A definition without what PostgreSQL adds of its own: casts, brackets, the words that are the default."""
    return re.sub(r"::text|for each statement|[()\s]", "", definition.casefold())


def _function(body: str) -> str:
    return f"CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"


def _on_sqlite() -> Iterator[Guard]:
    for index, (table, action, when, message) in enumerate(_REFUSED):
        yield _abort(f"guard_{table}_{index}", table, action, when, message)
    for table, key in _NEVER_REPLACED:
        when = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of our own
        yield _abort(f"guard_{table}_replace", table, "INSERT", when, f"{table} are never replaced")
    yield _abort("guard_letter_contents", "letter_contents", "UPDATE", "NEW.content IS NOT NULL", _LETTERS)
    yield from _search()


def _abort(name: str, table: str, action: str, when: str, message: str) -> Guard:
    condition = f"WHEN {when} " if when else ""
    refusal = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return Guard(name, table, f"CREATE TRIGGER {name} BEFORE {action} ON {table} {condition}{refusal}")


def _search() -> Iterator[Guard]:
    old, new = (", ".join(f"{row}.{column}" for column in _WORDS.split(", ")) for row in ("OLD", "NEW"))
    add = f"INSERT INTO {_SEARCH}(rowid, {_WORDS}) VALUES (NEW.number, {new});"  # noqa: S608 - names of our own
    remove = f"INSERT INTO {_SEARCH}({_SEARCH}, rowid, {_WORDS}) VALUES ('delete', OLD.number, {old});"  # noqa: S608
    changed = f"AFTER UPDATE OF {_WORDS} ON commitments WHEN ({old}) IS NOT ({new})"
    index = f"fts5({_WORDS}, content='commitments', content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
    yield Guard(_SEARCH, _SEARCH, f"CREATE VIRTUAL TABLE {_SEARCH} USING {index}", kind="TABLE")
    made_by = f"CREATE TRIGGER search_insert AFTER INSERT ON commitments BEGIN {add} END"
    yield Guard("search_insert", "commitments", made_by)
    yield Guard("search_update", "commitments", f"CREATE TRIGGER search_update {changed} BEGIN {remove} {add} END")


def _on_postgresql() -> Iterator[Guard]:
    yield Guard(_FUNCTION, _FUNCTION, _function(_BODY), kind="FUNCTION")
    for index, (table, action, when, message) in enumerate(_REFUSED):
        yield _raise(f"guard_{table}_{index}", table, action, when, message)
    for table in _NEVER_EMPTIED:
        made_by = f"BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {_FUNCTION}('{table} are never emptied')"
        yield Guard(f"guard_{table}_truncate", table, f"CREATE TRIGGER guard_{table}_truncate {made_by}")
    yield _raise("guard_letter_contents", "letter_contents", "UPDATE", "NEW.content IS NOT NULL", _LETTERS)


def _raise(name: str, table: str, action: str, when: str, message: str) -> Guard:
    condition = f"WHEN ({when}) " if when else ""
    refusal = f"FOR EACH ROW {condition}EXECUTE FUNCTION {_FUNCTION}('{message}')"
    return Guard(name, table, f"CREATE TRIGGER {name} BEFORE {action} ON {table} {refusal}")


SQLITE = tuple(_on_sqlite())
POSTGRESQL = tuple(_on_postgresql())
