"""`tracker extract`: reads reports, finds commitments, stores them, and says what became of each file."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tracker.cli.days import day_given
from tracker.cli.named_values import language_option
from tracker.cli.output import (
    Format,
    FormatOption,
    app_of,
    is_quiet,
    plain,
    room,
    say,
    show_rows,
    to_json,
    warn,
    worded,
    words_of,
)
from tracker.cli.progress import Waiting
from tracker.cli.proposal_view import kept_apart
from tracker.errors import TrackerError
from tracker.model import label
from tracker.wording.speech import Speech, capital

if TYPE_CHECKING:
    from tracker.model import Commitment
    from tracker.model.report import Problem
    from tracker.usecases.ingest import Ingested
    from tracker.usecases.intake import Taken

OPTIONS = {  # what helps against a problem of a document, by its code
    "extraction.no-minister": "--minister",
    "extraction.no-rules": "--language",
    "reading.no-date": "--date",
    "reading.no-offices": "--minister",
    "reading.date-for-several": "--date",
    "reading.other-date": "--date",
    "reading.several-dates": "--date",
}
COLUMNS = ("report", "number", "due_on", "deadline", "firmness", "minister", "asked_by", "summary")
READABLE = 32  # characters: less is too narrow for a summary


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(extract)
    app.command()(watch)


def extract(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", readable=False, help="Reports, folders or patterns.")],
    date: Annotated[str | None, typer.Option(help="Day of the sitting, where the report does not say it.")] = None,
    language: Annotated[
        str | None, language_option(help="Language of the report, like nl; found in its words when left out.")
    ] = None,
    minister: Annotated[
        str | None, typer.Option(help="Who answers, where the report does not mark who is the minister.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be found; store nothing.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Take them as open at once, without a review.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read reports that are known once more, as with another day or language.")
    ] = False,
    possible: Annotated[
        bool, typer.Option("--possible", help="Show also what is only possible; it is kept apart in any case.")
    ] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Judge without the network: quicker, and finds less.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many reports to read side by side.")] = 1,
    format: FormatOption = Format.TABLE,
) -> None:
    """Read reports of sittings and keep the commitments in them, as proposed until somebody reviews them."""
    from tracker.model import Act
    from tracker.usecases.intake import Hints, gather, take_in

    app = app_of(context)
    day = day_given(context, date, option="--date")
    hints = Hints(day, language, minister, app.settings.calendar, app.settings.parliament, again, fast)
    paths = gather([str(file) for file in files])
    waiting = Waiting(words_of(context), files=len(paths), quiet=is_quiet(context))
    database, act = None if dry_run else app.database, Act(app.actor, app.now())
    taken = take_in(database, paths, act=act, hints=hints, accept=accept, jobs=jobs, recognising=waiting.scan)
    shown: list[dict[str, object]] = []
    failed: list[Taken] = []
    for file in waiting.through(taken):
        if isinstance(file.outcome, TrackerError):
            failed.append(file)
        elif format is Format.TABLE:
            _tell(context, file.path.name, file.outcome, dry_run=dry_run, possible=possible)
        elif format is Format.JSON:
            shown.append(document(file.outcome, possible=possible))
        else:
            shown.extend(rows(file.outcome, possible=possible))
    if format is Format.JSON:
        typer.echo(to_json({"documents": shown}))
    elif format is not Format.TABLE:
        show_rows(shown, format=format, columns=("band", *COLUMNS) if possible else COLUMNS)
    _tell_failures(context, failed, of=len(paths))


def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(readable=False, help="Where reports are dropped.")],
    every: Annotated[float, typer.Option(min=0.1, max=86_400, help="Seconds between two looks.")] = 5.0,
    still: Annotated[
        float, typer.Option(min=0, max=86_400, help="Seconds in which a file must not have changed before it is taken.")
    ] = 3.0,
    accept: Annotated[bool, typer.Option("--accept", help="Take commitments as open at once.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many reports to read side by side.")] = 1,
) -> None:
    """Take in every report that is dropped into a folder, until stopped with Ctrl-C.

    A file is taken when it is still; names that copy programs give to what is not complete are passed over.
    """
    from threading import Event

    from tracker.app import elapsed
    from tracker.model import Act
    from tracker.usecases.intake import Hints
    from tracker.usecases.watching import Watch, take_dropped

    app = app_of(context)
    watching, stop = Watch(folder, still=still), Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    say(context, words_of(context).say("Watching %(folder)s. Stop with Ctrl-C.", folder=folder))
    take = partial(take_dropped, watching, app.database, accept=accept, jobs=jobs, stop=stop.is_set)
    hints = Hints(calendar=app.settings.calendar, parliament=app.settings.parliament)
    while not stop.wait(every):
        for file in take(now=elapsed(), act=Act(app.actor, app.now()), hints=hints):
            if isinstance(file.outcome, TrackerError):
                warn(f"{file.path.name}: {worded(context, file.outcome)}")
            else:
                _tell(context, file.path.name, file.outcome, dry_run=False)


def document(one: Ingested, *, possible: bool = False) -> dict[str, object]:
    """One report and what was found in it, in the shape that programs rely on; what is possible where it is asked."""
    report = one.report
    head = {name: getattr(report, name) for name in ("name", "sha256", "title", "language", "held_on", "committee")}
    return {
        **cast("dict[str, object]", plain(head)),
        "known": one.known,
        "numbers": [label(number) for number in one.numbers],
        "commitments": [plain(commitment) for commitment in one.extraction.commitments],
        **(_apart(one) if possible else {}),
        "problems": [plain(problem) for problem in one.problems],
    }


def _apart(one: Ingested) -> dict[str, object]:
    return {
        "possible_numbers": [label(number) for _, number in one.apart],
        "possibles": [plain(commitment) for commitment in one.extraction.possibles],
    }


def rows(one: Ingested, *, possible: bool = False) -> list[dict[str, object]]:
    """The commitments of one report as flat rows; with what is possible each row says of which band it is."""
    found = [_row(one, commitment, number) for commitment, number in _numbered(one)]
    if not possible:
        return found
    apart = [_row(one, commitment, number) for commitment, number in _numbered_apart(one)]
    return [*({"band": "found", **row} for row in found), *({"band": "possible", **row} for row in apart)]


def _row(one: Ingested, commitment: Commitment, number: str) -> dict[str, object]:
    return {
        "report": one.report.name,
        "number": number,
        "due_on": commitment.deadline.due if commitment.deadline else None,
        "deadline": commitment.deadline.text if commitment.deadline else None,
        "firmness": commitment.firmness,
        "minister": commitment.minister.name if commitment.minister else None,
        "asked_by": commitment.asked_by.name if commitment.asked_by else None,
        "summary": commitment.summary,
        "subject": commitment.subject,
        "quote": commitment.quote,
    }


def _numbered(ingested: Ingested) -> Iterator[tuple[Commitment, str]]:
    """Each commitment with the number it got or had; without one when nothing was stored."""
    pairs = (*ingested.repeated, *(ingested.revision.same + ingested.revision.changed if ingested.revision else ()))
    had = {pair.found: pair.entry.label for pair in pairs}
    fresh = iter(ingested.numbers)
    for commitment in ingested.extraction.commitments:
        number = had.get(commitment)
        yield commitment, number or (label(next(fresh, 0)) if ingested.numbers else "")


def _numbered_apart(ingested: Ingested) -> Iterator[tuple[Commitment, str]]:
    """The same of what is only possible; what was kept before, or is pending already, has no number here."""
    kept = {commitment: label(number) for commitment, number in ingested.apart}
    for commitment in ingested.extraction.possibles:
        yield commitment, kept.get(commitment, "")


def _tell(context: typer.Context, name: str, ingested: Ingested, *, dry_run: bool, possible: bool = False) -> None:
    words = words_of(context)
    held = [words.say("sitting of %(day)s", day=ingested.report.held_on)] if ingested.report.held_on else []
    if ingested.known:
        say(context, words.labelled(name, f"{', '.join([words.say('known already, nothing added'), *held])}."))
        return
    say(context, words.labelled(name, f"{', '.join([*_count(ingested, words, dry_run=dry_run), *held])}."))
    for line in _lines(_numbered(ingested), words):
        say(context, line)
    _tell_possibles(context, ingested, dry_run=dry_run, shown=possible)
    for pair in ingested.resembling:
        facts = {"number": pair.entry.label, "summary": pair.found.summary}
        say(context, "  " + words.say("Resembles %(number)s: %(summary)s. `tracker review` can merge them.", **facts))
    if ingested.revision:
        _tell_revision(context, ingested)
    for problem in ingested.problems:
        warn(f"  {words.retold(problem.message)} {_advice(problem, words)}".rstrip())


def _lines(numbered: Iterable[tuple[Commitment, str]], words: Speech) -> Iterator[str]:
    """A line each, under the question or agenda item that it belongs to; the summary stands apart from the name."""
    found = [(commitment, _before_summary(commitment, number)) for commitment, number in numbered]
    widths = [max(map(len, column)) for column in zip(*(before for _, before in found), strict=True)]
    above = None
    for commitment, before in found:
        if commitment.subject != above:
            above = commitment.subject
            yield f"  {words.labelled(capital(words.name('field', 'subject')), above or words.say('unknown'))}"
        head = "".join(f"  {part:{width}}" for part, width in zip(before, widths, strict=True) if width)
        yield _beside_or_under(head, commitment.summary)


def _before_summary(commitment: Commitment, number: str) -> tuple[str, str, str]:
    who = commitment.minister.name if commitment.minister else None
    return number, _deadline(commitment) or "–", who or "–"


def _beside_or_under(head: str, summary: str) -> str:
    """The summary behind what stands before it, or on lines of its own where too little room is left."""
    from textwrap import fill

    width, beside = room(), f"{head}  "
    if width - len(beside) >= READABLE:
        return fill(beside + summary, width, subsequent_indent=" " * len(beside), break_on_hyphens=False)
    return f"{head.rstrip()}\n{fill(summary, width, initial_indent=' ' * 6, subsequent_indent=' ' * 6)}"


def _tell_possibles(context: typer.Context, ingested: Ingested, *, dry_run: bool, shown: bool) -> None:
    """How much is only possible, and with `shown` what it is."""
    words = words_of(context)
    if dry_run and ingested.extraction.possibles:
        besides = len(ingested.extraction.possibles)
        say(context, "  " + words.count("%(n)s possible one besides.", "%(n)s possible ones besides.", besides))
    elif ingested.apart:
        say(context, "  " + kept_apart(len(ingested.apart), words))
    for line in _lines(_numbered_apart(ingested), words) if shown else ():
        say(context, line)


def _deadline(commitment: Commitment) -> str:
    """The day by which it is due; where nobody knows when it was said, the words are all that there may be."""
    if commitment.deadline is None:
        return ""
    words = commitment.deadline.text if commitment.said_on is None else ""
    return str(commitment.deadline.due or words)


def _advice(problem: Problem, words: Speech) -> str:
    """What to do about a problem of the document, with the option that does it."""
    option, advice = OPTIONS.get(problem.code), words.retold(problem.advice)
    return f"{advice.rstrip('.')}: {option}." if option else advice


def _count(ingested: Ingested, words: Speech, *, dry_run: bool) -> Iterator[str]:
    total = len(ingested.extraction.commitments)
    yield words.count("%(n)s commitment", "%(n)s commitments", total) if total else words.say("no commitments")
    if dry_run:
        yield words.say("nothing stored")


def _tell_revision(context: typer.Context, ingested: Ingested) -> None:
    revision = ingested.revision
    if revision is None:
        return
    words = words_of(context)
    again = words.say("A report that is known, read again:")
    say(context, "  " + (again if ingested.read_again else words.say("A corrected version of a report that is known:")))
    for what, labels in (
        (words.say("new"), [label(number) for number in ingested.numbers]),
        (words.say("changed"), [pair.entry.label for pair in revision.changed]),
        (words.say("vanished"), [entry.label for entry in revision.vanished]),
    ):
        say(context, "    " + words.labelled(what, ", ".join(labels) or words.say("none")))


def _tell_failures(context: typer.Context, failed: Sequence[Taken], *, of: int) -> None:
    """Raises the error of a single file; several end in a table and the worst exit code."""
    if not failed:
        return
    errors = [one.outcome for one in failed if isinstance(one.outcome, TrackerError)]
    if of == 1:
        raise errors[0]
    words = words_of(context)
    warn(words.say("%(failed)s of %(all)s files could not be read:", failed=len(failed), all=of))
    for file, error in zip(failed, errors, strict=True):
        warn(f"  {file.path}\t{worded(context, error)}")
    raise typer.Exit(max(error.exit_code for error in errors))
