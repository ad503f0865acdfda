"""Are the runs that are found at once those that reading word by word would find, each word at its place?"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.dates import find_dates
from tracker.dates.cursor import Cursor
from tracker.dates.finder import HELPERS, UNRELATED
from tracker.dates.grammar import READERS
from tracker.dates.lexer import lexemes
from tracker.dates.phrases import phrase
from tracker.dates.runs import LONGEST_RUN, folded, runs
from tracker.languages.words import GAPS, PUNCTUATION, TOKEN, DateWords, date_words

SITTING = date(2024, 3, 13)
DUTCH = date_words("nl")
STRANGE_WORDS = (
    "minister",
    "MEI",
    "œuvre",
    "ÉÉN",
    "İstanbul",
    "straße",
    "x",
    "½x",
    "…",
    "(",
    "\n\n",
    "\n \n",
    "_",
    "\0",
)
NUMBERS = ("0", "7", "24", "2024", "'22", "123456")
PARTS = sorted({*DUTCH.tokens, *PUNCTUATION, *NUMBERS, *STRANGE_WORDS} - {"voor"})
BETWEEN = st.sampled_from(["", " ", " ", "  ", "\n", "\t", "\u00a0", "\u2009", "_"])
salad = st.lists(st.tuples(st.sampled_from(PARTS), BETWEEN), max_size=40).map(
    lambda parts: "".join(word + space for word, space in parts)
)
MANY = settings(max_examples=400, deadline=None)


def word_by_word(text: str, words: DateWords) -> Iterator[list[tuple[str, int, int]]]:
    """The runs of a text without events, as plainly as they can be found."""
    tokens = list(TOKEN.finditer(folded(text)))
    for may_stand, found in groupby(tokens, key=lambda token: _may_stand(token[0], words)):
        run = list(found)
        if may_stand and any(_wakes(token, text, words) for token in run):
            yield [(token[0], *token.span()) for token in run]


def _may_stand(token: str, words: DateWords) -> bool:
    return token in words.tokens or token.isdecimal() or token in PUNCTUATION


def _wakes(token: re.Match[str], text: str, words: DateWords) -> bool:
    if token[0] in words.tokens or not token[0].isdecimal():
        return words.tokens.get(token[0], False)
    before, after = text[max(token.start() - 1, 0) : token.start()], text[token.end() : token.end() + 2]
    year = len(token[0]) == 4 or (len(token[0]) == 2 and before in ("'", "’"))
    return year or after[:1].isalpha() or (after[:1] in ("/", "-", ".") and after[1:].isdecimal())


@MANY
@given(text=salad)
def test_runs_are_those_that_reading_word_by_word_finds(text: str) -> None:
    found = [run for run, _ in runs(text, DUTCH)]

    assert found == list(word_by_word(text, DUTCH))


@MANY
@given(text=st.text(max_size=300))
def test_runs_of_any_characters_are_those_that_reading_word_by_word_finds(text: str) -> None:
    found = [run for run, _ in runs(text, DUTCH)]

    assert found == list(word_by_word(text, DUTCH))


@pytest.mark.parametrize("size", range((1 << 15) - 24, (1 << 15) + 4, 3))
def test_runs_across_the_seam_of_two_pieces_are_whole(size: int) -> None:
    text = "x" * size + " tegen het einde van juni 2022, minister, in mei"

    found = [run for run, _ in runs(text, DUTCH)]

    assert found == list(word_by_word(text, DUTCH))


def test_a_run_that_is_too_long_comes_in_parts_that_overlap() -> None:
    text = "van de " * LONGEST_RUN + "tegen eind juni 2022 " + "van de " * LONGEST_RUN

    parts = [[start for _, start, _ in run] for run, _ in runs(text, DUTCH)]

    assert max(map(len, parts)) == LONGEST_RUN + 1
    assert all(first[-1] > second[0] for first, second in pairwise(parts))


def test_every_kind_of_white_space_parts_words() -> None:
    spaces = {character for character in map(chr, range(sys.maxunicode + 1)) if character.isspace()}

    assert set(GAPS) == spaces | {"_"}


def test_only_a_dotted_capital_i_grows_when_it_is_folded() -> None:
    grown = [character for character in map(chr, range(sys.maxunicode + 1)) if len(character.lower()) != 1]

    assert grown == ["\u0130"]
    assert folded("Op 3 MEI in İZMİR") == "op 3 mei in İzmİr"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vóór \0 van 24 april.", "24 april"),  # the sign that stands for an event, in the text itself
        ("Vóór\n\nhet debat van 24 april.", "24 april"),  # a blank line parts
        ("Vóór\nhet debat van 24 april.", "Vóór\nhet debat van 24 april"),
        ("Vóór de hoorzitting op 3 mei", "Vóór de hoorzitting op 3 mei"),
        ("Vóór de markt op 3 mei", "op 3 mei"),
        ("Tot \0 en met \0 het debat van 24 april", "24 april"),
    ],
)
def test_an_event_is_told_by_words_that_stand_together(text: str, found: str) -> None:
    assert [time.text for time in find_dates(text, said_on=SITTING)][-1:] == [found]


@pytest.mark.parametrize("filling", ["De minister dankt de leden. ", "Vóór de zomer. ", "\0 ", "x" * 5_000 + " "])
def test_an_event_far_into_a_text_is_found(filling: str) -> None:
    text = filling * (70_000 // len(filling)) + "Dat komt vóór het commissiedebat van 24 april."

    found = find_dates(text, said_on=SITTING)[-1]

    assert (found.text, text[found.start : found.end]) == ("vóór het commissiedebat van 24 april",) * 2


def _words_of(kinds: frozenset[str]) -> list[str]:
    forms = [" ".join(form.tokens) for forms in DUTCH.phrases.values() for form in forms if form.word.kind in kinds]
    return sorted(
        [*forms, *(form for form, word in DUTCH.single.items() if word.kind in kinds), "3", "31", ",", "-", "/"]
    )


@pytest.mark.parametrize("kinds", [HELPERS, UNRELATED - {"relation"}])
@MANY
@given(data=st.data())
def test_words_that_only_help_others_tell_no_time(kinds: frozenset[str], data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(_words_of(kinds)), max_size=12)))
    run = [(token[0], *token.span()) for token in TOKEN.finditer(folded(text))]
    items = lexemes(text, run, DUTCH)
    cursor = Cursor(text, items, DUTCH, READERS)

    told = [phrase(cursor, index) for index in range(len(items)) if kinds.issuperset(cursor.kinds[index:-8])]

    assert told == [None] * len(told)
