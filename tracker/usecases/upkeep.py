"""Keeping the register: prove it, back it up, take a backup back, look it over, bring it up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import Refused, StoreError
from tracker.files.own import free_name
from tracker.files.scratch import scratch_folder
from tracker.model import Act
from tracker.model.checks import Advice, Check

if TYPE_CHECKING:
    from tracker.files.own import Own
    from tracker.store import Database
    from tracker.store.events import Head
    from tracker.store.guards import Gap
    from tracker.store.restoring import Present
    from tracker.store.verifying import Verdict


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the register stands after a restore, what was lost, and where the one before is kept."""

    head: Head
    lost: int
    kept_at: Path | None


@dataclass(frozen=True, slots=True)
class Upgraded:
    """From which version to which a database was brought, and the guards that had to be put back."""

    before: str | None
    after: str | None
    gaps: tuple[Gap, ...]


def verify(database: Database, *, anchors: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Prove that the history is whole, that the register follows from it, and that the database still guards both."""
    from tracker.store import guards, verifying

    with database.read() as tx:
        verdict = verifying.verify(tx, anchors=anchors)
        gaps = tuple(f"The guard {gap.guard.place} is {gap.what}." for gap in guards.gaps(tx))
    return replace(verdict, problems=(*verdict.problems, *gaps), advice=Advice.PUT_GUARDS_BACK if gaps else None)


def back_up(database: Database, target: Path, *, force: bool = False, own: Iterable[Own] = ()) -> Head:
    """A checked copy in a new file, or with `force` in the place of an earlier one; gives the head of its history.

    It never takes the place of `own` files.
    """
    from tracker.store import keeping

    return keeping.back_up(database, target, force=force, own=own)


def restore(database: Database, source: Path, *, act: Act, force: bool = False) -> Restored:
    """A backup takes the place of the register. Refused when that loses events or the backup is not sound.

    With `force` it is done all the same; the register as it was is kept beside it. A server keeps nothing beside it:
    there only an empty database is filled, whatever is forced.
    """
    from tracker.store import restoring

    if database.path is None:
        with database.read() as tx:
            restoring.refuse_register_there(tx, database.name)
    with scratch_folder(near=database.path.parent if database.path else None) as folder:
        copy = folder / "backup.db"
        head, verdict = restoring.inspect_backup(source, copy)
        if verdict.problems and not force:
            raise Refused("restore.not-sound", path=source, problem=verdict.problems[0])
        there = _present(database, force=force)
        lost = _lost(database, head, there)
        if lost and not force:
            raise Refused("restore.goes-back", present=lost[1], restored=lost[0])
        restoring.prepare(copy, there, act=act, lost=lost)
        kept_at = _take_place(database, copy, act, there)
    return Restored(head, lost[1] - lost[0] if lost else 0, kept_at)


def erase_details(database: Database, number: int, *, act: Act) -> int:
    """Notes, staff and reasons of one commitment go, in its history too; gives in how many events."""
    from tracker.store import erasing

    with database.write() as tx:
        return erasing.erase_details(tx, number, act=act)


def erase_actor(database: Database, name: str, *, act: Act) -> None:
    """The name of somebody who acted goes; what was done stays."""
    from tracker.store import erasing

    with database.write() as tx:
        erasing.erase_actor(tx, name, act=act)


def examine(database: Database) -> tuple[Check, ...]:
    """What is well with the database, and what is not."""
    from tracker.store import keeping

    return keeping.examine(database)


def upgrade(database: Database) -> Upgraded:
    """Bring the database to the version of this program, and put back the guards that are wanting."""
    from tracker.store import guards

    before = database.version()
    database.upgrade()
    with database.write() as tx:
        gaps = guards.put_back(tx)
    after = database.version()
    return Upgraded(before or after, after, gaps)


def rebuild_search(database: Database) -> None:
    """Make the search index anew."""
    from tracker.store import keeping

    keeping.rebuild_search(database)


def _present(database: Database, *, force: bool) -> Present | None:
    """What would be replaced; None when there is nothing, or with `force` when it cannot be read."""
    from tracker.store import restoring

    if database.path is not None and not database.path.exists():
        return None
    try:
        with database.read() as tx:
            return restoring.present(tx)
    except StoreError:
        if force:
            return None
        raise


def _lost(database: Database, head: Head, there: Present | None) -> tuple[int, int] | None:
    """The last event that both have, as far as is known, and the last one that only the present register has."""
    from tracker.store import events

    if there is None or there.head.sequence == 0:
        return None
    with database.read() as tx:
        shared = events.digest_of(tx, head.sequence) == head.digest
    if not shared:
        return 0, there.head.sequence
    return (head.sequence, there.head.sequence) if there.head.sequence > head.sequence else None


def _take_place(database: Database, copy: Path, act: Act, there: Present | None) -> Path | None:
    """The copy becomes the register. The one before is kept: as a backup, or the very file when it cannot be read."""
    from tracker.store import keeping, restoring

    path = database.path
    if path is None or not path.exists():
        restoring.put_in_place(database, copy)
        return None
    kept_at = free_name(path.with_name(f"{path.name}.before-restore-{act.at:%Y%m%dT%H%M%S}"))
    if there is None:
        restoring.replace_unreadable(path, copy, kept_at)
    else:
        keeping.back_up(database, kept_at)
        restoring.put_in_place(database, copy)
    return kept_at
