"""What the system can tell of its clock: whether it agrees with others, and shows what we read."""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime

import pytest

from tracker.app import Timex, clock_is_known_right, real_now


class _Kernel:
    """What Linux answers when it is asked for its clock."""

    def __init__(self, *, answer: int = 0, status: int = 0, seconds: float = 0) -> None:
        self.answer, self.status, self.seconds = answer, status, int(seconds)

    def adjtimex(self, told: object) -> int:
        told._obj.status, told._obj.seconds = self.status, self.seconds  # type: ignore[attr-defined]  # as byref keeps it
        return self.answer


NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
KERNELS = {
    "follows others": (_Kernel(seconds=NOW.timestamp() + 1), True),
    "follows others, with a leap second to come": (_Kernel(answer=1, seconds=NOW.timestamp()), True),
    "follows nobody": (_Kernel(answer=5, status=0x40, seconds=NOW.timestamp()), False),
    "shows another time than we read": (_Kernel(seconds=NOW.timestamp() - 61), False),
    "may not be asked": (_Kernel(answer=-1, seconds=NOW.timestamp()), False),
    "has no such call": (object(), False),
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
@pytest.mark.parametrize(("kernel", "is_right"), KERNELS.values(), ids=KERNELS)
def test_the_clock_is_known_to_be_right_when_the_kernel(
    monkeypatch: pytest.MonkeyPatch, kernel: object, *, is_right: bool
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: kernel)

    assert clock_is_known_right(NOW) is is_right


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_the_kernel_tells_its_time() -> None:
    told = Timex()
    ctypes.CDLL(None).adjtimex(ctypes.byref(told))

    assert abs(told.seconds - real_now().timestamp()) < 5
