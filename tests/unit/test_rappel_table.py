"""The table of a reminder: no word of its head is broken, in any language and any usual font."""

from __future__ import annotations

import pytest

from tracker.letters.rappel.docx import WIDTHS
from tracker.letters.rappel.words import RappelWords
from tracker.letters.words import words_in
from tracker.wording.catalogue import languages

WIDE = 0.72  # of its height is a bold letter of a wide font, on the average
SIZE = 9.5  # points
MARGINS = 0.38  # cm of a cell


@pytest.mark.parametrize("language", languages())
def test_the_longest_word_of_each_head_fits_its_column(language: str) -> None:
    heads = RappelWords(words_in(language)).answer_columns()
    longest = [max(map(len, head.split())) * WIDE * SIZE / 72 * 2.54 for head in heads]

    assert [head for head, long, width in zip(heads, longest, WIDTHS, strict=True) if long > width.cm - MARGINS] == []
