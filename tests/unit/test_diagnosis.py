"""What is wrong follows from what should have happened and did not: silence is no good sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tracker.diagnosis import Signs, diagnose, is_forgotten
from tracker.model.checks import Advice, Check, CheckState, Late, Scheduler, Storage, Trouble
from tracker.model.letters import LetterState
from tracker.model.settings import LetterSettings, MailSettings, Settings

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
SETTINGS = Settings(
    letters=LetterSettings(tick_seconds=30), mail=MailSettings(transport="folder", sender="tracker@example.org")
)
WELL, ADVICE, WRONG = CheckState
LIVELY = Signs(
    now=NOW,
    settings=SETTINGS,
    wanted_since=NOW - timedelta(days=30),
    ticked_at=NOW - timedelta(seconds=20),
    planned_at=NOW - timedelta(seconds=20),
    schedulers=(Scheduler("mx:1", NOW - timedelta(seconds=20)),),
)
NOBODY = replace(LIVELY, schedulers=(), ticked_at=NOW - timedelta(minutes=7), planned_at=NOW - timedelta(minutes=7))


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def unwell(signs: Signs) -> dict[str, Check]:
    return {check.name: check for check in diagnose(signs) if check.state is not WELL}


def test_a_house_that_goes_its_way_is_well() -> None:
    assert unwell(LIVELY) == {}


def test_who_writes_to_cabinets_wants_somebody_to_hear_that_no_answer_came() -> None:
    cabinets = replace(SETTINGS, cabinets={"An Maes": "kab@example.org"})
    heard = replace(cabinets, letters=replace(SETTINGS.letters, desk="griffie@example.org"))

    assert unwell(replace(LIVELY, settings=cabinets))["desk"].state is ADVICE
    assert unwell(replace(LIVELY, settings=heard)) == {}


def test_a_house_without_readers_that_never_ran_is_well() -> None:
    assert unwell(Signs(now=NOW, settings=SETTINGS, has_way_out=False)) == {}


def test_a_reader_who_was_added_just_now_needs_no_scheduler_yet() -> None:
    assert unwell(Signs(now=NOW, settings=SETTINGS, wanted_since=ago(minutes=4))) == {}


@pytest.mark.parametrize(
    ("signs", "state", "since"),
    [
        ({"ticked_at": None}, WRONG, ago(days=30)),  # set up and never started
        ({}, WRONG, ago(minutes=7)),  # stopped in good order and never started again
        ({"ticked_at": ago(minutes=4)}, WELL, None),  # cron comes every minute or two
        ({"wanted_since": ago(minutes=6), "ticked_at": ago(days=90)}, WRONG, ago(minutes=6)),  # nobody read before
        ({"wanted_since": None}, WELL, None),
        ({"has_way_out": False}, WELL, None),  # that is told for itself
    ],
)
def test_nobody_who_looks_what_is_owed_is_found(signs: dict[str, Any], state: CheckState, since: datetime) -> None:
    checks = {check.name: check for check in diagnose(replace(NOBODY, **signs))}
    found = checks.get("schedulers", Check("schedulers", WELL))

    assert (found.state, found.since) == (state, since)


@pytest.mark.parametrize(
    ("others", "signs", "state"),
    [
        ((), {}, WRONG),
        ((), {"wanted_since": None}, WRONG),  # somebody wanted it to stay
        ((), {"ticked_at": ago(minutes=6, seconds=59.9)}, WRONG),  # its own last tick
        ((Scheduler("mx:2", ago(seconds=5)),), {}, ADVICE),
        ((Scheduler("mx:2", ago(minutes=9), is_busy=True),), {}, ADVICE),  # waits for a slow mail server
        ((Scheduler("mx:2", ago(minutes=9)),), {}, WRONG),
    ],
)
@pytest.mark.parametrize(
    "dead",
    [Scheduler("mx:1", ago(minutes=7)), Scheduler("mx:1", ago(seconds=1), is_gone=True)],
    ids=["silent", "gone"],
)
def test_a_dead_scheduler_is_wrong_where_nobody_else_looks(
    dead: Scheduler, others: tuple[Scheduler, ...], signs: dict[str, Any], state: CheckState
) -> None:
    house = replace(NOBODY, **{"ticked_at": dead.seen_at, **signs}, schedulers=(dead, *others))

    assert unwell(house)["schedulers"].state is state


def test_cron_may_go_on_where_a_scheduler_stopped() -> None:
    dead = Scheduler("mx:1", ago(minutes=7))

    assert unwell(replace(NOBODY, ticked_at=ago(minutes=1), schedulers=(dead,)))["schedulers"].state is ADVICE


def test_signs_of_a_time_to_come_are_no_signs_of_life() -> None:
    tomorrow = NOW + timedelta(days=1)
    house = replace(NOBODY, ticked_at=tomorrow, planned_at=tomorrow)
    dead = replace(house, schedulers=(Scheduler("mx:1", tomorrow),))

    assert {name: check.state for name, check in unwell(house).items()} == {"clock": WRONG, "schedulers": WRONG}
    assert str(unwell(house)["clock"].told) == "the last tick was at 2026-03-10 12:00 UTC, which is still to come"
    assert unwell(house)["schedulers"].since == ago(days=30)
    assert "nobody is left" in str(unwell(dead)["schedulers"].told)
    assert is_forgotten(dead.schedulers[0], now=NOW, settings=SETTINGS)


def test_three_dead_of_three_are_named() -> None:
    dead = tuple(Scheduler(f"mx:{number}", ago(minutes=7 + number)) for number in range(5))
    found = unwell(replace(NOBODY, schedulers=dead))["schedulers"]

    assert str(found.told) == "5 schedulers stopped without a word: mx:0, mx:1, mx:2 and 2 more; nobody is left"
    assert (found.since, found.advice) == (ago(minutes=7), Advice.START_SCHEDULER)


@pytest.mark.parametrize(
    ("scheduler", "forgotten"),
    [
        (Scheduler("mx:1", ago(minutes=59), is_gone=True), False),  # it is told for a while
        (Scheduler("mx:1", ago(minutes=61), is_gone=True), True),
        (Scheduler("mx:1", ago(minutes=61)), True),
        (Scheduler("mx:1", ago(minutes=61), is_busy=True), False),
    ],
)
def test_the_dead_are_told_of_for_an_hour(scheduler: Scheduler, *, forgotten: bool) -> None:
    assert is_forgotten(scheduler, now=NOW, settings=SETTINGS) is forgotten


@pytest.mark.parametrize(
    ("signs", "name", "told"),
    [
        ({"digests_late": Late(17, ago(days=17))}, "digests", "17 readers should have had a digest written"),
        ({"alerts_late": Late(1, ago(hours=1))}, "alerts", "1 alert should stand in a letter"),
        ({"letters_late": Late(1153, ago(hours=3))}, "outbox", "1153 letters should have left"),
        ({"planned_at": ago(hours=1)}, "planning", "somebody looks what is owed and comes to no end"),
        ({"planned_at": None}, "planning", "somebody looks what is owed and comes to no end"),
        ({"templates": ("the digest cannot be rendered",)}, "templates", "the digest cannot be rendered"),
        ({"fence": "went back in time"}, "ledger", "went back in time"),
        ({"unreadable": ("Reader 5 makes no sense",)}, "readers", "Reader 5 makes no sense"),
        ({"letters": {LetterState.FAILED: 2}}, "letters", "0 in doubt, 2 failed"),
        ({"server_failing_since": ago(hours=1), "server_reply": "no"}, "mail server", "takes no letters: no"),
        ({"storages": (Storage("storage", "here", refusal="full"),)}, "storage", "full"),
        ({"storages": (Storage("storage", "here", 20 * 2**20),)}, "storage", "20 MB are free at here"),
    ],
)
def test_what_is_wrong_is_told(signs: dict[str, Any], name: str, told: str) -> None:
    found = unwell(replace(LIVELY, **signs))

    assert list(found) == [name]
    assert (found[name].state, str(found[name].told)) == (WRONG, told)


@pytest.mark.parametrize(
    ("hours", "state"), [(3, None), (5, ADVICE), (25, WRONG)], ids=["as it happens", "look at it", "ask somebody"]
)
def test_a_letter_that_is_put_off_is_told_when_it_takes_long(hours: int, state: CheckState | None) -> None:
    found = unwell(replace(LIVELY, put_off=Late(1, ago(hours=hours)))).get("put off")

    assert (found and found.state) is state


def test_a_disk_that_gets_full_is_worth_a_word() -> None:
    assert unwell(replace(LIVELY, storages=(Storage("storage", "here", 200 * 2**20),)))["storage"].state is ADVICE


def test_troubles_are_told_by_step_since_the_first() -> None:
    found = unwell(
        replace(
            LIVELY,
            troubles=(
                Trouble("digests: reader 1", ago(days=2), NOW, 9, "no template"),
                Trouble("digests: reader 2", ago(days=1), NOW, 5, "no template"),
                Trouble("sending", ago(hours=1), NOW, 2, "no space"),
            ),
        )
    )

    assert {name: (check.state, str(check.told), check.since) for name, check in found.items()} == {
        "trouble: digests": (WRONG, "digests: reader 1 and 1 more: no template", ago(days=2)),
        "trouble: sending": (WRONG, "no space", ago(hours=1)),
    }


def test_what_is_told_already_is_no_other_trouble() -> None:
    fenced = replace(LIVELY, fence="went back in time")
    troubled = replace(fenced, troubles=(Trouble("ledger", NOW, NOW, 1, "went back in time. Reconcile."),))

    assert list(unwell(troubled)) == ["ledger"]


def test_what_may_not_be_planned_because_of_the_ledger_is_not_called_planning_without_end() -> None:
    assert list(unwell(replace(LIVELY, fence="went back in time", planned_at=ago(days=1)))) == ["ledger"]


@pytest.mark.parametrize(("minutes", "state"), [(5, ADVICE), (45, WRONG)])
def test_a_monitor_that_cannot_be_reached_for_long_is_wrong(minutes: int, state: CheckState) -> None:
    trouble = Trouble("monitor", ago(minutes=minutes), NOW, 3, "no answer")

    assert unwell(replace(LIVELY, troubles=(trouble,)))["trouble: monitor"].state is state


def test_what_a_clock_that_was_ahead_left_behind_is_told_with_what_brings_it_back() -> None:
    found = unwell(replace(LIVELY, far_ahead={"digests": 2, "letters": 1}))

    assert set(found) == {"clock"}
    assert found["clock"].state is WRONG
    assert str(found["clock"].told).endswith("digests 2, alerts 0, letters 1")
    assert found["clock"].advice is Advice.LOOK_AT_CLOCK


def test_a_tick_of_a_time_to_come_does_not_make_planning_late() -> None:
    found = unwell(replace(LIVELY, ticked_at=NOW + timedelta(days=3000)))

    assert set(found) == {"clock"}


def test_while_the_clock_is_not_believed_nothing_is_said_of_what_seems_far_away() -> None:
    doubted = Trouble("clock", ago(minutes=9), NOW, 18, "The clock shows 2012-03-09")

    assert set(unwell(replace(LIVELY, far_ahead={"digests": 2}, troubles=(doubted,)))) == {"trouble: clock"}
