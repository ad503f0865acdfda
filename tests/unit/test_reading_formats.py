"""Does the same report come out of every kind of file, with the right page?"""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from papers import Print, column, docx, odt, pdf, word_paragraph

from tracker.model import BlockKind, Report, ReportStyle, Role
from tracker.reading import read_bytes

DUTCH = (
    "De Commissie voor Onderwijs besprak op 21 september 2021 het ontwerp van decreet over de scholen.",
    "Minister Bart Somers zegt dat het onderzoek in juni 2022 zal zijn afgerond.",
    "An Claes vraagt of de wachtlijsten dit jaar worden weggewerkt.",
    "De minister antwoordt dat hij de cijfers aan de commissie zal bezorgen.",
)


def who_says(report: Report, words: str) -> str | None:
    sentence = next(s for s in report.sentences if report.text[s.start : s.end].startswith(words))
    speaker = report.speeches[sentence.speech].speaker if sentence.speech is not None else None
    return speaker.name if speaker else None


def texts(report: Report) -> list[str]:
    return [report.text[block.start : block.end] for block in report.blocks]


def as_docx() -> bytes:
    return docx("".join(word_paragraph(text) for text in DUTCH))


def as_odt() -> bytes:
    return odt("".join(f"<text:p>{text}</text:p>" for text in DUTCH))


def as_html() -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in DUTCH)
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>Rubriek {n}</a></li>" for n in range(9)) + "</ul>"
    return (
        "<!DOCTYPE html><html><head><title>x</title><script>var a='minister zal';</script></head><body>"
        f"<nav>{menu}</nav>"
        f"<div class='cookie-banner'>Wij gebruiken cookies.</div><main>{menu}{paragraphs}</main>"
        "<footer>Vlaams Parlement</footer></body></html>"
    ).encode()


def as_pdf() -> bytes:
    return pdf([column("\n\n".join(DUTCH), x=70, y=760, width=80)])


def as_text() -> bytes:
    return "\r\n\r\n".join(DUTCH).encode("utf-16")


def as_mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Het verslag"
    message["Message-ID"] = "<1@example.org>"
    message.set_content("In bijlage het verslag. De minister zal dit lezen.")
    message.add_attachment(as_docx(), maintype="application", subtype="octet-stream", filename="verslag.docx")
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(100), maintype="image", subtype="png", filename="logo.png")
    return message.as_bytes()


@pytest.mark.parametrize("content", [as_docx(), as_odt(), as_html(), as_pdf(), as_text(), as_mail()])
def test_the_same_report_comes_out_of_every_kind_of_file(content: bytes) -> None:
    report = read_bytes(content, name="verslag")

    assert texts(report) == list(DUTCH)
    assert str(report.held_on) == "2021-09-21"
    assert who_says(report, "De minister antwoordt") == "Bart Somers"
    assert who_says(report, "An Claes") == "An Claes"
    for start, origin, length in zip(report.places.starts, report.places.origins, report.places.lengths, strict=True):
        assert report.text[start : start + length] == report.original[origin : origin + length]


LONG = (
    "De minister legt uit dat de hervorming van het inburgeringstraject verder wordt uitgerold in alle steden en "
    "gemeenten van het land en dat de middelen daarvoor zijn ingeschreven in de begroting van het volgende jaar. "
    "Hij zal de cijfers over de wachtlijsten nog voor het einde van het jaar aan de leden van de commissie bezorgen. "
    "Daarna volgt een evaluatie door een externe partner, waarvan de resultaten worden besproken in de commissie."
)


def page(number: int, text: str, *, y: float = 760) -> list[Print]:
    head = Print(70, 800, "Vlaams Parlement", 8)
    foot = Print(70, 30, f"12 (2021-2022) – Nr. 1   {number}", 8)
    return [head, *column(text, x=70, y=y, width=80), foot]


def test_a_pdf_page_break_leaves_neither_foot_nor_cut_and_gives_each_place_its_page() -> None:
    words = LONG.split()
    halves = " ".join(words[:40]), " ".join(words[40:])
    report = read_bytes(pdf([page(1, halves[0]), page(2, halves[1]), page(3, LONG)]), name="verslag.pdf")

    assert texts(report) == [LONG, LONG]
    assert report.page_at(0) == 1
    assert report.page_at(report.text.index("Daarna")) == 2
    assert report.page_at(report.text.rindex("Daarna")) == 3


def test_small_print_at_the_foot_of_a_page_is_a_note() -> None:
    words = LONG.split()
    note = [Print(70, 80, "1 Parl.St. Vl.Parl. 2020-21, nr. 23. Het rapport wordt verwacht in juli.", 8)]
    report = read_bytes(pdf([page(1, " ".join(words[:40])) + note, page(2, " ".join(words[40:]))]), name="v.pdf")

    assert [block.kind for block in report.blocks] == [BlockKind.PARAGRAPH, BlockKind.NOTE]
    assert texts(report)[0] == LONG


def test_two_columns_are_read_one_after_the_other_also_when_the_file_mixes_them() -> None:
    left = column(LONG, x=60, y=700, width=38, size=10)
    right = column(LONG.replace("minister", "spreker"), x=310, y=700, width=38, size=10)
    mixed = [line for pair in zip(left, right, strict=False) for line in pair]
    head = Print(60, 760, "Een kop over beide kolommen heen die de hele breedte van de bladzijde inneemt", 11)
    report = read_bytes(pdf([[head, *mixed]]), name="v.pdf")

    assert LONG in report.text
    assert LONG.replace("minister", "spreker") in report.text


FRENCH = (
    "Le ministre explique que la réforme du parcours se poursuit dans toutes les villes et communes du pays et que les "
    "moyens sont prévus au budget de cette année. Il transmettra les chiffres aux membres de la commission avant la "
    "fin de cette année. Une évaluation aura lieu ensuite, dont les résultats seront discutés avec tous les groupes."
)


def test_a_column_in_each_of_two_languages_keeps_each_language_whole() -> None:
    dutch, french = LONG.split(), FRENCH.split()
    pages = [
        column(" ".join(dutch[:30]), x=60, y=700, width=38, size=10)
        + column(" ".join(french[:28]), x=310, y=700, width=38, size=10),
        column(" ".join(dutch[30:]), x=60, y=700, width=38, size=10)
        + column(" ".join(french[28:]), x=310, y=700, width=38, size=10),
    ]
    report = read_bytes(pdf(pages), name="v.pdf")

    assert LONG in report.text
    assert FRENCH in report.text
    assert report.page_at(report.text.index("Daarna")) == 2
    assert report.page_at(report.text.index("Le ministre")) == 1
    languages = {block.language or report.language for block in report.blocks}
    assert languages == {"nl", "fr"}


def test_a_word_document_gives_insertions_lists_notes_and_bold_speakers_but_no_deletions() -> None:
    inserted = "<w:ins><w:r><w:t>nieuwe </w:t></w:r></w:ins><w:del><w:r><w:delText>oude </w:delText></w:r></w:del>"
    control = "<w:sdt><w:sdtContent><w:r><w:t>scholen</w:t></w:r></w:sdtContent></w:sdt>"
    body = (
        word_paragraph("Plenaire vergadering van 3 mei 2021", style="Kop1")
        + word_paragraph(" Goedemorgen, wij beginnen.", bold="De voorzitter:")
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Minister Bart Somers</w:t></w:r><w:r><w:br/></w:r>"
        + f"<w:r><w:t>Ik zal de </w:t></w:r>{inserted}{control}"
        + "<w:r><w:t> bezoeken. Wij doen drie dingen:</w:t></w:r></w:p>"
        + word_paragraph("wij bouwen;", listed=True)
        + "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:lastRenderedPageBreak/><w:t>wij breken.</w:t></w:r></w:p>"
        + word_paragraph(" Dank u.", bold="An Claes (N-VA)")
    )
    styles = '<w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>'
    report = read_bytes(docx(body, styles=styles, footnotes=word_paragraph("1 Zie ook het decreet.")), name="v.docx")

    assert report.style is ReportStyle.VERBATIM
    assert "Ik zal de nieuwe scholen bezoeken." in report.text
    assert who_says(report, "Ik zal") == who_says(report, "wij breken") == "Bart Somers"
    assert who_says(report, "Dank u") == "An Claes"
    assert [block.opener for block in report.blocks if block.kind is BlockKind.ITEM] == [2, 2]
    assert report.page_at(report.text.index("wij breken")) == 2
    assert report.blocks[-1].kind is BlockKind.NOTE
    assert report.blocks[0].kind is BlockKind.HEADING


def test_an_open_document_gives_bold_speakers_lists_notes_and_soft_page_breaks() -> None:
    styles = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    body = (
        "<text:tracked-changes><text:changed-region><text:p>Geschrapt.</text:p></text:changed-region></text:tracked-changes>"
        "<text:h>Vergadering van 3 mei 2021</text:h>"
        '<text:p><text:span text:style-name="B">De voorzitter:</text:span> Goedemorgen.</text:p>'
        '<text:p><text:span text:style-name="B">Minister Bart Somers</text:span><text:line-break/>Ik zal<text:s/>'
        "komen<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Een noot.</text:p>"
        "</text:note-body></text:note>. Wij doen<text:soft-page-break/> dit:</text:p>"
        "<text:list><text:list-item><text:p>bouwen.</text:p></text:list-item></text:list>"
        "<text:soft-page-break/><text:p>Dank u.</text:p>"
    )
    report = read_bytes(odt(body, styles), name="v.odt")

    assert "Geschrapt" not in report.text
    assert who_says(report, "Ik zal komen.") == "Bart Somers"
    assert [block.kind for block in report.blocks].count(BlockKind.NOTE) == 1
    assert report.page_at(report.text.index("dit:")) == 2
    assert report.page_at(report.text.index("Dank u")) == 3


PARLAMINT = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="nl"><teiHeader><fileDesc>
<titleStmt><title type="main" xml:lang="nl">Corpus van het parlement</title></titleStmt>
<publicationStmt><date when="2024-01-23"/></publicationStmt>
<sourceDesc><bibl><title xml:lang="fr">Commission de la Culture</title>
<title xml:lang="nl">Commissie voor Cultuur van donderdag 22 april 2021</title></bibl></sourceDesc></fileDesc>
<profileDesc><settingDesc><setting><date when="2021-04-22">22 april 2021</date></setting></settingDesc>
<particDesc><listPerson><person xml:id="SomersBart">
<persName><surname>Somers</surname><forename>Bart</forename></persName>
<affiliation role="minister">Vlaams minister van Wonen</affiliation></person></listPerson></particDesc></profileDesc>
</teiHeader><text><body><div><head>Vragen</head>
<note type="editorial">De vergadering begint om 14 uur.</note>
<note type="speaker">De voorzitter:</note><u who="#RobeynsEls" ana="#chair"><seg>Ik open de vergadering.</seg></u>
<note type="editorial">01 Vraag van An Claes aan Bart Somers over "Wonen"</note>
<note type="speaker">01.01 An Claes (N-VA):</note>
<u who="#ClaesAn" ana="#regular"><seg>Komt het er?<note>gelach</note></seg></u>
<u who="#SomersBart" ana="#regular">
<seg><s><w>Ik</w><w>zal</w><w join="right">komen</w><pc>.</pc></s></seg><seg xml:lang="fr">Je viendrai.</seg></u>
<note type="speaker">Bart Somers, ministre:</note><u who="#SomersBart"><seg>Zeker.</seg></u>
<u who="#ClaesAn"><seg>Dank u.</seg></u><u who="#VanHeesMarco" ana="#guest"><seg>Dag.</seg></u><u><seg>Hallo.</seg></u>
</div></body></text></TEI>"""


def test_parlamint_names_its_speakers() -> None:
    report = read_bytes(PARLAMINT.encode(), name="v.xml")
    spoken = [(s.speaker.name, s.speaker.role) if s.speaker else None for s in report.speeches]

    assert spoken == [
        ("Els Robeyns", Role.CHAIR),
        ("An Claes", Role.MEMBER),
        ("Bart Somers", Role.MINISTER),
        ("Bart Somers", Role.MINISTER),
        ("An Claes", Role.MEMBER),
        ("Marco Van Hees", Role.OTHER),
        None,
    ]
    assert (str(report.held_on), report.language) == ("2021-04-22", "nl")
    assert report.title == "Commissie voor Cultuur van donderdag 22 april 2021"
    assert report.committee == "Commissie voor Cultuur"
    assert who_says(report, "Ik zal komen.") == who_says(report, "Je viendrai") == "Bart Somers"
    assert who_says(report, "De vergadering begint") is None
    assert [block.kind for block in report.blocks].count(BlockKind.HEADING) == 2
    assert "gelach" not in report.text


@pytest.mark.parametrize(
    ("period", "role"),
    [
        ('from="2019-10-02"', Role.MINISTER),
        ('from="2014-07-25" to="2019-10-01"', Role.MEMBER),  # before the sitting of 22 April 2021
        ('from="2021-05-01"', Role.MEMBER),  # after it
        ("", Role.MINISTER),
    ],
)
def test_an_office_in_parlamint_counts_in_its_period_only(period: str, role: Role) -> None:
    text = PARLAMINT.replace('role="minister"', f'role="minister" {period}')

    report = read_bytes(text.encode(), name="v.xml")

    assert next(who.role for who in report.speakers if who.name == "Bart Somers") == role


AKOMA = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta>
<identification><FRBRWork><FRBRdate date="2021-05-03" name="sitting"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="nld"/></FRBRExpression></identification>
<references><TLCPerson eId="somers" showAs="Bart Somers"/><TLCPerson eId="claes" showAs="An Claes"/>
<TLCRole eId="min" showAs="minister"/></references></meta>
<preface><p><docTitle>Debat over wonen</docTitle></p></preface>
<debateBody><debateSection><heading>Vragen</heading>
<speech by="#claes"><from>Mevrouw Claes (N-VA):</from><p>Komt het er?</p></speech>
<speech by="#somers" as="#min"><from>De heer Somers:</from><p>Ik zal komen.</p><p>In juni.</p></speech>
<narrative>Applaus.</narrative>
<speech as="#chair"><from>De voorzitter:</from><p>Dank u.</p></speech>
</debateSection></debateBody></debate></akomaNtoso>"""


def test_akoma_ntoso_names_its_speakers() -> None:
    report = read_bytes(AKOMA.encode(), name="v.xml")
    spoken = [(s.speaker.name, s.speaker.role) if s.speaker else None for s in report.speeches]

    assert spoken == [("An Claes", Role.MEMBER), ("Bart Somers", Role.MINISTER), (None, Role.CHAIR)]
    assert (str(report.held_on), report.title, report.language) == ("2021-05-03", "Debat over wonen", "nl")
    assert who_says(report, "In juni") == "Bart Somers"
    assert who_says(report, "Applaus") is None


DUTCH_XML = """
<?xml version="1.0" encoding="utf-8"?><officiele-publicatie>
<metadata><meta name="OVERHEIDop.datumVergadering" content="2018-04-05"/></metadata><handelingen>
<item-titel> Justitiële jeugd </item-titel><al>Aan de orde is het debat.</al>
<spreekbeurt><spreker><voorvoegsels> Minister </voorvoegsels><naam><achternaam> De Jonge </achternaam></naam> :
</spreker>
<tekst><al-groep><al>Ik zal drie dingen doen:</al></al-groep>
<lijst><li><li.nr>-</li.nr><al>komen.</al></li></lijst></tekst></spreekbeurt>
<spreekbeurt><spreker><voorvoegsels>Mevrouw</voorvoegsels><naam><achternaam> Van Eijs </achternaam></naam> (
<politiek> D66 </politiek> ): </spreker><tekst><al>Goed.</al></tekst></spreekbeurt>
</handelingen></officiele-publicatie>"""


def test_dutch_official_publications_name_their_speakers() -> None:
    twice_encoded = DUTCH_XML.encode("utf-8-sig").decode("cp1252").encode()
    report = read_bytes(twice_encoded, name="v.xml")

    assert who_says(report, "Ik zal") == who_says(report, "komen.") == "De Jonge"
    assert who_says(report, "Aan de orde") is None
    assert report.speeches[-1].speaker is not None
    assert (report.speeches[-1].speaker.name, report.speeches[-1].speaker.party) == ("Van Eijs", "D66")
    assert (report.title, str(report.held_on)) == ("Justitiële jeugd", "2018-04-05")
    assert BlockKind.ITEM in {block.kind for block in report.blocks}


def test_a_page_in_an_old_encoding_says_so_and_is_believed() -> None:
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>De co\u00f6rdinatie zal starten.</p></body></html>"

    assert "co\u00f6rdinatie" in read_bytes(page.encode("cp1252"), name="v.html").text
    assert (
        "co\u00f6rdinatie"
        in read_bytes("De co\u00f6rdinatie van het beleid start.".encode("cp1252"), name="v.txt").text
    )
    assert (
        "co\u00f6rdinatie" in read_bytes("De co\u00f6rdinatie van het beleid.".encode("utf-16-le"), name="v.txt").text
    )


def test_a_web_page_keeps_line_breaks_bold_names_and_prose_in_cells() -> None:
    prose = "De minister zegt dat hij de cijfers over de wachtlijsten aan de leden van de commissie zal bezorgen."
    page = (
        f"<html><body><table><tr><td>{prose}</td><td>12</td></tr></table>"
        "<p><b>De voorzitter:</b> Goedemorgen.<br>Wij beginnen.</p>"
        "<p><strong>Minister Bart Somers</strong></p><p>Ik zal komen.</p></body></html>"
    )
    report = read_bytes(page.encode(), name="v.html")

    assert report.blocks[0].kind is BlockKind.PARAGRAPH
    assert report.blocks[1].kind is BlockKind.TABLE
    assert who_says(report, "Wij beginnen") is None
    assert report.speeches[0].speaker is not None
    assert report.speeches[0].speaker.role is Role.CHAIR
    assert who_says(report, "Ik zal komen") == "Bart Somers"
