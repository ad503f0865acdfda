"""Who else on this machine may read or change what is the house's alone? A look at modes, which are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.errors import MailError
from tracker.files.own import Own
from tracker.files.private import GROUP, OTHERS, mode_of
from tracker.mail.secret import credentials
from tracker.model.checks import Check, CheckState
from tracker.model.remarks import remark
from tracker.model.settings import MailSettings
from tracker.wording.refusals import advice, what_happened

SETTINGS = "settings file"  # with a secret among other things
WRITE = 2  # of the three bits that a group or the others have


def examine_files(files: Iterable[Own]) -> tuple[Check, ...]:
    """One thing told of each file that more than its owner may use."""
    checks = tuple(check for own in files for check in _examine(own))
    return checks or (Check("files", CheckState.WELL, remark("closed to others on this machine")),)


def examine_password(mail: MailSettings) -> tuple[Check, ...]:
    """Whether there is a login that can be used, where one is asked for."""
    if mail.password_file is None and mail.username is None:
        return ()
    try:
        credentials(mail)
    except MailError as error:
        return (Check("password", CheckState.WRONG, what_happened(error), advice=advice(error)),)
    finding = remark("from %(place)s", place=mail.password_file) if mail.password_file else remark("from the settings")
    return (Check("password", CheckState.WELL, finding),)


def _examine(own: Own) -> Iterator[Check]:
    mode = mode_of(own.path)
    others, group = mode & OTHERS, (mode & GROUP) >> 3
    close = f"chmod o-rwx {own.path}"
    if others & WRITE:
        finding = remark("anybody on this machine may change %(file)s", file=own.path)
        yield Check(own.what, CheckState.WRONG, finding, advice=close)
    elif others:
        state = CheckState.WRONG if own.what == SETTINGS else CheckState.ADVICE
        yield Check(own.what, state, remark("others on this machine may read %(file)s", file=own.path), advice=close)
    elif group:
        finding = remark("%(file)s is closed to others; its group may read it", file=own.path)
        if group & WRITE:
            finding = remark("%(file)s is closed to others; its group may read and change it", file=own.path)
        yield Check(own.what, CheckState.WELL, finding)
