"""How what speaks for and against a sentence is added up, as learnt: rules, wording and encoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.languages.data_files import refuse_other_lists
from tracker.languages.phrases import Phrases, load_phrases
from tracker.languages.weights import WEIGHTS

PARTS = ("rules", "wording", "encoder", "bias", "threshold", "possible")


@dataclass(frozen=True, slots=True)
class Scale:
    """What each part counts for, and the probabilities from which a sentence is found and from which it is possible."""

    rules: float
    wording: float
    encoder: float
    bias: float
    threshold: float
    possible: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The learnt sum of a language. `ask_from`: log-odds by rules and wording from which the encoder is asked.

    `unasked` is what the encoder is taken to say of all others. `fast` is the sum without the encoder.
    """

    phrases: Phrases
    full: Scale
    fast: Scale
    ask_from: float
    unasked: float


def judge_of(language: str, learnt: dict[str, Any]) -> Judge | None:
    """The judge in a table of learnt weights; None where a language has rules alone."""
    phrases = load_phrases(language)
    if phrases is None or "full" not in learnt:
        return None
    source = f"{language}/{WEIGHTS}"
    for name in ("full", "fast"):
        refuse_other_lists(learnt[name], PARTS, source=f"{source} [{name}]")
    full, fast = (Scale(**{part: float(learnt[name][part]) for part in PARTS}) for name in ("full", "fast"))
    return Judge(phrases, full, fast, float(learnt["ask_from"]), float(learnt["unasked"]))


def rules_alone(threshold: float, possible: float) -> Scale:
    """The sum of a language for which nothing but the weights of its rules was learnt."""
    return Scale(1.0, 0.0, 0.0, 0.0, threshold, possible)
