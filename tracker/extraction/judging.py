"""From evidence to a judgement: each feature has a learnt weight, their sum is the log-odds of a commitment."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from tracker.extraction.evidence import Evidence
from tracker.languages.cues import CuePack
from tracker.model import Cue

BIAS = "bias"


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with how sure we are that it promises something."""

    evidence: Evidence
    probability: float


def judged(evidence: Evidence, pack: CuePack) -> Judged:
    """The clause with its probability, calibrated on the development passages."""
    total = pack.weight(BIAS) + sum(pack.weight(name) for name in evidence.features)
    return Judged(evidence, 1 / (1 + exp(-total)))


def cues_of(evidence: Evidence, text: str, pack: CuePack) -> tuple[Cue, ...]:
    """What spoke for and against, the strongest first; features without weight are left out."""
    cues = (
        Cue(pack.rule_id(name), text[span.start : span.end], round(pack.weight(name), 2), span.start, span.end)
        for name, span in evidence.features.items()
    )
    return tuple(sorted((cue for cue in cues if cue.weight), key=lambda cue: (-abs(cue.weight), cue.rule)))
