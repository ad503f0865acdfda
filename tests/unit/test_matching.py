"""The same promise is recognised; another one is never swallowed."""

from __future__ import annotations

from datetime import date

import pytest
from factory import a_commitment, an_entry

from tracker import matching
from tracker.matching import (
    LIKELY,
    SAME_PROMISE,
    Extent,
    compare_bands,
    compare_versions,
    contradict,
    nearest,
    repetition,
    resembles_any,
    same_text,
)
from tracker.model import Commitment, Entry, Extraction, Precision, Relation, Role, Speaker, Status, TimeExpression

WAITING = "Hij wil die wachtlijsten tegen het einde van dit jaar volledig weggewerkt zien."
STUDY = "Dit onderzoek zal in principe in juni 2022 zijn afgerond."
LETTER = "De cijfers worden voor het zomerreces aan de commissie bezorgd."


def by(due: date) -> TimeExpression:
    return TimeExpression("tegen dan", 0, 9, None, due, due, Precision.YEAR, Relation.BY, "nl.test")


def found(quote: str, *, minister: str | None = "Bart Somers", due: date | None = None, start: int = 0) -> Commitment:
    return a_commitment(
        quote, start=start, minister=Speaker(minister, Role.MINISTER), said_on=None, deadline=by(due) if due else None
    )


def entry(number: int, quote: str, *, minister: str | None = "Bart Somers", due: date | None = None) -> Entry:
    return an_entry(number, quote=quote, minister=minister, stated=by(due) if due else None, due_on=due)


BOTH = "Ik zal dat doen en er wordt een nieuw digitaal platform voor de aanvragen van de scholen opgestart."
DOING = "Ik zal dat doen"
PLATFORM = "en er wordt een nieuw digitaal platform voor de aanvragen van de scholen opgestart."


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.OPEN, Status.REJECTED])
def test_a_sentence_that_was_split_takes_up_its_possible_second_act_and_stays_the_first(status: Status) -> None:
    whole = an_entry(1, quote=BOTH, minister="Bart Somers", status=status)
    second = an_entry(2, quote=PLATFORM, minister="Bart Somers", status=Status.POSSIBLE)
    dated = PLATFORM.replace("opgestart", "opgestart in maart 2022")

    revision = compare_bands(Extraction((found(DOING), found(dated, start=20))), [whole, second])

    assert [(pair.found.quote, pair.entry.number) for pair in revision.found.changed] == [(DOING, 1)]
    assert [(pair.found.quote, pair.entry.number) for pair in revision.found_now] == [(dated, 2)]
    assert (revision.found.new, revision.found.vanished) == ((), ())


def test_two_words_in_common_make_no_part_of_a_sentence() -> None:
    revision = compare_versions([found("Ik zal")], [entry(1, BOTH)])

    assert [one.quote for one in revision.new] == ["Ik zal"]


def test_the_same_sentence_is_the_same() -> None:
    revision = compare_versions([found(WAITING)], [entry(1, WAITING.replace("volledig", "Volledig"))])

    assert [pair.entry.number for pair in revision.same] == [1]
    assert (revision.changed, revision.new, revision.vanished) == ((), (), ())


def test_a_corrected_sentence_is_a_change() -> None:
    revision = compare_versions([found(WAITING.replace("dit jaar", "volgend jaar"))], [entry(1, WAITING)])

    assert [pair.entry.number for pair in revision.changed] == [1]


def test_a_corrected_deadline_is_a_change() -> None:
    revision = compare_versions([found(WAITING, due=date(2022, 12, 31))], [entry(1, WAITING, due=date(2021, 12, 31))])

    assert [pair.entry.number for pair in revision.changed] == [1]


def test_new_and_vanished_are_told_apart() -> None:
    revision = compare_versions([found(LETTER)], [entry(1, WAITING)])

    assert [one.quote for one in revision.new] == [LETTER]
    assert [one.number for one in revision.vanished] == [1]


def test_each_is_paired_once_with_the_most_alike() -> None:
    other = WAITING.replace("wachtlijsten", "achterstanden")

    revision = compare_versions([found(other, start=90), found(WAITING)], [entry(1, WAITING), entry(2, other)])

    assert [(pair.found.quote, pair.entry.number) for pair in revision.same] == [(WAITING, 1), (other, 2)]


def test_equal_words_pair_in_the_order_in_which_they_stand_and_leave_the_rest_to_the_most_alike() -> None:
    nearly = STUDY.replace("in principe", "wellicht")

    revision = compare_versions(
        [found(STUDY), found(STUDY, start=100), found(nearly, start=200)],
        [entry(1, nearly), entry(2, STUDY), entry(3, STUDY), entry(4, LETTER)],
    )

    assert [(pair.found.start, pair.entry.number) for pair in revision.same] == [(0, 2), (100, 3), (200, 1)]
    assert ([pair.entry.number for pair in revision.changed], revision.new) == ([], ())
    assert [one.number for one in revision.vanished] == [4]


def test_a_long_report_that_is_read_again_is_not_compared_with_all_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    quotes = [f"Ik zal u het verslag met nummer {number} bezorgen." for number in range(50)]
    compared: list[str] = []

    def watched(one: str, other: str) -> float:
        compared.append(f"{one} {other}")
        return 0.0

    monkeypatch.setattr(matching, "_likeness", watched)

    revision = compare_versions([found(quote) for quote in quotes], [entry(n, q) for n, q in enumerate(quotes, 1)])

    assert (len(revision.same), compared) == (50, [])


def test_a_restated_promise_is_recognised() -> None:
    hit = repetition(found(WAITING.replace("Hij", "Zij")), [entry(1, LETTER), entry(2, WAITING)])

    assert hit is not None
    assert hit.entry.number == 2
    assert hit.likeness >= SAME_PROMISE


def test_a_resembling_promise_is_only_suggested() -> None:
    hit = repetition(found(STUDY.replace("juni 2022", "het voorjaar van 2023")), [entry(1, STUDY)])

    assert hit is not None
    assert LIKELY <= hit.likeness < SAME_PROMISE


def test_another_promise_is_not_a_repetition() -> None:
    assert repetition(found(LETTER), [entry(1, WAITING), entry(2, STUDY)]) is None


def test_another_minister_does_not_repeat() -> None:
    assert repetition(found(WAITING, minister="Zuhal Demir"), [entry(1, WAITING)]) is None


def test_an_unknown_minister_repeats_nobody() -> None:
    assert repetition(found(WAITING, minister=None), [entry(1, WAITING, minister=None)]) is None


def test_the_entries_that_resemble_one_most_come_first() -> None:
    one = entry(1, STUDY)
    twin, cousin, stranger = entry(3, STUDY), entry(2, STUDY.replace("juni", "september")), entry(4, LETTER)

    found_nearest = nearest(one, [one, cousin, stranger, twin], limit=2)

    assert [other.number for other, _ in found_nearest] == [3, 2]
    assert found_nearest[0][1] == 100


SPOKEN = " ".join(
    f"Spreker {word} zegt dat de {word} in de {word} beter moeten en vraagt daar {word} voor."
    for word in "abcdefghijkl"
)


@pytest.mark.parametrize(
    ("one", "other", "extent"),
    [
        (SPOKEN, SPOKEN.upper(), Extent.WHOLE),
        (SPOKEN, SPOKEN.replace(" ", "\n\n- "), Extent.WHOLE),  # laid out otherwise
        (SPOKEN, SPOKEN.replace("Spreker c", "De heer c"), Extent.WHOLE),  # corrected
        (SPOKEN[: len(SPOKEN) // 3], SPOKEN, Extent.PART),
        (SPOKEN, SPOKEN[len(SPOKEN) // 2 :] + WAITING, Extent.PART),
        (SPOKEN, " ".join(reversed(SPOKEN.split())), None),  # the same words, another text
        (SPOKEN, "", None),
    ],
)
def test_a_text_is_known_by_its_runs_of_words(one: str, other: str, extent: Extent | None) -> None:
    assert same_text(one, other) is extent


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Commissie voor Wonen", "Commissie voor Welzijn", True),
        ("Commissie voor Wonen", "commissie voor wonen", False),
        ("Commissie voor Wonen", None, False),
    ],
)
def test_committees_contradict_each_other_when_both_are_known(one: str, other: str | None, *, differ: bool) -> None:
    assert contradict(one, other) is differ


def test_another_minister_resembles_nothing() -> None:
    assert resembles_any([found(WAITING)], [entry(1, WAITING)])
    assert resembles_any([found(WAITING, minister=None)], [entry(1, WAITING)])
    assert not resembles_any([found(WAITING)], [entry(1, WAITING, minister="An Peeters")])
