"""A script decides by number or by confidence, and a call that makes no sense changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from to_review import Done, statuses

from tracker.model import Status


def test_scripts_decide_by_number(office: Path, tracker: Callable[..., Done]) -> None:
    accepted = tracker("review", "--accept", "C-0001", "3")
    rejected = tracker("review", "--reject", "C-0002", "--reason", "geen handeling")

    assert (accepted.returncode, rejected.returncode) == (0, 0)
    assert "C-0001 accepted: het plan voorleggen" in accepted.stdout
    assert statuses(office) == [Status.OPEN, Status.REJECTED, Status.OPEN]


def test_scripts_decide_by_confidence(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker(
        "review",
        "--accept-above",
        "0.9",
        "--reject-below",
        "0.5",
        "--reason",
        "too unsure",
        "--minister",
        "Somers",
    )

    assert done.stdout == "1 accepted, 1 rejected.\n"
    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.REJECTED]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--accept",),
        ("--reject", "C-0001"),  # without a reason
        ("--reject-below", "0.5"),
        ("--accept", "--reject", "C-0001", "--reason", "x"),
        ("--accept-above", "0.4", "--reject-below", "0.6", "--reason", "x"),
        ("--accept", "nonsense"),
    ],
)
def test_a_call_that_makes_no_sense_changes_nothing(
    office: Path, tracker: Callable[..., Done], arguments: tuple[str, ...]
) -> None:
    done = tracker("review", *arguments)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert statuses(office) == [Status.PROPOSED] * 3
