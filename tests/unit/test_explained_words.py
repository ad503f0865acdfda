"""What people read of an explanation."""

from __future__ import annotations

import pytest

from tracker.cli.clause_lines import rule_words, silence_words
from tracker.extraction import RuleSketch, explain
from tracker.model import Report
from tracker.wording.speech import speech_in

ENGLISH = speech_in("en")


def silence(text: str, *, role: str | None) -> str | None:
    speaker = "An Maes" if role else None
    (why,) = explain(Report.from_text(text, language="nl", speaker=speaker, role=role), at=0)
    return silence_words(why, ENGLISH)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("minister", None),
        ("member", "said by An Maes (member), not by a minister"),
        (None, "nobody is known to speak here"),
    ],
)
def test_whoever_does_not_count_is_named(role: str | None, words: str | None) -> None:
    assert silence("Wij bezorgen dat.", role=role) == words


def test_a_sentence_without_a_clause_that_could_hold_an_act_is_told_so() -> None:
    assert silence("Omdat het zo is.", role="minister") == "no clause that could hold an act"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (RuleSketch(example="Ik zal dat doen."), "as in: Ik zal dat doen."),
        (
            RuleSketch(together=(("nl.cue.a.b",), ("nl.cue.c.d", "nl.cue.e.f"))),
            "nl.cue.a.b with nl.cue.c.d or nl.cue.e.f",
        ),
        (RuleSketch(), "seen in the structure of the sentence"),
    ],
)
def test_a_rule_tells_what_it_looks_for(rule: RuleSketch, words: str) -> None:
    assert rule_words(rule, ENGLISH) == words
