"""What do calendars, feeds and spreadsheets of other people get to see?"""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from factory import an_entry
from icalendar import Calendar
from icalendar.cal import Component
from lxml import etree

from tracker.exchange import atom, ical, workbook
from tracker.exchange.publication import Publication
from tracker.model import Entry, Evidence, Source, Status
from tracker.wording.catalogue import catalogue

THEN = datetime(2021, 9, 22, 8, tzinfo=UTC)
ENTRY = an_entry(
    7,
    quote="De minister zal de evaluatie, met cijfers; tegen eind 2021 bezorgen.",
    summary="de evaluatie bezorgen",
    source=Source(1, "verslag.pdf", "ab", "Verslag", date(2021, 9, 21), "Binnenlands Bestuur", "nl", 3, 10, 60),
    minister_function="viceminister-president",
    asked_by="Maurits Vande Reyde",
    asker_party="Open Vld",
    due_on=date(2021, 12, 31),
    due_words="tegen eind 2021",
    confidence=0.9,
    recorded_at=THEN,
    language="nl",
    committee="Binnenlands Bestuur",
)
HOUSE = Publication("nl", "register.example.org", "https://register.example.org/{number}?a=1&b=2")
ATOM = "{http://www.w3.org/2005/Atom}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def calendar(*entries: Entry, tasks: bool = False, alarm_days: tuple[int, ...] = ()) -> Calendar:
    content = "".join(ical.write(entries, HOUSE, tasks=tasks, alarm_days=alarm_days))
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    return Calendar.from_ical(content)


def only(found: Calendar, kind: str = "VEVENT") -> Component:
    (part,) = found.walk(kind)
    return part


def text_of(part: Component, name: str) -> str:
    lines: str = part.to_ical().decode().replace("\r\n ", "")
    return lines.split(f"\r\n{name}", 1)[1].split("\r\n", 1)[0]


def test_a_deadline_is_an_all_day_event_that_makes_nobody_busy() -> None:
    event = only(calendar(ENTRY))

    assert text_of(event, "DTSTART") == ";VALUE=DATE:20211231"
    assert text_of(event, "DTEND") == ";VALUE=DATE:20220101"
    assert text_of(event, "TRANSP") == ":TRANSPARENT"
    assert text_of(event, "SUMMARY") == ":C-0007 Bart Somers: de evaluatie bezorgen"
    assert str(event["description"]).startswith("“De minister zal de evaluatie, met cijfers; tegen")


def test_calendars_and_feeds_tell_the_subject_behind_the_quote() -> None:
    told = replace(ENTRY, subject="evaluatie van de gemeenten")
    event, feed = only(calendar(told)), atom.write([told], HOUSE, now=THEN).decode()

    for text in (str(event["description"]), feed):
        assert "bezorgen.”\nOnderwerp: evaluatie van de gemeenten\n" in text
    assert "Onderwerp" not in str(only(calendar(ENTRY))["description"])


@pytest.mark.parametrize("tasks", [False, True])
@pytest.mark.parametrize("due_on", [date.min, date.max])
def test_a_deadline_at_an_end_of_the_calendar_breaks_no_calendar(due_on: date, *, tasks: bool) -> None:
    odd = replace(ENTRY, due_on=due_on, said_on=min(due_on, date(2022, 1, 1)))
    part = only(calendar(odd, tasks=tasks, alarm_days=(14,)), "VTODO" if tasks else "VEVENT")

    assert part.decoded("due" if tasks else "dtstart") == due_on


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    before = only(calendar(ENTRY))
    moved = replace(ENTRY, due_on=date(2022, 6, 30), deadline_version=2, slips=1, slip_days=181)
    after = only(calendar(moved))

    assert before["uid"] == after["uid"] == "deadline-7@register.example.org"
    assert (before["sequence"], after["sequence"]) == (1, 2)
    assert after.decoded("dtstart") == date(2022, 6, 30)
    assert "Verschoven: 1 keer, samen 181 dagen" in str(after["description"])


@pytest.mark.parametrize(
    "changed",
    [
        {"status": Status.LAPSED, "lapse_reason": "ingetrokken"},
        {"status": Status.FULFILLED, "resolved_on": date(2021, 12, 1)},
        {"summary": "de evaluatie en de cijfers bezorgen"},
        {"due_on": None, "check_on": date(2022, 2, 1)},
        {"responsible": "Ann Peeters"},
    ],
    ids=lambda changed: next(iter(changed)),
)
@pytest.mark.parametrize("tasks", [False, True])
def test_every_change_raises_the_sequence(changed: dict[str, object], *, tasks: bool) -> None:
    kind = "VTODO" if tasks else "VEVENT"
    before = only(calendar(replace(ENTRY, version=4), tasks=tasks), kind)
    after = only(calendar(replace(ENTRY, version=9, **changed), tasks=tasks), kind)  # type: ignore[arg-type]

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (4, 9)


@pytest.mark.parametrize(
    ("status", "shown", "summary"),
    [
        (Status.PROPOSED, "TENTATIVE", "C-0007"),
        (Status.OPEN, "CONFIRMED", "C-0007"),
        (Status.PARTLY_FULFILLED, "CONFIRMED", "C-0007"),
        (Status.FULFILLED, "CONFIRMED", "✓ C-0007"),
        (Status.LAPSED, "CANCELLED", "Vervallen: C-0007"),
        (Status.REJECTED, "CANCELLED", "Geen toezegging: C-0007"),
    ],
)
def test_the_event_tells_how_it_stands(status: Status, shown: str, summary: str) -> None:
    event = only(calendar(replace(ENTRY, status=status), alarm_days=(7,)))

    assert event["status"] == shown
    assert str(event["summary"]).startswith(summary)
    assert bool(event.walk("VALARM")) is (status in {Status.PROPOSED, Status.OPEN, Status.PARTLY_FULFILLED})


def test_alarms_ring_at_nine_of_the_days_before() -> None:
    alarms = only(calendar(ENTRY, alarm_days=(14, 1))).walk("VALARM")

    assert [alarm.decoded("trigger") for alarm in alarms] == [timedelta(days=-14, hours=9), timedelta(hours=-15)]


def test_without_a_deadline_the_day_to_ask_is_shown_as_ours() -> None:
    undated = replace(ENTRY, due_on=None, due_words=None, check_on=date(2021, 12, 21))
    event = only(calendar(undated))

    assert event.decoded("dtstart") == date(2021, 12, 21)
    assert str(event["summary"]).startswith("Navragen: C-0007")
    assert "aanname van het register" in str(event["description"])
    assert not calendar(replace(undated, status=Status.FULFILLED)).walk("VEVENT")
    assert not calendar(replace(undated, check_on=None)).walk("VEVENT")


def test_tasks_tell_how_far_they_are() -> None:
    done = replace(ENTRY, status=Status.FULFILLED, resolved_on=date(2021, 12, 1))
    partly = only(calendar(replace(ENTRY, status=Status.PARTLY_FULFILLED), tasks=True), "VTODO")
    task = only(calendar(done, tasks=True), "VTODO")
    unknown = only(calendar(replace(done, resolved_on=None), tasks=True), "VTODO")

    assert (task["status"], task["percent-complete"]) == ("COMPLETED", 100)
    assert task.decoded("completed").date() == date(2021, 12, 1)
    assert partly["status"] == "IN-PROCESS"
    assert text_of(partly, "DUE") == ";VALUE=DATE:20211231"
    assert "completed" not in unknown


def test_a_task_that_was_due_at_once_begins_before_it_is_due() -> None:
    task = only(calendar(replace(ENTRY, due_on=ENTRY.said_on), tasks=True), "VTODO")

    assert task.decoded("dtstart") < task.decoded("due")


def test_the_calendar_says_how_often_to_look_again() -> None:
    content = "".join(ical.write([], HOUSE))

    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in content
    assert "\r\nX-PUBLISHED-TTL:PT6H\r\n" in content
    assert content.startswith("BEGIN:VCALENDAR\r\n")
    assert content.endswith("END:VCALENDAR\r\n")
    assert Calendar.from_ical(content).walk("VEVENT") == []


def test_control_characters_and_line_breaks_do_not_break_the_calendar() -> None:
    nasty = replace(
        ENTRY, summary="een\r\nBEGIN:VALARM\x00\u202e twee", quote="a\nb\x1b", minister="X\nY", responsible=None
    )
    event = only(calendar(nasty))

    assert event.walk("VALARM") == []
    assert str(event["summary"]) == "C-0007 X Y: een BEGIN:VALARM twee"


def feed(*entries: Entry, house: Publication = HOUSE) -> etree._Element:
    return etree.fromstring(atom.write(entries, house, now=THEN))


def test_the_feed_begins_with_what_changed_last_and_keeps_its_identities() -> None:
    later = replace(ENTRY, number=8, changed_at=THEN + timedelta(days=1))
    root = feed(ENTRY, later)

    assert [found.text for found in root.findall(f"{ATOM}entry/{ATOM}id")] == [
        "tag:register.example.org,2026-01-01:commitment/8",
        "tag:register.example.org,2026-01-01:commitment/7",
    ]
    assert root.findtext(f"{ATOM}updated") == "2021-09-23T08:00:00+00:00"
    assert root.find(f"{ATOM}entry/{ATOM}link").get("href") == "https://register.example.org/C-0008?a=1&b=2"  # type: ignore[union-attr]  # it is there


def test_an_empty_feed_is_a_feed() -> None:
    root = feed(house=Publication("en", "example.org"))

    assert root.findtext(f"{ATOM}updated") == "2021-09-22T08:00:00+00:00"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Commitments"
    assert root.findall(f"{ATOM}entry") == []


def test_text_in_the_feed_is_text_and_notes_are_not_in_it() -> None:
    entry = replace(ENTRY, quote="<script>alert(1)</script>\x0b", notes=("geheim",), staff="An", language=None)
    root = feed(entry, house=Publication("nl"))
    content = root.find(f"{ATOM}entry/{ATOM}content")

    assert content is not None
    assert content.text is not None
    assert content.text.startswith("“<script>alert(1)</script>”")
    assert b"geheim" not in etree.tostring(root)
    assert root.find(f"{ATOM}entry/{ATOM}link") is None


def sheets(*entries: Entry, sheet_rows: int = 100, language: str = "nl") -> list[etree._Element]:
    out = io.BytesIO()
    workbook.write(entries, out, Publication(language), sheet_rows=sheet_rows)
    with zipfile.ZipFile(out) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [etree.fromstring(book.read(name)) for name in names]


def inside(cell: etree._Element) -> str:
    return "".join(str(text) for text in cell.itertext())


def test_the_workbook_holds_words_dates_and_no_formula() -> None:
    nasty = replace(
        ENTRY, summary="=HYPERLINK(1)", quote="+1\x07", evidence=(Evidence("https://x", None, THEN.date()),)
    )
    (sheet,) = sheets(replace(nasty, tags=("a", "b"), check_on=None))
    cells = {cell.get("r"): cell for cell in sheet.iter(f"{SHEET}c")}

    assert not list(sheet.iter(f"{SHEET}f"))
    assert inside(cells["A1"]) == "Nummer"
    assert inside(cells["A2"]) == "C-0007"
    assert inside(cells["B2"]) == "openstaand"
    assert inside(cells["C2"]) == "44561"
    assert inside(cells["D2"]) == "=HYPERLINK(1)"
    assert cells["D2"].get("t") == "inlineStr"


def test_text_that_looks_like_a_formula_is_marked_as_text() -> None:
    out = io.BytesIO()
    workbook.write([replace(ENTRY, summary="=1")], out, Publication("nl"))
    with zipfile.ZipFile(out) as book:
        styles = etree.fromstring(book.read("xl/styles.xml"))

    assert [style.get("quotePrefix") for style in styles.iter(f"{SHEET}xf")].count("1") == 1


def test_a_register_that_is_too_long_for_a_sheet_goes_on_in_the_next() -> None:
    found = sheets(*(replace(ENTRY, number=number) for number in range(1, 6)), sheet_rows=2)

    assert [len(list(sheet.iter(f"{SHEET}row"))) for sheet in found] == [3, 3, 2]


def test_text_that_no_cell_can_hold_is_cut() -> None:
    (sheet,) = sheets(replace(ENTRY, quote="x" * 40_000))

    assert max(len(inside(cell)) for cell in sheet.iter(f"{SHEET}c")) == 32_767


def test_every_column_of_the_workbook_has_a_name() -> None:
    assert set(workbook.WIDTHS) <= set(catalogue("en").named("field"))


def test_the_passage_tells_who_when_where_and_how_it_ended() -> None:
    ended = replace(
        ENTRY,
        status=Status.LAPSED,
        lapse_reason="ingetrokken",
        asker_party=None,
        minister_function=None,
        source=replace(ENTRY.source, title=None, page=None),  # type: ignore[type-var]  # it has a source
        evidence=(Evidence(None, "mondeling", THEN.date()),),
    )
    told = HOUSE.passage(ended)

    assert "Gezegd door: Bart Somers\n" in told
    assert "Gevraagd door: Maurits Vande Reyde\n" in told
    assert "Vervallen omdat: ingetrokken\nBewijs: mondeling\n" in told
    assert told.endswith("Bron: verslag.pdf")
    assert HOUSE.place(replace(ENTRY, source=None)) == ""
