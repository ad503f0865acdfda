"""What holds for every text: order, places, no exception, no deadline before the sitting, no effect of other text."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.dates import find_dates
from tracker.languages.words import date_languages, date_words
from tracker.model import Precision, TimeExpression

CORPUS = Path(__file__).parent.parent / "corpus" / "dates" / "nl.toml"
SITTING = date(2021, 9, 21)
PHRASES = sorted(
    case.split(" = ")[0]
    for group in tomllib.loads(CORPUS.read_text(encoding="utf-8"))["group"]
    for case in group["cases"]
    if "[" not in case
)
WORDS = sorted(
    {*date_words("nl").tokens, "21", "3", "31", "2022", "2021", "1/10", "1/10/2021", "15de", ",", "-", ".", "'22"}
)
sittings = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
word_salad = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)
phrases = st.sampled_from(PHRASES)
WRAPPERS = (
    "{}",
    "het begin van {}",
    "eind {}",
    "de eerste helft van {}",
    "de start van {}",
    "de week van {}",
    "het weekend van {}",
    "de eerste dag van {}",
    "de laatste week van {}",
    "de eerste maanden van {}",
    "de derde dinsdag van {}",
    "drie weken na {}",
    "een maand voor {}",
    "de rest van {}",
    "dinsdag van {}",
    "de dag na {}",
    "tegen {}",
    "voor {}",
    "na {}",
    "sinds {}",
    "vanaf {}",
    "tot {}",
    "rond {}",
    "nog {}",
    "later {}",
    "eerder {}",
    "volgende {}",
    "deze {}",
    "vorige {}",
    "elke {}",
    "binnen {}",
    "over {}",
    "{} 2022",
    "{} van volgend jaar",
    "{} a.s.",
    "{} jl.",
    "tussen {} en eind mei",
    "van {} tot 3 juni",
    "{} en in juni",
    "{}, 15 maart en zaterdag",
    "de vergadering van {}",
    "{} of {}",
    "{} tot {}",
    "tussen {} en {}",
)
SALAD = settings(max_examples=400, deadline=None)


def _holds_together(text: str, found: tuple[TimeExpression, ...]) -> None:
    end = 0
    for time in found:
        assert end <= time.start < time.end <= len(text)
        assert text[time.start : time.end] == time.text
        end = time.end
        days = [day for day in (time.earliest, time.due, time.latest) if day is not None]
        assert days == sorted(days) or time.latest is None
        assert time.problem is None or days == [] or " is no " in time.problem


@SALAD
@given(text=word_salad, said_on=sittings)
def test_any_row_of_time_words_is_read_in_order_and_in_place(text: str, said_on: date) -> None:
    _holds_together(text, find_dates(text, said_on=said_on))


@SALAD
@given(words=phrases, wrappers=st.lists(st.sampled_from(WRAPPERS), max_size=3), said_on=sittings)
def test_any_nesting_of_phrases_is_read_in_order_and_in_place(words: str, wrappers: list[str], said_on: date) -> None:
    text = words
    for wrapper in wrappers:
        text = wrapper.replace("{}", text)

    _holds_together(text, find_dates(text, said_on=said_on))


@SALAD
@given(text=st.text(max_size=200), said_on=st.dates(), language=st.sampled_from(date_languages()))
def test_any_characters_on_any_day_give_no_exception(text: str, said_on: date, language: str) -> None:
    _holds_together(text, find_dates(text, said_on=said_on, language=language))


@SALAD
@given(bytes_in=st.binary(max_size=200))
def test_any_bytes_give_no_exception(bytes_in: bytes) -> None:
    text = bytes_in.decode("utf-8", errors="surrogateescape")

    _holds_together(text, find_dates(text, said_on=SITTING))


@given(words=phrases, said_on=st.dates())
def test_a_phrase_can_be_said_on_the_first_and_on_the_last_day_there_is(words: str, said_on: date) -> None:
    for day in (said_on, date.min, date.max):
        _holds_together(words, find_dates(words, said_on=day))


@settings(deadline=None)
@given(words=phrases, said_on=sittings)
def test_a_deadline_lies_on_or_after_the_sitting_unless_the_words_name_a_year(words: str, said_on: date) -> None:
    if any(character.isdigit() for character in words):
        return  # a year or a number may name the past
    for time in find_dates(words, said_on=said_on):
        if time.rule.startswith(("nl.deadline.", "nl.vague")) and time.due is not None:
            assert time.due >= said_on


@settings(deadline=None)
@given(one=phrases, other=phrases, said_on=sittings)
def test_the_next_sentence_changes_nothing(one: str, other: str, said_on: date) -> None:
    alone = [*find_dates(f"{one}.", said_on=said_on), *find_dates(f"{other}.", said_on=said_on)]

    together = find_dates(f"{one}.\n\n{other}.", said_on=said_on)

    assert [(time.text, time.earliest, time.latest, time.due) for time in together] == [
        (time.text, time.earliest, time.latest, time.due) for time in alone
    ]


@given(said_on=sittings)
def test_within_a_month_never_ends_before_over_four_weeks(said_on: date) -> None:
    (month,) = find_dates("binnen de maand", said_on=said_on)
    (weeks,) = find_dates("over vier weken", said_on=said_on)

    assert month.due is not None
    assert weeks.due == said_on + timedelta(weeks=4)
    assert month.due >= weeks.due


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("op 31 november", "no 31 November"),
        ("tegen 29/02/2023", "no 29 February 2023"),
        ("2021-11-31", "no 31 November"),
        ("voor 30 februari 2022", "no 30 February"),
        ("van 1 tot 31 juni", "no 31 June"),
        ("week 53 van 2022", "2022 has no week 53"),
        ("van 15 mei 2022 tot 1 mei 2022", "2022-05-15 comes after 2022-05-01"),
        ("op 12/13/2021", "no 12 month 13"),
    ],
)
def test_an_impossible_day_is_a_problem_and_never_another_day(words: str, says: str) -> None:
    (found,) = find_dates(words, said_on=SITTING)

    assert found.problem is not None
    assert says in found.problem
    assert (found.earliest, found.latest, found.due) == (None, None, None)


def test_a_vague_phrase_has_a_window_but_is_never_due() -> None:
    (found,) = find_dates("binnenkort", said_on=SITTING)

    assert (found.precision, found.due, found.latest) == (Precision.VAGUE, None, date(2021, 12, 21))
    assert found.assumption is not None


PAST = [
    ("In maart werd het advies gevraagd.", date(2021, 3, 31)),
    ("De commissie heeft in mei de cijfers gekregen.", date(2021, 5, 31)),
    ("Vlak voor het zomerreces werd erover gedebatteerd.", date(2021, 7, 20)),
    ("De brief van 15 oktober is bekend.", date(2020, 10, 15)),
    ("Hij heeft vrijdag geantwoord.", date(2021, 9, 17)),
    ("Dat was op maandag 15 maart.", date(2021, 3, 15)),
    ("Ik kom op maandag 15 maart terug op de vraag.", date(2021, 3, 15)),  # 15 March 2022 is no Monday
    ("Er werd gevraagd om in maart een nota te sturen.", date(2022, 3, 31)),  # what was asked lies ahead
    ("De nota zal in maart worden bezorgd.", date(2022, 3, 31)),
    ("Het rapport dat werd gevraagd, komt in mei.", date(2022, 5, 31)),  # the past stands in another clause
]


@pytest.mark.parametrize(("sentence", "due"), PAST)
def test_without_a_year_the_verb_tells_where_to_look(sentence: str, due: date) -> None:
    (found,) = find_dates(sentence, said_on=SITTING)

    assert found.due == due
