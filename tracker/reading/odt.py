"""OpenDocument texts: the body with text boxes, bold print, lists, notes and soft page breaks.

Never heads, feet, deletions, or what is hidden or struck through, by its own or by its style.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.model import BlockKind
from tracker.reading.archive import Archive
from tracker.reading.draft import Draft
from tracker.reading.markup import attribute, local, parsed
from tracker.reading.odtstyles import OdtLook, OdtStyles, hides_its_paragraph, is_kept_back, odt_styles
from tracker.reading.paper import Paper
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MIMETYPE = b"application/vnd.oasis.opendocument.text"
_SKIPPED = frozenset(
    ("tracked-changes", "annotation", "sequence-decls", "table-of-content", "variable-decls", "forms", "note")
)
_DRAWN = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_LINK = "a"  # around a picture or a box: it draws nothing itself


def read_odt(archive: Archive, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of an OpenDocument text."""
    root = parsed(archive.part("content.xml"), name)
    common = [parsed(archive.part("styles.xml"), name)] if "styles.xml" in archive.names else []
    body = next(root.iter("{*}text"), None)
    paper = Paper(vocabulary)
    if body is not None:
        _Walk(paper, odt_styles((*common, root))).walk(body, listed=False)
    return paper.draft()


class _Walk:
    """Walks through a text and adds its paragraphs; boxes and notes follow the paragraph that they stand in."""

    def __init__(self, paper: Paper, styles: OdtStyles) -> None:
        self._paper = paper
        self._styles = styles

    def walk(self, element: Element, *, listed: bool) -> None:
        """All that shows in an element, in order."""
        for child in element:
            name = local(child)
            if self._paper.full:
                return
            if name == "soft-page-break":
                self._paper.break_page()
            elif name in {"p", "h"}:
                self._add(child, listed=listed)
            elif name not in _SKIPPED and not is_kept_back(child):
                self.walk(child, listed=listed or name == "list")

    def _add(self, paragraph: Element, *, listed: bool) -> None:
        if hides_its_paragraph(paragraph):
            return
        aside: list[Element] = []
        runs: list[tuple[str, bool]] = []
        size = 0
        for text, is_bold in self._runs(paragraph, self._styles.look(paragraph, "paragraph"), aside):
            if text == "\f":
                self._paper.break_page(within=size)
            else:
                runs.append((text, is_bold))
                size += len(text)
        self._paper.add(_kind(paragraph, listed=listed), runs)
        for each in aside:
            if local(each) == "note":
                self._note(each)
            else:
                self.walk(each, listed=False)

    def _note(self, note: Element) -> None:
        for body in note.iter("{*}note-body"):
            for each in body.iter("{*}p"):
                runs = self._runs(each, self._styles.look(each, "paragraph"), [])
                self._paper.add(BlockKind.NOTE, [run for run in runs if run[0] != "\f"])

    def _runs(self, element: Element, look: OdtLook, aside: list[Element]) -> Iterator[tuple[str, bool]]:
        """The text of an element in order; boxes and notes in it are put aside."""
        if element.text and not look.gone:
            yield element.text, bool(look.bold)
        for child in element:
            name = local(child)
            if name == "note" or _is_drawn(child, name):
                aside.append(child)
            elif name in {"s", "tab", "line-break"}:
                yield " ", bool(look.bold)
            elif name == "soft-page-break":
                yield "\f", bool(look.bold)
            elif name and name not in _SKIPPED and not is_kept_back(child):
                yield from self._runs(child, self._styles.look(child, "text", look), aside)
            if child.tail and not look.gone:
                yield child.tail, bool(look.bold)


def _is_drawn(element: Element, name: str) -> bool:
    """Whether an element is a box, a shape or a picture; what it says stands in paragraphs of its own."""
    return str(element.tag).startswith(f"{{{_DRAWN}}}") and name != _LINK


def _kind(paragraph: Element, *, listed: bool) -> BlockKind:
    if local(paragraph) == "h":
        return BlockKind.HEADING
    if (attribute(paragraph, "style-name") or "").startswith("Title"):
        return BlockKind.TITLE
    return BlockKind.ITEM if listed else BlockKind.PARAGRAPH
