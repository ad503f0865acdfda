"""Is a PDF read as it is seen: no numbers of lines, nothing twice, no head for a title, lines joined however broken?"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

import pytest
from papers import Print, apart, column, pdf

from tracker.model import BlockKind, Report
from tracker.reading import read_bytes

OPENING = "Vergadering van 12 maart 2024"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each on one line."""
    return tuple(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


SAID = paragraphs_of("""
De voorzitter: Het woord is aan de minister voor haar antwoord op de vragen die zojuist werden gesteld.

Minister Jo Maes: Dank u wel voor deze vraag over het verkeer in onze steden en dorpen. Ik zal het verslag tegen eind
juni 2024 aan de commissie bezorgen. Daarna kunnen we daar in deze commissie verder over spreken.

An Claes (N-VA): Dank u wel voor het duidelijke antwoord op mijn vraag. Ik kijk uit naar het verslag en ik zal er dan
zeker op terugkomen in deze commissie, want het gaat om veel mensen in de 12 provincies van het land.

Minister Jo Maes: Graag. De nieuwe regeling voor de fietspaden zal ik voor het zomerreces aan het parlement
voorleggen, zodat iedereen ze kan lezen. Er komen 25 nieuwe paden bij en 30 oude worden hersteld.
""")


def texts(report: Report) -> list[str]:
    return [report.text[block.start : block.end] for block in report.blocks]


def set_in_lines(paragraphs: tuple[str, ...] = SAID, *, x: float = 90, width: int = 80) -> list[Print]:
    return column("\n\n".join((OPENING, *paragraphs)), x=x, y=760, width=width)


def read_pages(*pages: list[Print]) -> Report:
    return read_bytes(pdf(list(pages)), name="v.pdf")


# ------------------------------------------------------------------ numbers in the margin
def numbered(page: list[Print], *, every: int, x: float, first: int = 1, size: float = 8) -> list[Print]:
    """A page with numbers beside its lines, drawn with them."""
    lines = []
    for number, line in enumerate(page, start=first):
        mark = [Print(x, line.y, str(number), size)] if number % every == 0 else []
        lines += [*mark, line] if x < line.x else [line, *mark]
    return lines


@pytest.mark.parametrize(
    "number",
    [
        lambda page: numbered(page, every=5, x=60),
        lambda page: numbered(page, every=5, x=540),
        lambda page: numbered(page, every=1, x=60),
        lambda page: numbered(page, every=2, x=70, size=11),
        lambda page: numbered(page, every=5, x=60, first=381),
        lambda page: (
            page + [Print(60, line.y, str(5 * n), 8) for n, line in enumerate(page[4::5], start=1)]
        ),  # drawn last
    ],
)
def test_numbers_that_count_the_lines_are_no_words(number: Callable[[list[Print]], list[Print]]) -> None:
    report = read_pages(number(set_in_lines()))

    assert texts(report) == [OPENING, *SAID]
    assert report.speeches[1].speaker is not None
    assert report.speeches[1].speaker.name == "Jo Maes"


def test_numbers_that_count_the_paragraphs_are_no_words() -> None:
    page = set_in_lines((*SAID, *SAID))
    opens = [
        (number, line) for number, line in enumerate(page) if any(said.startswith(line.text[:30]) for said in SAID)
    ]
    marks = [Print(60, line.y, str(number), 11) for number, (_, line) in enumerate(opens, start=14)]

    assert texts(read_pages(page + marks)) == [OPENING, *SAID, *SAID]


def test_a_page_with_one_number_follows_the_others() -> None:
    first, last = numbered(set_in_lines(), every=5, x=60), numbered(set_in_lines(SAID[:1])[1:], every=2, x=60)

    assert texts(read_pages(first, last)) == [OPENING, *SAID, SAID[0]]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("2019 was een goed jaar voor de fietsers in alle steden van het land en ook daarbuiten.", *SAID[:1]),
        ("5 Bespreking van de stukken", *SAID, "10 Stemming over het geheel", *SAID),
    ],
)
def test_numbers_in_the_text_stay(paragraphs: tuple[str, ...]) -> None:
    assert texts(read_pages(set_in_lines(paragraphs)))[1:] == list(paragraphs)


# ------------------------------------------------------------------ all of it twice
def shifted(page: list[Print], by: float, size: float = 11) -> list[Print]:
    return [Print(line.x + by, line.y - by, line.text, size) for line in page]


def in_words(page: list[Print]) -> list[Print]:
    """The page once more, word by word, as a program for scans lays it over the picture."""
    return [word for line in page for word in apart(line, line.text.split())]


@pytest.mark.parametrize(
    "again",
    [
        lambda page: page + page,
        lambda page: page + shifted(page, 0.4),
        lambda page: page + shifted(page, 1.5, 10.6),
        lambda page: shifted(page, 1, 11.5) + page,
        lambda page: [line for pair in zip(page, shifted(page, 1.5, 10.6), strict=True) for line in pair],
        lambda page: page + in_words(page),
    ],
)
def test_a_text_that_is_printed_over_itself_is_read_once(again: Callable[[list[Print]], list[Print]]) -> None:
    assert texts(read_pages(again(set_in_lines()))) == [OPENING, *SAID]


def test_a_stamp_across_the_text_takes_no_line_away() -> None:
    page = set_in_lines()
    stamp = Print(100, page[4].y, "CONCEPT", 40)

    read = read_pages([stamp, *page]).text

    assert all(said in read for said in SAID[1:])


# ------------------------------------------------------------------ running heads
HEAD = "Commissie voor Mobiliteit – integraal verslag"
TITLE = "Gedachtewisseling over de veiligheid van de fietsers"


def under(head: str, page: list[Print], number: int) -> list[Print]:
    return [Print(90, 800, head, 8), *page, Print(90, 30, f"Vlaams Parlement, {number}", 8)]


@pytest.mark.parametrize("pages", [2, 3, 5])
def test_a_running_head_is_no_title_and_no_paragraph(pages: int) -> None:
    title = [Print(90, 770, TITLE, 14)]
    sheets = [
        under(HEAD, (title if n == 1 else []) + set_in_lines((f"{n} vragen. {SAID[n % 4]}",))[1:], n)
        for n in range(1, pages + 1)
    ]

    report = read_pages(*sheets)

    assert report.title == TITLE
    assert HEAD not in report.text
    assert "Vlaams Parlement" not in report.text


def test_a_head_in_small_print_on_the_only_page_is_no_title() -> None:
    report = read_pages([Print(90, 815, HEAD, 8), Print(90, 785, TITLE, 14), *set_in_lines()])

    assert report.title == TITLE


def test_a_running_head_still_tells_the_day_and_the_committee() -> None:
    head = "Commissie voor Mobiliteit – vergadering van 12 maart 2024"
    report = read_pages(*(under(head, set_in_lines(SAID[n:])[1:], n) for n in (1, 2, 3)))

    assert head not in report.text
    assert (str(report.held_on), report.committee) == ("2024-03-12", "Commissie voor Mobiliteit")


def test_a_title_that_the_running_head_repeats_stays() -> None:
    first = [Print(90, 790, TITLE, 16), *set_in_lines()]
    others = [under(TITLE, set_in_lines(SAID[n:])[1:], n) for n in (1, 2, 3)]

    report = read_pages(first, *others)

    assert report.title == TITLE
    assert report.text.count(TITLE) == 1


# ------------------------------------------------------------------ lines broken before the page was set
PROSE = paragraphs_of("""
1. Toelichting door Jo Maes, Vlaams minister van Mobiliteit

Minister Jo Maes zegt dat het onderzoek naar de veiligheid van de fietsers in de steden en de gemeenten van het
Vlaamse Gewest is gestart. Zij zal het verslag daarvan tegen eind juni 2024 aan de leden van de commissie bezorgen.
Daarna volgt een evaluatie door het Agentschap Wegen en Verkeer en door de Vlaamse Ombudsdienst, waarvan Jo Maes de
resultaten in 2025 zal voorleggen aan de Commissie voor Mobiliteit en Openbare Werken van het huis.

Het gaat om 12 gemeenten in de provincie Antwerpen en om 25 gemeenten in de provincie Limburg, waar de Vlaamse
Regering samen met de steden nieuwe paden zal aanleggen en waar Infrabel de overwegen op het Albertkanaal herziet.
""")
WIDE = (
    "Dit is een regel van de webpagina die over de hele breedte van het blad loopt tot aan de rand aan de rechterkant."
)


def one_paragraph_a_line() -> list[Print]:
    lines = [line for paragraph in PROSE for line in wrap(paragraph, 66)]
    return [Print(34, 740 - 24 * n, line, 12) for n, line in enumerate((WIDE, *lines))]


def broken_twice() -> list[Print]:
    """Lines of a hundred letters that the page breaks again at sixty."""
    rows = []
    for paragraph in PROSE:
        rows += [row for line in wrap(paragraph, 92) for row in wrap(line, 60)] + [""]
    return [Print(34, 760 - 14 * n, row, 11) for n, row in enumerate(rows) if row]


def narrow_letter_by_letter() -> list[Print]:
    """A narrow text on a wide page, each letter set by itself."""
    rows = [row for paragraph in PROSE for row in (*wrap(paragraph, 50), "")]
    lines = [Print(34, 790 - 10 * n, row, 8) for n, row in enumerate(rows) if row]
    return [letter for line in lines for letter in apart(line, list(line.text.replace(" ", "")))]


@pytest.mark.parametrize("page", [one_paragraph_a_line(), broken_twice(), narrow_letter_by_letter()])
def test_lines_that_were_broken_before_are_joined(page: list[Print]) -> None:
    report = read_pages(page)

    assert texts(report)[-len(PROSE) :] == list(PROSE)
    assert [block.kind for block in report.blocks][-3] is BlockKind.HEADING


def test_spaces_that_the_program_adds_do_not_change_the_size_of_the_print() -> None:
    """Browsers leave spaces out; pdfium adds them, in no size."""
    page = [word for line in set_in_lines() for word in apart(line, line.text.split())]

    assert texts(read_pages(page)) == [OPENING, *SAID]
