"""What was promised, how often it was tried and how often it was broken: one line a promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Told = Callable[..., None]
FIELDS = ("words", "tried", "of", "broken", "fault")


@dataclass
class Promise:
    """One promise: `of` names what it was tried on, `fault` what a broken one would be."""

    words: str
    of: str
    fault: str
    tried: int = 0
    broken: int = 0


class Promises:
    """All promises of a run, in the order in which they were first told of."""

    def __init__(self) -> None:
        self._known: dict[str, Promise] = {}

    def told(self, words: str, *, tried: int, of: str, broken: int = 0, fault: str = "broken") -> None:
        """So often it was tried once more, and so often it was broken."""
        promise = self._known.setdefault(words, Promise(words, of, fault))
        promise.tried += tried
        promise.broken += broken

    @property
    def broken(self) -> int:
        """How often any promise was broken."""
        return sum(promise.broken for promise in self._known.values())

    @property
    def untried(self) -> list[str]:
        """Promises that nothing was tried on: their 0 proves nothing."""
        return [promise.words for promise in self._known.values() if not promise.tried]

    def lines(self) -> list[str]:
        """One line a promise: its words, how often it was tried, how often it was broken."""
        rows = [(one.words, f"{one.tried:,} {one.of}", f"{one.broken:,} {one.fault}") for one in self._known.values()]
        wide = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        return [f"{words:<{wide[0]}}  {tried:>{wide[1]}}  {broken}" for words, tried, broken in rows]


def soaked(reports: Iterable[Any]) -> list[str]:
    """The lines of soak tests: what they told of, and for the others their name, which is a sentence."""
    promises = Promises()
    for report in reports:
        if report.when != "call" or "soak" not in report.keywords:
            continue
        told = [value for name, value in report.user_properties if name == "promise"]
        for one in told:
            promises.told(**dict(zip(FIELDS, one, strict=True)))
        if report.failed or not told:
            promises.told(_sentence(report.nodeid), tried=1, of="runs", broken=int(report.failed))
    return promises.lines()


def _sentence(nodeid: str) -> str:
    """`tests/…/test_a.py::test_what_is_so[7]` says: what is so."""
    return nodeid.partition("[")[0].rpartition("::")[2].removeprefix("test_").replace("_", " ")
