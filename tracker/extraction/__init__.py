"""Extraction: which sentences bind a minister, to what, by when and how firmly, and why we think so."""

from tracker.extraction.commitments import extract
from tracker.extraction.explained_clauses import ExplainedClause, Unheard, UnheardCue
from tracker.extraction.explaining import Explanation, RuleSketch, Silence, explain, rule_sketch

__all__ = [
    "ExplainedClause",
    "Explanation",
    "RuleSketch",
    "Silence",
    "Unheard",
    "UnheardCue",
    "explain",
    "extract",
    "rule_sketch",
]
