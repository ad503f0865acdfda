"""Proceedings as officielebekendmakingen.nl gives them: <spreekbeurt> with <spreker> and <al> paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import BlockKind
from tracker.reading.debate import Debate, day_of, first_of
from tracker.reading.draft import Draft, Known
from tracker.reading.labels import label_of
from tracker.reading.markup import attribute, local, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class DutchProceedings(Debate):
    """One publication."""

    def read(self) -> Draft:
        """Its speeches and headings in order."""
        self._walk(self.root)
        return self.paper.draft(known=self._known())

    def _walk(self, element: Element) -> None:
        for child in element:
            name = local(child)
            if name == "spreekbeurt":
                self._speech(child)
            elif name in {"titel", "subtitel", "item-titel"}:
                self.line(child, BlockKind.HEADING)
            elif name == "al":
                self.line(child, _kind(child))
            elif name and name != "meta":
                self._walk(child)

    def _speech(self, element: Element) -> None:
        sender = first_of(element, "spreker")
        label = label_of(self.vocabulary, words_in(sender).rstrip(": ") + ":") if sender is not None else None
        turn = self.speech()
        for block in element.iter("{*}al"):
            self.line(block, _kind(block), turn=turn, who=label.speaker if label else None)

    def _known(self) -> Known:
        meta = {attribute(e, "name") or "": attribute(e, "content") or "" for e in self.root.iter("{*}meta")}
        title = first_of(self.root, "item-titel", "titel")
        return Known(
            title=words_in(title) if title is not None else meta.get("DC.title"),
            held_on=day_of(meta.get("OVERHEIDop.datumVergadering")),
        )


def _kind(block: Element) -> BlockKind:
    return BlockKind.ITEM if local(block.getparent()) == "li" else BlockKind.PARAGRAPH
