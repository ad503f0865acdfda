"""Who gets which letter, and when: on SQLite and on PostgreSQL, with the clock in the test's hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from posthouse import BRUSSELS, DAILY, MONDAY, NO_DIGEST, PostHouse

from tracker.errors import NotFound, Refused, WrongCall
from tracker.model import Kind, Selection
from tracker.model.digests import Snapshot
from tracker.model.letters import AlertKind, LetterKind, LetterState, Rhythm, Subscriber, SubscriberState, Timetable
from tracker.model.settings import LetterSettings
from tracker.usecases.letters import subscribe
from tracker.usecases.letters.clock import accept
from tracker.usecases.letters.digests import post_now
from tracker.usecases.letters.preview import preview_alerts, preview_digest


def test_the_digest_comes_on_monday_at_eight_and_once(house: PostHouse) -> None:
    house.add(date(2026, 3, 20))
    house.reader(alerts=())
    house.clock.set(MONDAY + timedelta(days=7), "07:59")
    early = house.tick()
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    right = house.tick()
    again = house.tick()

    assert (early.digests, right.digests, again.digests) == (0, 1, 0)
    assert [letter.recipient for letter in house.pocket.letters] == ["jan@example.org"]
    assert "1 termijn nadert" in house.words()


def test_an_alert_comes_at_every_step_and_once(house: PostHouse) -> None:
    due = date(2026, 4, 30)
    house.add(due)
    house.reader(timetable=NO_DIGEST)
    came = []
    for offset in range(-16, 62):
        house.clock.set(due + timedelta(days=offset), "06:00")
        came += [offset] * house.tick().alert_letters
        if offset % 7 == 0:
            came += [offset] * house.tick().alert_letters

    assert came == [-14, -7, -1, 1, 7, 30, 60]
    assert len(house.pocket.letters) == 7


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25)], ids=str)
def test_an_alert_comes_at_six_also_when_the_clocks_change(house: PostHouse, day: date) -> None:
    house.clock.set(day - timedelta(days=1))
    house.add(day + timedelta(days=7))
    house.reader(timetable=NO_DIGEST)
    house.tick()
    house.clock.set(day, "05:59")
    early = house.tick()
    house.clock.set(day, "06:00")
    right = house.tick()

    assert (early.alert_letters, right.alert_letters) == (0, 1)


def test_forty_deadlines_at_one_midnight_are_one_mail(house: PostHouse) -> None:
    for _ in range(40):
        house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.clock.set(MONDAY)
    house.tick()

    assert len(house.pocket.letters) == 1
    assert "40 termijnen naderen" in house.sent()[0].subject


def test_a_moved_deadline_is_told_and_alerts_anew(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.clock.set(MONDAY)
    house.tick()
    house.clock.forward(hours=1)
    house.move(number, date(2026, 4, 9))
    house.tick()
    house.clock.set(date(2026, 4, 2))
    house.tick()

    subjects = [letter.subject for letter in house.sent(LetterKind.ALERT)]
    assert subjects[0].startswith("Nog 7 dagen")
    assert subjects[1].startswith("Termijn verschoven")
    assert subjects[2].startswith("Nog 7 dagen")
    assert "van 9 maart 2026 naar 9 april 2026" in house.words(1)
    assert "Reden: meer tijd nodig" in house.words(1)


def test_what_is_resolved_alerts_no_more_but_for_the_good_news(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.reader(timetable=NO_DIGEST)
    house.resolve(number)
    house.tick()
    for offset in range(60):
        house.clock.set(MONDAY + timedelta(days=offset))
        house.tick()

    assert [letter.subject.partition(":")[0] for letter in house.sent()] == ["Voldaan"]
    assert "https://example.org/brief" in house.words()


@pytest.mark.parametrize(("ended", "word"), [("lapse", "Vervallen"), ("resolve", "Voldaan")])
def test_what_ended_and_was_reopened_is_told_each_time(local: PostHouse, ended: str, word: str) -> None:
    number = local.add(date(2027, 1, 1))
    local.reader(timetable=NO_DIGEST)
    getattr(local, ended)(number)
    local.tick()
    local.clock.forward(hours=1)
    local.reopen(number)
    local.tick()

    assert local.sent()[0].subject.startswith(word)
    assert local.sent()[1].subject.startswith("Heropend")


def test_an_alert_that_waits_is_dropped_when_its_deadline_moves(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 9))
    house.office = replace(
        house.office, settings=replace(house.settings, letters=LetterSettings(group_wait_minutes=10))
    )
    house.reader(timetable=NO_DIGEST, alerts=(AlertKind.DUE,))
    house.clock.set(MONDAY, "05:00")
    house.tick()
    house.move(number, date(2027, 3, 9))
    house.clock.set(MONDAY, "06:20")
    house.tick()

    assert house.pocket.letters == []


def test_what_happens_within_minutes_goes_in_one_letter(local: PostHouse) -> None:
    numbers = [local.add(date(2027, 1, 1)) for _ in range(3)]
    local.office = replace(
        local.office, settings=replace(local.settings, letters=LetterSettings(group_wait_minutes=10))
    )
    local.reader(timetable=NO_DIGEST)
    for number in numbers:
        local.resolve(number)
        local.clock.forward(minutes=3)
        local.tick()

    assert local.pocket.letters == []
    local.clock.forward(minutes=2)
    local.tick()

    assert [one.subject.partition(" –")[0] for one in local.sent()] == ["3 voldaan"]


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


@pytest.mark.parametrize("gap", [timedelta(hours=1), timedelta(days=1), timedelta(days=40)])
def test_after_a_standstill_each_alert_comes_once_and_says_that_it_is_late(house: PostHouse, gap: timedelta) -> None:
    numbers = [house.add(MONDAY + timedelta(days=days)) for days in (1, 3, 8, 20, 41)]
    house.reader()
    house.tick()
    before = len(house.sent(LetterKind.ALERT))
    house.clock.now += gap
    house.tick()
    house.tick()

    alerts = house.sent(LetterKind.ALERT)[before:]
    digests = house.sent(LetterKind.DIGEST)
    assert len(alerts) == (0 if gap < timedelta(days=1) else 1)
    assert len(digests) == (1 if gap > timedelta(days=7) else 0)
    if gap > timedelta(days=7):
        told = house.words(-2)
        assert all(told.count(f"C-{number:04d} ") >= 1 for number in numbers[:4])
        assert "melding had op" in told


def test_a_digest_that_comes_late_says_so_and_names_its_own_week(local: PostHouse) -> None:
    local.add(date(2026, 5, 1))
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=9), "12:00")
    local.tick()

    assert local.sent()[0].subject.endswith("week 11")
    assert "Deze brief had op 9 maart 2026 moeten vertrekken." in local.words()


def test_a_late_digest_leaves_it_to_the_next_one_that_comes_within_hours(local: PostHouse) -> None:
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=14), "07:59")
    local.tick()
    assert local.pocket.letters == []
    local.clock.set(MONDAY + timedelta(days=14), "08:00")
    local.tick()

    assert [str(letter.slot) for letter in local.sent()] == ["2026-03-16"]


def test_a_digest_tells_what_changed_since_this_readers_last_one(house: PostHouse) -> None:
    moved, done, late = house.add(date(2026, 5, 1)), house.add(date(2026, 5, 2)), house.add(date(2026, 3, 5))
    house.reader(alerts=())
    house.move(moved, date(2026, 6, 1))
    house.resolve(done)
    house.clock.set(MONDAY + timedelta(days=7), "08:00")
    house.tick()
    house.clock.set(MONDAY + timedelta(days=14), "08:00")
    house.tick()

    first, second = house.words(0), house.words(1)
    assert "Sinds kort te laat (1)" in first
    assert "Gewijzigd (2)" in first
    assert first.count(f"C-{late:04d} 4 DAGEN") == 1
    assert "van 1 mei 2026 naar 1 juni 2026" in first
    assert "Er is niets gewijzigd" in second
    assert f"C-{done:04d}" not in second


def test_what_a_failed_digest_told_is_told_again_in_the_next(local: PostHouse) -> None:
    from tracker.model.letters import OutcomeKind

    number = local.add(date(2026, 12, 1))
    local.reader(alerts=())
    local.move(number, date(2026, 12, 2))
    local.pocket.answer, local.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    local.pocket.answer = lambda _letter: OutcomeKind.ACCEPTED
    local.clock.set(MONDAY + timedelta(days=14), "08:00")
    local.tick()

    assert "van 1 december 2026 naar 2 december 2026" in local.words()


def test_daily_readers_hear_only_when_something_happened(local: PostHouse) -> None:
    number = local.add(date(2026, 12, 1))
    local.reader(timetable=DAILY, alerts=())
    local.reader("an@example.org", timetable=DAILY, alerts=(), send_empty=True)
    local.clock.set(MONDAY + timedelta(days=1), "08:00")
    local.tick()
    assert [letter.recipient for letter in local.pocket.letters] == ["an@example.org"]
    local.resolve(number)
    local.clock.set(MONDAY + timedelta(days=2), "08:00")
    local.tick()

    assert [letter.recipient for letter in local.pocket.letters[1:]] == ["jan@example.org", "an@example.org"]


def test_a_monthly_reader_hears_once_a_month_even_of_nothing(local: PostHouse) -> None:
    local.reader(timetable=Timetable(Rhythm.MONTHLY, month_day=31, at=time(0)), alerts=())
    for day in range(120):
        local.clock.set(MONDAY + timedelta(days=day), "12:00")
        local.tick()

    slots = [str(letter.slot) for letter in local.sent()]
    assert slots == ["2026-03-31", "2026-04-30", "2026-05-31"]
    assert "Niets te laat" in local.sent()[0].subject


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


def test_a_digest_can_be_sent_now_but_once_a_day(local: PostHouse) -> None:
    local.reader()

    assert post_now(local.office, "jan@example.org")
    local.tick()
    assert not post_now(local.office, "jan@example.org")


def test_a_change_of_the_timetable_never_doubles_a_day(local: PostHouse) -> None:
    local.reader(alerts=())
    local.clock.set(MONDAY + timedelta(days=7), "08:00")
    local.tick()
    subscribe.change(local.office, "jan@example.org", lambda one: replace(one, timetable=replace(DAILY, at=time(10))))
    local.resolve(local.add(date(2026, 5, 1)))
    local.clock.set(MONDAY + timedelta(days=7), "10:00")
    local.tick()

    assert len(local.sent()) == 1


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


def test_a_clock_that_was_ahead_does_not_swallow_the_alerts_of_today(local: PostHouse) -> None:
    local.reader(timetable=NO_DIGEST)
    local.clock.set(date(2026, 6, 1))
    local.tick()
    local.clock.set(MONDAY + timedelta(days=1))
    accept(local.office, local.office.today)
    local.add(date(2026, 3, 10))
    local.tick()

    assert [one.subject.partition(":")[0] for one in local.sent()] == ["Nog 7 dagen"]


def test_a_new_reader_hears_of_todays_deadlines_but_not_of_old_steps(local: PostHouse) -> None:
    local.clock.set(date(2026, 2, 1))
    local.add(date(2026, 3, 9))
    local.add(date(2026, 1, 9))
    local.clock.set(MONDAY)
    local.reader("an@example.org", timetable=NO_DIGEST)
    local.tick()
    local.clock.forward(minutes=5)
    local.reader(timetable=NO_DIGEST)
    local.tick()

    assert [letter.recipient for letter in local.pocket.letters] == ["an@example.org", "jan@example.org"]
    assert local.words(0).count("C-0001 NOG 7") == local.words(1).count("C-0001 NOG 7") == 1
    assert "C-0002" not in local.words(0) + local.words(1)


def test_a_commitment_entered_late_is_told_once_with_its_latest_step(local: PostHouse) -> None:
    local.reader(timetable=NO_DIGEST)
    local.tick()
    local.clock.forward(days=1)
    local.add(date(2025, 6, 1))
    local.tick()
    local.tick()

    assert [one.subject.partition(":")[0] for one in local.sent()] == ["275 dagen te laat"]
    assert local.clock().astimezone(BRUSSELS).date() == datetime(2026, 3, 3, tzinfo=BRUSSELS).date()
