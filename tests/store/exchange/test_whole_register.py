"""Does a whole register survive the way through a file, and is one that was altered on the way refused?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from taken_in import LATER, Lines, exported, held, is_sound, take

from tracker.errors import Refused, Unreadable
from tracker.model import Commitment, Report
from tracker.store import Database, events, register, reports
from tracker.usecases.exchange import ExportFormat


def test_a_whole_register_comes_back_word_for_word(lived: Database, other: Database, tmp_path: Path) -> None:
    content = exported(lived, ExportFormat.JSONL)
    imported = take(other, content, tmp_path)

    assert (imported.new, imported.first, imported.last) == (3, 1, 3)
    assert exported(other, ExportFormat.JSONL) == content
    assert held(other) == held(lived)
    assert is_sound(other)
    with lived.read() as here, other.read() as there:
        assert events.head(here) == events.head(there)
        assert reports.report(here, 1) == reports.report(there, 1)
        assert events.history(here, 1) == events.history(there, 1)


def test_a_register_moves_from_one_kind_of_database_to_the_other(
    other: Database, database: Database, report: Report, commitment: Commitment, tmp_path: Path
) -> None:
    with other.write() as tx:
        register.propose(tx, reports.add(tx, report, act=LATER), [commitment], act=LATER)
    content = exported(other, ExportFormat.JSONL)
    take(database, content, tmp_path)

    assert exported(database, ExportFormat.JSONL) == content
    assert is_sound(database)
    with database.write() as tx:
        assert register.propose(tx, 1, [commitment], act=LATER) == (2,)


def test_the_same_register_twice_adds_nothing(lived: Database, tmp_path: Path) -> None:
    imported = take(lived, exported(lived, ExportFormat.JSONL), tmp_path)

    assert (imported.new, imported.known) == (0, 3)


def test_a_whole_register_is_not_poured_into_another_one(lived: Database, other: Database, tmp_path: Path) -> None:
    take(other, "tekst,datum\nIets anders.,2022-01-01\n", tmp_path)

    with pytest.raises(Refused, match="only read into an empty one"):
        take(other, exported(lived, ExportFormat.JSONL), tmp_path)


def _of(lines: Lines, record: str, place: int = -1) -> dict[str, Any]:
    found: dict[str, Any] = [line for line in lines if line["record"] == record][place]
    return found


TAMPERINGS: dict[str, Callable[[Lines], object]] = {
    "a summary": lambda lines: _of(lines, "commitment").update(summary="iets anders"),
    "a status": lambda lines: _of(lines, "commitment", 0).update(status="open"),
    "a commitment that is gone": lambda lines: lines.remove(_of(lines, "commitment")),
    "an event's details": lambda lines: _of(lines, "event", 1)["details"]["set"].update(kind="other"),
    "an event's time": lambda lines: _of(lines, "event", 2).update(at="2020-01-01T00:00:00.000000Z"),
    "a digest": lambda lines: _of(lines, "event").update(digest="00" * 32),
    "a cut tail": lambda lines: lines.remove(_of(lines, "event")),
    "an event that is gone": lambda lines: lines.remove(_of(lines, "event", 1)),
    "who acted": lambda lines: _of(lines, "actor").update(name="niemand"),
    "a private note": lambda lines: next(
        line["private"]["content"]["set"].update(notes=["anders"])
        for line in lines
        if line["record"] == "event" and line["private"] and "set" in (line["private"]["content"] or {})
    ),
    "a report's text": lambda lines: _of(lines, "report").update(text="Iets anders."),
    "another end": lambda lines: lines[0].update(head="00" * 32),
    "an end that is no number": lambda lines: lines[0].update(events="zeven"),
    "an end before the end": lambda lines: lines[0].update(
        events=lines[0]["events"] - 1, head=_of(lines, "event", -2)["digest"]
    ),
    "a field that is missing": lambda lines: _of(lines, "event").pop("at"),
    "a report that is missing": lambda lines: lines.remove(_of(lines, "report")),
    "an unknown record": lambda lines: _of(lines, "actor").update(record="spook"),
    "a second head": lambda lines: lines.append(lines[0]),
    "a commitment that is none": lambda lines: _of(lines, "commitment").update(status="weg"),
    "a salt that is none": lambda lines: _of(lines, "actor").update(salt="zz"),
    "a number twice": lambda lines: lines.insert(lines.index(_of(lines, "commitment")), _of(lines, "commitment")),
    "a number beyond all bounds": lambda lines: _of(lines, "event").update(sequence=2**70),
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_register_that_was_altered_on_the_way_is_refused_and_nothing_stays(
    change: Callable[[Lines], object], lived: Database, other: Database, tmp_path: Path
) -> None:
    lines = [json.loads(line) for line in exported(lived, ExportFormat.JSONL).splitlines()]
    change(lines)

    with pytest.raises((Refused, Unreadable)):
        take(other, "".join(json.dumps(line) + "\n" for line in lines), tmp_path)
    assert held(other) == []
    assert is_sound(other)


def test_a_line_that_is_no_json_stops_a_whole_register(lived: Database, other: Database, tmp_path: Path) -> None:
    content = exported(lived, ExportFormat.JSONL) + b"{\n"

    with pytest.raises(Unreadable, match=r"given\. line \d+: it is not JSON"):
        take(other, content, tmp_path)
    assert held(other) == []
