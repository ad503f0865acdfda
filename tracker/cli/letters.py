"""`tracker digest` and `tracker alerts`: letters as they would be, and now. Other commands of the post join here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import clock, mail, outbox, rappel, running, subscribers
from tracker.cli.completion import addresses
from tracker.cli.door import Commands
from tracker.cli.named_values import language_option
from tracker.cli.output import ForceOption, TodayOption, app_of, say, tell, warn, words_of
from tracker.errors import Refused, WrongCall
from tracker.files.output import STANDARD

if TYPE_CHECKING:
    from tracker.usecases.letters.preview import Previewed

ForWhom = Annotated[
    str | None, typer.Argument(help="A reader's address; without one a reader of everything.", autocompletion=addresses)
]
Language = Annotated[str | None, language_option(help="Of the letter, like nl; the reader's when left out.")]
Out = Annotated[Path | None, typer.Option("--out", readable=False, help="Write into this file instead of showing it.")]
AsHtml = Annotated[bool, typer.Option("--html", help="The HTML part instead of the text.")]
AsEml = Annotated[bool, typer.Option("--eml", help="The whole message, as it would be sent.")]
Open = Annotated[bool, typer.Option("--open", help="Show the HTML part in the browser.")]

digest_commands = Commands(help="The periodical letters.")
alert_commands = Commands(help="The letters about deadlines and changes.")


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(digest_commands, name="digest")
    app.add_typer(alert_commands, name="alerts")
    subscribers.add_commands(app)
    outbox.add_commands(app)
    running.add_commands(app)
    rappel.add_commands(app)
    clock.add_commands(app)
    mail.add_commands(app)


@digest_commands.command("preview")
def preview_digest(
    context: typer.Context,
    address: ForWhom = None,
    language: Language = None,
    out: Out = None,
    html: AsHtml = False,
    eml: AsEml = False,
    text: Annotated[bool, typer.Option("--text", help="The text part; so it is without another wish.")] = False,
    open_: Open = False,
    force: ForceOption = False,
    today: TodayOption = None,
) -> None:
    """Show the digest that a reader would get now (or on --today). Nothing is stored or sent."""
    from tracker.usecases.letters import preview

    _one_of(html=html, eml=eml, text=text)
    _one_of(open=open_, eml=eml, text=text)
    previewed = preview.preview_digest(app_of(context, today=today).office, address, language=language)
    if not previewed.is_wanted:
        warn(words_of(context).say("%(address)s gets no digest; this is what it would tell.", address=address))
    _show(context, previewed, out, html=html, eml=eml, open_=open_, force=force)


@alert_commands.command("preview")
def preview_alerts(
    context: typer.Context,
    address: ForWhom = None,
    language: Language = None,
    out: Out = None,
    html: AsHtml = False,
    eml: AsEml = False,
    open_: Open = False,
    force: ForceOption = False,
    today: TodayOption = None,
) -> None:
    """Show the alerts that a reader would get now (or on --today). Nothing is stored or sent."""
    from tracker.usecases.letters import preview

    _one_of(html=html, eml=eml)
    _one_of(open=open_, eml=eml)
    previewed = preview.preview_alerts(app_of(context, today=today).office, address, language=language)
    if previewed is None:
        say(context, words_of(context).say("No alerts are owed."))
        return
    _show(context, previewed, out, html=html, eml=eml, open_=open_, force=force)


@digest_commands.command("send")
def send_digest(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The reader's address.", autocompletion=addresses)],
) -> None:
    """Send a reader's digest now, beside the timetable; at most one a day."""
    from tracker.usecases.letters.deliver import deliver
    from tracker.usecases.letters.digests import post_now

    app = app_of(context)
    post = running.open_post_of(context)
    if not post_now(app.office, address):
        say(context, words_of(context).say("%(address)s has had a digest today; nothing is sent.", address=address))
        return
    running.tell_delivered(context, deliver(app.office, post, at_once=True))


def _one_of(**request: bool) -> None:
    asked = [f"--{name}" for name, wish in request.items() if wish]
    if len(asked) > 1:
        raise WrongCall("call.exclusive", options=asked)


def _show(
    context: typer.Context, previewed: Previewed, out: Path | None, *, html: bool, eml: bool, open_: bool, force: bool
) -> None:
    path = out or Path("digest-preview.html")
    written = words_of(context).say("Written to %(files)s.", files=path)
    if open_:
        _save(context, previewed, path, html=True, force=force)
        _open(path)
        say(context, written)
    elif out is not None and out != STANDARD:
        _save(context, previewed, out, html=html, eml=eml, force=force)
        say(context, f"{previewed.draft.subject}\n{written}")
    elif eml:
        typer.echo(previewed.content.decode(), nl=False)  # as it would be sent, with the line ends of mail
    elif html:
        tell(previewed.draft.html, nl=False)
    else:
        subject = words_of(context).labelled(words_of(context).say("Subject"), previewed.draft.subject)
        tell(f"{subject}\n\n{previewed.draft.text}", nl=False)


def _save(
    context: typer.Context, previewed: Previewed, path: Path, *, force: bool, html: bool = False, eml: bool = False
) -> None:
    from tracker.usecases.letters.preview import save_message, save_page, save_text

    save = save_message if eml else save_page if html else save_text
    save(previewed, app_of(context).destination(path, force=force))


def _open(path: Path) -> None:
    """Show a page in the browser; raises Refused where there is none."""
    import webbrowser

    try:
        shown = webbrowser.get().open(path.resolve().as_uri())
    except webbrowser.Error:
        shown = False
    if not shown:
        raise Refused("page.no-browser", path=path)
