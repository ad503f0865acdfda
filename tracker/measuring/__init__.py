"""How well are commitments found? Compares what was found with what people annotated. It never looks at a rule."""

from tracker.measuring.agreement import Miss, MissKind, Outcome, compare, same
from tracker.measuring.annotated import Passage, Promise, passages_of
from tracker.measuring.figures import Band, Figures, Negative, Rate, Score, figures_of

__all__ = [
    "Band",
    "Figures",
    "Miss",
    "MissKind",
    "Negative",
    "Outcome",
    "Passage",
    "Promise",
    "Rate",
    "Score",
    "compare",
    "figures_of",
    "passages_of",
    "same",
]
