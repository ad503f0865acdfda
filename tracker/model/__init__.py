"""The words of the trade: what a report says, what was promised in it, and what became of it. Values only."""

from tracker.model.commitment import Commitment, Cue, Extraction, Firmness, Kind
from tracker.model.deeds import Deed
from tracker.model.history import Act, Change, Event
from tracker.model.register import (
    Entry,
    Evidence,
    Link,
    LinkKind,
    Mention,
    Selection,
    Sort,
    Source,
    Status,
    label,
    number_of,
)
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
    "Act",
    "Block",
    "BlockKind",
    "Change",
    "Commitment",
    "Cue",
    "Deed",
    "Entry",
    "Event",
    "Evidence",
    "Extraction",
    "Firmness",
    "Kind",
    "Link",
    "LinkKind",
    "Mention",
    "Page",
    "Places",
    "Precision",
    "Problem",
    "Relation",
    "Report",
    "ReportStyle",
    "Role",
    "Selection",
    "Sentence",
    "Sort",
    "Source",
    "Speaker",
    "Speech",
    "Status",
    "TimeExpression",
    "label",
    "number_of",
]
