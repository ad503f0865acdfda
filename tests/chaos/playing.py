"""One register's play: episode after episode, and after each a look at whether all that was promised holds."""

from __future__ import annotations

import random  # noqa: TID251 - from the dice of the plan
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from postgres_server import Server, programs, serving

from chaos.chronicle import Chronicle
from chaos.comparing import Comparing
from chaos.disturbing import DISTURBANCES, Disturbance
from chaos.expecting import PARLIAMENT
from chaos.judging import HANDING_OVER, Judge
from chaos.people import ACTOR, MINISTERS, NOTE, READERS, STAFF, People
from chaos.plan import Episode, Kind, Plan
from chaos.record import Record
from chaos.restoring import OldCopy
from chaos.settling import Settling
from chaos.stage import Stage
from chaos.stage import stage as set_up

QUICK = 0.15  # seconds for a command; on a machine on which it takes longer all goes slower, so that senders keep up
SLOWEST = 4.0  # times
BEAT = 0.02  # seconds between two looks at what is to be done next
STOPPED_FOR = 12.0  # seconds that a letter may be in the hand of a sender that is stopped
BACKUP_EVERY = 3  # episodes
MOST_AHEAD = timedelta(hours=20)  # of a clock that is hours off


class Play:
    """Directs; one thread, which looks at everything again and again."""

    def __init__(self, plan: Plan, stage: Stage, record: Record) -> None:
        self._plan, self._stage, self._record = plan, stage, record
        self._people = People(stage, Chronicle(secrets=[ACTOR, NOTE, STAFF]))
        self._judge = Judge(self._people.chronicle, stage.clock, record)
        self._settling = Settling(stage, self._people, self._judge, record)
        self._comparing = Comparing(stage, self._people, record)
        self._slowness = 1.0

    def open(self) -> None:
        """A register with commitments of known deadlines and readers with known timetables."""
        self._stage.clock.set(datetime.combine(self._plan.start, time(11), PARLIAMENT))
        chance = random.Random(self._plan.seed)
        for number in range(1, self._plan.commitments + 1):
            self._people.add(MINISTERS[number % len(MINISTERS)], chance.randint(-10, 50))
            self._people.wait()
        kinds = list(READERS)
        for number in range(self._plan.readers):
            self._people.join(kinds[number % len(kinds)], chance)
        self._people.wait()
        assert not self._people.doubtful, self._people.doubtful
        self._stage.office.do("edit", "1", "--staff", STAFF)
        span = self._stage.office.do("list").span
        self._slowness = min(max((span.end.real - span.begin.real) / QUICK, 1.0), SLOWEST)
        self._stage.look_after_senders()

    def play(self, episode: Episode) -> None:
        """Some hours of disturbance, then quiet, then the judgement."""
        stage, record = self._stage, self._record
        record.episode = episode
        record.tell(f"  {episode.number:3} {stage.clock.now():%Y-%m-%d %H:%M} {episode.kind}")
        stage.office.note(f"-- {episode.number} {episode.kind}")
        before, began = len(stage.mailbox.arrived), stage.clock.now()
        disturbance = self._disturbance(episode)
        disturbance.begin()
        self._go_through(episode, disturbance)
        disturbance.end()
        is_certain = episode.kind in {Kind.KILLED, Kind.STOPPED} and not self._plan.has_machines
        quiet = self._settling.settle(episode.kind, deaths=disturbance.times if is_certain else None)
        self._prepare(episode, before, began)
        self._comparing.compare()
        self._judge.judge(stage.mailbox.arrived, stage.letters(), quiet)
        self._comparing.read_logs()
        if episode.number % BACKUP_EVERY == 1:
            self._people.back_up()
        record.episodes += 1

    def close(self) -> None:
        """All go home; nothing is left."""
        self._record.episode = None
        self._stage.send_home()
        self._comparing.look_around()
        self._comparing.read_logs()
        self._record.letters += len(self._stage.mailbox.arrived)
        begin = datetime.combine(self._plan.start, time(11), PARLIAMENT)
        self._record.days += (self._stage.clock.now() - begin).total_seconds() / timedelta(days=1).total_seconds()

    def _disturbance(self, episode: Episode) -> Disturbance:
        if episode.kind is Kind.OLD_COPY:
            return OldCopy(self._stage, episode, self._record, self._people)
        return DISTURBANCES[episode.kind](self._stage, episode, self._record)

    def _go_through(self, episode: Episode, disturbance: Disturbance) -> None:
        begin, slowness = monotonic(), self._slowness
        todo: list[tuple[float, Callable[[], None]]] = [
            *((after, partial(self._stage.clock.set, at)) for after, at in episode.jumps),
            *((hit.after, partial(disturbance.hit, hit)) for hit in episode.hits),
            *((act.after, partial(self._people.do, act)) for act in episode.acts),
        ]
        todo.sort(key=lambda one: one[0])
        lasts = episode.lasts * slowness
        while todo or monotonic() - begin < lasts or (episode.is_patient and self._stage.mailbox.trap):
            self._stage.look_after_senders()
            self._people.look_after()
            disturbance.look_after(self._stage.clock.moment())
            while todo and todo[0][0] * slowness <= monotonic() - begin:
                todo.pop(0)[1]()
            sleep(BEAT)

    def _prepare(self, episode: Episode, before: int, began: datetime) -> None:
        """What the judge must know of an episode: which clock was wrong, who was stopped, what came back."""
        new = self._stage.mailbox.arrived[before:]
        if episode.kind in {Kind.SKEWED, Kind.ASTRAY}:
            self._judge.misdated |= {one.message_id for one in new}
            self._judge.early.append((began, self._stage.clock.now() + MOST_AHEAD))
        if episode.kind is Kind.ASTRAY:
            self._judge.judge_dates(new)
        self._judge.came_back = self._people.bounced
        is_stopped = episode.kind in {Kind.STOPPED, Kind.TOGETHER}
        self._judge.grace = STOPPED_FOR if is_stopped else HANDING_OVER


def play(plan: Plan, home: Path, record: Record, episodes: Iterable[Episode], *, program: str = "house") -> None:
    """Play these episodes of a plan."""
    with ExitStack() as stack:
        server = stack.enter_context(_server()) if plan.database == "postgresql" else None
        stage = stack.enter_context(set_up(home, plan, server=server, program=program))
        one = Play(plan, stage, record)
        one.open()
        for episode in episodes:
            one.play(episode)
        one.close()


def _server() -> AbstractContextManager[Server]:
    found = programs()
    assert found is not None, "no PostgreSQL programs"
    return serving(found)
