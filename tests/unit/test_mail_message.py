"""Whatever a report or a name says, the wire carries one recipient, our headers and nothing hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from checklist import HEADERS, check, text_of
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import MailError, WrongCall
from tracker.mail import message as module
from tracker.mail.message import (
    MAX_SUBJECT,
    Wrapping,
    clean_subject,
    compose,
    envelope_sender,
)
from tracker.model.address import parse_address
from tracker.model.letters import READER, Attachment, Draft
from tracker.model.text import clean_line, clean_text

HTML = '<!DOCTYPE html><html lang="nl"><head><title>x</title></head><body><p>{}</p></body></html>'
TRAP = "=?utf-8?q?Hi=0D=0ABcc=3A_x=40evil.example?="


def wrapping(**changes: object) -> Wrapping:
    values = {
        "sender": "tracker@example.org",
        "sender_name": "Opvolging toezeggingen",
        "recipient": "jan@example.org",
        "message_id": f"<{'a' * 32}@example.org>",
        "date": datetime(2026, 3, 2, 8, tzinfo=UTC),
        "list_id": "digest.tracker.example.org",
        "list_name": "Opvolging toezeggingen",
        "unsubscribe": f"mailto:stop@example.org?subject=unsubscribe%20{'b' * 32}",
    }
    return Wrapping(**{**values, **changes})  # type: ignore[arg-type]


def composed(subject: str = "3 te laat", text: str = "Drie.", **changes: object) -> bytes:
    return compose(Draft(subject, f"{text}\n", HTML.format("Drie."), "nl"), wrapping(**changes))


def test_the_same_letter_is_the_same_bytes() -> None:
    assert composed() == composed()


@given(
    before=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=160), places=st.integers(1, 3)
)
def test_every_reader_finds_their_own_token_wherever_the_lines_break(before: str, places: int) -> None:
    draft = Draft("3 te laat", f"{before}{READER}\n" * places, HTML.format(f"{READER}é{READER}"), "nl")
    token = "0123456789abcdef" * 2
    message = check(compose(draft, wrapping(), token=token), "jan@example.org")

    assert text_of(message) == clean_text(draft.addressed(token).text)
    assert text_of(message, "html").strip() == draft.addressed(token).html
    assert READER not in text_of(message)


def test_an_ordinary_letter_passes_the_checklist() -> None:
    message = check(composed("3 te laat – toezeggingen, week 50"), "jan@example.org")

    assert message["Subject"] == "3 te laat – toezeggingen, week 50"


@pytest.mark.parametrize(
    "title",
    [
        TRAP,
        f"Vraag {TRAP} over é",
        "Regel\r\nBcc: x@evil.example",
        "Regel\nBcc: x@evil.example\n\nlichaam",
        "nul\0 en \x07 bel",
        "van \u202egnolev\u202c tot \u2066later\u2069",
        "half \ud800 teken",
        "lijn\u2028scheiding\u2029x",
        "een heel " + "lang " * 60 + "onderwerp",
        "x" * 400,
        "é" * 400,
    ],
)
def test_no_title_becomes_a_header(title: str) -> None:
    content = composed(title, text=title, sender_name=title, list_name="Lijst")
    message = check(content, "jan@example.org")

    assert sorted(name.lower() for name in message) == sorted(HEADERS)
    assert "evil.example" not in str(message["To"])
    assert len(message["From"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == "tracker@example.org"


@given(title=st.text(max_size=120), name=st.text(max_size=60))
def test_no_text_at_all_becomes_a_header(title: str, name: str) -> None:
    content = composed(title, text=title, sender_name=name)
    message = message_from_bytes(content, policy=policy.default)

    assert sorted(header.lower() for header in message) == sorted(HEADERS)
    assert message["To"] == "jan@example.org"
    assert [address.addr_spec for address in message["From"].addresses] == ["tracker@example.org"]


@given(text=st.text(max_size=400))
def test_text_arrives_as_it_was_cleaned(text: str) -> None:
    parsed = message_from_bytes(composed(text=text), policy=policy.default)
    assert hasattr(parsed, "get_body")

    assert text_of(parsed).rstrip("\n") == clean_text(text).rstrip("\n")


def test_a_line_with_only_a_dot_stays_a_line() -> None:
    parsed = check(composed(text="een\n.\ntwee"), "jan@example.org")

    assert text_of(parsed) == "een\n.\ntwee\n"


def test_long_addresses_of_unsubscription_stay_raw() -> None:
    address = f"mailto:{'lange.naam.' * 6}stop@example.org?subject=unsubscribe%20{'b' * 32}"
    head = composed(unsubscribe=address).partition(b"\r\n\r\n")[0]

    assert f"List-Unsubscribe: <{address}>".encode() in head


def test_answers_may_go_elsewhere() -> None:
    assert message_from_bytes(composed(reply_to="griffie@example.org"))["Reply-To"] == "griffie@example.org"


def test_without_a_way_to_stop_no_header_pretends_one() -> None:
    assert "List-Unsubscribe" not in message_from_bytes(composed(unsubscribe=None))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\tb  c\n", "a b c"),
        ("=?utf-8?b?x?=", "= ?utf-8?b?x?="),
        ("is 2=?3", "is 2=?3"),
        ("x\u200by", "xy"),
    ],
)
def test_a_line_is_cleaned_no_more_than_needed(text: str, clean: str) -> None:
    assert clean_line(text) == clean


def test_a_long_subject_is_cut_at_a_word() -> None:
    subject = clean_subject("toezegging " * 30)

    assert subject.endswith("toezegging …")
    assert len(subject) <= MAX_SUBJECT + 2


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jan@example.org", "jan@example.org"),
        (" Jan.Peeters+lijst@Example.ORG ", "Jan.Peeters+lijst@example.org"),
        ("info@vlaamsparlément.be", "info@xn--vlaamsparlment-kkb.be"),
    ],
)
def test_an_address_is_read(text: str, address: str) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "a@b, victim@example.org",
        "<jan@example.org>",
        "jan@@example.org",
        "j..an@example.org",
        "jan@-x.org",
        "jan@exa mple.org",
        "jané@example.org",
        f"jan@{'a' * 64}.org",
        "jan@example..org",
        "",
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(WrongCall):
        parse_address(text)


def test_a_bounce_names_its_reader() -> None:
    assert envelope_sender("bounce@example.org", "abc") == "bounce+abc@example.org"


def test_a_header_that_nobody_wrote_stops_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "clean_line", lambda text: text)

    with pytest.raises(MailError):
        composed("x", sender_name="Jan\r\nBcc: victim@example.org")


def test_a_file_goes_along_whole_and_the_words_are_those_of_a_letter_without_it() -> None:
    plain = Draft("3 te laat", "Drie.\n", HTML.format("Drie."), "nl")
    file = Attachment('rappel "1".csv', 'text/csv; charset="utf-8"', bytes(range(256)) * 9)
    content = compose(replace(plain, attachments=(file,)), wrapping())
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)

    (enclosed,) = message.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_payload(decode=True)) == ("rappel 1.csv", file.content)
    assert text_of(message) == text_of(check(compose(plain, wrapping()), "jan@example.org"))
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    assert content.endswith(b"\r\n")
