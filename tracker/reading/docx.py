"""Word documents: the body's paragraphs and text boxes, with tracked insertions, content controls and bold print.

Never heads, feet, deletions, or what is hidden or struck through, by a run itself or by its style.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model import BlockKind
from tracker.reading.archive import Archive
from tracker.reading.draft import Draft
from tracker.reading.footmarks import is_mark
from tracker.reading.markup import attribute, local, parsed
from tracker.reading.paper import Paper
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.wordparts import beside
from tracker.reading.wordstyles import Look, Styles, child_of, styles_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SKIPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "drawing", "pict", "object", "p"))
_BREAKS = frozenset(("lastRenderedPageBreak",))
_OFF = frozenset(("0", "false", "off"))
_SHORT = 20


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the text around a run is set: the document's styles, and that of the paragraph."""

    styles: Styles
    paragraph: str | None = None


def read_docx(archive: Archive, main: str, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of a Word document whose text stands in the part `main`."""
    paper = Paper(vocabulary)
    styles = _styles(archive, main, name)
    body = _read(archive.part(main), name)
    for paragraph in body.iter("{*}p"):
        _add(paper, paragraph, styles, vocabulary=vocabulary)
        if paper.full:
            break
    for kind in ("footnotes", "endnotes"):
        for part in beside(archive, main, kind, name):
            for paragraph in _read(archive.part(part), name).iter("{*}p"):
                paper.add(BlockKind.NOTE, [run for run in _runs_of(paragraph, styles) if run[0] != "\f"])
    return paper.draft()


def _read(content: bytes, name: str) -> Element:
    """A part without the copies for other programs and without hidden rows of tables."""
    root = parsed(content, name)
    for choices in list(root.iter("{*}AlternateContent")):
        kept = next((branch for branch in choices if _says_something(branch)), None)
        for branch in list(choices):
            if branch is not kept:
                choices.remove(branch)
    for hidden in list(root.iter("{*}hidden")):
        row = next((one for one in hidden.iterancestors() if local(one) == "tr"), None)
        home = row.getparent() if row is not None else None
        if row is not None and home is not None and (attribute(hidden, "val") or "1") not in _OFF:
            home.remove(row)
    return root


def _says_something(branch: Element) -> bool:
    """Whether a branch has text: what is a picture for new programs may have its words in the copy for old ones."""
    return any(text.text for text in branch.iter("{*}t"))


def _add(paper: Paper, paragraph: Element, styles: Styles, *, vocabulary: Vocabulary) -> None:
    properties = child_of(paragraph, "pPr")
    runs: list[tuple[str, bool]] = []
    size = 0
    for text, is_bold in _runs_of(paragraph, styles):
        if text == "\f":
            paper.break_page(within=size)
            continue
        runs.append((text, is_bold))
        size += len(text)
    paper.add(_kind(properties, styles.called(value_of(properties, "pStyle")), vocabulary), runs)


def _kind(properties: Element | None, style: str, vocabulary: Vocabulary) -> BlockKind:
    folded = style.lower()
    if folded in vocabulary.said(lambda words: words.title_styles):
        return BlockKind.TITLE
    if folded.startswith(vocabulary.said(lambda words: words.heading_styles)) or value_of(properties, "outlineLvl"):
        return BlockKind.HEADING
    if child_of(properties, "numPr") is not None:
        return BlockKind.ITEM
    return BlockKind.PARAGRAPH


def _runs_of(paragraph: Element, styles: Styles) -> Iterator[tuple[str, bool]]:
    """The text of a paragraph in order, without raised marks of notes; a page break is a form feed of its own."""
    setting = _Setting(styles, value_of(child_of(paragraph, "pPr"), "pStyle"))
    before = ""
    for text, look in _runs(paragraph, setting, styles.look(setting.paragraph, None)):
        if not (look.raised and is_mark(text, before)):
            yield text, look.bold
            before = text if len(text) > _SHORT else before[-_SHORT:] + text


def _runs(element: Element, setting: _Setting, look: Look) -> Iterator[tuple[str, Look]]:
    for child in element:
        name = local(child)
        if name in _SKIPPED:
            continue
        if name == "r":
            yield from _runs(child, setting, setting.styles.look(setting.paragraph, child_of(child, "rPr")))
        elif name in _BREAKS or (name == "br" and attribute(child, "type") == "page"):
            yield "\f", look
            if name == "br":
                yield " ", look
        elif (text := _text(child, name)) is not None:
            if not look.gone:
                yield text, look
        else:
            yield from _runs(child, setting, look)


def _text(element: Element, name: str) -> str | None:
    """What an element prints itself; None when that is for those in it to say."""
    if name == "t":
        return element.text or ""
    if name == "noBreakHyphen":
        return "-"
    return " " if name in {"tab", "cr", "br"} else None


def _styles(archive: Archive, main: str, name: str) -> Styles:
    part = next(iter(beside(archive, main, "styles", name)), None)
    return Styles() if part is None else styles_of(parsed(archive.part(part), name))
