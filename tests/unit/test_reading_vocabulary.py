"""A language and a parliament are added by data alone; here both are invented, and no other is known."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.languages.reading import reading_words
from tracker.model import Report, ReportStyle
from tracker.parliaments.forms import Parliament, parliament, parliaments
from tracker.reading import read_bytes
from tracker.reading.patterns import compiled, with_groups, with_parts
from tracker.reading.sentences import sentence_spans
from tracker.reading.vocabulary import vocabulary_of
from tracker.wording.refusals import advice

TOYLAND = Path(__file__).resolve().parents[1] / "toyland"
SITTING = """Domo de Ludiloj
Ĝustigita traduko

Dokumento 12/3

Komisiono pri Pupoj kaj Balonoj

Kunvenis je mardo 3-an de majo 2033

Prezidas: Bela Ruĝa

La prezidanto: Mi malfermas la kunsidon.

Zamo Verda – LUD – Kiam venos la raporto pri la pupoj?

Ministrino pri Ludo (Ŝana Blua): Mi sendos la raporton al la komisiono. Ĝi venos en junio.
"""
TOLD = """kunsido de la 3-an de majo 2033

Sinjorino Zama Verda demandas, kiam la raporto venos. Ŝi volas scii tion.

La nacia ministro respondas, ke la raporto venos en junio.
"""


def toy(text: str, *, minister: str | None = None) -> Report:
    vocabulary = vocabulary_of(TOYLAND / "languages", TOYLAND / "parliaments")
    return read_bytes(text.encode(), name="raporto.txt", minister=minister, vocabulary=vocabulary)


def spoken(report: Report) -> list[tuple[str | None, str]]:
    speakers = [report.speeches[s.speech].speaker if s.speech is not None else None for s in report.sentences]
    return [(who.name, report.text[s.start : s.end]) for who, s in zip(speakers, report.sentences, strict=True) if who]


def test_a_report_of_an_invented_parliament_says_of_itself_what_it_is() -> None:
    report = toy(SITTING)

    assert (report.language, report.held_on) == ("eo", date(2033, 5, 3))
    assert (report.chamber, report.committee) == ("Domo de Ludiloj", "Komisiono pri Pupoj kaj Balonoj")
    assert (report.chair, report.document_number, report.dossier) == ("Bela Ruĝa", "12/3", "12")


def test_its_labels_are_its_own() -> None:
    report = toy(SITTING)

    assert [(who.name, who.role, who.function, who.party) for who in report.speakers] == [
        ("Bela Ruĝa", "chair", None, None),
        ("Zamo Verda", "member", None, "LUD"),
        ("Ŝana Blua", "minister", "Ministrino pri Ludo", None),
    ]


def test_its_sentences_belong_to_who_spoke_them() -> None:
    report = toy(SITTING)

    assert spoken(report)[-2:] == [
        ("Ŝana Blua", "Mi sendos la raporton al la komisiono."),
        ("Ŝana Blua", "Ĝi venos en junio."),
    ]


def test_its_reported_speech_is_told_in_its_own_words() -> None:
    report = toy(TOLD, minister="Ana Blua")

    assert report.style is ReportStyle.SYNTHESIS
    assert spoken(report) == [
        ("Zama Verda", "Sinjorino Zama Verda demandas, kiam la raporto venos."),
        ("Zama Verda", "Ŝi volas scii tion."),
        ("Ana Blua", "La nacia ministro respondas, ke la raporto venos en junio."),
    ]


def test_what_a_parliament_calls_no_part_of_its_reports_is_left_out() -> None:
    page = f"<html><body><p>{'</p><p>'.join(SITTING.split(chr(10)))}</p></body></html>"

    assert "Ĝustigita" not in toy(SITTING).text
    assert "Ĝustigita" not in toy(page).text


@pytest.mark.parametrize("known", parliaments(), ids=lambda known: known.id)
def test_a_parliament_names_its_languages_and_its_time_zone(known: Parliament) -> None:
    languages = {words.language for words in vocabulary_of().languages}

    assert set(known.languages) <= languages
    assert "/" in known.timezone


def test_an_unknown_parliament_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="There is no parliament 'mars'") as refused:
        parliament("mars")

    assert "be, be-vlg, councils, nl" in str(advice(refused.value))


def test_a_list_of_a_parliament_that_nothing_asks_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    text = 'title = "Here"\nlanguages = []\ntimezone = "UTC"\ncommitees = []\n'
    (tmp_path / "here" / "parliament.toml").write_text(text, "utf-8")

    with pytest.raises(SettingsError, match="commitees"):
        parliaments(tmp_path)


def test_a_place_in_a_form_that_has_no_words_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"names \{when\}"):
        with_parts("on {when}", {"day": "x"})


def test_a_dot_behind_a_number_ends_no_sentence_where_ordinals_are_written_so() -> None:
    words = replace(reading_words("nl"), day_suffixes=(".",), openers=frozenset(("Das",)))
    text = "Wir kommen zur 14. Sitzung am 27. Januar. Es waren 14. Das ist alles."

    spans = sentence_spans(text, 0, len(text), words=words)

    assert [text[start:end] for start, end in spans] == [
        "Wir kommen zur 14. Sitzung am 27. Januar.",
        "Es waren 14.",
        "Das ist alles.",
    ]


def test_a_form_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    text = 'title = "Here"\nlanguages = ["eo"]\ntimezone = "UTC"\ncommittees = ["[Kk]omisiono (pri"]\n'
    (tmp_path / "here" / "parliament.toml").write_text(text, "utf-8")
    vocabulary = vocabulary_of(TOYLAND / "languages", tmp_path)

    with pytest.raises(SettingsError, match=r"cannot be read .*\[Kk\]omisiono \(pri"):
        read_bytes(SITTING.encode(), name="raporto.txt", vocabulary=vocabulary)


def test_a_group_that_no_form_uses_is_never_found() -> None:
    found = compiled(with_groups("(?P<name>a)|b", ("name", "party"))).match("b")

    assert found is not None
    assert (found["name"], found["party"]) == (None, None)


def test_the_manual_names_every_list_of_a_parliament() -> None:
    manual = (TOYLAND.parents[1] / "docs" / "reading.md").read_text("utf-8")
    lists = {each.name for each in fields(Parliament)} - {"id"}

    assert [name for name in sorted(lists) if not re.search(rf"`\[*{name}\]*`", manual)] == []
