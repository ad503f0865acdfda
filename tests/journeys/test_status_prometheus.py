"""Prometheus reads how the house fares, and learns of nobody by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from calling import called
from prometheus_client.parser import text_string_to_metric_families

from tracker.cli.prometheus import prometheus_text
from tracker.model import Status
from tracker.model.checks import Check, CheckState
from tracker.model.letters import LetterState
from tracker.usecases.status import HouseStatus, LastSign

ADD = ("add", "--quote", "Ik bezorg u de cijfers.", "--summary", "cijfers", "--minister", "Lieve Maes")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOUSE = HouseStatus(
    commitments={Status.OPEN: 4}, overdue=1, letters={LetterState.SENT: 7}, beats=(), head="120:ab", checks=()
)


def metrics(text: str) -> dict[tuple[str, str], float]:
    """Every number by its name and its label."""
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(house: HouseStatus) -> dict[tuple[str, str], float]:
    return metrics(prometheus_text(house, now=NOW))


def test_the_command_tells_how_the_house_fares(tmp_path: Path) -> None:
    called(tmp_path, "--db", "r.db", *ADD, "--said-on", "2021-09-21", "--deadline", "2021-12-31")
    text = called(tmp_path, "--db", "r.db", "status", "--format", "prometheus")

    found = metrics(text)
    assert found["tracker_commitments", "open"] == 1
    assert found["tracker_commitments_overdue", ""] == 1
    assert (found["tracker_letters", "in_doubt"], found["tracker_wrong", ""]) == (0, 0)
    assert found["tracker_check", "ledger"] == 0


def test_every_metric_has_its_help_and_type(tmp_path: Path) -> None:
    lines = prometheus_text(HOUSE, now=NOW).splitlines()

    named = {line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")}
    assert {f"# TYPE {name} gauge" for name in named} <= set(lines)
    assert {line.split(" ")[2] for line in lines if line.startswith("# HELP ")} >= named


def test_what_is_wrong_is_told_by_the_exit_code_too(tmp_path: Path) -> None:
    called(tmp_path, "--db", "r.db", *ADD, "--said-on", "2021-09-21")
    (tmp_path / "r.db").chmod(0o666)
    text = called(tmp_path, "--db", "r.db", "status", "--format", "prometheus", fails=1)

    assert metrics(text)["tracker_wrong", ""] == 1
    assert metrics(text)["tracker_check", "register file"] == 2


def test_many_findings_of_one_check_are_the_worst_of_them_since_the_first() -> None:
    readers = [
        Check("readers", CheckState.ADVICE, "jan@example.org is suspended", NOW - timedelta(hours=2)),
        Check("readers", CheckState.WRONG, "els@example.org makes no sense", NOW - timedelta(hours=1)),
        Check("readers", CheckState.WELL),
    ]
    found = told(replace(HOUSE, checks=tuple(readers)))

    assert found["tracker_check", "readers"] == 2
    assert found["tracker_check_since_timestamp_seconds", "readers"] == (NOW - timedelta(hours=2)).timestamp()


def test_no_person_is_among_the_metrics() -> None:
    check = Check("readers", CheckState.WRONG, "jan@example.org is suspended")

    assert "jan" not in prometheus_text(replace(HOUSE, checks=(check,)), now=NOW)


@pytest.mark.parametrize("name", ['a "b"', "a\\b", "a\nb", "Café ¶"])
def test_a_name_of_any_spelling_is_read_back(name: str) -> None:
    found = told(replace(HOUSE, beats=(LastSign(name, NOW),)))

    assert found["tracker_sender_seen_timestamp_seconds", name] == NOW.timestamp()
