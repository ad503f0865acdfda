"""Rules, wording and encoder are added up; what is shown is what decided."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from math import exp
from pathlib import Path

import onnxruntime  # type: ignore[import-untyped]
import pytest

from tracker.errors import SettingsError
from tracker.extraction import explain, extract
from tracker.extraction.judging import ENCODER, UNASKED
from tracker.languages import encoder
from tracker.languages.encoder import NETWORK, PIECES, InContext, load_encoder
from tracker.languages.pack import load_pack
from tracker.languages.phrases import Phrases, _phrases, load_phrases, runs_of_words
from tracker.model import Report, Role
from tracker.reading import read

ANNOTATED = Path(__file__).resolve().parents[1] / "corpus/annotated"
HELD_ON = date(2022, 3, 15)
NO_NETWORK = "import socket; socket.socket.connect = None"
PROMISE = "Ik zal u de cijfers van de wachtlijsten tegen eind april bezorgen."
EXTRACT = (
    "import tracker, datetime;"
    f"report = tracker.Report.from_text({PROMISE!r}, held_on=datetime.date(2022, 3, 15), language='nl',"
    "speaker='An Maes', role='minister');"
    "print(len(tracker.extract(report).commitments))"
)
HOUSEKEEPING = "Ik ga nu over naar uw derde vraag, collega."


def report(text: str) -> Report:
    return Report.from_text(text, held_on=HELD_ON, language="nl", speaker="An Maes", role=Role.MINISTER)


def test_runs_of_words_are_one_to_three_long_and_numbers_are_alike() -> None:
    assert runs_of_words("In 2024 komt") == {"in", "#", "komt", "in #", "# komt", "in # komt"}
    assert runs_of_words("…") == frozenset()


def test_a_sentence_that_says_all_twice_is_no_surer() -> None:
    phrases = Phrases({"ik zal": 2.0})

    assert phrases.log_odds("ik zal") == pytest.approx(2.0 / 3**0.5)
    assert phrases.log_odds("ik zal") >= phrases.log_odds("ik zal ik zal")
    assert phrases.log_odds("") == 0


def test_the_strongest_runs_speak_the_way_of_the_whole_and_none_holds_another() -> None:
    phrases = Phrases({"bezorgen": 1.0, "cijfers bezorgen": 2.0, "niet": -0.5, "de": 0.1})

    assert phrases.strongest("de cijfers bezorgen niet", 2) == ("cijfers bezorgen", "de")


def test_a_line_that_is_no_run_with_a_weight_is_told_with_its_place() -> None:
    with pytest.raises(SettingsError) as raised:
        list(_phrases("ik zal\t0.5\nik zal veel", source="nl/phrases.tsv"))

    assert raised.value.facts["line"] == 2


def test_a_language_without_learnt_runs_has_rules_alone() -> None:
    pack = load_pack("nl")
    assert pack is not None
    bare = replace(pack, judge=None)

    assert load_phrases("en") is None
    assert load_encoder("en") is None
    assert bare.encoder is None
    assert bare.scale(None).threshold == bare.cues.threshold


def test_the_encoder_tells_a_promise_from_housekeeping() -> None:
    network = load_encoder("nl")
    assert network is not None

    assert network.log_odds(InContext("", PROMISE)) > 0 > network.log_odds(InContext("", HOUSEKEEPING))


def test_what_the_encoder_says_of_a_sentence_does_not_depend_on_what_it_read_before() -> None:
    network = load_encoder("nl")
    assert network is not None
    alone = network.log_odds(InContext("", PROMISE))

    for other in (HOUSEKEEPING, "x", "", "zeer " * 400):
        network.log_odds(InContext("", other))

    assert network.log_odds(InContext("", PROMISE)) == alone


def test_the_encoder_reads_what_was_said_before() -> None:
    network = load_encoder("nl")
    assert network is not None
    sentence = "Dat doen we tegen de zomer."

    asked = network.log_odds(InContext("Ik bezorg u een actieplan en een evaluatie.", sentence))

    assert asked != network.log_odds(InContext("De gemeenten maken zelf hun plannen.", sentence))


@pytest.mark.parametrize(
    "sentence", [PROMISE, HOUSEKEEPING, "We nemen dat zeker mee.", "Er komt in het najaar een nota."]
)
def test_what_is_shown_of_a_sentence_adds_up_to_what_decided(sentence: str) -> None:
    (explained,) = explain(report(sentence), at=0)
    total = explained.bias + sum(cue.weight for cue in explained.cues)

    assert explained.probability == pytest.approx(1 / (1 + exp(-total)), abs=0.02)
    assert any(cue.rule.endswith("sentence.wording") for cue in explained.cues)
    assert any(cue.rule.endswith("sentence.encoder") for cue in explained.cues)


def test_without_the_encoder_the_version_says_so() -> None:
    whole, fast = extract(report(PROMISE)), extract(report(PROMISE), fast=True)

    assert [one.quote for one in whole.commitments] == [one.quote for one in fast.commitments] == [PROMISE]
    assert fast.rules_version == f"{whole.rules_version}+fast"
    assert not any(cue.rule.endswith("sentence.encoder") for cue in fast.commitments[0].cues)


def test_where_what_runs_the_encoder_is_missing_the_rest_judges_and_tells_it() -> None:
    program = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "import tracker, datetime\n"
        f"report = tracker.Report.from_text({PROMISE!r}, held_on=datetime.date(2022, 3, 15), language='nl',\n"
        "                                  speaker='An Maes', role='minister')\n"
        "found = tracker.extract(report)\n"
        "print(len(found.commitments), found.rules_version[-5:], *(problem.code for problem in found.problems))"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["1", "+fast", "extraction.no-encoder"]


def test_a_damaged_network_is_told_as_a_missing_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (NETWORK, PIECES):
        (tmp_path / name).write_bytes(b"version https://git-lfs.github.com/spec/v1")
    monkeypatch.setattr(encoder, "folder_of", lambda language: tmp_path)

    assert load_encoder.__wrapped__("nl") is None


def test_half_a_sign_is_read_over() -> None:
    (found,) = extract(report("Ik zal u \ud83d de cijfers tegen eind april bezorgen.")).commitments

    assert found.deadline is not None


def test_a_sentence_that_the_network_was_not_asked_about_says_so() -> None:
    (explained,) = explain(report("Dank u wel, voorzitter."), at=0)

    rules = {cue.rule.removeprefix("nl.cue.") for cue in explained.cues}
    assert UNASKED in rules
    assert ENCODER not in rules


@pytest.mark.parametrize("name", ["spokenE-01", "spokenE-03", "spokenH-02", "reportedG-01"])
def test_what_is_explained_is_what_is_found(name: str) -> None:
    whole = read(ANNOTATED / "items" / f"{name}.txt")
    found = extract(whole)

    for one in (*found.commitments, *found.possibles)[:12]:
        (explained,) = explain(whole, at=one.start)
        assert explained.probability >= one.confidence - 0.001


def test_starting_loads_no_network() -> None:
    program = "import sys, tracker.cli, tracker.extraction; print('onnxruntime' in sys.modules, 'numpy' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["False", "False"]


def test_the_library_that_runs_the_network_has_nobody_to_report_to() -> None:
    load_encoder("nl")
    libraries = Path(onnxruntime.__file__).parent.rglob("*.so*")

    assert not any(b"OneCollector" in library.read_bytes() for library in libraries)


def test_extracting_opens_no_connection_and_writes_nothing_to_the_terminal(tmp_path: Path) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in {"CI", "GITHUB_ACTIONS"}}
    environment = {**kept, "HOME": str(tmp_path)}
    program = f"{NO_NETWORK}; {EXTRACT}"

    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**environment, "HOME": str(tmp_path)},
    )

    assert (told.stdout.strip(), told.stderr) == ("1", "")
    assert list(tmp_path.iterdir()) == []
