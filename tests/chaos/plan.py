"""What befalls whom, and when: all of it follows from a seed. Pure."""

from __future__ import annotations

import random  # noqa: TID251 - from a seed that is told
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chaos.expecting import PARLIAMENT

STARTS = (date(2026, 3, 24), date(2026, 10, 20), date(2026, 12, 28), date(2027, 2, 24), date(2026, 6, 25))
HOURS = (time(0, 30), time(2, 15), time(2, 45), time(3, 10), time(6, 1), time(8, 1), time(13), time(17, 1))


class Kind(StrEnum):
    """What disturbs the senders for a while."""

    NOTHING = "nothing"
    KILLED = "senders killed"
    STOPPED = "senders stopped past their lease"
    FALLEN = "database server falls"
    MAIL = "mail server unwell"
    ONE = "one recipient unwell"
    REFUSED = "one recipient refused"
    SKEWED = "clock of one sender hours off"
    ASTRAY = "clock of one sender days off"
    OUTAGE = "no sender for days"
    FULL = "disk full"
    READ_ONLY = "register read-only"
    OLD_COPY = "an old copy restored"
    TOGETHER = "several at once"


WEIGHTS = {
    Kind.NOTHING: 1,
    Kind.KILLED: 4,
    Kind.STOPPED: 2,
    Kind.FALLEN: 4,
    Kind.MAIL: 4,
    Kind.ONE: 3,
    Kind.REFUSED: 2,
    Kind.SKEWED: 2,
    Kind.ASTRAY: 1,
    Kind.OUTAGE: 2,
    Kind.FULL: 2,
    Kind.READ_ONLY: 1,
    Kind.OLD_COPY: 2,
    Kind.TOGETHER: 3,
}
HALF = 0.5
QUIET_PEOPLE = frozenset({Kind.SKEWED, Kind.ASTRAY, Kind.OLD_COPY})  # so that what is told is certain
ACTS = {
    "resolve": 4,
    "move": 6,
    "lapse": 1,
    "reopen": 2,
    "undo": 3,
    "note": 2,
    "add": 2,
    "pause": 2,
    "resume": 3,
    "remove": 1,
    "join": 2,
    "backup": 2,
    "bounce": 1,
    "look": 2,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that happens so many real seconds after an episode began; `dice` decides whom it hits."""

    after: float
    what: str
    dice: int


@dataclass(frozen=True, slots=True)
class Episode:
    """Some hours or days of the play: where the clock jumps to, what disturbs, and what people do meanwhile."""

    number: int
    kind: Kind
    jumps: tuple[tuple[float, datetime], ...]  # real seconds after the beginning, and the instant
    hits: tuple[Hit, ...]
    acts: tuple[Hit, ...]
    lasts: float  # real seconds
    dice: int
    is_patient: bool = False  # lasts until what was laid in wait has hit, however slow the machine is


@dataclass(frozen=True, slots=True)
class Plan:
    """One register from its first day on."""

    seed: int
    database: str  # sqlite or postgresql
    start: date
    senders: int = 2
    commitments: int = 12
    readers: int = 21
    hears_time: bool = True  # whether its machine knows that its clock is right
    has_machines: bool = False  # whether each sender has a ledger of its own

    def __str__(self) -> str:
        where = "each with a ledger of its own" if self.has_machines else "with one ledger"
        clocks = "right for certain" if self.hears_time else "right for all that is known"
        return f"{self.database} from {self.start}, {self.senders} senders {where}, clocks {clocks} (plan {self.seed})"

    def episodes(self, kinds: Sequence[Kind] = tuple(Kind)) -> Iterator[Episode]:
        """One after the other without end, always the same for the same seed."""
        chance = random.Random(self.seed)
        possible = [kind for kind in kinds if kind is not Kind.FALLEN or self.database == "postgresql"]
        at = datetime.combine(self.start, time(12), PARLIAMENT)
        number = 0
        while True:
            round_of = _shuffled(chance, possible)
            for kind in round_of:
                number += 1
                episode = _episode(chance, number, kind, at)
                at = episode.jumps[-1][1]
                yield episode


def plans(seed: int, databases: Sequence[str] = ("sqlite", "postgresql")) -> Iterator[Plan]:
    """One register after the other, on the one database and the other in turn."""
    chance = random.Random(seed)
    while True:
        for database in databases:
            yield Plan(
                chance.randrange(2**31),
                database,
                chance.choice(STARTS),
                senders=chance.choice((2, 3)),
                hears_time=chance.random() < HALF,
                has_machines=chance.random() < HALF and database == "postgresql",
            )


def _shuffled(chance: random.Random, kinds: Sequence[Kind]) -> list[Kind]:
    """Each kind about as often as it weighs, in any order; each once before one comes a second time."""
    once = list(kinds)
    more = chance.choices(once, [WEIGHTS[kind] for kind in once], k=len(once))
    chance.shuffle(once)
    return once + more


def _episode(chance: random.Random, number: int, kind: Kind, at: datetime) -> Episode:
    jumps: list[tuple[float, datetime]] = []
    after = 0.0
    for step in range(chance.randint(3, 6)):
        at = _later(chance, at, days=chance.randint(2, 12) if kind is Kind.OUTAGE and step == 1 else 0)
        for _ in range(chance.randint(1, 3)):
            jumps.append((after, at))
            after += chance.uniform(0.5, 1.2)
            at += timedelta(minutes=chance.randint(1, 20))
    lasts = max(after, 9.0 if kind in {Kind.STOPPED, Kind.TOGETHER} else 0.0) + 0.5
    number_of_hits = chance.randint(4, 10)
    hits = tuple(sorted((_hit(chance, "", lasts) for _ in range(number_of_hits)), key=lambda hit: hit.after))
    wanted = 0 if kind in QUIET_PEOPLE else chance.randint(2, 7)
    acts = tuple(sorted((_hit(chance, _act(chance), lasts) for _ in range(wanted)), key=lambda hit: hit.after))
    return Episode(number, kind, tuple(jumps), hits, acts, lasts, chance.randrange(2**31))


def _later(chance: random.Random, at: datetime, days: int) -> datetime:
    """Some hours on, more often than not to an hour at which something is due or the clocks change."""
    local = at.astimezone(PARLIAMENT) + timedelta(days=days)
    if chance.random() < 0.3:
        return at + timedelta(days=days, hours=chance.uniform(0.2, 9))
    coming = [
        datetime.combine(local.date() + timedelta(days=day), hour, PARLIAMENT) for day in (0, 1) for hour in HOURS
    ]
    following = [moment for moment in coming if moment > local + timedelta(minutes=5)]
    return following[chance.randrange(3)] + timedelta(seconds=chance.randrange(50))


def _hit(chance: random.Random, what: str, lasts: float) -> Hit:
    return Hit(chance.uniform(0, lasts * 0.9), what, chance.randrange(2**31))


def _act(chance: random.Random) -> str:
    return chance.choices(list(ACTS), list(ACTS.values()))[0]
