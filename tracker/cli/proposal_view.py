"""How a proposal looks on the screen: the quote, who said it, what was read in it; the reasons stand behind a key.

On a terminal all of that stays on one screen: what is around the quote and beside the entry makes room for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.cli.output import console
from tracker.model import Status
from tracker.wording.entries import status_of
from tracker.wording.scans import scan_told
from tracker.wording.speech import Speech, capital

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from tracker.model import Cue, Entry, TimeExpression
    from tracker.usecases.proposals import Proposal

WIDTH = 100
MOST_CUES = 8
LONGEST = 60  # characters shown of the words of a cue
WHOLE = 1_000_000  # more than there is: characters of a passage, lines of facts
SPARE = 2  # rows that stay free: for the cursor, and for a row that breaks otherwise than was counted
LEAST_ROWS = 10  # of a terminal, however low it is


def keys(words: Speech) -> str:
    """The keys in one line."""
    return words.say(
        "a accept  e edit  w who  o subject  s split  m merge  r reject  n skip  u undo  y why  q quit  ? help"
    )


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
        ("w", words.say("who: correct who said it and who asked")),
        ("o", words.say("name the subject: the question or agenda item that it belongs to")),
        ("s", words.say("split: two acts in one sentence become two proposals")),
        ("m", words.say("merge: the same commitment as an earlier one, which gets a mention")),
        ("r", words.say("reject, with a reason")),
        ("n", words.say("skip: decide another time")),
        ("u", words.say("undo the last step, also a skip")),
        ("y", words.say("why: the reasons, how the deadline was read, and what resembles it")),
        ("q", words.say("quit; every decision is kept already")),
    )
    return "\n".join(f"{key}  {meaning}" for key, meaning in steps)


def show(proposal: Proposal, words: Speech, *, clear: bool, outcome: str, below: Sequence[str] = ()) -> None:
    """Put one proposal on the screen, under what was done last; `below` is what will stand under it."""
    screen = _screen()
    if clear:
        screen.clear()
        free = screen.height - SPARE - _height(screen, *below)
        _fitting(proposal, screen, words, outcome=outcome, rows=max(free, LEAST_ROWS))
        return
    if outcome:
        screen.print(outcome, markup=False)
    for part in (*_parts(proposal, words, _Cut(), marked=not screen.is_terminal), reasons(proposal, words)):
        screen.print(part)


def show_reasons(proposal: Proposal, words: Speech) -> None:
    """The reasons alone, on a screen of their own."""
    screen = _screen()
    screen.clear()
    for part in _parts(proposal, words, _Cut(around=0), marked=False):
        screen.print(part)
    screen.print(reasons(proposal, words))


def show_help(words: Speech) -> None:
    """What each key does, on a screen of its own."""
    screen = _screen()
    screen.clear()
    screen.print(help_lines(words), markup=False)


def show_keys(keys: str, outcome: str = "") -> None:
    """The keys in one line, under what was done last."""
    screen = console()
    screen.print(f"{outcome}\n{_key_rows(keys, screen.width)}", style="bold", markup=False)


def _key_rows(keys: str, width: int) -> str:
    """The keys in as many rows as they need; none is parted from its word."""
    rows = [""]
    for key in keys.split("  "):
        longer = f"{rows[-1]}  {key}" if rows[-1] else key
        rows = [*rows[:-1], longer] if len(longer) <= width else [*rows, key]
    return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class _Cut:
    """How much of a proposal is shown: characters around the quote, lines about it, characters of the quote."""

    around: int = WHOLE
    beside: int = WHOLE
    quote: int = WHOLE


def _cuts() -> Iterator[_Cut]:
    """From all there is to the least, in the order in which things go."""
    yield from (_Cut(around) for around in (WHOLE, 160, 80))
    yield from (_Cut(80, beside) for beside in range(7, -1, -1))
    yield from (_Cut(around, 0) for around in (40, 0))
    yield from (_Cut(0, 0, quote) for quote in range(1200, 100, -80))


def _screen() -> Console:
    screen = console()
    if screen.width > WIDTH or not screen.is_terminal:
        screen.width = WIDTH
    return screen


def _height(screen: Console, *parts: RenderableType) -> int:
    return sum(len(screen.render_lines(part, pad=False)) for part in parts)


def _fitting(proposal: Proposal, screen: Console, words: Speech, *, outcome: str, rows: int) -> None:
    """As much of the proposal as these rows hold."""
    from rich.text import Text

    told = [Text(outcome, style="bold")] if outcome else []
    for cut in _cuts():
        parts = [*told, *_parts(proposal, words, cut, marked=False)]
        if _height(screen, *parts) <= rows:
            break
    for part in parts:
        screen.print(part)


def _parts(proposal: Proposal, words: Speech, cut: _Cut, *, marked: bool) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    entry = proposal.entry
    to_come = words.count("the last one", "%(n)s to go", proposal.left)
    confidence = words.say("confidence %(share)s", share=f"{entry.confidence:.2f}")
    band = f"  {words.name('status', entry.status)}" if entry.status is Status.POSSIBLE else ""
    yield Rule(f"{entry.label}{band}  {confidence}  {to_come}", align="left", characters="─")
    if proposal.scanned:
        yield Text(capital(scan_told(proposal.scanned, words)), style="bold")
    yield Padding(_passage(proposal, cut, marked=marked), (0, 2))
    facts = [*_main_facts(entry, words), *list(_more_facts(proposal, words))[: cut.beside]]
    yield Padding(_grid(facts), (1, 0, 0, 0))


def _passage(proposal: Proposal, cut: _Cut, *, marked: bool) -> Text:
    """The quote among its neighbours: bold on a terminal, between guillemets where there is no bold."""
    from rich.text import Text

    open_mark, close_mark = ("«", "»") if marked else ("", "")
    said = proposal.entry.quote
    said = said if len(said) <= cut.quote else f"{said[: cut.quote]} …"
    quote = Text(f"{open_mark}{said}{close_mark}", style="bold reverse")
    if proposal.entry.due_words:
        quote.highlight_words([proposal.entry.due_words], style="underline")
    before, after = _tail(proposal.before, cut.around), _head(proposal.after, cut.around)
    return Text.assemble((before, "dim"), quote, (after, "dim"))


def _tail(text: str, longest: int) -> str:
    """The end of what stands before; what opens the sentence of the quote stays as long as anything does."""
    if len(text) <= longest:
        return text
    return f"… {text[-longest:].partition(' ')[2]}" if longest else ""


def _head(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[:longest].rpartition(' ')[0]} …" if longest else ""


def _grid(facts: Sequence[tuple[str, RenderableType]]) -> RenderableType:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for heading, fact in facts:
        grid.add_row(heading, fact)
    return grid


def _main_facts(entry: Entry, words: Speech) -> Iterator[tuple[str, RenderableType]]:
    """What always stands there: who said it, what and by when."""
    from rich.text import Text

    who = entry.minister or words.say("minister unknown")
    function = f" ({entry.minister_function})" if entry.minister_function else ""
    party = f" ({entry.asker_party})" if entry.asker_party else ""
    asked = f", {words.say('asked by %(name)s', name=f'{entry.asked_by}{party}')}" if entry.asked_by else ""
    yield _heading("minister", words), Text.assemble((who, "bold"), function, asked)
    yield _heading("summary", words), Text(entry.summary)
    yield _heading("due_on", words), Text("\n".join(_deadline_in_short(entry, words)))


def _more_facts(proposal: Proposal, words: Speech) -> Iterator[tuple[str, RenderableType]]:
    """What stands there as far as there is room, a line each."""
    from rich.text import Text

    entry = proposal.entry
    if entry.subject:
        yield _heading("subject", words), Text(entry.subject)
    if entry.responsible != entry.minister:
        yield _heading("responsible", words), Text(entry.responsible or "–")
    for other, likeness in proposal.alike:
        yield words.say("Resembles"), Text(f"{other.label} {likeness:.0f} % {_brief(other, words)}")
    yield _heading("source", words), Text(_place(entry, words))
    yield (
        _heading("kind", words),
        Text(f"{words.name('kind', entry.kind)}, {words.name('firmness', entry.firmness)}"),
    )
    for other in proposal.neighbours:
        yield words.say("Beside it"), Text(f"{other.label} {_brief(other, words)}")


def reasons(proposal: Proposal, words: Speech) -> RenderableType:
    """Why it was proposed, how its deadline was read, and where else it was said."""
    from rich.text import Text

    facts: list[tuple[str, RenderableType]] = [
        (_heading("reading", words), Text("\n".join(deadline_lines(proposal.entry, words)))),
        (_heading("reason", words), _why(proposal.cues, words)),
    ]
    if proposal.again:
        lines = (f"{words.quoted(one.words)}{_due(one.due, words)}" for one in proposal.again)
        facts.append((_heading("mentions", words), Text("\n".join(lines))))
    return _grid(facts)


def _heading(field: str, words: Speech) -> str:
    return capital(words.name("field", field))


def _place(entry: Entry, words: Speech) -> str:
    source = entry.source
    page = words.say("p. %(page)s", page=source.page) if source and source.page else ""
    where = [] if source is None else [source.name, page, entry.committee or ""]
    sitting = (
        words.say("sitting of %(day)s", day=entry.said_on)
        if entry.said_on
        else words.say("a sitting whose day is unknown")
    )
    return " · ".join(part for part in (*where, sitting) if part)


def _brief(entry: Entry, words: Speech) -> str:
    return words.labelled(f"{status_of(entry, words)}{_due(entry.due_on, words)}", entry.summary)


def _due(day: date | str | None, words: Speech) -> str:
    return f", {words.say('due %(day)s', day=day)}" if day else ""


def _deadline_in_short(entry: Entry, words: Speech) -> Iterator[str]:
    """What the deadline is, with what a person must know of it; how it was read stands with the reasons."""
    stated = entry.stated
    if stated is None:
        yield _none_stated(entry.due_on, entry.check_on, words)
        return
    derived = {*_how_it_was_read(stated, words)}
    yield from (line for line in deadline_lines(entry, words) if line not in derived)


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
    yield from _how_it_was_read(time, words)
    if time.problem:
        yield words.retold(time.problem)
    if time.condition:
        yield words.say("waits for: %(condition)s", condition=time.condition)


def _how_it_was_read(time: TimeExpression, words: Speech) -> Iterator[str]:
    parts = [words.name("precision", time.precision), words.say("rule %(rule)s", rule=time.rule)]
    if time.earliest or time.latest:
        parts.insert(0, words.say("%(first)s to %(last)s", first=time.earliest or "…", last=time.latest or "…"))
    yield ", ".join(parts)
    if time.derivation:
        yield " → ".join(map(words.retold, time.derivation))
    if time.assumption:
        yield words.labelled(words.name("field", "assumption"), words.retold(time.assumption))


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
