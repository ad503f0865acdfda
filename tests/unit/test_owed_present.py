"""Whether a clock is believed: what the register remembers beside what the machine can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.owed.present import A_DAY, Clocks, Remembered, Tick, doubt

THEN = datetime(2026, 3, 2, 11, tzinfo=UTC)
RUNNING = Tick(THEN, "this start", 1_000.0)
SECOND = timedelta(seconds=1)


def after(
    passed: timedelta, *, ran: timedelta | None = None, boot: str = "this start", is_right: bool = False
) -> Clocks:
    """The clocks when so much time has passed by the one, and the machine ran so long by the other."""
    return Clocks(THEN + passed, boot, 1_000.0 + (ran or passed).total_seconds(), is_right)


def remembered(tick: Tick | None = RUNNING) -> Remembered:
    return Remembered(tick, THEN, THEN)


BELIEVED = {
    "nothing is remembered": (Clocks(THEN), Remembered()),
    "half a minute later": (after(timedelta(seconds=30), boot="another"), remembered()),
    "once a day, on a day of 25 hours": (after(timedelta(hours=25), boot="another"), remembered()),
    "twenty hours back": (after(-timedelta(hours=20), boot="another"), remembered()),
    "twenty hours back while the machine ran": (after(-timedelta(hours=20), ran=SECOND), remembered()),
    "the scheduler stood still for forty days": (after(timedelta(days=40)), remembered()),
    "so it did, and its heart beat since": (after(timedelta(days=40)), Remembered(RUNNING, THEN, THEN + SECOND)),
    "the machine was off, and asked others": (after(timedelta(days=40), boot="another", is_right=True), remembered()),
    "the clock was slow until others told": (after(timedelta(days=40), ran=SECOND, is_right=True), remembered()),
    "the machine went back to a snapshot": (after(timedelta(hours=1), ran=-timedelta(days=3)), remembered()),
    "something is dated ahead": (after(SECOND), Remembered(RUNNING, THEN, THEN + A_DAY)),
}


@pytest.mark.parametrize(("clocks", "known"), BELIEVED.values(), ids=BELIEVED)
def test_a_clock_is_believed_when(clocks: Clocks, known: Remembered) -> None:
    assert doubt(clocks, known) is None


DOUBTED = {
    "forty days later, after a start": (after(timedelta(days=40), boot="another"), timedelta(days=40)),
    "forty days later, though the machine ran an hour": (
        after(timedelta(days=40), ran=timedelta(hours=1)),
        timedelta(days=40) - timedelta(hours=1),
    ),
    "two days later, though the machine ran five": (
        after(timedelta(days=2), ran=timedelta(days=5)),
        -timedelta(days=3),
    ),
    "26 hours back": (after(-timedelta(hours=26), ran=SECOND), -timedelta(hours=26)),
    "26 hours back, as others say": (after(-timedelta(hours=26), boot="another", is_right=True), -timedelta(hours=26)),
    "in 1970": (Clocks(datetime(1970, 1, 1, tzinfo=UTC)), datetime(1970, 1, 1, tzinfo=UTC) - THEN),
}


@pytest.mark.parametrize(("clocks", "ahead"), DOUBTED.values(), ids=DOUBTED)
def test_a_clock_is_doubted(clocks: Clocks, ahead: timedelta) -> None:
    found = doubt(clocks, remembered())

    assert found is not None
    assert found.ahead == ahead
    assert found.of == clocks.now - ahead


def test_a_register_that_nobody_ticked_on_yet_knows_when_something_was_recorded() -> None:
    assert doubt(Clocks(THEN + timedelta(days=2)), Remembered(latest=THEN)) is not None
    assert doubt(Clocks(THEN + timedelta(days=1)), Remembered(latest=THEN)) is None


def test_a_machine_that_does_not_name_its_starts_proves_nothing() -> None:
    unnamed = Clocks(THEN + timedelta(days=2), None, 1_000.0 + timedelta(days=2).total_seconds())

    assert doubt(unnamed, remembered(Tick(THEN, None, 1_000.0))) is not None
