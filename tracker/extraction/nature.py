"""How firm a promise is and what sort of act it names."""

from __future__ import annotations

from tracker.extraction.evidence import Evidence
from tracker.extraction.syntax import ClauseKind
from tracker.languages.wording import ACT_GROUPS
from tracker.model import Firmness, Kind

VAGUE = (
    "nl.cue.commissive.willing",
    "nl.cue.commissive.take-along",
    "nl.cue.intention.try",
    "nl.cue.nature.looks-into",
)
AMBITION = (
    "nl.cue.intention.aim",
    "nl.cue.intention.expected",
    "nl.cue.intention.hope",
    "nl.cue.intention.i-want",
    "nl.cue.intention.it-is-the-aim",
    "nl.cue.intention.want-act",
)
MAY_FAIL = frozenset(("als", "indien", "ingeval", "mits", "mocht", "mochten", "tenzij"))


def firmness_of(evidence: Evidence, others: tuple[Evidence, ...]) -> Firmness:
    """Conditional before vague before ambition before firm."""
    features = evidence.features
    if "nl.cue.against.conditional" in features or any(_may_fail(other) for other in others):
        return Firmness.CONDITIONAL
    if any(name in features for name in VAGUE) or _asks_whether(evidence, others):
        return Firmness.VAGUE
    if any(name in features for name in AMBITION):
        return Firmness.AMBITION
    return Firmness.FIRM


def _may_fail(other: Evidence) -> bool:
    """A condition that can stay out; "zodra" and "wanneer" only tell when."""
    return other.clause.kind is ClauseKind.CONDITION and other.clause.words[0] in MAY_FAIL


def _asks_whether(evidence: Evidence, others: tuple[Evidence, ...]) -> bool:
    """True for "onderzoeken of …": whether anything follows is open."""
    if "nl.cue.verb.study" not in evidence.features:
        return False
    near = (other.clause for other in others if 0 <= other.clause.start - evidence.clause.end <= 1)
    return any(clause.words[0] == "of" for clause in near)


def kind_of(evidence: Evidence) -> Kind:
    """The kind of the last act verb of the clause, else of what is delivered."""
    found = [
        (span.start, group)
        for group in ACT_GROUPS
        if (span := evidence.features.get(f"nl.cue.verb.{group}")) is not None
    ]
    if "nl.cue.future.come-back" in evidence.features:
        return Kind.REPORT
    return Kind(max(found)[1]) if found else Kind.OTHER
