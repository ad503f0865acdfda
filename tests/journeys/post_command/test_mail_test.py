"""Does `tracker mail test` tell how far a letter comes, give it once, and count nowhere?"""

from __future__ import annotations

import json
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from calling import called
from post_of_command import settings
from smtp_sink import Fault, Hang, Reply, Sink, always

STEPS = ["connection", "encryption", "sender address", "recipient", "letter"]


def server(place: Path, sink: Sink, more: str = "") -> None:
    settings(place, f'host = "127.0.0.1"\nport = {sink.port}\nsecurity = "none"\npatience = 0.005\n{more}')


def tried(place: Path, *, fails: int = 0) -> list[tuple[str, str, str]]:
    (place / "tracker.toml").chmod(0o600)  # else every command speaks of the password in it
    said = called(place, "mail", "test", "jan@example.org", "--format", "json", fails=fails)
    return [(row["check"], row["state"], f"{row['told']}|{row['advice']}") for row in json.loads(said)]


def test_a_test_letter_arrives_and_each_step_is_told(tmp_path: Path) -> None:
    with Sink() as sink:
        server(tmp_path, sink)
        steps = tried(tmp_path)

    assert [(name, state) for name, state, _ in steps] == [(name, "well") for name in STEPS]
    assert steps[-1][2] == (
        "taken: 250 2.0.0 accepted|Look in the mailbox of jan@example.org, among unwanted mail too."
    )
    (letter,) = sink.accepted
    message = message_from_bytes(letter.content, policy=policy.default)
    assert (letter.recipient, message["Subject"]) == ("jan@example.org", "Test letter")
    assert "arrive at this address" in str(message.get_body(("plain",)))


def test_a_test_letter_touches_no_register(tmp_path: Path) -> None:
    with Sink() as sink:
        server(tmp_path, sink)
        tried(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["tracker.toml"]


@pytest.mark.parametrize(
    ("phase", "fault", "step", "told"),
    [
        ("connect", Reply(554, "go away", then_cut=True), "connection", "does not let us in at port"),
        (
            "mail",
            Reply(550, "5.7.1 not yours"),
            "sender address",
            "550 5.7.1 not yours|Check sender and bounce_address",
        ),
        ("rcpt", Reply(550, "5.1.1 nobody"), "recipient", "550 5.1.1 nobody|Check the address"),
        ("rcpt", Reply(450, "4.2.0 later"), "recipient", "not taken for now: 450 4.2.0 later|Nothing is tried again"),
        ("dot", Reply(554, "5.7.1 spam"), "letter", "554 5.7.1 spam|"),
        ("dot", Hang(accept=True), "letter", "nobody knows whether it was taken"),
    ],
)
def test_the_step_that_failed_is_told_and_nothing_is_tried_again(
    tmp_path: Path, phase: str, fault: Fault, step: str, told: str
) -> None:
    with Sink(always(phase, fault)) as sink:
        server(tmp_path, sink)
        *before, last = tried(tmp_path, fails=1)

    assert [name for name, _, _ in before] == STEPS[: STEPS.index(step)]
    assert (last[0], last[1], told in last[2]) == (step, "wrong", True), last
    assert (sink.connections, sink.dots) == (1, int(phase == "dot"))


def test_a_wrong_password_is_told_at_the_login(tmp_path: Path) -> None:
    with Sink(login=("tracker", "geheim")) as sink:
        server(tmp_path, sink, 'username = "tracker"\npassword = "ander"')
        steps = tried(tmp_path, fails=1)

    assert steps[-1] == ("login", "wrong", "535 5.7.8 wrong password|Check username and password in [mail].")


@pytest.mark.parametrize(("security", "told"), [("starttls", "STARTTLS extension not supported"), ("tls", "SSL")])
def test_a_server_that_cannot_encrypt_is_told(tmp_path: Path, security: str, told: str) -> None:
    with Sink() as sink:
        server(tmp_path, sink)
        text = (tmp_path / "tracker.toml").read_text().replace('"none"', f'"{security}"')
        (tmp_path / "tracker.toml").write_text(text)
        steps = tried(tmp_path, fails=1)

    assert [name for name, _, _ in steps] == ["connection", "encryption"]
    assert (told in steps[-1][2], sink.accepted) == (True, [])


@pytest.fixture
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that only itself vouches for."""
    both = tmp_path_factory.mktemp("certificate") / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "30"]
    made = subprocess.run([*command, *subject, "-keyout", "-", "-out", "-"], check=True, capture_output=True)
    both.write_bytes(made.stdout)
    return both


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("is_trusted", [True, False])
def test_encryption_and_login_are_told(tmp_path: Path, certificate: Path, security: str, *, is_trusted: bool) -> None:
    with Sink(tls=certificate, implicit=security == "tls", login=("tracker", "geheim")) as sink:
        trust = f'certificates = "{certificate}"\n' if is_trusted else ""
        server(tmp_path, sink, f'username = "tracker"\npassword = "geheim"\n{trust}')
        text = (tmp_path / "tracker.toml").read_text().replace('"none"', f'"{security}"')
        (tmp_path / "tracker.toml").write_text(text)
        steps = tried(tmp_path, fails=int(not is_trusted))

    names = [name for name, _, _ in steps]
    assert len(sink.accepted) == int(is_trusted)
    if is_trusted:
        assert names == ["connection", "encryption", "login", "sender address", "recipient", "letter"]
        assert steps[1][2] == f"{security}, with a certificate that is trusted|"
    else:
        assert names == ["connection", "encryption"]
        assert "its certificate is not trusted" in steps[1][2]


def test_a_server_that_is_not_there_is_told_with_its_port(tmp_path: Path) -> None:
    with Sink() as sink:
        port = sink.port
    settings(tmp_path, f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"')

    ((name, state, told),) = tried(tmp_path, fails=1)
    assert (name, state) == ("connection", "wrong")
    assert told.startswith(f"127.0.0.1 does not let us in at port {port}: Connection refused")


def test_people_read_it_in_their_language(tmp_path: Path) -> None:
    with Sink() as sink:
        server(tmp_path, sink)
        said = called(tmp_path, "mail", "test", "jan@example.org", language="nl")

    assert "Kijk in het postvak van jan@example.org, ook bij ongewenste post." in " ".join(said.split())


def test_without_a_way_out_it_says_what_to_set(tmp_path: Path) -> None:
    assert "[mail]" in called(tmp_path, "mail", "test", "jan@example.org", fails=1)


def test_what_is_no_address_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with Sink() as sink:
        server(tmp_path, sink)
        called(tmp_path, "mail", "test", "jan", fails=2)

    assert sink.connections == 0


def test_a_folder_takes_a_test_letter_too(tmp_path: Path) -> None:
    settings(tmp_path, 'transport = "folder"\nfolder = "out"')
    called(tmp_path, "mail", "test", "jan@example.org")

    assert len(list((tmp_path / "out").glob("*-test-*.eml"))) == 1
