"""Letters by another way than SMTP: the local sendmail program, a folder of .eml files, the terminal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from tracker.files import private
from tracker.model.letters import Claimed, Outcome, OutcomeKind
from tracker.model.text import clean_line

_FENCED = Outcome(OutcomeKind.FENCED, "hand-over", "the lease had ended; nothing was given")
_NO_USER, _NO_HOST, _TEMPORARY = 67, 68, 75  # the exit codes of sysexits.h that speak of one letter
_PATIENCE = 600


class SendmailPost:
    """The local mail program, which queues by itself."""

    def __init__(self, program: str) -> None:
        self._program = program

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        """SendingRun the letter over; its exit code tells whether it was taken."""
        if not Path(self._program).is_file():
            return Outcome(OutcomeKind.SERVER, "sendmail", f"there is no program {self._program}")
        if not before_dot():
            return _FENCED
        command = [self._program, "-i", "-f", letter.envelope_from, "--", letter.recipient]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, the program comes from the settings, the address is checked
                command,
                input=letter.content.replace(b"\r\n", b"\n"),
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Outcome(OutcomeKind.UNKNOWN, "sendmail", "no answer in time")
        except OSError as error:
            return Outcome(OutcomeKind.SERVER, "sendmail", clean_line(str(error)))
        words = clean_line(done.stderr.decode("utf-8", "replace"))[:200]
        return Outcome(_meaning(done.returncode), "sendmail", words or f"exit code {done.returncode}")

    def close(self) -> None:
        """Nothing is kept open."""


class FolderPost:
    """Every letter a file; its name follows from its Message-ID, so that the same letter is the same file."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        """Write beside, then rename: a file in the folder is always whole, and half a one is not left."""
        name = _name_of(letter)
        beside = self._folder / f".{name}.{os.getpid()}"
        try:
            private.make_folder(self._folder)
        except OSError as error:
            return Outcome(OutcomeKind.SERVER, "folder", f"cannot make {self._folder}: {error.strerror}")
        try:
            return self._put(letter, beside, self._folder / name, before_dot)
        except OSError as error:  # of the letter, if it is the largest on a disk that is nearly full, or of them all
            return Outcome(OutcomeKind.BROKEN_OFF, "folder", f"cannot write {self._folder / name}: {error.strerror}")
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    @staticmethod
    def _put(letter: Claimed, beside: Path, place: Path, before_dot: Callable[[], bool]) -> Outcome:
        beside.unlink(missing_ok=True)
        with os.fdopen(private.created(beside), "wb") as file:
            file.write(letter.content)
            file.flush()
            os.fsync(file.fileno())
        if not before_dot():
            return _FENCED
        beside.replace(place)
        return Outcome(OutcomeKind.ACCEPTED, "folder", place.name)

    def close(self) -> None:
        """Nothing is kept open."""


class TerminalPost:
    """Shows the text of letters instead of sending them."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        """Show the head and the text part."""
        if not before_dot():
            return _FENCED
        message = message_from_bytes(letter.content, policy=policy.default)
        part = message.get_body(("plain",))
        self._show(
            f"To: {message['To']}\nSubject: {message['Subject']}\n\n{part.get_content() if part else ''}".replace(
                "\r\n", "\n"
            )
        )
        return Outcome(OutcomeKind.ACCEPTED, "terminal", "shown")

    def close(self) -> None:
        """Nothing is kept open."""


def _name_of(letter: Claimed) -> str:
    """Day and identifier as its head has them: they were written once, so the name stays the same."""
    head = BytesHeaderParser().parsebytes(letter.content)
    day = parsedate_to_datetime(head["Date"]).date().isoformat()
    return f"{day}-{letter.kind}-{head['Message-ID'].strip('<> ')[:16]}.eml"


def _meaning(code: int) -> OutcomeKind:
    if code == 0:
        return OutcomeKind.ACCEPTED
    if code < 0:  # ended by a signal: it may have taken the letter before
        return OutcomeKind.UNKNOWN
    if code == _TEMPORARY:
        return OutcomeKind.DEFERRED
    return OutcomeKind.REFUSED if code in {_NO_USER, _NO_HOST} else OutcomeKind.BROKEN_OFF
