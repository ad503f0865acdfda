"""PDF through pdfium: text in reading order with its pages; scanned, encrypted and damaged files are refused."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from tracker.errors import Unreadable
from tracker.model import Problem
from tracker.reading.columns import ACROSS, LEFT, RIGHT, column_of, columns_of, gutter_of, heads_first, jumps_in
from tracker.reading.draft import Draft
from tracker.reading.glyphs import gathered, is_scattered
from tracker.reading.hardwrap import with_true_room
from tracker.reading.hocr import page_of
from tracker.reading.language import language_of
from tracker.reading.lines import Line, lines_of
from tracker.reading.margins import FIRST_NUMBER, LAST_NUMBER, Beside, Sheet, without_margin_numbers
from tracker.reading.overprint import without_overprint
from tracker.reading.pictures import is_picture
from tracker.reading.plain import draft_of_lines
from tracker.reading.scans import Recognised, ScannedPages
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

_MOST_PAGES = 5000
_FEW = 20  # fewer letters than this make no page of text
_JUMPS = 3  # a page in columns jumps up once a column; one that is interleaved does so line by line
_WIDE = 2.2  # a space wider than so many characters parts two columns
_SPACES = re.compile(r"\s+")
_APART = 1.25  # more than the usual distance between lines parts paragraphs
_SMALL = 0.93
_LETTER = re.compile(r"[^\W_]")
_SEEN = re.compile(r"\S")
_PROSE = 30  # a number in a corner does not show how far the text runs


def read_pdf(
    content: bytes,
    name: str,
    vocabulary: Vocabulary,
    recognised: Recognised | None = None,
    *,
    tells_scans: bool = False,
) -> Draft:
    """The parts of a PDF file, page by page. Raises ScannedPages for a file of pictures, until they were recognised.

    With `tells_scans` also where only some of its pages are pictures.
    """
    document = _opened(content[content.find(b"%PDF-") :], name)
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable("reading.too-many-pages", name=name, pages=len(document), most=_MOST_PAGES)
        sheets = [_sheet(document, index) for index in range(len(document))]
        if recognised is None:
            _refuse_scans(document, sheets, name, tells=tells_scans)
    finally:
        document.close()
    scanned = {number: page_of(page) for number, page in (recognised.pages if recognised else {}).items()}
    sheets = [scanned[n].sheet if n in scanned else sheet for n, sheet in enumerate(sheets, start=1)]
    starts = list(accumulate((len(sheet.text) + 1 for sheet in sheets), initial=0))
    for sheet, start in zip(sheets, starts, strict=False):
        sheet.move(start)
    lines = _in_order(without_margin_numbers(sheets), vocabulary)
    text, pages = "\f".join(sheet.text for sheet in sheets), tuple(enumerate(starts[:-1], start=1))
    draft = draft_of_lines(text, lines, pages, vocabulary=vocabulary)
    read = tuple(number for number, page in scanned.items() if _letters(page.sheet.text))
    uncertain = tuple((starts[n - 1] + a, starts[n - 1] + b) for n, page in scanned.items() for a, b in page.uncertain)
    problems = (*_told(recognised, read, uncertain), *(_without_text(number) for number in _empty(sheets)))
    return replace(draft, problems=problems, scanned=read, uncertain=uncertain)


def _opened(content: bytes, name: str) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable("reading.encrypted", name=name) from error
        raise Unreadable("reading.damaged-pdf", name=name) from error


def _sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    """The text of a page and its lines with their places, each once; a damaged page has none."""
    import pypdfium2

    try:
        page = document[index]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Sheet("", [])
    text = str(textpage.get_text_range()).replace("\f", " ")
    if len(text) != textpage.count_chars():
        return Sheet(text, lines_of(text))
    lines = lines_of(text)
    if is_scattered(lines):
        text, lines = gathered(text, textpage.raw)
        return Sheet(text, without_overprint(lines))
    rects = textpage.count_rects()
    _place(lines, textpage.raw)
    if rects > 1.2 * len(lines):
        lines = [part for line in lines for part in _split(line, textpage.raw)]
    lines = without_overprint(lines)
    beside = [each for line in lines for each in _beside(line, textpage.raw)]
    textpage.close()
    page.close()
    return Sheet(text, lines, beside)


def _beside(line: Line, textpage: Any) -> Iterator[Beside]:
    """The line with the number at each of its edges apart; none for a line without one."""
    if not (line.text[0].isdigit() or line.text[-1].isdigit()):
        return
    for number in (FIRST_NUMBER.match(line.text), LAST_NUMBER.search(line.text)):
        if number is None:
            continue
        first = number.re is FIRST_NUMBER
        if number.span() == (0, len(line.text)):
            yield Beside(line, line, None, first)
            continue
        mark = _part(line, *number.span(1))
        rest = _part(line, number.end(), len(line.text)) if first else _part(line, 0, number.start())
        _place([mark, rest], textpage)
        rest.gap, rest.page = line.gap, line.page
        yield Beside(line, mark, rest, first)


def _place(lines: list[Line], textpage: Any) -> None:
    """Where each line begins and ends on the page, and in which size it is printed."""
    from pypdfium2 import raw

    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    for line in lines:
        raw.FPDFText_GetCharOrigin(textpage, line.start, x, y)
        raw.FPDFText_GetCharBox(textpage, line.end - 1 - line.text.endswith("\ufffe"), left, right, bottom, top)
        line.left, line.top, line.right = x.value, y.value, max(right.value, x.value + 1)
        line.size = max(float(raw.FPDFText_GetFontSize(textpage, _letter_in(line))), 1.0)


def _letter_in(line: Line) -> int:
    """The place of a letter in the middle of a line: a space that pdfium adds has no size."""
    middle = len(line.text) // 2
    found = _SEEN.search(line.text, middle) or _SEEN.search(line.text)
    return line.start + (found.start() if found else middle)


def _split(line: Line, textpage: Any) -> Iterator[Line]:
    """The parts of a line that wide spaces keep apart."""
    from pypdfium2 import raw

    box = tuple(ctypes.c_double() for _ in range(4))
    wide = _WIDE * (line.right - line.left) / max(len(line.text), 1)
    start, offset = 0, line.start
    parts: list[Line] = []
    for space in _SPACES.finditer(line.text):
        raw.FPDFText_GetCharBox(textpage, offset + space.start() - 1, *box)
        before = box[1].value
        raw.FPDFText_GetCharBox(textpage, offset + space.end(), *box)
        if abs(box[0].value - before) > wide:  # it also goes back, to print the line once more
            parts.append(_part(line, start, space.start()))
            start = space.end()
    if not parts:
        yield line
        return
    parts.append(_part(line, start, len(line.text)))
    _place(parts, textpage)
    yield from parts


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.start + start, line.start + end, line.text[start:end], 1 if start else line.gap, line.indent)


def _in_order(sheets: list[list[Line]], vocabulary: Vocabulary) -> list[Line]:
    """The lines of all pages in reading order, each with the room left on it.

    Pages with a column in each of two languages are read column by column, so that each language stays whole.
    """
    gutters = [gutter_of(lines) for lines in sheets]
    leading = _leading(sheets)
    firsts: list[Line] = []
    seconds: list[Line] = []
    tongues = _two_tongues(sheets, gutters, vocabulary)
    for lines, gutter in zip(sheets, gutters, strict=True):
        if not lines:
            continue
        if gutter is None:
            stretches = [(LEFT, heads_first(lines))]
        elif tongues or jumps_in(lines) > _JUMPS:
            stretches = columns_of(lines, gutter)
        else:
            stretches = [(column_of(line, gutter), [line]) for line in lines]
        _measure(stretches, leading)
        stretches[0][1][0].page = True
        for column, part in stretches:
            (seconds if tongues and column == RIGHT else firsts).extend(part)
    if seconds:
        seconds[0].page = True
    with_true_room(firsts)
    with_true_room(seconds)
    return firsts + seconds


def _two_tongues(sheets: list[list[Line]], gutters: list[float | None], vocabulary: Vocabulary) -> bool:
    """Whether the left columns are in one language and the right ones in another."""
    sides: tuple[list[str], list[str]] = ([], [])
    for lines, gutter in zip(sheets, gutters, strict=True):
        for line in lines if gutter is not None else ():
            column = column_of(line, gutter) if gutter is not None else ACROSS
            if column != ACROSS:
                sides[column].append(line.text)
    left, right = (language_of(vocabulary, " ".join(side)) for side in sides)
    return left is not None and right is not None and left != right


def _leading(sheets: list[list[Line]]) -> float:
    """The usual distance between lines, in sizes of print."""
    steps = sorted(
        (before.top - after.top) / before.size
        for lines in sheets
        for before, after in pairwise(lines)
        if 0.5 * before.size < before.top - after.top < 4 * before.size
    )
    return steps[len(steps) // 2] if steps else 1.2


def _measure(stretches: list[tuple[int, list[Line]]], leading: float) -> None:
    """Gives every line its room, its indent and its distance from the line before, within its column."""
    columns: dict[int, list[Line]] = {}
    for column, part in stretches:
        columns.setdefault(column, []).extend(part)
    every = [line for _, part in stretches for line in part]
    sizes = sorted(line.size for line in every)
    body = sizes[len(sizes) // 2] if sizes else 1.0
    for lines in columns.values():
        prose = [line for line in lines if len(line.text) > _PROSE] or lines
        edge, left = max(line.right for line in prose), min(line.left for line in prose)
        before: Line | None = None
        for line in lines:
            width = (line.right - line.left) / max(len(line.text), 1)
            line.room = (edge - line.right) / max(width, 0.1)
            line.indent = int((line.left - left) / max(width, 0.1))
            line.small = line.size < _SMALL * body
            if before is not None:
                step = before.top - line.top
                line.gap = 2 if step > _APART * leading * max(before.size, line.size) else 1
                line.cut = step < -before.size
            before = line


def _letters(text: str) -> int:
    return len(_LETTER.findall(text, 0, 400))


def _empty(sheets: list[Sheet]) -> list[int]:
    return [number for number, sheet in enumerate(sheets, start=1) if _letters(sheet.text) < _FEW]


def _refuse_scans(document: pypdfium2.PdfDocument, sheets: list[Sheet], name: str, *, tells: bool) -> None:
    """Raises ScannedPages for a file without text, and for one with pages that are pictures where that is asked for."""
    empty = _empty(sheets)
    alone = len(empty) == len(sheets)
    if not alone and not tells:
        return
    numbers = tuple(number for number in empty if is_picture(document, number - 1, any_mark=alone))
    if alone or numbers:
        scanned = ScannedPages("reading.scanned", name=name, pages=len(sheets))
        scanned.numbers, scanned.alone = numbers, alone
        raise scanned


def _told(
    recognised: Recognised | None, read: tuple[int, ...], uncertain: tuple[tuple[int, int], ...]
) -> Iterator[Problem]:
    """What was recognised, or why nothing was."""
    if recognised is not None and recognised.problem is not None:
        yield Problem("reading.scan-not-read", str(recognised.problem))
    if read:
        told = f"Pages read from a scan: {len(read)}, poorly legible words on them: {len(uncertain)}."
        yield Problem("reading.scan", told, "Compare what is found with the pictures.", page=read[0])


def _without_text(number: int) -> Problem:
    return Problem(
        "reading.page-without-text", f"Page {number} has no text.", "Check whether it is a picture.", page=number
    )
