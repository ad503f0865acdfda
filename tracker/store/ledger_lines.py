"""What the lines of a ledger tell, in the order in which they were written. Odd lines tell nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line: which ledger this is, and of which register."""

    ledger: str
    register: str


@dataclass(frozen=True, slots=True)
class Left:
    """A letter that was accepted: when, and which alerts it carried."""

    at: datetime | None = None
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """Another ledger, as the register knew it: how people call it, and when the last letter had left by it."""

    name: str
    newest: str


@dataclass(frozen=True, slots=True)
class LedgerContent:
    """What left, what was given without an answer, and how far the register was when it was last looked at."""

    sent: Mapping[str, Left] = field(default_factory=dict)  # the newest last
    unanswered: tuple[tuple[str, int], ...] = ()  # key and attempt; the newest last
    mark: int = 0
    marked_at: datetime | None = None
    seen: Mapping[str, Seen] = field(default_factory=dict)  # by id: all ledgers that the register knew then
    end: tuple[int, str] | None = None  # of the chain of events, as it was written down last


@dataclass(frozen=True, slots=True)
class Held:
    """A letter in the hands of a sender, in its n-th attempt."""

    key: str
    attempt: int
    owner: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What a ledger tells of some letters: which left, and which their senders had begun to give."""

    sent: frozenset[str]
    taken: frozenset[Held]  # taken away from their senders
    given: frozenset[Held]  # not before the sender had written that the final dot goes next
    senders: frozenset[str]  # owners who wrote here since the machine started: no line of theirs is missing
    ledger: str | None = None  # whose memory it is

    def is_held_back(self, held: Held) -> bool:
        """Whether it is certain that its sender never gave a letter that it had marked, nor will when it wakes up."""
        return held.owner in self.senders and held in self.taken and held not in self.given


def ledger_content(lines: Iterable[Line]) -> LedgerContent:
    """All that these lines tell together."""
    sent: dict[str, Left] = {}
    given: dict[tuple[str, int], None] = {}
    attempts: dict[str, set[int]] = {}
    not_given: set[tuple[str, int]] = set()
    marked: Line = {}
    end: tuple[int, str] | None = None
    for line in lines:
        match line:
            case {"sent": str(key)}:
                sent.pop(key, None)
                sent[key] = Left(_instant(line.get("at")), _texts(line.get("alerts")))
                for attempt in attempts.pop(key, ()):
                    given.pop((key, attempt), None)
            case {"given": str(key), "attempt": int(attempt)} if (key, attempt) not in not_given:
                given[key, attempt] = None
                attempts.setdefault(key, set()).add(attempt)
            case {"kept": str(key), "attempt": int(attempt)}:
                given.pop((key, attempt), None)
            case {"taken": str(key), "attempt": int(attempt)}:  # who comes to give it afterwards does not
                not_given.add((key, attempt))
            case {"mark": int()}:
                marked = line
            case {"head": int(sequence), "digest": str(digest)}:
                end = sequence, digest
    mark = marked.get("mark")
    return LedgerContent(
        sent,
        tuple(given),
        mark if isinstance(mark, int) else 0,
        _instant(marked.get("at")),
        _seen(marked.get("seen")),
        end,
    )


def remembered(lines: Iterable[Line], letters: Iterable[Held], *, boot: str | None, ledger: str | None) -> Memory:
    """What these lines tell of some letters; a sender of another start of the machine may have lost words."""
    by_attempt = {(one.key, one.attempt): one for one in letters}
    keys = {key for key, _ in by_attempt}
    sent: set[str] = set()
    taken: set[Held] = set()
    given: set[Held] = set()
    senders: set[str] = set()
    for line in lines:
        match line:
            case {"sent": str(key)} if key in keys:
                sent.add(key)
            case {"given": str(key), "attempt": int(attempt)} if held := by_attempt.get((key, attempt)):
                given |= {held} - taken
            case {"taken": str(key), "attempt": int(attempt)} if (key, attempt) in by_attempt:
                taken.add(taken_from(line))
            case {"sender": str(owner), "boot": str(then)} if then == boot:
                senders.add(owner)
    return Memory(frozenset(sent), frozenset(taken), frozenset(given), frozenset(senders), ledger)


def taken_from(line: Line) -> Held:
    """The letter that was taken away from a sender."""
    attempt = line.get("attempt")
    return Held(str(line["taken"]), attempt if isinstance(attempt, int) else 0, str(line.get("from")))


def heading(line: Line) -> Heading | None:
    """What a first line tells."""
    match line:
        case {"ledger": str(ledger), "register": str(register)}:
            return Heading(ledger, register)
    return None


def is_of_old(line: Line) -> bool:
    """Whether a first line is one that a ledger of version 0003 could begin with."""
    return bool({"sent", "given", "head", "sender"} & line.keys())


def _seen(value: object) -> Mapping[str, Seen]:
    if not isinstance(value, dict):
        return {}
    return {
        str(ledger): Seen(str(row[0]), str(row[1]))
        for ledger, row in value.items()
        if isinstance(row, list) and row[1:]
    }


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _instant(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo else None
