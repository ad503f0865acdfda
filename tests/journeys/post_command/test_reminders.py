"""`tracker rappel --send` and the mail that comes back, as typed."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from calling import called as tracker
from post_of_command import settings

ON_TIME = "2026-04-01T09:00"


def late(place: Path) -> None:
    """A commitment that is late, of a minister whose cabinet the settings know."""
    settings(
        place, 'transport = "folder"\nreply_to = "griffie@example.org"\n[cabinets]\n"Lieve Maes" = "km@example.org"'
    )
    words = ["--quote", "Ik zal het rapport bezorgen.", "--summary", "het rapport bezorgen", "--said-on", "2026-02-20"]
    tracker(place, "--today", "2026-03-01", "add", *words, "--minister", "Lieve Maes", "--deadline", "2026-03-09")


def test_a_reminder_is_sent_with_one_command_and_once(place: Path) -> None:
    late(place)
    sent = tracker(place, "rappel", "--minister", "maes", "--send", at=ON_TIME)
    again = tracker(place, "rappel", "--minister", "maes", "--send", at=ON_TIME, fails=1)

    (letter,) = (place / "outbox").glob("*.eml")
    message = message_from_bytes(letter.read_bytes(), policy=policy.default)
    assert message["To"] == "km@example.org"
    assert "In the outbox for km@example.org, and recorded.\n1 sent, 0 waiting." in sent
    assert "in the outbox for km@example.org already" in again
    assert not list(place.glob("rappel-*"))
    assert "by mail to km@example.org" in " ".join(tracker(place, "history", "C-0001").split())


def test_nothing_is_sent_on_a_rehearsed_day_or_as_a_draft(place: Path) -> None:
    late(place)
    rehearsed = tracker(place, "--today", "2026-04-01", "rappel", "--minister", "maes", "--send", fails=1)
    draft = tracker(place, "rappel", "--minister", "maes", "--send", "--draft", at=ON_TIME, fails=2)

    assert "rehearsed" in rehearsed
    assert "--draft" in draft
    assert not (place / "outbox").exists()
    assert "reminded" not in tracker(place, "show", "C-0001")


def test_the_clock_tells_the_desk_that_no_answer_came(place: Path) -> None:
    late(place)
    tracker(place, "rappel", "--minister", "maes", "--send", "--answer-by", "2026-04-03", at=ON_TIME)
    told = tracker(place, "tick", at="2026-04-04T09:00")
    again = tracker(place, "tick", at="2026-04-05T09:00")

    assert "1 notice of reminders without an answer" in told
    assert "notice" not in again
    assert "griffie@example.org" in tracker(place, "outbox", "list")


def test_who_has_no_desk_is_told_that_nobody_will_hear_of_it(place: Path) -> None:
    late(place)
    (place / "tracker.toml").write_text((place / "tracker.toml").read_text().replace("reply_to", "#"))

    told = tracker(place, "rappel", "--minister", "maes", "--draft", "--out", "r.html", at=ON_TIME)

    assert "No letter will tell that no answer came" in told


def mail_from(place: Path, sender: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "antwoord"
    message.set_content("In bijlage.")
    table = "Nummer;Nieuwe termijn;Reden;Nagekomen op;Bewijs\nC-0001;31/12/2026;advies volgt;;\n"
    message.add_attachment(table.encode(), maintype="text", subtype="csv", filename="antwoord.csv")
    (place / "antwoord.eml").write_bytes(message.as_bytes())


def test_who_sent_an_answer_is_told_and_a_stranger_is_left(place: Path) -> None:
    late(place)
    tracker(place, "rappel", "--minister", "maes", "--send", at=ON_TIME)
    mail_from(place, "jan.modaal@example.com")
    strange = tracker(place, "answers", "antwoord.eml", at=ON_TIME, fails=1)
    mail_from(place, "km@example.org")
    known = tracker(place, "answers", "antwoord.eml", at=ON_TIME)

    assert "antwoord.csv: from an unknown sender, jan.modaal@example.com; left." in strange
    assert "0 moved" in strange
    assert "antwoord.csv: from km@example.org, as the mail says." in known
    assert "C-0001 moved to 2026-12-31." in known


def test_a_second_reminder_waits_for_the_answer_to_the_first_unless_it_is_sent_again(place: Path) -> None:
    late(place)
    remind = ("rappel", "--minister", "maes", "--send", "--answer-by")
    tracker(place, *remind, "2026-04-20", at=ON_TIME)
    refused = tracker(place, *remind, "2026-04-22", at=ON_TIME, fails=1)
    later = tracker(place, *remind, "2026-04-25", at="2026-04-10T09:00", fails=1)
    before = len(list((place / "outbox").glob("*.eml")))
    again = tracker(place, *remind, "2026-04-25", "--again", at="2026-04-10T09:00")
    past = tracker(place, *remind, "2026-05-25", at="2026-04-26T09:00")

    assert "in force since 2026-04-01: it went to km@example.org" in refused
    assert "--again" in refused
    assert "in force since 2026-04-01" in later
    assert before == 1
    assert "1 sent" in again
    assert "1 sent" in past


def test_a_row_is_refused_in_the_words_of_the_reader_and_names_the_commitment(place: Path) -> None:
    late(place)
    tracker(place, "rappel", "--minister", "maes", "--send", at=ON_TIME)
    mail_from(place, "km@example.org")
    (place / "binnenkort.csv").write_text("Nummer;Nieuwe termijn;Reden;Nagekomen op;Bewijs\nC-0001;binnenkort;r;;\n")
    no_day = tracker(place, "answers", "binnenkort.csv", at=ON_TIME, fails=1, language="nl")
    tracker(place, "resolve", "C-0001", "--evidence", "brief 12", at=ON_TIME)
    done = tracker(place, "answers", "antwoord.eml", at=ON_TIME, fails=1, language="nl")

    assert "Rij 2, kolom 'Nieuwe termijn': C-0001: 'binnenkort' noemt geen dag." in no_day
    assert "C-0001 is voldaan en kan niet worden verschoven." in done
