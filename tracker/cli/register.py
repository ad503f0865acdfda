"""`tracker accept`, `resolve`, `move` and the like: what people do with commitments, each with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from tracker.cli import looking
from tracker.cli.completion import committees, entry_numbers
from tracker.cli.days import day_given, tell_reading
from tracker.cli.named_values import FirmnessOption, KindOption, LinkKindArgument, choice
from tracker.cli.output import app_of, is_quiet, say, warn, words_of
from tracker.errors import WrongCall
from tracker.model import Act, Entry, Evidence, Firmness, Kind, Selection, label, number_of
from tracker.model.people import together
from tracker.wording.entries import local, status_of, when
from tracker.wording.speech import Speech

Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER…", help="Like C-0001.", autocompletion=entry_numbers)]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Like C-0001.", autocompletion=entry_numbers)]
Reason = Annotated[str | None, typer.Option(help="Why.")]

ResponsibleOption = Annotated[
    list[str] | None, typer.Option("--responsible", help="Who is responsible now; may be repeated.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    looking.add_commands(app)
    for command in (accept, reject, resolve, reopen, lapse, move, note, edit, add, link, reshuffle, undo):
        app.command()(command)


def accept(context: typer.Context, numbers: Numbers, reason: Reason = None) -> None:
    """They are commitments: from proposed to open."""
    from tracker.usecases import register

    _tell(context, register.accept(app_of(context).database, _read(numbers), act=_act(context, reason)))


def reject(
    context: typer.Context, numbers: Numbers, reason: Annotated[str, typer.Option(help="Why they are none.")]
) -> None:
    """What was proposed is no commitment; it stays in the register as such."""
    from tracker.usecases import register

    _tell(context, register.reject(app_of(context).database, _read(numbers), act=_act(context, reason)))


def resolve(
    context: typer.Context,
    numbers: Numbers,
    partly: Annotated[bool, typer.Option("--partly", help="Only in part: the rest stays owed.")] = False,
    on: Annotated[str | None, typer.Option(help="The day on which it was done; today when left out.")] = None,
    evidence: Annotated[str | None, typer.Option(help="A URL or document that shows it.")] = None,
    note: Annotated[str | None, typer.Option(help="What was done; without evidence, why there is none.")] = None,
) -> None:
    """They were done, as the evidence shows."""
    from tracker.usecases import register

    app = app_of(context)
    today = app.today()
    shown = Evidence(evidence, note, day_given(context, on, option="--on") or today)
    done = register.resolve(app.database, _read(numbers), shown, act=_act(context, None), today=today, partly=partly)
    _tell(context, done)
    if evidence and "://" not in evidence:
        warn(
            words_of(context).say(
                "“%(evidence)s” is no web address; it is kept as the name of a document.", evidence=evidence
            )
        )


def reopen(context: typer.Context, numbers: Numbers, reason: Reason = None) -> None:
    """They are owed after all; the evidence so far stays."""
    from tracker.usecases import register

    _tell(context, register.reopen(app_of(context).database, _read(numbers), act=_act(context, reason)))


def lapse(
    context: typer.Context,
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help="Withdrawn, superseded, cannot be checked …")],
) -> None:
    """They are no longer owed, for this reason."""
    from tracker.usecases import register

    _tell(context, register.lapse(app_of(context).database, _read(numbers), act=_act(context, reason)))


def move(
    context: typer.Context,
    number: Number,
    to: Annotated[str, typer.Option(help='The new deadline: "eind juni 2022", or 2022-06-30.')],
    reason: Annotated[str, typer.Option(help="Why, as the minister says.")],
    source: Annotated[str | None, typer.Option(help="Where that was said: a URL or document.")] = None,
    on: Annotated[str | None, typer.Option(help="The day on which it was said; today when left out.")] = None,
) -> None:
    """Another deadline, by decision; the one that was stated stays beside it."""
    from tracker.usecases import register

    app = app_of(context)
    said_on = day_given(context, on, option="--on") or app.today()
    deadline = register.Reading(app.settings.language, app.settings.calendar).of(to, said_on=said_on)
    moved = register.move(app.database, number_of(number), deadline, act=_act(context, reason), source=source)
    _tell_due(context, to, [moved])
    if moved.due_on and moved.due_on < app.today():
        warn(words_of(context).say("%(day)s is past already.", day=moved.due_on))


def note(
    context: typer.Context, number: Number, text: Annotated[str, typer.Argument(help="It stays inside the house.")]
) -> None:
    """Keep an internal note with a commitment; notes stand in no letter."""
    from tracker.usecases import register

    _tell(context, register.note(app_of(context).database, [number_of(number)], text, act=_act(context, None)))


def edit(
    context: typer.Context,
    numbers: Numbers,
    summary: Annotated[str | None, typer.Option(help="What is to be done, in a clause.")] = None,
    deadline: Annotated[str | None, typer.Option(help="Correct a misread deadline; `move` is for a new one.")] = None,
    minister: Annotated[str | None, typer.Option(help="Who said it.")] = None,
    function: Annotated[str | None, typer.Option(help="Of what, at that time.")] = None,
    responsible: ResponsibleOption = None,
    asked_by: Annotated[str | None, typer.Option(help="Who asked.")] = None,
    party: Annotated[str | None, typer.Option(help="Of who asked.")] = None,
    committee: Annotated[str | None, typer.Option(help="Where it was said.")] = None,
    dossier: Annotated[str | None, typer.Option(help="Number or name.")] = None,
    subject: Annotated[str | None, typer.Option(help="The question or agenda item that it belongs to.")] = None,
    policy_area: Annotated[str | None, typer.Option(help="Policy area.")] = None,
    staff: Annotated[str | None, typer.Option(help="Staff member who follows it up.")] = None,
    said_on: Annotated[
        str | None, typer.Option(help="Day on which it was said; its deadline is read anew, if nobody decided on it.")
    ] = None,
    check_on: Annotated[str | None, typer.Option(help="Day to check back on, where there is no deadline.")] = None,
    kind: KindOption = None,
    firmness: FirmnessOption = None,
    tag: Annotated[list[str] | None, typer.Option(help="The tags, instead of those it has.")] = None,
    reason: Reason = None,
) -> None:
    """Correct what was read; an empty text takes a field away."""
    from tracker.usecases import register

    app = app_of(context)
    fields = _corrections(
        summary=summary,
        minister=minister,
        minister_function=function,
        responsible=together(responsible) or "" if responsible is not None else None,
        asked_by=asked_by,
        asker_party=party,
        committee=committee,
        dossier=dossier,
        subject=subject,
        policy_area=policy_area,
        staff=staff,
        said_on=day_given(context, said_on, option="--said-on"),
        check_on=day_given(context, check_on, option="--check-on"),
        kind=kind,
        firmness=firmness,
        tags=tuple(tag) if tag is not None else None,
    )
    act, reading = _act(context, reason), register.Reading(app.settings.language, app.settings.calendar)
    each = tuple(dict.fromkeys(map(number_of, numbers)))
    corrected = register.correct(app.database, each, fields, act=act, deadline=deadline, reading=reading)
    _tell_due(context, deadline, corrected)


def _corrections(**given: object) -> dict[str, object]:
    """Only what was said: an empty text takes a field away, but a commitment is nothing without its summary."""
    fields = {name: None if value == "" else value for name, value in given.items() if value is not None}
    if fields.get("summary", "") is None:
        raise WrongCall("register.summary-emptied")
    return fields


def add(
    context: typer.Context,
    quote: Annotated[str, typer.Option(help="The words, as they were said.")],
    summary: Annotated[str, typer.Option(help="What is to be done, in a clause.")],
    said_on: Annotated[str, typer.Option(help="The day on which it was said.")],
    minister: Annotated[str | None, typer.Option(help="Who said it.")] = None,
    function: Annotated[str | None, typer.Option(help="Of what.")] = None,
    responsible: ResponsibleOption = None,
    asked_by: Annotated[str | None, typer.Option(help="Who asked.")] = None,
    party: Annotated[str | None, typer.Option(help="Of who asked.")] = None,
    committee: Annotated[str | None, typer.Option(help="Where it was said.")] = None,
    dossier: Annotated[str | None, typer.Option(help="Number or name.")] = None,
    subject: Annotated[str | None, typer.Option(help="The question or agenda item that it belongs to.")] = None,
    deadline: Annotated[str | None, typer.Option(help='As stated: "eind juni 2022", or a day.')] = None,
    kind: Annotated[Kind, choice(Kind, "kind", "--kind", help="What sort of act was promised.")] = Kind.OTHER,
    firmness: Annotated[
        Firmness, choice(Firmness, "firmness", "--firmness", help="How firmly it binds.")
    ] = Firmness.FIRM,
    tag: Annotated[list[str] | None, typer.Option(help="Tags.")] = None,
) -> None:
    """Write a commitment into the register by hand; it is open from the start."""
    from tracker.usecases import register

    app = app_of(context)
    day = day_given(context, said_on, option="--said-on")
    if not quote.strip() or not summary.strip():
        raise WrongCall("register.addition-incomplete")
    fields: dict[str, object] = {
        "quote": quote,
        "summary": summary,
        "minister": minister,
        "minister_function": function,
        "responsible": together(responsible or [minister]),
        "asked_by": asked_by,
        "asker_party": party,
        "committee": committee,
        "dossier": dossier,
        "subject": subject,
        "kind": kind,
        "firmness": firmness,
        "confidence": 1.0,
        "tags": tuple(tag or ()),
        "language": app.settings.language,
    }
    reading = register.Reading(app.settings.language, app.settings.calendar)
    entry = register.add(app.database, fields, said_on=day, act=_act(context, None), deadline=deadline, reading=reading)
    _tell_due(context, deadline, [entry])


def link(
    context: typer.Context,
    number: Number,
    kind: LinkKindArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Like C-0002.", autocompletion=entry_numbers)],
) -> None:
    """Say that a commitment repeats, supplements, replaces or depends on another one."""
    from tracker.usecases import register

    linked = register.link(app_of(context).database, number_of(number), kind, number_of(other), act=_act(context, None))
    _tell(context, [linked])


def reshuffle(
    context: typer.Context,
    to: Annotated[list[str], typer.Option(help="Who is responsible from now on; may be repeated.")],
    from_: Annotated[str | None, typer.Option("--from", help="Part of the name of who was responsible.")] = None,
    function: Annotated[str | None, typer.Option(help="The function of the new one.")] = None,
    committee: Annotated[
        str | None, typer.Option(help="Only what belongs to that committee.", autocompletion=committees)
    ] = None,
    policy_area: Annotated[str | None, typer.Option(help="Only that policy area.")] = None,
    reason: Reason = None,
) -> None:
    """Hand over all that is open in a portfolio to another minister, in one action; who said it stays."""
    from tracker.usecases import register

    if from_ is None and committee is None and policy_area is None:
        raise WrongCall("handover.portfolio-missing")
    app = app_of(context)
    selection = Selection(responsible=from_, committee=committee, policy_area=policy_area)
    minister = together(to)
    if minister is None:
        raise WrongCall("handover.to-missing")
    handed = register.hand_over(
        app.database, selection, minister, act=_act(context, reason), today=app.today(), function=function
    )
    facts = {"minister": minister, "count": len(handed), "numbers": _listed(handed)}
    say(context, words_of(context).say("Handed over to %(minister)s (%(count)s): %(numbers)s.", **facts))


def undo(
    context: typer.Context,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER", help="Only what happened to this one.")] = None,
    reason: Reason = None,
) -> None:
    """Take the last action back; the history keeps both."""
    from tracker.usecases import register
    from tracker.wording.history import deed

    undone, entries = register.undo(
        app_of(context).database, None if number is None else number_of(number), act=_act(context, reason)
    )
    app, first = app_of(context), undone[0]
    words = words_of(context)
    facts = {"deed": deed(first, words), "at": local(first.at, app.zone), "actor": first.actor or words.say("(erased)")}
    say(context, words.say("Undone: %(deed)s of %(at)s by %(actor)s.", **facts))
    _tell(context, entries)


def _act(context: typer.Context, reason: str | None) -> Act:
    app = app_of(context)
    return Act(app.actor, app.now(), reason)


def _read(numbers: Sequence[str]) -> list[int]:
    return [number_of(number) for number in numbers]


def _tell(context: typer.Context, entries: Sequence[Entry]) -> None:
    app = app_of(context)
    for entry in entries:
        say(context, _line(entry, app.today(), words_of(context)))


def _tell_due(context: typer.Context, words: str | None, entries: Sequence[Entry]) -> None:
    """The line of an entry shows its deadline; where that is silenced, only how its words were read is told."""
    _tell(context, entries)
    if is_quiet(context) and words:
        for day in dict.fromkeys(entry.due_on for entry in entries if entry.due_on):
            tell_reading(context, words, day)


def _line(entry: Entry, today: date, words: Speech) -> str:
    due = f", {words.say('due %(day)s', day=entry.due_on)}" if entry.due_on else ""
    timing = when(entry, today, words)
    head = f"{entry.label} {status_of(entry, words)}{due}{f' ({timing})' if timing else ''}"
    return words.labelled(head, entry.summary)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(label(number) for number in numbers[:10])
    return shown if len(numbers) <= 10 else f"{shown} …"  # noqa: PLR2004 - a line's worth
