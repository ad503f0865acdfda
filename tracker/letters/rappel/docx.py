"""The reminder as a Word document that a cabinet can answer in: a letter, and a table on pages of its own.

The same letter gives the same bytes: neither the clock nor the library's own name stands in the file.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from tracker.letters.rappel.words import RappelWords
from tracker.model.text import clean_text
from tracker.wording.catalogue import catalogue, languages

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

    from tracker.letters.rappel.choose import Rappel
    from tracker.model.digests import Item

ACCENT, GREY, RULE = RGBColor(0x17, 0x61, 0x6B), RGBColor(0x5B, 0x61, 0x68), "9AA5A6"
ARCHIVED_FROM, ARCHIVED_UNTIL = date(1980, 1, 1), date(2107, 12, 31)  # what a zip archive can say
FONT = "Calibri"
WIDTHS = (Cm(2.3), Cm(5.4), Cm(3.5), Cm(2.9), Cm(4.6), Cm(2.8), Cm(4.2))  # of the table; 25.7 cm in all
HEIGHT = Cm(1.6)  # least limits to write an answer in
TAB = Cm(4.2)  # where facts stand beside their names


def rappel_docx(rappel: Rappel, words: RappelWords) -> bytes:
    """The bytes of the document."""
    document = Document()
    _set_properties(document, rappel, words)
    _set_type(document, words.words.language)
    _set_page(document, words)
    _add_head(document, rappel, words)
    for paragraph in words.opening(rappel):
        document.add_paragraph(clean_text(paragraph))
    for heading, items in words.parts(rappel):
        document.add_heading(clean_text(heading), level=2)
        for item in items:
            _add_item(document, item, words)
    _add_ending(document, rappel, words)
    if rappel.items:
        _add_table(document, rappel, words)
    return _packed(document, rappel.days.written_on)


def _set_properties(document: WordDocument, rappel: Rappel, words: RappelWords) -> None:
    written_at = datetime.combine(rappel.days.written_on, time(), UTC)
    properties = document.core_properties
    properties.title = clean_text(words.heading(rappel))
    properties.author = properties.last_modified_by = clean_text(words.house)
    properties.language = _checked_as(words.words.language)
    properties.created = properties.modified = written_at
    properties.comments = ""


def _checked_as(language: str) -> str:
    """The language and country by which spelling is checked: nl-BE; of a language without a catalogue its own name."""
    return catalogue(language).locale.replace("_", "-") if language in languages() else language


def _set_type(document: WordDocument, language: str) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.12
    for name, size, before, after in (("Heading 1", 18, 14, 12), ("Heading 2", 13, 18, 4), ("Heading 3", 11.5, 12, 4)):
        style = styles[name]
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = ACCENT if name == "Heading 2" else RGBColor(0x22, 0x26, 0x2B)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for style in (styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"), normal.element.get_or_add_rPr()):
        _set_language(style, language)


def _set_language(properties: Any, language: str) -> None:
    """In which language the spelling is checked."""
    mark = properties.find(qn("w:lang"))
    if mark is None:
        mark = OxmlElement("w:lang")
        properties.append(mark)
    mark.set(qn("w:val"), _checked_as(language))


def _set_page(document: WordDocument, words: RappelWords) -> None:
    """A4, with the pages numbered."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between, after = words.page_of("\0", "\0").split("\0")
    for part, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        run = foot.add_run(clean_text(part))
        run.font.size, run.font.color.rgb = Pt(9), GREY
        if field:
            _add_field(foot, field)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """What the word processor counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(9), GREY
    paragraph._p.append(field)  # noqa: SLF001 - the library knows no fields
    field.append(run._r)  # noqa: SLF001


def _add_head(document: WordDocument, rappel: Rappel, words: RappelWords) -> None:
    """The house, the day, the addressee, what the letter is, and the salutation."""
    house = document.add_paragraph()
    _add_run(house, words.house, bold=True, color=ACCENT)
    _add_line_under(house)
    day = document.add_paragraph(clean_text(words.written_on(rappel)))
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    to = document.add_paragraph()
    to.paragraph_format.space_before, to.paragraph_format.space_after = Pt(10), Pt(16)
    _add_run(to, words.to(), color=GREY)
    to.add_run().add_break()
    _add_run(to, rappel.minister, bold=True)
    if rappel.function:
        to.add_run().add_break()
        _add_run(to, rappel.function)
    document.add_heading(clean_text(words.heading(rappel)), level=1)
    document.add_paragraph(clean_text(words.salutation(rappel)))


def _add_item(document: WordDocument, item: Item, words: RappelWords) -> None:
    heading = document.add_heading(level=3)
    _add_run(heading, f"{item.entry.label}  ", color=ACCENT)
    _add_run(heading, words.words.summary(item))
    quote = document.add_paragraph()
    quote.paragraph_format.left_indent = Cm(0.6)
    quote.paragraph_format.keep_together = quote.paragraph_format.keep_with_next = True
    _add_line_beside(quote)
    _add_run(quote, words.quote(item), italic=True, language=item.entry.language)
    facts = words.facts(item)
    for index, (name, fact) in enumerate(facts, start=1):
        paragraph = document.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = TAB, Length(-TAB)
        form.tab_stops.add_tab_stop(TAB)
        form.space_after, form.line_spacing = Pt(1.5), 1.0
        form.keep_together, form.keep_with_next = True, index < len(facts)
        _add_run(paragraph, f"{name}\t", color=GREY, size=10)
        _add_run(paragraph, fact, size=10)


def _add_ending(document: WordDocument, rappel: Rappel, words: RappelWords) -> None:
    """What happens to the answers, and who signs, with limits for a hand."""
    closing = document.add_paragraph(clean_text(words.closing()) if rappel.items else "")
    closing.paragraph_format.space_before = Pt(22) if rappel.items else Pt(0)
    greeting = document.add_paragraph(clean_text(words.greeting(rappel)))
    greeting.paragraph_format.space_after = Pt(40)
    closing.paragraph_format.keep_with_next = greeting.paragraph_format.keep_with_next = True
    _add_run(document.add_paragraph(), words.house, bold=True)


def _add_table(document: WordDocument, rappel: Rappel, words: RappelWords) -> None:
    """The table to answer in, on landscape pages; its head is repeated on each, and no row is cut."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    document.add_heading(clean_text(words.answer_heading()), level=2)
    document.add_paragraph(clean_text(words.answer_by(rappel)))
    table = document.add_table(rows=1, cols=len(WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _draw_lines(table)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    _fill(table.rows[0], words.answer_columns(), bold=True)
    _mark_row(table.rows[0], "tblHeader")
    for item in rappel.items:
        row = table.add_row()
        row.height = HEIGHT
        _fill(row, words.answer_row(item))


def _fill(row: _Row, texts: tuple[str, ...], *, bold: bool = False) -> None:
    _mark_row(row, "cantSplit")
    for cell, text, width in zip(row.cells, texts, WIDTHS, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        form = paragraph.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(3), Pt(3), 1.0
        _add_run(paragraph, text, bold=bold, size=9.5)
        if bold:
            _shade(cell)


def _draw_lines(table: Table) -> None:
    """Thin grey lines, as on the page."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_line(side))
    properties: Any = table._tbl.tblPr  # noqa: SLF001 - the library knows styles only
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _line(side: str, *, space: int = 0) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", str(space)), ("color", RULE)):
        line.set(qn(f"w:{name}"), value)
    return line


def _mark_row(row: _Row, mark: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library knows no such marks
    properties.append(OxmlElement(f"w:{mark}"))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8EFEF")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _add_line_under(paragraph: Paragraph) -> None:
    _add_border(paragraph, "bottom", space=4)


def _add_line_beside(paragraph: Paragraph) -> None:
    _add_border(paragraph, "left", space=8)


def _add_border(paragraph: Paragraph, side: str, *, space: int) -> None:
    borders: Any = OxmlElement("w:pBdr")
    borders.append(_line(side, space=space))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_run(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    size: float | None = None,
    color: RGBColor | None = None,
    language: str | None = None,
) -> None:
    run = paragraph.add_run(clean_text(text))
    run.bold, run.italic = bold, italic
    run.font.size = None if size is None else Pt(size)
    if color is not None:
        run.font.color.rgb = color
    if language:
        _set_language(run._r.get_or_add_rPr(), language)  # noqa: SLF001


def _packed(document: WordDocument, day: date) -> bytes:
    """The file with the day of the letter on all that is in it, instead of the moment of writing."""
    written, kept = BytesIO(), BytesIO()
    day = max(ARCHIVED_FROM, min(day, ARCHIVED_UNTIL))
    document.save(written)
    with ZipFile(written) as source, ZipFile(kept, "w", ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), source.read(name), ZIP_DEFLATED)
    return kept.getvalue()
