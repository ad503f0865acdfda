"""Anybody can ask why a sentence is or is not a commitment, and gets who spoke, the cues and the dates."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bands import dutch_bands

from tracker.cli import main

REPORT = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tracker(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tracker", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def test_a_commitment_is_explained_with_score_cues_and_dates(tracker: Run) -> None:
    code, out, _ = tracker("explain", str(REPORT), "--at", "dit onderzoek   zal in principe")

    assert code == 0
    assert "“Dit onderzoek zal in principe in juni 2022 zijn afgerond.”" in out
    assert "  een toezegging: " in out
    assert "spreker: Bart Somers (minister)" in out
    assert "“in juni 2022” → termijn 2022-06-30" in out
    assert "nl.cue.future.will-singular  “zal”, zoals in: " in out
    assert out.index("ervoor:") < out.index("ertegen:")


def test_what_is_only_possible_is_told_as_such(tracker: Run) -> None:
    asked = ("explain", str(REPORT), "--at", "dit onderzoek   zal in principe")

    with dutch_bands(threshold=1.0, possible=0.01):
        _, out, _ = tracker(*asked)
        _, told, _ = tracker(*asked, "--format", "json")

    assert re.search(r"  mogelijk: \d\.\d\d, minder dan de 1\.00 die gevraagd is, ten minste 0\.01\n", out)
    ((judged,),) = (json.loads(told),)
    assert (judged["is_commitment"], judged["is_possible"], judged["possible_from"]) == (False, True, 0.01)


def test_the_clauses_are_shown_and_the_rules_that_did_not_count(tracker: Run, tmp_path: Path) -> None:
    report = tmp_path / "verslag.txt"
    report.write_text("Minister Bart Somers: Het is de bedoeling om de cijfers te bezorgen.\n", encoding="utf-8")

    _, out, _ = tracker("explain", str(report), "--at", "cijfers", "--date", "2021-09-21")
    _, told, _ = tracker("explain", str(report), "--at", "cijfers", "--format", "json")

    assert "onderwerp “Het”; gelezen als persoonsvorm: “is”" in out
    assert "nl.cue.against.is  “is”, het zwijgen opgelegd door nl.cue.intention.it-is-the-aim" in out
    ((clause,),) = ([one for one in judged["clauses"] if one["decides"]] for judged in json.loads(told))
    assert {"rule", "words", "start", "end", "why", "by"} == set(clause["unheard"][0])


def test_the_figures_that_are_shown_add_up_to_the_probability(tracker: Run) -> None:
    asked = ("explain", str(REPORT), "--at", "dit onderzoek   zal in principe")
    _, out, _ = tracker(*asked)
    _, told, _ = tracker(*asked, "--format", "json")
    (judged,) = json.loads(told)
    total = judged["bias"] + sum(cue["cue"]["weight"] for cue in judged["cues"])

    assert 1 / (1 + math.exp(-total)) == pytest.approx(judged["probability"], abs=0.01)
    assert f"voor er iets gezien is: {judged['bias']:+.2f}" in out
    assert f"samen: {total:+.2f}, wat {judged['probability']:.2f} geeft" in out


def test_what_is_no_commitment_is_explained_too(tracker: Run) -> None:
    _, out, _ = tracker("explain", str(REPORT), "--at", "De minister merkt nog op dat de wachtlijsten")

    assert "  geen toezegging: " in out
    assert "minder dan de 0." in out
    assert "gelezen als:" not in out


def test_whoever_is_no_minister_is_silenced_whatever_the_words(tracker: Run, tmp_path: Path) -> None:
    report = tmp_path / "verslag.txt"
    report.write_text(
        "Vergadering van 21 september 2021\n\nMevrouw Nadia Sminate: Ik zal u de cijfers volgende week bezorgen.\n\n"
        "Minister Bart Somers: Ik zal u de cijfers morgen bezorgen.\n",
        encoding="utf-8",
    )

    _, out, _ = tracker("explain", str(report), "--at", "cijfers", "--date", "2021-09-21")

    assert "geen toezegging: gezegd door Nadia Sminate (lid), niet door een minister (alleen de woorden:" in out
    assert "  een toezegging: " in out


def test_an_offset_names_one_sentence_and_programs_get_it_as_json(tracker: Run) -> None:
    _, told, _ = tracker("explain", str(REPORT), "--at", "Dit onderzoek zal in principe", "--format", "json")
    (by_words,) = json.loads(told)

    _, told, _ = tracker("explain", str(REPORT), "--at", str(by_words["start"] + 5), "--format", "json")

    assert json.loads(told) == [by_words]
    assert by_words["cues"][0]["cue"]["weight"] > 0
    assert by_words["times"][0]["due"] == "2022-06-30"


def test_without_the_day_of_the_sitting_no_date_is_guessed(tracker: Run, tmp_path: Path) -> None:
    report = tmp_path / "verslag.txt"
    report.write_text("Minister Bart Somers: Ik zal u de cijfers morgen bezorgen.\n", encoding="utf-8")

    _, out, _ = tracker("explain", str(report), "--at", "cijfers")

    assert "er zijn geen datums gelezen: de dag van de vergadering is niet bekend; geef hem met --date" in out


@pytest.mark.parametrize(
    ("at", "complaint"),
    [
        ("walvis", "Geen zin van verslag-2021-09-21.txt bevat 'walvis'."),
        ("99999999", "Geen zin van"),
        (" ", "Geen zin van"),
        ("de", "Geef meer van de woorden."),
    ],
)
def test_words_that_stand_nowhere_or_everywhere_are_told(tracker: Run, at: str, complaint: str) -> None:
    code, _, err = tracker("explain", str(REPORT), "--at", at)

    assert code == 1
    assert complaint in err


def test_a_sentence_is_explained_without_a_file(tracker: Run) -> None:
    said = "Minister An Maes: Ik zal u de cijfers in juni 2022 bezorgen."
    code, out, _ = tracker("explain", said, "--date", "2021-09-21")

    assert code == 0
    assert "“Ik zal u de cijfers in juni 2022 bezorgen.”" in out
    assert "spreker: An Maes (minister)" in out
    assert "termijn 2022-06-30" in out


def test_every_sentence_that_is_given_is_explained(tracker: Run) -> None:
    said = "Minister An Maes: Ik zal u de cijfers bezorgen. Dat is een goede zaak."
    _, told, _ = tracker("explain", said, "--format", "json")

    assert [one["is_commitment"] for one in json.loads(told)] == [True, False]


def test_a_file_with_spaces_in_its_name_is_not_taken_for_a_sentence(tracker: Run, tmp_path: Path) -> None:
    report = tmp_path / "verslag van mei.txt"
    report.write_text("Minister An Maes: Ik zal dat doen.\n", encoding="utf-8")

    code, out, _ = tracker("explain", str(report))

    assert (code, out) == (2, "")


@pytest.mark.parametrize("given", [str(REPORT), "verslag.pdf", ""])
def test_of_a_file_the_words_must_be_given(tracker: Run, given: str) -> None:
    code, out, said = tracker("explain", given)

    assert (code, out) == (2, "")
    assert "zijn er geen woorden gegeven" in said
    assert "Zeg --at WOORDEN" in said


@pytest.mark.parametrize(
    ("language", "verdict", "clause"),
    [
        ("nl", "een toezegging: ", "hoofdzin"),
        ("fr", "un engagement\u00a0: ", "sujet «\u00a0Ik\u00a0»"),
        ("en", "a commitment: ", "subject “Ik”"),
    ],
)
def test_an_explanation_speaks_the_language_of_the_settings(
    tracker: Run, monkeypatch: pytest.MonkeyPatch, language: str, verdict: str, clause: str
) -> None:
    monkeypatch.setenv("TRACKER_LANGUAGE", language)
    said = "Minister An Maes: Ik zal u de cijfers bezorgen."
    _, out, _ = tracker("explain", said)
    _, told, _ = tracker("explain", said, "--format", "json")

    assert verdict in out
    assert clause in out
    assert "as in: " in told  # programs read the same in every language


def test_a_command_starts_without_the_rules_of_a_language() -> None:
    code = "import sys, tracker.cli.explain; sys.exit(any(name.startswith('tracker.extr') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
