"""Keeping the register safe: backups while it is in use, and a look at its health.

A backup is a SQLite file whatever the register is kept in, so that it can be taken back into either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, case, delete, false, func, insert, select

from tracker.errors import Refused, StoreError
from tracker.files import private
from tracker.files.output import Destination, Kind, placed, refuse_own
from tracker.files.own import JOURNALS, Own, ledger_of, register_files
from tracker.model.checks import Advice, Check, CheckState
from tracker.model.letters import LetterState
from tracker.model.remarks import Remark, counted, remark
from tracker.model.things import Thing
from tracker.store import events, guards
from tracker.store.database import Database, Transaction, connect
from tracker.store.letters.identity import fence
from tracker.store.migrations import HEAD
from tracker.store.tables import metadata, register
from tracker.store.tables.letters import identity, letter_contents, letters
from tracker.store.tables.register import report_texts
from tracker.store.upgrade import copy_file, version

BATCH = 500
SAFE_WAL = (3, 51, 3)  # before this one a register in WAL mode can lose what was committed


def _check(name: str, finding: Remark | str, *, well: bool = True) -> Check:
    return Check(name, CheckState.WELL if well else CheckState.WRONG, finding)


def back_up(database: Database, target: Path, *, force: bool = False, own: Iterable[Own] = ()) -> events.Head:
    """Copy the register as it is at one moment, while others go on; the copy is checked before it gets its name.

    With `force` it takes the place of an earlier backup of the same register; never that of anything else, or of `own`
    files, which may still have to be made.
    """
    to = Destination(target, own=(*register_files(database.path), *own))
    refuse_own(to)
    if not force and target.is_file() and _is_backup(database, target):
        raise Refused("backup.exists", path=target)
    kind = Kind(Thing.BACKUP, lambda _file: _is_backup(database, target), heeds_force=False)
    with placed(to, kind) as unfinished:
        _copy(database, unfinished)
        with closing(connect(unfinished)) as copy, copy.write() as tx:
            refuse_damage(tx, target)
            fence(tx, "This is a backup, made on {at}.", anew=True)
            return events.head(tx)


def _is_backup(database: Database, path: Path) -> bool:
    """Whether the file holds this register, and is not in use itself: what is in use has a ledger, or is written to."""
    if ledger_of(path).exists() or any(path.with_name(path.name + ending).exists() for ending in JOURNALS):
        return False
    try:
        with closing(open_raw(path, "ro")) as raw:
            register = raw.execute("SELECT register FROM identity").fetchone()
    except (sqlite3.Error, StoreError):
        return False
    with database.read() as tx:
        return register is not None and register[0] == tx.execute(select(identity.c.register)).scalar_one()


def copy_for_trial(database: Database, target: Path) -> None:
    """Copy what letters are planned and sent from, as it is at one moment: quickly, unchecked, and not to be kept."""
    if database.path is not None:
        copy_file(database.engine, target)
        return
    with closing(connect(target)) as copy, database.read() as source, copy.write(begins=True) as tx:
        copy_tables(source, tx, rows_of=_rows_for_trial)


def examine(database: Database) -> tuple[Check, ...]:
    """Look the database over: version, damage, references, search index, journal."""
    with database.read() as tx:
        present = version(tx.connection)
        checks = [
            _check(
                "version",
                remark("version %(version)s of %(newest)s", version=present, newest=HEAD),
                well=present == HEAD,
            ),
            *(_examine_sqlite(tx) if tx.dialect == "sqlite" else _examine_postgresql(tx)),
        ]
        checks += _examine_guards(tx)
        count = tx.execute(select(func.count()).select_from(register.commitments)).scalar_one()
        size = remark(
            "%(commitments)s commitments, %(events)s events", commitments=count, events=events.head(tx).sequence
        )
        checks.append(_check("register", size))
    if database.path is not None:
        checks.append(_examine_search(database))
    return tuple(checks)


def rebuild_search(database: Database) -> None:
    """Make the search index anew from the register; PostgreSQL keeps its own in step."""
    if database.path is not None:
        with database.write() as tx:
            tx.connection.exec_driver_sql("INSERT INTO commitments_search(commitments_search) VALUES ('rebuild')")


def _examine_guards(tx: Transaction) -> list[Check]:
    """What the database refuses by itself, and triggers that are not ours."""
    missing, others = guards.gaps(tx), guards.strangers(tx)
    if missing:
        gaps = ", ".join(map(str, missing))
        checks = [Check("guards", CheckState.WRONG, gaps, advice=Advice.PUT_GUARDS_BACK)]
    else:
        checks = [_check("guards", remark("all that the database guards stands"))]
    if others:
        finding = remark("not of this program: %(triggers)s", triggers=", ".join(others))
        checks.append(Check("triggers", CheckState.ADVICE, finding))
    return checks


def _examine_search(database: Database) -> Check:
    """Compare the search index with the register; SQLite does it in the guise of a write."""
    compare = "INSERT INTO commitments_search(commitments_search, rank) VALUES ('integrity-check', 1)"
    try:
        with database.write() as tx:
            tx.connection.exec_driver_sql(compare)
    except StoreError as error:
        if error.code != "database.damaged":  # locked or read-only: nothing was compared
            return Check("search", CheckState.ADVICE, remark("not compared: %(why)s", why=str(error)))
        finding = remark("the search index differs from the register")
        return Check("search", CheckState.WRONG, finding, advice=Advice.MAKE_INDEX_ANEW)
    return _check("search", remark("the search index is that of the register"))


def _examine_sqlite(tx: Transaction) -> list[Check]:
    damage = [str(row[0]) for row in tx.connection.exec_driver_sql("PRAGMA integrity_check(5)")]
    orphans = len(tx.connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    journal = str(tx.connection.exec_driver_sql("PRAGMA journal_mode").scalar())
    risky = journal == "wal" and sqlite3.sqlite_version_info < SAFE_WAL
    kept: Remark | str = f"{journal}, SQLite {sqlite3.sqlite_version}"
    if risky:
        kept = remark(
            "%(journal)s: this SQLite can lose commits in WAL mode; run PRAGMA journal_mode=DELETE", journal=kept
        )
    return [
        _check("damage", ", ".join(damage), well=damage == ["ok"]),
        _check(
            "references",
            counted("%(n)s row refers to nothing", "%(n)s rows refer to nothing", orphans),
            well=orphans == 0,
        ),
        _check("journal", kept, well=not risky),
    ]


def _examine_postgresql(tx: Transaction) -> list[Check]:
    server = str(tx.connection.exec_driver_sql("SHOW server_version").scalar())
    durable = str(tx.connection.exec_driver_sql("SHOW fsync").scalar())
    encoding = str(tx.connection.exec_driver_sql("SHOW server_encoding").scalar())
    return [
        _check("server", f"PostgreSQL {server}"),
        _check(
            "fsync",
            remark("fsync %(state)s; off loses commits when the power fails", state=durable),
            well=durable == "on",
        ),
        _check(
            "encoding", remark("%(encoding)s; names and quotes need UTF8", encoding=encoding), well=encoding == "UTF8"
        ),
    ]


def _copy(database: Database, target: Path) -> None:
    if database.path is not None:
        copy_file(database.engine, target)
        return
    with closing(connect(target)) as copy, database.read() as source, copy.write(begins=True) as tx:
        copy_tables(source, tx)


def copy_tables(source: Transaction, target: Transaction, *, rows_of: Callable[[Table], Select[Any]] = select) -> None:
    """All rows of one database into another, in which there are none."""
    target.execute(delete(identity))  # a new database has one of its own
    for table in metadata.sorted_tables:
        rows = source.execute(rows_of(table).execution_options(yield_per=BATCH))
        for part in rows.mappings().partitions(BATCH):
            target.execute(insert(table), [dict(row) for row in part])


def _rows_for_trial(table: Table) -> Select[Any]:
    """Without what is big and of no use to letters: the texts of reports, and what sent letters said."""
    if table is report_texts:
        return select(table).where(false())
    if table is letter_contents:
        sent = select(letters.c.id).where(letters.c.id == table.c.letter_id, letters.c.state == LetterState.SENT)
        return select(table.c.letter_id, case((~sent.exists(), table.c.content)).label("content"))
    return select(table)


def refuse_damage(tx: Transaction, path: Path) -> None:
    """Raises StoreError when a copy is damaged; `path` is what people know."""
    if any(check.state is CheckState.WRONG for check in _examine_sqlite(tx)[:2]):
        raise StoreError("backup.damaged", path=path)


def open_raw(path: Path, mode: str) -> sqlite3.Connection:
    """A file as SQLite has it, of whatever version; what is made anew is for its owner alone."""
    if mode == "rwc":
        private.ensure(path)
    try:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)
    except sqlite3.Error as error:
        raise StoreError("file.not-opened", path=path, reason=str(error)) from error
