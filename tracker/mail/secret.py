"""The password for the mail server: from the settings, or from a file that is read when somebody logs in."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import MailError, Unreadable
from tracker.given import content_of
from tracker.model.settings import MailSettings

LONGEST = 10_000  # bytes: a file that is no password is not read whole


def credentials(settings: MailSettings) -> tuple[str, str]:
    """Name and password to log in with; raises MailError where they cannot be used."""
    name, password = settings.username or "", password_of(settings)
    if not (name + password).isascii():
        raise MailError("mail.login-not-ascii")
    return name, password


def password_of(settings: MailSettings) -> str:
    """The password, of a file without the line break at its end; raises MailError where it cannot be read."""
    if settings.password_file is None:
        return settings.password or ""
    path = Path(settings.password_file)
    try:
        content = content_of(path, most=LONGEST).decode().rstrip("\r\n")
    except Unreadable as error:
        raise MailError("mail.password-unreadable", path=path, cause=error) from error
    except UnicodeDecodeError as error:
        raise MailError("mail.password-not-text", path=path) from error
    if not content or "\n" in content:
        raise MailError("mail.password-not-one-line", path=path)
    return content
