"""Filters in words: do the command, a subscription and an address line mean the same, there and back?"""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli.reader_options import ReaderOptions, granted
from tracker.errors import WrongCall
from tracker.model import Firmness, Kind, Selection, Status
from tracker.model.letters import Timetable
from tracker.model.register import SHOWN
from tracker.usecases.letters.subscribe import SubscriptionRequest
from tracker.usecases.selection_words import query_of, selection_in, selection_of, words_of

TODAY = date(2022, 3, 1)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
FILLED = WORDS.filter(bool)
DAYS = st.none() | st.dates()


def selections(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Selection]:
    """Any selection, with such texts."""
    by_type = {
        "statuses": st.lists(st.sampled_from(Status), max_size=6).map(tuple),
        "kinds": st.lists(st.sampled_from(Kind), max_size=4).map(tuple),
        "firmness": st.lists(st.sampled_from(Firmness), max_size=4).map(tuple),
        "numbers": st.lists(st.integers(1, 10**18 - 1), max_size=4).map(tuple),
        "tags": st.lists(texts, max_size=4).map(tuple),
        "report_id": st.none() | st.integers(1, 10**18 - 1),
    }
    kinds = {"bool": st.booleans(), "date | None": DAYS, "str | None": st.none() | texts}
    return st.builds(
        Selection,
        **{one.name: by_type[one.name] if one.name in by_type else kinds[str(one.type)] for one in fields(Selection)},
    )


@given(selections(WORDS))
def test_a_selection_comes_back_from_its_words(selection: Selection) -> None:
    assert selection_of(words_of(selection)) == selection


@given(selections(FILLED))
def test_a_selection_comes_back_from_an_address_line(selection: Selection) -> None:
    assert selection_in(query_of(selection), today=TODAY) == selection


@given(selections(FILLED))
def test_words_that_came_back_are_the_same_words(selection: Selection) -> None:
    words = words_of(selection)

    assert words_of(selection_of(words)) == words


ASKED: tuple[tuple[str, Selection], ...] = (
    ("", Selection()),
    ("minister=&search=&overdue=", Selection()),  # a form that was left empty
    ("status=open&minister=Somers", Selection(statuses=(Status.OPEN,), minister="Somers")),
    ("status=openstaand", Selection(statuses=(Status.OPEN,))),  # as it is shown
    ("status=partly-fulfilled", Selection(statuses=(Status.PARTLY_FULFILLED,))),
    ("status=all", Selection(statuses=SHOWN)),
    ("status=all&status=mogelijk", Selection(statuses=(*SHOWN, Status.POSSIBLE))),
    ("number=C-0002&number=7", Selection(numbers=(2, 7))),
    ("asked-by=An+Moerenhout&tag=a%26b&tag=c", Selection(asked_by="An Moerenhout", tags=("a&b", "c"))),
    ("overdue=on&undated=1&slipped=no", Selection(overdue=True, undated=True)),
    ("due_after=2021-12-31&due_before=2022-06-30", Selection(due_from=date(2022, 1, 1), due_until=date(2022, 6, 29))),
    ("due_by=2022-06-30&due_until=2022-05-01", Selection(due_until=date(2022, 5, 1))),
    ("due_within=2w", Selection(due_from=TODAY, due_until=date(2022, 3, 15))),
    ("due_within=14d&due_by=2022-03-10", Selection(due_from=TODAY, due_until=date(2022, 3, 10))),
    ("minister=a&minister=b", Selection(minister="b")),
    ("page=abc&sort=due&committee=Wonen", Selection(committee="Wonen")),
)


@pytest.mark.parametrize(("query", "selection"), ASKED)
def test_an_address_line_asks_as_people_write_it(query: str, selection: Selection) -> None:
    assert selection_in(query, today=TODAY, others={"page", "sort"}) == selection


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("stat=open", "stat"),
        ("status=klaar", "klaar"),
        ("kind=x", "x"),
        ("due_by=soon", "soon"),
        ("due_after=9999-12-31", "9999-12-31"),
        ("due_within=soon", "soon"),
        ("due_within=99999d", "99999d"),
        ("number=zero", "zero"),
        ("overdue=perhaps", "perhaps"),
        ("minister=%00", "minister"),
        ("minister=" + "a" * 501, "501"),
        ("&".join(["tag=a"] * 2000), "too long"),
    ],
)
def test_an_address_line_that_makes_no_sense_is_refused(query: str, told: str) -> None:
    with pytest.raises(WrongCall, match=told):
        selection_in(query, today=TODAY)


def test_a_door_spells_filters_its_own_way() -> None:
    with pytest.raises(WrongCall, match="«due_by»"):
        selection_of([("due_by", "soon")], spelled=lambda name: f"«{name}»")


def test_what_a_subscription_does_not_name_stays_as_it_was() -> None:
    before = Selection(minister="Somers", tags=("geld",), due_until=date(2030, 1, 1))
    request = SubscriptionRequest("an@x.test", language="nl", timetable=Timetable(), selection=before)

    changed = granted(ReaderOptions(committee="Wonen", tag=["brief"], minister=""), request).selection

    assert changed == Selection(minister="Somers", committee="Wonen", tags=("brief",), due_until=date(2030, 1, 1))
