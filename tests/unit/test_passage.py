"""A quote among its neighbours, as every door shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factory import an_entry

from tracker.model import Entry, Source
from tracker.wording.passage import Passage, around

AT = datetime(2021, 9, 22, tzinfo=UTC)
SAID = date(2021, 9, 21)
QUOTE = "Ik zal het plan bezorgen."
TEXT = f"Een twee drie vier. {QUOTE} Vijf zes zeven acht."


@pytest.fixture
def entry() -> Entry:
    start = TEXT.index(QUOTE)
    source = Source(1, "v.txt", "ab" * 32, None, SAID, None, "nl", None, start, start + len(QUOTE))
    return an_entry(quote=QUOTE, summary="het plan bezorgen", source=source)


@pytest.mark.parametrize(
    ("characters", "before", "after"),
    [
        (100, "Een twee drie vier. ", " Vijf zes zeven acht."),
        (12, "… drie vier. ", " Vijf zes …"),
        (7, "… vier. ", " Vijf …"),
    ],
)
def test_whole_words_stand_around_a_quote(entry: Entry, characters: int, before: str, after: str) -> None:
    assert around(entry, TEXT, characters=characters) == Passage(before, QUOTE, after)


@pytest.mark.parametrize("text", [None, ""])
def test_a_quote_stands_alone_where_its_report_is_not_kept(entry: Entry, text: str | None) -> None:
    assert around(entry, text, characters=50) == Passage("", QUOTE, "")
    assert around(replace(entry, source=None), TEXT, characters=50) == Passage("", QUOTE, "")
