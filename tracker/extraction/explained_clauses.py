"""Each clause of a sentence as it was read, with the cues that counted in it and those that did not, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.extraction.clause import Clause, ClauseKind
from tracker.extraction.evidence import Evidence, Span, in_scope
from tracker.extraction.finding import Examined, Examiner
from tracker.extraction.judging import Judged
from tracker.extraction.subjects import verbs_of
from tracker.languages.cues import CuePack
from tracker.model import Cue


class Unheard(StrEnum):
    """Why a cue whose words stand in a clause does not count."""

    OVERRULED = "overruled"  # by a rule that silences it
    ELSEWHERE = "elsewhere"  # its words stand outside the part of the clause where they are looked for
    BLOCKED = "blocked"  # cues that come together, and another that keeps them apart
    CONTEXT = "context"  # what was said before, or who speaks, makes another of it


@dataclass(frozen=True, slots=True)
class UnheardCue:
    """A rule that would have counted; `by` names the rules that keep it from it, where rules do."""

    rule: str
    words: str
    start: int
    end: int
    why: Unheard
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedClause:
    """A clause as it was cut and read. `probability` is None for a kind of clause that holds no act."""

    start: int
    end: int
    kind: ClauseKind
    text: str
    subject: str | None
    verbs: tuple[str, ...]
    probability: float | None
    decides: bool
    cues: tuple[Cue, ...]
    unheard: tuple[UnheardCue, ...]


def explained_clauses(examined: Examined, examiner: Examiner) -> tuple[ExplainedClause, ...]:
    """All clauses of the sentence in order of place."""
    judged = {clause.evidence.clause.start: clause for clause in examined.clauses}
    return tuple(
        _explained(clause, judged.get(clause.start), examined, examiner)
        for clause in examiner.clauses(examined.sentence)
    )


def _explained(clause: Clause, judged: Judged | None, examined: Examined, examiner: Examiner) -> ExplainedClause:
    text, pack = examiner.report.text, examiner.pack
    first, last = clause.subject
    return ExplainedClause(
        start=clause.start,
        end=clause.end,
        kind=clause.kind,
        text=text[clause.start : clause.end],
        subject=text[clause.tokens[first].start : clause.tokens[last - 1].end] if first < last else None,
        verbs=verbs_of(clause, pack.grammar),
        probability=round(judged.probability, 3) if judged else None,
        decides=judged is not None and judged is examined.best,
        cues=examiner.cues(judged, examined) if judged else (),
        unheard=tuple(_unheard(judged.evidence, text, pack.cues)) if judged else (),
    )


def _unheard(evidence: Evidence, text: str, cues: CuePack) -> Iterator[UnheardCue]:
    named: set[str] = set()
    for name, span, why, by in (*_rules_unheard(evidence, cues), *_kept_apart(evidence, cues)):
        if name not in named:
            named.add(name)
            rules = tuple(cues.rule_id(other) for other in by)
            yield UnheardCue(cues.rule_id(name), text[span.start : span.end], span.start, span.end, why, rules)


Reason = tuple[str, Span, Unheard, tuple[str, ...]]


def _rules_unheard(evidence: Evidence, cues: CuePack) -> Iterator[Reason]:
    clause, features = evidence.clause, evidence.features
    for match in cues.matches(clause.words):
        rule = cues.rules[match.rule]
        if rule.id in features:
            continue
        span = Span(clause.tokens[match.first].start, clause.tokens[match.last].end)
        by = tuple(other.id for other in cues.overruling if rule.id in other.silences and other.id in features)
        if not in_scope(match, rule.where, clause):
            yield rule.id, span, Unheard.ELSEWHERE, ()
        else:
            yield rule.id, span, Unheard.OVERRULED if by else Unheard.CONTEXT, by


def _kept_apart(evidence: Evidence, cues: CuePack) -> Iterator[Reason]:
    features = evidence.features
    for together in cues.combinations:
        woken = [next((name for name in wanted if name in features), None) for wanted in together.all]
        if together.id not in features and woken[0] is not None and all(woken):
            by = tuple(sorted(name for name in together.none if name in features))
            yield together.id, features[woken[0]], Unheard.BLOCKED, by
