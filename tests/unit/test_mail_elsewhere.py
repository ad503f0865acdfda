"""Letters by sendmail, into a folder, onto the terminal: the same promises as over SMTP."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.errors import MailError
from tracker.mail import elsewhere, has_way_out, open_post
from tracker.mail.elsewhere import FolderPost, SendmailPost, TerminalPost
from tracker.mail.smtp import SmtpPost
from tracker.model.letters import Claimed, LetterKind, OutcomeKind
from tracker.model.settings import MailSettings

CONTENT = (
    b"Date: Mon, 02 Mar 2026 08:00:00 +0100\r\nMessage-ID: <0123456789abcdef0123456789abcdef@example.org>\r\n"
    b"To: jan@example.org\r\nSubject: Hallo\r\n\r\nDag.\r\n"
)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
LETTER = Claimed(1, "key", LetterKind.DIGEST, "jan@example.org", "bounce+ab@example.org", CONTENT, 1, 0, NOW)


def program(folder: Path, code: int) -> str:
    """A sendmail that writes down what it gets and ends with that code."""
    path = folder / "sendmail"
    path.write_text(f'#!/bin/sh\necho "$@" > {folder}/arguments\ncat > {folder}/letter\necho told >&2\nexit {code}\n')
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0, OutcomeKind.ACCEPTED),
        (67, OutcomeKind.REFUSED),
        (68, OutcomeKind.REFUSED),
        (75, OutcomeKind.DEFERRED),
        (1, OutcomeKind.BROKEN_OFF),
    ],
)
def test_the_exit_code_of_sendmail_tells_whether_it_took_the_letter(
    tmp_path: Path, code: int, kind: OutcomeKind
) -> None:
    post = SendmailPost(program(tmp_path, code))
    outcome = post.send(LETTER, before_dot=lambda: True)
    post.close()

    assert (outcome.kind, outcome.reply) == (kind, "told")
    assert (tmp_path / "arguments").read_text() == "-i -f bounce+ab@example.org -- jan@example.org\n"
    assert (tmp_path / "letter").read_bytes() == CONTENT.replace(b"\r\n", b"\n")


def test_a_sendmail_that_was_ended_may_have_taken_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "sendmail"
    path.write_text("#!/bin/sh\ncat > /dev/null\nkill -TERM $$\n")
    path.chmod(0o755)

    assert SendmailPost(str(path)).send(LETTER, before_dot=lambda: True).kind is OutcomeKind.UNKNOWN


def test_a_sendmail_that_is_not_there_or_cannot_run_is_the_servers_trouble(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no program")
    missing = SendmailPost(str(tmp_path / "nothing")).send(LETTER, before_dot=lambda: True)
    broken = SendmailPost(str(tmp_path / "data")).send(LETTER, before_dot=lambda: True)

    assert (missing.kind, broken.kind) == (OutcomeKind.SERVER, OutcomeKind.SERVER)


def test_without_the_lease_nothing_is_given_by_any_way(tmp_path: Path) -> None:
    shown: list[str] = []
    posts = (SendmailPost(program(tmp_path, 0)), FolderPost(str(tmp_path / "out")), TerminalPost(shown.append))
    outcomes = [post.send(LETTER, before_dot=lambda: False).kind for post in posts]

    assert outcomes == [OutcomeKind.FENCED] * 3
    assert not (tmp_path / "letter").exists()
    assert list((tmp_path / "out").iterdir()) == []
    assert shown == []


def test_the_same_letter_is_the_same_file(tmp_path: Path) -> None:
    post = FolderPost(str(tmp_path / "out"))
    first = post.send(LETTER, before_dot=lambda: True)
    again = post.send(LETTER, before_dot=lambda: True)
    post.close()

    (file,) = (tmp_path / "out").iterdir()
    assert (first.reply, again.reply) == (file.name, file.name)
    assert file.name == "2026-03-02-digest-0123456789abcdef.eml"
    assert file.read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_the_servers_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = FolderPost(str(tmp_path / "file")).send(LETTER, before_dot=lambda: True)

    assert outcome.kind is OutcomeKind.SERVER
    assert "cannot make" in outcome.reply


def test_a_file_that_cannot_be_written_is_one_letters_trouble_and_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    post = FolderPost(str(out))
    name = post.send(LETTER, before_dot=lambda: True).reply
    (out / name).unlink()
    (out / name / "in the way").mkdir(parents=True)
    outcome = post.send(LETTER, before_dot=lambda: True)

    assert outcome.kind is OutcomeKind.BROKEN_OFF
    assert "cannot write" in outcome.reply
    assert [path.name for path in out.iterdir()] == [name]


def test_a_sendmail_that_hangs_leaves_its_letter_in_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "_PATIENCE", 0.2)
    path = tmp_path / "sendmail"
    path.write_text("#!/bin/sh\nexec sleep 60\n")
    path.chmod(0o755)

    assert SendmailPost(str(path)).send(LETTER, before_dot=lambda: True).kind is OutcomeKind.UNKNOWN


def test_the_terminal_shows_the_text() -> None:
    shown: list[str] = []
    post = TerminalPost(shown.append)
    post.send(LETTER, before_dot=lambda: True)
    post.close()

    assert shown == ["To: jan@example.org\nSubject: Hallo\n\nDag.\n"]


def test_the_settings_name_the_way_out(tmp_path: Path) -> None:
    ways = [
        (MailSettings(transport="smtp"), SmtpPost),
        (MailSettings(host="mx.example.org"), SmtpPost),
        (MailSettings(transport="sendmail"), SendmailPost),
        (MailSettings(transport="folder", folder=str(tmp_path)), FolderPost),
        (MailSettings(transport="terminal"), TerminalPost),
    ]

    assert [type(open_post(settings, show=print)) for settings, _ in ways] == [kind for _, kind in ways]
    assert not has_way_out(MailSettings())
    assert not has_way_out(MailSettings(host=""))
    assert has_way_out(MailSettings(host="localhost"))
    assert has_way_out(MailSettings(transport="smtp"))
    with pytest.raises(MailError, match="No way to send letters is set"):
        open_post(MailSettings(), show=print)
