"""Where finder and annotator agree in one passage, and where not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.measuring.annotated import Passage, Promise
from tracker.model import Commitment, Role

ALIKE = 0.5  # token F1 from which two stretches of words are the same commitment
TOLERANCE = {"day": 1, "week": 7, "month": 10, "month-part": 10, "vague": 92}  # days, by precision of the annotation
WIDE = 31  # days, for quarters, seasons, years and what else there is

_WORDS = re.compile(r"\w+")


class MissKind(StrEnum):
    """In what finder and annotator differ."""

    NOT_FOUND = "not found"
    FALSE = "false"  # found in a passage that holds no promise
    EXTRA = "extra"  # found beside the promises of a passage
    DUE = "due day"
    MINISTER = "minister"


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference, with the words it is about; `negative` says why the annotator saw no promise there."""

    passage: str
    kind: MissKind
    words: str
    found: str | None = None
    wanted: str | None = None
    negative: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one passage. `judged` holds the confidence of each finding and whether it was right."""

    passage: Passage
    right: int
    judged: tuple[tuple[float, bool], ...]
    due_asked: int
    due_exact: int
    due_near: int
    minister_right: int
    misses: tuple[Miss, ...]
    possibles: int = 0  # that are kept apart, without those that count neither way
    possible_right: int = 0  # promises that are not found but possible

    @property
    def wrong(self) -> int:
        """How many findings answer to no promise."""
        return len(self.judged) - self.right

    @property
    def missed(self) -> int:
        """How many promises were not found."""
        return len(self.passage.promises) - self.right


def same(found: str, wanted: str) -> bool:
    """Whether two stretches of words are the same commitment: half their words agree, or one contains the other."""
    found_words, wanted_words = _WORDS.findall(found.lower()), _WORDS.findall(wanted.lower())
    if not found_words or not wanted_words:
        return False
    if " ".join(found_words) in " ".join(wanted_words) or " ".join(wanted_words) in " ".join(found_words):
        return True
    common = sum((Counter(found_words) & Counter(wanted_words)).values())
    return 2 * common / (len(found_words) + len(wanted_words)) >= ALIKE


def compare(passage: Passage, found: Sequence[Commitment], possibles: Sequence[Commitment] = ()) -> Outcome:
    """Pair promises with findings, each once, in the order of the annotation; what is optional counts for nothing.

    A promise that is not found may be among the possibles; these change nothing else.
    """
    left = [one for one in found if _counts(one, passage)]
    apart = [one for one in possibles if _counts(one, passage)]
    kept_apart = len(apart)
    counted, pairs, misses = list(left), [], []
    for promise in passage.promises:
        hit = next((one for one in left if same(one.quote, promise.quote)), None)
        if hit is None:
            misses.append(Miss(passage.id, MissKind.NOT_FOUND, promise.quote))
            _take(apart, promise)
            continue
        left.remove(hit)
        pairs.append((promise, hit))
        misses += _differences(passage, promise, hit)
    asked = [(promise.due, hit) for promise, hit in pairs if promise.due and not passage.anchor_uncertain]
    return Outcome(
        passage=passage,
        right=len(pairs),
        judged=tuple((one.confidence, any(one is hit for _, hit in pairs)) for one in counted),
        due_asked=len(asked),
        due_exact=sum(_due(hit) == due for due, hit in asked),
        due_near=len(asked) - sum(miss.kind is MissKind.DUE for miss in misses),
        minister_right=len(pairs) - sum(miss.kind is MissKind.MINISTER for miss in misses),
        misses=(*misses, *(_surplus(passage, one) for one in left)),
        possibles=kept_apart,
        possible_right=kept_apart - len(apart),
    )


def _take(apart: list[Commitment], promise: Promise) -> None:
    """The possible that answers to a promise, if any, is used up."""
    hit = next((one for one in apart if same(one.quote, promise.quote)), None)
    if hit is not None:
        apart.remove(hit)


def _counts(commitment: Commitment, passage: Passage) -> bool:
    if any(same(commitment.quote, promise.quote) for promise in passage.promises):
        return True
    return not any(same(commitment.quote, words) for words in passage.optional)


def _differences(passage: Passage, promise: Promise, hit: Commitment) -> list[Miss]:
    misses = []
    if promise.due and not passage.anchor_uncertain and not _is_near(_due(hit), promise.due, promise.precision):
        wanted = f"{promise.due} ({promise.due_words})"
        misses.append(Miss(passage.id, MissKind.DUE, promise.quote, found=str(_due(hit)), wanted=wanted))
    if not _is_the_minister(hit, passage, promise):
        name = hit.minister.name if hit.minister else None
        wanted = promise.actor or passage.speaker or "a minister without a name"
        misses.append(Miss(passage.id, MissKind.MINISTER, promise.quote, found=str(name), wanted=wanted))
    return misses


def _surplus(passage: Passage, commitment: Commitment) -> Miss:
    kind = MissKind.EXTRA if passage.promises else MissKind.FALSE
    return Miss(passage.id, kind, commitment.quote, negative=passage.negative)


def _due(commitment: Commitment) -> date | None:
    return commitment.deadline.due if commitment.deadline else None


def _is_near(found: date | None, wanted: date, precision: str | None) -> bool:
    return found is not None and abs(found - wanted) <= timedelta(days=TOLERANCE.get(precision or "", WIDE))


def _is_the_minister(commitment: Commitment, passage: Passage, promise: Promise) -> bool:
    """The speaker, when a minister, or whom the annotation names; where it names nobody no name may be made up."""
    if commitment.minister is None or commitment.minister.role is not Role.MINISTER:
        return False
    if commitment.minister.name is None:
        return passage.speaker is None
    speaker = passage.speaker if passage.role is Role.MINISTER else None
    name = set(_WORDS.findall(commitment.minister.name.lower()))
    return any(name <= set(_WORDS.findall(known.lower())) for known in (speaker, promise.actor) if known)
