"""Who gets which letter? Choices, silences, pauses, and letters that cannot be made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from posthouse import MONDAY, NO_DIGEST, PostHouse

from tracker.errors import NotFound, Refused, WrongCall
from tracker.model import Kind, Selection
from tracker.model.digests import Snapshot
from tracker.model.letters import LetterKind, LetterState, Subscriber, SubscriberState, Timetable
from tracker.usecases.letters import subscribe
from tracker.usecases.letters.preview import preview_alerts, preview_digest


def test_a_silence_keeps_alerts_back_and_says_why(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    quiet = subscribe.Quiet("de regering is in lopende zaken", house.clock() + timedelta(days=3), commitment=number)
    made = subscribe.silence(house.office, quiet, actor="griffie")
    house.tick()
    assert house.pocket.letters == []
    house.clock.set(date(2026, 3, 8))
    house.tick()

    assert made.reason == "de regering is in lopende zaken"
    assert [letter.subject.partition(":")[0] for letter in house.sent()] == ["Termijn morgen"]


@pytest.mark.parametrize("field", ["minister", "address"])
def test_a_silence_can_be_for_a_minister_or_a_reader(local: PostHouse, field: str) -> None:
    local.add(date(2026, 3, 9))
    local.add(date(2026, 3, 9), minister="Jan Peeters", responsible="Jan Peeters")
    local.reader(timetable=NO_DIGEST)
    local.reader("piet@example.org", timetable=NO_DIGEST)
    quiet = subscribe.Quiet("zo", local.clock() + timedelta(days=1))
    wanted = replace(quiet, minister="maes") if field == "minister" else replace(quiet, address="jan@example.org")
    subscribe.silence(local.office, wanted, actor="griffie")
    local.tick()

    reached = sorted(letter.recipient for letter in local.pocket.letters)
    assert reached == (["jan@example.org", "piet@example.org"] if field == "minister" else ["piet@example.org"])
    assert all("Lieve Maes" not in local.words(index) for index in range(len(reached)) if field == "minister")


def test_a_silence_can_be_lifted_and_always_ends(local: PostHouse) -> None:
    made = subscribe.silence(local.office, subscribe.Quiet("zo", local.clock() + timedelta(days=1)), actor="griffie")
    assert [one.id for one in subscribe.silences_of(local.office)] == [made.id]
    subscribe.lift(local.office, made.id, actor="griffie")

    assert subscribe.silences_of(local.office) == ()
    with pytest.raises(NotFound):
        subscribe.lift(local.office, made.id, actor="griffie")
    with pytest.raises(WrongCall, match="ends in the future"):
        subscribe.silence(local.office, subscribe.Quiet("zo", local.clock()), actor="griffie")
    with pytest.raises(WrongCall, match="has a reason"):
        subscribe.silence(local.office, subscribe.Quiet(" ", local.clock() + timedelta(days=1)), actor="griffie")


def test_who_follows_a_commitment_hears_of_everything_but_notes(house: PostHouse) -> None:
    number = house.add(date(2027, 1, 1))
    house.reader(timetable=NO_DIGEST, alerts=())
    assert subscribe.follow(house.office, "jan@example.org", number)
    assert not subscribe.follow(house.office, "jan@example.org", number)
    house.note(number, "intern")
    house.tick()
    assert house.pocket.letters == []
    house.move(number, date(2026, 5, 1))
    house.tick()
    house.clock.forward(days=31)
    house.tick()
    house.tick()

    assert [one.subject.partition(":")[0] for one in house.sent()] == [
        "Termijn verschoven",
        "Staat nog open, nog 29 dagen",
    ]
    assert "intern" not in house.words(0) + house.words(1)
    assert subscribe.unfollow(house.office, "jan@example.org", number)
    assert not subscribe.unfollow(house.office, "jan@example.org", number)


@pytest.mark.parametrize(
    ("days_before", "wanted"),
    [(None, [3]), (0, []), (45, [2, 3]), (3660, [1, 2, 3])],
    ids=["as it is set by default", "never before", "from earlier on", "always"],
)
def test_who_follows_is_reminded_near_the_deadline_only(
    house: PostHouse, days_before: int | None, wanted: list[int]
) -> None:
    if days_before is not None:
        letters = replace(house.settings.letters, follow_days_before=days_before)
        house.office = replace(house.office, settings=replace(house.settings, letters=letters))
    number = house.add(MONDAY + timedelta(days=100))
    house.reader(timetable=NO_DIGEST, alerts=())
    subscribe.follow(house.office, "jan@example.org", number)
    came = []
    for month in range(4):
        house.clock.set(MONDAY + timedelta(days=30 * month))
        came += [month] * house.tick().alert_letters

    assert came == wanted


def test_who_follows_what_has_no_deadline_is_reminded_near_the_day_to_check_back(house: PostHouse) -> None:
    number = house.add(check_on=MONDAY + timedelta(days=60))
    house.reader(timetable=NO_DIGEST, alerts=())
    subscribe.follow(house.office, "jan@example.org", number)
    came = []
    for month in range(4):
        house.clock.set(MONDAY + timedelta(days=30 * month))
        came += [month] * house.tick().alert_letters

    assert came == [1, 2, 3]


def test_each_reader_sees_only_what_they_chose(house: PostHouse) -> None:
    mine = house.add(date(2026, 3, 9), kind=Kind.STUDY, tags=("asiel",))
    theirs = house.add(date(2026, 3, 9), minister="Jan Peeters", responsible="Jan Peeters")
    for address, selection in {
        "a@example.org": Selection(minister="maes"),
        "b@example.org": Selection(kinds=(Kind.STUDY,)),
        "c@example.org": Selection(tags=("asiel",)),
        "d@example.org": Selection(numbers=(mine,)),
        "e@example.org": Selection(committee="onderwijs", minister="Lieve"),
    }.items():
        house.reader(address, selection=selection, timetable=NO_DIGEST)
    house.tick()

    assert len(house.pocket.letters) == 5
    assert all(f"C-{mine:04d}" in house.words(index) for index in range(5))
    assert all(f"C-{theirs:04d}" not in house.words(index) for index in range(5))


def test_who_wants_only_what_is_overdue_gets_only_that(local: PostHouse) -> None:
    late, coming = local.add(date(2026, 2, 1)), local.add(date(2026, 3, 20))
    local.reader(selection=Selection(overdue=True), alerts=())
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()

    assert f"C-{late:04d}" in local.words()
    assert f"C-{coming:04d}" not in local.words()


def test_a_reader_may_choose_other_steps(local: PostHouse) -> None:
    local.add(date(2026, 4, 30))
    local.reader(timetable=NO_DIGEST, days_before=(3,), days_after=(2,))
    came = []
    for offset in range(-20, 20):
        local.clock.set(date(2026, 4, 30) + timedelta(days=offset))
        came += [offset] * local.tick().alert_letters

    assert came == [-3, 2]


def test_a_letter_that_cannot_be_made_holds_up_no_other(local: PostHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.usecases.letters import digests

    def poisoned(reader: Subscriber, seen: Snapshot) -> bool:
        if reader.address == "an@example.org":
            raise UnicodeError("half a character")
        return bool(seen)

    monkeypatch.setattr(digests, "_has_something_to_say", poisoned)
    local.reader("an@example.org", alerts=())
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    done = local.tick()
    monkeypatch.undo()
    mended = local.tick()

    assert [letter.recipient for letter in local.pocket.letters] == ["jan@example.org", "an@example.org"]
    assert done.problems == ("digests: reader 1: UnicodeError: half a character",)
    assert (done.digests, mended.digests, mended.problems) == (1, 1, ())


def test_broken_alerts_do_not_hold_up_digests(local: PostHouse, tmp_path: Path) -> None:
    (tmp_path / "own" / "alert").mkdir(parents=True)
    (tmp_path / "own" / "alert" / "subject.txt").write_text("{{ nobody }}")
    local.office = replace(local.office, settings=replace(local.settings, templates=str(tmp_path / "own")))
    local.add(date(2026, 3, 10))
    local.reader()
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    done = local.tick()

    assert [letter.kind for letter in local.sent()] == [LetterKind.DIGEST]
    assert "template of the alert letter" in done.problems[0]


def test_a_paused_reader_gets_nothing_and_hears_all_afterwards(local: PostHouse) -> None:
    number = local.add(date(2026, 12, 1))
    local.reader()
    paused = subscribe.pause(local.office, "jan@example.org", reason="verlof")
    local.move(number, date(2026, 12, 24))
    local.clock.set(MONDAY + timedelta(days=7), "09:00")
    local.tick()
    assert (paused.state, paused.state_reason) == (SubscriberState.PAUSED, "verlof")
    assert local.pocket.letters == []
    subscribe.resume(local.office, "jan@example.org")
    local.tick()
    local.clock.set(MONDAY + timedelta(days=14), "08:00")
    local.tick()

    assert len(local.sent(LetterKind.DIGEST)) == 1
    assert "van 1 december 2026 naar 24 december 2026" in local.words()


def test_a_removed_reader_leaves_no_address_behind(local: PostHouse) -> None:
    local.reader()
    subscribe.remove(local.office, "jan@example.org")
    local.clock.set(MONDAY + timedelta(days=7), "09:00")
    local.tick()

    assert local.pocket.letters == []
    assert subscribe.readers(local.office) == ()
    with pytest.raises(NotFound):
        subscribe.pause(local.office, "jan@example.org")
    assert local.reader().address == "jan@example.org"


def test_the_same_address_subscribes_once(house: PostHouse) -> None:
    house.reader()

    with pytest.raises(Refused, match="a reader already"):
        house.reader()


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"language": "de"}, "no letters in 'de'"),
        ({"timetable": Timetable(zone="Mars/Olympus")}, "Unknown time zone"),
        ({"days_before": (-1,)}, "between 0 and 366"),
    ],
)
def test_impossible_wishes_are_refused(local: PostHouse, wish: dict[str, object], complaint: str) -> None:
    with pytest.raises(WrongCall, match=complaint):
        local.reader(**wish)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address", ["jan", "a@b, victim@example.org", "jan@example.org\nBcc: x@y.z", "@example.org", ""]
)
def test_what_is_no_single_address_is_refused(local: PostHouse, address: str) -> None:
    with pytest.raises(WrongCall, match="is not an e-mail address"):
        local.reader(address)


def test_a_preview_stores_nothing_and_shows_what_would_come(local: PostHouse) -> None:
    local.add(date(2026, 3, 9))
    local.reader(language="fr")
    before = preview_alerts(local.office, "jan@example.org")
    anybody = preview_digest(local.office, language="en")
    digest = preview_digest(local.office, "jan@example.org")
    local.tick()

    assert before is not None
    assert before.draft.subject == local.sent(LetterKind.ALERT)[0].subject
    assert "Encore 7 jours" in before.draft.subject
    assert anybody.draft.language == "en"
    assert "1 échéance proche" in digest.draft.subject
    assert preview_alerts(local.office, "jan@example.org") is None
    assert preview_alerts(local.office) is not None
    assert local.letters(LetterState.QUEUED) == ()
