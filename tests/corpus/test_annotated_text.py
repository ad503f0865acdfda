"""The annotated text is sound: words stand in their text, ids stand once, and the README counts what there is."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.measuring import passages_of

HOME = Path(__file__).parent / "annotated"
ANSWERS = ("spoken", "written", "written_more")
PRECISIONS = {"day", "week", "month", "quarter", "half-year", "season", "year", "vague", "none"}
FIRMNESS = {"firm", "ambition", "conditional", "vague"}
ITEMS = sorted((HOME / "items").glob("*.gold.json"))


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HOME / "answers" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def flat(text: str) -> str:
    """A text without its line breaks, and without the hyphens that they made."""
    return re.sub(r"\s+", " ", text)


def unhyphenated(text: str) -> str:
    return re.sub(r"(\w)- (\w)", r"\1\2", flat(text))


def quotes(gold: dict[str, Any]) -> Iterator[str]:
    for kind in ("required", "optional", "forbidden"):
        for place in gold[kind]:
            yield place if isinstance(place, str) else place["quote"]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_can_be_measured(name: str) -> None:
    lines = (HOME / "answers" / f"{name}.jsonl").read_text("utf-8").splitlines()

    assert len(tuple(passages_of(lines, name=name))) == len(lines)
    assert max(Counter(row["id"] for row in rows(name)).values()) == 1


@pytest.mark.parametrize("name", ANSWERS)
def test_every_promise_is_told_in_words_of_its_answer_and_in_whole_fields(name: str) -> None:
    wrong = [
        (row["id"], promise["quote_span"])
        for row in rows(name)
        for promise in row["commitments"]
        if promise["quote_span"] not in row["text"]
        or (promise["deadline_text"] or "") not in row["text"]
        or not promise["action_summary"]
        or not promise["subject"]
        or promise["precision"] not in PRECISIONS
        or promise["firmness"] not in FIRMNESS
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ANSWERS)
def test_every_place_that_counts_neither_way_or_never_stands_in_its_answer(name: str) -> None:
    wrong = [
        (row["id"], place)
        for row in rows(name)
        for place in (*row["optional_spans"], *row["looks_like"])
        if place not in row["text"]
    ]

    assert wrong == []


def test_the_second_reading_is_of_answers_that_were_read() -> None:
    known = {row["id"] for name in ANSWERS for row in rows(name)}

    assert {row["id"] for row in rows("second_reading")} <= known


@pytest.mark.parametrize("path", ITEMS, ids=[path.name.removesuffix(".gold.json") for path in ITEMS])
def test_every_written_item_says_that_it_is_written_and_quotes_itself(path: Path) -> None:
    gold, text = json.loads(path.read_text("utf-8")), (path.parent / f"{path.name[:-10]}.txt").read_text("utf-8")
    known = (flat(text), unhyphenated(text))
    wrong = [quote for quote in quotes(gold) if not any(flat(quote) in words for words in known)]

    assert gold["about"].startswith("WRITTEN, NOT REAL")
    assert wrong == []
    assert all(promise["subject"] and promise["summary"] for promise in gold["required"])


def test_the_readme_counts_what_there_is() -> None:
    readme = (HOME / "README.md").read_text("utf-8")
    promises = {name: sum(len(row["commitments"]) for row in rows(name)) for name in (*ANSWERS, "second_reading")}

    counted = {f"answers/{name}.jsonl": (len(rows(name)), count) for name, count in promises.items()}
    for manner in ("spoken", "reported"):
        golds = [json.loads(path.read_text("utf-8")) for path in ITEMS if path.name.startswith(manner)]
        counted[f"items/{manner}*"] = (len(golds), sum(len(gold["required"]) for gold in golds))

    for name, (texts, count) in counted.items():
        line = next(line for line in readme.splitlines() if f"`{name}`" in line)
        assert line.rstrip(" |").endswith(f"| {count}")
        assert re.search(rf"\b{texts}\b", line)
