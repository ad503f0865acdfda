"""What was promised, how often it was tried, and what broke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from promises import Promises

from chaos.plan import Episode


@dataclass(frozen=True, slots=True)
class Promised:
    """The words of a promise, what it is tried on, and what a broken one is called."""

    words: str
    of: str
    fault: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was broken: how, and in which episode."""

    promise: str
    how: str
    when: str = field(compare=False)


@dataclass
class Record:
    """Of a whole run; what broke is told at once, and once."""

    tell: Callable[[str], None] = lambda _words: None
    promises: Promises = field(default_factory=Promises)
    broken: list[Broken] = field(default_factory=list)
    doubted: dict[str, list[int]] = field(default_factory=dict)  # kind: disturbances, letters in doubt
    times: dict[str, int] = field(default_factory=dict)  # what disturbed, and how often
    episode: Episode | None = None
    episodes: int = 0
    letters: int = 0
    days: float = 0.0

    def tried(self, promised: Promised, times: int = 1) -> None:
        """So often it could have been broken."""
        self.promises.told(promised.words, tried=times, of=promised.of, fault=promised.fault)

    def breaks(self, promised: Promised, how: str) -> None:
        """It was broken; the same is not told twice."""
        when = f"episode {self.episode.number} ({self.episode.kind})" if self.episode else "at the end"
        found = Broken(promised.words, how, when)
        if found in self.broken:
            return
        self.broken.append(found)
        self.promises.told(promised.words, tried=0, of=promised.of, fault=promised.fault, broken=1)
        self.tell(f"  BROKEN in {when}: {promised.words}: {how}")

    def happened(self, what: str) -> None:
        """A disturbance more."""
        self.times[what] = self.times.get(what, 0) + 1

    def in_doubt(self, kind: str, letters: int) -> None:
        """So many letters were in doubt after a disturbance."""
        times, doubted = self.doubted.get(kind, (0, 0))
        self.doubted[kind] = [times + 1, doubted + letters]

    def lines(self) -> list[str]:
        """How often everything was tried, and how often it was broken."""
        return [
            f"{self.episodes} disturbances in {self.days:,.0f} days of the play, {self.letters:,} letters",
            *(f"  {times:6,} {what}" for what, times in sorted(self.times.items())),
            "",
            "in doubt, and listed:",
            *(f"  {doubted:6,} in {times:,} × {kind}" for kind, (times, doubted) in sorted(self.doubted.items())),
            "",
            *self.promises.lines(),
            "",
            f"{len(self.broken):,} broken" if self.broken else "all kept",
        ]
