"""Are real reports read whole: every speech with its speaker and role, every sentence found again in the original?"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_left, bisect_right
from pathlib import Path

import pytest

from tracker.model import Report, ReportStyle, Role, Speaker
from tracker.reading import read
from tracker.reading.labels import label_of
from tracker.reading.vocabulary import vocabulary_of

ROOT = Path(__file__).resolve().parents[2]
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", ROOT.parent / "shared" / "evaluation"))
ENOUGH = 0.98
ROLES = {
    "mp": Role.MEMBER,
    "chair": Role.CHAIR,
    "minister": Role.MINISTER,
    "prime_minister": Role.MINISTER,
    "state_secretary": Role.MINISTER,
}


def evaluation(*parts: str) -> Path:
    path = EVALUATION.joinpath(*parts)
    if not path.exists():
        pytest.skip("no evaluation data; set TRACKER_EVALUATION")
    return path


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def example() -> Report:
    return read(ROOT / "examples" / "verslag-2021-09-21.txt")


def test_the_example_report_is_told_apart_speaker_by_speaker() -> None:
    report = example()
    who = {}
    for sentence in report.sentences:
        speaker = report.speeches[sentence.speech].speaker if sentence.speech is not None else None
        who[report.text[sentence.start : sentence.end]] = speaker.name if speaker else None

    assert report.style is ReportStyle.SYNTHESIS
    assert who["Dit onderzoek zal in principe in juni 2022 zijn afgerond."] == "Bart Somers"
    assert who["Hij wil die wachtlijsten tegen het einde van dit jaar volledig weggewerkt zien."] == "Bart Somers"
    assert who["De digitalisering zal hierbij een belangrijke rol spelen."] == "Maaike De Vreese"
    assert who["Wat betekent dit voor 2021?"] == "Jeremie Vaneeckhout"
    assert [who[text] for text in who if text.startswith("Het aan de commissie toegewezen")] == [None]


def test_the_example_report_says_of_itself_what_it_is() -> None:
    report = example()
    minister = next(person for person in report.speakers if person.role is Role.MINISTER)

    assert str(report.held_on) == "2021-09-21"
    assert report.committee == "Commissie voor Binnenlands Bestuur, Gelijke Kansen en Inburgering"
    assert (report.chair, report.rapporteur) == ("Kris Van Dijck", "Jeremie Vaneeckhout")
    assert (report.language, report.chamber) == ("nl", "Vlaams Parlement")
    assert minister.function == (
        "viceminister-president van de Vlaamse Regering en Vlaams minister van Binnenlands Bestuur, Bestuurszaken, "
        "Inburgering en Gelijke Kansen"
    )


def stray(report: Report) -> list[str]:
    """The sentences that are not made of runs of the original, but for spaces that join lines."""
    places, found = report.places, []
    for sentence in report.sentences:
        first, last = bisect_right(places.starts, sentence.start) - 1, bisect_left(places.starts, sentence.end)
        runs = [
            report.original[origin + max(sentence.start - start, 0) : origin + min(sentence.end - start, length)]
            for start, origin, length in zip(
                places.starts[first:last], places.origins[first:last], places.lengths[first:last], strict=True
            )
        ]
        text = report.text[sentence.start : sentence.end]
        if "".join("".join(runs).split()) != "".join(text.split()):
            found.append(text)
    return found


def test_every_sentence_of_every_report_is_found_again_in_the_original() -> None:
    folders = (evaluation("reports"), evaluation("reported"))
    reports = [read(path) for folder in folders for path in sorted(folder.glob("*.txt"))] + [example()]

    assert len(reports) > 10
    assert [text for report in reports for text in stray(report)] == []


def test_speakers_and_roles_of_verbatim_reports_are_right() -> None:
    by_source: dict[object, list[dict[str, object]]] = {}
    for name in ("be_kamer_speeches.jsonl", "nl_tk_speeches.jsonl"):
        for row in rows(evaluation("unlabelled", name)):
            by_source.setdefault(row["source"], []).append(row)
    total = right = 0
    for meta in rows(evaluation("reports", "metadata.jsonl")):
        expected = by_source.get(meta["source"], [])
        report = read(evaluation("reports", str(meta["file"])))
        spoken: dict[str, list[Speaker | None]] = {}
        for speech in report.speeches:
            spoken.setdefault(plain(report.text[speech.start : speech.end])[:60], []).append(speech.speaker)
        for row in expected:
            total += 1
            right += any(is_of(row, speaker) for speaker in spoken.get(opening(row), []))

    assert total > 1000
    assert right >= ENOUGH * total


def opening(row: dict[str, object]) -> str:
    paragraphs = row["paras"]
    assert isinstance(paragraphs, list)
    return plain(" ".join(paragraph["text"] for paragraph in paragraphs))[:60]


def is_of(row: dict[str, object], speaker: Speaker | None) -> bool:
    called = label_of(vocabulary_of(), f"{row['speaker']}:")
    if speaker is None or speaker.role is not ROLES.get(str(row["role"]), Role.OTHER):
        return False
    return speaker.role is Role.CHAIR or (called is not None and called.speaker.name == speaker.name)


def test_every_known_label_of_a_speech_is_understood() -> None:
    speeches = rows(evaluation("unlabelled", "be_kamer_speeches.jsonl")) + rows(
        evaluation("unlabelled", "nl_tk_speeches.jsonl")
    )
    right = 0
    for row in speeches:
        number = f"{row['item']} " if re.match(r"\d+\.", str(row["item"])) else ""
        label = label_of(vocabulary_of(), f"{number}{row['speaker']}: Dank u.")
        right += label is not None and label.speaker.role is ROLES.get(str(row["role"]), Role.OTHER)

    assert right >= ENOUGH * len(speeches)


@pytest.mark.parametrize("name", ["reported-1", "reported-4", "reported-6"])
def test_written_synthesis_reports_say_of_themselves_what_they_are(name: str) -> None:
    report = read(evaluation("reported", f"{name}.txt"))
    gold = json.loads(evaluation("reported", f"{name}.gold.json").read_text(encoding="utf-8"))
    meta = gold["metadata"]
    ministers = [person.name for person in report.speakers if person.role is Role.MINISTER and person.name]

    assert (str(report.held_on), report.language, report.committee) == (
        meta["date"],
        meta["language"],
        meta["committee"],
    )
    assert (report.chair, report.rapporteur) == (meta["chair"], meta["rapporteur"])
    assert ministers == meta.get("ministers", [meta["minister"]])
    for required in gold["required"]:
        words = plain(required["quote"])
        speech = next(
            sentence.speech
            for sentence in report.sentences
            if (said := plain(report.text[sentence.start : sentence.end])) in words or words in said
        )
        speaker = report.speeches[speech].speaker if speech is not None else None
        assert speaker is not None
        assert speaker.name == required["minister"]
