"""Who else on this machine may read or change what is the house's alone? A look at modes, which are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker.errors import MailError
from tracker.files.own import Own, is_there
from tracker.files.private import GROUP, OTHERS, mode_of
from tracker.mail.secret import credentials
from tracker.model.checks import Check, CheckState
from tracker.model.remarks import counted, remark
from tracker.model.settings import MailSettings
from tracker.wording.refusals import advice, what_happened

SETTINGS = "settings file"  # with a secret among other things
FOR_A_GROUP = (SETTINGS, "password file")  # so does a service read them that may not change them
WRITE = 2  # of the three bits that a group or the others have


def examine_files(files: Iterable[Own], *, shared: bool = False) -> tuple[Check, ...]:
    """Who may use each file, and of those of a kind that their owner alone may use how many they are.

    That a group may use register, ledger and backups is well where it is `shared`, as somebody chose.
    """
    there = [own for own in files if is_there(own.path)]
    found = tuple(check for own in there for check in _examine(own, shared=shared))
    closed: dict[str, list[Own]] = {}
    for own in there:
        if not mode_of(own.path) & (OTHERS | GROUP):
            closed.setdefault(own.what, []).append(own)
    summary = () if found else (Check("files", CheckState.WELL, remark("closed to others on this machine")),)
    return (*found, *summary, *(_closed(what, owns) for what, owns in closed.items()))


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


def _closed(what: str, owns: Sequence[Own]) -> Check:
    finding = counted(
        "%(file)s is for its owner alone",
        "%(n)s are for their owner alone, the last of them %(file)s",
        len(owns),
        file=owns[-1].path,
    )
    return Check(what, CheckState.WELL, finding)


def _examine(own: Own, *, shared: bool) -> Iterator[Check]:
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
        yield _shared(own, writes=bool(group & WRITE), is_chosen=shared or own.what in FOR_A_GROUP)


def _shared(own: Own, *, writes: bool, is_chosen: bool) -> Check:
    finding = remark("%(file)s is closed to others; its group may read it", file=own.path)
    if writes:
        finding = remark("%(file)s is closed to others; its group may read and change it", file=own.path)
    if is_chosen:
        return Check(own.what, CheckState.WELL, finding)
    advice = remark("chmod g-rwx %(file)s, or set shared_with_group = true where that is meant.", file=own.path)
    return Check(own.what, CheckState.ADVICE, finding, advice=advice)
