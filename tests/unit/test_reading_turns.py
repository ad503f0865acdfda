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


QUOTED = "Volgens de minister zijn er 500 plaatsen."


@pytest.mark.parametrize(
    "quoting",
    [
        (f"{ASKED} Het ligt stil.", f"{QUOTED} Er zal in maart een eigen telling volgen."),
        (f"{ASKED} Het ligt stil.", f"De ouders wachten. {QUOTED} Dat gelooft niemand. De telling volgt in maart."),
        (f"{ASKED} {QUOTED} Tegen maart volgt een eigen telling.",),
        (ASKED, f"{QUOTED} Dat is te weinig. Tegen maart volgt een eigen telling."),
        (ASKED, f"{QUOTED} Dat klopt niet. Tegen maart volgt een eigen telling."),
        (f"{ASKED} Er is geld genoeg, zegt de minister. Dat volstaat niet. Tegen maart volgt een eigen telling.",),
    ],
)
def test_a_member_who_quotes_the_minister_to_object_goes_on(quoting: tuple[str, ...]) -> None:
    assert told(*quoting)[-1] == JAN


def test_an_answer_that_is_told_as_the_ministers_goes_on_as_his() -> None:
    assert told(ASKED, f"{QUOTED} Er komen er honderd bij.") == [JAN, MINISTER, MINISTER]


@pytest.mark.parametrize(
    "heading", ["Replieken van de leden", "III. Replieken van de fracties", "Repliek van mevrouw X"]
)
def test_under_a_heading_of_members_replies_members_alone_speak(heading: str) -> None:
    report = (heading, f"{ASKED} Het ligt stil.", f"{QUOTED} Er volgt een telling.", "De minister wacht. Ze komt er.")

    assert set(told_under_headings(*report)) == {JAN}


@pytest.mark.parametrize(
    "criticism",
    [
        "De minister laat de sector in de steek.",
        "De minister wacht al twee jaar.",
        "De minister zal dat wel weer uitstellen.",
        "De minister zorgt voor onrust.",
        "De minister neemt te weinig initiatief.",
        "De minister gaat voorbij aan het probleem.",
        "De minister gaat daar niet op in.",
        "De minister zal ze nooit bezorgen.",
    ],
)
def test_a_member_who_criticises_the_minister_after_his_question_goes_on(criticism: str) -> None:
    assert told(f"{ASKED} {criticism} Er zal in maart een telling volgen.") == [JAN] * 3


@pytest.mark.parametrize(
    "given",
    [
        "Jan Peeters krijgt te horen dat ze in maart volgt.",
        "Jan Peeters kreeg een kort antwoord.",
        "Jan Peeters zal de tabel schriftelijk ontvangen.",
    ],
)
def test_an_answer_is_not_the_words_of_the_member_whom_it_is_given_to(given: str) -> None:
    assert told(ASKED, "De minister licht toe dat het loopt.", f"{given} De tabel komt er.")[1:] == [MINISTER] * 3


@pytest.mark.parametrize(
    "member",
    [
        "An Claes zou graag de cijfers ontvangen. Zij zal daarover tegen maart een schriftelijke vraag indienen.",
        "An Claes krijgt van ouders vaak klachten toegestuurd. Zij zal die tegen mei bundelen.",
        "An Claes krijgt van ouders te horen dat er geen plaats is. Zij zal die klachten tegen mei bezorgen.",
        "An Claes krijgt te horen dat scholen sluiten. Zij zal dat tegen mei aankaarten.",
        "An Claes ontvangt de klachten vaak schriftelijk. Ze bundelt die tegen mei.",
        "An Claes zou het verslag willen ontvangen. Tegen maart zal zij een vraag om uitleg stellen.",
        "Jan Peeters zal de tabel graag ontvangen. Hij zal die in maart aan de gemeenten bezorgen.",
        "Jan Peeters krijgt een antwoord van het agentschap. Hij zal het in maart bezorgen.",
        "Jan Peeters krijgt te horen dat ouders wachten. Hij zal die getuigenissen tegen mei bezorgen.",
        "Jan Peeters krijgt te horen dat ouders wachten. In mei zal hij die getuigenissen bezorgen.",
    ],
)
@pytest.mark.parametrize("before", [(ASKED,), (ASKED, "De minister licht toe dat het loopt.")])
def test_what_members_wish_or_get_from_others_is_no_answer(before: tuple[str, ...], member: str) -> None:
    assert told(*before, member)[-1] in (JAN, ("An Claes", "member"))


@pytest.mark.parametrize(
    "heard",
    [
        "Hij krijgt te horen dat er geen plaats is. Hij zal in maart een lijst bezorgen.",
        "Hij krijgt als antwoord dat men wacht. In maart volgt een eigen lijst.",
        "Op de vraag van An Claes gaat hij niet in. Hij zal in maart een lijst bezorgen.",
    ],
)
def test_what_a_member_says_that_he_heard_is_his(heard: str) -> None:
    assert set(told(ASKED, heard)) == {JAN}


@pytest.mark.parametrize(
    "own",
    [
        "Er zal in maart een voorstel van resolutie worden ingediend.",
        "In maart dient zij een schriftelijke vraag in.",
        "Daarover zal een motie worden neergelegd.",
        "Hij zal de minister daarover interpelleren.",
        "De fractie zal tegen maart een voorstel van decreet bezorgen.",
        "In maart volgt een vraag om uitleg.",
    ],
)
def test_what_members_alone_do_is_not_the_ministers_without_his_name(own: str) -> None:
    assert told(ASKED, "De minister licht toe dat het loopt. Dat blijft zo.", own)[-1] == JAN


def test_what_members_did_before_may_be_told_by_the_minister() -> None:
    recalled = "De resolutie die vorig jaar werd ingediend, wordt in maart uitgevoerd."

    assert told(ASKED, f"De minister licht toe dat het loopt. {recalled}")[-1] == MINISTER


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
