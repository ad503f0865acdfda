"""The mark at the end of a page: it tells a page that was written here from one that a person made or keeps."""

from __future__ import annotations

import os
from typing import IO

from tracker.files.output import Kind


def marked(page: str, what: str) -> bytes:
    """A page as it goes into a file, with a mark that no reader sees."""
    return f"{page.rstrip()}\n{_mark(what)}\n".encode()


def page_kind(what: str) -> Kind:
    """Pages with that mark at their end."""
    mark = _mark(what).encode()

    def recognises(file: IO[bytes]) -> bool:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 2 * len(mark)))
        return file.read().rstrip().endswith(mark)

    return Kind(what, recognises)


def _mark(what: str) -> str:
    return f"<!-- tracker: {what} -->"
