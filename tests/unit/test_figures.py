"""What do the numbers say, and of what do they not speak?"""

from datetime import UTC, date, datetime
from statistics import median

from factory import an_entry
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures import Figures, Month, Outcome, Side, figures, outcome, overview
from tracker.model import Entry, Precision, Relation, Source, Status, TimeExpression

TODAY = date(2022, 7, 1)
THEN = datetime(2021, 9, 22, tzinfo=UTC)


def entry(number: int = 1, status: Status = Status.OPEN, due_on: date | None = None, **fields: object) -> Entry:
    return an_entry(number, status=status, due_on=due_on, **fields)


def stated(due: date) -> TimeExpression:
    return TimeExpression("tegen dan", 0, 9, None, due, due, Precision.DAY, Relation.BY, "nl.test")


def done(due_on: date | None, resolved_on: date | None, **fields: object) -> Entry:
    return entry(1, Status.FULFILLED, due_on, resolved_on=resolved_on, **fields)


def test_an_empty_register_has_no_figures_and_no_shares() -> None:
    seen = overview([], TODAY)

    assert seen.whole == Figures()
    assert seen.whole.share_in_time is None
    assert seen.whole.share_undated is None
    assert seen.months == ()


def test_the_last_day_is_in_time_and_the_day_after_is_late() -> None:
    due = date(2022, 6, 30)

    assert outcome(done(due, due), TODAY) is Outcome.IN_TIME
    assert outcome(done(due, date(2022, 7, 1)), TODAY) is Outcome.LATE
    assert outcome(entry(due_on=due), due) is Outcome.AHEAD
    assert outcome(entry(due_on=due), TODAY) is Outcome.OVERDUE


def test_what_has_no_deadline_or_no_day_of_doing_is_never_called_in_time() -> None:
    counted = figures([done(None, TODAY), done(TODAY, None)], TODAY)

    assert (counted.fulfilled, counted.in_time, counted.late, counted.unmeasured) == (2, 0, 0, 2)


def test_what_was_said_after_the_day_is_not_in_the_figures_of_that_day() -> None:
    later = date(2022, 7, 2)
    entries = [
        entry(1, said_on=TODAY, due_on=TODAY),
        entry(2, said_on=later, due_on=later, slips=1, slip_days=9),
        entry(3, Status.REJECTED, said_on=later),
    ]
    seen = overview(entries, TODAY)

    assert (seen.whole, seen.said_later) == (Figures(total=1, open=1, ahead=1, due_soon=1), 1)
    assert [month.total for month in seen.months] == [1]
    assert [name for name, _ in seen.sides[Side.YEAR]] == ["2022"]
    assert seen.most_slipped == ()


def test_what_lapsed_has_no_outcome_and_what_was_rejected_counts_nowhere() -> None:
    lapsed = entry(status=Status.LAPSED, due_on=date(2022, 1, 1))
    rejected = entry(status=Status.REJECTED, due_on=date(2022, 1, 1), slips=3, slip_days=90)
    seen = overview([lapsed, rejected], TODAY)

    assert outcome(lapsed, TODAY) is None
    assert seen.whole == Figures(total=1, lapsed=1, rejected=1)
    assert seen.most_slipped == ()


def test_overdue_and_soon_are_counted_from_the_day_that_is_asked_for() -> None:
    entries = [
        entry(due_on=date(2022, 6, 30)),
        entry(due_on=date(2022, 7, 1)),
        entry(due_on=date(2022, 7, 31)),
        entry(due_on=date(2022, 8, 1)),
        entry(status=Status.PROPOSED, due_on=date(2022, 6, 1)),
        entry(status=Status.PARTLY_FULFILLED),
    ]
    counted = figures(entries, TODAY, soon_days=30)

    assert (counted.open, counted.partly, counted.proposed) == (5, 1, 1)
    assert (counted.overdue, counted.ahead, counted.due_soon, counted.undated) == (2, 3, 2, 1)
    assert counted.dated == 5


def test_delay_counts_what_was_late_and_what_is_late_now() -> None:
    entries = [
        done(date(2022, 1, 1), date(2022, 1, 11)),
        done(date(2022, 1, 1), date(2021, 12, 1)),
        entry(due_on=date(2022, 6, 1)),
    ]
    counted = figures(entries, TODAY)

    assert (counted.median_delay, counted.longest_delay) == (20, 30)
    assert counted.share_in_time == 0.5


def test_a_deadline_that_was_moved_does_not_count_as_kept_first() -> None:
    moved = done(date(2022, 6, 30), date(2022, 6, 1), stated=stated(date(2021, 12, 31)), slips=1, slip_days=181)
    kept = done(date(2022, 6, 30), date(2022, 6, 1), stated=stated(date(2022, 6, 30)))
    moved_by_hand = done(date(2022, 6, 30), date(2022, 6, 1), slips=2, slip_days=10)
    by_hand = done(date(2022, 6, 30), date(2022, 6, 1))
    counted = figures([moved, kept, moved_by_hand, by_hand], TODAY)

    assert (counted.in_time, counted.kept_first) == (4, 2)
    assert (counted.slipped, counted.slips, counted.slip_days) == (2, 3, 191)


def test_each_side_is_named_after_who_answers_for_it_now() -> None:
    source = Source(1, "verslag.pdf", "ab", None, date(2021, 9, 21), "Binnenlands Bestuur", "nl", 1, 0, 9)
    entries = [
        entry(1, due_on=date(2022, 1, 1), minister="Bart Somers", responsible="Hilde Crevits", source=source),
        entry(2, minister="Bart Somers", responsible=None, committee="Onderwijs"),
        entry(3, minister=None, responsible=None, said_on=date(2020, 3, 4)),
    ]
    sides = overview(entries, TODAY).sides

    assert [name for name, _ in sides[Side.MINISTER]] == ["Hilde Crevits", "Bart Somers", None]
    assert {name for name, _ in sides[Side.COMMITTEE]} == {"Binnenlands Bestuur", "Onderwijs", None}
    assert [(name, counted.total) for name, counted in sides[Side.YEAR]] == [("2020", 1), ("2021", 2)]


def test_the_timeline_tells_how_the_deadlines_of_a_month_ended() -> None:
    entries = [
        done(date(2022, 6, 3), date(2022, 6, 1)),
        done(date(2022, 6, 4), date(2022, 6, 9)),
        entry(due_on=date(2022, 6, 30)),
        entry(due_on=date(2022, 8, 30)),
    ]
    months = overview(entries, TODAY).months

    assert months == (Month(date(2022, 6, 1), in_time=1, late=1, overdue=1), Month(date(2022, 8, 1), ahead=1))
    assert months[0].total == 3


def test_longest_open_and_most_slipped_lead_with_the_worst_and_stop_at_ten() -> None:
    entries = [entry(n, said_on=date(2021, 1, n), slips=1, slip_days=n) for n in range(1, 21)]
    seen = overview([*reversed(entries), entry(30, Status.PROPOSED, said_on=date(2019, 1, 1))], TODAY)

    assert [one.number for one in seen.longest_open] == list(range(1, 11))
    assert [one.number for one in seen.most_slipped] == list(range(20, 10, -1))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=30))
def test_the_median_is_that_of_all_delays_one_by_one(delays: list[int]) -> None:
    day = date(2022, 1, 1)
    counted = figures([done(day, date.fromordinal(day.toordinal() + delay)) for delay in delays], TODAY)

    assert counted.median_delay == median(delays)
    assert counted.longest_delay == max(delays)


def test_what_several_are_responsible_for_counts_once_in_all_and_once_at_each() -> None:
    both = entry(1, due_on=date(2022, 6, 1), minister="Jo Maes", responsible="Jo Maes; An Claes")
    alone = entry(2, due_on=date(2022, 8, 1), minister="An Claes")
    said_together = entry(3, due_on=date(2022, 6, 1), minister="An Claes; Jo Maes", responsible=None)
    seen = overview([both, alone, said_together], TODAY)

    assert (seen.whole.total, seen.whole.overdue) == (3, 2)
    assert {name: (one.total, one.overdue) for name, one in seen.sides[Side.MINISTER]} == {
        "Jo Maes": (2, 2),
        "An Claes": (3, 2),
    }
    assert sum(one.total for _, one in seen.sides[Side.YEAR]) == 3
