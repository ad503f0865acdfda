"""In which language a text stands, by a vote of its most frequent small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from tracker.languages.reading import READABLE, reading_words

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 20_000


@lru_cache(maxsize=1)
def _votes() -> dict[str, str]:
    seats: dict[str, set[str]] = {}
    for code in READABLE:
        for word in reading_words(code).stopwords:
            seats.setdefault(word, set()).add(code)
    return {word: codes.pop() for word, codes in seats.items() if len(codes) == 1}


def language_of(text: str) -> str | None:
    """The language of most small words; None when there are none or the vote is a draw."""
    votes = _votes()
    count = Counter(filter(None, (votes.get(word) for word in _WORD.findall(text[:_ENOUGH].lower()))))
    ranked = count.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
