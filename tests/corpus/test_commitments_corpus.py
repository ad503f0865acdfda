"""Do the shipped rules and weights find what people annotated, and are they silent where nothing is promised?"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import tracker
from tracker.measuring import Figures, Outcome, compare, figures_of, passages_of, same
from tracker.model import Report
from tracker.reading import read, segment

HOME = Path(__file__).resolve().parents[2]
OWN = Path(__file__).parent / "commitments"
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", HOME / ".." / "shared" / "evaluation"))
NEVER = frozenset(("refusal", "mp_recall", "mp_question", "question"))

needs_evaluation = pytest.mark.skipif(
    not EVALUATION.is_dir(), reason="the annotated passages are not here; set TRACKER_EVALUATION"
)


@cache
def outcomes(path: Path) -> tuple[Outcome, ...]:
    passages = passages_of(path.read_text("utf-8").splitlines(), name=path.name)
    return tuple(
        compare(passage, tracker.extract(passage.report()).commitments)
        for passage in passages
        if not passage.borderline
    )


def figures(path: Path) -> Figures:
    return figures_of(outcomes(path))


@needs_evaluation
@pytest.mark.parametrize("name", ["nl_passages.dev.jsonl", "nl_reported.dev.jsonl"])
def test_the_passages_are_found_as_well_as_the_documentation_says(name: str) -> None:
    found = figures(EVALUATION / name)

    assert (found.passages.f1 or 0) >= 0.92
    assert (found.commitments.f1 or 0) >= 0.85
    assert (found.passages.precision.value or 0) >= 0.90
    assert (found.commitments.precision.value or 0) >= 0.88
    assert (found.minister.value or 0) >= 0.97


@needs_evaluation
@pytest.mark.parametrize("name", ["nl_passages.dev.jsonl", "nl_reported.dev.jsonl"])
def test_refusals_recalls_and_questions_are_never_taken_for_promises(name: str) -> None:
    misses = [miss for outcome in outcomes(EVALUATION / name) for miss in outcome.misses if miss.negative in NEVER]

    assert misses == []


@needs_evaluation
@pytest.mark.parametrize(
    "gold", ["report-2021-09-21", "reported/reported-1", "reported/reported-4", "reported/reported-6"]
)
def test_a_whole_report_gives_what_must_be_found_and_nothing_forbidden(gold: str) -> None:
    path = EVALUATION / f"{gold}.gold.json"
    wanted = json.loads(path.read_text("utf-8"))
    found = tracker.extract(read(path.parent / wanted["report"])).commitments
    quotes = [_plain(one.quote) for one in found]

    missed = [one["quote"] for one in wanted["required"] if not any(same(quote, one["quote"]) for quote in quotes)]
    forbidden = [words for words in wanted["forbidden"] if any(_plain(words) in quote for quote in quotes)]
    assert (missed, forbidden) == ([], [])


@needs_evaluation
def test_members_and_chairs_bind_nobody() -> None:
    lines = (EVALUATION / "unlabelled" / "nl_tk_speeches.jsonl").read_text("utf-8").splitlines()
    speeches = [row for row in map(json.loads, lines) if row["role"] in ("mp", "chair")]

    assert [quote for row in speeches for quote in _quotes(row)] == []


def test_the_annotations_of_our_own_can_be_read_and_hold_their_quotes() -> None:
    for path in OWN.glob("*.jsonl"):
        for passage in passages_of(path.read_text("utf-8").splitlines(), name=path.name):
            assert all(promise.quote in passage.text for promise in passage.promises), passage.id


def test_the_annotations_of_our_own_are_found_often_enough() -> None:
    found = figures(OWN / "speeches.jsonl")

    assert (found.passages.f1 or 0) >= 0.80
    assert (found.passages.precision.value or 0) >= 0.75


def _quotes(row: dict[str, Any]) -> list[str]:
    role = "chair" if row["role"] == "chair" else "member"
    text = "\n\n".join(part["text"] for part in row["paras"])
    report = Report.from_text(
        text, held_on=date.fromisoformat(row["date"]), language="nl", speaker=row["speaker"], role=role
    )
    return [one.quote for one in tracker.extract(segment(report)).commitments]


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .")


REQUIRED = {
    "Dit onderzoek zal in principe in juni 2022 zijn afgerond.": ("2022-06-30", "onderzoek naar mensen"),
    "Hij wil die wachtlijsten tegen het einde van dit jaar volledig weggewerkt zien.": ("2021-12-31", "wachtlijsten"),
    "Het is de ambitie om begin 2022 met het nieuwe beleid te kunnen starten.": ("2022-03-31", "beleid"),
    "Het betreft een nieuwe manier van werken die momenteel wordt gefinaliseerd": (None, "voorstellen"),
}
FORBIDDEN = (
    "Er kan wel niet worden gegarandeerd dat elke nieuwkomer",
    "Er moet worden ingezet op robuuste, meetbare projecten",
    "De digitalisering zal hierbij een belangrijke rol spelen.",
    "Elk initiatief inzake inburgeringsbeleid moet leiden",
    "Welke initiatieven worden er voorzien",
)


def test_the_example_report_gives_its_four_commitments_and_nothing_forbidden() -> None:
    found = tracker.extract(read(HOME / "examples" / "verslag-2021-09-21.txt")).commitments

    for words, (due, named) in REQUIRED.items():
        (one,) = (one for one in found if one.quote.startswith(words))
        assert one.minister is not None
        assert one.asked_by is not None
        assert (one.minister.name, one.asked_by.name) == ("Bart Somers", "Maaike De Vreese")
        assert one.deadline is not None
        assert str(one.deadline.due) == str(due)
        assert named in one.summary
    assert [one.quote for one in found if one.quote.startswith(FORBIDDEN)] == []
