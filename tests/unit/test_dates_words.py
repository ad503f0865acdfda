"""Do the words in the language packs find what their examples say, and leave alone what they must?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tracker import dates
from tracker.dates import describe, find_dates, in_words
from tracker.dates.binding import RELATIONS
from tracker.dates.grammar import READERS
from tracker.errors import SettingsError
from tracker.languages.date_tables import CONTEXT, MEANINGS
from tracker.languages.words import Section, date_languages, date_words
from tracker.languages.words import _section as section_from
from tracker.parliaments.calendars import calendar_names, calendar_pack

EXAMPLE = re.compile(
    r"(?P<text>.+?)(?: @ (?P<on>[\d-]+))? = (?P<days>[\d-]+\.\.[\d-]+(?:, [\d-]+\.\.[\d-]+)*)(?: due (?P<due>[\d-]+))?"
)
USUAL_DAY = "2021-09-21"


def _sections() -> list[tuple[str, Section]]:
    return [(language, section) for language in date_languages() for section in date_words(language).sections]


EXAMPLES = [(language, example) for language, section in _sections() for example in section.examples]
COUNTEREXAMPLES = [(language, words) for language, section in _sections() for words in section.counterexamples]


def _shown(day: date | None) -> str:
    return "-" if day is None else day.isoformat()


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_a_word_finds_what_its_example_says(language: str, example: str) -> None:
    wanted = EXAMPLE.fullmatch(example)
    assert wanted is not None, f"cannot read the example {example!r}"

    found = find_dates(wanted["text"], said_on=date.fromisoformat(wanted["on"] or USUAL_DAY), language=language)

    assert [f"{_shown(time.earliest)}..{_shown(time.latest)}" for time in found] == wanted["days"].split(", ")
    assert wanted["due"] in (None, _shown(found[0].due))


@pytest.mark.parametrize(("language", "words"), COUNTEREXAMPLES)
def test_a_word_leaves_its_counterexample_alone(language: str, words: str) -> None:
    assert find_dates(words, said_on=date.fromisoformat(USUAL_DAY), language=language) == ()


def test_words_without_counterexamples_do_not_load() -> None:
    with pytest.raises(SettingsError, match="no counterexamples"):
        section_from("nl", "month", {"words": {"1": ["januari"]}, "examples": ["in januari = -..-"]})


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=f"Choose one of: {', '.join(date_languages())}"):
        date_words("xx")


def test_an_unknown_calendar_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="be-vlg, nl, plain"):
        calendar_pack("mars")


def test_every_name_in_the_languages_stands_in_some_calendar() -> None:
    packs = [calendar_pack(name) for name in calendar_names()]
    known = {name for pack in packs for part in ("days", "periods", "elections", "terms") for name in pack[part]}
    names = {
        name
        for _, section in _sections()
        if section.name in ("feast", "recess", "round", "term")
        for name in section.words
    }

    assert names - known == set()


def test_how_days_are_told_is_written_with_the_words_of_each_language() -> None:
    for language in date_languages():
        (found,) = find_dates("2021", said_on=date(2021, 9, 21), language=language)

        assert describe(found, language) == date_words(language).said["days"].format(
            in_words(date(2021, 1, 1), language), in_words(date(2021, 12, 31), language)
        )


def test_what_files_of_date_words_may_hold_is_what_the_grammar_asks_for() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(dates.__file__).parent.glob("*.py"))
    asked = set(re.findall(r'context\["(\w+)"\]', source)) | {"future", "past", "perfect"}
    asked |= {"events", "event_links", "event_on", "event_strangers", "event_words"}  # by the room of languages itself
    made_of_signs = {"event", "int", "figures", "fraction", "year"}

    assert set(CONTEXT) == asked
    assert set(MEANINGS["relation"]) == RELATIONS.keys() - {"every"}
    assert set(READERS) - made_of_signs <= set(MEANINGS)
