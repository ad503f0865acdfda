"""In which language a text stands, by a vote of its most frequent small words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from tracker.model import Report
from tracker.reading.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2_000
_SAMPLES = 12
_SECOND = 0.08  # share of the votes from which a second language is looked for
_FEW, _FEWEST = 3, 2  # small words by which a block shows its language; where no other has a vote, fewer do
_OPENING = 500  # characters of a block that tell its language


@lru_cache
def _seats(vocabulary: Vocabulary) -> dict[str, str]:
    seats: dict[str, set[str]] = {}
    for words in vocabulary.languages:
        for word in words.stopwords:
            seats.setdefault(word, set()).add(words.language)
    return {word: codes.pop() for word, codes in seats.items() if len(codes) == 1}


def _votes(vocabulary: Vocabulary, text: str) -> Counter[str]:
    seats = _seats(vocabulary)
    return Counter(seats[word] for word in _WORD.findall(text.lower()) if word in seats)


def _sampled(text: str) -> str:
    step = max(len(text) // _SAMPLES, _SAMPLE)
    return " ".join(text[start : start + _SAMPLE] for start in range(0, len(text), step))


def language_of(vocabulary: Vocabulary, text: str) -> str | None:
    """The language of most small words; None when there are none or the vote is a draw."""
    ranked = _votes(vocabulary, _sampled(text)).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def with_languages(vocabulary: Vocabulary, report: Report) -> Report:
    """The report with the language of every block that is not in the report's own.

    A block too short to tell is in the language of the block before it. Of a text in the language that is taken for
    those that show none, a sample tells whether there is another at all; of others each block is asked.
    """
    votes = _votes(vocabulary, _sampled(report.text))
    usual = report.language == vocabulary.languages[0].language
    if not votes or (usual and votes[report.language or ""] >= (1 - _SECOND) * votes.total()):
        return report
    blocks, last = [], report.language
    for block in report.blocks:
        opening = report.text[block.start : min(block.end, block.start + _OPENING)]
        ranked = _votes(vocabulary, opening).most_common(2)
        if (
            ranked
            and ranked[0][1] >= (_FEW if ranked[1:] else _FEWEST)
            and (len(ranked) == 1 or ranked[0][1] > 2 * ranked[1][1])
        ):
            last = ranked[0][0]
        blocks.append(block if last == report.language else replace(block, language=last))
    return replace(report, blocks=tuple(blocks))
