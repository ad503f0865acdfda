"""The clock that ticks: it ticks, it stops in good order, and it does not pretend to be alive."""

from __future__ import annotations

import os
import signal
from threading import Event
from time import monotonic

import pytest

from tracker.schedule import Asked, run


def test_it_ticks_at_once_and_again_until_told_to_stop() -> None:
    ticks: list[bool] = []

    def tick(asked: Asked) -> None:
        ticks.append(asked())
        if len(ticks) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    run(tick, seconds=0.05, stale_after=30)

    assert ticks[:3] == [False, False, False]
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_tick_in_hand_is_finished_before_it_stops() -> None:
    finished = []

    def tick(asked: Asked) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        while not asked():
            Event().wait(0.01)
        finished.append("the letter in hand")

    run(tick, seconds=60, stale_after=30)

    assert finished == ["the letter in hand"]


def test_a_tick_that_fails_is_told_in_one_line_and_does_not_end_the_knocking() -> None:
    ticks: list[int] = []
    told: list[str] = []

    def tick(_asked: Asked) -> None:
        ticks.append(1)
        if len(ticks) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        raise RuntimeError("a bug")

    run(tick, seconds=0.05, stale_after=30, tell=told.append)

    assert len(ticks) >= 3
    assert all("RuntimeError: a bug" in line and "\n" not in line for line in told)
    assert len(told) >= 3


def test_a_long_tick_is_nothing_to_complain_of(capfd: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []

    def tick(_asked: Asked) -> None:
        Event().wait(0.4)
        os.kill(os.getpid(), signal.SIGTERM)

    run(tick, seconds=0.05, stale_after=30, tell=told.append)

    assert told == []
    assert capfd.readouterr().err == ""


def test_a_thread_that_hangs_ends_the_process() -> None:
    release, given_up, began = Event(), [], monotonic()

    def tick(_asked: Asked) -> None:
        release.wait(20)

    run(tick, seconds=0.05, stale_after=0.3, give_up=lambda: given_up.append("restart me"))
    release.set()

    assert given_up == ["restart me"]
    assert monotonic() - began < 10


def test_a_long_tick_that_shows_it_is_alive_goes_on() -> None:
    given_up: list[str] = []

    def tick(asked: Asked) -> None:
        for _ in range(18):
            Event().wait(0.1)
            asked()
        os.kill(os.getpid(), signal.SIGTERM)

    run(tick, seconds=60, stale_after=1.5, give_up=lambda: given_up.append("restart me"))

    assert given_up == []
