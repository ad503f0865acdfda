"""From evidence to a judgement: each feature has a learnt weight, their sum is the log-odds of a commitment.

The rules weigh each clause; the wording of the whole sentence and the encoder, where a language has them, are added to
every clause of it. So the sum that is shown is the sum that decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp

from tracker.extraction.evidence import Evidence, Span
from tracker.languages.cues import CuePack
from tracker.languages.judge import Judge, Scale
from tracker.model import Cue

BIAS = "bias"
WORDING, ENCODER = "sentence.wording", "sentence.encoder"
UNASKED = "sentence.encoder-unasked"  # what the encoder is taken to say of a sentence that it did not read


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with how sure we are that it promises something."""

    evidence: Evidence
    log_odds: float

    @property
    def probability(self) -> float:
        """Calibrated on annotated text."""
        return 1 / (1 + exp(-self.log_odds))


@dataclass(frozen=True, slots=True)
class Support:
    """What the sentence as a whole adds to each of its clauses, in log-odds."""

    wording: float = 0.0
    encoder: float = 0.0
    is_asked: bool = True


NO_SUPPORT = Support()


def judged(evidence: Evidence, pack: CuePack) -> Judged:
    """The clause with the log-odds that the rules alone give it."""
    return Judged(evidence, pack.weight(BIAS) + sum(pack.weight(name) for name in evidence.features))


def weighed(
    clauses: Sequence[Judged], sentence: str, judge: Judge, ask: Callable[[], float] | None
) -> tuple[tuple[Judged, ...], Support]:
    """The clauses of a sentence with everything added up, and what it added; with nobody to `ask` the fast sum.

    The encoder, which is slow, is asked about the likelier two fifths of all sentences; it finds next to nothing in the
    others.
    """
    wording = judge.phrases.log_odds(sentence)
    likeliest = max((clause.log_odds for clause in clauses), default=0.0)
    fast = judge.fast
    if ask is None:
        support = Support(fast.wording * wording)
        return _added(clauses, support, fast), support
    asked = bool(clauses) and fast.rules * likeliest + fast.wording * wording + fast.bias >= judge.ask_from
    told = ask() if asked else judge.unasked
    support = Support(judge.full.wording * wording, judge.full.encoder * told, is_asked=asked)
    return _added(clauses, support, judge.full), support


def _added(clauses: Sequence[Judged], support: Support, scale: Scale) -> tuple[Judged, ...]:
    whole = support.wording + support.encoder + scale.bias
    return tuple(replace(clause, log_odds=scale.rules * clause.log_odds + whole) for clause in clauses)


def cues_of(
    evidence: Evidence, text: str, pack: CuePack, *, scale: Scale, support: Support, whole: Span, runs: Sequence[str]
) -> tuple[Cue, ...]:
    """What spoke for and against, the strongest first; features without weight are left out.

    `whole` is the sentence, to which its wording (of which `runs` weigh most) and the encoder speak.
    """
    cues = [
        Cue(pack.rule_id(name), text[span.start : span.end], round(scale.rules * pack.weight(name), 2), *_ends(span))
        for name, span in evidence.features.items()
    ]
    cues.append(Cue(pack.rule_id(WORDING), " · ".join(runs), round(support.wording, 2), *_ends(whole)))
    encoder = ENCODER if support.is_asked else UNASKED
    cues.append(Cue(pack.rule_id(encoder), text[whole.start : whole.end], round(support.encoder, 2), *_ends(whole)))
    return tuple(sorted((cue for cue in cues if cue.weight), key=lambda cue: (-abs(cue.weight), cue.rule)))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def bias_of(pack: CuePack, scale: Scale) -> float:
    """The log-odds before anything is seen."""
    return scale.rules * pack.weight(BIAS) + scale.bias
