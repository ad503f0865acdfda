"""A small play with real senders: the house's keeps every promise, one that doubles and one that loses do not."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pytest
from word_of_the_day import NAME, WORD

from chaos.disturbing import TRAPS
from chaos.expecting import PARLIAMENT
from chaos.judging import ARRIVED, LISTED, ONCE, SERVED
from chaos.plan import Episode, Hit, Kind, Plan
from chaos.playing import play
from chaos.record import Record
from tracker.model.letter_kinds import KINDS

PLAN = Plan(seed=1, database="sqlite", start=date(2026, 3, 24), senders=1, commitments=0, readers=3)
MONDAY = datetime(2026, 3, 30, 8, 1, tzinfo=PARLIAMENT)  # the Monday after the night in which the clocks changed


def killed_at(word: str) -> Episode:
    """A Monday on which the sender is killed at a certain word."""
    trap = Hit(0.0, "", 4 * TRAPS.index(word) + 2)
    return Episode(1, Kind.KILLED, ((0.2, MONDAY),), (trap,), (), lasts=1.0, dice=1, is_patient=True)


def broken(record: Record) -> set[str]:
    return {one.promise for one in record.broken}


@pytest.mark.parametrize("word", ["mail", "dot"])
def test_the_sender_of_the_house_keeps_every_promise(tmp_path: Path, word: str) -> None:
    record = Record()
    play(PLAN, tmp_path, record, [killed_at(word)])

    assert record.broken == []
    assert record.letters == 2
    assert record.times == {f"kill -9 at {word}": 1}
    assert record.doubted == {Kind.KILLED: [1, int(word == "dot")]}


def test_a_sender_that_marks_afterwards_doubles_and_is_convicted(tmp_path: Path) -> None:
    record = Record()
    play(PLAN, tmp_path, record, [killed_at("dot")], program="mark-after")

    assert ONCE.words in broken(record)


def test_a_sender_that_marks_before_loses_and_is_convicted(tmp_path: Path) -> None:
    record = Record()
    play(PLAN, tmp_path, record, [killed_at("mail")], program="mark-before")

    assert {ARRIVED.words, SERVED.words} <= broken(record)
    assert LISTED.words not in broken(record)


@pytest.mark.parametrize(("word", "doubts"), [("mail", 0), ("dot", 1)])
def test_a_kind_of_letter_that_is_new_is_in_the_play_by_its_row_and_its_planner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, doubts: int
) -> None:
    monkeypatch.setitem(KINDS, NAME, WORD)
    record = Record()

    play(PLAN, tmp_path, record, [killed_at(word)], program="another-kind")

    arrived = [json.loads(line)["content"] for line in (tmp_path / "arrived.jsonl").read_text().splitlines()]
    assert record.broken == []
    assert record.doubted == {Kind.KILLED: [1, doubts]}
    assert any(f"<{NAME}.".encode() in base64.b64decode(content) for content in arrived)


def test_a_seed_gives_the_same_plan() -> None:
    first, second = (list(islice(PLAN.episodes(), 50)) for _ in range(2))

    assert first == second
    assert {episode.kind for episode in first} == set(Kind) - {Kind.FALLEN}
