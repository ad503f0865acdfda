"""Does the register give back what was put into it, and does its history tell the same?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tracker import followup
from tracker.errors import NotFound, Refused, StoreError
from tracker.model import (
    Act,
    Change,
    Commitment,
    Deed,
    Evidence,
    Link,
    LinkKind,
    Mention,
    Report,
    Status,
    TimeExpression,
)
from tracker.model.because import OtherFacts, Reading
from tracker.store import Database, erasing, events, register, reports
from tracker.usecases import register as stories

LATER = Act("piet", datetime(2021, 11, 2, 8, 0, tzinfo=UTC), "de studie loopt uit")


def test_a_report_comes_back_as_it_was_read(database: Database, report: Report, act: Act) -> None:
    with database.write() as tx:
        number = reports.add(tx, report, act=act)

    with database.read() as tx:
        assert reports.report(tx, number) == report
        assert reports.words(tx, number) == report.text
        assert [known.sha256 for known in reports.every(tx)] == [report.sha256]


def test_the_same_report_is_stored_once(database: Database, report: Report, act: Act) -> None:
    with database.write() as tx:
        first = reports.add(tx, report, act=act)
        second = reports.add(tx, replace(report, name="copy.txt"), act=act)

    assert first == second


def test_all_versions_of_a_document_are_found_by_its_number_the_newest_first(
    database: Database, report: Report, act: Act
) -> None:
    with database.write() as tx:
        first = reports.add(tx, report, act=act)
        newer = reports.add(tx, replace(report, sha256="cd" * 32), act=act)
        known = reports.with_document_number(tx, "12-A", date(2021, 9, 21))

        assert known == (newer, first)
        assert reports.with_document_number(tx, "12-A", date(2021, 9, 22)) == ()


def test_an_unknown_report_is_not_found(database: Database) -> None:
    with database.read() as tx:
        with pytest.raises(NotFound):
            reports.report(tx, 7)
        with pytest.raises(NotFound):
            reports.words(tx, 7)


def test_a_found_commitment_keeps_its_words_place_and_reading(
    filled: Database, report: Report, commitment: Commitment
) -> None:
    with filled.read() as tx:
        entry = register.entry(tx, 1)

    assert (entry.label, entry.status, entry.quote) == ("C-0001", Status.OPEN, commitment.quote)
    assert entry.stated == commitment.deadline
    assert entry.source is not None
    assert (entry.source.sha256, entry.source.start, entry.source.end) == (report.sha256, 0, len(commitment.quote))
    assert (entry.committee, entry.dossier, entry.asker_party) == ("Binnenlands Bestuur", "12", "Groen")
    assert (entry.due_on, entry.check_on, entry.version) == (date(2021, 12, 31), None, 5)


def test_a_commitment_without_a_date_gets_a_day_to_check_back_on(filled: Database) -> None:
    with filled.read() as tx:
        entry = register.entry(tx, 3)

    assert (entry.due_on, entry.check_on) == (None, date(2021, 12, 21))


def test_the_history_tells_why_it_was_found(filled: Database) -> None:
    with filled.read() as tx:
        found, accepted = events.history(tx, 1)

    assert (found.kind, accepted.kind, found.actor) == (Deed.FOUND, Deed.ACCEPTED, "jan")
    assert isinstance(found.because, Reading)
    assert found.because.cues[0].rule == "nl.cue.zal"


def test_every_field_of_a_change_comes_back(filled: Database, deadline: TimeExpression) -> None:
    fields = {
        "status": Status.FULFILLED,
        "evidence": (Evidence("https://x.test/1", None, date(2021, 12, 1)), Evidence(None, "nota", date(2022, 1, 1))),
        "resolved_on": date(2022, 1, 1),
        "tags": ("brief", "Oekraïne"),
        "notes": ("eerste\nnoot", "tweede"),
        "staff": "Els",
        "mentions": (Mention(1, 0, 4, "De m"),),
        "links": (Link(LinkKind.REPEATS, 2),),
        "stated": replace(deadline, condition="na advies", problem="31 november"),
        "policy_area": "wonen",
        "lapse_reason": "x",
        "reference": "tk:1",
    }

    with filled.write() as tx:
        entry = register.record(tx, 1, Change(Deed.EDITED, fields), act=LATER)

    for name, value in fields.items():
        assert getattr(entry, name) == value
    assert entry.changed_at == LATER.at


def test_reason_notes_and_staff_stand_apart_from_the_public_details(filled: Database) -> None:
    with filled.write() as tx:
        register.record(tx, 1, Change(Deed.EDITED, {"staff": "Els", "policy_area": "wonen"}), act=LATER)
        public = tx.execute(text("SELECT details FROM events ORDER BY sequence DESC")).scalar()
        told = events.history(tx, 1)[-1]

    assert public == '{"set":{"policy_area":"wonen"}}'
    assert told.details == {"set": {"policy_area": "wonen", "staff": "Els"}}
    assert told.reason == LATER.reason


def test_an_erased_staff_member_is_nowhere_also_where_another_came_after(filled: Database) -> None:
    for name in ("Els Geheim", "Jan"):
        stories.edit(filled, 1, {"staff": name, "policy_area": f"wonen {name[:1]}"}, act=LATER)

    with filled.write() as tx:
        erasing.erase_details(tx, 1, act=LATER)
        kept = repr(tx.execute(text("SELECT details FROM events")).all())

    assert "wonen E" in kept  # what was said before is told
    assert "Geheim" not in kept


def test_letters_that_no_database_takes_are_replaced_in_texts_with_places_and_left_out_elsewhere(
    database: Database, report: Report, commitment: Commitment, act: Act
) -> None:
    odd = replace(commitment, quote="a\0b\ud800c", summary="\0")
    with database.write() as tx:
        number = reports.add(tx, replace(report, text="a\0b\ud800c", original="é\0"), act=act)
        register.propose(tx, number, [odd], act=act)

        assert (register.entry(tx, 1).quote, register.entry(tx, 1).summary) == ("abc", "\ufffd")
        assert reports.words(tx, number) == "a\ufffdb\ufffdc"
        assert reports.report(tx, number).original == "é\ufffd"


def test_an_unknown_number_is_not_found(filled: Database) -> None:
    with filled.write() as tx:
        with pytest.raises(NotFound, match="C-0099"):
            register.entry(tx, 99)
        with pytest.raises(NotFound, match="C-0099"):
            register.record(tx, 99, Change(Deed.NOTED, {"notes": ("x",)}), act=LATER)


def test_a_change_on_an_older_version_is_refused(filled: Database) -> None:
    with filled.write() as tx:
        seen = register.entry(tx, 1).version
        register.record(tx, 1, Change(Deed.NOTED, {"notes": ("eerst",)}), act=LATER, expected=seen)

    with filled.write() as tx, pytest.raises(Refused, match="changed by somebody else"):
        register.record(tx, 1, Change(Deed.NOTED, {"notes": ("dan",)}), act=LATER, expected=seen)


def test_numbers_go_on_after_the_last_one(filled: Database, commitment: Commitment, act: Act) -> None:
    with filled.write() as tx:
        assert register.propose(tx, 1, [commitment], act=act) == (4,)
        assert register.propose(tx, 1, [], act=act) == ()


def test_the_events_of_one_transaction_are_one_action(filled: Database) -> None:
    with filled.write() as tx:
        register.record(tx, 1, followup.note(register.entry(tx, 1), "a"), act=LATER)
        register.record(tx, 2, followup.note(register.entry(tx, 2), "b"), act=LATER)

    with filled.read() as tx:
        newest = list(events.events_since(tx, at=LATER.at))
        assert [event.action for event in newest] == [newest[0].sequence] * 2
        assert events.action(tx, newest[0].sequence) == tuple(newest)


def test_events_are_chained_from_the_first_to_the_head(filled: Database) -> None:
    with filled.read() as tx:
        told = list(events.events_since(tx, 0))
        head = events.head(tx)

    assert [event.sequence for event in told] == list(range(1, 8))
    assert (head.sequence, head.digest) == (7, told[-1].digest)
    assert len({event.digest for event in told}) == len(told)


def test_an_empty_register_has_a_head_too(database: Database) -> None:
    with database.read() as tx:
        assert events.head(tx) == events.Head(0, "00" * 32)


def test_an_event_about_no_commitment_joins_the_chain(database: Database, act: Act) -> None:
    with database.write() as tx:
        event = events.append(tx, Change("subscriber.added", because=OtherFacts({"subscriber": 3})), act=act)

        assert (event.commitment, event.details) == (None, {"because": {"subscriber": 3}})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET at = '2020'",
        "DELETE FROM events",
        "DELETE FROM commitments",
        "UPDATE commitments SET number = 9 WHERE number = 1",
        "DELETE FROM reports",
        "UPDATE reports SET sha256 = 'x'",
        "DELETE FROM actors",
        "UPDATE actors SET name = 'Els'",
        "DELETE FROM private_details",
        "UPDATE private_details SET content = 'x'",
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(filled: Database, statement: str) -> None:
    with filled.write() as tx:
        register.record(tx, 1, followup.note(register.entry(tx, 1), "a"), act=LATER)

    with pytest.raises((StoreError, DatabaseError), match=r"append-only|never|only be erased"), filled.write() as tx:
        tx.execute(text(statement))


def test_insert_or_replace_does_not_pass_the_guard(sqlite_database: Database, act: Act) -> None:
    with sqlite_database.write() as tx:
        events.append(tx, Change("a"), act=act)

    with pytest.raises(DatabaseError, match="never replaced"), sqlite_database.write() as tx:
        tx.execute(text("INSERT OR REPLACE INTO events SELECT * FROM events"))


def test_a_database_is_emptied_by_no_truncate(postgres_database: Database) -> None:
    with pytest.raises(StoreError, match="never emptied"), postgres_database.write() as tx:
        tx.execute(text("TRUNCATE events CASCADE"))


def test_a_value_that_json_does_not_know_is_refused(filled: Database) -> None:
    with filled.write() as tx, pytest.raises(TypeError, match="no place in an event"):
        events.append(tx, Change("odd", because=OtherFacts({"x": object()})), act=LATER)
    with filled.write() as tx, pytest.raises(TypeError, match="Instants"):
        events.append(tx, Change("odd", because=OtherFacts({"x": LATER.at})), act=LATER)
