"""Which matter a promise belongs to: the item or question above the speech, else the title, else what was asked.

A matter is a short phrase of the report's own words. Where the report tells none, there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from tracker.extraction.phrase import Phrases
from tracker.languages.matter import load_matter
from tracker.languages.pack import LanguagePack
from tracker.model import Block, BlockKind, Report, Role, Sentence, Speaker, Speech

LONGEST_LINE = 400  # characters of a paragraph that may open an item
LONGEST_HEADING = 200  # characters of a heading that is a matter as it stands
LONGEST_STRETCH = 160  # characters behind "your question about" among which the matter stands
TOP, DEEPEST = 0, 99  # levels of headings; one without a number stands below all that have one
STEM = 6  # letters that forms of one word have in common
HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
SENTENCE_MARKS = (".", "?", "!", "…", ":")
NUMBER = re.compile(
    r"(?P<roman>[IVXL]+\.)\s"
    r"|(?P<letter>[A-Z]\.)\s"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3})*\.|\d{1,3}(?:\.\d{1,3})+|\d\d?(?=\s[^\Wa-z]))\s"
)
QUOTED = re.compile(r"\s*[\"“”„«]\s*(?P<words>[^\"“”„»]{3,300}?)\s*[\"“”»]")
SENTENCE_END = re.compile(r"[.;:?!](?=\s|$)")
NAME = re.compile(r"\w[\w-]*")
LONG_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class Matter:
    """What an item is about, and the words of its heading before that, which may name who asks."""

    words: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading tells: its level, its matters, whether it opens an item, where it begins, and its block."""

    level: int
    matters: tuple[Matter, ...] = ()
    is_item: bool = False
    start: int = 0
    place: int = -1


class Matters:
    """Finds the matter of each place in a report; knows its headings."""

    def __init__(self, report: Report, pack: LanguagePack) -> None:
        self._report = report
        self._words = load_matter(pack.language)
        self._phrases = Phrases(self._words, pack)
        self._names = frozenset(who.name.rsplit(" ", 1)[-1] for who in report.speakers if who.name)
        self._speech_starts = [speech.start for speech in report.speeches]
        self._starts: list[int] = []
        self._above: list[tuple[Matter, ...]] = []
        self._asked: dict[int, tuple[tuple[int, str], ...]] = {}
        self._read_headings(pack.language)
        self._title = self._title_matter()

    def matter(self, sentence: Sentence, asker: Speaker | None) -> str | None:
        """The matter that a sentence belongs to; of questions answered together, that of who asked."""
        matters = self.above(sentence.start)
        if len(matters) > 1:
            return self._nearest(matters, sentence, asker)
        return matters[0].words if matters else self._title or self._told(sentence)

    def above(self, place: int) -> tuple[Matter, ...]:
        """The matters of the heading under which a place stands; none where no heading tells one."""
        above = bisect_right(self._starts, place) - 1
        return self._above[above] if above >= 0 else ()

    def _nearest(self, matters: tuple[Matter, ...], sentence: Sentence, asker: Speaker | None) -> str:
        """The matter that names who asked, else the one of which most is said here or was asked, else the first."""
        name = asker.name if asker else None
        for matter in matters:
            if name and name in matter.before:
                return matter.words
        block = self._report.blocks[sentence.block]
        said = Counter(_stems(self._report.text[block.start : sentence.end]))
        asked = Counter(_stems(self._question(name, sentence)))
        return max(matters, key=lambda matter: (_shared(matter, said), _shared(matter, asked))).words

    def _question(self, name: str | None, sentence: Sentence) -> str:
        """The last speech of that name before a sentence."""
        speeches = self._report.speeches
        before = (speeches[place] for place in range((sentence.speech or 0) - 1, -1, -1))
        asked = next((one for one in before if name and one.speaker and one.speaker.name == name), None)
        return self._report.text[asked.start : asked.end] if asked else ""

    def _read_headings(self, language: str) -> None:
        """The matters that hold from each heading on: those of the nearest heading that it does not close."""
        open_ones: list[Heading] = []
        for heading in sorted((*self._written(language), *self._announced()), key=lambda one: one.start):
            before = open_ones[-1] if open_ones else None
            together = before is not None and before.is_item and heading.is_item and before.place == heading.place - 1
            matters = before.matters + heading.matters if before and together else heading.matters
            while open_ones and open_ones[-1].level >= heading.level:
                open_ones.pop()
            open_ones.append(replace(heading, matters=matters))
            self._starts.append(heading.start)
            self._above.append(next((one.matters for one in reversed(open_ones) if one.matters), ()))

    def _written(self, language: str) -> Iterator[Heading]:
        """The headings among the blocks in this language."""
        for place, block in enumerate(self._report.blocks):
            heading = self._heading(block) if block.language in {None, language} else None
            if heading is not None:
                yield replace(heading, start=block.start, place=place)

    def _announced(self) -> Iterator[Heading]:
        """The items that whoever presides announces, as headings."""
        speeches = self._report.speeches
        chairs = {place for place, one in enumerate(speeches) if one.speaker and one.speaker.role is Role.CHAIR}
        for sentence in self._report.sentences if chairs else ():
            if sentence.speech in chairs and sentence.end - sentence.start <= LONGEST_LINE:
                text = " ".join(self._report.text[sentence.start : sentence.end].split())
                announces = self._words.announces.match(text)
                matters = tuple(self._of_item(text[announces.end() :])) if announces else ()
                if matters:
                    yield Heading(TOP, matters, is_item=True, start=sentence.start, place=sentence.block)

    def _heading(self, block: Block) -> Heading | None:
        """A block as a heading; a paragraph is one only where it opens an item."""
        is_heading = block.kind in HEADINGS
        if not is_heading and (block.end - block.start > LONGEST_LINE or self._is_said(block)):
            return None
        text = " ".join(self._report.text[block.start : block.end].split())
        number = NUMBER.match(text)
        level = _level(number)
        line = text[number.end() :] if number else text
        matters = tuple(self._of_item(line))
        if matters:
            return Heading(TOP if level == DEEPEST else level, matters, is_item=True)
        if not is_heading:
            return None
        words = self._plain(line)
        if words and self._is_spoken_of(line):
            return Heading(level, (Matter(words),))
        if self._words.closing.fullmatch(line):
            return Heading(TOP)
        return Heading(level) if number else None  # a part of the debate that has no number closes nothing

    def _is_said(self, block: Block) -> bool:
        """Whether a paragraph is a sentence of a speech."""
        place = bisect_right(self._speech_starts, block.start) - 1
        inside = place >= 0 and block.start < self._report.speeches[place].end
        return inside and self._report.text[block.start : block.end].rstrip().endswith(SENTENCE_MARKS)

    def _of_item(self, line: str) -> Iterator[Matter]:
        """The matters of a line that opens an item: what is quoted in it, else what it is about."""
        line = self._words.leads.sub("", line)
        words = self._opened(line)
        if words:
            yield Matter(words)
            return
        item = self._words.item.match(line)
        if item is None:
            return
        quoted = tuple(self._quoted(line, item.end()))
        if quoted:
            yield from quoted
            return
        ends = [one.start() for one in self._words.further.finditer(line, item.end())]
        for start, end in pairwise([item.end(), *ends, len(line)]):
            about = self._words.about.search(line, start, end)
            if about and (words := self._told_about(line[about.end() : end])):
                yield Matter(words, line[start : about.start()])

    def _opened(self, line: str) -> str | None:
        """What follows an opening that says by itself that the matter follows, if it is no part of the debate."""
        opened, part = self._words.opening.match(line), self._words.part.match(line)
        if opened is None or (part and part.end() > opened.end()):
            return None
        return self._phrases.phrase(line[opened.end() :])

    def _quoted(self, line: str, start: int) -> Iterator[Matter]:
        for about in self._words.about.finditer(line, start):
            quoted = QUOTED.match(line, about.end())
            if quoted and (words := self._phrases.phrase(quoted["words"])):
                yield Matter(words, line[start : about.start()])
                start = quoted.end()

    def _told_about(self, written: str) -> str | None:
        """What stands behind "about", without who asks it; of an item about another item, what that one is about."""
        written = written.strip()
        inner = next(self._of_item(self._phrases.without_article(written)), None)
        if inner:
            return inner.words
        asker = self._words.asked_by.search(written)
        return self._phrases.phrase(written[: asker.start()] if asker else written)

    def _plain(self, line: str) -> str | None:
        """A heading or title that is a matter as it stands, and names no part of the debate and no person."""
        if len(line) > LONGEST_HEADING or line.endswith((*SENTENCE_MARKS, ")")):
            return None
        if self._words.part.match(line) or self._words.person.search(line):
            return None
        return self._phrases.phrase(line, shortest=1) if self._names.isdisjoint(NAME.findall(line)) else None

    def _is_spoken_of(self, line: str) -> bool:
        """True where a longer word of a heading, behind the kind of item that it may open, stands elsewhere too."""
        text, item = self._folded, self._words.item.match(line)
        stems = _stems(line[item.end() :] if item else line)
        return any(text.find(stem, text.find(stem) + 1) >= 0 for stem in stems)

    def _title_matter(self) -> str | None:
        line = " ".join((self._report.title or "").split())
        item = next(self._of_item(line), None)
        return item.words if item else self._plain(line)

    @cached_property
    def _folded(self) -> str:
        return self._report.text.casefold()

    def _told(self, sentence: Sentence) -> str | None:
        """What the answer up to here says that it was asked, else what the question before it says."""
        place = sentence.speech
        if place is None:
            return None
        own = [words for start, words in self._asked_in(place) if start < sentence.end]
        if own:
            return own[-1]
        speeches = self._report.speeches
        before = next((one for one in range(place - 1, -1, -1) if _is_member(speeches[one])), None)
        asked = self._asked_in(before) if before is not None else ()
        return asked[0][1] if asked else None

    def _asked_in(self, place: int) -> tuple[tuple[int, str], ...]:
        """Where a speech says what is asked, and what; looked for once."""
        if place not in self._asked:
            speech = self._report.speeches[place]
            self._asked[place] = tuple(self._asks(speech.start, speech.end))
        return self._asked[place]

    def _asks(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        for asks in self._words.asks.finditer(self._report.text, start, end):
            rest = self._report.text[asks.end() : min(asks.end() + LONGEST_STRETCH, end)]
            closed = SENTENCE_END.search(rest)
            words = self._phrases.before_verb(rest[: closed.start()]) if closed else ""
            if words and (phrase := self._phrases.phrase(words)):
                yield asks.start(), phrase


def _level(number: re.Match[str] | None) -> int:
    """How deep a heading stands, by its number ("1." below "I.", "1.2" below "1."); unnumbered ones deepest."""
    if number is None:
        return DEEPEST
    if number["roman"] or number["letter"]:
        return 1
    digits = number["number"]
    return TOP if "." not in digits else 1 + len(digits.rstrip(".").split("."))


def _stems(text: str) -> Iterator[str]:
    """The beginnings of the longer words of a text."""
    return (word[:STEM].casefold() for word in LONG_WORD.findall(text))


def _shared(matter: Matter, words: Counter[str]) -> int:
    """How many words of a matter are among these."""
    return sum(stem in words for stem in set(_stems(matter.words)))


def _is_member(speech: Speech) -> bool:
    return speech.speaker is not None and speech.speaker.role is Role.MEMBER
