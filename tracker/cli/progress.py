"""What somebody who waits for reports to be read sees on standard error: a bar of files, and the pages of a scan."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.output import console
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from tracker.usecases.intake import Taken

MANY = 4  # files from which a bar is worth its line


class Waiting:
    """Nothing is shown where nobody watches, nor for a few files that are no scans."""

    def __init__(self, words: Speech, *, files: int, quiet: bool) -> None:
        self._words = words
        self._files = files
        self._watched = not quiet and sys.stderr.isatty()
        self._shown: Progress | None = None

    def through(self, taken: Iterable[Taken]) -> Iterator[Taken]:
        """The same files, while the bar goes on; what shows a scan is gone when its file is there."""
        if not self._watched:
            yield from taken
            return
        try:
            if self._files >= MANY:
                taken = self._bars().track(taken, total=self._files, description=self._words.say("Reading"))
            for file in taken:
                if self._files < MANY:
                    self._end()
                yield file
        finally:
            self._end()

    def scan(self, path: Path) -> Callable[[int, int], None]:
        """What is to be told how many pages of a scan are done, of how many."""
        lines: list[TaskID] = []

        def tell(done: int, total: int) -> None:
            if not self._watched:
                return
            bars = self._bars()
            if not lines:
                told = self._words.say("%(name)s: reading from a scan, page by page", name=path.name)
                lines.append(bars.add_task(told, total=total))
            bars.update(lines[0], completed=done, visible=done < total)

        return tell

    def _bars(self) -> Progress:
        """The display, begun when it is first needed."""
        if self._shown is None:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=20), MofNCompleteColumn())
            self._shown = Progress(*columns, console=console(stderr=True), transient=True)
            self._shown.start()
        return self._shown

    def _end(self) -> None:
        if self._shown is not None:
            self._shown.stop()
            self._shown = None
