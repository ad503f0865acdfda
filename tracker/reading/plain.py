"""Plain text as it comes: copied from a PDF, wrapped at a measure, or one paragraph a line."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.errors import Unreadable
from tracker.reading.draft import Draft
from tracker.reading.encodings import decoded
from tracker.reading.hyphens import Hyphens
from tracker.reading.layout import pieces_of_lines
from tracker.reading.lineforms import line_forms
from tracker.reading.lines import Line, lines_of
from tracker.reading.vocabulary import Vocabulary


def read_plain(content: bytes, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of a text file."""
    found = decoded(content)
    if is_binary(found.text):
        raise Unreadable("reading.not-text", name=name)
    return replace(draft_of(found.text, vocabulary), problems=found.problems(name))


def draft_of(text: str, vocabulary: Vocabulary) -> Draft:
    """The parts of a text, with the pages that it stands on."""
    return draft_of_lines(text, lines_of(text), _pages(text), vocabulary=vocabulary)


def draft_of_lines(
    text: str, lines: list[Line], pages: tuple[tuple[int, int], ...], *, vocabulary: Vocabulary
) -> Draft:
    """The parts of a text whose lines are known."""
    pieces = pieces_of_lines(lines, forms=line_forms(vocabulary), hyphens=Hyphens(text, vocabulary))
    return Draft(text, pieces, pages)


def _pages(text: str) -> tuple[tuple[int, int], ...]:
    if "\f" not in text.strip("\f"):
        return ()
    starts = [0, *(mark.end() for mark in re.finditer("\f", text))]
    return tuple(enumerate(starts, start=1))


def is_binary(text: str) -> bool:
    """Whether a text holds more odd characters than any writing does."""
    head = text[:8192]
    return len(_ODD.findall(head)) > 0.02 * len(head) + 2


_ODD = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
