"""How a proposal looks on the screen: the passage, what was read in it, why, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.output import console
from tracker.model import Status
from tracker.wording.entries import status_of
from tracker.wording.speech import Speech, capital

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from tracker.model import Cue, Entry, TimeExpression
    from tracker.usecases.proposals import Proposal

WIDTH = 100
MOST_CUES = 8
LONGEST = 60  # characters shown of the words of a cue


def keys(words: Speech) -> str:
    """The keys in one line."""
    return words.say("a accept  e edit  o subject  s split  m merge  r reject  n skip  u undo  q quit  ? help")


def last_keys(words: Speech) -> str:
    """The keys when no proposal is left."""
    return words.say("That was the last one. u undo, any other key leaves")


def kept_apart(number: int, words: Speech) -> str:
    """How many are only possible, and what shows them."""
    return words.count(
        "%(n)s possible one is kept apart; `tracker review --possible` offers it.",
        "%(n)s possible ones are kept apart; `tracker review --possible` offers them.",
        number,
    )


def help_lines(words: Speech) -> str:
    """What each key does."""
    steps = (
        ("a", words.say("accept: it is a commitment and becomes open")),
        ("e", words.say("edit the summary or the deadline, then decide")),
        ("o", words.say("name the subject: the question or agenda item that it belongs to")),
        ("s", words.say("split: two acts in one sentence become two proposals")),
        ("m", words.say("merge: the same commitment as an earlier one, which gets a mention")),
        ("r", words.say("reject, with a reason")),
        ("n", words.say("skip: decide another time")),
        ("u", words.say("undo the last step, also a skip")),
        ("q", words.say("quit; every decision is kept already")),
    )
    return "\n".join(f"{key}  {meaning}" for key, meaning in steps)


def show(proposal: Proposal, words: Speech, *, clear: bool, outcome: str) -> None:
    """Put one proposal on the screen, under what was done last."""
    screen = console()
    if screen.width > WIDTH or not screen.is_terminal:
        screen.width = WIDTH
    if clear:
        screen.clear()
    if outcome:
        screen.print(outcome, style="dim", markup=False)
    for part in _parts(proposal, screen, words):
        screen.print(part)


def show_keys(keys: str, outcome: str = "") -> None:
    """The keys in one line, under what was done last."""
    console().print(f"{outcome}\n{keys}", style="bold", markup=False)


def _parts(proposal: Proposal, screen: Console, words: Speech) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.rule import Rule

    entry = proposal.entry
    to_come = words.count("the last one", "%(n)s to go", proposal.left)
    confidence = words.say("confidence %(share)s", share=f"{entry.confidence:.2f}")
    band = f"  {words.name('status', entry.status)}" if entry.status is Status.POSSIBLE else ""
    yield Rule(f"{entry.label}{band}  {confidence}  {to_come}", align="left", characters="─")
    yield _place(entry, words)
    yield Padding(_passage(proposal, marked=not screen.is_terminal), (1, 2))
    yield _facts(proposal, words)


def _place(entry: Entry, words: Speech) -> Text:
    from rich.text import Text

    source = entry.source
    page = words.say("p. %(page)s", page=source.page) if source and source.page else ""
    where = [] if source is None else [source.name, page, entry.committee or ""]
    who = entry.minister or words.say("minister unknown")
    function = f" ({entry.minister_function})" if entry.minister_function else ""
    party = f" ({entry.asker_party})" if entry.asker_party else ""
    asked = f", {words.say('asked by %(name)s', name=f'{entry.asked_by}{party}')}" if entry.asked_by else ""
    sitting = (
        words.say("sitting of %(day)s", day=entry.said_on)
        if entry.said_on
        else words.say("a sitting whose day is unknown")
    )
    first = " · ".join(part for part in (*where, sitting) if part)
    return Text.assemble((first, "dim"), "\n", (who, "bold"), function, asked)


def _passage(proposal: Proposal, *, marked: bool) -> Text:
    """The quote among its neighbours: bold on a terminal, between guillemets where there is no bold."""
    from rich.text import Text

    open_mark, close_mark = ("«", "»") if marked else ("", "")
    quote = Text(f"{open_mark}{proposal.entry.quote}{close_mark}", style="bold reverse")
    if proposal.entry.due_words:
        quote.highlight_words([proposal.entry.due_words], style="underline")
    return Text.assemble((proposal.before, "dim"), quote, (proposal.after, "dim"))


def _facts(proposal: Proposal, words: Speech) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    entry = proposal.entry
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")

    def heading(field: str) -> str:
        return capital(words.name("field", field))

    grid.add_row(heading("summary"), Text(entry.summary))
    if entry.subject:
        grid.add_row(heading("subject"), Text(entry.subject))
    grid.add_row(heading("due_on"), Text("\n".join(deadline_lines(entry, words))))
    grid.add_row(heading("kind"), f"{words.name('kind', entry.kind)}, {words.name('firmness', entry.firmness)}")
    grid.add_row(heading("reason"), _why(proposal.cues, words))
    if proposal.again:
        lines = (f"{words.quoted(one.words)}{_due(one.due, words)}" for one in proposal.again)
        grid.add_row(heading("mentions"), Text("\n".join(lines)))
    if proposal.alike:
        lines = (f"{entry.label} {likeness:.0f} % {_brief(entry, words)}" for entry, likeness in proposal.alike)
        grid.add_row(words.say("Resembles"), Text("\n".join(lines)))
    if proposal.neighbours:
        lines = (f"{entry.label} {_brief(entry, words)}" for entry in proposal.neighbours)
        grid.add_row(words.say("Beside it"), Text("\n".join(lines)))
    return grid


def _brief(entry: Entry, words: Speech) -> str:
    return words.labelled(f"{status_of(entry, words)}{_due(entry.due_on, words)}", entry.summary)


def _due(day: date | str | None, words: Speech) -> str:
    return f", {words.say('due %(day)s', day=day)}" if day else ""


def deadline_lines(entry: Entry, words: Speech) -> Iterator[str]:
    """How the deadline was read; a day that is our assumption says so."""
    if entry.stated is None:
        yield _none_stated(entry.due_on, entry.check_on, words)
        return
    yield from reading_lines(entry.stated, words)
    if entry.due_on != entry.stated.due:
        yield f"{words.say('now due %(day)s', day=entry.due_on)} ({entry.due_words})"
    if entry.due_on is None and entry.check_on:
        yield _check_back(entry.check_on, words)


def reading_lines(time: TimeExpression, words: Speech) -> Iterator[str]:
    """The words, the days they mean, and by which rule."""
    due = words.say("due %(day)s", day=time.due) if time.due else words.say("without deadline")
    yield f"{words.quoted(time.text)} → {due}"
    parts = [words.name("precision", time.precision), words.say("rule %(rule)s", rule=time.rule)]
    if time.earliest or time.latest:
        parts.insert(0, words.say("%(first)s to %(last)s", first=time.earliest or "…", last=time.latest or "…"))
    yield ", ".join(parts)
    if time.derivation:
        yield " → ".join(map(words.retold, time.derivation))
    if time.assumption:
        yield words.labelled(words.name("field", "assumption"), words.retold(time.assumption))
    if time.problem:
        yield words.retold(time.problem)
    if time.condition:
        yield words.say("waits for: %(condition)s", condition=time.condition)


def _none_stated(due_on: date | None, check_on: date | None, words: Speech) -> str:
    if due_on:
        return words.say("due %(day)s", day=due_on)
    none = words.say("without deadline")
    return words.parted(none, _check_back(check_on, words) if check_on else None)


def _check_back(day: date, words: Speech) -> str:
    return words.say("check back on %(day)s", day=words.say("%(day)s (our assumption)", day=day))


def _why(cues: tuple[Cue, ...], words: Speech) -> Text:
    """The heaviest cues first, those for it with a plus, those against with a minus."""
    from rich.text import Text

    shown = sorted(cues, key=lambda cue: -abs(cue.weight))
    lines = [cue_line(cue, words) for cue in shown[:MOST_CUES]]
    if len(shown) > MOST_CUES:
        lighter = len(shown) - MOST_CUES
        lines.append(words.count("and %(n)s lighter one", "and %(n)s lighter ones", lighter))
    return Text("\n".join(lines) or words.say("no cues were kept: a person wrote it"))


def cue_line(cue: Cue, words: Speech) -> str:
    """One cue: its weight, its rule, and the words that woke it."""
    woke = cue.words if len(cue.words) <= LONGEST else f"{cue.words[:LONGEST]}…"
    return f"{cue.weight:+.2f}  {cue.rule}  {words.quoted(woke)}"
