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
        raise MailError(
            "The name or password for the mail server has letters outside ASCII, which cannot be sent.",
            advice="Set another one, of plain letters, digits and marks.",
        )
    return name, password


def password_of(settings: MailSettings) -> str:
    """The password, of a file without the line break at its end; raises MailError where it cannot be read."""
    if settings.password_file is None:
        return settings.password or ""
    path = Path(settings.password_file)
    try:
        content = content_of(path, most=LONGEST).decode().rstrip("\r\n")
    except Unreadable as error:
        raise _unusable(path, error.what.rstrip(".")) from error
    except UnicodeDecodeError as error:
        raise _unusable(path, "it is not text in UTF-8") from error
    if not content or "\n" in content:
        raise _unusable(path, "it does not hold one line with a password")
    return content


def _unusable(path: Path, why: str) -> MailError:
    return MailError(f"The password in {path} cannot be used: {why}.", advice="Look at mail.password_file.")
