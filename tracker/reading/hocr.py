"""A page as hOCR, as tesseract tells what it recognised: its lines with their places, and words of low certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reading.lines import Line
from tracker.reading.margins import Sheet

if TYPE_CHECKING:
    from lxml import etree

UNCERTAIN = 60  # of 100: words below are told to whoever reads; most that are read wrongly stand below, few others
_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")
_POINTS = 72
_DOTS = 300  # per inch, where the page does not say it
_SAME_SIZE = 0.2  # measured from letters, sizes of one print differ by so much
_FACT = re.compile(r"(\w+) ([-\d. ]+)")
_SEEN = re.compile(r"\w")
_SPOT = re.compile(r"[.,'’`´*|·]+")  # by itself on a line, however certain: in print it stands at a word


@dataclass(frozen=True, slots=True)
class Recognition:
    """A page that was recognised, and where in its text words of low certainty stand."""

    sheet: Sheet
    uncertain: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the dots of a picture, counted from above, to points from below."""

    dots: float
    height: float

    def points(self, dots: float) -> float:
        return dots * _POINTS / self.dots

    def up(self, dots: float) -> float:
        return self.points(self.height - dots)


def page_of(content: bytes) -> Recognition:
    """The lines of a page; a mark by itself that stands nowhere in print, or is not certain, is a spot on the paper."""
    page = _page(content)
    if page is None:
        return Recognition(Sheet("", []))
    facts = _facts(page)
    scale = _Scale(facts.get("scan_res", [_DOTS])[0] or _DOTS, facts.get("bbox", [0, 0, 0, 0])[-1])
    text, lines, uncertain = "", list[Line](), list[tuple[int, int]]()
    for element in _of_class(page, *_LINES):
        start = len(text)
        for word, is_certain in _words(element):
            if not is_certain:
                uncertain.append((len(text), len(text) + len(word)))
            text += f"{word} "
        if len(text) > start:
            lines.append(_line(start, text[start:-1], _facts(element), scale))
            text = f"{text[:-1]}\n"
    _with_one_size(lines)
    return Recognition(Sheet(text, lines), tuple(uncertain))


def _page(content: bytes) -> etree._Element | None:
    """The page in a file of one; nothing where its recognition took too long or gave nothing."""
    from lxml import etree

    if not content.strip():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return None if root is None else next(_of_class(root, "ocr_page"), None)


def _of_class(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (below for below in element.iter("{*}*") if below.get("class") in names)


def _words(line: etree._Element) -> Iterator[tuple[str, bool]]:
    """The words of a line, each with whether it is certain."""
    for element in _of_class(line, "ocrx_word"):
        said = " ".join("".join(map(str, element.itertext())).split())
        is_certain = _facts(element).get("x_wconf", [0])[0] >= UNCERTAIN
        if said and not _SPOT.fullmatch(said) and (is_certain or _SEEN.search(said)):
            yield said, is_certain


def _line(start: int, text: str, facts: dict[str, list[float]], scale: _Scale) -> Line:
    left, top, right, bottom = facts.get("bbox", [0, 0, 0, 0])[:4]
    line = Line(start, start + len(text), text, 1, 0)
    line.left, line.right = scale.points(left), scale.points(right)
    line.top = scale.up(bottom + facts.get("baseline", [0, 0])[-1])
    line.size = max(scale.points(facts.get("x_size", [bottom - top])[0]), 1.0)
    return line


def _facts(element: etree._Element) -> dict[str, list[float]]:
    """The numbers in the title of an element, by their names."""
    return {name: _numbers(values) for name, values in _FACT.findall(element.get("title") or "")}


def _numbers(text: str) -> list[float]:
    numbers = []
    for word in text.split():
        try:
            numbers.append(float(word))
        except ValueError:
            return [0.0]
    return numbers or [0.0]


def _with_one_size(lines: Sequence[Line]) -> None:
    """Lines of about the usual size get it: what is measured wavers, and would part paragraphs."""
    sizes = sorted(line.size for line in lines)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    for line in lines:
        if abs(line.size - usual) <= _SAME_SIZE * usual:
            line.size = usual
