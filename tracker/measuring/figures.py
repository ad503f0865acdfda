"""Figures over many passages, each with the interval in which the true value lies with 95 % confidence.

Proportions have Wilson's score interval. F1 is 2J/(1+J), where J is the share of agreements among all agreements and
differences (a proportion too), so its interval is Wilson's of J led through the same function. Both take passages as
independent of each other; passages of one document are less so, and the true interval is then somewhat wider.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from tracker.measuring.agreement import Miss, Outcome

Z = 1.959964  # two-sided 95 %
BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`, with its interval; value and interval are None where there is nothing to count."""

    part: int
    whole: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """How far finder and annotators agree."""

    right: int
    wrong: int
    missed: int
    precision: Rate
    recall: Rate
    f1: float | None
    f1_low: float | None
    f1_high: float | None


@dataclass(frozen=True, slots=True)
class Negative:
    """How often something was found in passages that hold no promise for this reason."""

    kind: str
    false: Rate


@dataclass(frozen=True, slots=True)
class Band:
    """Findings whose confidence lies in a band: what was claimed on average beside what was right."""

    low: float
    high: float
    claimed: float
    right: Rate


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told about one set of passages."""

    passages: Score
    commitments: Score
    due_exact: Rate
    due_near: Rate
    minister: Rate
    negatives: tuple[Negative, ...]
    calibration: tuple[Band, ...]
    misses: tuple[Miss, ...]
    found_or_possible: Rate  # of all promises
    possibles: int  # kept apart beside all that is found


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The figures over these passages."""
    asked = sum(outcome.due_asked for outcome in outcomes)
    hits = sum(outcome.right for outcome in outcomes)
    return Figures(
        passages=_passages(outcomes),
        commitments=score(
            hits, sum(outcome.wrong for outcome in outcomes), sum(outcome.missed for outcome in outcomes)
        ),
        due_exact=rate(sum(outcome.due_exact for outcome in outcomes), asked),
        due_near=rate(sum(outcome.due_near for outcome in outcomes), asked),
        minister=rate(sum(outcome.minister_right for outcome in outcomes), hits),
        negatives=_negatives(outcomes),
        calibration=calibration(pair for outcome in outcomes for pair in outcome.judged),
        misses=tuple(miss for outcome in outcomes for miss in outcome.misses),
        found_or_possible=rate(
            hits + sum(outcome.possible_right for outcome in outcomes),
            sum(len(outcome.passage.promises) for outcome in outcomes),
        ),
        possibles=sum(outcome.possibles for outcome in outcomes),
    )


def rate(part: int, whole: int) -> Rate:
    """A proportion with Wilson's interval."""
    if not whole:
        return Rate(part, whole, None, None, None)
    share = part / whole
    centre = share + Z * Z / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    low = 0.0 if part == 0 else (centre - spread) / scale
    high = 1.0 if part == whole else (centre + spread) / scale
    return Rate(part, whole, share, low, high)


def score(right: int, wrong: int, missed: int) -> Score:
    """Precision, recall and F1 with their intervals."""
    agreement = rate(right, right + wrong + missed)
    return Score(
        right=right,
        wrong=wrong,
        missed=missed,
        precision=rate(right, right + wrong),
        recall=rate(right, right + missed),
        f1=_f1(agreement.value),
        f1_low=_f1(agreement.low),
        f1_high=_f1(agreement.high),
    )


def calibration(judged: Iterable[tuple[float, bool]]) -> tuple[Band, ...]:
    """The bands of confidence in which anything was found, from low to high."""
    all_judged = tuple(judged)
    bands = []
    for low, high in pairwise(BOUNDS):
        inside = [pair for pair in all_judged if low <= pair[0] < high or pair[0] == high == BOUNDS[-1]]
        if inside:
            claimed = sum(confidence for confidence, _ in inside) / len(inside)
            bands.append(Band(low, high, claimed, rate(sum(right for _, right in inside), len(inside))))
    return tuple(bands)


def _f1(agreement: float | None) -> float | None:
    return None if agreement is None else 2 * agreement / (1 + agreement)


def _passages(outcomes: Sequence[Outcome]) -> Score:
    kinds = Counter((bool(one.passage.promises), bool(one.judged)) for one in outcomes)
    return score(kinds[True, True], kinds[False, True], kinds[True, False])


def _negatives(outcomes: Sequence[Outcome]) -> tuple[Negative, ...]:
    silent = [one for one in outcomes if not one.passage.promises]
    all_kinds = Counter(one.passage.negative or UNNAMED for one in silent)
    false = Counter(one.passage.negative or UNNAMED for one in silent if one.judged)
    return tuple(Negative(kind, rate(false[kind], whole)) for kind, whole in sorted(all_kinds.items()))
