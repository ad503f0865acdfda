"""No letter of any kind tells of what is only possible, whatever its reader asked for; once accepted it is new."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from checklist import check, text_of
from posthouse import BRUSSELS, DAILY, MONDAY, NO_DIGEST, PostHouse

from tracker import followup
from tracker.errors import Refused, WrongCall
from tracker.files.output import Destination
from tracker.letters.changes import net_change
from tracker.model import Change as Decided
from tracker.model import Deed, Entry, Selection, Status
from tracker.model.digests import Change
from tracker.model.letter_kinds import KINDS
from tracker.model.letters import LetterKind
from tracker.store import actions
from tracker.store.events import head
from tracker.store.letters import waiting_alerts
from tracker.store.letters.snapshots import Since, snapshot
from tracker.usecases import register as stories
from tracker.usecases.letters.preview import preview_digest
from tracker.usecases.letters.rappel import save_rappel, write_rappel
from tracker.usecases.letters.subscribe import follow

WORD = "fluistering"
SURE = "het rapport aan de commissie bezorgen"
WEEKS = 6


def possible(house: PostHouse, due_on: date | None) -> int:
    """One that is only possible; gives its number."""
    words = {"summary": f"een {WORD} bezorgen", "quote": f"Ik zal een {WORD} bezorgen.", "confidence": 0.2}
    return house.add(due_on, deed=Deed.FOUND, status=Status.POSSIBLE, **words)


@pytest.fixture
def office(house: PostHouse) -> PostHouse:
    """Deadlines behind and ahead, found and only possible, and readers of everything that can be asked for."""
    house.reader("alles@example.org", timetable=DAILY)
    house.reader("laat@example.org", timetable=DAILY, selection=Selection(overdue=True))
    house.reader("status@example.org", timetable=DAILY, selection=Selection(statuses=tuple(Status)[1:]))
    house.reader("maes@example.org", timetable=NO_DIGEST, selection=Selection(minister="Maes", search="bezorgen"))
    for due_on in (date(2026, 2, 2), MONDAY + timedelta(days=8), None):
        house.add(due_on, deed=Deed.FOUND, status=Status.PROPOSED)
        possible(house, due_on)
    return house


def weeks_pass(house: PostHouse) -> None:
    for _ in range(WEEKS):
        house.clock.forward(days=7)
        house.tick()


def written(house: PostHouse) -> str:
    """The words of all letters that left."""
    return "\n".join(text_of(check(letter.content, letter.recipient)) for letter in house.pocket.letters)


def test_no_kind_of_letter_tells_of_them(office: PostHouse) -> None:
    weeks_pass(office)

    assert {letter.kind for letter in office.letters()} == set(KINDS) - {LetterKind.RAPPEL, LetterKind.UNANSWERED}
    assert "rapport aan de commissie" in written(office)
    assert WORD not in written(office)
    with office.database.read() as tx:
        told = {alert.alert.commitment for _, alert in waiting_alerts.unwritten(tx)}
    assert told.isdisjoint({2, 4, 6})


def test_no_digest_counts_or_previews_them(office: PostHouse) -> None:
    since = Since(0, MONDAY - timedelta(days=30))
    with office.database.read() as tx:
        told = snapshot(tx, Selection(), since=since, today=MONDAY, zone=BRUSSELS, horizon=28)
    shown = [preview_digest(office.office, reader).draft.text for reader in (None, "alles@example.org")]

    assert (told.open_total, told.unreviewed_total, told.overdue.total, told.coming.total) == (0, 3, 1, 1)
    assert told.happened_total == 3
    assert "rapport" in shown[0]
    assert all(WORD not in text for text in shown)


def test_no_reminder_to_a_minister_tells_of_them(office: PostHouse, tmp_path: Path) -> None:
    stories.accept(office.database, [1, 3, 5], act=office.act())
    rappel = write_rappel(office.office, "maes", until=MONDAY + timedelta(days=365))
    save_rappel(office.office, rappel, [Destination(tmp_path / "rappel.html")], language="nl")

    assert SURE[4:] in (page := (tmp_path / "rappel.html").read_text())
    assert WORD not in page


def test_nobody_reads_or_follows_what_is_only_possible(office: PostHouse) -> None:
    with pytest.raises(WrongCall, match="only possible"):
        office.reader("m@example.org", selection=Selection(statuses=(Status.POSSIBLE,)))
    with pytest.raises(Refused, match="only possible"):
        office.reader("n@example.org", selection=Selection(numbers=(2,)))
    with pytest.raises(Refused, match="only possible"):
        follow(office.office, "alles@example.org", 2)


def test_one_that_is_accepted_is_new_to_readers_of_the_next_digest(office: PostHouse) -> None:
    weeks_pass(office)
    with office.database.read() as tx:
        since = Since(head(tx).sequence, office.office.today)
    office.record(6, followup.accept)

    with office.database.read() as tx:
        told = snapshot(tx, Selection(), since=since, today=office.office.today, zone=BRUSSELS, horizon=28)
    news = [(one.entry.number, net_change(one.entry, one.before, one.events)) for one in told.happened]
    shown = preview_digest(office.office, "alles@example.org").draft.text

    assert news == [(6, Change.NEW)]
    assert f"een {WORD} bezorgen" in shown.lower()


def test_one_that_is_rejected_is_no_news(office: PostHouse) -> None:
    weeks_pass(office)
    office.record(4, followup.reject, "geen toezegging")

    weeks_pass(office)

    assert WORD not in written(office)


def test_what_was_corrected_before_it_was_accepted_gives_no_alert_of_a_move(office: PostHouse) -> None:
    weeks_pass(office)

    def later(entry: Entry) -> Decided:
        return followup.edit(entry, {"due_on": date(2027, 1, 1), "due_words": "begin 2027", "check_on": None})

    office.record(4, later)
    office.record(4, followup.accept)
    office.pocket.letters.clear()
    office.clock.forward(minutes=30)
    office.tick()

    assert WORD not in written(office)


def test_what_waits_to_be_told_of_one_whose_review_was_taken_back_is_told_to_nobody(office: PostHouse) -> None:
    office.record(4, followup.accept)
    follow(office.office, "maes@example.org", 4)
    office.tick_plan_only()
    office.record(4, lambda entry: followup.move(entry, MONDAY + timedelta(days=20), "eind maart"), "meer tijd")
    office.tick_plan_only()
    for _ in range(2):
        stories.undo(office.database, 4, act=office.act())
    office.pocket.letters.clear()

    weeks_pass(office)

    assert WORD not in written(office)
    with office.database.read() as tx:
        assert actions.state_before(tx, 4, 10**6)["status"] == Status.POSSIBLE
