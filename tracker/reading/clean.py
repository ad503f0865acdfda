"""From the parts of a file to clean text: joins them, and keeps for every copied run the way back."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.model import Block, BlockKind, Page, Places
from tracker.reading.draft import Draft, Piece, Stretch

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_CONTROL = r"\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff"
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2061-\u2069"  # the direction of writing, or what programs add
_UNSEEN = r"\u200b\u2060\ufeff\u00ad\ufffe\uffff"
_WHITE = rf"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000{_CONTROL}{_TURNING}{_UNSEEN}"
_ODD = re.compile(rf"[{_WHITE} ][{_WHITE} ]+|[{_WHITE}]|[\ufb00-\ufb06]|[\u0300-\u036f]+")


def _instead(odd: str) -> str:
    """What to put for odd white space or a ligature; characters that are not seen leave nothing."""
    return _LIGATURES.get(odd) or (" " if any(c.isspace() for c in odd) else "")


class Writer:
    """Writes clean text, run by run; a run is copied unchanged from the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.parts: list[str] = []
        self.size = 0
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.lengths: list[int] = []
        self._odd_somewhere = _ODD.search(original) is not None

    def make(self, text: str) -> None:
        """Adds characters that the repair makes; they have no place in the original."""
        if text:
            self.parts.append(text)
            self.size += len(text)

    def copy(self, start: int, end: int) -> None:
        """Copies a stretch of the original; odd white space and ligatures in it are set right."""
        if self._odd_somewhere:
            for odd in _ODD.finditer(self.original, start, end):
                accent = unicodedata.combining(odd.group()[0]) != 0 and odd.start() > start
                letter = odd.start() - accent
                self._run(start, letter)
                self.make(
                    unicodedata.normalize("NFC", self.original[letter : odd.end()]) if accent else _instead(odd.group())
                )
                start = odd.end()
        self._run(start, end)

    def _run(self, start: int, end: int) -> None:
        if end > start:
            self.starts.append(self.size)
            self.origins.append(start)
            self.lengths.append(end - start)
            self.make(self.original[start:end])

    def places(self) -> Places:
        """The runs so far."""
        return Places(tuple(self.starts), tuple(self.origins), tuple(self.lengths))


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text with its blocks, places and pages, and the piece that each block came from."""

    text: str
    blocks: tuple[Block, ...]
    places: Places
    pages: tuple[Page, ...]
    pieces: tuple[Piece, ...]


def write(draft: Draft) -> Clean:
    """The clean text of a draft; pieces that hold nothing to be seen are left out."""
    writer = Writer(draft.original)
    blocks: list[Block] = []
    sources: list[Piece] = []
    block_of: dict[int, int] = {}
    before: Piece | None = None
    for number, piece in enumerate(draft.pieces):
        mark = len(writer.parts), writer.size
        writer.make(_gap(before, piece))
        start = writer.size
        _copy(writer, piece.stretches)
        if writer.size == start:
            del writer.parts[mark[0] :]
            writer.size = mark[1]
            continue
        opener = block_of.get(piece.opener) if piece.opener is not None else None
        block_of[number] = len(blocks)
        blocks.append(Block(piece.kind, start, writer.size, opener))
        sources.append(piece)
        before = piece
    places = writer.places()
    return Clean("".join(writer.parts), tuple(blocks), places, pages_of(draft.pages, places), tuple(sources))


def _copy(writer: Writer, stretches: Iterable[Stretch]) -> None:
    first = True
    for stretch in stretches:
        if not first:
            writer.make(stretch.glue)
        writer.copy(stretch.start, stretch.end)
        first = False


def _gap(before: Piece | None, piece: Piece) -> str:
    if before is None:
        return ""
    in_list = piece.kind is BlockKind.ITEM and (before.kind is BlockKind.ITEM or piece.opener is not None)
    return "\n" if in_list else "\n\n"


def pages_of(pages: tuple[tuple[int, int], ...], places: Places) -> tuple[Page, ...]:
    """The stretches of clean text that stand on each page; a page has several where columns or notes were moved."""
    if not pages or not places.starts:
        return ()
    changes = [(pages[0][0], 0)]
    for number, place in _turns(pages, places):
        if number != changes[-1][0]:
            changes.append((number, place))
    if changes[1:] and changes[1][1] == 0:
        del changes[0]
    ends = [*(place for _, place in changes[1:]), places.starts[-1] + places.lengths[-1]]
    return tuple(Page(number, start, end) for (number, start), end in zip(changes, ends, strict=True))


def in_clean(stretches: Iterable[tuple[int, int]], places: Places) -> tuple[tuple[int, int], ...]:
    """Where stretches of the original stand in the clean text, in its order; what was left out is in none."""
    runs = sorted(zip(places.origins, places.lengths, places.starts, strict=True))
    origins = [origin for origin, _, _ in runs]
    found = []
    for start, end in stretches:
        for origin, length, clean in runs[max(bisect_right(origins, start) - 1, 0) : bisect_right(origins, end)]:
            first, last = max(start, origin), min(end, origin + length)
            if first < last:
                found.append((clean + first - origin, clean + last - origin))
    return tuple(sorted(found))


def _turns(pages: tuple[tuple[int, int], ...], places: Places) -> Iterator[tuple[int, int]]:
    """On which page each run stands, and where in the clean text; a run over several pages tells each."""
    origins = [origin for _, origin in pages]
    index, low, high = 0, -1, -1
    for start, origin, length in zip(places.starts, places.origins, places.lengths, strict=True):
        if not low <= origin < high:
            index = max(bisect_right(origins, origin) - 1, 0)
            low, high = origins[index], origins[index + 1] if index + 1 < len(origins) else sys.maxsize
            yield pages[index][0], start
        while high < origin + length:
            index += 1
            low, high = origins[index], origins[index + 1] if index + 1 < len(origins) else sys.maxsize
            yield pages[index][0], start + low - origin
