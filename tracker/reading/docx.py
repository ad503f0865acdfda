"""Word documents: the body's paragraphs with tracked insertions, content controls and bold print; no heads or feet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.model import BlockKind
from tracker.reading.archive import Archive
from tracker.reading.draft import Draft
from tracker.reading.markup import attribute, local, parsed
from tracker.reading.paper import Paper
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BODY = "word/document.xml"
_SKIPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "drawing", "pict", "object", "Fallback"))
_BREAKS = frozenset(("lastRenderedPageBreak",))
_OFF = frozenset(("0", "false", "off", "none"))


def read_docx(archive: Archive, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of a Word document."""
    paper = Paper(vocabulary)
    styles = _styles(archive, name)
    body = parsed(archive.part(BODY), name)
    for paragraph in body.iter("{*}p"):
        if not _inside_skipped(paragraph):
            _add(paper, paragraph, styles, vocabulary=vocabulary)
        if paper.full:
            break
    _add_notes(paper, archive, name)
    return paper.draft()


def _inside_skipped(paragraph: Element) -> bool:
    """Text boxes stand twice in a document; the copy for old programs is passed over."""
    return any(local(parent) in {"Fallback", "txbxContent"} for parent in paragraph.iterancestors())


def _add(paper: Paper, paragraph: Element, styles: dict[str, tuple[str, bool]], *, vocabulary: Vocabulary) -> None:
    properties = next((child for child in paragraph if local(child) == "pPr"), None)
    style, bold = styles.get(_value(properties, "pStyle") or "", ("", False))
    runs: list[tuple[str, bool]] = []
    size = 0
    for text, is_bold in _runs(paragraph, bold=bold):
        if text == "\f":
            paper.break_page(within=size)
            continue
        runs.append((text, is_bold))
        size += len(text)
    paper.add(_kind(properties, style, vocabulary), runs)


def _kind(properties: Element | None, style: str, vocabulary: Vocabulary) -> BlockKind:
    folded = style.lower()
    if folded in vocabulary.said(lambda words: words.title_styles):
        return BlockKind.TITLE
    if folded.startswith(vocabulary.said(lambda words: words.heading_styles)) or _value(properties, "outlineLvl"):
        return BlockKind.HEADING
    if properties is not None and any(local(child) == "numPr" for child in properties):
        return BlockKind.ITEM
    return BlockKind.PARAGRAPH


def _value(properties: Element | None, name: str) -> str | None:
    if properties is None:
        return None
    found = next((child for child in properties if local(child) == name), None)
    return attribute(found, "val") if found is not None else None


def _runs(element: Element, *, bold: bool) -> Iterator[tuple[str, bool]]:
    """The text of a paragraph in order; a page break is a form feed of its own."""
    for child in element:
        name = local(child)
        if name in _SKIPPED or name == "p":
            continue
        if name == "r":
            yield from _runs(child, bold=_is_bold(child, otherwise=bold))
        elif name == "t":
            yield child.text or "", bold
        elif name in {"tab", "cr"}:
            yield " ", bold
        elif name == "noBreakHyphen":
            yield "-", bold
        elif name == "br":
            if attribute(child, "type") == "page":
                yield "\f", bold
            yield " ", bold
        elif name in _BREAKS:
            yield "\f", bold
        else:
            yield from _runs(child, bold=bold)


def _is_bold(run: Element, *, otherwise: bool) -> bool:
    properties = next((child for child in run if local(child) == "rPr"), None)
    mark = next((child for child in properties if local(child) == "b"), None) if properties is not None else None
    return otherwise if mark is None else (attribute(mark, "val") or "1") not in _OFF


def _styles(archive: Archive, name: str) -> dict[str, tuple[str, bool]]:
    """What each style is called, and whether it prints bold."""
    if "word/styles.xml" not in archive.names:
        return {}
    styles = {}
    for style in parsed(archive.part("word/styles.xml"), name).iter("{*}style"):
        title = next((child for child in style if local(child) == "name"), None)
        called = (attribute(title, "val") if title is not None else None) or ""
        styles[attribute(style, "styleId") or ""] = (called, _is_bold(style, otherwise=False))
    return styles


def _add_notes(paper: Paper, archive: Archive, name: str) -> None:
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        if part in archive.names:
            for paragraph in parsed(archive.part(part), name).iter("{*}p"):
                paper.add(BlockKind.NOTE, [run for run in _runs(paragraph, bold=False) if run[0] != "\f"])
