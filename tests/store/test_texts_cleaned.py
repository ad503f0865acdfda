"""Whatever is written into a register: nothing in it acts on a screen, turns the writing or hides."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker.errors import Refused
from tracker.model import (
    Act,
    Commitment,
    Evidence,
    Firmness,
    Kind,
    Precision,
    Relation,
    Report,
    Selection,
    TimeExpression,
)
from tracker.reading import read_bytes
from tracker.store import Database, connect, events, looking, register, reports, verifying
from tracker.usecases import register as stories
from tracker.usecases.exchange import ExportFormat, Wanted, export
from tracker.usecases.importing import import_file
from tracker.usecases.ingest import ingest
from tracker.usecases.register import Reading

TITLE = "\x1b]0;pwned\x07"  # names the window of a terminal
TURNED = "Hilde \u202eCrevits"
SAID, TODAY = date(2021, 9, 21), date(2022, 6, 1)
READING = Reading("nl", "be-vlg")
ACT = Act(f"jan\u202e{TITLE}", datetime(2022, 6, 1, 12, tzinfo=UTC), f"om\u2066dat{TITLE}")


def added(database: Database) -> int:
    fields = {
        "quote": f"Ik zal{TITLE} dat doen.",
        "summary": f"dat\u202e doen\x9b2J{TITLE}",
        "minister": TURNED,
        "responsible": TURNED,
        "committee": f"Werk\u200b{TITLE}",
        "tags": ("spoed\u202e",),
        "kind": Kind.OTHER,
        "firmness": Firmness.FIRM,
        "confidence": 1.0,
        "language": "nl",
    }
    return stories.add(database, fields, said_on=SAID, act=ACT, reading=READING).number


def everything(database: Database) -> str:
    """All that the register holds in words of people."""
    queries = ("SELECT * FROM commitments", "SELECT details FROM events", "SELECT content FROM private_details")
    with database.read() as tx:
        rows = [
            tx.execute(text(query)).all() for query in (*queries, "SELECT * FROM reports", "SELECT name FROM actors")
        ]
    return "\n".join(str(cell) for kind in rows for row in kind for cell in row)


def is_harmless(words: str) -> bool:
    """Neither as it is nor as JSON spells it."""
    return not set("\x1b\x07\x9b\u202e\u2066\u200b") & set(words) and "\\u00" not in words


def is_sound(database: Database) -> bool:
    with database.read() as tx:
        return verifying.verify(tx).is_sound


def test_what_people_write_enters_without_what_acts_on_a_screen(database: Database) -> None:
    number = added(database)
    deadline = TimeExpression(
        f"eind\u202e juni{TITLE}", 0, 1, None, None, date(2022, 6, 30), Precision.MONTH, Relation.BY, "rule"
    )
    stories.move(database, number, deadline, act=ACT, source=f"brief{TITLE}")
    stories.note(database, [number], f"een\u202e notitie{TITLE}\r\nop twee regels", act=ACT)
    stories.edit(database, number, {"policy_area": f"Wonen{TITLE}", "staff": "Els\u202e"}, act=ACT)
    stories.resolve(
        database, [number], Evidence(f"https://x\u202e{TITLE}", f"klaar{TITLE}", TODAY), act=ACT, today=TODAY
    )
    with database.read() as tx:
        entry = register.entry(tx, number)
        told = events.history(tx, number)[-1]

    assert is_harmless(everything(database))
    assert (entry.minister, entry.notes) == ("Hilde Crevits", ("een notitie]0;pwned\nop twee regels",))
    assert (told.actor, told.reason) == ("jan]0;pwned", "omdat]0;pwned")
    assert is_sound(database)


def test_a_turned_name_is_found_as_it_reads(database: Database) -> None:
    number = added(database)
    with database.read() as tx:
        found = looking.entries(tx, Selection(minister="Hilde Crevits"), today=TODAY)

    assert [one.number for one in found] == [number]


def test_a_correction_that_differs_in_nothing_seen_changes_nothing(database: Database) -> None:
    number = added(database)

    with pytest.raises(Refused, match="says so already"):
        stories.edit(database, number, {"minister": TURNED}, act=ACT)


def test_what_is_only_made_of_such_characters_does_not_become_empty(database: Database) -> None:
    number = added(database)
    stories.note(database, [number], "\u202e", act=ACT)
    with database.read() as tx:
        assert register.entry(tx, number).notes == ("\ufffd",)


def test_a_report_keeps_its_words_in_their_place(database: Database) -> None:
    words = (
        "Commissie voor Wonen\n\nVergadering van 21 september 2021\n\n"
        f"Minister {TURNED}: Ik zal u de\x9b cijfers{TITLE} tegen \u2066eind juni 2022\u2069 bezorgen.\n"
    )
    report = read_bytes(words.encode(), name=f"verslag{TITLE}.txt", held_on=SAID, language="nl")
    numbers = ingest(database, replace(report, title=f"Verslag\u202e{TITLE}"), act=ACT).numbers
    with database.read() as tx:
        entry = register.entry(tx, numbers[0])
        kept = reports.report(tx, 1)

    assert entry.source is not None
    assert entry.quote == kept.text[entry.source.start : entry.source.end]
    assert entry.quote.endswith("Ik zal u de cijfers]0;pwned tegen eind juni 2022 bezorgen.")
    assert (entry.minister, entry.due_on, kept.title) == ("Hilde Crevits", date(2022, 6, 30), "Verslag]0;pwned")
    assert is_harmless(everything(database) + kept.text)
    assert is_sound(database)


def test_an_imported_record_is_cleaned_and_known_again(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "lijst.json"
    record = {"text": f"Ik zal{TITLE} dat doen.", "date": "2022-01-01", "minister": TURNED, "notes": "x\u202ey"}
    path.write_text(json.dumps([record]), encoding="utf-8")
    first = import_file(database, path, act=ACT, read_deadline=lambda _words, _day: None)
    again = import_file(database, path, act=ACT, read_deadline=lambda _words, _day: None)

    assert (first.new, again.new, again.known) == (1, 0, 1)
    assert is_harmless(everything(database))
    assert is_sound(database)


@pytest.fixture
def older(database: Database, report: Report, commitment: Commitment, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A register from before texts were cleaned."""
    with monkeypatch.context() as before:
        before.setattr("tracker.model.spelling.clean_text", lambda words: words.replace("\x1e", ""))
        added(database)
        with database.write() as tx:
            place = reports.add(tx, replace(report, title=TURNED), act=ACT)
            register.propose(tx, place, [replace(commitment, summary=f"dat {TURNED} doet")], act=ACT)
    return database


def test_an_older_register_stays_proven_and_goes_on(older: Database) -> None:
    was_harmless = is_harmless(everything(older))
    stories.note(older, [1], "een notitie", act=ACT)

    assert not was_harmless
    assert is_sound(older)


def test_an_older_register_moves_word_for_word(older: Database, tmp_path: Path, sqlite_template: Path) -> None:
    out = io.BytesIO()
    export(older, Wanted(ExportFormat.JSONL), out, today=TODAY, now=ACT.at)
    (tmp_path / "whole.jsonl").write_bytes(out.getvalue())
    (tmp_path / "new.db").write_bytes(sqlite_template.read_bytes())
    new = connect(tmp_path / "new.db")
    import_file(new, tmp_path / "whole.jsonl", act=ACT, read_deadline=lambda _words, _day: None)
    with older.read() as before, new.read() as after:
        assert events.head(before) == events.head(after)
        assert register.entry(before, 1) == register.entry(after, 1)
    new.close()


def test_what_was_imported_before_texts_were_cleaned_is_known_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lijst.json"
    rows = [
        {"text": f"Ik zal{TITLE} dat doen.", "date": "2022-01-01"},
        {"text": "x", "date": "2022-01-01", "id": "a\u202e"},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr("tracker.model.spelling.clean_text", lambda words: words)
        import_file(database, path, act=ACT, read_deadline=lambda _words, _day: None)
    again = import_file(database, path, act=ACT, read_deadline=lambda _words, _day: None)

    assert (again.new, again.known) == (0, 2)
