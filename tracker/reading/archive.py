"""Parts of a zip archive, read in memory within bounds; no path in it is ever followed."""

from __future__ import annotations

import io
import zipfile
import zlib

from tracker.errors import Unreadable

_LARGEST = 50 * 2**20


class Archive:
    """A zip archive of which single parts are read by name."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        self.names = frozenset(self._zip.namelist())
        self._by_small_letters = {_plain(path): path for path in self.names}

    def called(self, path: str) -> str | None:
        """The part of that name, however its letters and slashes are written; None when there is none."""
        return self._by_small_letters.get(_plain(path))

    def part(self, path: str) -> bytes:
        """The bytes of a part. Raises Unreadable when it is missing, damaged, encrypted or monstrous."""
        try:
            with self._zip.open(path) as part:
                content = part.read(_LARGEST + 1)
        except RuntimeError as error:
            raise Unreadable("reading.encrypted", name=self._name) from error
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise self._damaged() from error
        if len(content) > _LARGEST:
            raise Unreadable("reading.unpacks-too-large", name=self._name, megabytes=_LARGEST // 2**20)
        return content

    def _damaged(self) -> Unreadable:
        return Unreadable("reading.damaged", name=self._name)


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()
