"""How readers and their letters are kept, held and followed from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from calling import called as tracker
from checklist import check, text_of
from post_of_command import fill, settings


def test_a_subscriber_is_added_listed_changed_and_removed(place: Path) -> None:
    added = tracker(
        place, "subscriber", "add", "An@Example.org", "--monthly", "1", "--alerts", "due,overdue", "--minister", "Maes"
    )
    changed = tracker(place, "subscriber", "edit", "An@example.org", "--daily", "--at", "7", "--language", "fr")
    listed = json.loads(tracker(place, "subscriber", "list", "--format", "json"))
    tracker(place, "subscriber", "pause", "An@example.org", "--reason", "verlof")
    paused = json.loads(tracker(place, "subscriber", "list", "--format", "json"))
    tracker(place, "subscriber", "resume", "An@example.org")
    tracker(place, "subscriber", "remove", "An@example.org")

    assert "on the 1st of each month at 08:00" in added
    assert "every day at 07:00" in changed
    assert (listed[0]["language"], listed[0]["filters"]["minister"]) == ("fr", "Maes")
    assert (paused[0]["state"], paused[0]["reason"]) == ("paused", "verlof")
    assert json.loads(tracker(place, "subscriber", "list", "--format", "json")) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("subscriber", "add", "niemand"), "is not an e-mail address"),
        (("subscriber", "add", "a@example.org", "--weekly", "someday"), "names no weekdays"),
        (("subscriber", "add", "a@example.org", "--daily", "--monthly", "3"), "do not go together"),
        (("subscriber", "add", "a@example.org", "--at", "noon"), "is not a time"),
        (("subscriber", "add", "a@example.org", "--alerts", "all,sorts"), "Unknown alert"),
        (("subscriber", "add", "a@example.org", "--days-before", "soon"), "is not a list of days"),
        (("subscriber", "add", "a@example.org", "--timezone", "Mars"), "Unknown time zone"),
        (("tick", "--now", "soon"), "is not an instant"),
        (("outbox", "resolve", "1"), "Say whether it arrived"),
        (("silence", "add", "--until", "2001-01-01", "--reason", "x"), "ends in the future"),
        (("digest", "preview", "--html", "--eml"), "do not go together"),
        (("digest", "preview", "--open", "--out", "x.html", "--eml"), "do not go together: --open, --eml"),
        (("digest", "preview", "--open", "--text"), "do not go together: --open, --text"),
        (("alerts", "preview", "--open", "--eml"), "do not go together: --open, --eml"),
    ],
)
def test_a_wrong_call_is_explained(place: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in tracker(place, *arguments, fails=2)


def test_a_held_letter_is_shown_and_decided(place: Path) -> None:
    fill(place)
    settings(place, 'transport = "sendmail"\nsendmail = "/bin/nothing"')
    refused = tracker(place, "tick", at="2026-03-02T08:00", fails=1)
    shown = tracker(place, "outbox", "show", "1")
    settings(place, 'transport = "terminal"')
    tracker(place, "outbox", "retry", "1", at="2026-03-02T12:00")
    tracker(place, "outbox", "resolve", "2", "--sent", at="2026-03-02T12:00")
    sent = tracker(place, "tick", at="2026-03-03T06:00")

    assert "takes no letters" in refused
    assert text_of(check(shown.encode(), "jan@example.org"))
    assert sent.count("To: jan@example.org") == 1
    assert "is sent; there is nothing to decide" in tracker(place, "outbox", "retry", "1", fails=1)
    assert "There is no letter 9" in tracker(place, "outbox", "show", "9", fails=1)


def test_following_silence_and_sending_now(place: Path) -> None:
    now, until = "2026-03-01T13:00", ("--until", "2099-01-01")
    fill(place)
    followed = tracker(place, "follow", "C-0001", "jan@example.org", at=now)
    unfollowed = tracker(place, "unfollow", "C-0001", "jan@example.org", at=now)
    silenced = tracker(place, "silence", "add", *until, "--reason", "reces", "--number", "C-0001", at=now)
    listed = json.loads(tracker(place, "silence", "list", "--format", "json", at=now))
    lifted = tracker(place, "silence", "lift", "1", at=now)
    sent = tracker(place, "digest", "send", "jan@example.org", at=now)
    again = tracker(place, "digest", "send", "jan@example.org", at=now)

    assert "jan@example.org follows C-0001" in followed
    assert "no longer follows C-0001" in unfollowed
    assert "Silence 1 lasts until 2099-01-01" in silenced
    assert (listed[0]["about"], listed[0]["reason"]) == ("C-0001", "reces")
    assert "lifted" in lifted
    assert "1 sent" in sent
    assert "has had a digest today" in again
    assert len(list((place / "outbox").glob("2*-digest-*.eml"))) == 1


def test_returned_mail_is_read(place: Path) -> None:
    fill(place)
    (place / "back.eml").write_text("Subject: hello\n\nhi\n")

    assert "1 message that is neither" in tracker(place, "bounces", "back.eml")
    assert "There is no file" in tracker(place, "bounces", "nothing.eml", fails=1)


def test_every_command_that_a_letter_names_can_be_called(place: Path) -> None:
    for number in range(1, 33):
        words = ["--quote", f"Ik zal zaak {number} doen.", "--summary", f"zaak {number} doen", "--minister", "Maes"]
        tracker(place, "--today", "2026-03-01", "add", *words, "--deadline", "2026-03-09", "--said-on", "2026-02-20")
    text = tracker(place, "--today", "2026-03-02", "digest", "preview", "--language", "en")
    named = sorted(set(re.findall(r"tracker (?:list|show).*", text)))

    assert "tracker list --status all --sort changed" in named
    for command in named:
        assert "C-00" in tracker(place, "--today", "2026-03-02", *command.split()[1:])
