"""Is only that read which the reader of a document sees, once, wherever its parts stand?"""

from __future__ import annotations

import pytest
from papers import W, docx, odt, word_paragraph, zipped

from tracker.errors import Unreadable
from tracker.reading import read_bytes

OPENING = "Vergadering van 12 maart 2024"
PROMISE = "Ik zal het rapport tegen eind juni aan de commissie bezorgen."
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read_word(body: str, **more: str) -> str:
    return read_bytes(docx(word_paragraph(OPENING) + body, **more), name="v.docx").text.replace(OPENING, "").strip()


# ------------------------------------------------------------------ Word: text boxes
def box(words: str, *, old: str | None = None) -> str:
    """A text box as Word writes it: once for new programs, once for old ones."""
    inside = f"<w:txbxContent>{word_paragraph(words)}</w:txbxContent>"
    fallback = f"<w:txbxContent>{word_paragraph(old)}</w:txbxContent>" if old else inside
    return (
        f"<w:r><mc:AlternateContent xmlns:mc='{MC}'>"
        f"<mc:Choice Requires='wps'><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def either(new: str, old: str) -> str:
    choice, fallback = f"<mc:Choice Requires='x'>{new}</mc:Choice>", f"<mc:Fallback>{old}</mc:Fallback>"
    return f"<mc:AlternateContent xmlns:mc='{MC}'>{choice}{fallback}</mc:AlternateContent>"


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{box(PROMISE)}</w:p>",
        f"<w:p>{box(PROMISE, old='Een oudere versie.')}</w:p>",
        f"<w:p><w:r><w:pict><w:txbxContent>{word_paragraph(PROMISE)}</w:txbxContent></w:pict></w:r></w:p>",  # old Word
        f"<w:tbl><w:tr><w:tc><w:p>{box(PROMISE)}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:p><w:r>{either('<w:sym/>', f'<w:t>{PROMISE}</w:t>')}</w:r></w:p>",  # only the copy has words
        either(word_paragraph(PROMISE), word_paragraph(PROMISE)),  # around whole paragraphs
    ],
)
def test_a_text_box_is_read_once(body: str) -> None:
    assert read_word(body) == PROMISE


def test_a_text_box_follows_the_paragraph_that_it_is_anchored_in() -> None:
    text = read_word(f"<w:p>{run('De minister ')}{box('Een kader.')}{run('antwoordt.')}</w:p>")

    assert text.split("\n\n") == ["De minister antwoordt.", "Een kader."]


# ------------------------------------------------------------------ Word: hidden and struck
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Weg"><w:name w:val="weg"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="OokWeg"><w:basedOn w:val="Weg"/><w:name w:val="ook weg"/></w:style>
<w:style w:type="paragraph" w:styleId="Terug"><w:basedOn w:val="Weg"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Intern"><w:name w:val="intern"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Geschrapt"><w:name w:val="geschrapt"/><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Rond"><w:basedOn w:val="Rond"/><w:name w:val="rond"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "shows"),
    [
        ("<w:vanish/>", False),
        ("<w:strike/>", False),
        ('<w:dstrike w:val="true"/>', False),
        ('<w:rStyle w:val="Intern"/>', False),
        ('<w:rStyle w:val="Geschrapt"/>', False),
        ('<w:vanish w:val="0"/>', True),
        ('<w:strike w:val="false"/>', True),
        ('<w:rStyle w:val="Intern"/><w:vanish w:val="off"/>', True),
        ('<w:rStyle w:val="Rond"/>', True),  # a style that rests on itself
        ("<w:webHidden/>", True),  # hidden on the web only
        ("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>", True),  # it was hidden before
    ],
)
def test_a_run_that_word_hides_or_strikes_through_is_not_read(properties: str, shows: bool) -> None:  # noqa: FBT001 - a table
    text = read_word(f"<w:p>{run('Ik zal ')}{run('morgen ', properties)}{run('komen.')}</w:p>", styles=STYLES)

    assert text == ("Ik zal morgen komen." if shows else "Ik zal komen.")


@pytest.mark.parametrize(
    ("style", "properties", "shows"),
    [
        ("Weg", "", False),
        ("OokWeg", "", False),
        ("Terug", "", True),
        ("Weg", '<w:vanish w:val="0"/>', True),
        ("Weg", '<w:rStyle w:val="Intern"/>', True),  # two styles that hide cancel each other, in Word too
    ],
)
def test_a_paragraph_that_its_style_hides_is_not_read(style: str, properties: str, shows: bool) -> None:  # noqa: FBT001 - a table
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run("Intern verslag.", properties)}</w:p>'

    text = read_word(word_paragraph(PROMISE) + paragraph, styles=STYLES)

    assert text == (f"{PROMISE}\n\nIntern verslag." if shows else PROMISE)


def test_hidden_rows_and_notes_are_not_read() -> None:
    hidden = f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{word_paragraph('Weg.')}</w:tc></w:tr></w:tbl>"
    text = read_word(hidden + word_paragraph(PROMISE), footnotes=f"<w:p>{run('Ook weg.', '<w:vanish/>')}</w:p>")

    assert text == PROMISE


def test_a_speaker_in_a_bold_style_is_one_in_bold() -> None:
    styles = '<w:style w:type="character" w:styleId="Spreker"><w:name w:val="spreker"/><w:rPr><w:b/></w:rPr></w:style>'
    bold = '<w:rStyle w:val="Spreker"/>'
    body = "".join(f"<w:p>{run(name, bold)}{run(f' {words}')}</w:p>" for name, words in SAID)
    report = read_bytes(docx(word_paragraph(OPENING) + body, styles=styles), name="v.docx")

    assert [speech.speaker.name for speech in report.speeches if speech.speaker] == [None, "Jo Maes"]


SAID = (("De voorzitter:", "Goedemorgen."), ("Minister Jo Maes", PROMISE))


# ------------------------------------------------------------------ Word: which part is which
INTERN = '<w:rStyle w:val="Intern"/>'


def relation(kind: str, target: str) -> str:
    return f'<Relationships><Relationship Type="{kind}" Target="{target}"/></Relationships>'


def related_word(*, main: str, target: str, relations: str = RELATIONS, styles: str = "", **more: str) -> bytes:
    """A Word document whose parts have other names than usual."""
    hidden = f"<w:p>{run('Weg.', INTERN)}</w:p>"
    body = word_paragraph(OPENING) + word_paragraph(PROMISE) + hidden
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relation(f"{relations}/officeDocument", target),
        main: f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        **more,
    }
    if styles:
        folder, own = main.rsplit("/", 1) if "/" in main else ("", main)
        rels = f"{folder}/_rels/{own}.rels".lstrip("/")
        parts[rels] = relation(f"{relations}/styles", styles)
        parts[f"{folder}/{styles}".lstrip("/")] = f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>'
    return zipped(parts)


@pytest.mark.parametrize(
    "content",
    [
        related_word(main="word/document2.xml", target="word/document2.xml", styles="styles3.xml"),
        related_word(main="word/document2.xml", target="/word/document2.xml", styles="styles.xml"),
        related_word(main="doc/hoofd.xml", target="doc/hoofd.xml", relations=STRICT_RELATIONS, styles="s.xml"),
        related_word(main="document.xml", target="./document.xml", styles="s.xml"),
        related_word(main="Word/Document.xml", target="word/document.xml", styles="s.xml"),
        related_word(main="word\\document.xml", target="word\\document.xml", styles=""),
    ],
)
def test_the_parts_of_a_word_document_are_those_that_it_names(content: bytes) -> None:
    text = read_bytes(content, name="v.docx").text

    assert PROMISE in text


def test_the_styles_of_a_word_document_are_those_that_it_names() -> None:
    text = read_bytes(related_word(main="word/a.xml", target="word/a.xml", styles="b.xml"), name="v.docx").text

    assert "Weg" not in text


def test_a_body_with_the_usual_name_is_left_alone_when_the_document_names_another() -> None:
    stale = f'<w:document xmlns:w="{W}"><w:body>{word_paragraph("Oud.")}</w:body></w:document>'
    content = related_word(main="word/a.xml", target="word/a.xml", **{"word/document.xml": stale})

    assert "Oud" not in read_bytes(content, name="v.docx").text


def test_a_workbook_is_no_word_document() -> None:
    parts = {
        "_rels/.rels": relation(f"{RELATIONS}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": "<workbook><sheets/></workbook>",
    }
    with pytest.raises(Unreadable, match="archive"):
        read_bytes(zipped(dict(parts)), name="v.xlsx")


# ------------------------------------------------------------------ OpenDocument
ODT_STYLES = """
<style:style style:name="Weg" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Streep" style:family="text">
<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
<style:style style:name="OokWeg" style:family="text" style:parent-style-name="Weg"/>
<style:style style:name="Terug" style:family="text" style:parent-style-name="Weg">
<style:text-properties text:display="true"/></style:style>
<style:style style:name="GeenStreep" style:family="text">
<style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="Weg" style:family="paragraph"/>
<style:style style:name="Regel" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
"""


def read_odt(body: str) -> str:
    content = odt(f"<text:p>{OPENING}</text:p>{body}", ODT_STYLES)
    return read_bytes(content, name="v.odt").text.replace(OPENING, "").strip()


@pytest.mark.parametrize(
    ("style", "shows"),
    [("Weg", False), ("Streep", False), ("OokWeg", False), ("Terug", True), ("GeenStreep", True)],
)
def test_a_span_that_its_style_hides_or_strikes_through_is_not_read(style: str, shows: bool) -> None:  # noqa: FBT001 - a table
    text = read_odt(f'<text:p>Ik zal <text:span text:style-name="{style}">morgen </text:span>komen.</text:p>')

    assert text == ("Ik zal morgen komen." if shows else "Ik zal komen.")


HIDDEN_ROW = (
    '<table:table xmlns:table="urn:t"><table:table-row table:visibility="collapse"><table:table-cell>'
    "<text:p>Weg.</text:p></table:table-cell></table:table-row></table:table>"
)


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p text:style-name="Regel">Weg.</text:p>',
        '<text:section text:display="none"><text:p>Weg.</text:p></text:section>',
        '<text:section text:display="condition" text:is-hidden="true"><text:p>Weg.</text:p></text:section>',
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>Weg.</text:p>',
        '<text:p><text:hidden-text text:is-hidden="true">Weg.</text:hidden-text></text:p>',
        HIDDEN_ROW,
    ],
)
def test_what_an_open_document_hides_is_not_read(hidden: str) -> None:
    assert read_odt(f"<text:p>{PROMISE}</text:p>{hidden}") == PROMISE


DRAWN = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


@pytest.mark.parametrize(
    "box",
    [
        f"<draw:frame {DRAWN}><draw:text-box><text:p>Een kader.</text:p></draw:text-box></draw:frame>",
        f"<draw:custom-shape {DRAWN}><text:p>Een kader.</text:p></draw:custom-shape>",
        f"<draw:a {DRAWN}><draw:frame><draw:text-box><text:p>Een kader.</text:p></draw:text-box></draw:frame></draw:a>",
    ],
)
def test_a_box_of_an_open_document_is_read_once_after_its_paragraph(box: str) -> None:
    assert read_odt(f"<text:p>De minister {box}antwoordt.</text:p>") == "De minister antwoordt.\n\nEen kader."


# ------------------------------------------------------------------ web pages
@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("<s>morgen </s>", ""),
        ("<strike>morgen </strike>", ""),
        ("<del>morgen </del>", ""),
        ("<span style='text-decoration: line-through'>morgen </span>", ""),
        ("<span style='TEXT-DECORATION-LINE:line-through'>morgen </span>", ""),
        ("<span style='display :none'>morgen </span>", ""),
        ("<span style='visibility:hidden'>morgen </span>", ""),
        ("<span style='mso-hide:all'>morgen </span>", ""),
        ("<span class='weg'>morgen </span>", "<style>p{color:red} .weg, em > i {text-decoration:line-through}</style>"),
    ],
)
def test_what_a_web_page_hides_or_strikes_through_is_not_read(words: str, head: str) -> None:
    page = f"<html><head>{head}</head><body><p>{OPENING}</p><p>Ik zal {words}komen.</p></body></html>"

    assert read_bytes(page.encode(), name="v.html").text.endswith("Ik zal komen.")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("eind 2021<sup>1</sup> komen", "eind 2021 komen"),
        ("bezorgen.<sup><a href='#n2'>[2]</a></sup> Dank", "bezorgen. Dank"),
        ("het verslag<sup>12</sup> lezen", "het verslag lezen"),
        ("over 3 km<sup>2</sup> gaan", "over 3 km2 gaan"),
        ("de 1<sup>ste</sup> keer", "de 1ste keer"),
        ("wel 10<sup>6</sup> euro", "wel 106 euro"),
    ],
)
def test_the_raised_mark_of_a_footnote_is_no_part_of_the_words(words: str, shown: str) -> None:
    assert (
        read_bytes(f"<html><body><p>Ik zal {words}.</p></body></html>".encode(), name="v.html").text
        == f"Ik zal {shown}."
    )


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("before", "raised", "shown"),
    [
        ("eind 2021", "1", "eind 2021"),
        ("het verslag", "12", "het verslag"),
        ("3 km", "2", "3 km2"),
        ("de 1", "ste", "de 1ste"),
    ],
)
def test_the_raised_mark_of_a_note_in_word_is_no_part_of_the_words(before: str, raised: str, shown: str) -> None:
    text = read_word(f"<w:p>{run(before)}{run(raised, RAISED)}{run(' is er.')}</w:p>")

    assert text == f"{shown} is er."
