"""The lines of a plain text, and what they show of its layout: its measure, its spacing, its running heads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from tracker.reading.patterns import any_form, any_of, compiled
from tracker.reading.vocabulary import Vocabulary

_BREAK = r"\r\n\f\v\x1c-\x1e\x85\u2028\u2029\ufffe"  # the last is how a PDF reader marks a word broken over lines
_FILLED = re.compile(rf"[^{_BREAK}]*[^\s{_BREAK}][^{_BREAK}]*\ufffe?")
_TERMINAL = (".", "?", "!", ":", ";", "…", "”", '"', "»", ")")
_NUMBER_AT_EDGE = re.compile(r"^(\d{1,4})\b|\b(\d{1,4})$")
_FURNITURE_LENGTH = 140
_HALF_LENGTH = 60
_MARK = re.compile(r"\d{1,3}")
_NOTES = 12  # lines at the foot of a page among which notes begin
_DIGITS = re.compile(r"\d+")
_PAGES = 3  # from so many pages on a repeated line at their edge is a running head
_PAGES_WITH_PLACES = 2  # and from so many, where it also stands in the same place
_LARGER = 1.15
_WIDE = 1.6  # sizes of print between a running head and the text
_EDGE = 3
_LEAST = 3  # lines that go on over a gap before it is the usual one between lines
_REPEATED = 0.3


def ends_sentence(text: str) -> bool:
    """Whether a text closes with a mark that may end a sentence, a footnote mark after it or not."""
    return text.rstrip("0123456789").endswith(_TERMINAL)


@dataclass(slots=True)
class Line:
    """A line with text on it. `gap` counts the line breaks before it; `cut` says that furniture stood between.

    Where the file tells places on the page, they are in points; `room` is how many characters would still fit.
    """

    start: int
    end: int
    text: str
    gap: int
    indent: int
    page: bool = False  # the first line of a page
    cut: bool = False
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    room: float | None = None
    small: bool = False  # in smaller print than the body

    @property
    def ends_sentence(self) -> bool:
        """Whether the line closes with a mark that may end a sentence."""
        return ends_sentence(self.text)


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a text is set: wrapped at a measure or not, and how many line breaks part its lines."""

    wrapped: bool
    measure: int
    gap: int


def lines_of(original: str) -> list[Line]:
    """The lines that hold text, in order."""
    lines, end = [], 0
    newline = "\n" if "\n" in original else "\r"
    for match in _FILLED.finditer(original):
        raw = match.group()
        text = raw.strip()
        start = match.start() + len(raw) - len(raw.lstrip())
        gap = original.count(newline, end, start)
        page = "\f" in original[end:start]
        end = start + len(text)
        lines.append(Line(start, end, text, gap, start - match.start(), page))
    return lines


def spacing_of(lines: list[Line]) -> Spacing:
    """The spacing of most lines; a text whose lines are whole paragraphs is not wrapped."""
    if lines and lines[0].room is not None:
        return Spacing(wrapped=True, measure=0, gap=1)
    long = [line for line in lines if len(line.text) > 40]  # noqa: PLR2004 - shorter lines tell nothing
    if not long:
        return Spacing(wrapped=False, measure=80, gap=1)
    open_ended = sum(not line.ends_sentence for line in long)
    lengths = sorted(len(line.text) for line in long)
    measure = lengths[int(len(lengths) * 0.9)]
    wrapped = open_ended > 0.3 * len(long) and measure < 200  # noqa: PLR2004 - no page is wider
    gaps = Counter(
        line.gap
        for line, before in zip(lines[1:], lines, strict=False)
        if not before.ends_sentence and len(before.text) > 40  # noqa: PLR2004 - as above
    )
    usual, often = gaps.most_common(1)[0] if gaps else (1, 0)
    usual = usual if often >= _LEAST else 1  # a title or two with a blank line after them tell nothing
    return Spacing(wrapped, measure, max(usual, 1))


def without_furniture(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines without running heads, feet, page numbers and what the parliaments name as no part of a report.

    Where some were taken out, the next line is cut.
    """
    furniture = _numbered(lines, _page_number(vocabulary)) | _at_edges(lines)
    if furniture:
        furniture |= _beside(lines, furniture)
    furniture |= {index for index, line in enumerate(lines) if is_boilerplate(vocabulary, line.text)}
    if not furniture:
        return lines
    kept, cut, gap, page = [], False, 0, False
    for index, line in enumerate(lines):
        if index in furniture:
            cut, gap, page = True, max(gap, line.gap), page or line.page
            continue
        if cut:
            line.cut, line.gap, line.page = True, max(gap, line.gap), page or line.page
        cut, gap, page = False, 0, False
        kept.append(line)
    return kept


def _at_edges(lines: list[Line]) -> set[int]:
    """Lines that stand at the top or bottom of page after page, the same but for their numbers."""
    firsts = [index for index, line in enumerate(lines) if line.page or index == 0]
    if len(firsts) < _PAGES and not (len(firsts) == _PAGES_WITH_PLACES and lines[0].room is not None):
        return set()
    edges = [
        edge
        for first, end in zip(firsts, [*firsts[1:], len(lines)], strict=True)
        for edge in (range(first, min(first + _EDGE, end)), range(end - 1, max(first, end - _EDGE) - 1, -1))
    ]
    at_edges = {index for edge in edges for index in edge}
    by_words = Counter(text for text in (_bare(lines[index].text) for index in at_edges) if text)
    apart = {index for edge in edges for index in _apart(lines, edge)}
    heads = {_placed(lines[index]) for index in apart} - {None}
    by_place = Counter(place for place in (_placed(lines[index]) for index in at_edges) if place in heads)
    enough = _REPEATED * len(firsts)

    def runs(index: int) -> bool:
        words, place = _bare(lines[index].text), _placed(lines[index])
        return by_words[words] >= max(_PAGES, enough) or by_place[place] >= max(_PAGES_WITH_PLACES, enough)

    running = {index for edge in edges for index in takewhile(runs, edge)}
    return running - _titles(lines, running)


def _apart(lines: list[Line], edge: range) -> range:
    """The lines at an edge of a page that a wide space parts from the text; none where there is no such space."""
    for rank, (index, following) in enumerate(pairwise(edge), start=1):
        if abs(lines[index].top - lines[following].top) > _WIDE * max(lines[index].size, lines[following].size):
            return edge[:rank]
    return edge[:0]


def _titles(lines: list[Line], running: set[int]) -> set[int]:
    """Lines that a running head repeats in smaller print: the title of the report itself."""
    sizes: defaultdict[str, list[float]] = defaultdict(list)
    for index in running:
        sizes[_bare(lines[index].text)].append(lines[index].size)
    usual = {words: sorted(those)[len(those) // 2] for words, those in sizes.items()}
    return {index for index in running if lines[index].size > _LARGER * max(usual[_bare(lines[index].text)], 1)}


def _placed(line: Line) -> tuple[str, int, int] | None:
    """A line that may be a running head, with its place on the page; None where that is not told."""
    bare = _bare(line.text)
    return (bare, round(line.top), round(line.left)) if bare and line.room is not None else None


def _bare(text: str) -> str:
    """A line that may be a running head, with its numbers made alike; empty for one that may not."""
    may = len(text) <= _FURNITURE_LENGTH and not text.endswith((":", "?", "!", ";", ","))
    return _DIGITS.sub("#", text) if may else ""


@lru_cache
def _page_number(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A line that is nothing but a page's number: "3", "- 3 -", "pag. 3", "3 van 12"."""
    page, of = (any_of(vocabulary.said(lists)) for lists in (lambda words: words.page, lambda words: words.page_of))
    return compiled(rf"[-–—]?\s*(?:(?:{page})\.?\s*)?(\d{{1,4}})(?:\s*(?:/|{of})\s*\d{{1,4}})?\s*[-–—]?")


def is_boilerplate(vocabulary: Vocabulary, text: str) -> bool:
    """Whether a whole line is one that no parliament counts as part of its reports."""
    return _boilerplate(vocabulary).fullmatch(text) is not None


@lru_cache
def _boilerplate(vocabulary: Vocabulary) -> re.Pattern[str]:
    return compiled(any_form(vocabulary.formed(lambda parliament: parliament.boilerplate)))


def _numbered(lines: list[Line], page_number: re.Pattern[str]) -> set[int]:
    """Lines that repeat but for a number at their edge that grows: page numbers with or without a running head."""
    groups: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) > _FURNITURE_LENGTH or not _DIGITS.search(line.text[:12] + line.text[-12:]):
            continue
        bare = page_number.fullmatch(line.text)
        if bare:
            groups[""].append((index, int(bare[1])))
            continue
        for match in _NUMBER_AT_EDGE.finditer(line.text):
            rest = (line.text[: match.start()] + line.text[match.end() :]).strip()
            if not rest.endswith((".", "?", "!", ";", ",")) and any(c.isalpha() for c in rest):
                groups[rest].append((index, int(match.group())))
    found: set[int] = set()
    for rest, members in groups.items():
        found |= _growing(members, at_least=3 if rest == "" else 2)
    return found


def _growing(members: list[tuple[int, int]], *, at_least: int) -> set[int]:
    """The longest sequence of numbers that grows slowly from page to page."""
    best: list[int] = []
    chains: list[tuple[int, list[int]]] = []
    for index, number in members[:20000]:
        fitting = [chain for chain in chains[-8:] if 0 < number - chain[0] <= 3]  # noqa: PLR2004 - odd and even pages, a blank one
        if fitting:
            chain = max(fitting, key=lambda c: len(c[1]))
            chains.remove(chain)
            chains.append((number, [*chain[1], index]))
        else:
            chains.append((number, [index]))
        if len(chains[-1][1]) > len(best):
            best = chains[-1][1]
    return set(best) if len(best) >= at_least else set()


def at_the_foot(lines: list[Line]) -> frozenset[int]:
    """The lines of footnotes in a text with pages: from a lone small number near the end of a page to that end."""
    ends = [index for index, line in enumerate(lines) if line.page and index] + [len(lines)]
    notes: set[int] = set()
    if len(ends) == 1 or lines[0].room is not None:
        return frozenset()
    for first, end in zip([0, *ends], ends, strict=False):
        near = range(max(first, end - _NOTES), end)
        opening = next((index for index in near if _MARK.fullmatch(lines[index].text)), end)
        if any(not _MARK.fullmatch(lines[index].text) for index in range(opening, end)):
            notes.update(range(opening, end))
    return frozenset(notes)


def _beside(lines: list[Line], furniture: set[int]) -> set[int]:
    """Short lines that stand, again and again, next to a page number: the other half of a running head or foot."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if index not in furniture and len(line.text) <= _HALF_LENGTH:
            places[line.text].append(index)
    found: set[int] = set()
    for text, indexes in places.items():
        if len(indexes) > 1 and not text.endswith((":", "?", "!", ".", ",", ";")):
            near = [i for i in indexes if i - 1 in furniture or i + 1 in furniture or i in {0, len(lines) - 1}]
            if len(near) > 1 and len(near) == len(indexes):
                found |= set(near)
    return found
