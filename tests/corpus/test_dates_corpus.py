"""Does a phrase mean what a careful clerk says it means, alone and inside a sentence?"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tracker.dates import find_dates
from tracker.model import Precision, TimeExpression

HOME = Path(__file__).parent / "dates"
CASE = re.compile(
    r"(?P<words>.+?) = (?P<first>[\d-]+)\.\.(?P<last>[\d-]+) due (?P<due>[\d-]+)(?: +\[(?P<found>.+)\])?", re.DOTALL
)
FRAMES = {
    "nl": (
        "Wat dat betreft: {}.",
        "Het zal {} klaar zijn.",
        "Hij had gevraagd of het {} kan.",
        "Dat staat vast ({}) en blijft zo.",
        "\n\n{}\n\nHet debat is gesloten.",
    ),
    "en": (
        "As to that: {}.",
        "It will be ready {} again.",
        "That is certain ({}) and remains so.",
        "\n\n{}\n\nThe debate is closed.",
    ),
}


@dataclass(frozen=True)
class Case:
    language: str
    why: str
    on: date
    words: str
    days: tuple[str, str, str]
    found: str


def _cases() -> list[Case]:
    cases = []
    for language in FRAMES:
        for group in tomllib.loads((HOME / f"{language}.toml").read_text(encoding="utf-8"))["group"]:
            for line in group["cases"]:
                match = CASE.fullmatch(line)
                assert match is not None, f"cannot read the case {line!r}"
                days = match["first"], match["last"], match["due"]
                words = match["words"]
                cases.append(Case(language, group["why"], group["on"], words, days, match["found"] or words))
    return cases


def _nothing() -> list[tuple[str, str]]:
    groups = tomllib.loads((HOME / "nl_none.toml").read_text(encoding="utf-8"))["group"]
    return [(group["why"], words) for group in groups for words in group["words"]]


def _shown(day: date | None) -> str:
    return "-" if day is None else day.isoformat()


def _days(time: TimeExpression) -> tuple[str, str, str]:
    return _shown(time.earliest), _shown(time.latest), _shown(time.due)


CASES, NOTHING = _cases(), _nothing()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.words}")
def test_a_phrase_means_its_days(case: Case) -> None:
    found = find_dates(case.words, said_on=case.on, language=case.language)

    assert [(time.text, _days(time)) for time in found] == [(case.found, case.days)], case.why


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.words}")
def test_text_around_a_phrase_does_not_change_its_days(case: Case) -> None:
    for frame in FRAMES[case.language]:
        text = frame.format(case.words)

        found = find_dates(text, said_on=case.on, language=case.language)

        assert [_days(time) for time in found] == [case.days], text
        assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize(("why", "words"), NOTHING)
def test_what_only_looks_like_a_date_stays_undated(why: str, words: str) -> None:
    found = find_dates(f"Zij noemde {words} in haar vraag.", said_on=date(2021, 9, 21))

    assert [time.text for time in found] == [], why


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.words}")
def test_every_reading_is_explained(case: Case) -> None:
    time = find_dates(case.words, said_on=case.on, language=case.language)[0]

    assert time.derivation
    assert time.rule.startswith(f"{case.language}.")
    undated = time.precision in (Precision.VAGUE, Precision.ANCHORED)
    assert (time.due is None) == undated or time.relation in ("since", "from")
