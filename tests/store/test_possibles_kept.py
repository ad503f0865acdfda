"""What is only possible is kept in the register, and stands in nothing that does not ask for it by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tracker.errors import NotFound, Refused, WrongCall
from tracker.model import Act, Commitment, Entry, LinkKind, Selection, Sort, Status
from tracker.model.because import Acceptance
from tracker.store import Database, connect, events, looking, register
from tracker.store.verifying import verify
from tracker.usecases import lists
from tracker.usecases import looking as looking_at
from tracker.usecases import register as stories
from tracker.usecases.exchange import ExportFormat, Wanted, export, stats
from tracker.usecases.public import public_find, public_page, public_selection, public_show
from tracker.usecases.register import Reading
from tracker.usecases.selection_words import selection_of
from tracker.usecases.splitting import Merge, Split, Wording, merge, split

AT = datetime(2021, 11, 2, 8, 0, tzinfo=UTC)
ACT = Act("griffier", AT)
TODAY = date(2022, 3, 1)
WORD = "fluistering"
FOUND, POSSIBLE = (1, 2, 3), (4, 5)


@pytest.fixture
def office(filled: Database, commitment: Commitment, act: Act) -> Database:
    """C-0001 to C-0003 are open; C-0004 and C-0005 are only possible, long overdue, and hold a word of their own."""
    doubtful = replace(commitment, quote=f"Een {WORD}.", summary=f"een {WORD}", confidence=0.2)
    with filled.write() as tx:
        register.propose(tx, 1, [doubtful, doubtful], act=act, status=Status.POSSIBLE)
    return filled


def entry(database: Database, number: int) -> Entry:
    with database.read() as tx:
        return register.entry(tx, number)


def exported(database: Database, wanted: Wanted) -> bytes:
    out = BytesIO()
    export(database, wanted, out, today=TODAY, now=AT)
    return out.getvalue()


@pytest.mark.parametrize(("number", "other"), [(1, 4), (4, 1), (4, 5)])
def test_none_is_linked_so_that_no_number_of_one_goes_out(office: Database, act: Act, number: int, other: int) -> None:
    with pytest.raises(Refused) as raised:
        stories.link(office, number, LinkKind.REPEATS, other, act=act)

    assert raised.value.code == "register.link-possible"
    assert entry(office, 1).links == ()


@pytest.mark.parametrize("sort", Sort)
def test_no_list_shows_them_unless_they_are_asked_for(office: Database, sort: Sort) -> None:
    asked = Selection(statuses=(Status.POSSIBLE,))

    shown = [one.number for one in lists.every_line(office, Selection(), today=TODAY, sort=sort)]
    streamed = [one.number for one in looking_at.stream(office, Selection(), today=TODAY, sort=sort)]
    alone = [one.number for one in lists.every_line(office, asked, today=TODAY, sort=sort)]

    assert (sorted(shown), sorted(streamed), sorted(alone)) == ([*FOUND], [*FOUND], [*POSSIBLE])


@pytest.mark.parametrize(
    "selection",
    [
        Selection(overdue=True),
        Selection(undated=True),
        Selection(to_check=True),
        Selection(waiting=True),
        Selection(minister="Somers"),
        Selection(search=WORD),
        Selection(report_id=1),
        selection_of([("status", "all")]),
    ],
    ids=str,
)
def test_no_filter_selects_them_by_the_way(office: Database, selection: Selection) -> None:
    with office.read() as tx:
        selected = {one.number for one in looking.entries(tx, selection, today=TODAY)}

    assert selected.isdisjoint(POSSIBLE)


def test_all_and_possible_together_are_everything(office: Database) -> None:
    with office.read() as tx:
        selection = selection_of([("status", "all"), ("status", "mogelijk")])
        selected = {one.number for one in looking.entries(tx, selection, today=TODAY)}

    assert selected == {*FOUND, *POSSIBLE}


def test_no_search_finds_them(office: Database) -> None:
    assert looking_at.find(office, WORD, limit=10) == ()
    assert len(looking_at.find(office, "brief", limit=10)) == len(FOUND)


def test_whoever_names_one_sees_it(office: Database) -> None:
    assert looking_at.show(office, 4).entry.status is Status.POSSIBLE


def test_no_figure_counts_them(office: Database) -> None:
    every = Selection(statuses=tuple(Status))

    counted = [stats(office, selection, today=TODAY).whole for selection in (Selection(), every)]

    assert [(one.total, one.proposed, one.lapsed) for one in counted] == [(3, 0, 0), (3, 0, 0)]


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("selection", [None, Selection(), Selection(minister="Somers")], ids=str)
@pytest.mark.parametrize("kind", ExportFormat)
def test_no_export_holds_them_but_the_register_itself(
    office: Database, kind: ExportFormat, selection: Selection | None, *, public: bool
) -> None:
    wanted = Wanted(kind, selection=selection, public=public)

    assert (WORD.encode() in exported(office, wanted)) is (wanted.is_whole)


def test_an_export_of_them_is_theirs_who_ask_for_it_and_never_public(office: Database) -> None:
    asked = Selection(statuses=(Status.POSSIBLE,))

    assert exported(office, Wanted(ExportFormat.CSV, selection=asked)).count(WORD.encode()) == 4
    with pytest.raises(WrongCall):
        exported(office, Wanted(ExportFormat.CSV, selection=asked, public=True))


def test_nothing_of_them_is_public(office: Database) -> None:
    assert [line.number for line in public_page(office, Selection(), today=TODAY, limit=50).lines] != []
    assert public_find(office, WORD, today=TODAY, limit=50) == ()
    with pytest.raises(NotFound):
        public_show(office, 4)
    with pytest.raises(WrongCall):
        public_selection(Selection(statuses=(Status.POSSIBLE,)))


def test_the_same_register_is_made_of_its_export(office: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tracker.usecases.importing import import_file

    file = tmp_path_factory.mktemp("elsewhere") / "register.jsonl"
    file.write_bytes(exported(office, Wanted(ExportFormat.JSONL)))
    copy = connect(file.with_name("copy.db"))

    import_file(copy, file, act=ACT, read_deadline=lambda *_: None)

    assert entry(copy, 4).status is Status.POSSIBLE
    copy.close()


def test_an_accepted_one_is_open_and_its_history_tells_that_it_was_only_possible(office: Database) -> None:
    stories.accept(office, [4], act=ACT)

    assert entry(office, 4).status is Status.OPEN
    with office.read() as tx:
        last = events.history(tx, 4)[-1]
        assert last.because == Acceptance(Status.POSSIBLE)
        assert verify(tx).is_sound


def test_of_a_proposal_that_is_accepted_the_history_tells_what_it_always_told(
    filled: Database, commitment: Commitment
) -> None:
    with filled.write() as tx:
        register.propose(tx, 1, [commitment], act=ACT)

    stories.accept(filled, [4], act=ACT)

    with filled.read() as tx:
        assert events.history(tx, 4)[-1].details == {"set": {"status": "open"}}


def test_a_rejected_one_is_rejected(office: Database) -> None:
    stories.reject(office, [4], act=replace(ACT, reason="een wens"))

    assert entry(office, 4).status is Status.REJECTED


@pytest.mark.parametrize("decide", [stories.accept, stories.reject])
def test_undone_it_is_possible_again(office: Database, decide: Callable[..., object]) -> None:
    decide(office, [4], act=replace(ACT, reason="gezien"))
    stories.undo(office, 4, act=ACT)

    assert entry(office, 4).status is Status.POSSIBLE
    with office.read() as tx:
        assert verify(tx).is_sound


def test_what_is_owed_cannot_be_done_moved_or_dropped_before_it_is_accepted(office: Database) -> None:
    with pytest.raises(Refused):
        stories.lapse(office, [4], act=replace(ACT, reason="x"))


def test_two_acts_in_one_are_two_possibles(office: Database) -> None:
    first, second = split(office, Split(4, Wording("een"), Wording("twee"), Reading("nl", "be-vlg")), act=ACT)

    assert (first.status, second.status) == (Status.POSSIBLE, Status.POSSIBLE)


def test_one_that_says_the_same_as_an_open_one_becomes_its_mention(office: Database) -> None:
    gone, kept = merge(office, Merge(4, 1), act=ACT)

    assert gone.status is Status.REJECTED
    assert [one.quote for one in kept.mentions] == [f"Een {WORD}."]


def test_nothing_is_merged_into_one_that_is_only_possible(office: Database, commitment: Commitment) -> None:
    with office.write() as tx:
        (proposal,) = register.propose(tx, 1, [commitment], act=ACT)

    with pytest.raises(Refused):
        merge(office, Merge(proposal, 4), act=ACT)
