"""Deadlines as a calendar (RFC 5545 and 7986): an all-day event each, or a task each. A move keeps the UID.

A calendar program that subscribes follows every change because SEQUENCE is the number of the event by which the
commitment changed last: it rises with each and never falls. Nothing depends on the day of writing: the same register
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Todo

from tracker.exchange.publication import Publication
from tracker.followup import PENDING
from tracker.model import Entry, Status
from tracker.model.days import days_on

REFRESH = timedelta(hours=6)
ALARM_AT = timedelta(hours=9)  # of the day that many days before
EVENT_STATUS = {
    Status.POSSIBLE: "TENTATIVE",
    Status.PROPOSED: "TENTATIVE",
    Status.LAPSED: "CANCELLED",
    Status.REJECTED: "CANCELLED",
}
TASK_STATUS = {
    Status.PARTLY_FULFILLED: "IN-PROCESS",
    Status.FULFILLED: "COMPLETED",
    Status.LAPSED: "CANCELLED",
    Status.REJECTED: "CANCELLED",
}


def write(
    entries: Iterable[Entry], publication: Publication, *, tasks: bool = False, alarm_days: Sequence[int] = ()
) -> Iterator[str]:
    """The calendar piece by piece. What has neither a deadline nor a day to check back on is not in it."""
    head, end = _head(publication, tasks=tasks).to_ical().decode().split("END:VCALENDAR")
    yield head
    for entry in entries:
        on = entry.due_on or (entry.check_on if entry.status in PENDING else None)
        if on is not None:
            part = _task(entry, publication, on=on) if tasks else _event(entry, publication, on=on)
            if entry.status in PENDING:
                for days in alarm_days:
                    part.add_component(_alarm(entry, publication, days=days))
            yield part.to_ical().decode()
    yield f"END:VCALENDAR{end}"


def _head(publication: Publication, *, tasks: bool) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{publication.domain}//tracker//{publication.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = publication.words.say("Commitments")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("uid", f"{'tasks' if tasks else 'deadlines'}@{publication.domain}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _event(entry: Entry, publication: Publication, *, on: date) -> Event:
    event = Event()
    _describe(event, entry, publication, kind="deadline")
    event.add("dtstart", on)
    if on < date.max:  # the day after the last one cannot be written, and without it the event lasts its day
        event.add("dtend", days_on(on, 1))
    event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    event.add("status", EVENT_STATUS.get(entry.status, "CONFIRMED"))
    return event


def _task(entry: Entry, publication: Publication, *, on: date) -> Todo:
    task = Todo()
    _describe(task, entry, publication, kind="task")
    before = days_on(on, -1)
    task.add("dtstart", min(entry.said_on or before, before))
    task.add("due", on)
    task.add("status", TASK_STATUS.get(entry.status, "NEEDS-ACTION"))
    if entry.status is Status.FULFILLED:
        task.add("percent-complete", 100)
        if entry.resolved_on:
            task.add("completed", datetime.combine(entry.resolved_on, time(12), UTC))
    return task


def _describe(part: Event | Todo, entry: Entry, publication: Publication, *, kind: str) -> None:
    part.add("uid", f"{kind}-{entry.number}@{publication.domain}")
    part.add("sequence", max(entry.version, entry.deadline_version))  # RFC 5545 3.8.7.4
    part.add("dtstamp", entry.changed_at)
    part.add("created", entry.recorded_at)
    part.add("last-modified", entry.changed_at)
    part.add("summary", _summary(entry, publication))
    part.add("description", _description(entry, publication))
    part.add("categories", [publication.words.name("kind", entry.kind), publication.status(entry)])
    part.add("class", "PUBLIC")
    address = publication.address(entry)
    if address:
        part.add("url", address)


def _description(entry: Entry, publication: Publication) -> str:
    if entry.due_on:
        return publication.passage(entry)
    note = publication.words.say("No day was promised; this day to check back is an assumption of the register.")
    return f"{publication.passage(entry)}\n{note}"


def _summary(entry: Entry, publication: Publication) -> str:
    words, headline = publication.words, publication.headline(entry)
    if entry.status is Status.FULFILLED:
        return f"✓ {headline}"
    if entry.status not in PENDING:
        return f"{publication.status(entry).capitalize()}: {headline}"
    return headline if entry.due_on else words.labelled(words.say("Check back"), headline)


def _alarm(entry: Entry, publication: Publication, *, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _summary(entry, publication))
    alarm.add("trigger", ALARM_AT - timedelta(days=days))
    return alarm
