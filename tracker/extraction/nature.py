"""How firm a promise is and what sort of act it names."""

from __future__ import annotations

from tracker.extraction.clause import ClauseKind
from tracker.extraction.cue_names import AMBITION, COME_BACK, CONDITIONAL, VAGUE
from tracker.extraction.evidence import Evidence
from tracker.languages.grammar import Grammar
from tracker.languages.verbs import ACT_GROUPS
from tracker.model import Firmness, Kind


def firmness_of(evidence: Evidence, others: tuple[Evidence, ...], grammar: Grammar) -> Firmness:
    """Conditional before vague before ambition before firm."""
    features = evidence.features
    if CONDITIONAL in features or any(_may_fail(other, grammar) for other in others):
        return Firmness.CONDITIONAL
    if any(name in features for name in VAGUE) or _asks_whether(evidence, others, grammar):
        return Firmness.VAGUE
    if any(name in features for name in AMBITION):
        return Firmness.AMBITION
    return Firmness.FIRM


def _may_fail(other: Evidence, grammar: Grammar) -> bool:
    """A condition that can stay out; "zodra" and "wanneer" only tell when."""
    return other.clause.kind is ClauseKind.CONDITION and other.clause.words[0] in grammar.may_fail


def _asks_whether(evidence: Evidence, others: tuple[Evidence, ...], grammar: Grammar) -> bool:
    """True for "onderzoeken of …": whether anything follows is open."""
    if "verb.study" not in evidence.features:
        return False
    near = (other.clause for other in others if 0 <= other.clause.start - evidence.clause.end <= 1)
    return any(clause.words[0] in grammar.whether for clause in near)


def kind_of(evidence: Evidence) -> Kind:
    """The kind of the last act verb of the clause, else of what is delivered."""
    acts = [(span.start, group) for group in ACT_GROUPS if (span := evidence.features.get(f"verb.{group}")) is not None]
    if COME_BACK in evidence.features:
        return Kind.REPORT
    return Kind(max(acts)[1]) if acts else Kind.OTHER
