"""Whatever people do in whatever order: is the register what it should be, and does its history tell it?"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tracker.errors import Refused
from tracker.model import Act, Commitment, Entry, Evidence, Link, LinkKind, Report, Selection, Status, TimeExpression
from tracker.model.text import clean_text
from tracker.store import Database, connect, register, reports
from tracker.store.verifying import verify
from tracker.usecases import register as stories
from tracker.usecases.decisions import Accept, AddNote, Decision, decide
from tracker.usecases.register import Reading
from tracker.usecases.splitting import Merge, Split, Wording, merge, split

START = datetime(2021, 10, 1, 9, 30, tzinfo=UTC)
TODAY = date(2022, 6, 1)
READING = Reading("nl", "be-vlg")
UNREVIEWED = {Status.POSSIBLE, Status.PROPOSED}
OWED = {Status.PROPOSED, Status.OPEN, Status.PARTLY_FULFILLED}
DAYS = st.dates(date(2021, 10, 1), date(2023, 12, 31))
PEOPLE = st.sampled_from(["An", "Bart", "Gwendolyn"])
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)


@dataclass
class Kept:
    """What a person with pencil and paper would know of one commitment."""

    status: Status = Status.PROPOSED
    due_on: date | None = date(2021, 12, 31)
    slips: int = 0
    slip_days: int = 0
    responsible: str | None = "Bart Somers"
    summary: str = "een brief sturen naar Oekraïne"
    notes: tuple[str, ...] = ()
    evidence: int = 0
    links: int = 0
    resolved_on: date | None = None


@dataclass
class Paper:
    """The whole register on paper, with the pages as they were before each action."""

    pages: dict[int, Kept] = field(default_factory=dict)
    before: list[dict[int, Kept]] = field(default_factory=list)  # an empty one: cannot be undone

    def turn(self, numbers: list[int]) -> None:
        self.before.append({number: deepcopy(self.pages[number]) for number in numbers})


class Use(RuleBasedStateMachine):
    """People at work on one register."""

    def __init__(
        self, new: Callable[[], AbstractContextManager[Database]], report: Report, commitment: Commitment
    ) -> None:
        super().__init__()
        self.opened = new()
        self.database = self.opened.__enter__()
        self.report, self.commitment = report, commitment
        self.paper = Paper()
        self.clock = count()

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)

    def act(self, who: str, why: str | None = None) -> Act:
        return Act(who, START + timedelta(minutes=next(self.clock)), why)

    def attempt(self, numbers: list[int], story: Callable[[], object], *, allowed: bool = True) -> bool:
        """The story is told, and refused exactly when it is not allowed."""
        if allowed:
            self.paper.turn(numbers)
            story()
            return True
        with pytest.raises(Refused):
            story()
        return False

    def one(self, pick: int) -> int:
        return sorted(self.paper.pages)[pick % len(self.paper.pages)]

    @initialize(accept=st.booleans(), who=PEOPLE)
    def a_report_is_read(self, *, accept: bool, who: str) -> None:
        act = self.act(who)
        with self.database.write() as tx:
            place = reports.add(tx, self.report, act=act)
            register.propose(tx, place, [self.commitment] * 3, act=act, accept=accept)
            register.propose(tx, place, [self.commitment], act=act, status=Status.POSSIBLE)
        status = Status.OPEN if accept else Status.PROPOSED
        self.paper.pages = {number: Kept(status) for number in (1, 2, 3)} | {4: Kept(Status.POSSIBLE)}
        self.paper.before.append({})

    @rule(pick=st.integers(0, 9), who=PEOPLE)
    def accept(self, pick: int, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        story = lambda: stories.accept(self.database, [number], act=self.act(who))  # noqa: E731 - told once
        if self.attempt([number], story, allowed=page.status in UNREVIEWED):
            page.status = Status.OPEN

    @rule(pick=st.integers(0, 9), who=PEOPLE)
    def reject(self, pick: int, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        story = lambda: stories.reject(self.database, [number], act=self.act(who, "geen belofte"))  # noqa: E731
        if self.attempt([number], story, allowed=page.status in UNREVIEWED):
            page.status = Status.REJECTED

    @rule(picks=st.lists(st.integers(0, 9), min_size=1, max_size=3), partly=st.booleans(), on=DAYS, who=PEOPLE)
    def resolve(self, picks: list[int], *, partly: bool, on: date, who: str) -> None:
        numbers = list(dict.fromkeys(self.one(pick) for pick in picks))
        allowed = on <= TODAY and all(self.paper.pages[number].status in OWED for number in numbers)
        shown = Evidence("https://x.test", None, on)
        act = self.act(who)
        story = lambda: stories.resolve(self.database, numbers, shown, act=act, today=TODAY, partly=partly)  # noqa: E731
        if self.attempt(numbers, story, allowed=allowed):
            for number in numbers:
                page = self.paper.pages[number]
                page.evidence += 1
                page.status = Status.PARTLY_FULFILLED if partly else Status.FULFILLED
                page.resolved_on = page.resolved_on if partly else on

    @rule(pick=st.integers(0, 9), who=PEOPLE)
    def reopen(self, pick: int, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        allowed = page.status not in {*UNREVIEWED, Status.OPEN}
        if self.attempt([number], lambda: stories.reopen(self.database, [number], act=self.act(who)), allowed=allowed):
            page.status, page.resolved_on = Status.OPEN, None

    @rule(pick=st.integers(0, 9), why=WORDS, who=PEOPLE)
    def lapse(self, pick: int, why: str, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        act = self.act(who, why)
        allowed = page.status in OWED
        if self.attempt([number], lambda: stories.lapse(self.database, [number], act=act), allowed=allowed):
            page.status = Status.LAPSED

    @rule(pick=st.integers(0, 9), to=DAYS, who=PEOPLE)
    def move(self, pick: int, to: date, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        assert self.commitment.deadline is not None
        deadline: TimeExpression = replace(self.commitment.deadline, due=to, text=f"op {to}")
        act = self.act(who, "uitstel")
        allowed = page.status in OWED and to != page.due_on
        if self.attempt([number], lambda: stories.move(self.database, number, deadline, act=act), allowed=allowed):
            assert page.due_on is not None
            if to > page.due_on:
                page.slips, page.slip_days = page.slips + 1, page.slip_days + (to - page.due_on).days
            page.due_on = to
            page.status = Status.OPEN if page.status is Status.PROPOSED else page.status

    @rule(pick=st.integers(0, 9), text=WORDS, who=PEOPLE)
    def note(self, pick: int, text: str, who: str) -> None:
        number = self.one(pick)
        self.attempt([number], lambda: stories.note(self.database, [number], text, act=self.act(who)))
        self.paper.pages[number].notes += (cleaned(text),)

    @rule(pick=st.integers(0, 9), text=WORDS, who=PEOPLE)
    def edit(self, pick: int, text: str, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        kept = cleaned(text)
        fields = {"summary": kept}
        act = self.act(who)
        story = lambda: stories.edit(self.database, number, fields, act=act)  # noqa: E731
        if self.attempt([number], story, allowed=kept != page.summary):
            page.summary = kept

    @rule(pick=st.integers(0, 9), other=st.integers(0, 9), who=PEOPLE)
    def link(self, pick: int, other: int, who: str) -> None:
        number, second = self.one(pick), self.one(other)
        doubtful = Status.POSSIBLE in (self.paper.pages[number].status, self.paper.pages[second].status)
        allowed = number != second and not self.repeats(number, second) and not doubtful
        act = self.act(who)
        story = lambda: stories.link(self.database, number, LinkKind.REPEATS, second, act=act)  # noqa: E731
        if self.attempt([number], story, allowed=allowed):
            self.paper.pages[number].links += 1

    @rule(pick=st.integers(0, 9), text=WORDS, who=PEOPLE)
    def split(self, pick: int, text: str, who: str) -> None:
        number = self.one(pick)
        page = self.paper.pages[number]
        wanted, act = Split(number, Wording(text), Wording(f"{text} twee"), READING), self.act(who)
        if page.status not in UNREVIEWED:
            with pytest.raises(Refused):
                split(self.database, wanted, act=act)
            return
        _, second = split(self.database, wanted, act=act)
        part = Kept(page.status, responsible=page.responsible, summary=cleaned(f"{text} twee".strip()), links=1)
        self.paper.turn([number])
        self.paper.before[-1][second.number] = replace(part, status=Status.REJECTED)  # nothing is ever deleted
        self.paper.pages[second.number] = part
        page.summary = cleaned(text.strip())

    @rule(pick=st.integers(0, 9), other=st.integers(0, 9), who=PEOPLE)
    def merge(self, pick: int, other: int, who: str) -> None:
        number, into = self.one(pick), self.one(other)
        page, kept = self.paper.pages[number], self.paper.pages[into]
        stands = page.status in UNREVIEWED and kept.status in OWED
        allowed = stands and number != into and not self.repeats(number, into)
        act = self.act(who)
        if self.attempt([number, into], lambda: merge(self.database, Merge(number, into), act=act), allowed=allowed):
            page.status, page.links = Status.REJECTED, page.links + 1

    def repeats(self, number: int, other: int) -> bool:
        with self.database.read() as tx:
            return Link(LinkKind.REPEATS, other) in register.entry(tx, number).links

    @rule(pick=st.integers(0, 9), other=st.integers(0, 9), text=WORDS, who=PEOPLE)
    def several_at_once(self, pick: int, other: int, text: str, who: str) -> None:
        number, second = self.one(pick), self.one(other)
        allowed = self.paper.pages[second].status in UNREVIEWED
        act = self.act(who)
        together: tuple[Decision, ...] = (AddNote([number], text), Accept([second]))
        if self.attempt([number, second], lambda: decide(self.database, together, act=act), allowed=allowed):
            self.paper.pages[number].notes += (cleaned(text),)
            self.paper.pages[second].status = Status.OPEN

    @rule(to=PEOPLE, who=PEOPLE)
    def reshuffle(self, to: str, who: str) -> None:
        pages = self.paper.pages
        numbers = [one for one in sorted(pages) if pages[one].status in OWED and pages[one].responsible != to]
        act = self.act(who, "reshuffle")
        story = lambda: stories.hand_over(self.database, Selection(), to, act=act, today=TODAY)  # noqa: E731
        if self.attempt(numbers, story, allowed=bool(numbers)):
            for number in numbers:
                pages[number].responsible = to

    @precondition(lambda self: self.paper.before)
    @rule(who=PEOPLE)
    def undo(self, who: str) -> None:
        last = self.paper.before[-1]
        if not last:
            with pytest.raises(Refused, match="nothing is ever deleted"):
                stories.undo(self.database, act=self.act(who))
            return
        stories.undo(self.database, act=self.act(who))
        self.paper.pages.update(self.paper.before.pop())

    @invariant()
    def the_register_is_what_the_paper_says(self) -> None:
        with self.database.read() as tx:
            for number, page in self.paper.pages.items():
                assert as_kept(register.entry(tx, number)) == page

    @invariant()
    def the_history_tells_the_same(self) -> None:
        with self.database.read() as tx:
            assert verify(tx).problems == ()


def cleaned(text: str) -> str:
    """As the register keeps it: without what acts on a screen or hides."""
    return clean_text(text) or "\ufffd"


def as_kept(entry: Entry) -> Kept:
    return Kept(
        status=entry.status,
        due_on=entry.due_on,
        slips=entry.slips,
        slip_days=entry.slip_days,
        responsible=entry.responsible,
        summary=entry.summary,
        notes=entry.notes,
        evidence=len(entry.evidence),
        links=len(entry.links),
        resolved_on=entry.resolved_on,
    )


New = Callable[[], AbstractContextManager[Database]]


@pytest.fixture
def new_file(sqlite_template: Path, tmp_path: Path) -> New:
    """Makes an empty register in a file."""
    numbers = count()

    @contextmanager
    def make() -> Iterator[Database]:
        database = connect(shutil.copy(sqlite_template, tmp_path / f"{next(numbers)}.db"))
        yield database
        database.close()

    return make


def use(new: New, report: Report, commitment: Commitment, *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Use(new, report, commitment),  # type: ignore[arg-type]  # any maker of a machine will do
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_file_stays_true_under_random_use(new_file: New, report: Report, commitment: Commitment) -> None:
    use(new_file, report, commitment, examples=12, steps=15)


def test_a_server_stays_true_under_random_use(new_server: New, report: Report, commitment: Commitment) -> None:
    use(new_server, report, commitment, examples=6, steps=15)


@pytest.mark.soak
def test_a_file_stays_true_under_long_random_use(new_file: New, report: Report, commitment: Commitment) -> None:
    use(new_file, report, commitment, examples=300, steps=50)


@pytest.mark.soak
def test_a_server_stays_true_under_long_random_use(new_server: New, report: Report, commitment: Commitment) -> None:
    use(new_server, report, commitment, examples=100, steps=50)
