"""Does an entry survive a file, whatever its words are?"""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factory import an_entry
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.exchange import csv_file, json_lines
from tracker.exchange.files import Kind as FileKind
from tracker.exchange.files import open_file
from tracker.exchange.incoming import Terms
from tracker.exchange.record import Misread, entry_of, record_of
from tracker.model import (
    Entry,
    Evidence,
    Firmness,
    Kind,
    Link,
    LinkKind,
    Mention,
    Precision,
    Relation,
    Source,
    Status,
    TimeExpression,
)
from tracker.usecases.public import as_entry, public

TERMS = Terms(datetime(2026, 1, 1, tzinfo=UTC), lambda _words, _day: None)
words = st.text(st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("'=+-@\t\r\n\",;"), min_size=1)
shown = words.filter(str.strip)
days = st.dates(date(1950, 1, 1), date(2100, 1, 1))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
maybe_words, maybe_day = st.none() | words, st.none() | days
numbers = st.integers(0, 2**31 - 1)
times = st.builds(
    TimeExpression,
    text=words,
    start=numbers,
    end=numbers,
    earliest=maybe_day,
    latest=maybe_day,
    due=maybe_day,
    precision=st.sampled_from(Precision),
    relation=st.sampled_from(Relation),
    rule=words,
    assumption=maybe_words,
    said_on=maybe_day,
    condition=maybe_words,
    derivation=st.tuples(words) | st.just(()),
    problem=maybe_words,
)
sources = st.builds(
    Source,
    report_id=numbers,
    name=words,
    sha256=words,
    title=maybe_words,
    held_on=days,
    committee=maybe_words,
    language=words,
    page=st.none() | numbers,
    start=numbers,
    end=numbers,
    dossier=maybe_words,
)
entries = st.builds(
    Entry,
    number=st.integers(1, 2**40),
    status=st.sampled_from(Status),
    quote=shown,
    summary=shown,
    source=st.none() | sources,
    said_on=days,
    minister=maybe_words,
    minister_function=maybe_words,
    responsible=maybe_words,
    asked_by=maybe_words,
    asker_party=maybe_words,
    stated=st.none() | times,
    due_on=maybe_day,
    due_words=maybe_words,
    deadline_version=numbers,
    slips=numbers,
    slip_days=numbers,
    check_on=maybe_day,
    condition=maybe_words,
    firmness=st.sampled_from(Firmness),
    kind=st.sampled_from(Kind),
    confidence=st.floats(0, 1),
    recorded_at=instants,
    changed_at=instants,
    resolved_on=maybe_day,
    evidence=st.lists(st.builds(Evidence, maybe_words, maybe_words, days), max_size=2).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
    policy_area=maybe_words,
    staff=maybe_words,
    notes=st.lists(words, max_size=2).map(tuple),
    committee=maybe_words,
    dossier=maybe_words,
    language=maybe_words,
    lapse_reason=maybe_words,
    mentions=st.lists(st.builds(Mention, numbers, numbers, numbers, words), max_size=1).map(tuple),
    links=st.lists(st.builds(Link, st.sampled_from(LinkKind), numbers), max_size=1).map(tuple),
    reference=maybe_words,
    version=numbers,
    subject=maybe_words,
)


def read_back(content: str) -> tuple[FileKind, list[Entry]]:
    with open_file(io.BytesIO(content.encode()), TERMS) as opened:
        return opened.kind, [one.entry for one in opened.records if one.entry is not None]


def head() -> dict[str, object]:
    return json_lines.head_record(TERMS.now, whole=False, sequence=0, digest="")


@settings(max_examples=150, deadline=None)
@given(st.lists(entries, min_size=1, max_size=3))
def test_csv_gives_every_entry_back_and_calculates_nothing(given_entries: list[Entry]) -> None:
    content = "".join(csv_file.write(given_entries))
    cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]

    assert read_back(content) == (FileKind.OWN_CSV, given_entries)
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)


@settings(max_examples=100, deadline=None)
@given(st.lists(entries, min_size=1, max_size=3))
def test_json_and_json_lines_give_every_entry_back(given_entries: list[Entry]) -> None:
    lines, whole = (
        "".join(json_lines.write(head(), given_entries)),
        "".join(json_lines.write_json(head(), given_entries)),
    )

    assert read_back(lines) == (FileKind.OWN_LINES, given_entries)
    assert read_back(whole) == (FileKind.OWN_JSON, given_entries)
    assert json.loads(whole)["commitments"][0]["label"] == given_entries[0].label


@settings(deadline=None)
@given(entries)
def test_a_public_record_holds_nothing_internal(entry: Entry) -> None:
    record = record_of(as_entry(public(entry)))

    assert (record["notes"], record["staff"]) == ([], None)
    assert record["quote"] == entry.quote


@settings(max_examples=1, deadline=None)
@given(entries)
@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("status", "closed", "status: input should be"),
        ("said_on", 44563, "said_on:"),
        ("said_on", "44563", "said_on:"),
        ("due_on", "30/6/2022", "due_on:"),
        ("slips", "2", "slips:"),
        ("recorded_at", "2021-09-21T08:00:00", "without a time zone"),
        ("quote", " ", "the words are missing"),
        ("number", 0, "out of bounds"),
        ("number", 2**60, "out of bounds"),
        ("confidence", 1.5, "out of bounds"),
        ("evidence", [{"reference": 1}], "evidence.0"),
    ],
)
def test_a_record_that_says_something_else_is_refused_by_its_field(
    field: str, value: object, told: str, entry: Entry
) -> None:
    with pytest.raises(Misread, match=told):
        entry_of({**record_of(entry), field: value})


@pytest.mark.parametrize("label", ["", "C-", "C-1x", "C-٣", "1" * 16])
def test_a_label_that_is_no_number_is_refused(label: str) -> None:
    with pytest.raises(Misread, match="label"):
        csv_file.number_of(label)


def test_a_file_with_a_byte_order_mark_is_read_the_same() -> None:
    content = "".join(csv_file.write([], csv_file.Form(bom=True)))

    assert content.startswith("\ufeff")
    assert read_back(content) == (FileKind.OWN_CSV, [])


def test_a_column_that_is_new_stands_last_and_may_be_absent() -> None:
    entry = an_entry(3, subject="de bouw van scholen")
    rows = list(csv.reader(io.StringIO("".join(csv_file.write([entry])), newline="")))
    without = io.StringIO()
    csv.writer(without).writerows(row[:-3] for row in rows)

    assert rows[0][-3:] == ["subject", "recalled_on", "answer_by"]
    assert read_back(without.getvalue()) == (FileKind.OWN_CSV, [replace(entry, subject=None)])
