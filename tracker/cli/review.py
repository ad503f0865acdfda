"""`tracker review`: proposals one by one on a terminal, by keys from a pipe, or in batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.completion import committees, ministers
from tracker.cli.evaluate import evaluate
from tracker.cli.explain import explain
from tracker.cli.output import app_of, say, words_of
from tracker.cli.prompt import Prompt
from tracker.errors import WrongCall
from tracker.model import Act, Deed, Selection, number_of

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.wording.speech import Speech


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(review)
    app.command()(evaluate)
    app.command()(explain)


def review(
    context: typer.Context,
    numbers: Annotated[list[str] | None, typer.Argument(metavar="NUMBER…", help="Which ones; all left out.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept the numbers without looking.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Reject the numbers, with --reason.")] = False,
    accept_above: Annotated[
        float | None, typer.Option(min=0, max=1, help="Accept all from this confidence on.")
    ] = None,
    reject_below: Annotated[float | None, typer.Option(min=0, max=1, help="Reject all below this confidence.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are rejected.")] = None,
    minister: Annotated[
        str | None, typer.Option(help="Only what this minister said.", autocompletion=ministers)
    ] = None,
    committee: Annotated[str | None, typer.Option(help="Only of this committee.", autocompletion=committees)] = None,
    possible: Annotated[bool, typer.Option("--possible", help="Also what is only possible, after the others.")] = False,
) -> None:
    """Decide on what was found: one proposal at a time with single keys, or in batches for scripts."""
    app = app_of(context)
    chosen = tuple(number_of(text) for text in numbers or ())
    selection = Selection(numbers=chosen, minister=minister, committee=committee)
    by_confidence = accept_above is not None or reject_below is not None
    if accept + reject + by_confidence > 1:
        raise WrongCall("review.two-ways")
    if reject or reject_below is not None:
        reason = _reason_needed(reason)
    act = Act(app.actor, app.now(), reason)
    if accept or reject:
        _decide_by_number(context, chosen, act, accepted=accept)
    elif by_confidence:
        from tracker.usecases.review import decide_by_confidence

        sure, unsure = decide_by_confidence(
            app.database,
            selection,
            act=act,
            today=app.today(),
            accept_from=accept_above,
            reject_below=reject_below,
            possible=possible,
        )
        facts = {"accepted": len(sure), "rejected": len(unsure)}
        say(context, words_of(context).say("%(accepted)s accepted, %(rejected)s rejected.", **facts))
    else:
        _one_by_one(context, app, selection, possible=possible)


def _reason_needed(reason: str | None) -> str:
    if not (reason or "").strip():
        raise WrongCall("review.reason-missing")
    return reason or ""


def _decide_by_number(context: typer.Context, numbers: Sequence[int], act: Act, *, accepted: bool) -> None:
    from tracker.usecases import register

    if not numbers:
        raise WrongCall("review.numbers-missing")
    decide = register.accept if accepted else register.reject
    words = words_of(context)
    done = words.name("deed", Deed.ACCEPTED if accepted else Deed.REJECTED)
    for entry in decide(app_of(context).database, numbers, act=act):
        say(context, words.labelled(f"{entry.label} {done}", entry.summary))


def _one_by_one(context: typer.Context, app: App, selection: Selection, *, possible: bool) -> None:
    from tracker.cli.review_session import ReviewSession
    from tracker.usecases.register import Reading
    from tracker.usecases.review import pile

    reading = Reading(app.settings.language, app.settings.calendar)
    heap = pile(
        app.database,
        selection,
        act=lambda reason: Act(app.actor, app.now(), reason),
        today=app.today(),
        reading=reading,
        possible=possible,
    )
    words = words_of(context)
    say(context, ReviewSession(heap, Prompt(), words, possible=possible).go())
    if not possible and not selection.numbers:
        _tell_possibles(context, app, selection, words)


def _tell_possibles(context: typer.Context, app: App, selection: Selection, words: Speech) -> None:
    """Of what was not offered, how much there is."""
    from tracker.cli.proposal_view import kept_apart
    from tracker.usecases import possibles

    if number := possibles.count(app.database, selection, today=app.today()):
        say(context, kept_apart(number, words))
