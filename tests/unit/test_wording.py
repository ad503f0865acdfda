"""Words for people: whole catalogues, and what somebody means who writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from tracker.model import Status
from tracker.model.checks import Advice
from tracker.wording.catalogue import catalogue, known_language, read_catalogue
from tracker.wording.checks import advised
from tracker.wording.refusals import Door
from tracker.wording.speech import speech_in
from tracker.wording.understood import meant

GERMAN = r"""
msgid ""
msgstr ""
"Language: de_DE\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgctxt "status"
msgid "open"
msgstr "offen"

msgid "%(n)s day late"
msgid_plural "%(n)s days late"
msgstr[0] "%(n)s Tag \"zu\" spät"
msgstr[1] "%(n)s Tage zu spät"
"""


def test_a_language_is_a_file() -> None:
    german = read_catalogue(GERMAN, "de")

    assert (german.locale, german.name("status", "open")) == ("de_DE", "offen")
    assert german.counted("%(n)s day late", "%(n)s days late", 1) == '%(n)s Tag "zu" spät'
    assert german.counted("%(n)s day late", "%(n)s days late", 2) == "%(n)s Tage zu spät"


def test_what_a_language_does_not_say_is_said_in_english() -> None:
    german = read_catalogue(GERMAN, "de")

    assert german.name("status", "lapsed") == "lapsed"
    assert german.sentence("due today") == "due today"
    assert german.counted("%(n)s new", "%(n)s new ones", 2) == "%(n)s new ones"


def test_what_has_no_name_keeps_its_own() -> None:
    assert speech_in("nl").name("status", "strange") == "strange"


def test_a_language_is_called_as_people_call_it_also_one_that_has_no_catalogue() -> None:
    assert [speech_in(told).language_name(spoken) for told, spoken in (("nl", "fr"), ("en", "nl"), ("fr", "de"))] == [
        "Frans",
        "Dutch",
        "allemand",
    ]


@pytest.mark.parametrize(("asked", "spoken"), [("nl-BE", "nl"), ("fr_FR", "fr"), ("EN", "en"), ("tlh", "en")])
def test_a_language_without_a_catalogue_becomes_english(asked: str, spoken: str) -> None:
    assert known_language(asked) == spoken


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("openstaand", Status.OPEN),
        ("Deels  voldaan", Status.PARTLY_FULFILLED),
        ("partly-fulfilled", Status.PARTLY_FULFILLED),
        ("partly_fulfilled", Status.PARTLY_FULFILLED),
        ("caduc", Status.LAPSED),
        ("fulfilled", Status.FULFILLED),
        ("overdue", None),
        ("", None),
    ],
)
def test_a_value_is_understood_by_its_own_name_and_in_every_language(written: str, status: Status | None) -> None:
    assert meant("status", written, Status) == status


def test_a_word_for_two_values_means_none_of_them() -> None:
    assert meant("alert", "te laat", ("overdue",)) == "overdue"
    assert meant("deed", "tenu en partie", ("partly_resolved", "resolved")) == "partly_resolved"
    assert meant("field", "termijn", ("due_on", "deadline")) is None


def test_marks_days_and_numbers_are_those_of_the_language() -> None:
    french, english, dutch = (speech_in(language) for language in ("fr", "en", "nl"))

    assert [one.month_day(number) for one in (dutch, english, french) for number in (1, 22)] == [
        *("1e", "22e"),
        *("1st", "22nd"),
        *("1er", "22"),
    ]
    assert french.day(date(2022, 5, 1)) == "1er\u00a0mai 2022"
    assert (french.quoted("oui"), dutch.quoted("ja")) == ("«\u00a0oui\u00a0»", "“ja”")
    assert (french.clock(time(8, 30)), french.clock(time(8)), dutch.clock(time(8))) == (
        "8\u00a0h\u00a030",
        "8\u00a0h",
        "08:00",
    )
    assert (french.labelled("Reste", "2"), french.number(1234)) == ("Reste\u00a0: 2", "1\u202f234")


def test_parts_stand_beside_each_other_with_the_semicolon_of_the_language() -> None:
    told = {language: speech_in(language).parted("a", None, "", "b") for language in ("nl", "fr", "en")}

    assert told == {"nl": "a; b", "fr": "a\u202f; b", "en": "a; b"}


def test_a_catalogue_is_read_once() -> None:
    assert catalogue("nl") is catalogue("nl")


def test_what_to_do_about_what_was_found_is_worded_by_the_door_where_it_is_heard() -> None:
    dutch = speech_in("nl")

    assert advised(Advice.TRY_SERVER, dutch) == "tracker outbox retry probeert het meteen."
    assert advised(Advice.TRY_SERVER, dutch, Door.PAGE) == ""
