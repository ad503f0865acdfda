"""Every kind of letter has its row, its folder, its templates and its planner, and no two are taken for each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.letters.sample import SAMPLES
from tracker.model.letter_kinds import KINDS, LONGEST_NAME, KindOfLetter, kind_of_key
from tracker.model.letters import LetterKind
from tracker.usecases.letters.planning import PLANNERS

ROOT = Path(__file__).resolve().parents[2]


def test_every_kind_has_a_row_and_a_planner() -> None:
    assert set(KINDS) == set(LetterKind) == set(PLANNERS)


def test_the_templates_of_every_letter_are_tried_before_one_is_owed() -> None:
    assert set(SAMPLES) == {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()} - {"stats"}
    assert set(SAMPLES) >= set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_has_a_folder_that_chooses_and_drafts_and_its_templates(kind: KindOfLetter) -> None:
    folder, templates = ROOT / "tracker" / "letters" / kind.name, ROOT / "templates" / kind.name

    assert {"choose.py", "draft.py"} <= {path.name for path in folder.iterdir()}
    assert {path.name for path in templates.iterdir()} >= {"subject.txt", "body.txt", "body.html"}


def test_kinds_are_told_apart_by_key_priority_and_step() -> None:
    rows = list(KINDS.values())

    for asked in ("name", "key", "priority", "planning"):
        assert len({getattr(row, asked) for row in rows}) == len(rows), asked
    assert all(name == row.name and len(name) <= LONGEST_NAME for name, row in KINDS.items())


def test_a_key_that_no_kind_begins_with_is_of_no_known_kind() -> None:
    assert kind_of_key("alerts:1:abc").name is LetterKind.ALERT
    assert kind_of_key("digest:1:2026-03-02").name is LetterKind.DIGEST
    assert kind_of_key("of-a-later-program:1").name == "of-a-later"
