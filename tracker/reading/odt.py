"""OpenDocument texts: the body with bold print, lists, notes and soft page breaks; no deletions, heads or feet."""

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

MIMETYPE = b"application/vnd.oasis.opendocument.text"
_SKIPPED = frozenset(
    ("tracked-changes", "annotation", "sequence-decls", "table-of-content", "frame", "variable-decls", "forms", "note")
)


def read_odt(archive: Archive, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of an OpenDocument text."""
    root = parsed(archive.part("content.xml"), name)
    bold = frozenset(_bold_styles(root))
    if "styles.xml" in archive.names:
        bold |= frozenset(_bold_styles(parsed(archive.part("styles.xml"), name)))
    paper = Paper(vocabulary)
    body = next(root.iter("{*}text"), None)
    if body is not None:
        _walk(body, paper, bold, listed=False)
    return paper.draft()


def _bold_styles(root: Element) -> Iterator[str]:
    for style in root.iter("{*}style"):
        if any(attribute(child, "font-weight") == "bold" for child in style if local(child) == "text-properties"):
            yield attribute(style, "name") or ""


def _walk(element: Element, paper: Paper, bold: frozenset[str], *, listed: bool) -> None:
    for child in element:
        name = local(child)
        if paper.full:
            return
        if name == "soft-page-break":
            paper.break_page()
        elif name in {"p", "h"}:
            _add(child, paper, bold, listed=listed)
        elif name not in _SKIPPED:
            _walk(child, paper, bold, listed=listed or name == "list")


def _add(paragraph: Element, paper: Paper, bold: frozenset[str], *, listed: bool) -> None:
    runs: list[tuple[str, bool]] = []
    size = 0
    for text, is_bold in _runs(paragraph, bold, is_bold=attribute(paragraph, "style-name") in bold):
        if text == "\f":
            paper.break_page(within=size)
        else:
            runs.append((text, is_bold))
            size += len(text)
    paper.add(_kind(paragraph, listed=listed), runs)
    for note in paragraph.iter("{*}note"):
        for part in note.iter("{*}note-body"):
            for each in part.iter("{*}p"):
                paper.add(BlockKind.NOTE, _runs(each, bold, is_bold=False))


def _kind(paragraph: Element, *, listed: bool) -> BlockKind:
    if local(paragraph) == "h":
        return BlockKind.HEADING
    if (attribute(paragraph, "style-name") or "").startswith("Title"):
        return BlockKind.TITLE
    return BlockKind.ITEM if listed else BlockKind.PARAGRAPH


def _runs(element: Element, bold: frozenset[str], *, is_bold: bool) -> Iterator[tuple[str, bool]]:
    if element.text:
        yield element.text, is_bold
    for child in element:
        name = local(child)
        if name in {"s", "tab", "line-break"}:
            yield " ", is_bold
        elif name == "soft-page-break":
            yield "\f", is_bold
        elif name and name not in _SKIPPED:
            yield from _runs(child, bold, is_bold=is_bold or attribute(child, "style-name") in bold)
        if child.tail:
            yield child.tail, is_bold
