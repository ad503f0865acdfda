"""Is the layout of a page undone, and nothing else?"""

from __future__ import annotations

from tracker.model import BlockKind, Report
from tracker.reading import read_bytes


def read_text(text: str) -> Report:
    return read_bytes(text.encode(), name="verslag.txt")


def blocks(report: Report) -> list[tuple[BlockKind, str]]:
    return [(block.kind, report.text[block.start : block.end]) for block in report.blocks]


DOUBLE_SPACED = (
    " De Commissie voor Onderwijs besprak op 21 september 2021 het ontwerp van decreet van \n\n"
    "de algemene rekening. \n\n \n\n"
    "1. Toelichting door Bart Somers, viceminister-president en Vlaams minister van \n\nBestuurszaken \n\n"
    "Minister Bart Somers zegt dat de rekening een jaarlijks terugkerend document is. Be-\n\n"
    "grotingen hebben betrekking op het integratie- en inburgeringsbeleid en op soci-\n\nale zaken van het "
    "voorbije jaar in de gemeenten van dit land: \n\n"
    "− de basis werd gelegd voor het ontwerp van decreet over de erkenning en het \n\n"
    "toezicht op de geloofsgemeenschappen; \n\n− de rest volgt. \n\n \n\n"
    "Die tekst gaat over de pagina heen en loopt gewoon door tot op het einde van de \n volgende bladzijde. \n\n"
)


def test_a_text_with_a_blank_line_after_every_line_gives_its_paragraphs_back() -> None:
    report = read_text(DOUBLE_SPACED)

    kinds = [kind for kind, _ in blocks(report)]
    assert kinds == [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.ITEM,
        BlockKind.ITEM,
        BlockKind.PARAGRAPH,
    ]
    assert blocks(report)[1][1].endswith("Vlaams minister van Bestuurszaken")
    assert "Begrotingen hebben betrekking op het integratie- en inburgeringsbeleid en op sociale zaken" in report.text
    assert report.blocks[3].opener == report.blocks[4].opener == 2
    assert blocks(report)[5][1].endswith("tot op het einde van de volgende bladzijde.")


def test_every_run_of_the_clean_text_is_a_copy_of_the_original() -> None:
    report = read_text(DOUBLE_SPACED)
    places = report.places

    for start, origin, length in zip(places.starts, places.origins, places.lengths, strict=True):
        assert report.text[start : start + length] == report.original[origin : origin + length]
    place = report.text.index("inburgeringsbeleid")
    assert report.original[places.origin(place) :].startswith("inburgeringsbeleid")


PAGES = """734 (2015-2016) – Nr. 1   3

Een eerste alinea van het verslag, die lang genoeg is om de breedte van de bladzijde te tonen en
die midden in een zin wordt onderbroken door het einde van de bladzijde, omdat de zetter dat zo

Vlaams Parlement
4   734 (2015-2016) – Nr. 1

heeft gewild. Daarna volgt nog een zin die ook wat langer is en die dus over twee regels loopt in
dit verslag van de commissie.

Een tweede alinea van het verslag, die ook lang genoeg is om de breedte te tonen, en die midden in

Vlaams Parlement
734 (2015-2016) – Nr. 1   5

een zin overgaat naar de derde bladzijde van dit stuk, waar ze eindigt.
"""


def test_running_heads_feet_and_page_numbers_leave_no_trace() -> None:
    report = read_text(PAGES)

    assert "Nr. 1" not in report.text
    assert "Vlaams Parlement" not in report.text
    assert "omdat de zetter dat zo heeft gewild." in report.text
    assert "en die midden in een zin overgaat" in report.text
    assert report.document_number == "734 (2015-2016) – Nr. 1"


NOTES = """De boekhoudkundige verwerking van de financiering is verbeterd in de loop van het voorbije jaar.1
Hij heeft ook vragen bij de onderbenutting van de kredieten die in de begroting stonden en bij de

__________
1 Zie ook de omzendbrief FB/2018/2, waarvan de bepalingen gelden tot 31 december 2021 en later ook
nog daarna.

investeringskredieten: van de geplande 2,1 miljard euro werd maar 84 procent vastgelegd dit jaar.
"""


def test_a_footnote_stands_apart_and_its_paragraph_goes_on() -> None:
    report = read_text(NOTES)

    assert [kind for kind, _ in blocks(report)] == [BlockKind.PARAGRAPH, BlockKind.NOTE]
    assert "bij de investeringskredieten: van de geplande" in report.text
    notes = {index for index, block in enumerate(report.blocks) if block.kind is BlockKind.NOTE}
    assert all(sentence.speech is None for sentence in report.sentences if sentence.block in notes)


def test_hyphens_of_the_word_stay_and_those_of_the_page_go() -> None:
    lines = [
        "Wat de sociale-impactobligaties betreft, wordt nagegaan hoe men die zal kunnen hanteren. De sociale-",
        "impactobligaties zijn een middel, zegt de viceminister-president op vraag van de heer Van den Bossche-",
        "Peeters van de N-VA over de in- en uitstroom. Het gaat om de integratie-, inburgerings- en gelijkekan-",
        "senbeleidsdoelstellingen van de minister-",
        "president, over zee-",
        "egels en over co\u00ad",
        "ördinatie in de gemeenten van de Vlaamse Rand en elders in het land, zoals al eerder is gezegd door haar.",
    ]
    text = read_text("\n".join(lines)).text

    for word in (
        "De sociale-impactobligaties",
        "Bossche-Peeters",
        "gelijkekansenbeleidsdoelstellingen",
        "minister-president",
    ):
        assert word in text
    assert "zee-egels" in text
    assert "coördinatie" in text


def test_odd_white_space_and_ligatures_are_set_right() -> None:
    text = read_text(
        "De\u00a0minister  zegt\tdat de \ufb01nanciën en de coo\u0308rdinatie op\u00adnieuw worden bekeken."
    ).text

    assert text == "De minister zegt dat de financiën en de coördinatie opnieuw worden bekeken."


def test_a_line_a_paragraph_stays_as_it_is() -> None:
    report = read_text(
        "# Regeling van werkzaamheden\nDe voorzitter: Goedemorgen.\n\nAnseeuw Björn, Arens Josy, " * 1
        + "Pas Barbara, " * 20
    )

    assert blocks(report)[0] == (BlockKind.HEADING, "Regeling van werkzaamheden")
    assert blocks(report)[-1][0] is BlockKind.TABLE


FOOT = """Er zal bij de inwerkingtreding van dit wetsvoorstel ook nog voorlichting worden

11

Zie www.regeldrukmonitor.nl voor meer, en lees daar ook de toelichting op de
cijfers na.

Tweede Kamer, vergaderjaar 2023–2024, 36 450, nr. 6 7
\fgegeven aan de betrokken ambtenaren, om ervoor te zorgen dat zij de regels kennen
en die ook toepassen in hun dagelijkse werk voor de burger en de onderneming.

Tweede Kamer, vergaderjaar 2023–2024, 36 450, nr. 6 8
"""


def test_notes_under_a_lone_number_at_the_foot_of_a_page_stand_apart() -> None:
    report = read_text(FOOT)

    assert [kind for kind, _ in blocks(report)] == [BlockKind.PARAGRAPH, BlockKind.NOTE]
    assert "ook nog voorlichting worden gegeven aan de betrokken ambtenaren" in report.text
