"""Finder and annotator are compared fairly, and no figure claims more than the passages bear."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from factory import a_commitment
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Unreadable
from tracker.measuring import (
    Figures,
    MissKind,
    Outcome,
    Passage,
    Promise,
    compare,
    figures_of,
    passages_of,
    same,
)
from tracker.measuring.figures import calibration, rate, score
from tracker.model import Commitment, Precision, Relation, Role, Speaker, TimeExpression

QUOTE = "Ik zal u de cijfers tegen eind juni bezorgen."
DUE = date(2022, 6, 30)
MINISTER = Speaker("Bart Somers", Role.MINISTER)


def found(
    quote: str = QUOTE, *, due: date | None = None, minister: Speaker | None = MINISTER, confidence: float = 0.9
) -> Commitment:
    deadline = None if due is None else expression(due)
    return a_commitment(quote, minister=minister, said_on=date(2022, 1, 10), deadline=deadline, confidence=confidence)


def expression(due: date) -> TimeExpression:
    return TimeExpression("eind juni", 0, 9, due, due, due, Precision.MONTH_PART, Relation.BY, "nl.test")


def passage(
    *promises: Promise,
    role: Role | None = Role.MINISTER,
    speaker: str | None = "Bart Somers",
    negative: str | None = None,
    optional: tuple[str, ...] = (),
    anchor_uncertain: bool = False,
) -> Passage:
    return Passage(
        "p-1",
        QUOTE,
        promises,
        speaker=speaker,
        role=role,
        negative=negative,
        optional=optional,
        anchor_uncertain=anchor_uncertain,
    )


PROMISE = Promise(QUOTE, due=DUE, due_words="eind juni", precision="month-part")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ik zal dat bezorgen.", "ik zal dat bezorgen", True),  # marks and capitals do not matter
        ("Ik zal dat bezorgen.", "En ik zal dat bezorgen aan de commissie, mevrouw.", True),  # contained
        ("een twee drie vier", "een twee vijf zes", True),  # exactly half
        ("een twee drie vier", "een vijf zes zeven", False),
        ("", "een", False),
        ("...", "een", False),
    ],
)
def test_half_the_words_make_the_same_commitment(one: str, other: str, *, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_a_promise_is_paired_with_one_finding_only() -> None:
    outcome = compare(passage(PROMISE), [found(due=DUE), found(due=DUE)])

    assert (outcome.right, outcome.wrong, outcome.missed) == (1, 1, 0)
    assert [miss.kind for miss in outcome.misses] == [MissKind.EXTRA]


def test_a_promise_that_was_not_found_is_missed() -> None:
    outcome = compare(passage(PROMISE), [])

    assert (outcome.right, outcome.wrong, outcome.missed) == (0, 0, 1)
    assert [(miss.kind, miss.words) for miss in outcome.misses] == [(MissKind.NOT_FOUND, QUOTE)]


def test_a_finding_where_nothing_is_promised_is_false_and_says_which_kind_of_negative() -> None:
    outcome = compare(passage(negative="refusal"), [found()])

    assert [(miss.kind, miss.negative) for miss in outcome.misses] == [(MissKind.FALSE, "refusal")]


def test_optional_words_count_neither_way() -> None:
    outcome = compare(passage(optional=(QUOTE,)), [found()])

    assert (outcome.right, outcome.wrong, outcome.misses) == (0, 0, ())


def test_words_that_are_optional_and_promised_count() -> None:
    outcome = compare(passage(PROMISE, optional=(QUOTE,)), [found(due=DUE)])

    assert outcome.right == 1


@pytest.mark.parametrize(
    ("precision", "days", "near"),
    [
        ("day", 1, True),
        ("day", 2, False),
        ("week", 7, True),
        ("month", 11, False),
        ("vague", 92, True),
        ("season", 31, True),
        ("quarter", 32, False),
        (None, 31, True),
    ],
)
def test_a_due_day_may_be_off_as_far_as_the_words_are_wide(precision: str | None, days: int, *, near: bool) -> None:
    promise = Promise(QUOTE, due=DUE, precision=precision)

    outcome = compare(passage(promise), [found(due=DUE + timedelta(days))])

    assert (outcome.due_asked, outcome.due_exact, outcome.due_near) == (1, 0, int(near))


def test_a_missing_deadline_is_a_wrong_one() -> None:
    outcome = compare(passage(PROMISE), [found()])

    assert (outcome.due_asked, outcome.due_near) == (1, 0)
    assert outcome.misses[0].wanted == "2022-06-30 (eind juni)"


def test_due_days_do_not_count_where_the_day_of_speaking_is_uncertain() -> None:
    outcome = compare(passage(PROMISE, anchor_uncertain=True), [found()])

    assert (outcome.due_asked, outcome.misses) == (0, ())


@pytest.mark.parametrize(
    ("minister", "speaker", "role", "actor", "right"),
    [
        (MINISTER, "Minister Bart Somers", Role.MINISTER, None, True),  # with or without the title
        (
            MINISTER,
            "Hilde Crevits",
            Role.MINISTER,
            "Bart Somers (namens de regering)",
            True,
        ),  # the annotation names him
        (MINISTER, "Hilde Crevits", Role.MINISTER, None, False),
        (MINISTER, "Bart Somers", Role.MEMBER, "de minister", False),  # a member promises nothing
        (MINISTER, None, Role.MINISTER, "de minister", False),  # a name that nobody gave
        (Speaker(None, Role.MINISTER), None, Role.MINISTER, "de minister", True),  # unknown stays unknown
        (Speaker(None, Role.MINISTER), "Bart Somers", Role.MINISTER, None, False),
        (Speaker("Bart Somers", Role.MEMBER), "Bart Somers", Role.MINISTER, None, False),
        (None, None, None, None, False),
    ],
)
def test_the_minister_is_the_one_who_speaks_or_whom_the_annotation_names(
    minister: Speaker | None, speaker: str | None, role: Role | None, actor: str | None, *, right: bool
) -> None:
    outcome = compare(passage(Promise(QUOTE, actor=actor), speaker=speaker, role=role), [found(minister=minister)])

    assert bool(outcome.minister_right) is right
    assert [miss.kind for miss in outcome.misses] == ([] if right else [MissKind.MINISTER])


def test_wilson_intervals_are_those_of_the_books() -> None:
    """81 of 263, the example in Newcombe 1998: 0.2553 to 0.3662."""
    measured = rate(81, 263)

    assert (round(measured.low or 0, 4), round(measured.high or 0, 4)) == (0.2553, 0.3662)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_every_figure_lies_within_its_interval(right: int, wrong: int, missed: int) -> None:
    measured = score(right, wrong, missed)

    for one in (measured.precision, measured.recall):
        if one.value is not None and one.low is not None and one.high is not None:
            assert 0 <= one.low <= one.value <= one.high <= 1
    if measured.f1 is not None and measured.f1_low is not None and measured.f1_high is not None:
        assert 0 <= measured.f1_low <= measured.f1 <= measured.f1_high <= 1
        assert measured.f1 == pytest.approx(2 * right / (2 * right + wrong + missed))


def test_nothing_to_count_gives_no_figure() -> None:
    measured = score(0, 0, 0)

    assert (measured.f1, measured.precision.value, measured.recall.low) == (None, None, None)


def test_confidence_is_set_beside_what_was_right() -> None:
    bands = calibration([(0.85, True), (0.8, False), (1.0, True), (0.2, False)])

    assert [(band.low, band.high, round(band.claimed, 3), band.right.part, band.right.whole) for band in bands] == [
        (0.0, 0.5, 0.2, 0, 1),
        (0.8, 0.9, 0.825, 1, 2),
        (0.9, 1.0, 1.0, 1, 1),
    ]


def outcomes() -> list[Outcome]:
    return [
        compare(passage(PROMISE), [found(due=DUE)]),
        compare(passage(PROMISE), []),
        compare(passage(negative="refusal"), [found(confidence=0.6)]),
        compare(passage(negative="refusal"), []),
        compare(passage(), []),
    ]


def test_figures_add_up_over_passages() -> None:
    figures: Figures = figures_of(outcomes())

    assert (figures.passages.right, figures.passages.wrong, figures.passages.missed) == (1, 1, 1)
    assert figures.commitments.f1 == 0.5
    assert (figures.due_exact.part, figures.due_exact.whole) == (1, 1)
    assert (figures.minister.part, figures.minister.whole) == (1, 1)
    assert [(one.kind, one.false.part, one.false.whole) for one in figures.negatives] == [
        ("refusal", 1, 2),
        ("unnamed", 0, 1),
    ]
    assert len(figures.misses) == 2


def test_a_promise_that_is_only_possible_counts_for_both_bands_and_for_nothing_else() -> None:
    twice = (found(confidence=0.2), found("Ik dank u voor die vraag.", confidence=0.2))

    plain, banded = (figures_of([*outcomes(), compare(passage(PROMISE), [], apart)]) for apart in ((), twice))

    assert (plain.found_or_possible.part, plain.found_or_possible.whole, plain.possibles) == (1, 3, 0)
    assert (banded.found_or_possible.part, banded.found_or_possible.whole, banded.possibles) == (2, 3, 2)
    assert banded.commitments == plain.commitments
    assert banded.misses == plain.misses


def test_a_possible_in_words_that_are_optional_is_not_counted() -> None:
    outcome = (
        compare(passage(PROMISE, optional=(QUOTE,)), [], [found()]),
        compare(passage(optional=(QUOTE,)), [], [found()]),
    )

    assert [(one.possibles, one.possible_right) for one in outcome] == [(1, 1), (0, 0)]


def test_a_line_becomes_a_passage() -> None:
    row = {
        "id": "x-1",
        "lang": "nl",
        "text": QUOTE,
        "commitments": [{"quote_span": QUOTE, "due_end": "2022-06-30", "precision": "month-part"}],
        "doc_date": "2022-01-10",
        "speaker": "Bart Somers",
        "speaker_role": "state_secretary",
    }

    first, second = passages_of([json.dumps(row), "", '{"text": "Dank u.", "speaker_role": "rapporteur"}'], name="f")

    assert (first.id, first.role, first.promises[0].due, first.said_on) == (
        "x-1",
        Role.MINISTER,
        DUE,
        date(2022, 1, 10),
    )
    assert (second.id, second.role, second.promises) == ("3", Role.OTHER, ())
    assert first.report().speeches[0].speaker == MINISTER


def test_reported_speech_must_tell_itself_who_speaks() -> None:
    row = {"text": QUOTE, "speaker": "Bart Somers", "speaker_role": "minister", "genre": "report, reported speech"}

    (one,) = passages_of([json.dumps(row)], name="f")

    assert one.report().speeches == ()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "own.jsonl, line 2 is not JSON"),
        ("[1]", "own.jsonl, line 2 is not a JSON object"),
        ('{"commitments": []}', "own.jsonl, line 2: the field 'text' is missing"),
        ('{"text": 3}', "the field 'text' is not text"),
        ('{"text": "x", "commitments": [3]}', "the field 'commitments' is not a list of objects"),
        ('{"text": "x", "commitments": [{}]}', "the field 'quote_span' is missing"),
        ('{"text": "x", "optional_spans": "y"}', "the field 'optional_spans' is not a list of texts"),
        ('{"text": "x", "borderline": "no"}', "the field 'borderline' is not true or false"),
        ('{"text": "x", "doc_date": "21/9/2021"}', "the field 'doc_date' is '21/9/2021', not a day"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, complaint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        tuple(passages_of(['{"text": "x"}', line], name="own.jsonl"))

    assert complaint in str(caught.value)
