"""The recall as a Word document that a cabinet can answer in: paragraphs, quotations, and a table on its own pages."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm, Pt, RGBColor

from tracker.digest.rappel_words import RappelWords

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from tracker.digest.rappel import Rappel
    from tracker.model.digests import Item

ACCENT, GREY = RGBColor(0x17, 0x61, 0x6B), RGBColor(0x5B, 0x61, 0x68)


def rappel_docx(rappel: Rappel, words: RappelWords, *, title: str, language: str) -> bytes:
    """The bytes of the document; the same letter gives the same paragraphs."""
    document = Document()
    document.core_properties.title = _plain(words.heading(rappel))
    document.core_properties.author = _plain(title)
    document.core_properties.language = language
    _set_type(document)
    document.add_heading(_plain(words.heading(rappel)), level=1)
    for paragraph in words.opening(rappel):
        document.add_paragraph(_plain(paragraph))
    for heading, items in words.parts(rappel):
        document.add_heading(_plain(heading), level=2)
        for item in items:
            _add_item(document, item, words)
    document.add_paragraph(_plain(words.closing(rappel)))
    _add_table(document, rappel, words)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_type(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for level in (1, 2):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.color.rgb = "Calibri", ACCENT
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)


def _add_item(document: WordDocument, item: Item, words: RappelWords) -> None:
    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    head.add_run(_plain(f"{item.entry.label}  {words.words.summary(item)}")).bold = True
    facts = document.add_paragraph(_plain(words.facts(item)))
    facts.paragraph_format.keep_with_next = True
    quote = document.add_paragraph(style="Quote")
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.add_run(f"“{_plain(item.entry.quote)}”")
    source = document.add_paragraph()
    run = source.add_run(_plain(words.source(item)))
    run.font.size, run.font.color.rgb = Pt(9.5), GREY


def _add_table(document: WordDocument, rappel: Rappel, words: RappelWords) -> None:
    """The table to answer in, on landscape pages; its first row is repeated on each."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.add_heading(_plain(words.answer_heading()), level=2)
    headings = words.answer_columns()
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(_plain(heading)).bold = True
    for item in rappel.items:
        cells = table.add_row().cells
        for cell, text in zip(cells, words.answer_row(item), strict=False):
            cell.text = _plain(text)


def _plain(text: str) -> str:
    """Text that XML can carry."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
