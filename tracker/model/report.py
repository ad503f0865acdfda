"""A report of a sitting as read: clean text, and for every part of it the way back to the original."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """In which quality somebody speaks; state secretaries and the prime minister are ministers."""

    MINISTER = "minister"
    MEMBER = "member"
    CHAIR = "chair"
    OTHER = "other"


class ReportStyle(StrEnum):
    """Verbatim reports give direct speech, synthesis reports tell who said what."""

    VERBATIM = "verbatim"
    SYNTHESIS = "synthesis"


class BlockKind(StrEnum):
    """What a block of text is in the layout of the report."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NOTE = "note"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read or decided, with what to do next; `code` is a path and never renamed."""

    code: str
    message: str
    advice: str = ""
    page: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks. `name` is None when the text gives only a function ("de minister"); unknown is not guessed."""

    name: str | None
    role: Role
    function: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original and a stretch of clean text that stands on it (end exclusive).

    A page has several stretches where columns or notes were moved.
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or list item; an item opened by a clause ("We zullen:") names its opener's index.

    `language` is said where it is not the report's.
    """

    kind: BlockKind
    start: int
    end: int
    opener: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of text by one speaker. In a synthesis report it is what is told of that speaker.

    `speaker` is None where nobody is known to speak. `reported` marks reported speech.
    """

    speaker: Speaker | None
    start: int
    end: int
    reported: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the clean text, with the indexes of its block and speech (None: outside any speech)."""

    start: int
    end: int
    block: int
    speech: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The way from an offset in clean text back to the original, as runs that were copied unchanged.

    Run i copies clean[starts[i]:starts[i]+lengths[i]] from original[origins[i]:origins[i]+lengths[i]].
    Characters between runs were made by the repair of the layout (a joined line).
    """

    starts: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def origin(self, offset: int) -> int:
        """The place in the original text of a place in the clean text; identity when nothing was repaired."""
        if not self.starts:
            return offset
        index = max(bisect_right(self.starts, offset) - 1, 0)
        return self.origins[index] + max(min(offset - self.starts[index], self.lengths[index]), 0)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read from pictures: the numbers of those pages, and the stretches of clean text that are uncertain."""

    pages: tuple[int, ...]
    uncertain: tuple[tuple[int, int], ...] = ()

    def shows(self, page: int | None) -> bool:
        """Whether a page was read from a picture."""
        return page in self.pages

    def uncertain_in(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The uncertain stretches of text between two places."""
        return tuple(one for one in self.uncertain if one[0] < end and one[1] > start)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one sitting; `held_on` is the day of the sitting, not of the publication.

    Paragraphs of `text` are parted by a blank line, list items by one line break. `original` is the
    text as the file gave it, `places` leads from `text` to it. Offsets everywhere count characters.
    """

    text: str
    held_on: date | None = None
    language: str | None = None
    title: str | None = None
    committee: str | None = None
    chamber: str | None = None
    chair: str | None = None
    rapporteur: str | None = None
    document_number: str | None = None
    dossier: str | None = None
    session_year: str | None = None
    style: ReportStyle | None = None
    speakers: tuple[Speaker, ...] = ()
    blocks: tuple[Block, ...] = ()
    speeches: tuple[Speech, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    pages: tuple[Page, ...] = ()
    original: str = ""
    places: Places = Places()
    name: str = ""
    sha256: str = ""
    problems: tuple[Problem, ...] = ()
    scan: Scan | None = None

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        held_on: date | None = None,
        language: str | None = None,
        speaker: str | None = None,
        role: str | Role | None = None,
        subject: str | None = None,
    ) -> Report:
        """A report of bare clean text; with a speaker or role the whole text is that person's speech.

        `subject` is what it is about, as its title would tell. Raises ValueError for an unknown role.
        """
        speeches: tuple[Speech, ...] = ()
        if speaker is not None or role is not None:
            who = Speaker(name=speaker, role=Role(role or Role.OTHER))
            speeches = (Speech(who, 0, len(text), language=language),)
        return cls(
            text=text,
            held_on=held_on,
            language=language,
            title=subject,
            style=ReportStyle.VERBATIM if speeches else None,
            speakers=tuple(speech.speaker for speech in speeches if speech.speaker),
            speeches=speeches,
            original=text,
        )

    def page_at(self, offset: int) -> int | None:
        """The page on which a place of the clean text stands, None for a text without pages."""
        index = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[index].number if index >= 0 else None
