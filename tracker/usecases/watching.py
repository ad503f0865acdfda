"""A folder into which people drop reports: each file is taken in once, when it has stopped growing."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import Unreadable
from tracker.usecases.intake import files_in

Shape = tuple[int, int]


class Watch:
    """Remembers how files looked; a file is ready when two looks in a row see the same size and time."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Unreadable(f"{folder} is not a folder.", advice="Make it, or name another one.")
        self.folder = folder
        self._looked: dict[Path, Shape] = {}
        self._taken: dict[Path, Shape] = {}

    def ready(self) -> tuple[Path, ...]:
        """Files that settled since the last look and were not given before in this shape."""
        shapes = {path: shape for path in files_in(self.folder) if (shape := _shape(path))}
        settled = {path: shape for path, shape in shapes.items() if self._looked.get(path) == shape}
        fresh = {path: shape for path, shape in settled.items() if self._taken.get(path) != shape}
        self._looked = shapes
        self._taken.update(fresh)
        return tuple(fresh)


def _shape(path: Path) -> Shape | None:
    """Size and time of a file; None when it is gone or empty, as a file is that somebody just began to write."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return (seen.st_size, seen.st_mtime_ns) if seen.st_size else None
