from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.model.letters import AlertKind
from tracker.owed.steps import Ladder, reached

DUE = date(2026, 6, 30)
LONG_AGO = date(2026, 1, 1)


def names(today: date, *, after: date, known_on: date = LONG_AGO, ladder: Ladder | None = None) -> list[str]:
    found = reached(ladder or Ladder(), DUE, known_on=known_on, after=after, today=today)
    return [found.name] if found else []


def test_each_step_is_owed_on_its_own_day() -> None:
    owed = {}
    for offset in range(-20, 100):
        today = DUE + timedelta(days=offset)
        for name in names(today, after=today - timedelta(days=1)):
            owed[name] = offset

    assert owed == {"D-14": -14, "D-7": -7, "D-1": -1, "D+1": 1, "D+7": 7, "D+30": 30, "D+60": 60, "D+90": 90}


def test_after_a_silence_the_latest_step_that_was_missed_is_owed() -> None:
    assert names(DUE + timedelta(days=8), after=DUE - timedelta(days=10)) == ["D+7"]


def test_a_deadline_that_became_known_late_owes_only_its_latest_step() -> None:
    today = DUE + timedelta(days=40)

    assert names(today, after=today - timedelta(days=1), known_on=today) == ["D+30"]


def test_a_deadline_known_before_is_not_told_again_as_if_it_were_new() -> None:
    today = DUE + timedelta(days=2)

    assert names(today, after=DUE + timedelta(days=1)) == []


def test_a_deadline_far_away_owes_nothing_yet() -> None:
    assert names(DUE - timedelta(days=15), after=LONG_AGO) == []


def test_no_steps_past_the_deadline_are_owed_to_who_wants_none() -> None:
    assert names(DUE + timedelta(days=99), after=LONG_AGO, ladder=Ladder(before=(7,), after=())) == ["D-7"]


def test_up_to_the_due_day_it_comes_due_and_after_it_is_overdue() -> None:
    ladder = Ladder((0,), (1,))
    on_the_day, after_it = (
        reached(ladder, DUE, known_on=LONG_AGO, after=LONG_AGO, today=DUE + timedelta(days=days)) for days in (0, 1)
    )

    assert on_the_day
    assert (on_the_day.name, on_the_day.kind) == ("D+0", AlertKind.DUE)
    assert after_it
    assert (after_it.name, after_it.kind) == ("D+1", AlertKind.OVERDUE)


@given(
    ticks=st.lists(st.integers(-30, 200), min_size=1, max_size=12, unique=True).map(sorted),
    known=st.integers(-60, 100),
)
def test_however_the_ticks_fall_no_step_is_owed_twice(ticks: list[int], known: int) -> None:
    after, known_on = DUE - timedelta(days=31), DUE + timedelta(days=known)
    seen = []
    for offset in ticks:
        today = DUE + timedelta(days=offset)
        if today < known_on:
            after = today
            continue
        seen += names(today, after=after, known_on=known_on)
        after = today

    assert len(seen) == len(set(seen))
