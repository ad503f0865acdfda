"""How a proposal looks on the screen: the passage, what was read in it, why, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.output import console

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from tracker.model import Cue, Entry, TimeExpression
    from tracker.usecases.proposals import Proposal

WIDTH = 100
MOST_CUES = 8
LONGEST = 60  # characters shown of the words of a cue
KEYS = "a accept  e edit  s split  m merge  r reject  n skip  u undo  q quit  ? help"
LAST_KEYS = "That was the last one. u undo, any other key leaves"
HELP = """\
a  accept: it is a commitment and becomes open
e  edit the summary or the deadline, then decide
s  split: two acts in one sentence become two proposals
m  merge: the same promise as an earlier one, which gets a mention
r  reject, with a reason
n  skip: decide another time
u  undo the last step, also a skip
q  quit; every decision is kept already"""


def show(proposal: Proposal, *, clear: bool, told: str) -> None:
    """Put one proposal on the screen, under what was done last."""
    screen = console()
    if screen.width > WIDTH or not screen.is_terminal:
        screen.width = WIDTH
    if clear:
        screen.clear()
    if told:
        screen.print(told, style="dim", markup=False)
    for part in _parts(proposal, screen):
        screen.print(part)


def show_keys(keys: str, told: str = "") -> None:
    """The keys in one line, under what was done last."""
    console().print(f"{told}\n{keys}", style="bold", markup=False)


def _parts(proposal: Proposal, screen: Console) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.rule import Rule

    entry = proposal.entry
    to_come = "the last one" if proposal.left == 1 else f"{proposal.left} to go"
    yield Rule(f"{entry.label}  confidence {entry.confidence:.2f}  {to_come}", align="left", characters="─")
    yield _place(entry)
    yield Padding(_passage(proposal, marked=not screen.is_terminal), (1, 2))
    yield _facts(proposal)


def _place(entry: Entry) -> Text:
    from rich.text import Text

    source = entry.source
    where = [] if source is None else [source.name, f"page {source.page}" if source.page else "", entry.committee or ""]
    who = entry.minister or "minister unknown"
    function = f" ({entry.minister_function})" if entry.minister_function else ""
    party = f" ({entry.asker_party})" if entry.asker_party else ""
    asked = f", asked by {entry.asked_by}{party}" if entry.asked_by else ""
    first = " · ".join(part for part in (*where, f"sitting of {entry.said_on}") if part)
    return Text.assemble((first, "dim"), "\n", (who, "bold"), function, asked)


def _passage(proposal: Proposal, *, marked: bool) -> Text:
    """The quote among its neighbours: bold on a terminal, between guillemets where there is no bold."""
    from rich.text import Text

    open_mark, close_mark = ("«", "»") if marked else ("", "")
    quote = Text(f"{open_mark}{proposal.entry.quote}{close_mark}", style="bold reverse")
    if proposal.entry.due_words:
        quote.highlight_words([proposal.entry.due_words], style="underline")
    return Text.assemble((proposal.before, "dim"), quote, (proposal.after, "dim"))


def _facts(proposal: Proposal) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    entry = proposal.entry
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("Summary", Text(entry.summary))
    grid.add_row("Deadline", Text("\n".join(deadline_lines(entry))))
    grid.add_row("Kind", f"{entry.kind.value}, {entry.firmness.value}")
    grid.add_row("Why", _why(proposal.cues))
    if proposal.again:
        lines = (f"“{one.words}”{f', due {one.due}' if one.due else ''}" for one in proposal.again)
        grid.add_row("Said again", Text("\n".join(lines)))
    if proposal.alike:
        lines = (f"{one.label} {likeness:.0f} % {_brief(one)}" for one, likeness in proposal.alike)
        grid.add_row("Resembles", Text("\n".join(lines)))
    if proposal.neighbours:
        grid.add_row("Beside it", Text("\n".join(f"{one.label} {_brief(one)}" for one in proposal.neighbours)))
    return grid


def _brief(entry: Entry) -> str:
    due = f", due {entry.due_on}" if entry.due_on else ""
    return f"{entry.status.value.replace('_', ' ')}{due}: {entry.summary}"


def deadline_lines(entry: Entry) -> Iterator[str]:
    """How the deadline was read; a day that is our assumption says so."""
    if entry.stated is None:
        yield _none_stated(entry.due_on, entry.check_on)
        return
    yield from reading_lines(entry.stated)
    if entry.due_on != entry.stated.due:
        yield f"now due {entry.due_on} ({entry.due_words})"
    if entry.due_on is None and entry.check_on:
        yield f"to check back on {entry.check_on} (our assumption)"


def reading_lines(time: TimeExpression) -> Iterator[str]:
    """The words, the days they mean, and by which rule."""
    yield f"“{time.text}” → {f'due {time.due}' if time.due else 'no due day'}"
    days = f"{time.earliest or '…'} to {time.latest or '…'}, " if time.earliest or time.latest else ""
    yield f"{days}{time.precision.value}, rule {time.rule}"
    if time.derivation:
        yield " → ".join(time.derivation)
    if time.assumption:
        yield f"by convention: {time.assumption}"
    if time.condition:
        yield f"waits for: {time.condition}"


def _none_stated(due_on: date | None, check_on: date | None) -> str:
    if due_on:
        return f"due {due_on}"
    return f"none stated; to check back on {check_on} (our assumption)" if check_on else "none stated"


def _why(cues: tuple[Cue, ...]) -> Text:
    """The heaviest cues first, those for it with a plus, those against with a minus."""
    from rich.text import Text

    shown = sorted(cues, key=lambda cue: -abs(cue.weight))
    lines = [cue_line(cue) for cue in shown[:MOST_CUES]]
    if len(shown) > MOST_CUES:
        lines.append(f"and {len(shown) - MOST_CUES} lighter ones")
    return Text("\n".join(lines) or "no cues were kept: a person wrote it")


def cue_line(cue: Cue) -> str:
    """One cue: its weight, its rule, and the words that woke it."""
    words = cue.words if len(cue.words) <= LONGEST else f"{cue.words[:LONGEST]}…"
    return f"{cue.weight:+.2f}  {cue.rule}  “{words}”"
