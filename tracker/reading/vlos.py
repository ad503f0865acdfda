"""VLOS, the XML of the Tweede Kamer: <woordvoerder> and, inside it, <interrumpant>, each with its <spreker>."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.model import BlockKind, Role, Speaker
from tracker.reading.debate import Debate, day_of
from tracker.reading.draft import Draft, Known
from tracker.reading.labels import label_of
from tracker.reading.markup import attribute, local, words_in
from tracker.reading.metadata import committee_of
from tracker.reading.names import role_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPEAKS = frozenset(("woordvoerder", "interrumpant"))
_HEADED = frozenset(("activiteit", "activiteithoofd"))  # what is deeper is headed by who speaks there
_READ_OUT = "draadboekfragment"  # a motion: the words of whoever drew it up
_SURNAMES = ("verslagnaam", "weergavenaam", "achternaam")


class Vlos(Debate):
    """The minutes of one sitting, which may deal with several points of an agenda."""

    _headed = ""

    def read(self) -> Draft:
        """Its speeches, interruptions and headings in order."""
        self._walk(self.root)
        return self.paper.draft(known=self._known())

    def _walk(self, element: Element) -> None:
        for child in element:
            name = local(child)
            if name in _SPEAKS:
                self._speech(child)
            elif name in {"titel", "onderwerp"} and local(element) in _HEADED:
                self._heading(words_in(child))
            elif name == "alinea":
                self._paragraph(child, None, None)
            elif name and name not in {"titel", "onderwerp"}:
                self._walk(child)

    def _heading(self, words: str) -> None:
        """An activity and its parts say the same again; it heads what follows once."""
        if words != self._headed:
            self.paper.add(BlockKind.HEADING, [(words, False)])
        self._headed = words

    def _speech(self, element: Element) -> None:
        """A speech; who interrupts it stands inside it, and what follows the interruption is its speaker's again."""
        who, turn = self._speaker(element), self.speech()
        for child in element:
            name, before = local(child), self.turn
            if name == "tekst":
                for paragraph in child.iter("{*}alinea"):
                    self._paragraph(paragraph, turn, who)
            elif name in _SPEAKS:
                self._speech(child)
            elif name == _READ_OUT or (name and name != "spreker"):
                self._walk(child)
            turn = self.speech() if self.turn != before else turn

    def _paragraph(self, element: Element, turn: int | None, who: Speaker | None) -> None:
        """A paragraph without the label of its speaker, which the markup has told already."""
        items = [words_in(item) for item in element.iter("{*}alineaitem")]
        words = " ".join(item for item in items or [words_in(element)] if item)
        label = label_of(self.vocabulary, words) if turn is not None else None
        if label is not None and label.sure and words[: label.end].rstrip().endswith(":"):
            words = words[label.end :].lstrip()
        self.paper.add(BlockKind.PARAGRAPH, [(words, False)], turn=turn, speaker=who)

    def _speaker(self, element: Element) -> Speaker | None:
        spreker = next((child for child in element if local(child) == "spreker"), None)
        if spreker is None:
            return None
        said = {local(child): words_in(child) for child in spreker}
        presides = any(local(child) == "isvoorzitter" and words_in(child) == "true" for child in element)
        party = said.get("fractie") or None
        offices = [said.get("functie"), attribute(spreker, "soort"), said.get("aanhef")]
        role = next((found for office in offices if office and (found := role_of(self.vocabulary, office))), None)
        if presides:
            role = Role.CHAIR
        elif role in {Role.CHAIR, Role.OTHER} and party:  # who presides over a committee speaks for a party too
            role = Role.MEMBER
        return Speaker(self._name(said), role or Role.MEMBER, said.get("functie") or None, party)

    def _name(self, said: dict[str, str]) -> str | None:
        """First name and surname; the minutes call somebody by both where two have the same surname."""
        first = said.get("voornaam", "")
        surname = next((said[kind] for kind in _SURNAMES if said.get(kind)), "")
        if first and surname.startswith(f"{first} "):
            return surname
        particle, _, rest = surname.partition(" ")
        particles = self.vocabulary.said(lambda words: words.name_particles)
        if first and rest and particle.lower() in particles:
            surname = f"{particle.lower()} {rest}"
        return f"{first} {surname}".strip() or None

    def _known(self) -> Known:
        sitting = next((element for element in self.root.iter() if local(element) == "vergadering"), self.root)
        said = {local(child): words_in(child) for child in reversed(sitting)}
        title, chamber = said.get("titel"), attribute(sitting, "kamer")
        return Known(
            title=title,
            held_on=self._day(said.get("datum", ""), chamber),
            committee=committee_of(self.vocabulary, title) if title else None,
            chamber=chamber,
        )

    def _day(self, instant: str, chamber: str | None) -> date | None:
        """The day of an instant where the parliament sits: midnight there is the evening before in UTC."""
        try:
            told = datetime.fromisoformat(instant)
        except ValueError:
            return day_of(instant)
        houses = ((each, house) for each in self.vocabulary.parliaments for house in each.chambers)
        zone = next((each.timezone for each, house in houses if house.name == chamber), None)
        return (told.astimezone(ZoneInfo(zone)) if told.tzinfo and zone else told).date()
