"""Whose words a paragraph tells that names nobody at its start, and where headings and notes give the floor."""

from __future__ import annotations

import pytest

from tracker.model import Report, ReportStyle
from tracker.reading import read_bytes
from tracker.reading.segment import segment

ASKED = "Jan Peeters vraagt of er een evaluatie komt."
MINISTER = (None, "minister")
JAN = ("Jan Peeters", "member")


def told(*paragraphs: str) -> list[tuple[str | None, str | None]]:
    return told_in(segment(Report.from_text("\n".join(paragraphs))))


def told_under_headings(*paragraphs: str) -> list[tuple[str | None, str | None]]:
    """The speakers of the sentences that have one."""
    return [who for who in told_in(read_bytes("\n\n".join(paragraphs).encode(), name="v.txt")) if who[1]]


def told_in(report: Report) -> list[tuple[str | None, str | None]]:
    speakers = [report.speeches[s.speech].speaker if s.speech is not None else None for s in report.sentences]
    return [(who.name, who.role.value) if who else (None, None) for who in speakers]


@pytest.mark.parametrize(
    "ascribed",
    [
        "Volgens de minister volgt ze in maart.",
        "Ze volgt in maart, zegt de minister.",
        "Ze volgt in maart, aldus de minister.",
        "“Ze volgt in maart,” zo zegt de minister.",
    ],
)
def test_a_paragraph_that_is_ascribed_to_the_minister_later_on_is_his_from_its_start(ascribed: str) -> None:
    answer = f"De cijfers zijn bekend. {ascribed} De tabel komt er in mei."

    assert told(f"{ASKED} Het dossier ligt stil.", answer) == [JAN] * 2 + [MINISTER] * 3


@pytest.mark.parametrize(
    "own",
    [
        "Hij vindt dat te laat. Volgens de minister volgt ze in maart.",
        "De cijfers zijn bekend. Volgens de minister volgt ze in maart. Waarom niet vroeger?",
    ],
)
def test_a_member_who_asks_or_finds_something_in_a_paragraph_goes_on_in_it(own: str) -> None:
    assert set(told(f"{ASKED} Het dossier ligt stil.", own)) == {JAN}


def test_what_stands_before_the_minister_is_given_the_floor_stays_the_members() -> None:
    own = "De cijfers zijn bekend. Volgens de minister volgt ze in maart."
    told_so = told(f"{ASKED} Het dossier ligt stil.", own, "De minister antwoordt dat ze in mei volgt.")

    assert told_so == [JAN] * 4 + [MINISTER]


def test_where_members_alone_speak_a_paragraph_is_not_the_ministers() -> None:
    own = "De cijfers zijn er. Volgens de minister volgt ze in maart."

    assert told_under_headings("1. Vragen van de leden", f"{ASKED} Het ligt stil.", own) == [JAN] * 4


@pytest.mark.parametrize(
    ("after", "speaker"),
    [("Jan Peeters vindt dat laat.", MINISTER), ("Bram Pauwels vindt dat laat.", ("An Claes", "member"))],
)
def test_several_members_have_their_answer_where_one_of_them_replies_to_it(
    after: str, speaker: tuple[str | None, str]
) -> None:
    told_so = told(ASKED, "An Claes sluit zich aan.", "De cijfers zijn er. Volgens de minister volgt ze.", after)

    assert told_so[2:4] == [speaker] * 2


@pytest.mark.parametrize(
    "acts", ["De minister zal ze in maart bezorgen.", "De minister bezorgt ze in maart.", "De minister laat ze maken."]
)
def test_a_minister_who_acts_on_what_was_just_asked_speaks(acts: str) -> None:
    assert told(f"{ASKED} {acts}") == [JAN, MINISTER]
    assert told(f"Jan Peeters vindt dat te laat. {acts}") == [JAN, JAN]


@pytest.mark.parametrize(
    "given",
    [
        "An Claes krijgt te horen dat ze in maart volgt.",
        "An Claes krijgt een kort antwoord.",
        "An Claes zal de tabel schriftelijk ontvangen.",
        "Hij krijgt te horen dat ze in maart volgt.",
        "Op de vraag van An Claes gaat hij uitvoeriger in.",
    ],
)
def test_an_answer_is_not_the_words_of_whom_it_is_given_to(given: str) -> None:
    assert told(ASKED, given) == [JAN, MINISTER]
    assert told("De minister licht toe dat het loopt.", given) == [MINISTER] * 2


def test_a_member_of_whom_a_minister_tells_does_not_speak() -> None:
    assert told("Jan Peeters stelt volgens de minister de verkeerde vraag. De tabel komt er.") == [MINISTER] * 2
    assert told("De minister ziet dat ook zo. Jan Peeters heeft gelijk.") == [MINISTER] * 2


def test_a_pronoun_where_nobody_speaks_is_the_minister_who_alone_was_named() -> None:
    named = "De omroepen hebben het de minister gezegd. Dat het werkt, gelooft zij niet. Het contract loopt af."

    assert told(named) == [MINISTER] * 3
    assert told(f"An Claes luistert. {named}")[-1] != MINISTER


def test_of_two_who_say_something_in_a_sentence_the_one_behind_the_comma_tells_it() -> None:
    assert told("Dat valt ze niet, vindt minister Bram Pauwels.") == [("Bram Pauwels", "minister")]
    assert told("Daar antwoordt hij ontwijkend, vindt Jan Peeters.") == [JAN]


@pytest.mark.parametrize("heading", ["3. Replieken", "3. Vragen en antwoorden", "3. Bijkomende vragen en antwoorden"])
def test_under_a_heading_of_replies_ministers_act_too(heading: str) -> None:
    assert told_under_headings(heading, ASKED, "Daar heeft de minister niets op tegen.") == [JAN, MINISTER]


def test_a_title_numbered_in_another_way_lies_within_the_answer_that_it_follows() -> None:
    minister = ("Bram Pauwels", "minister")
    report = (
        "I. Vragen van de leden", ASKED, "II. Antwoord van minister Bram Pauwels", "1. De tabel",
        "Ze volgt in maart.", "2. De studie", "Ook die volgt.", "III. Bespreking", "Het blijft stil.",
    )  # fmt: skip

    assert told_under_headings(*report) == [JAN, minister, minister]


def test_a_heading_may_name_an_office_without_its_article() -> None:
    introduced = "De commissie hoorde An Claes, minister van Energie, en Bram Pauwels, minister van Wonen."
    report = (introduced, "A. Minister van Energie", "De tabel volgt.", "B. Minister van Wonen", "De studie volgt.")

    assert told_under_headings(*report) == [("An Claes", "minister"), ("Bram Pauwels", "minister")]


def test_notes_in_small_letters_open_speeches_too() -> None:
    notes = (
        "Jan Peeters: wil de tabel.\nMinister: bezorgt ze in maart.\nJan Peeters: dankt.\nMinister: komt in mei terug."
    )
    report = segment(Report.from_text(notes))

    assert report.style is ReportStyle.VERBATIM
    assert told(notes)[1::2] == [MINISTER] * 2
