"""Collects the parts of a file whose format knows its paragraphs (DOCX, ODT, HTML, XML)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tracker.model import BlockKind, Problem, Speaker
from tracker.reading.draft import Draft, Known, Piece, Stretch
from tracker.reading.layout import HASHES, kind_alone
from tracker.reading.lineforms import line_forms
from tracker.reading.lines import is_boilerplate
from tracker.reading.vocabulary import Vocabulary

_SHORT = 150
MOST_LETTERS = 30_000_000  # of one report: no sitting fills more


class Paper:
    """A report in the making: its own text, line by line, and what each line is."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._forms = line_forms(vocabulary)
        self._lines: list[str] = []
        self._size = 0
        self._pieces: list[Piece] = []
        self._pages: list[tuple[int, int]] = []
        self._opener: int | None = None
        self._pending: list[tuple[int, int]] = []
        self._page = 1

    @property
    def full(self) -> bool:
        """Whether more has been read than any report holds."""
        return self._size > MOST_LETTERS

    def break_page(self, *, within: int = 0) -> None:
        """A new page begins here, or after so many characters of the paragraph that is added next."""
        if not self._pages and self._size + within == 0:
            return
        if not self._pages:
            self._pages.append((1, 0))
        self._page += 1
        self._pending.append((self._page, within))

    def add(
        self,
        kind: BlockKind,
        runs: Iterable[tuple[str, bool]],
        *,
        turn: int | None = None,
        speaker: Speaker | None = None,
    ) -> None:
        """A paragraph as runs of text, each in bold or not; nothing is added when there is no text in it."""
        runs = list(runs)
        text = "".join(run for run, _ in runs)
        start = self._size
        self._pages += [(number, start + within) for number, within in self._pending]
        self._pending = []
        shown = text.strip()
        if not shown or is_boilerplate(self._forms.vocabulary, shown):
            return
        lead = len(text) - len(text.lstrip())
        if self._forms.signature.fullmatch(shown.rstrip(",.")):
            self._sign()
        self._lines.append(text)
        self._size += len(text) + 1
        bold = max(_bold_at_start(runs) - lead, 0)
        hashes = HASHES.match(shown)
        if kind is BlockKind.PARAGRAPH and turn is None:
            kind = kind_alone(shown, forms=self._forms, bold=bold)
        if hashes:
            lead += hashes.end()
        stretch = Stretch(start + lead, start + len(text.rstrip()))
        opener = self._opener if kind is BlockKind.ITEM else None
        self._pieces.append(Piece(kind, (stretch,), opener, turn, speaker, bold=bold))
        if kind is not BlockKind.ITEM:
            self._opener = len(self._pieces) - 1 if shown.endswith(":") else None

    def _sign(self) -> None:
        """What stands before an office at the end, "Kris VAN DIJCK,", is part of the signature."""
        if self._pieces and self._lines[-1].strip().endswith(",") and len(self._lines[-1]) < _SHORT:
            self._pieces[-1] = replace(self._pieces[-1], kind=BlockKind.SIGNATURE)

    def draft(self, *, known: Known | None = None, problems: tuple[Problem, ...] = ()) -> Draft:
        """All of it."""
        return Draft("\n".join(self._lines), tuple(self._pieces), tuple(self._pages), known or Known(), problems)


def _bold_at_start(runs: list[tuple[str, bool]]) -> int:
    size = 0
    for text, bold in runs:
        if not bold and text.strip():
            break
        size += len(text)
    return size
