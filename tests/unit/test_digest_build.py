"""What a letter tells: chosen, sorted and counted, each commitment once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictured import TODAY, alert, before, entry, event, shortlist, snapshot

from tracker.letters.alert.choose import build_alert
from tracker.letters.changes import net_change, worth_telling
from tracker.letters.digest.choose import build
from tracker.letters.items import LetterLimits
from tracker.model import Deed, Evidence, Status
from tracker.model.digests import AlertInContext, Change, Happening, Item, SectionName, Shortlist, Tally
from tracker.model.letters import AlertKind


def numbers(items: tuple[Item, ...]) -> list[int]:
    return [item.entry.number for item in items]


def test_what_changed_comes_first_and_nothing_is_told_twice() -> None:
    late, later, coming = entry(1, -2), entry(2, -50), entry(3, 5)
    seen = snapshot(
        overdue=shortlist(later, late),
        became_overdue=shortlist(late),
        coming=shortlist(coming),
        happened=(Happening(coming, (event(3, Deed.ADDED),), None),),
        happened_total=1,
    )
    digest = build(seen)

    assert [(section.name, numbers(section.items)) for section in digest.sections] == [
        (SectionName.NEWLY_OVERDUE, [1]),
        (SectionName.CHANGED, [3]),
        (SectionName.OVERDUE, [2]),
    ]
    assert (digest.overdue_total, digest.coming_total) == (2, 1)
    assert (digest.newly_overdue_total, digest.changed_total) == (1, 1)
    assert all(section.hidden == 0 for section in digest.sections)


def test_overdue_comes_by_days_late_and_what_does_not_fit_is_counted() -> None:
    entries = tuple(entry(number, -100 + number) for number in range(1, 41))
    digest = build(snapshot(overdue=Shortlist(500, entries)), limits=LetterLimits(overdue=5))
    section = digest.sections[0]

    assert numbers(section.items) == [1, 2, 3, 4, 5]
    assert (section.total, section.hidden) == (500, 495)


NOTHING = {
    "done and undone": (entry(1), before(), (Deed.RESOLVED, Deed.UNDONE)),
    "moved there and back": (entry(1, 10), before(10), (Deed.MOVED, Deed.MOVED)),
    "found and rejected": (entry(1, status=Status.REJECTED), None, (Deed.FOUND, Deed.REJECTED)),
    "a proposal rejected": (entry(1, status=Status.REJECTED), before(status=Status.PROPOSED), (Deed.REJECTED,)),
    "a proposal accepted": (entry(1), before(status=Status.PROPOSED), (Deed.ACCEPTED,)),
    "accepted and undone": (entry(1, status=Status.PROPOSED), before(status=Status.PROPOSED), (Deed.UNDONE,)),
    "imported as done": (entry(1, status=Status.FULFILLED), None, (Deed.IMPORTED,)),
    "a tag": (entry(1), before(), (Deed.EDITED,)),
    "handed over when done": (
        entry(1, status=Status.FULFILLED),
        before(status=Status.FULFILLED, minister="An Peeters"),
        (Deed.HANDED_OVER,),
    ),
}


@pytest.mark.parametrize("case", NOTHING)
def test_what_comes_to_nothing_is_no_news(case: str) -> None:
    now, then, deeds = NOTHING[case]

    assert net_change(now, then, [event(1, deed) for deed in deeds]) is None


DONE, PARTLY, LAPSED = Status.FULFILLED, Status.PARTLY_FULFILLED, Status.LAPSED
SOMETHING = {
    "found and done": (entry(1, status=DONE), None, (Deed.FOUND, Deed.RESOLVED), Change.RESOLVED),
    "found and moved": (entry(1), None, (Deed.FOUND, Deed.MOVED), Change.NEW),
    "done in part": (entry(1, status=PARTLY), before(), (Deed.PARTLY_RESOLVED,), Change.PARTLY_RESOLVED),
    "done in part again": (
        entry(1, status=PARTLY),
        before(status=PARTLY),
        (Deed.PARTLY_RESOLVED,),
        Change.PARTLY_RESOLVED,
    ),
    "moved and lapsed": (entry(1, 90, status=LAPSED), before(), (Deed.MOVED, Deed.LAPSED), Change.LAPSED),
    "reopened": (entry(1), before(status=DONE), (Deed.REOPENED,), Change.REOPENED),
    "the end undone": (entry(1), before(status=DONE), (Deed.UNDONE,), Change.REOPENED),
    "the reopening undone": (entry(1, status=DONE), before(), (Deed.UNDONE,), Change.RESOLVED),
    "moved": (entry(1, 90), before(), (Deed.MOVED,), Change.MOVED),
    "a move undone": (entry(1), before(90), (Deed.UNDONE,), Change.MOVED),
    "a deadline corrected": (entry(1, -17), before(), (Deed.EDITED,), Change.MOVED),
    "a deadline given": (entry(1), before(None), (Deed.MOVED,), Change.MOVED),
    "handed over": (entry(1, minister="An Peeters"), before(), (Deed.HANDED_OVER,), Change.HANDED_OVER),
    "no commitment after all": (entry(1, status=Status.REJECTED), before(), (Deed.REJECTED,), Change.REJECTED),
    "rejected by mistake": (
        entry(1, status=Status.PROPOSED),
        before(status=Status.REJECTED),
        (Deed.UNDONE,),
        Change.NEW,
    ),
}


@pytest.mark.parametrize("case", SOMETHING)
def test_the_net_change_is_what_a_reader_wants_to_know(case: str) -> None:
    now, then, deeds, change = SOMETHING[case]

    assert net_change(now, then, [event(1, deed) for deed in deeds]) is change


def test_alerts_that_came_to_nothing_are_told_only_to_who_follows() -> None:
    back = AlertInContext(alert(1, kind=AlertKind.MOVED, cause=1), entry(1), event(1, Deed.MOVED), before())
    followed = AlertInContext(alert(2, kind=AlertKind.FOLLOWED, cause=2), entry(2), event(2, Deed.EDITED), before())
    due = AlertInContext(alert(1), entry(1))

    assert worth_telling([back, followed, due]) == ((followed, due), (back,))


def test_a_move_tells_from_where_and_why() -> None:
    first = event(1, Deed.MOVED)
    second = replace(event(1, Deed.MOVED, sequence=2), reason="raad van state")
    digest = build(snapshot(happened=(Happening(entry(1, 90), (first, second), before(-8)),), happened_total=1))
    (item,) = digest.sections[0].items

    assert (item.moved_from, item.reason) == (date(2026, 3, 1), "raad van state")


def test_what_moved_to_a_day_that_passed_is_told_as_overdue() -> None:
    late = entry(1, -1)
    moved = Happening(late, (event(1, Deed.MOVED),), before(-36))
    digest = build(
        snapshot(overdue=shortlist(late), became_overdue=shortlist(late), happened=(moved,), happened_total=1)
    )

    assert [item.change for item in digest.sections[0].items] == [Change.BECAME_OVERDUE]
    assert (digest.newly_overdue_total, digest.changed_total) == (1, 0)
    assert digest.sections[0].items[0].moved_from == date(2026, 2, 1)


def test_what_became_overdue_is_told_as_that_even_if_it_was_handed_over() -> None:
    late = entry(1, -1, minister="Jo Brouns")
    handed = Happening(late, (event(1, Deed.HANDED_OVER),), before(-1))
    digest = build(
        snapshot(overdue=shortlist(late), became_overdue=shortlist(late), happened=(handed,), happened_total=1)
    )

    assert [item.change for item in digest.sections[0].items] == [Change.BECAME_OVERDUE]
    assert (digest.newly_overdue_total, digest.changed_total) == (1, 0)


def test_what_became_overdue_and_does_not_fit_is_no_older_debt() -> None:
    late = tuple(entry(number, -2) for number in range(1, 6))
    old = entry(9, -50)
    digest = build(
        snapshot(overdue=shortlist(old, *late), became_overdue=shortlist(*late)), limits=LetterLimits(newly=2)
    )

    assert [(part.name, numbers(part.items), part.hidden) for part in digest.sections] == [
        (SectionName.NEWLY_OVERDUE, [1, 2], 3),
        (SectionName.OVERDUE, [9], 0),
    ]


def test_what_changed_is_counted_by_what_happened_to_it() -> None:
    happened = [Happening(entry(number, 60), (event(number, Deed.ADDED),), None) for number in (1, 2)]
    happened.append(Happening(entry(3, status=Status.LAPSED), (event(3, Deed.LAPSED),), before()))
    digest = build(snapshot(happened=tuple(happened), happened_total=3))
    more = build(snapshot(happened=tuple(happened), happened_total=300))

    assert digest.tally == (Tally(Change.NEW, 2), Tally(Change.LAPSED, 1))
    assert more.tally == (), "what was not looked at is not guessed"
    assert more.changed_total == 300


def test_evidence_is_told_only_of_what_it_shows() -> None:
    kept = replace(entry(1), evidence=(Evidence("https://example.org/brief", None, TODAY),))
    done = replace(kept, status=Status.FULFILLED)

    assert Item(done, change=Change.RESOLVED).reference == "https://example.org/brief"
    assert [Item(kept, change=change).reference for change in (Change.REOPENED, Change.STILL_OPEN, None)] == [None] * 3


def test_only_a_web_address_becomes_a_link() -> None:
    cases = {
        "https://example.org/a?b=c": True,
        "http://example.org": True,
        "javascript:alert(1)": False,
        "data:text/html,x": False,
        "https:/example.org": False,
        "https://[bad": False,
        "https://example.org/a b": False,
        "brief van 3 maart": False,
        "file:///etc/passwd": False,
    }
    items = [
        Item(replace(entry(1), evidence=(Evidence(given, None, TODAY),)), change=Change.RESOLVED) for given in cases
    ]

    assert [item.evidence_address is not None for item in items] == list(cases.values())


def test_a_letter_that_grew_too_big_loses_words_before_it_loses_items() -> None:
    sizes = LetterLimits().smaller()

    assert [limits.newly for limits in sizes[:4]] == [LetterLimits().newly] * 4
    assert all(one.quote >= next_one.quote for one, next_one in pairwise(sizes))
    assert all(one.alerts * 0.8 <= next_one.alerts for one, next_one in pairwise(sizes[:20]))
    assert all(limits.newly / LetterLimits().newly >= limits.overdue / LetterLimits().overdue for limits in sizes)
    assert sizes[-1].alerts <= 3


def test_a_link_is_made_for_each_commitment() -> None:
    digest = build(snapshot(coming=shortlist(entry(7))), link="https://example.org/{number}")

    assert digest.sections[0].items[0].link == "https://example.org/7"


def test_check_back_items_are_a_part_of_their_own() -> None:
    due, old = entry(1, None), replace(entry(2, None), check_on=TODAY - timedelta(days=90))
    due = replace(due, check_on=TODAY - timedelta(days=3))
    (section,) = build(snapshot(check_back=shortlist(old, due))).sections

    assert section.name is SectionName.CHECK_BACK
    assert [(item.entry.number, item.days, item.check_passed) for item in section.items] == [(1, None, True)]
    assert (section.total, section.told_before, section.hidden) == (2, 1, 0)


def test_a_part_that_shows_nothing_is_left_out() -> None:
    old = replace(entry(2, None), check_on=TODAY - timedelta(days=90))

    assert build(snapshot(check_back=shortlist(old))).sections == ()


@given(
    late=st.sets(st.integers(1, 30), max_size=12),
    coming=st.sets(st.integers(32, 60), max_size=12),
    touched=st.sets(st.integers(1, 60), max_size=12),
    limits=st.integers(1, 10),
)
def test_whatever_happens_every_commitment_is_told_once_or_counted(
    late: set[int], coming: set[int], touched: set[int], limits: int
) -> None:
    overdue = tuple(entry(number, number - 40) for number in sorted(late))
    ahead = tuple(entry(number, number - 32) for number in sorted(coming))
    known = {one.number: one for one in (*overdue, *ahead)}
    added = ((number, (event(number, Deed.ADDED),)) for number in sorted(touched & set(known)))
    happened = tuple(Happening(known[number], events, None) for number, events in added)
    seen = snapshot(
        overdue=shortlist(*overdue), coming=shortlist(*ahead), happened=happened, happened_total=len(happened)
    )
    digest = build(seen, limits=LetterLimits(newly=limits, changed=limits, overdue=limits, coming=limits))
    shown = [number for section in digest.sections for number in numbers(section.items)]
    parts = {section.name: section for section in digest.sections}

    assert len(shown) == len(set(shown))
    for name, entries in ((SectionName.OVERDUE, overdue), (SectionName.COMING, ahead)):
        first = (SectionName.NEWLY_OVERDUE, SectionName.CHANGED)
        told_before = {item.entry.number for part in first if part in parts for item in parts[part].items}
        news = touched & late  # shown or counted as newly overdue
        left = [one for one in entries if one.number not in told_before | news]
        section = parts.get(name)
        assert (len(section.items) + section.hidden if section else 0) == len(left)


def test_alerts_are_grouped_by_minister_the_most_pressing_first() -> None:
    told = [
        AlertInContext(alert(1), entry(1, 14)),
        AlertInContext(alert(2, kind=AlertKind.OVERDUE), entry(2, -3, minister="Jan Peeters")),
        AlertInContext(alert(3), entry(3, 1)),
        AlertInContext(
            alert(4, kind=AlertKind.RESOLVED, cause=9),
            entry(4, -9, status=Status.FULFILLED),
            event(4, Deed.RESOLVED),
            before(-9),
        ),
    ]
    letter = build_alert(told, today=TODAY)

    assert [(group.minister, numbers(group.items)) for group in letter.groups] == [
        ("Jan Peeters", [2]),
        ("Lieve Maes", [3, 1, 4]),
    ]
    assert (letter.overdue_total, letter.due_total, letter.tally) == (1, 2, (Tally(Change.RESOLVED, 1),))


def test_several_steps_of_one_commitment_are_one_item_that_says_how_late_it_is() -> None:
    days = (TODAY - timedelta(days=6), TODAY - timedelta(days=2))
    letter = build_alert([AlertInContext(alert(1, owed_on=day), entry(1, -3)) for day in days], today=TODAY)
    (item,) = letter.groups[0].items

    assert item.owed_on == TODAY - timedelta(days=2)
    assert item.days == -3


def test_what_a_follower_hears_of_without_a_name_is_an_update() -> None:
    edited = AlertInContext(alert(1, kind=AlertKind.FOLLOWED, cause=3), entry(1), event(1, Deed.EDITED), before())
    periodic = AlertInContext(alert(2, kind=AlertKind.FOLLOWED), entry(2))
    letter = build_alert([edited, periodic], today=TODAY)

    assert [item.change for item in letter.groups[0].items] == [Change.UPDATED, Change.STILL_OPEN]
    assert letter.tally == (Tally(Change.UPDATED, 1), Tally(Change.STILL_OPEN, 1))


def test_an_update_knows_which_fields_it_touched() -> None:
    edited = AlertInContext(
        alert(1, kind=AlertKind.FOLLOWED, cause=3), entry(1), event(1, Deed.EDITED, set={"summary": "x", "kind": "y"})
    )
    letter = build_alert([edited], today=TODAY)

    assert letter.groups[0].items[0].edited == ("summary", "kind")


def test_more_alerts_than_a_letter_holds_are_counted() -> None:
    letter = build_alert(
        [AlertInContext(alert(number), entry(number)) for number in range(1, 9)],
        today=TODAY,
        limits=LetterLimits(alerts=3),
    )

    assert (sum(len(group.items) for group in letter.groups), letter.hidden, letter.due_total) == (3, 5, 8)
