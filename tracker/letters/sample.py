"""Do the templates render, before anything is owed? A letter of each kind is, with a bit of everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tracker.errors import TrackerError
from tracker.letters.alert.draft import render_alert
from tracker.letters.digest.draft import render_digest
from tracker.letters.rappel.choose import Days, Rappel, build_rappel
from tracker.letters.rappel.draft import render_mail, render_rappel
from tracker.letters.render import Letterhead
from tracker.letters.unanswered.choose import Waiting
from tracker.letters.unanswered.draft import render_unanswered
from tracker.model import Deed, Entry, Event, Evidence, Firmness, Kind, Status
from tracker.model.digests import AlertInContext, Before, Happening, Shortlist, Snapshot
from tracker.model.letters import Alert, AlertKind, Timetable

TODAY = date(2026, 3, 9)
NOON = datetime.combine(TODAY, time(12), UTC)
LATER = TODAY + timedelta(days=90)
OPEN = Before(Status.OPEN, TODAY, "An Peeters")
DONE = (Evidence("https://example.org/", "as asked", TODAY),)
CHANGED: tuple[tuple[Deed, dict[str, object], Before | None], ...] = (
    (Deed.FOUND, {"due_on": LATER}, None),
    (Deed.MOVED, {"due_on": LATER, "slips": 1, "slip_days": 90}, OPEN),
    (Deed.RESOLVED, {"status": Status.FULFILLED, "resolved_on": TODAY, "evidence": DONE}, OPEN),
    (Deed.LAPSED, {"status": Status.LAPSED, "lapse_reason": "withdrawn"}, OPEN),
    (Deed.REOPENED, {"due_on": LATER}, Before(Status.FULFILLED, TODAY, "An Peeters")),
    (Deed.HANDED_OVER, {"due_on": LATER}, Before(Status.OPEN, LATER, "Jan Peeters")),
)


def unusable(head: Letterhead) -> Iterator[str]:
    """Why letters cannot be rendered under this head, if so; a template may break in any way."""
    for name, render in SAMPLES.items():
        try:
            render(head)
        except TrackerError as error:
            yield str(error)
        except Exception as error:  # noqa: BLE001 - what a template does is its author's business; it is told
            yield f"A template of the {name} letter cannot be used: {type(error).__name__}: {error}"


def _entry(number: int, **fields: object) -> Entry:
    plain = Entry(
        number=number,
        status=Status.OPEN,
        quote="I shall send the report to the committee by then.",
        summary="send the report to the committee",
        source=None,
        said_on=TODAY - timedelta(days=180),
        minister="An Peeters",
        minister_function="minister of samples",
        responsible="An Peeters",
        asked_by="Jan Janssens",
        asker_party=None,
        stated=None,
        due_on=None,
        due_words=None,
        deadline_version=1,
        slips=0,
        slip_days=0,
        check_on=None,
        condition=None,
        firmness=Firmness.FIRM,
        kind=Kind.REPORT,
        confidence=1.0,
        recorded_at=NOON,
        changed_at=NOON,
        language="en",
        subject="the state of samples in committees",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # each is a field of an entry


def _changed() -> Iterator[Happening]:
    for number, (deed, fields, before) in enumerate(CHANGED, start=1):
        event = Event(number, number, number, deed, NOON, "clerk", "a reason", {}, "")
        yield Happening(_entry(number, **fields), (event,), before)


def _snapshot() -> Snapshot:
    late, coming = _entry(11, due_on=TODAY - timedelta(days=3)), _entry(12, due_on=TODAY + timedelta(days=3))
    undated = _entry(13, check_on=TODAY, condition="when the law is in force")
    happened = tuple(_changed())
    return Snapshot(
        today=TODAY,
        since_on=TODAY - timedelta(days=7),
        horizon_days=28,
        open_total=9,
        overdue=Shortlist(2, (late, _entry(14, due_on=TODAY - timedelta(days=30)))),
        became_overdue=Shortlist(1, (late,)),
        coming=Shortlist(40, (coming,)),
        check_back=Shortlist(1, (undated,)),
        happened=happened,
        happened_total=len(happened),
        head_sequence=len(happened),
        head_digest="00",
    )


def _alerts() -> list[AlertInContext]:
    alerts = [
        AlertInContext(_alert(AlertKind.FOLLOWED), happening.entry, happening.events[0], happening.before)
        for happening in _changed()
    ]
    for number, kind, days in ((11, AlertKind.OVERDUE, -3), (12, AlertKind.DUE, 3), (13, AlertKind.FOLLOWED, 30)):
        alerts.append(AlertInContext(_alert(kind), _entry(number, due_on=TODAY + timedelta(days=days))))
    return alerts


def _alert(kind: AlertKind) -> Alert:
    return Alert("sample", 1, 1, kind, "D-7", 1, TODAY - timedelta(days=2), NOON, None)


def _rappel() -> Rappel:
    entries = [_entry(number, due_on=TODAY + timedelta(days=days)) for number, days in ((1, -3), (2, 30))]
    days = Days(written_on=TODAY, until=TODAY, ahead_until=LATER, answer_by=TODAY + timedelta(days=28))
    return build_rappel("An Peeters", "minister of samples", entries, {}, days=days, answer_to="clerk@example.org")


SAMPLES: Mapping[str, Callable[[Letterhead], object]] = {
    "digest": lambda head: render_digest(_snapshot(), Timetable(), head, slot=TODAY - timedelta(days=1)),
    "alert": lambda head: render_alert(_alerts(), head, today=TODAY),
    "rappel": lambda head: (render_rappel(_rappel(), head), render_mail(_rappel(), head)),
    "unanswered": lambda head: render_unanswered(
        [Waiting(_entry(1, due_on=TODAY - timedelta(days=40), recalled_on=TODAY - timedelta(days=30)))],
        TODAY - timedelta(days=1),
        head,
        today=TODAY,
    ),
}
