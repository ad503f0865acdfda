"""What anybody may see: does anything of the house itself get out, by a page, an export or a search?"""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tracker.errors import NotFound, WrongCall
from tracker.model import Act, Commitment, Entry, Evidence, Selection, Sort, Status, TimeExpression
from tracker.model.lists import Line
from tracker.model.register import PRIVATE
from tracker.store import Database, register, search
from tracker.usecases import register as stories
from tracker.usecases.exchange import ExportFormat, Wanted, export
from tracker.usecases.public import (
    NAMES,
    public,
    public_find,
    public_page,
    public_selection,
    public_show,
)
from tracker.usecases.splitting import Merge, merge

SECRET = "geheimhouding"
TODAY = date(2022, 3, 1)
AT = datetime(2021, 11, 2, 8, 0, tzinfo=UTC)
ACT = Act(f"{SECRET} griffier", AT, f"reden {SECRET}")


@pytest.fixture
def office(filled: Database, commitment: Commitment, deadline: TimeExpression) -> Database:
    """C-0001 to C-0003 were reviewed, C-0004 is proposed, C-0005 rejected; what is private says the secret word."""
    with filled.write() as tx:
        register.propose(tx, 1, [commitment, commitment, commitment], act=ACT)
    later = replace(deadline, due=date(2022, 9, 30), text="eind september")
    for number in (1, 4):
        stories.note(filled, [number], f"intern: {SECRET}", act=ACT)
        stories.edit(filled, number, {"staff": f"{SECRET} medewerker", "policy_area": "wonen"}, act=ACT)
        stories.edit(filled, number, {"staff": f"{SECRET} ander"}, act=ACT)
    stories.move(filled, 1, later, act=ACT, source=f"nota {SECRET}")
    stories.resolve(filled, [2], Evidence("https://x.test/brief", None, TODAY), act=ACT, today=TODAY)
    stories.undo(filled, 2, act=ACT)
    stories.reject(filled, [5], act=ACT)
    merge(filled, Merge(6, 1), act=ACT)
    return filled


def entry(database: Database, number: int) -> Entry:
    with database.read() as tx:
        return register.entry(tx, number)


def told(database: Database) -> str:
    """All that anybody can be told, put together."""
    pages = [public_page(database, Selection(), today=TODAY, sort=sort, limit=50) for sort in Sort]
    found = [public_find(database, question, today=TODAY, limit=50) for question in ("brief", "oekraine", "minister")]
    whole = [public_show(database, number) for number in (1, 2, 3)]
    return repr((pages, found, whole))


def test_nothing_private_is_told_on_any_page_or_in_any_search(office: Database) -> None:
    out = told(office)

    assert SECRET not in out
    assert "Bart Somers" in out  # it was no empty answer


@pytest.mark.parametrize("kind", ExportFormat)
def test_no_public_export_holds_anything_private(office: Database, kind: ExportFormat) -> None:
    out = BytesIO()
    wanted = Wanted(kind, selection=Selection(), public=True)

    count = export(office, wanted, out, today=TODAY, now=AT)

    assert count
    assert SECRET.encode() not in out.getvalue()


@pytest.mark.parametrize("question", [SECRET, SECRET[:6], f'"{SECRET}"', f"brief {SECRET}", f'"intern {SECRET}"'])
def test_a_word_of_an_internal_note_finds_nothing_for_the_public(office: Database, question: str) -> None:
    assert public_find(office, question, today=TODAY, limit=50) == ()
    assert public_page(office, Selection(search=question), today=TODAY, limit=50).total == 0
    with office.read() as tx:
        assert 1 in search.newest(tx, question, 50)  # in the house it does


@pytest.mark.parametrize("question", ["brief", "brieven", "een-brief", '"een brief"', "oekraine brief", "BRIE"])
def test_a_word_of_quote_or_summary_finds_what_was_reviewed(office: Database, question: str) -> None:
    hits = public_find(office, question, today=TODAY, limit=50)

    assert [hit.entry.number for hit in hits] == [3, 2, 1]


def test_the_best_text_that_is_shown_is_no_note(office: Database) -> None:
    stories.note(office, [3], "brief Oekraïne minister", act=ACT)

    hits = public_find(office, "brief minister", today=TODAY, limit=50)

    assert hits[0].marked == "De [minister] zal tegen eind 2021 een [brief] sturen naar Oekraïne."


def test_what_nobody_reviewed_or_what_was_rejected_is_not_there(office: Database) -> None:
    for selection in (Selection(), Selection(numbers=(1, 2, 3, 4, 5)), Selection(statuses=tuple(Status))):
        page = public_page(office, selection, today=TODAY, sort=Sort.NUMBER, limit=50)

        assert [line.number for line in page.lines] == [1, 2, 3]
    for number in (4, 5, 99):
        with pytest.raises(NotFound, match="There is no commitment"):
            public_show(office, number)


@pytest.mark.parametrize("selection", [Selection(staff=SECRET), Selection(statuses=(Status.PROPOSED,))])
def test_nobody_asks_by_what_is_private(selection: Selection) -> None:
    with pytest.raises(WrongCall, match="no filter for the public"):
        public_selection(selection)


def test_the_history_begins_with_the_review_and_tells_what_changed(office: Database) -> None:
    history = public_show(office, 1).history

    assert [event.deed for event in history] == ["accepted", "edited", "moved", "mentioned"]
    assert history[0].set.spelled["summary"] == "een brief sturen naar Oekraïne"
    assert history[1].set.spelled == {"policy_area": "wonen"}
    assert history[2].set.due_on == date(2022, 9, 30)


def test_the_words_stand_in_their_place(office: Database) -> None:
    shown = public_show(office, 1)

    assert (shown.passage.before, shown.passage.quote, shown.passage.after) == ("", shown.entry.quote, "")


def test_a_review_that_was_taken_back_begins_the_history_anew(office: Database) -> None:
    stories.accept(office, [4], act=ACT)
    stories.undo(office, 4, act=ACT)
    stories.accept(office, [4], act=ACT)

    assert [event.deed for event in public_show(office, 4).history] == ["accepted"]


def test_each_field_of_a_commitment_is_public_or_private_by_decision() -> None:
    assert {field.name for field in fields(Entry)} == {*NAMES, *PRIVATE}
    assert {field.name for field in fields(Line)} <= {*NAMES}


def test_what_anybody_may_see_is_what_the_entry_says(office: Database) -> None:
    whole = entry(office, 1)
    shown = public(whole)

    assert [getattr(shown, name) for name in NAMES] == [getattr(whole, name) for name in NAMES]
    assert shown.label == whole.label


def test_pages_for_the_public_follow_each_other(office: Database) -> None:
    first = public_page(office, Selection(), today=TODAY, limit=2)
    second = public_page(office, Selection(), today=TODAY, limit=2, after=first.following)

    assert [line.number for line in (*first.lines, *second.lines)] == [2, 1, 3]
    assert (first.total, second.following) == (3, None)
