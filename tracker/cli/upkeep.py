"""`tracker verify`, `backup`, `restore`, `doctor` and `db upgrade`: keeping the register."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.door import Commands
from tracker.cli.output import Format, FormatOption, app_of, say, show_rows, to_json, warn, worded, words_of
from tracker.errors import WrongCall
from tracker.model import Act, label, number_of
from tracker.model.checks import Check, CheckState
from tracker.model.remarks import remark
from tracker.wording.checks import advised
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.store.verifying import Restore, Verdict

FIXED_ENCODED_WORDS = {(3, 11): 15, (3, 12): 13, (3, 13): 13, (3, 14): 3}  # first release that is safe


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)
    app.command()(erase)
    app.command()(doctor)
    database = Commands(help="The database itself.")
    database.command()(upgrade)
    database.command()(reindex)
    app.add_typer(database, name="db")


def verify(
    context: typer.Context,
    head: Annotated[
        list[str] | None,
        typer.Option(help="A head that was printed or kept elsewhere, like 120:ab12cd34: eight digits or more."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Prove that no event was altered, and that the register follows from its events."""
    from tracker.usecases import upkeep
    from tracker.usecases.letters.own_ledger import anchors as anchors_of

    app = app_of(context)
    anchors = [*anchors_of(app.office), *(_anchor(text) for text in head or ())]
    verdict = upkeep.verify(app.database, anchors=anchors)
    if format is not Format.TABLE:
        typer.echo(to_json(verdict))
    else:
        words = words_of(context)
        for problem in verdict.problems:
            warn(words.retold(problem))
        if verdict.advice is not None:
            warn(advised(verdict.advice, words))
        for sentence in _proved(verdict, len(anchors), words):
            say(context, sentence)
    if not verdict.is_sound:
        raise typer.Exit(1)


def _proved(verdict: Verdict, anchors: int, words: Speech) -> Iterator[str]:
    if not verdict.events and verdict.is_sound:
        yield words.say("The register is empty: it has no history yet, and nothing to prove.")
        return
    for restore in verdict.restores:
        yield _went_back(restore, words)
    yield words.say(
        "%(events)s events and %(commitments)s commitments checked.",
        events=verdict.events,
        commitments=verdict.commitments,
    )
    if verdict.erased and verdict.is_sound:
        yield words.count("%(n)s erased on purpose.", "%(n)s erased on purpose.", verdict.erased)
    elif verdict.erased:
        yield words.count("%(n)s erased.", "%(n)s erased.", verdict.erased)
    yield words.count("Compared with %(n)s head kept elsewhere.", "Compared with %(n)s heads kept elsewhere.", anchors)
    yield words.say("Head %(head)s", head=f"{verdict.head.sequence}:{verdict.head.digest}")


def _went_back(restore: Restore, words: Speech) -> str:
    if restore.last_lost == 0:
        return words.say("A backup was taken back; no event was lost by it.")
    facts = {"kept": restore.last_kept, "lost": restore.last_lost}
    return words.say("A restore went back to event %(kept)s, losing those up to %(lost)s.", **facts)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help="A new file for the copy.")],
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of an earlier backup of the same register.")
    ] = False,
) -> None:
    """Copy the register while it is in use; the copy is checked before it gets its name."""
    from tracker.usecases import upkeep

    app = app_of(context)
    head = upkeep.back_up(app.database, file, force=force, own=app.own_files)
    facts = {"file": file, "event": head.sequence, "head": f"{head.sequence}:{head.digest}"}
    say(context, words_of(context).say("%(file)s holds the register up to event %(event)s, head %(head)s", **facts))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help="A file that `tracker backup` made.")],
    force: Annotated[
        bool, typer.Option("--force", help="Even when that loses events of the register in a file.")
    ] = False,
) -> None:
    """Take a backup back, into a file or an empty database; letters wait until a person has looked.

    The register of a file is kept beside it. That of a server is never replaced, whatever is forced.
    """
    from tracker.usecases import upkeep
    from tracker.usecases.letters.fence import why_fenced

    app = app_of(context)
    done = upkeep.restore(app.database, file, act=Act(app.actor, app.now()), force=force)
    words = words_of(context)
    say(context, words.say("Restored up to event %(event)s.", event=done.head.sequence))
    if done.kept_at:
        say(context, words.say("The register as it was is kept at %(file)s.", file=done.kept_at))
    if done.lost:
        warn(
            words.count(
                "%(n)s later event is no longer in the register.",
                "%(n)s later events are no longer in the register.",
                done.lost,
            )
        )
    if why := why_fenced(app.office):
        warn(worded(context, why))


def erase(
    context: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER", help="Its notes, staff and reasons.")] = None,
    actor: Annotated[str | None, typer.Option(help="The name of somebody who acted.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="It cannot be undone; backups keep it until they are gone.")
    ] = False,
) -> None:
    """Erase personal data on request; what was done stays in the history, which says that something was erased."""
    from tracker.usecases import upkeep

    if (number is None) == (actor is None):
        raise WrongCall("erase.target-unclear")
    if not yes:
        raise WrongCall("erase.not-confirmed")
    app = app_of(context)
    act, words = Act(app.actor, app.now()), words_of(context)
    if number is not None:
        erased = upkeep.erase_details(app.database, number_of(number), act=act)
        facts = {"number": label(number_of(number)), "events": erased}
        say(context, words.say("Erased: notes, staff and reasons of %(number)s, in %(events)s events.", **facts))
    elif actor is not None:
        upkeep.erase_actor(app.database, actor, act=act)
        say(context, words.say("Erased: the name %(name)s in the whole history.", name=actor))


def doctor(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Look over the register, the post and what they run on; ends with 1 when anything is wrong."""
    from tracker.app import real_now
    from tracker.cli.check_lines import check_row, check_rows
    from tracker.usecases import permissions, upkeep
    from tracker.usecases.backups import examine_backups
    from tracker.usecases.letters.checkup import examine_post

    app = app_of(context)
    checks = (
        _python(),
        *upkeep.examine(app.database),
        *permissions.examine_files(app.private_files, shared=app.settings.shared_with_group),
        *permissions.examine_password(app.settings.mail),
        *examine_backups(app.settings.backups, now=real_now()),
        *examine_post(app.office, now=real_now()),
    )
    if format is Format.TABLE:
        words, columns = words_of(context), ("check", "state", "told")
        headings = [words.name("field", name) for name in columns]
        show_rows(check_rows(checks, words, app.zone), format=format, columns=columns, headings=headings)
    else:
        rows = [check_row(one) for one in checks]
        show_rows(rows, format=format, columns=tuple(rows[0]))
    if any(check.state is CheckState.WRONG for check in checks):
        raise typer.Exit(1)


def upgrade(context: typer.Context) -> None:
    """Bring the database to the version of this program, after a backup of a file (make one of a server yourself).

    What the database itself guards, and somebody took away or changed, is put back.
    """
    from tracker.usecases import upkeep

    app, words = app_of(context), words_of(context)
    done = upkeep.upgrade(app.database)
    for gap in done.gaps:
        warn(
            words.say(
                "The guard %(guard)s was %(what)s; it is put back.",
                guard=gap.guard.place,
                what=words.name("gap", gap.what),
            )
        )
    facts = {"database": app.database.name, "before": done.before, "after": done.after}
    if done.before == done.after:
        say(context, words.say("%(database)s was up to date already: version %(after)s.", **facts))
    else:
        say(context, words.say("%(database)s went from version %(before)s to version %(after)s.", **facts))


def reindex(context: typer.Context) -> None:
    """Make the search index anew, when `doctor` says that it differs."""
    from tracker.usecases import upkeep

    app = app_of(context)
    upkeep.rebuild_search(app.database)
    say(context, words_of(context).say("The search index of %(database)s is made anew.", database=app.database.name))


def _anchor(text: str) -> tuple[int, str]:
    sequence, _, digest = text.partition(":")
    if not re.fullmatch(r"\d{1,15}", sequence, re.ASCII) or not re.fullmatch(r"[0-9a-fA-F]{8,64}", digest):
        raise WrongCall("verify.not-a-head", text=text, option="--head")
    return int(sequence), digest.lower()


def _python() -> Check:
    """Older releases let an encoded word in a mail header break out of its line."""
    major, minor, micro = sys.version_info[:3]
    fixed = FIXED_ENCODED_WORDS.get((major, minor), 0)
    present, safe = f"{major}.{minor}.{micro}", f"{major}.{minor}.{fixed}"
    if micro < fixed:
        finding = remark("Python %(version)s; for mail %(safe)s or later is safer", version=present, safe=safe)
        return Check("python", CheckState.ADVICE, finding)
    return Check("python", CheckState.WELL, f"Python {present}")
