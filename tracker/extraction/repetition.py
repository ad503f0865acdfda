"""The same promise twice in one report is one commitment with two mentions."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.deadlines import check_on, is_dated
from tracker.model import Commitment

ALIKE = 0.6  # share of common words from which two promises of one minister are the same
SAME = 4  # letters by which a word of a summary is known in the words of the promise
FEWEST = 3  # words that two promises must share at least
_WORD = re.compile(r"[^\W\d_]{4,}")


def said_once(commitments: tuple[Commitment, ...]) -> tuple[Commitment, ...]:
    """The commitments with repetitions folded into the first mention, which takes over a date that came later."""
    kept: list[Commitment] = []
    by_word: dict[str, list[int]] = {}
    words = [_words(commitment) for commitment in commitments]
    known: list[frozenset[str]] = []
    for commitment, its in zip(commitments, words, strict=True):
        near = sorted({place for word in its for place in by_word.get(word, ())})
        place = next((place for place in near if _alike(known[place], its) and _is_same(kept[place], commitment)), None)
        if place is not None:
            kept[place] = _with_mention(kept[place], commitment)
            continue
        for word in its:
            by_word.setdefault(word, []).append(len(kept))
        kept.append(commitment)
        known.append(its)
    return tuple(kept)


def repeating_nothing(found: tuple[Commitment, ...], possibles: tuple[Commitment, ...]) -> tuple[Commitment, ...]:
    """The possibles that repeat nothing that is found, each once; what is found stays as it is."""
    places = {(commitment.start, commitment.end) for commitment in found}
    return tuple(one for one in said_once((*found, *possibles)) if (one.start, one.end) not in places)


def _alike(words: frozenset[str], others: frozenset[str]) -> bool:
    common = len(words & others)
    return common >= FEWEST and common / len(words | others) >= ALIKE


def _is_same(first: Commitment, later: Commitment) -> bool:
    if first.minister != later.minister or first.responsible != later.responsible:
        return False
    if first.start <= later.start and later.end <= first.end:  # a second act of its sentence
        return False
    return not (is_dated(first.deadline) and is_dated(later.deadline) and _due(first) != _due(later))


def _due(commitment: Commitment) -> object:
    return commitment.deadline.due if commitment.deadline else None


def _words(commitment: Commitment) -> frozenset[str]:
    """The words of the summary that are the promise's own: what names a matter from elsewhere makes no two alike."""
    said = {word.lower()[:SAME] for word in _WORD.findall(commitment.quote)}
    return frozenset(word for word in map(str.lower, _WORD.findall(commitment.summary)) if word[:SAME] in said)


def _with_mention(first: Commitment, later: Commitment) -> Commitment:
    """The first mention with the place of the later one, and its date where the first has none."""
    mentioned = replace(first, mentions=(*first.mentions, (later.start, later.end)))
    if is_dated(first.deadline) or not is_dated(later.deadline):
        return mentioned
    return replace(mentioned, deadline=later.deadline, check_on=check_on(later.deadline, later.said_on))
