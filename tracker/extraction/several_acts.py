"""Where one sentence holds several acts: which of its clauses are acts of their own.

Few sentences hold two, so a second act that is found must be surer than a first one. What is less sure than that may
still be one; it is only possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, log

from tracker.extraction.clause import HARD, ClauseKind
from tracker.extraction.cue_names import FIRST_PERSON
from tracker.extraction.evidence import Evidence, Span
from tracker.extraction.judging import Judged
from tracker.languages.judge import Scale
from tracker.languages.pack import LanguagePack
from tracker.languages.reference import Reference

SURER = 3.0  # log-odds of a second act above those that are asked of a first one
LESS = 3.0  # log-odds by which it may be less sure than the likeliest


def acts_of(
    clauses: Sequence[Judged], sentence: Span, pack: LanguagePack, *, least: float
) -> list[tuple[Span, Judged]]:
    """The stretches of a sentence that hold one act each; one act takes the whole sentence."""
    heads = _heads(clauses, pack, least=least)
    starts = [sentence.start, *(head.evidence.clause.start for head in heads[1:])]
    ends = [*starts[1:], sentence.end]
    return [(Span(start, end), head) for start, end, head in zip(starts, ends, heads, strict=False)]


def beside(
    clauses: Sequence[Judged], sentence: Span, pack: LanguagePack, scale: Scale
) -> Iterator[tuple[Span, Judged]]:
    """The clauses beside the acts that are found, each up to the next clause, that may be acts of their own."""
    heads = _heads(clauses, pack, least=scale.threshold)
    if not heads or scale.possible >= scale.threshold:
        return
    starts = sorted(clause.evidence.clause.start for clause in clauses)
    bar = max(_log_odds(scale.possible), _likeliest(clauses) - LESS)
    for clause in clauses:
        start = clause.evidence.clause.start
        end = next((further for further in starts if further > start), sentence.end)
        is_taken = any(clause is head for head in heads) or Span(start, end) == sentence
        if (
            not is_taken
            and clause.log_odds >= bar
            and _stands_alone(clause.evidence, heads[0].evidence, pack.reference)
        ):
            yield Span(start, end), clause


def _heads(clauses: Sequence[Judged], pack: LanguagePack, *, least: float) -> list[Judged]:
    """The clauses that carry the acts, in their order."""
    likely = [clause for clause in clauses if clause.probability >= least]
    if not likely:
        return []
    heads, sure = [likely[0]], _second_from(clauses, pack, least=least)
    for clause in likely[1:]:
        both = min(clause.log_odds, heads[-1].log_odds) >= sure
        if both and _stands_alone(clause.evidence, heads[-1].evidence, pack.reference):
            heads.append(clause)
        elif clause.probability > heads[-1].probability:
            heads[-1] = clause
    return heads


def _second_from(clauses: Sequence[Judged], pack: LanguagePack, *, least: float) -> float:
    """The log-odds from which a clause is found as an act of its own beside another one.

    What the whole sentence adds makes every clause of it likelier, so its own words must speak about as loud.
    """
    bar = _log_odds(least)
    return bar if pack.judge is None else max(bar + SURER, _likeliest(clauses) - LESS)


def _log_odds(probability: float) -> float:
    return log(probability / (1 - probability)) if probability else -inf


def _likeliest(clauses: Sequence[Judged]) -> float:
    return max(clause.log_odds for clause in clauses)


def _stands_alone(evidence: Evidence, before: Evidence, reference: Reference) -> bool:
    """A second act in one sentence: its own main clause with its own subject, or what follows then ("waarna …")."""
    clause = evidence.clause
    first, last = clause.subject
    subject = clause.words[first:last]
    if clause.kind is ClauseKind.RELATIVE:
        opener = clause.words[0]
        return opener in reference.follow_up or (opener in reference.relative_adverbs and _has_own_time(evidence))
    if clause.kind is not ClauseKind.MAIN or clause.start <= before.clause.start:
        return False
    if clause.coordinated and first == last:
        return _has_own_time(evidence)
    parted = clause.coordinated or clause.after in HARD or clause.after == "."
    if parted and not FIRST_PERSON.isdisjoint(evidence.features) and not FIRST_PERSON.isdisjoint(before.features):
        return _has_own_time(evidence)
    return parted and not (len(subject) == 1 and subject[0] in reference.points_back)


def _has_own_time(evidence: Evidence) -> bool:
    return any(name.startswith("time.") and name.endswith(".clause") for name in evidence.features)
