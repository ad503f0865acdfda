"""Akoma Ntoso (LegalDocML) debates: <speech by as> with <from> and paragraphs; people and roles in the references."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.model import BlockKind, Role, Speaker
from tracker.reading.debate import Debate, day_of, first_of, role_by_mark
from tracker.reading.draft import Draft, Known
from tracker.reading.labels import label_of
from tracker.reading.markup import attribute, local, words_in
from tracker.reading.names import role_of
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Akoma(Debate):
    """One document."""

    def read(self) -> Draft:
        """Its speeches, headings and narrative in order."""
        shown = {
            attribute(e, "eId") or attribute(e, "id") or "": attribute(e, "showAs") or ""
            for e in self.root.iter()
            if local(e) in {"TLCPerson", "TLCRole", "TLCOrganization"}
        }
        body = first_of(self.root, "debateBody", "body", "mainBody", "debate")
        if body is not None:
            self._walk(body, shown)
        return self.paper.draft(known=self._known())

    def _walk(self, element: Element, shown: dict[str, str]) -> None:
        for child in element:
            name = local(child)
            if name in {"speech", "question", "answer", "speechGroup"} and (attribute(child, "by") or name == "speech"):
                self._speech(child, shown)
            elif name in {"heading", "subheading", "docTitle"}:
                self.line(child, BlockKind.HEADING)
            elif (name in {"p", "narrative", "summary", "scene", "other"} and not len(child)) or name == "p":
                self.line(child, BlockKind.PARAGRAPH)
            elif name:
                self._walk(child, shown)

    def _speech(self, element: Element, shown: dict[str, str]) -> None:
        sender = next((child for child in element if local(child) == "from"), None)
        by = (attribute(element, "by") or "").lstrip("#")
        office = shown.get((attribute(element, "as") or "").lstrip("#"), (attribute(element, "as") or "").lstrip("#"))
        who = _akoma_speaker(
            self.vocabulary, words_in(sender) if sender is not None else "", shown=shown.get(by, ""), office=office
        )
        turn = self.speech()
        for child in element:
            if local(child) not in {"from", "num", "heading", ""}:
                blocks = list(child.iter("{*}p")) if local(child) != "p" else [child]
                for block in blocks or [child]:
                    self.line(block, BlockKind.PARAGRAPH, turn=turn, who=who)

    def _known(self) -> Known:
        day = next(
            (
                found
                for element in self.root.iter()
                if local(element) in {"FRBRdate", "docDate", "sessionDate"}
                and (attribute(element, "name") or "").lower()
                not in {"publication", "generation", "transformation", "markup"}
                and (found := day_of(attribute(element, "date")))
            ),
            None,
        )
        title = first_of(self.root, "docTitle", "shortTitle")
        number = first_of(self.root, "docNumber")
        language = first_of(self.root, "FRBRlanguage")
        return Known(
            title=words_in(title) if title is not None else None,
            held_on=day,
            document_number=words_in(number) if number is not None else None,
            language=_two_letters(self.vocabulary, attribute(language, "language") if language is not None else None),
        )


def _two_letters(vocabulary: Vocabulary, code: str | None) -> str | None:
    """A language by the code of its pack, where it has one of three letters."""
    if not code:
        return None
    return next((words.language for words in vocabulary.languages if code in words.codes), code[:2])


def _akoma_speaker(vocabulary: Vocabulary, sender: str, *, shown: str, office: str) -> Speaker | None:
    label = label_of(vocabulary, sender.rstrip(": ") + ":") if sender else None
    role = role_of(vocabulary, office) if office else None
    role = role or role_by_mark(office)
    if label is None:
        name = shown or sender.rstrip(": ")
        return Speaker(name, role or (role_of(vocabulary, sender) or Role.MEMBER), office or None) if name else None
    speaker = label.speaker
    if (
        shown
        and (speaker.name is None or len(shown) > len(speaker.name))
        and label_of(vocabulary, shown + ":") is not None
    ):
        speaker = replace(speaker, name=shown)
    if role is not None and speaker.role is not Role.MINISTER:
        speaker = replace(speaker, role=role, function=speaker.function or office)
    return speaker
