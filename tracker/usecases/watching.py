"""A folder into which people drop reports: each file is taken in once, when nobody writes to it any more.

A file is still when its size and times have not changed for a while. What copy programs call by another name until it
is complete is passed over. A file that changes after it was taken, as one that was read half, is taken again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import StoreError, TrackerError, Unreadable
from tracker.given import names_in
from tracker.usecases.intake import Hints, Taken, files_in, take_in

if TYPE_CHECKING:
    from tracker.model import Act
    from tracker.store import Database

_ENDINGS = "part|partial|filepart|crdownload|download|opdownload|tmp|temp|swp"
_UNFINISHED = re.compile(rf"~\$.*|#.*#|.*~|.*\.(?:{_ENDINGS})", re.IGNORECASE)

Shape = tuple[int, int, int]
_CLOSED: Shape = (0, 0, 0)


@dataclass(slots=True)
class _Seen:
    shape: Shape
    since: float  # of the clock that the caller reads
    is_taken: bool = False


class Watch:
    """Remembers how the files of a folder looked, and since when."""

    def __init__(self, folder: Path, *, still: float) -> None:
        if not folder.is_dir():
            raise Unreadable("watch.no-folder", path=folder)
        names_in(folder)  # what may not be looked into is not waited for
        self.folder = folder
        self.still = still
        self.is_missed = False
        self._seen: dict[Path, _Seen] = {}

    def ready(self, now: float) -> tuple[Path, ...]:
        """The files that are still, and that were not given before as they are."""
        before, self._seen = self._seen, {}
        for path in files_in(self.folder):
            shape = None if is_unfinished(path.name) else _shape(path)
            if shape is not None:
                known = before.get(path)
                self._seen[path] = known if known and known.shape == shape else _Seen(shape, now)
        fresh = [path for path, seen in self._seen.items() if not seen.is_taken and now - seen.since >= self.still]
        for path in fresh:
            self._seen[path].is_taken = True
        return tuple(fresh)

    def give_again(self, path: Path) -> None:
        """The file could not be kept, whatever is in it: the next look gives it again."""
        if path in self._seen:
            self._seen[path].is_taken = False


def take_dropped(
    watch: Watch,
    database: Database,
    *,
    now: float,
    act: Act,
    hints: Hints,
    accept: bool = False,
    jobs: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Taken]:
    """Take in what is ready; a register that cannot be written to ends the look, and the rest waits for the next.

    A folder that is no longer there is told once, and waited for.
    """
    if (gone := not watch.folder.is_dir()) and not watch.is_missed:
        yield Taken(watch.folder, Unreadable("watch.folder-gone"))
    watch.is_missed = gone
    ready = watch.ready(now)
    waiting = set(ready)
    for taken in take_in(database, ready, act=act, hints=hints, accept=accept, jobs=jobs):
        if isinstance(taken.outcome, StoreError):
            yield taken
            break
        waiting.discard(taken.path)
        if not isinstance(taken.outcome, TrackerError) or taken.path.exists():  # else somebody took it away meanwhile
            yield taken
        if stop():
            break
    for path in waiting:
        watch.give_again(path)


def is_unfinished(name: str) -> bool:
    """Whether copy programs, browsers and editors call a file so until it is complete."""
    return name.startswith(".") or bool(_UNFINISHED.fullmatch(name))


def _shape(path: Path) -> Shape | None:
    """Size and times of a file; None when it is gone or empty, as a file is that somebody just began to write.

    What may not be looked at is given too, so that it is told.
    """
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        return _CLOSED
    return (seen.st_size, seen.st_mtime_ns, seen.st_ino) if seen.st_size else None
