"""One round of the post: it shows that its process lives, stops when asked, and keeps what failed to tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from tracker.errors import MailError, StoreError, TrackerError
from tracker.model.letter_kinds import KINDS
from tracker.store.letters import health, troubles
from tracker.usecases.letters.clock import keep_time
from tracker.usecases.letters.post_office import PostOffice


class Step(StrEnum):
    """What a tick does, one after the other; between planning and sending each kind of letter is a step of its own."""

    CLOCK = "clock"
    LEDGER = "ledger"
    RECOVERING = "recovering"
    PLANNING = "planning"
    SENDING = "sending"


class Round:
    """A round of planning and sending; `strict` when nobody is there to tell what fails.

    What fails is told and owed still, the rest goes on. The name of a failure is that of its step, perhaps with a
    detail after a colon (`digests: reader 3`), and names nobody.
    """

    def __init__(
        self,
        office: PostOffice,
        *,
        stop: Callable[[], bool] = lambda: False,
        lasting: bool = False,
        strict: bool = False,
    ) -> None:
        self._desk, self._stop, self._lasting, self._strict = office, stop, lasting, strict
        self._shown_at: float | None = None
        self._failures: dict[str, str] = {}
        self._done: set[str] = set()
        self._is_stopping = False

    def begin(self) -> None:
        """The register hears that somebody looks what is owed, and from a scheduler that stays (`lasting`) who.

        Raises MailError when the clock is not to be believed.
        """
        office, now = self._desk, self._desk.clock()
        with office.database.write(exclusive=False) as tx:
            keep_time(tx, office)
            if self._lasting:
                health.beat(tx, office.owner, now)
        self._shown_at = office.elapsed()

    def is_stopping(self) -> bool:
        """Whether we are asked to stop; asking shows this process that its thread lives."""
        self._is_stopping = self._stop() or self._is_stopping
        return self._is_stopping

    def goes_on(self) -> bool:
        """The contrary, asked between two transactions: of a long round the register hears that it lives, too."""
        shown_at, tick = self._shown_at, self._desk.settings.letters.tick_seconds
        if shown_at is not None and self._desk.elapsed() - shown_at >= tick:
            self._show_life()
        return not self.is_stopping()

    def _show_life(self) -> None:
        try:
            self.begin()
        except MailError as error:  # the clock leapt meanwhile
            self.fail(Step.CLOCK, str(error))
            self._is_stopping = True

    @contextmanager
    def step(self, step: str) -> Iterator[None]:
        """A part of the round for itself: whatever breaks it, the next ones are tried."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - told, and tried again by the next tick
            self.fail(step, _words(error))
        if not self._is_stopping:
            self._done.add(step)

    @contextmanager
    def gate(self, step: str) -> Iterator[None]:
        """A step without which none of the others may be tried."""
        try:
            yield
        except Exception as error:
            self.fail(step, _words(error))
            self.end()
            raise
        self._done.add(step)

    @contextmanager
    def set_aside(self, name: str) -> Iterator[None]:
        """One letter that cannot be made is left; when the database fails, so does the step."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            if self._strict:
                raise
            self.fail(name, _words(error))

    def fail(self, name: str, told: str) -> None:
        """Something is not as it should be."""
        self._failures[name] = told

    def is_well(self, step: Step) -> bool:
        """Whether nothing failed in this step until now."""
        return all(_step(name) != step for name in self._failures)

    @property
    def problems(self) -> tuple[str, ...]:
        """What failed, in words; what befell many in the same way is told once."""
        alike: dict[tuple[str, str], list[str]] = {}
        for name, reason in self._failures.items():
            alike.setdefault((_step(name), reason), []).append(name)
        return tuple(
            f"{names[0]}{f' and {len(names) - 1} more' if names[1:] else ''}: {reason}"
            for (_, reason), names in alike.items()
        )

    def end(self) -> None:
        """The register hears what fails and what goes well again; of what we were stopped in nothing is known."""
        office, steps = self._desk, {*map(str, Step), *(kind.planning for kind in KINDS.values())}
        failing = {name: reason for name, reason in self._failures.items() if _step(name) in steps}
        with office.database.write(exclusive=False) as tx:
            known = {trouble.name for trouble in troubles.known(tx)}
            troubles.over(tx, [name for name in known - failing.keys() if _step(name) in self._done])
            for name, reason in failing.items():
                troubles.failed(tx, name, reason, now=office.clock())
            if Step.PLANNING in self._done and self.is_well(Step.PLANNING):
                health.planning_ended(tx, office.clock())


def _step(name: str) -> str:
    return name.partition(":")[0]


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, TrackerError) else f"{type(error).__name__}: {error}"
