"""Room for what is needed only for a while: a folder of our own, or a word about what to set where there is none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tracker.errors import StoreError
from tracker.files.leftovers import scratch


def need_scratch() -> None:
    """Raises StoreError where nothing can be written for a while, as on a file system that is read-only."""
    try:
        tempfile.gettempdir()
    except OSError as error:
        raise StoreError("scratch.no-folder") from error


@contextmanager
def scratch_folder(*, near: Path | None = None) -> Iterator[Path]:
    """A folder that its owner alone enters and that is gone afterwards: in `near`, or where temporary files lie."""
    if near is None:
        need_scratch()
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(scratch(near))
        except OSError as error:
            place = near or tempfile.gettempdir()
            raise StoreError("scratch.not-writable", path=place, reason=error.strerror) from error
        yield folder
