"""What was looked at in the house, and how it is: the words in which `status`, `doctor` and a monitor hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.model.remarks import Remark


class CheckState(StrEnum):
    """How something is. Only what is wrong needs somebody."""

    WELL = "well"
    ADVICE = "advice"
    WRONG = "wrong"


class Advice(StrEnum):
    """What to do about it, where each door has its own words for that: an option, a command, a button."""

    LOOK_AT_CLOCK = "look-at-clock"
    START_SCHEDULER = "start-scheduler"
    KEEP_LOOKING = "keep-looking"
    TRY_SERVER = "try-server"
    MEND_REFUSAL = "mend-refusal"
    SEE_QUEUED = "see-queued"
    DECIDE_LETTERS = "decide-letters"
    MEND_READER = "mend-reader"
    PUT_GUARDS_BACK = "put-guards-back"
    MAKE_INDEX_ANEW = "make-index-anew"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how it is, since when, and what to do when it is not well.

    The name is the same for everybody: it goes to a monitor, and names no person and no commitment.
    """

    name: str
    state: CheckState
    told: Remark | str = ""
    since: datetime | None = None
    advice: Advice | Remark | str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """How many should have gone on by now, and since when the first of them."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scheduler:
    """A process that said it would stay, with its last sign of life."""

    owner: str
    seen_at: datetime
    is_gone: bool = False  # it is known to run no more
    is_busy: bool = False  # it holds letters, and may wait for the answer of a mail server


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that fails: since when, how often, and what was told the last time."""

    name: str  # of the step, perhaps with a detail after a colon
    since: datetime
    last_at: datetime
    times: int
    told: str

    @property
    def step(self) -> str:
        """The part of the round in which it fails."""
        return self.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Storage:
    """Where something is written: how many bytes are free, and why nothing can be written, if so."""

    name: str
    place: str
    free: int | None = None
    refusal: str | None = None
