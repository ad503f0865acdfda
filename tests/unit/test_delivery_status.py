"""Whose fault a permanent refusal is: code by code, and in the words of the big providers."""

from __future__ import annotations

import pytest

from tracker.delivery_status import Blame, blame, status_of

# The registry of enhanced status codes (RFC 5248), class 5, as of its state of 2024-12-06, and what providers add.
BY_STATUS = {
    Blame.MAILBOX: "1.1 1.2 1.3 1.6 1.10 1.350 2.1",
    Blame.LETTER: "2.3 3.4 6.0 6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 6.9 6.10",
    Blame.UNCLEAR: "1.0 1.4 1.5 1.351 2.0 2.2 2.4 7.0 7.1 7.2",
    Blame.HOUSE: """0.0 1.7 1.8 1.9 1.90 2.252 3.0 3.1 3.2 3.3 3.5 3.6 4.0 4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8
        5.0 5.1 5.2 5.3 5.4 5.5 5.6 7.3 7.4 7.5 7.6 7.7 7.8 7.9 7.10 7.11 7.12 7.13 7.14 7.15 7.16 7.17 7.18 7.19
        7.20 7.21 7.22 7.23 7.24 7.25 7.26 7.27 7.28 7.29 7.30 7.57 7.60 7.64 7.501 7.708""",
}
EACH = [(f"5.{detail}", blamed) for blamed, details in BY_STATUS.items() for detail in details.split()]


@pytest.mark.parametrize(("status", "blamed"), EACH)
def test_a_status_without_words_says_whose_fault_it_is(status: str, blamed: Blame) -> None:
    assert blame(status, status) is blamed


DEAD = [
    "5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address - gsmtp",
    "5.1.1 The email account that you tried to reach does not exist. https://support.google.com/mail/?p=NoSuchUser",
    "5.2.1 The email account that you tried to reach is disabled. - gsmtp",
    "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "5.1.1 RESOLVER.ADR.RecipNotFound; not found",
    "5.1.1 <jan@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
    "5.1.1 <jan@example.org>: Recipient address rejected: User unknown in relay recipient table",
    "5.1.1 <quota@example.org>: Recipient address rejected: User unknown in local recipient table",
    "5.1.2 <jan@nowhere.invalid>: Recipient address rejected: Domain not found",
    "5.5.0 mailbox not found",
    "5.0.0 <jan@example.org>... User unknown",
    "5.1.0 unknown recipient",
    "No such user here",
    "User unknown",
    "<jan@example.org>: invalid mailbox",
    "delivery error: dd This user doesn't have a yahoo.com account (jan@yahoo.com) [-5]",
    "sorry, no mailbox here by that name. (#5.1.1)",
    "jan@example.org recipient does not exist",
]
OURS = [
    "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException",
    "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied",
    "5.2.252 SendAsDenied; tracker@example.org not allowed to send as griffie@example.org",
    "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    "5.1.8 Access denied, bad outbound sender",
    "5.1.7 bad address of the sender",
    "5.1.1 Sender address rejected: undeliverable address: no such user",
    "5.1.0 <tracker@example.org> sender rejected: address not found",
    "5.1.1 <tracker@example.org>: Sender address does not exist",
    "5.0.0 slow down",
    "5.0.350 Remote server returned an error: access to tenant denied",
    "5.4.1 Recipient address rejected: Access denied. [VE1EUR01FT037.eop-EUR01.prod.protection.outlook.com]",
    "5.4.4 Host or domain name not found. Name service error for name=example.org type=AAAA: Host not found",
    "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits - gsmtp",
    "5.4.6 Routing loop detected",
    "5.7.1 Relaying denied",
    "5.7.1 Unable to relay for jan@example.org",
    "5.7.1 Client host [192.0.2.1] blocked using Spamhaus",
    "5.7.26 This message does not pass DMARC",
    "5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
    "5.7.501 Service unavailable. Spam abuse detected from your account",
    "5.7.708 Service unavailable. Access denied, traffic not accepted from this IP",
    "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
    "Message rejected: Email address is not verified. The following identities failed the check: sender",
    "The from address does not match a verified Sender Identity",
    "your account is disabled",
    "Maximum credits exceeded",
    "Envelope from user unknown",
    "5.1.0 MAIL FROM: account unknown",
    "5.1.0 invalid user in MAIL FROM",
    "5.1.0 originator address unknown",
    "5.1.0 Your user account is inactive",
    "5.2.0 Mailbox not found for your login",
    "Submitting user account disabled",
    "5.1.1 greylisted",
    "5.7.0 Must issue a STARTTLS command first",
]
THE_LETTERS = [
    "5.7.1 looks like spam",
    "5.7.0 Our system detected an illegal attachment on this letter",
    "5.3.4 Message size exceeds fixed limit",
    "Message too large",
    "virus found",
]
OPEN = [
    "5.2.2 mailbox over quota",
    "5.7.1 not today",
    "no",
    "Requested action not taken: mailbox unavailable",
    "5.2.0 hm",
]


@pytest.mark.parametrize(
    ("reply", "blamed"),
    [
        *((reply, Blame.MAILBOX) for reply in DEAD),
        *((reply, Blame.HOUSE) for reply in OURS),
        *((reply, Blame.LETTER) for reply in THE_LETTERS),
        *((reply, Blame.UNCLEAR) for reply in OPEN),
    ],
)
def test_the_words_of_a_provider_say_whose_fault_it_is(reply: str, blamed: Blame) -> None:
    assert blame(status_of(reply), reply) is blamed


@pytest.mark.parametrize("reply", ["", "hello 5.1.1", "1.1.1", "5.1", "25.1.1 x"])
def test_a_reply_without_a_status_at_its_head_has_none(reply: str) -> None:
    assert status_of(reply) == ""
