"""A commitment as found in a report: the very words, who, what, by when, how firmly, and why we think so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.model.report import Problem, Speaker
from tracker.model.times import TimeExpression


class Firmness(StrEnum):
    """How firmly it binds; where several apply: conditional > vague > ambition > firm."""

    FIRM = "firm"
    AMBITION = "ambition"
    CONDITIONAL = "conditional"
    VAGUE = "vague"


class Kind(StrEnum):
    """What sort of act was promised."""

    REPORT = "report"
    STUDY = "study"
    LEGISLATION = "legislation"
    POLICY = "policy"
    BUDGET = "budget"
    CONSULTATION = "consultation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule that spoke for (positive weight) or against (negative), with the words that woke it."""

    rule: str
    words: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promised act. `quote` is verbatim from the report's text, one or more whole sentences."""

    quote: str
    start: int
    end: int
    page: int | None
    summary: str
    minister: Speaker | None
    asked_by: Speaker | None
    said_on: date | None
    deadline: TimeExpression | None
    check_on: date | None
    firmness: Firmness
    kind: Kind
    confidence: float
    cues: tuple[Cue, ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()  # other places in the same report where it is said again
    responsible: Speaker | None = None  # the colleague who must act, where the minister names one
    subject: str | None = None  # the question, agenda item or dossier that it belongs to, in words of the report


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one report, what may be more of it, and what could not be decided."""

    commitments: tuple[Commitment, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules_version: str = ""
    possibles: tuple[Commitment, ...] = ()  # not sure enough to be found; for whoever wants to miss nothing
