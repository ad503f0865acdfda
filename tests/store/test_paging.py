"""Pages that follow each other by where the last one ended: is each line on exactly one, in the order of the whole?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import followup
from tracker.errors import WrongCall
from tracker.model import Act, Change, Deed, Firmness, Kind, Selection, Sort, Status
from tracker.model.lists import KEYS, Cursor, Line, cursor_of, cursor_text
from tracker.store import Database, looking, register
from tracker.usecases import lists
from tracker.usecases import register as stories

ACT = Act("jan", datetime(2021, 10, 1, 9, 30, tzinfo=UTC))
TODAY = date(2022, 3, 1)
MINISTERS = ("Bart Somers", None, "Lydia Peeters", "Ömer Ødegård", None)
COMMITTEES = ("Wonen", "Energie", None)
SIZE = 30


@pytest.fixture
def many(database: Database) -> Database:
    """Thirty commitments with many ties and absent days, ministers and committees."""
    with database.write(begins=True) as tx:
        register.begin(tx, [beginning(index) for index in range(SIZE)], act=ACT)
        for number in (3, 7, 11):
            changed = followup.note(register.entry(tx, number), "later veranderd")
            register.record(tx, number, changed, act=ACT)
    return database


def beginning(index: int) -> Change:
    day = date(2022, 1, 1) + timedelta(days=index % 4)
    fields = {
        "status": (Status.OPEN, Status.PROPOSED, Status.REJECTED)[index % 7 % 3],
        "quote": f"Ik zal plan {index} bezorgen.",
        "summary": f"plan {index} bezorgen",
        "said_on": None if index % 5 == 0 else day - timedelta(days=100),
        "responsible": MINISTERS[index % 5],
        "minister": MINISTERS[index % 5],
        "committee": COMMITTEES[index % 3],
        "due_on": None if index % 3 == 0 else day,
        "deadline_version": 1,
        "slips": index % 2,
        "slip_days": 10 * (index % 2),
        "firmness": Firmness.FIRM,
        "kind": Kind.REPORT,
        "confidence": 1.0,
    }
    return Change(Deed.ADDED, fields)


def pages(database: Database, selection: Selection, sort: Sort, limit: int) -> list[tuple[Line, ...]]:
    found = [lists.page(database, selection, today=TODAY, sort=sort, limit=limit)]
    while (cursor := found[-1].following) is not None:
        read = cursor_of(cursor_text(cursor))  # as it goes through an address
        found.append(lists.page(database, selection, today=TODAY, limit=limit, after=read))
    return [page.lines for page in found]


@pytest.mark.parametrize("sort", Sort)
def test_pages_put_together_are_the_whole_in_its_order(many: Database, sort: Sort) -> None:
    for selection in (Selection(), Selection(statuses=tuple(Status)), Selection(undated=True), Selection(overdue=True)):
        with many.read() as tx:
            whole = [entry.number for entry in looking.entries(tx, selection, today=TODAY, sort=sort)]
        for limit in (1, 7, SIZE):
            told = [line.number for page in pages(many, selection, sort, limit) for line in page]

            assert told == whole, (selection, limit)


@pytest.mark.parametrize("sort", Sort)
def test_a_page_by_its_number_is_that_page(many: Database, sort: Sort) -> None:
    by_cursor = pages(many, Selection(), sort, 7)
    by_number = [
        lists.page_at(many, Selection(), today=TODAY, sort=sort, limit=7, number=number + 1).lines
        for number in range(len(by_cursor))
    ]

    assert by_number == by_cursor


def test_a_line_tells_what_the_entry_holds(many: Database) -> None:
    with many.read() as tx:
        entries = looking.entries(tx, Selection(), today=TODAY)
    lines = lists.page(many, Selection(), today=TODAY, limit=SIZE).lines

    for line, entry in zip(lines, entries, strict=True):
        assert [getattr(line, name) for name in Line.__slots__] == [getattr(entry, name) for name in Line.__slots__]
        assert line.label == entry.label
        assert followup.is_overdue(line, TODAY) == followup.is_overdue(entry, TODAY)
        assert followup.days_late(line, TODAY) == followup.days_late(entry, TODAY)


def test_a_page_says_how_many_there_are_and_what_was_seen(many: Database) -> None:
    first = lists.page(many, Selection(), today=TODAY, limit=5)
    last = lists.page(many, Selection(), today=TODAY, limit=SIZE)

    assert (len(first.lines), first.total, last.following) == (5, len(last.lines), None)
    assert first.seen == SIZE + 3


def test_a_page_goes_on_where_a_line_stood_that_has_moved_since(many: Database) -> None:
    first = lists.page(many, Selection(), today=TODAY, sort=Sort.DUE, limit=5)
    before = {line.number for line in first.lines}
    last = first.lines[-1]
    stories.edit(many, last.number, {"due_on": date(2029, 1, 1)}, act=ACT)

    rest = [
        line.number for page in pages(many, Selection(), Sort.DUE, SIZE) for line in page if line.number not in before
    ]
    after = lists.page(many, Selection(), today=TODAY, limit=SIZE, after=first.following)

    assert [line.number for line in after.lines if line.number != last.number] == rest


def test_every_line_comes_once_however_they_are_read(many: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(lists.every_line(many, Selection(), today=TODAY, sort=Sort.MINISTER))
    monkeypatch.setattr("tracker.usecases.lists.AT_ONCE", 4)

    assert list(lists.every_line(many, Selection(), today=TODAY, sort=Sort.MINISTER)) == whole


def test_nobody_waits_for_who_pages_through_a_list(many: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.usecases.lists.AT_ONCE", 4)

    for line in lists.every_line(many, Selection(), today=TODAY):
        stories.note(many, [line.number], "tijdens het lezen", act=ACT)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
OF_KIND: dict[type, st.SearchStrategy[object]] = {
    date: st.dates(),
    int: st.integers(-(2**63) + 1, 2**63 - 1),
    str: NAMES,
}


@st.composite
def cursors(draw: st.DrawFn) -> Cursor:
    sort = draw(st.sampled_from(Sort))
    keys = [draw(OF_KIND[kind] | st.none() if absent else OF_KIND[kind]) for _, kind, absent in KEYS[sort]]
    return Cursor(sort, tuple(keys))  # type: ignore[arg-type]  # of these kinds


@given(cursors())
def test_a_cursor_comes_back_from_an_address(cursor: Cursor) -> None:
    text = cursor_text(cursor)

    assert cursor_of(text) == cursor
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_cursor_that_somebody_made_up_is_refused() -> None:
    made_up = ("", "x", "é", "W10", "bnVsbA", "A" * 5000, cursor_text(Cursor(Sort.DUE, (True, 1))), "WyJkdWUiLDEsMl0")
    foreign = (
        cursor_text(Cursor(Sort.NUMBER, ("1",))),
        cursor_text(Cursor(Sort.DUE, (None, None))),
        cursor_text(Cursor(Sort.NUMBER, (2**63,))),
        cursor_text(Cursor(Sort.MINISTER, ("a\0b", None, 1))),
    )
    for text in (*made_up, *foreign):
        with pytest.raises(WrongCall, match="cannot be read"):
            cursor_of(text)
