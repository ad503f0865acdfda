from pathlib import Path

import pytest

from tracker.errors import Unreadable
from tracker.mail.bounces import Stop, messages_in, read_return

TOKEN = "0123456789abcdef0123456789abcdef"


def report(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    recipient: str = "jan@example.org",
    to: str = f"bounce+{TOKEN}@example.org",
) -> bytes:
    return f"""From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 2 Mar 2026 08:00:00 +0100

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{recipient}>: no such user

--b
Content-Type: text/rfc822-headers

From: tracker@example.org
Message-ID: <{"a" * 32}@example.org>
--b--
""".encode()


def test_a_report_names_reader_letter_and_reason() -> None:
    (bounce,) = read_return(report())
    assert not isinstance(bounce, Stop)

    assert (bounce.recipient, bounce.status, bounce.permanent) == ("jan@example.org", "5.1.1", True)
    assert bounce.token == TOKEN
    assert bounce.message_id == f"<{'a' * 32}@example.org>"
    assert "no such user" in bounce.diagnostic


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("4.2.2", "failed"), ("5.0.0", "delayed")])
def test_a_passing_failure_is_not_permanent(status: str, action: str) -> None:
    (bounce,) = read_return(report(status=status, action=action))
    assert not isinstance(bounce, Stop)

    assert not bounce.permanent


def test_a_report_without_our_return_address_names_no_reader() -> None:
    (bounce,) = read_return(report(to="tracker@example.org"))
    assert not isinstance(bounce, Stop)

    assert bounce.token is None


def test_a_request_to_stop_is_read_from_its_subject() -> None:
    assert read_return(f"From: jan@example.org\nSubject: unsubscribe {TOKEN}\n\n".encode()) == (Stop(TOKEN),)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\xff\xfe", b"Subject: Re: digest\n\nThank you", b"Subject: unsubscribe me\n\n", report(status="weird")],
)
def test_anything_else_tells_nothing(content: bytes) -> None:
    assert read_return(content) == ()


def test_files_mailboxes_and_folders_are_read(tmp_path: Path) -> None:
    one = tmp_path / "one.eml"
    one.write_bytes(report())
    box = tmp_path / "box"
    box.write_bytes(b"From x Mon Mar  2 08:00:00 2026\n" + report() + b"\nFrom x Mon Mar  2 08:00:00 2026\n" + report())
    maildir = tmp_path / "maildir"
    (maildir / "new").mkdir(parents=True)
    (maildir / "new" / "1").write_bytes(report())
    counts = [
        len([1 for content in messages_in(path) if read_return(content)]) for path in (one, box, tmp_path, maildir)
    ]

    assert counts == [1, 2, 1, 1]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no file"):
        list(messages_in(tmp_path / "nothing"))
