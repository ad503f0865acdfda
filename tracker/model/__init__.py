"""The words of the trade: what a report says, what was promised in it, and what became of it. Values only."""

from tracker.model.commitment import Commitment, Cue, Extraction, Firmness, Kind
from tracker.model.register import Entry, Event, Evidence, Source, Status
from tracker.model.report import (
    Block,
    BlockKind,
    Page,
    Places,
    Problem,
    Report,
    ReportStyle,
    Role,
    Sentence,
    Speaker,
    Speech,
)
from tracker.model.times import Precision, Relation, TimeExpression

__all__ = [
    "Block",
    "BlockKind",
    "Commitment",
    "Cue",
    "Entry",
    "Event",
    "Evidence",
    "Extraction",
    "Firmness",
    "Kind",
    "Page",
    "Places",
    "Precision",
    "Problem",
    "Relation",
    "Report",
    "ReportStyle",
    "Role",
    "Sentence",
    "Source",
    "Speaker",
    "Speech",
    "Status",
    "TimeExpression",
]
