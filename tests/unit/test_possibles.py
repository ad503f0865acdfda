"""What is not sure enough to be found is kept apart, and changes nothing of what is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from bands import Bands, dutch_bands
from factory import a_commitment

import tracker
from tracker.extraction import explain
from tracker.extraction.repetition import repeating_nothing
from tracker.languages.cues import CuePack
from tracker.languages.grammar import load_grammar
from tracker.languages.pack import load_pack
from tracker.model import Extraction, Report, Role

ANNOTATED = Path(__file__).resolve().parents[1] / "corpus" / "annotated"
SURE = "Ik zeg u toe dat ik u de cijfers tegen 1 november 2021 zal bezorgen."
UNSURE = "De toelage wordt door de gemeenten zelf berekend."
TWO_ACTS = "Ik zal u die lijst bezorgen en de werkgroep komt in mei samen."
STUDY = "Ik zeg u toe dat ik het onderzoek naar de wachtlijsten voor kinderen zal bezorgen."
ABOUT_THE_SAME = "Het onderzoek naar de wachtlijsten voor kinderen bezorgen."


@pytest.fixture
def bands() -> Iterator[Bands]:
    """Dutch, of which a test may set the two numbers."""
    with dutch_bands(threshold=0.5, possible=0.0) as numbers:
        yield numbers


def read(text: str) -> Extraction:
    report = Report.from_text(text, held_on=date(2021, 9, 21), language="nl", speaker="An Maes", role="minister")
    return tracker.extract(report)


def probability(sentence: str, *, before: str = "") -> float:
    text = f"{before}{sentence}"
    report = Report.from_text(text, held_on=date(2021, 9, 21), language="nl", speaker="An Maes", role="minister")
    return explain(report, at=len(before))[0].probability


def test_what_is_not_sure_enough_is_kept_apart_in_the_same_shape(bands: Bands) -> None:
    extraction = read(f"{SURE} {UNSURE}")

    assert [one.quote for one in extraction.commitments] == [SURE]
    (possible,) = extraction.possibles
    assert possible.quote == UNSURE
    assert possible.minister is not None
    assert (possible.minister.role, possible.said_on) == (Role.MINISTER, date(2021, 9, 21))
    assert possible.confidence < bands.threshold


def test_what_is_less_likely_still_is_not_even_possible(bands: Bands) -> None:
    bands.possible = probability(UNSURE, before=f"{SURE} ") + 0.01

    assert read(f"{SURE} {UNSURE}").possibles == ()


def test_a_second_act_of_which_nobody_is_sure_is_possible_beside_the_found_one(bands: Bands) -> None:
    bands.threshold = 0.9

    extraction = read(TWO_ACTS)

    assert [one.quote for one in extraction.commitments] == [TWO_ACTS]
    assert [one.quote for one in extraction.possibles] == ["en de werkgroep komt in mei samen."]


def test_what_follows_carries_on_no_second_act_that_is_only_possible(bands: Bands) -> None:
    bands.threshold = 0.9
    following = "Daarbij wordt gekeken naar de steden."

    extraction = read(f"{TWO_ACTS} {following}")

    assert [one.quote for one in extraction.possibles] == ["en de werkgroep komt in mei samen.", following]


def test_a_second_act_is_not_folded_into_the_sentence_that_holds_it() -> None:
    sentence = "De dienst bekijkt dat; de werkgroep rond de wachtlijsten voor kinderen met een handicap komt samen."
    second = sentence.partition("; ")[2]
    whole = a_commitment(sentence, start=0, summary=sentence)
    part = a_commitment(second, start=sentence.index(second), summary=second)

    assert repeating_nothing((whole,), (part,)) == (part,)


def test_what_is_found_as_a_second_act_is_not_possible_too(bands: Bands) -> None:
    extraction = read(TWO_ACTS)

    assert len(extraction.commitments) == 2
    assert extraction.possibles == ()


def test_a_language_without_the_second_number_has_no_possibles() -> None:
    pack = load_pack("nl")
    assert pack is not None
    cues = pack.cues
    rules, verbs, grammar = cues.rules, cues.verbs, load_grammar("nl")
    plain = CuePack("nl", rules, verbs, cues.combinations, cues.structure, grammar=grammar, learnt={"threshold": 0.4})

    assert (plain.threshold, plain.possible) == (0.4, 0.4)


@pytest.mark.parametrize("text", sorted(ANNOTATED.glob("items/*.txt"))[:12], ids=lambda path: path.stem)
def test_what_is_found_is_the_same_with_and_without_possibles(bands: Bands, text: Path) -> None:
    kept = read(text.read_text("utf-8"))
    bands.possible = bands.threshold
    plain = read(text.read_text("utf-8"))

    assert kept.possibles
    assert plain.possibles == ()
    assert (kept.commitments, kept.problems) == (plain.commitments, plain.problems)


@pytest.mark.parametrize("text", sorted(ANNOTATED.glob("items/*.txt"))[:12], ids=lambda path: path.stem)
def test_a_possible_shares_words_with_a_found_one_only_as_a_part_of_it(bands: Bands, text: Path) -> None:
    extraction = read(text.read_text("utf-8"))

    found = [range(one.start, one.end) for one in extraction.commitments]
    for possible in extraction.possibles:
        shared = [one for one in found if possible.start < one.stop and one.start < possible.end]
        assert all(possible.start in one and possible.end - 1 in one for one in shared)
        assert not any(one == range(possible.start, possible.end) for one in shared)


def test_what_repeats_something_found_is_not_possible_besides(bands: Bands) -> None:
    before = f"{STUDY} Dank u wel voor uw vraag. "
    bands.threshold = (probability(STUDY) + probability(ABOUT_THE_SAME, before=before)) / 2

    extraction = read(f"{before}{ABOUT_THE_SAME}")

    assert [one.quote for one in extraction.commitments] == [STUDY]
    assert extraction.commitments[0].mentions == ()
    assert ABOUT_THE_SAME not in [one.quote for one in extraction.possibles]


def test_a_sentence_that_tells_when_dates_the_promise_that_is_found_and_no_possible(bands: Bands) -> None:
    promise = "Ik zeg u toe dat ik u de cijfers binnenkort zal bezorgen."

    extraction = read(f"{promise} Binnenkort is in december 2021.")

    (found,) = extraction.commitments
    assert found.deadline is not None
    assert found.deadline.due == date(2021, 12, 31)
    assert extraction.possibles == ()


def test_an_explanation_tells_what_is_only_possible(bands: Bands) -> None:
    report = Report.from_text(UNSURE, held_on=date(2021, 9, 21), language="nl", speaker="An Maes", role="minister")
    bands.possible = 0.0

    (judged,) = explain(report, at=0)

    assert (judged.is_commitment, judged.is_possible, judged.possible_from) == (False, True, 0.0)
