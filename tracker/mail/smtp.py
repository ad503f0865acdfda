"""Letters over SMTP, one recipient a message, with every phase of the conversation under our own control.

smtplib's sendmail() cannot tell "refused" from "accepted, then cut off", and repeats what was accepted. Here the
body goes first; then `before_dot` is asked; only then the final dot. Before the dot every failure is safe to
repeat; after it no answer means that nobody knows.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from math import inf
from time import monotonic

from tracker.errors import MailError
from tracker.mail.prompt import Prompt, PromptTls
from tracker.mail.secret import credentials
from tracker.model.letters import Claimed, Outcome, OutcomeKind
from tracker.model.settings import MailSettings
from tracker.model.text import clean_line

PORTS = {"none": 25, "starttls": 587, "tls": 465}


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait in each phase (RFC 5321 4.5.3.2): a shorter wait after the dot makes doubles.

    Whoever uses up nearly all of each phase is not waited for: a letter comes to its dot within the shortest lease,
    also when the connection had to be opened for it, and a sender never seems dead.
    """

    opening: float = 300  # until the server has let us in, all in all
    letter: float = 450  # until the dot of a letter, all in all
    connect: float = 60
    command: float = 300
    data: float = 120
    block: float = 180
    answer: float = 600

    def scaled(self, factor: float) -> Patience:
        """The same, longer or shorter."""
        return Patience(*(factor * value for value in astuple(self)))


class _Stop(Exception):
    """The conversation about this letter is over, with this outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class SmtpPost:
    """One connection to a mail server, kept open from letter to letter."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._patience = Patience().scaled(settings.patience)
        self._connection: Prompt | None = None
        self._phase = "connect"

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        """Give one letter; a kept connection that turns out dead is opened anew once, if nothing was given yet.

        A server may close a connection between two letters, or say that it will: that is not the next letter's fault.
        One that let us wait did not only do that.
        """
        reused, soon = self._connection is not None, monotonic() + self._patience.command / 2
        outcome = self._try(letter, before_dot)
        if reused and outcome.kind is OutcomeKind.BROKEN_OFF and monotonic() < soon:
            outcome = self._try(letter, before_dot)
        return outcome

    def close(self) -> None:
        """QUIT; the answer is of no consequence."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.deadline = inf
            connection.wait(min(self._patience.command, 5))
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()

    def _try(self, letter: Claimed, before_dot: Callable[[], bool]) -> Outcome:
        try:
            connection = self._connection = self._connection or self._connect()
        except (OSError, ValueError, smtplib.SMTPException, MailError) as error:
            return _broken(OutcomeKind.SERVER, self._phase, error)
        try:
            return self._converse(connection, letter, before_dot)
        except _Stop as stop:
            self._tidy(stop.outcome)
            return stop.outcome
        except (OSError, ValueError, smtplib.SMTPException) as error:  # ValueError: an address that no command can hold
            self._drop()
            return _broken(OutcomeKind.BROKEN_OFF, self._phase, error)
        except BaseException:  # the register failed in the middle of a letter: it must not end with our goodbye
            self._drop()
            raise

    def _connect(self) -> Prompt:
        settings, self._phase = self._settings, "connect"
        port = settings.port or PORTS[settings.security]
        name = settings.domain if settings.domain.isascii() else "localhost"
        limits = {"timeout": self._patience.connect, "deadline": monotonic() + self._patience.opening}
        connection: Prompt
        if settings.security == "tls":
            connection = PromptTls(settings.server, port, name, context=self._trust(), **limits)
        else:
            connection = Prompt(settings.server, port, name, **limits)
        try:
            self._greet(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _greet(self, connection: Prompt) -> None:
        """EHLO, STARTTLS and login as the settings ask: never weaker than they ask."""
        settings = self._settings
        assert connection.sock is not None
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.wait(self._patience.command)
        self._phase = "greeting"
        connection.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            self._phase = "starttls"
            connection.starttls(context=self._trust())
            connection.ehlo_or_helo_if_needed()
        if settings.username is not None:
            self._phase = "login"
            connection.login(*credentials(settings))

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._settings.certificates is not None:
            context.load_verify_locations(self._settings.certificates)
        return context

    def _converse(self, connection: Prompt, letter: Claimed, before_dot: Callable[[], bool]) -> Outcome:
        size = f" size={len(letter.content)}" if connection.has_extn("size") else ""
        announced = (
            ("MAIL", f"FROM:<{letter.envelope_from}>{size}", 2),
            ("RCPT", f"TO:<{letter.recipient}>", 2),
            ("DATA", "", 3),
        )
        self._phase, connection.deadline = "mail", monotonic() + self._patience.letter
        connection.wait(self._patience.command)
        if connection.has_extn("pipelining"):
            self._announce_together(connection, announced)
        else:
            for verb, rest, expect in announced:
                connection.putcmd(verb, rest)
                self._hear(connection, verb, expect)
        self._phase = "body"
        connection.wait(self._patience.block)
        connection.send(_stuffed(letter.content))
        if connection.has_spoken():
            raise smtplib.SMTPServerDisconnected("the server ended the conversation in the middle of the letter")
        if not before_dot():
            raise _Stop(Outcome(OutcomeKind.FENCED, "body", "the lease had ended; nothing was given"))
        return self._dot(connection)

    def _dot(self, connection: Prompt) -> Outcome:
        """The final dot and its answer: the only place where not knowing is possible."""
        self._phase, connection.deadline = "dot", inf
        try:
            connection.wait(self._patience.answer)
            connection.send(b".\r\n")
            code, words = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome(OutcomeKind.UNKNOWN, "dot", f"no answer after the final dot: {_words(str(error))}")
        kinds = {2: OutcomeKind.ACCEPTED, 4: OutcomeKind.DEFERRED, 5: OutcomeKind.REFUSED}
        outcome = Outcome(kinds.get(code // 100, OutcomeKind.UNKNOWN), "dot", _words(words), code)
        self._tidy(outcome)
        return outcome

    def _announce_together(self, connection: Prompt, announced: Sequence[tuple[str, str, int]]) -> None:
        """Sender, recipient and DATA in one go (RFC 2920), which saves two journeys a letter; the first refusal counts.

        A server that refused the recipient and yet waits for the letter is left: what it would do with it is unsaid.
        """
        connection.send("".join(f"{verb} {rest}".rstrip() + smtplib.CRLF for verb, rest, _ in announced))
        refused: _Stop | None = None
        for verb, _, expect in announced:
            try:
                self._hear(connection, verb, expect)
            except _Stop as stop:
                refused = refused or stop
                if refused.outcome.kind is OutcomeKind.BROKEN_OFF:
                    break
            except (OSError, smtplib.SMTPException):
                if refused is None:
                    raise
                self._drop()
                break
            else:
                if refused is not None and verb == "DATA":
                    self._drop()
        if refused is not None:
            raise refused

    def _hear(self, connection: Prompt, verb: str, expect: int) -> None:
        """The answer to a command; raises _Stop if it is not the class of answer that lets us go on."""
        self._phase = verb.lower()
        if verb == "DATA":
            connection.wait(self._patience.data)
        code, words = connection.getreply()
        if code // 100 != expect:
            raise _Stop(Outcome(_meaning(verb, code, _words(words)), self._phase, _words(words), code))

    def _tidy(self, outcome: Outcome) -> None:
        """Leave the connection fit for the next letter, or leave it altogether."""
        if outcome.kind is OutcomeKind.ACCEPTED:
            return
        is_over = outcome.kind in {OutcomeKind.FENCED, OutcomeKind.UNKNOWN, OutcomeKind.BROKEN_OFF}
        if is_over or self._connection is None:
            self._drop()
            return
        try:
            self._connection.deadline = inf
            self._connection.wait(min(self._patience.command, 5))
            code, _ = self._connection.rset()
        except (OSError, smtplib.SMTPException):
            code = -1
        if code // 100 != 2 or outcome.code == 421:  # noqa: PLR2004 - the codes of RFC 5321
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _stuffed(content: bytes) -> bytes:
    """The lines as they go over the wire: one dot more before each that begins with one (RFC 5321 4.5.2)."""
    first = b"." if content.startswith(b".") else b""
    end = b"" if content.endswith(b"\r\n") else b"\r\n"
    return first + content.replace(b"\n.", b"\n..") + end


def _meaning(verb: str, code: int, words: str) -> OutcomeKind:
    """A refused sender breaks off, unless the letter is too big: all have one, but each reader's is another."""
    if code == 421 or code // 100 not in {4, 5}:  # noqa: PLR2004 - the codes of RFC 5321
        return OutcomeKind.BROKEN_OFF
    if code // 100 == 4:  # noqa: PLR2004
        return OutcomeKind.DEFERRED
    too_big = code == 552 or words.startswith("5.3.4")  # noqa: PLR2004
    return OutcomeKind.BROKEN_OFF if verb == "MAIL" and not too_big else OutcomeKind.REFUSED


def _broken(kind: OutcomeKind, phase: str, error: Exception) -> Outcome:
    """A connection that could not be made or kept, before anything was given."""
    if isinstance(error, smtplib.SMTPResponseException):
        return Outcome(kind, phase, _words(error.smtp_error), error.smtp_code)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Outcome(kind, phase, f"its certificate is not trusted: {error.verify_message}")
    if isinstance(error, socket.gaierror):
        return Outcome(kind, phase, "there is no server of that name")
    words = _words(getattr(error, "strerror", None) or str(error)) or type(error).__name__
    return Outcome(kind, phase, words)


def _words(reply: bytes | str) -> str:
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    return clean_line(text)[:200]
