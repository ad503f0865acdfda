"""What a corpus keeps beside its reports: lists of persons and of organisations, and the root that names them.

A component of ParlaMint tells who speaks by an id alone; who that is and which office he held stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tracker.given import MEGABYTE

_LISTS = re.compile(r".*list(?:Person|Org).*\.xml", re.IGNORECASE)
_OF_A_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # a report is called by its day, the root of its corpus is not
_ROOT = re.compile(rb"<(?:\w+:)?teiCorpus[\s>]")
_REPORT = re.compile(rb"<(?:\w+:)?TEI[\s>]")
_HEAD = 4096
_LEVELS = 3  # a report lies in a folder of its year, under the corpus
_MOST_FILES = 50
_LARGEST = 64 * MEGABYTE


def lists_beside(place: Path, content: bytes) -> tuple[bytes, ...]:
    """The lists of persons and organisations for a report in TEI: beside it, or in a folder above it."""
    if not _REPORT.search(content[:_HEAD]):
        return ()
    for folder in islice(place.absolute().parents, _LEVELS):
        found = [part for path in _candidates(folder, place.name) if (part := _list_in(path)) is not None]
        if found:
            return tuple(found)
    return ()


def _candidates(folder: Path, report: str) -> Iterator[Path]:
    """The lists of a folder, then what may be the root of its corpus."""
    try:
        paths = sorted(path for path in folder.glob("*.xml") if path.name != report and path.is_file())
    except OSError:
        return
    yield from (path for path in paths if _LISTS.fullmatch(path.name))
    roots = (path for path in paths if not _LISTS.fullmatch(path.name) and not _OF_A_DAY.search(path.name))
    yield from islice(roots, _MOST_FILES)


def _list_in(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if not (_LISTS.fullmatch(path.name) or _ROOT.search(head)):
                return None
            whole = head + file.read(_LARGEST)
    except OSError:
        return None
    return whole if len(whole) < _LARGEST else None
