"""The time of a play: a file that the director sets and every process under it reads."""

from __future__ import annotations

import os
import struct
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SIZE = struct.calcsize("d")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant of the play, with the real one at which it was: `real` counts seconds from some moment."""

    at: datetime
    real: float


@dataclass(frozen=True, slots=True)
class Span:
    """Something happened once between two moments."""

    begin: Moment
    end: Moment


class Clock:
    """Goes as fast as the real one, from where it was set last."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._jumps: list[Moment] = []

    def now(self) -> datetime:
        """The instant of the play."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead())  # noqa: TID251 - the one clock of the play

    def moment(self) -> Moment:
        """The instant of the play and the real one."""
        return Moment(self.now(), time.monotonic())

    def elapsed(self) -> float:
        """Seconds that passed in the play since some moment, whatever the clocks of single machines show."""
        return self.now().timestamp()

    def set(self, at: datetime) -> None:
        """Forward to that instant; never back, as time itself never goes back."""
        now = datetime.now(UTC)  # noqa: TID251 - as above
        ahead = (at - now).total_seconds()
        if not self._jumps or ahead > self._ahead():
            os.pwrite(self._file, struct.pack("d", ahead), 0)
            self._jumps.append(self.moment())

    def later(self, at: datetime, seconds: float) -> datetime:
        """The instant of the play so many real seconds after another one."""
        before = [jump for jump in self._jumps if jump.at <= at]
        real = before[-1].real + (at - before[-1].at).total_seconds() if before else self._jumps[0].real
        following = [jump.real for jump in self._jumps if jump.real > (before[-1].real if before else real)]
        real = min(real, following[0]) if following else real  # it never was that instant: a shifted clock showed it
        passed = [jump for jump in self._jumps if jump.real <= real + seconds]
        return passed[-1].at + timedelta(seconds=real + seconds - passed[-1].real) if passed else at

    def _ahead(self) -> float:
        found = os.pread(self._file, SIZE, 0)
        return float(struct.unpack("d", found)[0]) if len(found) == SIZE else 0.0
