"""What rooms without a language write in English, as readers of other languages are told it."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.dates import find_dates
from tracker.errors import MailError
from tracker.wording.refusals import what_happened
from tracker.wording.speech import speech_in
from tracker.wording.written import retold

HARD, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("written", "dutch"),
    [
        ("Report 3 was altered.", "Verslag 3 is gewijzigd."),
        ("summer 2022 = 2022-06-01 to 2022-08-31", "zomer 2022 = 2022-06-01 tot 2022-08-31"),
        ("2021-09-21 +3 month = 2021-12-21", "2021-09-21 +3 maand = 2021-12-21"),
        ("by: - to 2022-06-30", "tegen: - tot 2022-06-30"),
        ("vague-soon: soon, shortly, as soon as possible: 3 months", "binnenkort, weldra, zo snel mogelijk: 3 maanden"),
        ("There is no 31 November.", "Er is geen 31 november."),
        ("There is no 29 February 2022.", "Er is geen 29 februari 2022."),
        ("C-0007 is partly fulfilled here, and open in the file.", "C-0007 is hier deels voldaan, en"),
        ("row 4: Tekst is empty.", "rij 4: Tekst is leeg."),
        ("row 4: Datum 'ooit' is not a day.", "rij 4: Datum 'ooit' is geen dag."),
        ("Blad1, row 4: Datum 'ooit' is not a day.", "Blad1, rij 4: Datum 'ooit' is geen dag."),
        ("Lijst 2024, row 7: C-0001 is missing.", "Lijst 2024, rij 7: C-0001 ontbreekt."),
        ("passages.jsonl, line 12", "passages.jsonl, regel 12"),
        ("given up after 3 attempts; no answer in time", "opgegeven na 3 pogingen; geen antwoord op tijd"),
        ("not sent: the reader is suspended", "niet verzonden: de lezer is opgeschort"),
    ],
)
def test_a_known_form_is_told_in_the_language_of_the_reader(written: str, dutch: str) -> None:
    assert dutch in retold(written, "nl")


def test_each_of_several_assumptions_is_told() -> None:
    told = retold("end = one third; summer-recess: by the rules of the calendar be-vlg", "nl")

    assert told == "einde = een derde; summer-recess: volgens de regels van de kalender be-vlg"


@pytest.mark.parametrize("text", ["", "Dit is al Nederlands.", "550 5.1.1 no such user", "summer = a guess of 2019"])
def test_a_text_in_no_known_form_is_told_as_it_is(text: str) -> None:
    assert retold(text, "nl") == text


def test_english_is_told_as_it_was_written() -> None:
    assert retold("Report 3 was altered.", "en") == "Report 3 was altered."


def test_marks_in_french_break_no_line() -> None:
    assert retold("it is not JSON: unexpected end.", "fr") == f"ce n'est pas du JSON{HARD}: unexpected end."
    assert retold("waits for what the words name; no day until then", "fr").count(THIN) == 1


def test_a_fact_of_a_refusal_is_told_in_its_language() -> None:
    because = "The register was moved, copied or put back: it was at a.db and is now at b.db."

    told = what_happened(MailError("fence.closed", because=because), language="nl")

    assert "Het register werd verplaatst, gekopieerd of teruggezet: het stond op a.db en staat nu op b.db." in told


def test_a_remark_tells_the_text_in_it() -> None:
    from tracker.model.remarks import remark

    told = speech_in("nl").tell(remark("takes no letters: %(reply)s", reply="there is no server of that name"))

    assert told == "neemt geen brieven aan: er is geen server met die naam"


def test_how_a_date_was_read_is_kept_in_english_and_told_in_french() -> None:
    (time,) = find_dates("tegen eind juni", said_on=date(2022, 2, 8))

    assert time.derivation[-1] == "by: 2022-02-08 to 2022-06-30"
    assert retold(time.derivation[-1], "fr") == f"pour{HARD}: 2022-02-08 au 2022-06-30"
