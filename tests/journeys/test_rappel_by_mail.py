"""A reminder goes to the cabinet once, is answered by mail, and the desk hears once when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from posthouse import PostHouse

from tracker.errors import NotFound, Refused, Unreadable, WrongCall
from tracker.followup import hand_over
from tracker.mail.bounces import read_return
from tracker.model import Deed, Status
from tracker.model.letters import LetterKind, LetterState, OutcomeKind
from tracker.model.settings import LetterSettings, MailSettings, Settings
from tracker.store import Database, events, register
from tracker.usecases.letters.answers import Answered, take_answers
from tracker.usecases.letters.rappel import write_rappel
from tracker.usecases.letters.rappel_mail import post_rappel
from tracker.usecases.looking import show
from tracker.usecases.register import undo

UNTIL = date(2026, 7, 1)
CABINET, DESK = "kabinet.maes@example.org", "griffie@example.org"


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    mail = MailSettings(transport="folder", sender="tracker@example.org", domain="example.org", reply_to=DESK)
    letters = LetterSettings(title="Commissiesecretariaat", group_wait_minutes=0)
    settings = Settings(letters=letters, mail=mail, cabinets={"lieve maes": CABINET})
    house = PostHouse(sqlite_database, tmp_path, settings=settings)
    house.clock.set(UNTIL)
    house.add(date(2026, 6, 30), summary="het rapport bezorgen")
    house.add(date(2026, 12, 31), summary="de nota bezorgen")
    house.add(date(2026, 5, 1), minister="Jan Peeters", responsible="Jan Peeters")
    return house


def remind(house: PostHouse, minister: str = "maes") -> str:
    return post_rappel(
        house.office, write_rappel(house.office, minister, until=house.office.today), language="nl", act=house.act()
    )


def arrived(house: PostHouse, kind: LetterKind) -> list[EmailMessage]:
    letters = (
        message_from_bytes(one.content, policy=policy.default) for one in house.pocket.letters if one.kind == kind
    )
    return list(letters)


def words_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def test_the_letter_and_the_table_go_along_to_the_cabinet(house: PostHouse) -> None:
    remind(house)
    house.tick()

    (letter,) = arrived(house, LetterKind.RAPPEL)
    assert letter["To"] == CABINET
    assert letter["Reply-To"] == DESK
    assert letter["List-Unsubscribe"] is None
    assert "Rappel toezeggingen" in letter["Subject"]
    assert "C-0001" in words_of(letter)
    assert "bijgevoegde tabel" in words_of(letter)
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert names == ["rappel-2026-07-01-lieve-maes.docx", "rappel-2026-07-01-lieve-maes.csv"]


def test_the_history_of_each_commitment_tells_where_it_went(house: PostHouse) -> None:
    remind(house)

    with house.database.read() as tx:
        late, coming = register.entry(tx, 1), register.entry(tx, 2)
        told = events.history(tx, 1)[-1]
    assert (late.recalled_on, late.answer_by) == (UNTIL, UNTIL + timedelta(weeks=4))
    assert (coming.recalled_on, coming.answer_by) == (UNTIL, None)
    assert told.deed is Deed.RECALLED
    (letter,) = house.letters()
    assert told.because.facts == {"minister": "Lieve Maes", "address": CABINET, "letter": letter.key}


def test_the_same_reminder_leaves_once(house: PostHouse) -> None:
    remind(house)
    house.tick()

    with pytest.raises(Refused, match=r"in the outbox for kabinet\.maes@example\.org already"):
        remind(house)
    house.tick()
    assert len(arrived(house, LetterKind.RAPPEL)) == 1


def test_one_that_failed_may_be_sent_again_and_one_in_doubt_is_held(house: PostHouse) -> None:
    house.pocket.answer, house.pocket.words = lambda _letter: OutcomeKind.REFUSED, "5.6.1 no such letters here"
    remind(house)
    house.tick()
    house.pocket.answer = lambda _letter: OutcomeKind.UNKNOWN
    remind(house)
    house.tick()

    assert [letter.state for letter in house.letters()] == [LetterState.IN_DOUBT, LetterState.FAILED]
    with pytest.raises(Refused):
        remind(house)


def test_without_an_address_nothing_is_sent_or_recorded(house: PostHouse) -> None:
    with pytest.raises(NotFound, match="no address for the cabinet of Jan Peeters"):
        remind(house, "peeters")

    with house.database.read() as tx:
        assert register.entry(tx, 3).recalled_on is None


def test_the_desk_hears_once_that_the_day_to_answer_has_passed(house: PostHouse) -> None:
    remind(house)
    house.clock.set(UNTIL + timedelta(weeks=4))
    in_time = house.tick().letters[LetterKind.UNANSWERED]
    house.clock.set(UNTIL + timedelta(weeks=4, days=1))
    for _ in range(3):
        house.tick()
        house.clock.forward(days=1)

    (letter,) = arrived(house, LetterKind.UNANSWERED)
    assert in_time == 0
    assert letter["To"] == DESK
    assert "Geen antwoord op een rappel over 1 toezegging" in letter["Subject"]
    assert "C-0001" in words_of(letter)
    assert "C-0002" not in words_of(letter)
    assert "tracker list --unanswered" in words_of(letter)


def told_to_the_desk(house: PostHouse) -> list[str]:
    return [words_of(letter) for letter in arrived(house, LetterKind.UNANSWERED)]


@pytest.mark.parametrize(
    ("outcome", "reply", "told"),
    [
        (OutcomeKind.REFUSED, "5.6.1 no such letters here", "Het rappel is niet vertrokken"),
        (OutcomeKind.UNKNOWN, "no answer", "Of het rappel is aangekomen, staat niet vast"),
        (OutcomeKind.DEFERRED, "4.2.2 later", "Het rappel is nog niet vertrokken"),
    ],
)
def test_the_desk_does_not_hear_that_a_reminder_is_without_answer_that_never_left(
    house: PostHouse, outcome: OutcomeKind, reply: str, told: str
) -> None:
    house.pocket.answer, house.pocket.words = lambda _letter: outcome, reply
    remind(house)
    house.tick()
    shown = show(house.database, 1).reminder
    house.clock.set(UNTIL + timedelta(weeks=4, days=1))
    house.pocket.answer = lambda letter: outcome if letter.kind == LetterKind.RAPPEL else OutcomeKind.ACCEPTED
    for _ in range(3):
        house.tick()
        house.clock.forward(days=1)

    (notice,) = told_to_the_desk(house)
    assert shown is not None
    assert shown.state not in {None, LetterState.SENT}
    assert told in notice
    assert "Geen antwoord op een rappel" not in notice


def test_what_is_asked_again_by_undoing_is_told_after_the_others_of_its_day_and_once(house: PostHouse) -> None:
    house.add(date(2026, 6, 1), summary="het plan bezorgen")
    remind(house)
    house.move(4, date(2026, 12, 1))
    house.clock.set(UNTIL + timedelta(weeks=5))
    house.tick()
    undo(house.database, 4, act=house.act())
    for _ in range(3):
        house.tick()
        house.clock.forward(days=1)

    first, second = told_to_the_desk(house)
    assert ("C-0001" in first, "C-0004" in first) == (True, False)
    assert ("C-0001" in second, "C-0004" in second) == (False, True)


def test_the_notice_names_who_was_reminded_whoever_is_responsible_since(house: PostHouse) -> None:
    remind(house)
    house.record(1, lambda entry: hand_over(entry, "Piet Claes"))
    house.clock.set(UNTIL + timedelta(weeks=5))
    house.tick()

    assert any("Lieve Maes" in notice for notice in told_to_the_desk(house))


def test_of_what_was_answered_the_desk_hears_nothing(house: PostHouse) -> None:
    remind(house)
    house.move(1, date(2026, 12, 1))
    house.clock.set(UNTIL + timedelta(weeks=5))
    house.tick()

    assert arrived(house, LetterKind.UNANSWERED) == []


def test_without_a_desk_nobody_is_written_to(house: PostHouse) -> None:
    mail = replace(house.settings.mail, reply_to=None)
    house.office = replace(house.office, settings=replace(house.settings, mail=mail))
    remind(house)
    house.clock.set(UNTIL + timedelta(weeks=5))

    assert house.tick().letters[LetterKind.UNANSWERED] == 0


def reply(*attachments: tuple[str, bytes], sender: str = CABINET) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, DESK, "RE: Rappel toezeggingen"
    message["Date"] = "Mon, 20 Jul 2026 09:00:00 +0200"
    message.set_content("In bijlage ons antwoord.")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def answered(house: PostHouse, path: Path, content: bytes) -> Answered:
    path.write_bytes(content)
    return take_answers(house.office, path, actor="griffie")


TABLE = b"Nummer;Nieuwe termijn;Reden;Nagekomen op;Bewijs\nC-0001;31/12/2026;advies volgt;;\n"


def test_a_reply_by_mail_brings_the_answers_and_names_itself(house: PostHouse, tmp_path: Path) -> None:
    remind(house)
    mail = reply(("logo.png", b"\x89PNG"), ("antwoord.csv", TABLE))
    done = answered(house, tmp_path / "antwoord.eml", mail)
    again = answered(house, tmp_path / "antwoord.eml", mail)

    with house.database.read() as tx:
        moved = events.history(tx, 1)[-1]
    assert [entry.number for entry in done.moved] == [1]
    assert again.known == 1
    assert moved.because.facts["source"] == f"{CABINET}, Mon, 20 Jul 2026 09:00:00 +0200, antwoord.csv"


def test_the_word_document_that_was_sent_comes_back_filled_in(house: PostHouse, tmp_path: Path) -> None:
    from io import BytesIO

    from docx import Document

    remind(house)
    house.tick()
    (sent,) = arrived(house, LetterKind.RAPPEL)
    word = Document(BytesIO(next(iter(sent.iter_attachments())).get_content()))
    row = word.tables[-1].rows[1]
    row.cells[3].text, row.cells[4].text = "31/12/2026", "advies volgt"
    out = BytesIO()
    word.save(out)

    done = answered(house, tmp_path / "antwoord.eml", reply(("rappel.docx", out.getvalue())))

    assert [(entry.number, entry.due_on) for entry in done.moved] == [(1, date(2026, 12, 31))]


@pytest.mark.parametrize(
    "hostile",
    [
        reply(("antwoord.csv", TABLE)).replace(b"From: ", b"From: " + b"(" * 5000),
        b"Content-Type: message/rfc822\n\n" * 2000,
    ],
    ids=["sender", "nested"],
)
def test_a_mail_that_no_program_can_read_is_set_aside_and_the_others_go_on(
    house: PostHouse, tmp_path: Path, hostile: bytes
) -> None:
    remind(house)
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "1.eml").write_bytes(hostile)
    (tmp_path / "post" / "2.eml").write_bytes(reply(("antwoord.csv", TABLE)))
    done = take_answers(house.office, tmp_path / "post", actor="griffie")

    assert ([entry.number for entry in done.moved], done.passed_over) == ([1], ("post (1)",))
    assert read_return(hostile) == ()
    with pytest.raises(Unreadable, match="cannot be read"):
        answered(house, tmp_path / "een.eml", hostile)


def test_a_mail_without_a_table_is_refused_and_other_tables_are_passed_over(house: PostHouse, tmp_path: Path) -> None:
    remind(house)
    with pytest.raises(Refused, match=r"No table of answers is attached to .*leeg\.eml"):
        answered(house, tmp_path / "leeg.eml", reply(("logo.png", b"\x89PNG")))
    done = answered(house, tmp_path / "twee.eml", reply(("prijzen.csv", b"a;b\n1;2\n"), ("antwoord.csv", TABLE)))

    assert done.passed_over == ("prijzen.csv",)
    assert [entry.number for entry in done.moved] == [1]


def test_what_nobody_reviewed_goes_to_no_cabinet(house: PostHouse) -> None:
    house.add(date(2026, 6, 1), status=Status.PROPOSED)
    remind(house)
    house.tick()

    (letter,) = arrived(house, LetterKind.RAPPEL)
    assert "C-0004" not in words_of(letter)
    with house.database.read() as tx:
        assert register.entry(tx, 4).recalled_on is None


def due_days(house: PostHouse) -> list[date | None]:
    with house.database.read() as tx:
        return [entry.due_on for entry in register.entries(tx, (1, 2, 3))]


@pytest.mark.parametrize(
    "sender", ["jan.modaal@example.com", f"{CABINET}, jan.modaal@example.com", f'"{CABINET}" <jan.modaal@example.com>']
)
def test_of_a_stranger_nothing_is_taken(house: PostHouse, tmp_path: Path, sender: str) -> None:
    remind(house)
    before = due_days(house)
    done = answered(house, tmp_path / "antwoord.eml", reply(("antwoord.csv", TABLE), sender=sender))

    assert [mailed.name for mailed in done.unknown] == ["antwoord.csv"]
    assert (done.moved, due_days(house)) == ((), before)


def test_a_cabinet_answers_by_mail_only_what_it_was_reminded_of(house: PostHouse, tmp_path: Path) -> None:
    house.office = replace(
        house.office,
        settings=replace(house.settings, cabinets={"lieve maes": CABINET, "Jan Peeters": "kp@example.org"}),
    )
    remind(house, "peeters")
    before = due_days(house)
    mail = reply(("antwoord.csv", TABLE + b"C-0003;31/12/2026;advies volgt;;\n"))
    done = answered(house, tmp_path / "antwoord.eml", mail)

    assert [row.complaint for row in done.set_aside] == [
        "C-0001 is in no reminder.",
        "C-0003 is of another minister: the reminder went to Jan Peeters.",
    ]
    assert due_days(house) == before
    with pytest.raises(WrongCall, match="is a mail"):
        take_answers(house.office, tmp_path / "antwoord.eml", actor="griffie", also_not_recalled=True)


def test_a_table_by_hand_answers_for_one_minister_unless_it_is_taken_deliberately(
    house: PostHouse, tmp_path: Path
) -> None:
    house.office = replace(
        house.office,
        settings=replace(house.settings, cabinets={"lieve maes": CABINET, "Jan Peeters": "kp@example.org"}),
    )
    remind(house)
    remind(house, "peeters")
    rows = b"C-0002;31/1/2027;advies volgt;;\nC-0003;31/12/2026;advies volgt;;\n"
    done = answered(house, tmp_path / "antwoord.csv", TABLE + rows)
    deliberately = take_answers(house.office, tmp_path / "antwoord.csv", actor="griffie", also_not_recalled=True)

    assert [entry.number for entry in done.moved] == [1, 2]
    assert ["C-0003 is of another minister" in row.complaint for row in done.set_aside] == [True]
    assert [entry.number for entry in deliberately.moved] == [3]


def test_a_reminder_that_was_undone_is_answered_no_more(house: PostHouse, tmp_path: Path) -> None:
    remind(house)
    undo(house.database, 1, act=house.act())
    done = answered(house, tmp_path / "antwoord.csv", TABLE)

    assert [row.complaint for row in done.set_aside] == ["C-0001 is in no reminder."]
