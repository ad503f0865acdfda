"""What a letter tells: chosen, sorted and counted, each commitment once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.digest.build import Room, build, build_alert, net_change
from tracker.model import Deed, Entry, Event, Firmness, Kind, Status
from tracker.model.digests import Change, Happening, Item, Picture, SectionName, Shelf, Told
from tracker.model.letters import Alert, AlertKind

TODAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


def entry(number: int, due_in: int | None = 10, *, status: Status = Status.OPEN, minister: str = "Lieve Maes") -> Entry:
    return Entry(
        number=number,
        status=status,
        quote="Ik zal het doen.",
        summary=f"zaak {number} doen",
        source=None,
        said_on=date(2025, 9, 1),
        minister=minister,
        minister_function=None,
        responsible=minister,
        asked_by=None,
        asker_party=None,
        stated=None,
        due_on=None if due_in is None else TODAY + timedelta(days=due_in),
        due_words=None,
        deadline_version=1,
        slips=0,
        slip_days=0,
        check_on=date(2026, 3, 1) if due_in is None else None,
        condition=None,
        firmness=Firmness.FIRM,
        kind=Kind.REPORT,
        confidence=1.0,
        recorded_at=NOON,
        changed_at=NOON,
    )


def event(number: int, deed: Deed, *, sequence: int = 1, **details: object) -> Event:
    return Event(sequence, sequence, number, deed, NOON, "griffie", None, details, "00")


def picture(**parts: object) -> Picture:
    return replace(Picture(today=TODAY, since_on=TODAY - timedelta(days=7), horizon_days=28), **parts)  # type: ignore[arg-type]


def shelf(*entries: Entry) -> Shelf:
    return Shelf(len(entries), entries)


def numbers(items: tuple[Item, ...]) -> list[int]:
    return [item.entry.number for item in items]


def test_what_changed_comes_first_and_nothing_is_told_twice() -> None:
    late, later, coming = entry(1, -2), entry(2, -50), entry(3, 5)
    seen = picture(
        overdue=shelf(later, late),
        became_overdue=shelf(late),
        coming=shelf(coming),
        happened=(Happening(coming, (event(3, Deed.ADDED),)),),
        happened_total=1,
    )
    digest = build(seen)

    assert [(section.name, numbers(section.items)) for section in digest.sections] == [
        (SectionName.NEWLY_OVERDUE, [1]),
        (SectionName.CHANGED, [3]),
        (SectionName.OVERDUE, [2]),
    ]
    assert (digest.overdue_total, digest.coming_total, digest.changed_total) == (2, 1, 2)
    assert all(section.hidden == 0 for section in digest.sections)


def test_overdue_comes_by_days_late_and_what_does_not_fit_is_counted() -> None:
    entries = tuple(entry(number, -100 + number) for number in range(1, 41))
    digest = build(picture(overdue=Shelf(500, entries)), room=Room(overdue=5))
    section = digest.sections[0]

    assert numbers(section.items) == [1, 2, 3, 4, 5]
    assert (section.total, section.hidden) == (500, 495)


def test_what_was_undone_meanwhile_is_no_news() -> None:
    moved = event(1, Deed.MOVED, because={"from": (TODAY + timedelta(days=10)).isoformat()})

    assert net_change(entry(1), (event(1, Deed.RESOLVED),)) is None
    assert net_change(entry(1, 10), (moved,)) is None
    assert net_change(entry(1, status=Status.REJECTED), (event(1, Deed.FOUND),)) is None


def test_the_net_change_is_what_a_reader_wants_to_know() -> None:
    cases = [
        ((Deed.FOUND, Deed.RESOLVED), Status.FULFILLED, Change.RESOLVED),
        ((Deed.PARTLY_RESOLVED,), Status.PARTLY_FULFILLED, Change.PARTLY_RESOLVED),
        ((Deed.MOVED, Deed.LAPSED), Status.LAPSED, Change.LAPSED),
        ((Deed.FOUND, Deed.MOVED), Status.OPEN, Change.NEW),
        ((Deed.RESOLVED, Deed.REOPENED), Status.OPEN, Change.REOPENED),
        ((Deed.MOVED,), Status.OPEN, Change.MOVED),
    ]
    found = [net_change(entry(1, status=status), tuple(event(1, deed) for deed in deeds)) for deeds, status, _ in cases]

    assert found == [change for _, _, change in cases]


def test_a_move_tells_from_where_and_why() -> None:
    first = event(1, Deed.MOVED, because={"from": "2026-03-01"})
    second = replace(event(1, Deed.MOVED, sequence=2, because={"from": "2026-04-01"}), reason="raad van state")
    digest = build(picture(happened=(Happening(entry(1, 90), (first, second)),), happened_total=1))
    (item,) = digest.sections[0].items

    assert (item.moved_from, item.reason) == (date(2026, 3, 1), "raad van state")


def test_what_moved_to_a_day_that_passed_is_told_as_overdue() -> None:
    late = entry(1, -1)
    moved = event(1, Deed.MOVED, because={"from": "2026-02-01"})
    digest = build(
        picture(
            overdue=shelf(late), became_overdue=shelf(late), happened=(Happening(late, (moved,)),), happened_total=1
        )
    )

    assert [item.change for item in digest.sections[0].items] == [Change.BECAME_OVERDUE]
    assert digest.changed_total == 1


def test_a_link_is_made_for_each_commitment() -> None:
    digest = build(picture(coming=shelf(entry(7))), link="https://example.org/{number}")

    assert digest.sections[0].items[0].link == "https://example.org/7"


def test_check_back_items_are_a_part_of_their_own() -> None:
    due, old = entry(1, None), replace(entry(2, None), check_on=TODAY - timedelta(days=90))
    due = replace(due, check_on=TODAY - timedelta(days=3))
    (section,) = build(picture(check_back=shelf(old, due))).sections

    assert section.name is SectionName.CHECK_BACK
    assert [(item.entry.number, item.days, item.check_passed) for item in section.items] == [(1, None, True)]
    assert section.hidden == 1, "it was told before; now it is only counted"


@given(
    late=st.sets(st.integers(1, 30), max_size=12),
    coming=st.sets(st.integers(32, 60), max_size=12),
    touched=st.sets(st.integers(1, 60), max_size=12),
    room=st.integers(1, 10),
)
def test_whatever_happens_every_commitment_is_told_once_or_counted(
    late: set[int], coming: set[int], touched: set[int], room: int
) -> None:
    overdue = tuple(entry(number, number - 40) for number in sorted(late))
    ahead = tuple(entry(number, number - 32) for number in sorted(coming))
    known = {one.number: one for one in (*overdue, *ahead)}
    happened = tuple(Happening(known[number], (event(number, Deed.ADDED),)) for number in sorted(touched & set(known)))
    seen = picture(overdue=shelf(*overdue), coming=shelf(*ahead), happened=happened, happened_total=len(happened))
    digest = build(seen, room=Room(room, room, room, room, room))
    shown = [number for section in digest.sections for number in numbers(section.items)]
    parts = {section.name: section for section in digest.sections}

    assert len(shown) == len(set(shown))
    for name, entries in ((SectionName.OVERDUE, overdue), (SectionName.COMING, ahead)):
        first = (SectionName.NEWLY_OVERDUE, SectionName.CHANGED)
        told_before = {item.entry.number for part in first if part in parts for item in parts[part].items}
        left = [one for one in entries if one.number not in told_before]
        section = parts.get(name)
        assert (len(section.items) + section.hidden if section else 0) == len(left)


def alert(number: int, *, kind: AlertKind = AlertKind.DUE, owed_on: date = TODAY, cause: int | None = None) -> Alert:
    return Alert(f"k{number}{owed_on}", 1, number, kind, "D-7", 1, owed_on, NOON, None, cause)


def test_alerts_are_grouped_by_minister_the_most_pressing_first() -> None:
    told = [
        Told(alert(1), entry(1, 14)),
        Told(alert(2, kind=AlertKind.OVERDUE), entry(2, -3, minister="Jan Peeters")),
        Told(alert(3), entry(3, 1)),
        Told(
            alert(4, kind=AlertKind.RESOLVED, cause=9), entry(4, -9, status=Status.FULFILLED), event(4, Deed.RESOLVED)
        ),
    ]
    letter = build_alert(told, today=TODAY)

    assert [(group.minister, numbers(group.items)) for group in letter.groups] == [
        ("Jan Peeters", [2]),
        ("Lieve Maes", [3, 1, 4]),
    ]
    assert (letter.overdue_total, letter.due_total, letter.happened_total) == (1, 2, 1)


def test_several_steps_of_one_commitment_are_one_item_that_says_how_late_it_is() -> None:
    days = (TODAY - timedelta(days=6), TODAY - timedelta(days=2))
    letter = build_alert([Told(alert(1, owed_on=day), entry(1, -3)) for day in days], today=TODAY)
    (item,) = letter.groups[0].items

    assert item.owed_on == TODAY - timedelta(days=2)
    assert item.days == -3


def test_what_a_follower_hears_of_without_a_name_is_an_update() -> None:
    edited = Told(alert(1, kind=AlertKind.FOLLOWED, cause=3), entry(1), event(1, Deed.EDITED))
    periodic = Told(alert(2, kind=AlertKind.FOLLOWED), entry(2))
    letter = build_alert([edited, periodic], today=TODAY)

    assert [item.change for item in letter.groups[0].items] == [Change.UPDATED, Change.STILL_OPEN]


def test_more_alerts_than_a_letter_holds_are_counted() -> None:
    letter = build_alert(
        [Told(alert(number), entry(number)) for number in range(1, 9)], today=TODAY, room=Room(alerts=3)
    )

    assert (sum(len(group.items) for group in letter.groups), letter.hidden, letter.due_total) == (3, 5, 8)
