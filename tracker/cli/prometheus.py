"""How the house fares, as Prometheus reads it: gauges in its text format, for a textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tracker import __version__
from tracker.model.checks import Check, CheckState
from tracker.model.letters import LetterState

if TYPE_CHECKING:
    from tracker.usecases.status import HouseStatus

GRADES = {CheckState.WELL: 0, CheckState.ADVICE: 1, CheckState.WRONG: 2}


def prometheus_text(house: HouseStatus, *, now: datetime) -> str:
    """The status as metrics named tracker_…, each with its help and type; no address, name or quote is among them."""
    registry = CollectorRegistry()
    registry.register(_House(house, now))
    return generate_latest(registry).decode()


class _House(Collector):
    def __init__(self, house: HouseStatus, now: datetime) -> None:
        self._house, self._now = house, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge; a state in which there is nothing is told as 0, so that it can be compared."""
        house = self._house
        yield _gauge("info", {__version__: 1}, label="version", help="Which tracker tells this; always 1.")
        yield _gauge("status_timestamp_seconds", self._now.timestamp(), help="When this was looked at.")
        yield _gauge("commitments", house.commitments, label="status", help="Commitments by their status.")
        yield _gauge(
            "commitments_overdue", house.overdue, help="Commitments past their deadline and not done, reviewed or not."
        )
        letters = {state: house.letters.get(state, 0) for state in LetterState}
        yield _gauge("letters", letters, label="state", help="Letters by their state.")
        sequence = int(house.head.partition(":")[0])
        yield _gauge("history_events", sequence, help="Events in the history of the register.")
        beats = {beat.owner: beat.seen_at.timestamp() for beat in house.beats}
        yield _gauge("sender_seen_timestamp_seconds", beats, label="sender", help="When a scheduler last lived.")
        yield from _checks(house.checks)
        yield _gauge("wrong", int(house.needs_somebody), help="1 when anything is wrong, as the exit code tells.")


def _checks(checks: Iterable[Check]) -> Iterator[GaugeMetricFamily]:
    """Several findings of one check are told as the worst of them, since the first of those that are not well."""
    grades: dict[str, float] = {}
    since: dict[str, float] = {}
    for check in checks:
        grades[check.name] = max(GRADES[check.state], grades.get(check.name, 0))
        if check.since is not None and check.state is not CheckState.WELL:
            since[check.name] = min(check.since.timestamp(), since.get(check.name, float("inf")))
    yield _gauge("check", grades, label="check", help="What was looked at: 0 is well, 1 advice, 2 wrong.")
    yield _gauge("check_since_timestamp_seconds", since, label="check", help="Since when a check is not well.")


def _gauge(name: str, told: float | Mapping[Any, float], *, help: str, label: str = "") -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"tracker_{name}", help, labels=[label] if label else None)
    for value, number in told.items() if isinstance(told, Mapping) else [("", told)]:
        family.add_metric([str(value)] if label else [], number)
    return family
