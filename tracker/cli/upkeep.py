"""`tracker verify`, `backup`, `restore`, `doctor` and `db upgrade`: keeping the register."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.door import Commands
from tracker.cli.labels import in_words
from tracker.cli.output import Format, FormatOption, app_of, say, show_rows, to_json, warn
from tracker.cli.running import counted
from tracker.errors import WrongCall
from tracker.model import Act, label, number_of
from tracker.model.checks import Check, CheckState

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
        list[str] | None, typer.Option(help="A head that was printed or kept elsewhere, like 120:ab12… in full.")
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
        for problem in verdict.problems:
            warn(problem)
        for one in verdict.restores:
            say(context, f"A restore went back to event {one.last_kept}, losing those up to {one.last_lost}.")
        checked = f"{verdict.events} events and {verdict.commitments} commitments checked"
        purpose = " on purpose" if verdict.is_sound else ""
        erased = f", {verdict.erased} erased{purpose}" if verdict.erased else ""
        say(context, f"{checked}{erased}, against {counted(len(anchors), 'head')} kept elsewhere.")
        say(context, f"Head {verdict.head.sequence}:{verdict.head.digest}")
    if not verdict.is_sound:
        raise typer.Exit(1)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new file for the copy.")],
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of an earlier backup of the same register.")
    ] = False,
) -> None:
    """Copy the register while it is in use; the copy is checked before it gets its name."""
    from tracker.usecases import upkeep

    app = app_of(context)
    head = upkeep.back_up(app.database, file, force=force, own=app.own_files)
    say(context, f"{file} holds the register up to event {head.sequence}, head {head.sequence}:{head.digest}")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `tracker backup` made.")],
    force: Annotated[
        bool, typer.Option("--force", help="Even when that loses events of the present register.")
    ] = False,
) -> None:
    """Take a backup back; the register as it was is kept beside it, and letters wait until a person has looked."""
    from tracker.usecases import upkeep
    from tracker.usecases.letters.fence import why_fenced

    app = app_of(context)
    done = upkeep.restore(app.database, file, act=Act(app.actor, app.now()), force=force)
    say(context, f"Restored up to event {done.head.sequence}.")
    if done.kept_at:
        say(context, f"The register as it was is kept at {done.kept_at}.")
    if done.lost:
        warn(f"{counted(done.lost, 'later event')} {'is' if done.lost == 1 else 'are'} no longer in the register.")
    if why := why_fenced(app.office):
        warn(str(why))


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
    act = Act(app.actor, app.now())
    if number is not None:
        erased = upkeep.erase_details(app.database, number_of(number), act=act)
        say(context, f"Erased: notes, staff and reasons of {label(number_of(number))}, in {erased} events.")
    elif actor is not None:
        upkeep.erase_actor(app.database, actor, act=act)
        say(context, f"Erased: the name {actor} in the whole history.")


def doctor(context: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Look over the register, the post and what they run on; ends with 1 when anything is wrong."""
    from tracker.app import real_now
    from tracker.usecases import permissions, upkeep
    from tracker.usecases.letters.checkup import examine_post

    app = app_of(context)
    checks = (
        _python(),
        *upkeep.examine(app.database),
        *permissions.examine_files(app.private_files),
        *permissions.examine_password(app.settings.mail),
        *examine_post(app.office, now=real_now()),
    )
    rows: list[dict[str, object]]
    if format is Format.TABLE:
        rows = [{"check": one.name, "state": one.state, "told": in_words(one, app.zone)} for one in checks]
    else:
        rows = [{"check": (told := asdict(one)).pop("name"), **told} for one in checks]
    show_rows(rows, format=format, columns=tuple(rows[0]))
    if any(check.state is CheckState.WRONG for check in checks):
        raise typer.Exit(1)


def upgrade(context: typer.Context) -> None:
    """Bring the database to the version of this program, after a backup of a file (make one of a server yourself).

    What the database itself guards, and somebody took away or changed, is put back.
    """
    from tracker.usecases import upkeep

    app = app_of(context)
    for gap in upkeep.upgrade(app.database):
        warn(f"The guard {gap.guard.place} was {gap.what}; it is put back.")
    say(context, f"{app.database.name} is up to date.")


def reindex(context: typer.Context) -> None:
    """Make the search index anew, when `doctor` says that it differs."""
    from tracker.usecases import upkeep

    app = app_of(context)
    upkeep.rebuild_search(app.database)
    say(context, f"The search index of {app.database.name} is made anew.")


def _anchor(text: str) -> tuple[int, str]:
    sequence, _, digest = text.partition(":")
    if not re.fullmatch(r"\d{1,15}", sequence, re.ASCII) or len(digest) != 64:  # noqa: PLR2004 - SHA-256 in hex
        raise WrongCall("verify.not-a-head", text=text, option="--head")
    return int(sequence), digest.lower()


def _python() -> Check:
    """Older releases let an encoded word in a mail header break out of its line."""
    major, minor, micro = sys.version_info[:3]
    fixed = FIXED_ENCODED_WORDS.get((major, minor), 0)
    advice = f"; for mail {major}.{minor}.{fixed} or later is safer" if micro < fixed else ""
    state = CheckState.ADVICE if advice else CheckState.WELL
    return Check("python", state, f"Python {major}.{minor}.{micro}{advice}")
