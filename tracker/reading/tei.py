"""TEI as ParlaMint uses it: <u who ana> with <seg>; names stand in notes, in a list of people, or in the ids."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.model import BlockKind, Role, Speaker
from tracker.reading.debate import Debate, day_of, first_of, role_by_mark
from tracker.reading.draft import Draft, Known
from tracker.reading.labels import Label, label_of
from tracker.reading.letters import CAPITALS, SMALL
from tracker.reading.markup import attribute, local, words_in
from tracker.reading.metadata import committee_of
from tracker.reading.persons import NO_OFFICES, persons_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CAMEL = re.compile(rf"(?<=[{SMALL}])(?=[{CAPITALS}])|_")
_NUMBERED = re.compile(rf"\d{{1,3}}\s+[{CAPITALS}]")


class Tei(Debate):
    """One TEI document."""

    _ministers = False
    _offices = False

    def read(self) -> Draft:
        """Its speeches, headings and editorial notes in order."""
        known = self._known()
        people = persons_of(self.root, self.vocabulary, self.corpus, day=self.corpus.held_on or known.held_on)
        self._offices = bool(people)
        called: Label | None = None
        body = first_of(self.root, "text")
        for element in body.iter() if body is not None else ():
            name = local(element)
            if name == "head":
                self.line(element, BlockKind.HEADING)
            elif name == "note" and attribute(element, "type") == "speaker":
                called = label_of(self.vocabulary, words_in(element).rstrip(": ") + ":")
            elif name == "note" and local(element.getparent()) in {"div", "body"}:  # inside speech, notes are noises
                heading = _NUMBERED.match(words_in(element)) is not None
                self.note(element, BlockKind.HEADING if heading else BlockKind.PARAGRAPH)
            elif name == "u":
                self._utterance(element, people, called)
                called = None
        return self.paper.draft(known=known, problems=() if self._tells_offices() else (NO_OFFICES,))

    def _utterance(self, element: Element, people: dict[str, Speaker], called: Label | None) -> None:
        key = (attribute(element, "who") or "").split(" ")[0].rsplit("#", 1)[-1]
        who = _speaker(key, role_by_mark(attribute(element, "ana") or ""), people.get(key), called)
        if who is not None and who.name and called is not None:
            people.setdefault(key, who)
        self._ministers = self._ministers or (who is not None and who.role is Role.MINISTER)
        turn = self.speech()
        segments = [child for child in element.iter() if local(child) == "seg"]
        for segment in segments or [element]:
            self.line(segment, BlockKind.PARAGRAPH, turn=turn, who=who)

    def _tells_offices(self) -> bool:
        """Whether somebody speaks as a minister, or a list of persons shows that nobody does."""
        return self._ministers or self._offices or not self.turn

    def _known(self) -> Known:
        language = (attribute(self.root, "lang") or "")[:2] or None
        source = first_of(self.root, "bibl")
        titles = [
            words_in(title)
            for place in (source, self.root)
            if place is not None
            for title in place.iter("{*}title")
            if (attribute(title, "lang") or language) == language
        ]
        days = [
            day
            for place in (first_of(self.root, "settingDesc"), source)
            if place is not None
            for element in place.iter("{*}date")
            if (day := day_of(attribute(element, "when") or attribute(element, "from")))
        ]
        title = titles[0] if titles else None
        return Known(
            title=title,
            held_on=days[0] if days else None,
            language=language,
            committee=committee_of(self.vocabulary, title) if title else None,
        )


def _speaker(key: str, role: Role | None, known: Speaker | None, called: Label | None) -> Speaker | None:
    """Who speaks: as called in the note before, with what is known of him; else known by id, else spelled by it."""
    if called is not None:
        speaker = called.speaker
        if speaker.name is None or (known is not None and known.name):
            name = known.name if known else _spelled(key)
            return replace(speaker, name=name, function=(known.function if known else None) or speaker.function)
        return speaker if speaker.role is not Role.OTHER or role is None else replace(speaker, role=role)
    if known is not None:
        return replace(known, role=role) if role in {Role.CHAIR, Role.OTHER} else known
    return Speaker(_spelled(key), role or Role.OTHER) if key else None


def _spelled(key: str) -> str | None:
    """The name that an id spells, surname first: "VanHeesMarco"."""
    words = [word for word in _CAMEL.split(key) if word]
    return " ".join([words[-1], *words[:-1]]) if words else None
