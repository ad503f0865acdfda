"""Is this the same promise? Compares what was found with what the register holds. It never merges what it doubts."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from tracker.model import Commitment, Entry, Extraction, Status

SAME_REPORT = 70.0  # likeness of two wordings of one sentence in two versions of a report, of 100
SAME_PROMISE = 92.0  # likeness that is needed before a later report counts as a repetition
LIKELY = 78.0  # from here on a repetition is suggested to whoever reviews

FEWEST = 3  # words of a text that is known as a part of another one

SAME_TEXT = 0.6  # share of the runs of words that two copies of a report have in common
PART_OF_TEXT = 0.8  # share of the shorter text that stands in the longer one, of which it is then a part
_RUN = 4

_WORDS = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")


class Extent(StrEnum):
    """Whether a text is the whole of another or a part of it."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Pair:
    """A found commitment beside the entry it repeats; `likeness` runs from 0 to 100."""

    found: Commitment
    entry: Entry
    likeness: float


@dataclass(frozen=True, slots=True)
class Revision:
    """What a corrected version of a report changes: nothing here touches what people decided."""

    same: tuple[Pair, ...]
    changed: tuple[Pair, ...]
    new: tuple[Commitment, ...]
    vanished: tuple[Entry, ...]


def compare_versions(found: Sequence[Commitment], known: Sequence[Entry]) -> Revision:
    """Pair commitments of the new version with entries of the old one, the most alike first, each once.

    What is left then and stands word for word in the other, as where a sentence was split, is a pair too.
    """
    left_found, left_known = dict(enumerate(found)), dict(enumerate(known))
    pairs = [
        *_of_equal_words(left_found, left_known),
        *_of_likeness(left_found, left_known, _likeness),
        *_of_likeness(left_found, left_known, _as_part),
    ]
    pairs.sort(key=lambda pair: pair.found.start)
    return Revision(
        same=tuple(pair for pair in pairs if _is_unchanged(pair)),
        changed=tuple(pair for pair in pairs if not _is_unchanged(pair)),
        new=tuple(left_found.values()),
        vanished=tuple(left_known.values()),
    )


def _of_likeness(
    found: dict[int, Commitment], known: dict[int, Entry], measure: Callable[[str, str], float]
) -> Iterator[Pair]:
    """The pairs that are alike enough by this measure, the most alike first, taken out of both."""
    rows = sorted(
        ((measure(one.quote, entry.quote), i, j) for i, one in found.items() for j, entry in known.items()),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    for likeness, i, j in rows:
        if likeness >= SAME_REPORT and i in found and j in known:
            yield Pair(found.pop(i), known.pop(j), likeness)


def _of_equal_words(found: dict[int, Commitment], known: dict[int, Entry]) -> Iterator[Pair]:
    """The pairs that are as alike as can be, taken out of both: a report that is read again has hardly any others."""
    places: dict[str, deque[int]] = {}
    for j, entry in known.items():
        places.setdefault(_sorted_words(entry.quote), deque()).append(j)
    for i, one in list(found.items()):
        words = _sorted_words(one.quote)
        if words and places.get(words):
            yield Pair(found.pop(i), known.pop(places[words].popleft()), 100.0)


@dataclass(frozen=True, slots=True)
class BandRevision:
    """The same in both bands: `found_now` was only possible before."""

    found: Revision
    found_now: tuple[Pair, ...]
    still_possible: tuple[Pair, ...]
    new_possibles: tuple[Commitment, ...]


def compare_bands(extraction: Extraction, known: Sequence[Entry]) -> BandRevision:
    """What is found is paired first, with what is nearest in either band; what is possible takes what is left then."""
    by_band = sorted(known, key=_is_possible)  # of two that are as near, the one that was found
    found = compare_versions(extraction.commitments, by_band)
    doubted = compare_versions(extraction.possibles, found.vanished)
    pairs = (*doubted.same, *doubted.changed)
    kept = {pair.entry.number for pair in pairs}
    revision = Revision(
        same=tuple(pair for pair in found.same if not _is_possible(pair.entry)),
        changed=tuple(pair for pair in found.changed if not _is_possible(pair.entry)),
        new=found.new,
        vanished=tuple(one for one in found.vanished if not _is_possible(one) and one.number not in kept),
    )
    return BandRevision(
        revision,
        found_now=tuple(pair for pair in (*found.same, *found.changed) if _is_possible(pair.entry)),
        still_possible=tuple(pair for pair in pairs if _is_possible(pair.entry)),
        new_possibles=doubted.new,
    )


def _is_possible(entry: Entry) -> bool:
    return entry.status is Status.POSSIBLE


def resembles_any(found: Sequence[Commitment], entries: Sequence[Entry]) -> bool:
    """Whether one of the commitments may be one of the entries, by its words and its minister, where both are known."""
    return any(
        _likeness(commitment.quote, entry.quote) >= SAME_REPORT
        for commitment in found
        for entry in entries
        if commitment.minister is None
        or None in {commitment.minister.name, entry.minister}
        or commitment.minister.name == entry.minister
    )


def same_text(one: str, other: str) -> Extent | None:
    """Whether a text is another one or a part of it, however both are laid out; None for two different texts."""
    mine, theirs = _runs(one), _runs(other)
    if not mine or not theirs:
        return None
    both = len(mine & theirs)
    if both >= SAME_TEXT * max(len(mine), len(theirs)):
        return Extent.WHOLE
    return Extent.PART if both >= PART_OF_TEXT * min(len(mine), len(theirs)) else None


def contradict(one: str | None, other: str | None) -> bool:
    """Whether two names of a committee, both known, are of different ones."""
    return one is not None and other is not None and _likeness(one, other) < SAME_PROMISE


def _runs(text: str) -> set[int]:
    words = _LETTERS.findall(text.lower())
    return {hash(run) for run in zip(*(words[start:] for start in range(_RUN)), strict=False)}


def repetition(found: Commitment, open_entries: Sequence[Entry]) -> Pair | None:
    """The open entry of the same minister whose words this repeats or resembles; see SAME_PROMISE and LIKELY."""
    name = found.minister.name if found.minister else None
    candidates = [entry for entry in open_entries if name is not None and entry.minister == name]
    best = max(
        (Pair(found, entry, _likeness(found.quote, entry.quote)) for entry in candidates),
        key=lambda pair: pair.likeness,
        default=None,
    )
    return best if best and best.likeness >= LIKELY else None


def is_certain(pair: Pair) -> bool:
    """Only the same words with the same due day are one promise; all else is for a person to merge."""
    deadline = pair.found.deadline
    return pair.likeness >= SAME_PROMISE and deadline is not None and deadline.due == pair.entry.due_on is not None


def nearest(entry: Entry, others: Sequence[Entry], *, limit: int) -> tuple[tuple[Entry, float], ...]:
    """The other entries whose words resemble this one's most, with their likeness, the most alike first."""
    rows = [(other, _likeness(entry.quote, other.quote)) for other in others if other.number != entry.number]
    close = [row for row in rows if row[1] >= SAME_REPORT]
    return tuple(sorted(close, key=lambda row: (-row[1], row[0].number))[:limit])


def near(name: str, known: Sequence[str], *, limit: int) -> tuple[str, ...]:
    """The known names that somebody may have meant by this one or a part of it, the most alike first."""
    rows = [(one, fuzz.WRatio(name.lower(), one.lower())) for one in known]
    close = [row for row in rows if row[1] >= SAME_REPORT]
    return tuple(one for one, _ in sorted(close, key=lambda row: (-row[1], row[0]))[:limit])


def _likeness(one: str, other: str) -> float:
    return fuzz.token_sort_ratio(_words(one), _words(other))


def _as_part(one: str, other: str) -> float:
    """As alike as is needed where all words of the shorter text, and not too few, stand in the longer one."""
    shorter, longer = sorted((f" {_words(one)} ", f" {_words(other)} "), key=len)
    return SAME_REPORT if shorter in longer and len(shorter.split()) >= FEWEST else 0.0


def _is_unchanged(pair: Pair) -> bool:
    due = pair.found.deadline.due if pair.found.deadline else None
    stated = pair.entry.stated.due if pair.entry.stated else None
    return _words(pair.found.quote) == _words(pair.entry.quote) and due == stated


def _sorted_words(text: str) -> str:
    return " ".join(sorted(_words(text).split()))


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
