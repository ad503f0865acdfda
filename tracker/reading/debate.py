"""What debates in XML have in common: their markup names the speakers, and headings stand between the speeches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tracker.model import BlockKind, Role, Speaker
from tracker.reading.draft import Corpus
from tracker.reading.markup import attribute, local, words_in
from tracker.reading.paper import Paper
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_APART = frozenset(("note", "vocal", "kinesic", "incident", "gap", "noot", "authorialNote", "voetnoot", "li.nr"))
_ROLES = {
    "chair": Role.CHAIR,
    "chairperson": Role.CHAIR,
    "president": Role.CHAIR,
    "speaker": Role.CHAIR,
    "minister": Role.MINISTER,
    "government": Role.MINISTER,
    "guest": Role.OTHER,
    "witness": Role.OTHER,
    "regular": Role.MEMBER,
    "member": Role.MEMBER,
    "mp": Role.MEMBER,
    "deputy": Role.MEMBER,
}


def role_by_mark(marks: str) -> Role | None:
    """The role that a mark such as "#chair" gives."""
    words = (mark.rsplit("#", 1)[-1].lower() for mark in marks.split())
    return next((_ROLES[word] for word in words if word in _ROLES), None)


@dataclass(slots=True)
class Debate:
    """A debate being read: its root element, what has been collected, and how many speeches there were."""

    root: Element
    vocabulary: Vocabulary
    corpus: Corpus
    paper: Paper = field(init=False)
    turn: int = 0

    def __post_init__(self) -> None:
        self.paper = Paper(self.vocabulary)

    def speech(self) -> int:
        """A new speech begins."""
        self.turn += 1
        return self.turn

    def line(self, element: Element, kind: BlockKind, *, turn: int | None = None, who: Speaker | None = None) -> None:
        """The text of an element as one paragraph, without the notes in it."""
        parts: list[str] = []
        _gather(element, parts)
        self.paper.add(kind, [(" ".join("".join(parts).split()), False)], turn=turn, speaker=who)

    def note(self, element: Element, kind: BlockKind) -> None:
        """All text of an element as one paragraph that nobody speaks."""
        self.paper.add(kind, [(words_in(element), False)])


def _gather(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        name = local(child)
        if name in {"w", "pc"}:
            if local(child) == "pc" and attribute(child, "join") == "left" and parts and parts[-1] == " ":
                parts.pop()
            parts.append("".join(map(str, child.itertext())))
            parts.append("" if attribute(child, "join") in {"right", "both"} else " ")
            continue
        if name and name not in _APART:
            _gather(child, parts)
            if name in {"br", "lb", "p", "al", "s"}:
                parts.append(" ")
        if child.tail:
            parts.append(child.tail)


def day_of(text: str | None) -> date | None:
    """The day of an ISO date or instant; None for anything else."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def first_of(root: Element, *names: str) -> Element | None:
    """The first element of one of these names, the first name first."""
    return next((element for name in names for element in root.iter(f"{{*}}{name}")), None)
