"""Who else on this machine may read or change what is the house's alone? A look at modes, which are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.errors import MailError
from tracker.files.own import Own
from tracker.files.private import GROUP, OTHERS, mode_of
from tracker.mail.secret import credentials
from tracker.model.checks import Check, CheckState
from tracker.model.settings import MailSettings
from tracker.wording.refusals import advice, what_happened

SETTINGS = "settings file"  # with a secret among other things
WRITE = 2  # of the three bits that a group or the others have


def examine_files(files: Iterable[Own]) -> tuple[Check, ...]:
    """One thing told of each file that more than its owner may use."""
    told = tuple(check for own in files for check in _examine(own))
    return told or (Check("files", CheckState.WELL, "closed to others on this machine"),)


def examine_password(mail: MailSettings) -> tuple[Check, ...]:
    """Whether there is a login that can be used, where one is asked for."""
    if mail.password_file is None and mail.username is None:
        return ()
    try:
        credentials(mail)
    except MailError as error:
        return (Check("password", CheckState.WRONG, what_happened(error), advice=advice(error)),)
    return (Check("password", CheckState.WELL, f"from {mail.password_file or 'the settings'}"),)


def _examine(own: Own) -> Iterator[Check]:
    mode = mode_of(own.path)
    others, group = mode & OTHERS, (mode & GROUP) >> 3
    close = f"chmod o-rwx {own.path}"
    if others & WRITE:
        yield Check(own.what, CheckState.WRONG, f"anybody on this machine may change {own.path}", advice=close)
    elif others:
        state = CheckState.WRONG if own.what == SETTINGS else CheckState.ADVICE
        yield Check(own.what, state, f"others on this machine may read {own.path}", advice=close)
    elif group:
        may = "read and change" if group & WRITE else "read"
        yield Check(own.what, CheckState.WELL, f"{own.path} is closed to others; its group may {may} it")
