"""Does a letter leave the house? One test letter by the way out that the settings name, given once and never again.

It touches no register, no outbox and no ledger: it counts nowhere, and also goes where nothing else may leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from tracker.mail import open_post
from tracker.mail.message import Wrapping, compose, envelope_sender
from tracker.mail.smtp import PORTS
from tracker.model.address import parse_address
from tracker.model.checks import Check, CheckState
from tracker.model.letters import Claimed, Draft, Outcome, OutcomeKind
from tracker.model.remarks import Remark, remark
from tracker.model.settings import MailSettings, Settings
from tracker.wording.speech import speech_in

IMPATIENT = 0.1  # times the waits of a sender: somebody sits and waits for the answer
STEP_OF = {  # of the conversation with a mail server, by its phase
    "connect": "connection",
    "greeting": "connection",
    "starttls": "encryption",
    "login": "login",
    "mail": "sender address",
    "rcpt": "recipient",
    "data": "letter",
    "body": "letter",
    "dot": "letter",
}
ADVICE = {
    "connection": remark("Check host and port in [mail], and whether this machine may connect there."),
    "encryption": remark("Check security, port and certificates in [mail]."),
    "login": remark("Check username and password in [mail]."),
    "sender address": remark("Check sender and bounce_address in [mail]: this server does not send for them."),
    "recipient": remark("Check the address, and whether this server sends to it."),
}


@dataclass(frozen=True, slots=True)
class TriedLetter:
    """How far a test letter came, step by step, and what was answered at the last one."""

    steps: tuple[Check, ...]
    outcome: OutcomeKind

    @property
    def is_accepted(self) -> bool:
        """Whether the mail server took it upon itself."""
        return self.outcome is OutcomeKind.ACCEPTED


def try_mail(
    settings: Settings, address: str, *, now: datetime, token: str, show: Callable[[str], None]
) -> TriedLetter:
    """Give a test letter to whoever takes our letters; raises MailError when no way out is set.

    `token` is a new name for it, as readers have: it stands in its Message-ID and in its return address. `show` is the
    terminal, where that is the way out.
    """
    letter = _test_letter(settings, parse_address(address), now=now, token=token)
    mail = settings.mail
    post = open_post(replace(mail, patience=IMPATIENT * mail.patience), show=show)
    try:
        outcome = post.send(letter, before_dot=lambda: True)
    finally:
        post.close()
    return TriedLetter(tuple(_steps(mail, letter, outcome)), outcome.kind)


def _test_letter(settings: Settings, recipient: str, *, now: datetime, token: str) -> Claimed:
    mail, words = settings.mail, speech_in(settings.language)
    house = mail.sender_name or settings.letters.title or words.say("Follow-up on commitments")
    identity = f"<test-{token}@{mail.domain}>"
    wrapping = Wrapping(
        sender=mail.sender,
        sender_name=house,
        recipient=recipient,
        message_id=identity,
        date=now,
        list_id=f"test.tracker.{mail.domain}",
        list_name=house,
        reply_to=mail.reply_to,
    )
    said = (
        words.say("This is a test letter: letters of “%(house)s” arrive at this address.", house=house),
        words.say("It tells of nothing, and needs no answer."),
    )
    html = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
    draft = Draft(words.say("Test letter"), "\n\n".join(said) + "\n", html, settings.language)
    return Claimed(
        id=0,
        key=f"test:{token}",
        kind="test",
        recipient=recipient,
        envelope_from=envelope_sender(mail.bounce_address, token) if mail.bounce_address else mail.sender,
        content=compose(draft, wrapping, token=token),
        attempt=1,
        doubts=0,
        first_attempt_at=now,
    )


def _steps(mail: MailSettings, letter: Claimed, outcome: Outcome) -> Iterator[Check]:
    """What went well until the last step, and how that one ended."""
    last = _last_step(mail, outcome)
    if outcome.phase in STEP_OF:
        for name, told in _conversation(mail, letter):
            if name == last:
                break
            yield Check(name, CheckState.WELL, told)
    yield _ended(mail, last, letter, outcome)


def _last_step(mail: MailSettings, outcome: Outcome) -> str:
    """A connection that is encrypted from its first byte can fail by either."""
    speaks_of_encryption = "certificate" in outcome.reply or "SSL" in outcome.reply
    if outcome.phase == "connect" and mail.security == "tls" and speaks_of_encryption:
        return "encryption"
    return STEP_OF.get(outcome.phase, "letter")


def _conversation(mail: MailSettings, letter: Claimed) -> Iterator[tuple[str, Remark | str]]:
    yield "connection", remark("%(server)s answers at port %(port)s", **_place(mail))
    if mail.security == "none":
        yield "encryption", remark("none, as security in [mail] says")
    else:
        yield "encryption", remark("%(kind)s, with a certificate that is trusted", kind=mail.security)
    if mail.username is not None:
        yield "login", remark("as %(name)s", name=mail.username)
    yield "sender address", letter.envelope_from
    yield "recipient", letter.recipient


def _place(mail: MailSettings) -> dict[str, object]:
    return {"server": mail.server, "port": mail.port or PORTS[mail.security]}


def _ended(mail: MailSettings, step: str, letter: Claimed, outcome: Outcome) -> Check:
    reply = f"{outcome.code or ''} {outcome.reply}".strip()
    match outcome.kind:
        case OutcomeKind.ACCEPTED:
            advice = remark("Look in the mailbox of %(address)s, among unwanted mail too.", address=letter.recipient)
            return Check(step, CheckState.WELL, remark("taken: %(reply)s", reply=reply), advice=advice)
        case OutcomeKind.UNKNOWN:
            finding = remark("given, and nobody knows whether it was taken: %(reply)s", reply=reply)
            return Check(step, CheckState.WRONG, finding, advice=remark("Look in the mailbox before you try again."))
        case OutcomeKind.DEFERRED:
            finding = remark("not taken for now: %(reply)s", reply=reply)
            return Check(step, CheckState.WRONG, finding, advice=remark("Nothing is tried again by itself; try later."))
    told: Remark | str = reply
    if step == "connection":
        told = remark("%(server)s does not let us in at port %(port)s: %(reply)s", **_place(mail), reply=reply)
    return Check(step, CheckState.WRONG, told, advice=ADVICE.get(step, ""))
