"""The lines of a PDF page letter by letter, by the places of the letters.

For pages that pdfium takes for vertical writing, since their lines are short: it gives each letter a line of its own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tracker.reading.lines import Line

_MANY = 20
_SCATTERED = 0.4  # share of lines with hardly a letter
_HARDLY = 2
_SPACE = 0.17  # sizes of print between two words
_WIDE = 1.1  # and between two columns
_HYPHEN = "\ufffe"  # pdfium takes every hyphen here for one at the end of a line
_SAME_ROW = 0.4


@dataclass(frozen=True, slots=True)
class _Glyph:
    letter: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class _Row:
    glyphs: list[_Glyph] = field(default_factory=list)

    def takes(self, glyph: _Glyph) -> bool:
        """Whether a letter stands on this row, after the letters so far."""
        last = self.glyphs[-1]
        apart = glyph.left - last.right
        return abs(glyph.base - last.base) < _SAME_ROW * last.size and -last.size < apart < _WIDE * last.size

    def text(self) -> str:
        """What the row says; wider room between letters is a space."""
        parts = [self.glyphs[0].letter]
        for before, glyph in zip(self.glyphs, self.glyphs[1:], strict=False):
            spaced = glyph.left - before.right > _SPACE * before.size and not (glyph.letter + before.letter).isspace()
            parts.append(f" {glyph.letter}" if spaced else glyph.letter)
        return "".join(parts).replace(_HYPHEN, "-").strip()


def is_scattered(lines: list[Line]) -> bool:
    """Whether most lines of a page are lone letters."""
    return len(lines) > _MANY and sum(len(line.text) <= _HARDLY for line in lines) > _SCATTERED * len(lines)


def gathered(text: str, textpage: Any) -> tuple[str, list[Line]]:
    """The text of such a page made anew, and its lines with their places."""
    rows: list[_Row] = []
    for glyph in _glyphs(text, textpage):
        if rows and rows[-1].takes(glyph):
            rows[-1].glyphs.append(glyph)
        elif not glyph.letter.isspace():
            rows.append(_Row([glyph]))
    lines, parts, start = [], [], 0
    for row in rows:
        said, first, last = row.text(), row.glyphs[0], row.glyphs[-1]
        line = Line(start, start + len(said), said, 1, 0)
        line.left, line.right, line.top, line.size = first.left, last.right, first.base, first.size
        lines.append(line)
        parts.append(said)
        start += len(said) + 1
    return "\n".join(parts), lines


def _glyphs(text: str, textpage: Any) -> Iterator[_Glyph]:
    from pypdfium2 import raw  # type: ignore[import-untyped]  # it ships no types

    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    for place, letter in enumerate(text):
        if letter in "\r\n" or raw.FPDFText_IsGenerated(textpage, place) == 1:
            continue
        raw.FPDFText_GetCharOrigin(textpage, place, x, y)
        raw.FPDFText_GetCharBox(textpage, place, left, right, bottom, top)
        size = max(float(raw.FPDFText_GetFontSize(textpage, place)), 1.0)
        yield _Glyph(letter, x.value, max(right.value, x.value), y.value, size)
