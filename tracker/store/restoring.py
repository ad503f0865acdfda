"""Taking a backup back: the register that it was, in the place of the present one, whole or not at all.

All that a restore causes is made ready in a copy: then one step puts it in its place, and a process that is killed
before or after leaves the one or the other.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Integer, Table, func, select, text

from tracker.errors import Refused, StoreError
from tracker.files.output import flush
from tracker.files.own import JOURNALS
from tracker.files.private import share_with_group
from tracker.model import Act, Change
from tracker.model.because import RestoredBackup
from tracker.model.deeds import RegisterDeed
from tracker.store import events, guards
from tracker.store.database import Database, Transaction, connect
from tracker.store.keeping import copy_tables, open_raw, refuse_damage
from tracker.store.letters import identity
from tracker.store.letters.identity import Identity, KnownLedger
from tracker.store.tables import metadata
from tracker.store.verifying import Verdict, verify


@dataclass(frozen=True, slots=True)
class Present:
    """The register that is there: the end of its history, its name and the ledgers that it knows."""

    head: events.Head
    identity: Identity
    ledgers: tuple[KnownLedger, ...]


def present(tx: Transaction) -> Present:
    """What must be known of the register whose place a backup takes."""
    return Present(events.head(tx), identity.identity(tx), identity.known_ledgers(tx))


def refuse_register_there(tx: Transaction, name: str) -> None:
    """Raises Refused when a database of a server holds any event: nothing that is there is replaced."""
    if events.head(tx).sequence:
        raise Refused("restore.register-there", name=name)


def inspect_backup(source: Path, copy: Path) -> tuple[events.Head, Verdict]:
    """Copy a backup to `copy`, bring it to this version and verify it; the backup itself stays as it is."""
    if not source.is_file():
        raise StoreError("restore.no-backup", path=source)
    copy.unlink(missing_ok=True)
    with closing(open_raw(source, "ro")) as raw, closing(open_raw(copy, "rwc")) as new:
        try:
            raw.backup(new)
        except sqlite3.Error as error:
            raise StoreError("restore.backup-unreadable", path=source, reason=str(error)) from error
    with closing(connect(copy)) as database:
        with database.read() as tx:
            refuse_damage(tx, source)
            head, verdict = events.head(tx), verify(tx)
        with database.write() as tx:
            guards.put_back(tx)
    return head, verdict


def prepare(copy: Path, there: Present | None, *, act: Act, lost: tuple[int, int] | None) -> None:
    """Write into the copy what a restore causes: the event that tells what is lost, and that nothing may leave.

    The ledgers that the present register knows have to be asked too, and it keeps its secret.
    """
    with closing(connect(copy)) as database, database.write() as tx:
        mine = identity.identity(tx)
        if there is not None and there.identity.register == mine.register:
            identity.keep_secret(tx, there.identity)
            for ledger in there.ledgers:
                identity.introduce(tx, KnownLedger(ledger.id, ledger.name, ledger.begun_at, mine.epoch, mark=0))
                if ledger.given_up_at is not None:
                    identity.give_up(tx, ledger.id, ledger.given_up_at)
        events.append(tx, Change(RegisterDeed.RESTORED, because=RestoredBackup(*(lost or ()))), act=act)
        identity.fence(tx, "The register was restored from a backup on {at}.", anew=True)


def put_in_place(database: Database, copy: Path) -> None:
    """The copy becomes the register, in one step: that of a server must be empty, others keep that of a file open."""
    if database.path is None:
        _fill_server(database, copy)
        return
    database.close()
    if not database.path.exists():
        _give_name(copy, database.path)
        return
    with closing(open_raw(copy, "ro")) as raw, closing(open_raw(database.path, "rw")) as there:
        try:  # the copying itself would wait for others without end
            there.execute(f"PRAGMA busy_timeout={int(database.wait * 1000)}")
            there.execute("PRAGMA synchronous=EXTRA")
            there.execute("BEGIN EXCLUSIVE")
            there.execute("ROLLBACK")
            raw.backup(there)
        except sqlite3.Error as error:
            raise StoreError("restore.failed", name=database.name, reason=str(error)) from error


def replace_unreadable(path: Path, copy: Path, kept_at: Path) -> None:
    """The copy takes the place of a file that cannot be read, which gets another name with all its journals."""
    try:
        _name(path, kept_at)
        for ending in JOURNALS:  # one left behind would be played into the new file
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(kept_at.with_name(kept_at.name + ending))
        share_with_group(copy, kept_at)
        flush(copy)
        copy.replace(path)
        flush(path.parent)
    except OSError as error:
        raise StoreError("restore.file-failed", path=path, reason=error.strerror) from error


def _give_name(copy: Path, path: Path) -> None:
    try:
        flush(copy)
        _name(copy, path)
        flush(path.parent)
    except OSError as error:
        raise StoreError("restore.file-failed", path=path, reason=error.strerror) from error


def _name(file: Path, name: Path) -> None:
    """One more name for a file; unlike a renaming it takes no other's place, but not all file systems know it."""
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:
        if name.exists():
            raise
        file.rename(name)


def _fill_server(database: Database, copy: Path) -> None:
    with closing(connect(copy)) as backup, backup.read() as source, database.write() as tx:
        refuse_register_there(tx, database.name)
        copy_tables(source, tx)
        for table in metadata.sorted_tables:
            _set_counter(tx, table)


def _set_counter(tx: Transaction, table: Table) -> None:
    """PostgreSQL counts ids apart from the rows: go on after the last one."""
    for column in table.primary_key.columns:
        if not isinstance(column.type, Integer) or column.autoincrement is False:
            continue
        counter = tx.execute(text(f"SELECT pg_get_serial_sequence('{table.name}', '{column.name}')")).scalar()
        last = tx.execute(select(func.max(column))).scalar()
        if counter and last:
            tx.execute(select(func.setval(counter, last)))
