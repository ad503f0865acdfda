"""Debates whose markup names the speakers: TEI (ParlaMint), Akoma Ntoso, and the Dutch official publications."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.errors import Unreadable
from tracker.model import BlockKind, Role, Speaker
from tracker.reading.draft import Draft, Known
from tracker.reading.labels import label_of
from tracker.reading.markup import attribute, local, parsed, words_in
from tracker.reading.names import role_of
from tracker.reading.paper import Paper

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_ROLES = {"chair": Role.CHAIR, "chairperson": Role.CHAIR, "president": Role.CHAIR, "speaker": Role.CHAIR}
_ROLES |= {"minister": Role.MINISTER, "government": Role.MINISTER, "guest": Role.OTHER, "witness": Role.OTHER}
_ROLES |= {"regular": Role.MEMBER, "member": Role.MEMBER, "mp": Role.MEMBER, "deputy": Role.MEMBER}


def read_xml(content: bytes, name: str) -> Draft:
    """The parts of a debate in XML. Raises Unreadable for XML of another kind."""
    root = parsed(content, name)
    kind = local(root)
    if kind in {"TEI", "teiCorpus"}:
        return _Tei(root).read()
    if kind == "akomaNtoso":
        return _Akoma(root).read()
    if kind == "officiele-publicatie" or next(root.iter("{*}spreekbeurt"), None) is not None:
        return _Dutch(root).read()
    raise Unreadable(
        f"{name} is XML of a kind that is not known: <{kind}>.",
        advice="Known are TEI (ParlaMint), Akoma Ntoso and officiele-publicatie; save others as HTML or text.",
    )


@dataclass(slots=True)
class _Debate:
    """What the three have in common: speeches follow each other, and headings and notes stand between."""

    root: Element
    paper: Paper = field(default_factory=Paper)
    turn: int = 0

    def speech(self) -> int:
        """A new speech begins."""
        self.turn += 1
        return self.turn

    def line(self, element: Element, kind: BlockKind, *, turn: int | None = None, who: Speaker | None = None) -> None:
        """The text of an element as one paragraph."""
        self.paper.add(kind, [(_text(element), False)], turn=turn, speaker=who)


def _text(element: Element) -> str:
    """Text in order, notes left out; words of annotated texts are joined as they say."""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


_APART = frozenset(("note", "vocal", "kinesic", "incident", "noot", "authorialNote", "voetnoot"))


def _gather(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        name = local(child)
        if name in {"w", "pc"}:
            parts.append("".join(map(str, child.itertext())))
            parts.append("" if attribute(child, "join") in {"right", "both"} else " ")
            continue
        if name and name not in _APART:
            _gather(child, parts)
            if name in {"br", "lb", "p", "al", "s"}:
                parts.append(" ")
        if child.tail:
            parts.append(child.tail)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _first(root: Element, *names: str) -> Element | None:
    return next((element for name in names for element in root.iter(f"{{*}}{name}")), None)


class _Tei(_Debate):
    """ParlaMint: <u who ana> with <seg>, speakers in notes or in a list of people."""

    def read(self) -> Draft:
        people = self._people()
        called: str | None = None
        body = _first(self.root, "text")
        for element in body.iter() if body is not None else ():
            name = local(element)
            if name == "head":
                self.line(element, BlockKind.HEADING)
            elif name == "note" and attribute(element, "type") == "speaker":
                called = words_in(element)
            elif name == "u":
                self._utterance(element, people, called)
                called = None
        return self.paper.draft(known=self._known())

    def _utterance(self, element: Element, people: dict[str, Speaker], called: str | None) -> None:
        who = _tei_speaker(attribute(element, "who"), attribute(element, "ana") or "", people, called)
        turn = self.speech()
        segments = [child for child in element.iter() if local(child) == "seg"]
        for segment in segments or [element]:
            self.line(segment, BlockKind.PARAGRAPH, turn=turn, who=who)

    def _people(self) -> dict[str, Speaker]:
        people = {}
        for person in self.root.iter("{*}person"):
            name = next((child for child in person if local(child) == "persName"), None)
            key = attribute(person, "id")
            if key and name is not None:
                parts = [
                    words_in(part)
                    for kind in ("forename", "nameLink", "surname")
                    for part in name
                    if local(part) == kind
                ]
                people[key] = Speaker(" ".join(parts) or words_in(name), _tei_role(person), _tei_function(person))
        return people

    def _known(self) -> Known:
        titles = [e for e in self.root.iter("{*}title") if (attribute(e, "type") or "main") in {"main", "sub"}]
        setting = _first(self.root, "setting", "settingDesc")
        days = [
            day
            for place in (setting, _first(self.root, "bibl"))
            if place is not None
            for element in place.iter("{*}date")
            if (day := _day(attribute(element, "when") or attribute(element, "from")))
        ]
        return Known(
            title=words_in(titles[0]) if titles else None,
            held_on=days[0] if days else None,
            language=(attribute(self.root, "lang") or "")[:2] or None,
        )


def _tei_role(person: Element) -> Role:
    for stay in person.iter("{*}affiliation"):
        said = f"{attribute(stay, 'role') or ''} {words_in(stay)}".lower()
        if "minister" in said or "secretary" in said:
            return Role.MINISTER
    return Role.MEMBER


def _tei_function(person: Element) -> str | None:
    for stay in person.iter("{*}affiliation"):
        words = words_in(stay)
        if words and role_of(words) is Role.MINISTER:
            return words
    return None


def _tei_speaker(who: str | None, ana: str, people: dict[str, Speaker], called: str | None) -> Speaker | None:
    """Who speaks: known by id, else by the label in the note before, else by an id that spells a name."""
    key = (who or "").split(" ")[0].rsplit("#", 1)[-1]
    label = label_of(called if called.rstrip().endswith(":") else f"{called}:") if called else None
    role = next(
        (_ROLES[word.rsplit("#", 1)[-1].lower()] for word in ana.split() if word.rsplit("#", 1)[-1].lower() in _ROLES),
        None,
    )
    known = people.get(key)
    if known is None and label is not None:
        known = label.speaker
    if key and (known is None or known.name is None):
        known = Speaker(_CAMEL.sub(" ", key).replace("_", " "), role or (known.role if known else Role.OTHER))
    if known is None:
        return None
    if label is not None and label.speaker.role is Role.MINISTER:
        return replace(known, role=Role.MINISTER, function=known.function or label.speaker.function)
    if role in {Role.CHAIR, Role.OTHER} or (role is Role.MEMBER and known.role is Role.OTHER):
        return replace(known, role=role)
    return known


class _Akoma(_Debate):
    """Akoma Ntoso: <speech by as> with <from> and paragraphs; people and roles in the references."""

    def read(self) -> Draft:
        shown = {
            attribute(e, "eId") or attribute(e, "id") or "": attribute(e, "showAs") or ""
            for e in self.root.iter()
            if local(e) in {"TLCPerson", "TLCRole", "TLCOrganization"}
        }
        body = _first(self.root, "debateBody", "body", "mainBody", "debate")
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
        who = _akoma_speaker(words_in(sender) if sender is not None else "", shown.get(by, ""), office)
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
                and (found := _day(attribute(element, "date")))
            ),
            None,
        )
        title = _first(self.root, "docTitle", "shortTitle")
        number = _first(self.root, "docNumber")
        language = _first(self.root, "FRBRlanguage")
        return Known(
            title=words_in(title) if title is not None else None,
            held_on=day,
            document_number=words_in(number) if number is not None else None,
            language=_two_letters(attribute(language, "language") if language is not None else None),
        )


_LANGUAGES = {"nld": "nl", "dut": "nl", "fra": "fr", "fre": "fr", "eng": "en"}


def _two_letters(language: str | None) -> str | None:
    return _LANGUAGES.get(language, language[:2]) if language else None


def _akoma_speaker(sender: str, shown: str, office: str) -> Speaker | None:
    label = label_of(sender.rstrip(": ") + ":") if sender else None
    role = role_of(office) if office else None
    role = role or _ROLES.get(office.lower())
    if label is None:
        name = shown or sender.rstrip(": ")
        return Speaker(name, role or (role_of(sender) or Role.MEMBER), office or None) if name else None
    speaker = label.speaker
    if shown and (speaker.name is None or len(shown) > len(speaker.name)) and label_of(shown + ":") is not None:
        speaker = replace(speaker, name=shown)
    if role is not None and speaker.role is not Role.MINISTER:
        speaker = replace(speaker, role=role, function=speaker.function or office)
    return speaker


class _Dutch(_Debate):
    """officielebekendmakingen.nl: <spreekbeurt> with <spreker> and <al> paragraphs."""

    def read(self) -> Draft:
        self._walk(self.root)
        return self.paper.draft(known=self._known())

    def _walk(self, element: Element) -> None:
        for child in element:
            name = local(child)
            if name == "spreekbeurt":
                self._speech(child)
            elif name in {"titel", "subtitel", "item-titel"}:
                self.line(child, BlockKind.HEADING)
            elif name in {"al", "al-groep"} and next(child.iter("{*}al"), None) is child:
                self.line(child, BlockKind.PARAGRAPH)
            elif name and name != "meta":
                self._walk(child)

    def _speech(self, element: Element) -> None:
        sender = _first(element, "spreker")
        label = label_of(words_in(sender).rstrip(": ") + ":") if sender is not None else None
        turn = self.speech()
        for block in element.iter("{*}al"):
            self.line(block, BlockKind.PARAGRAPH, turn=turn, who=label.speaker if label else None)

    def _known(self) -> Known:
        meta = {
            attribute(e, "name") or "": attribute(e, "content") or ""
            for e in self.root.iter()
            if local(e) == "metadata"
        }
        title = _first(self.root, "item-titel", "titel")
        return Known(
            title=words_in(title) if title is not None else meta.get("DC.title"),
            held_on=_day(meta.get("OVERHEIDop.datumVergadering")),
        )
