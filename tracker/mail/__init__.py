"""How does a letter leave the house? By SMTP, by sendmail, as a file in a folder, or onto the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tracker.errors import MailError
from tracker.model.letters import Claimed, Outcome
from tracker.model.settings import MailSettings


class Post(Protocol):
    """A way out of the house."""

    def send(self, letter: Claimed, *, before_dot: Callable[[], bool]) -> Outcome:
        """Give one letter away; `before_dot` is asked just before the moment from which it cannot be taken back."""

    def close(self) -> None:
        """Say goodbye; what goes wrong here has no consequence."""


def has_way_out(settings: MailSettings) -> bool:
    """Whether the settings name a way to send; naming a mail server is enough."""
    return settings.transport is not None or bool(settings.host)


def place_of(settings: MailSettings) -> str:
    """Where letters go: host and port of the mail server, else the program or folder that takes them."""
    match settings.transport:
        case "sendmail":
            return settings.sendmail
        case "folder":
            return settings.folder
        case _:
            from tracker.mail.smtp import PORTS

            return f"{settings.server}:{settings.port or PORTS[settings.security]}"


def open_post(settings: MailSettings, *, show: Callable[[str], None]) -> Post:
    """The way out that the settings name; raises MailError when they name none."""
    match settings.transport or ("smtp" if has_way_out(settings) else None):
        case "smtp":
            from tracker.mail.smtp import SmtpPost

            return SmtpPost(settings)
        case "sendmail":
            from tracker.mail.elsewhere import SendmailPost

            return SendmailPost(settings.sendmail)
        case "folder":
            from tracker.mail.elsewhere import FolderPost

            return FolderPost(settings.folder)
        case "terminal":
            from tracker.mail.elsewhere import TerminalPost

            return TerminalPost(show)
        case None:
            raise MailError("mail.no-way-out")
