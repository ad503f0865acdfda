"""Is a report that comes once more, in another form or read otherwise, the same report with the same commitments?"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from textwrap import fill

import pytest
from papers import column, docx, odt, pdf, word_paragraph
from typer.testing import CliRunner, Result

from tracker.cli import application

DATED = "Zij zal het verslag van de studie tegen eind juni aan de commissie bezorgen."
UNDATED = "Zij zal de reële gevolgen daarvan voor de gemeenten laten onderzoeken door een externe partner."
SOON = "De minister zal de cijfers over een maand aan de leden bezorgen."
PARAGRAPHS = (
    "De Commissie voor Welzijn besprak op 5 oktober 2021 de wachtlijsten in de zorg voor personen met een handicap.",
    "1. Toelichting door An Peeters, Vlaams minister van Welzijn",
    f"Minister An Peeters zegt dat de wachtlijsten in alle provincies korter zijn geworden. {DATED} {UNDATED}",
    "2. Bespreking",
    "Jo Claes vraagt of ook de kleine gemeenten worden geholpen, want daar wachten mensen langer dan in de steden.",
    f"De minister antwoordt dat dit zo is, en dat er al overleg is geweest met elk van de gemeenten. {SOON}",
)


@pytest.fixture(autouse=True)
def spoken_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "commitments.db"


def run(database: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(application, ["--db", str(database), *map(str, arguments)])


def rows(database: Path, *options: str) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(run(database, "list", *options, "--format", "json").output)
    return listed


def due(database: Path) -> dict[object, object]:
    return {row["number"]: row["due_on"] for row in rows(database)}


def text(paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    return "\n\n".join(paragraphs).encode()


def as_wrapped(paragraphs: tuple[str, ...]) -> bytes:
    return "\n\n".join(fill(paragraph, 70) for paragraph in paragraphs).encode()


def as_word(paragraphs: tuple[str, ...]) -> bytes:
    return docx("".join(word_paragraph(paragraph) for paragraph in paragraphs))


def as_odt(paragraphs: tuple[str, ...]) -> bytes:
    return odt("".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs))


def as_page(paragraphs: tuple[str, ...]) -> bytes:
    return f"<html><body>{''.join(f'<p>{escape(paragraph)}</p>' for paragraph in paragraphs)}</body></html>".encode()


def as_pdf(paragraphs: tuple[str, ...]) -> bytes:
    return pdf([column("\n\n".join(paragraphs), x=70, y=760, width=80)])


@pytest.fixture
def known(database: Path, tmp_path: Path) -> Path:
    """The report as it was read first."""
    path = tmp_path / "verslag.txt"
    path.write_bytes(text())
    run(database, "extract", path)
    return path


# ------------------------------------------------------------------ copies
@pytest.mark.parametrize("form", [as_wrapped, as_word, as_odt, as_page, as_pdf])
@pytest.mark.parametrize("accepted", [True, False])
def test_a_report_in_another_form_gives_the_same_commitments(
    database: Path, tmp_path: Path, known: Path, form: object, *, accepted: bool
) -> None:
    assert callable(form)
    if accepted:
        run(database, "accept", "C-0001", "C-0002", "C-0003")
    before = rows(database)
    copy = tmp_path / "kopie"
    copy.write_bytes(form(PARAGRAPHS))

    done = run(database, "extract", copy)

    assert done.exit_code == 0, done.output
    assert known.exists()
    assert [row["due_on"] for row in before].count(None) == 1
    assert rows(database) == before


def test_a_corrected_copy_without_a_number_changes_what_nobody_decided_on(
    database: Path, tmp_path: Path, known: Path
) -> None:
    run(database, "accept", "C-0002")
    corrected = tuple(paragraph.replace("eind juni", "eind mei") for paragraph in PARAGRAPHS)
    copy = tmp_path / "verbeterd.docx"
    copy.write_bytes(as_word(corrected))

    done = run(database, "extract", copy)

    assert known.exists()
    assert "A corrected version" in done.output
    assert due(database) == {"C-0001": "2022-05-31", "C-0002": None, "C-0003": "2021-11-05"}


def test_a_third_copy_finds_what_stayed_with_the_first(database: Path, tmp_path: Path, known: Path) -> None:
    run(database, "accept", "C-0002")
    run(database, "reject", "C-0003", "--reason", "geen toezegging")
    for name, form in (("a.docx", as_word), ("b.pdf", as_pdf), ("c.html", as_page)):
        (tmp_path / name).write_bytes(form(PARAGRAPHS))
        run(database, "extract", tmp_path / name)

    assert known.exists()
    assert len(rows(database, "--status", "all")) == 3


def test_a_part_of_a_report_adds_nothing_and_misses_nothing(database: Path, tmp_path: Path, known: Path) -> None:
    part = tmp_path / "punt.html"
    part.write_bytes(as_page((PARAGRAPHS[0], *PARAGRAPHS[1:3])))

    done = run(database, "extract", part)

    assert known.exists()
    assert len(rows(database)) == 3
    assert "vanished: none" in done.output


def test_the_same_words_in_another_report_of_that_day_are_another_promise(
    database: Path, tmp_path: Path, known: Path
) -> None:
    other = (
        "De Commissie voor Wonen besprak op 5 oktober 2021 de sociale huurwoningen en de premies voor wie verbouwt.",
        "1. Toelichting door An Peeters, Vlaams minister van Welzijn",
        f"Minister An Peeters zegt dat er meer woningen komen en dat de premies voor isolatie simpel worden. {UNDATED}",
    )
    path = tmp_path / "wonen.txt"
    path.write_bytes(text(other))

    run(database, "extract", path)

    assert known.exists()
    assert len(rows(database)) == 4


def test_two_committees_that_hear_nearly_the_same_are_two_reports(database: Path, tmp_path: Path) -> None:
    for number, committee in enumerate(("Welzijn", "Financiën")):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(text((PARAGRAPHS[0].replace("Welzijn", committee), *PARAGRAPHS[1:])))
        run(database, "extract", path)

    undated = [row["number"] for row in rows(database) if row["due_on"] is None]
    assert undated == ["C-0002", "C-0004"]  # with the same day they are one promise, said again


# ------------------------------------------------------------------ another day
def test_reading_with_another_day_dates_anew_what_nobody_decided_on(database: Path, known: Path) -> None:
    run(database, "accept", "C-0001")
    run(database, "move", "C-0003", "--to", "2021-12-24", "--reason", "uitstel")

    done = run(database, "extract", known, "--date", "2022-10-05")

    assert "read again" in done.output
    assert due(database) == {"C-0001": "2023-06-30", "C-0002": None, "C-0003": "2021-12-24"}
    assert {row["said_on"] for row in rows(database)} == {"2022-10-05"}
    assert "2022-10-05" in run(database, "history", "C-0001").output
    assert run(database, "verify").exit_code == 0


def test_a_day_that_was_wrong_can_be_corrected_again_and_taken_back(database: Path, known: Path) -> None:
    run(database, "accept", "C-0001")
    run(database, "extract", known, "--date", "2022-10-05")
    run(database, "extract", known, "--date", "2023-10-05")
    third = due(database)["C-0001"]

    run(database, "undo")

    assert third == "2024-06-30"
    assert due(database)["C-0001"] == "2023-06-30"
    assert run(database, "verify").exit_code == 0


def test_reading_again_as_before_changes_nothing(database: Path, known: Path) -> None:
    before = run(database, "history", "C-0001").output

    for options in (("--again",), ("--date", "2021-10-05"), ("--language", "nl")):
        assert "known already" in run(database, "extract", known, *options).output

    assert run(database, "history", "C-0001").output == before


def test_a_known_report_is_not_read_again_by_itself(database: Path, known: Path) -> None:
    run(database, "extract", known, "--date", "2022-10-05")

    assert "known already" in run(database, "extract", known).output
    assert due(database)["C-0001"] == "2023-06-30"


def test_a_day_against_that_of_the_report_is_told(database: Path, known: Path) -> None:
    told = run(database, "extract", known, "--date", "2022-10-05")

    assert "the sitting was held on 2021-10-05; 2022-10-05 was given" in told.stderr


def test_one_day_for_several_reports_never_dates_them_alike_in_silence(database: Path, tmp_path: Path) -> None:
    (tmp_path / "eigen.txt").write_bytes(text())
    for name, words in (("zonder.txt", "de wegen"), ("ook-zonder.txt", "de sporen")):
        said = f"Minister An Peeters zegt dat zij het plan over {words} over een maand zal voorleggen aan de commissie."
        (tmp_path / name).write_text(said, encoding="utf-8")

    done = run(database, "extract", *sorted(tmp_path.glob("*.txt")), "--date", "2022-10-05")

    assert [row["said_on"] for row in rows(database)].count("2021-10-05") == 3
    assert "held on 2021-10-05; that is taken, not 2022-10-05" in done.stderr
    assert "zonder.txt does not say its day; 2022-10-05 is taken" in done.stderr
    assert "ook-zonder.txt does not say its day; 2022-10-05 is taken" in done.stderr


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [("C-0001", "2022-06-30", "2023-06-30"), ("C-0003", "2021-11-05", "2022-11-05"), ("C-0002", None, None)],
)
def test_the_day_of_one_commitment_can_be_corrected(
    database: Path, known: Path, number: str, before: str | None, after: str | None
) -> None:
    assert known.exists()
    assert due(database)[number] == before

    done = run(database, "edit", number, "--said-on", "2022-10-05", "--reason", "verkeerde dag")

    assert done.exit_code == 0, done.output
    assert due(database)[number] == after
    assert [row["said_on"] for row in rows(database)].count("2022-10-05") == 1
    assert run(database, "verify").exit_code == 0


def test_a_deadline_that_somebody_decided_on_stays_when_the_day_is_corrected(database: Path, known: Path) -> None:
    assert known.exists()
    run(database, "move", "C-0001", "--to", "2022-09-01", "--reason", "uitstel")
    run(database, "edit", "C-0003", "--deadline", "2021-12-31")

    run(database, "edit", "C-0001", "--said-on", "2021-10-12", "--reason", "verkeerde dag")
    run(database, "edit", "C-0003", "--said-on", "2022-10-12", "--reason", "verkeerde dag")

    assert due(database) == {"C-0001": "2022-09-01", "C-0002": None, "C-0003": "2021-12-31"}


# ------------------------------------------------------------------ another language, another minister
def test_a_report_that_was_read_in_the_wrong_language_is_read_again(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "verslag.txt"
    path.write_bytes(text())
    run(database, "extract", path, "--language", "en")
    assert {row["language"] for row in rows(database)} == {"en"}

    done = run(database, "extract", path, "--language", "nl")

    assert "read again" in done.output
    assert [row["language"] for row in rows(database)] == ["nl"] * 3
    assert run(database, "verify").exit_code == 0


def test_a_report_is_read_again_when_somebody_says_who_is_the_minister(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "verslag.txt"
    path.write_text(
        "Vergadering van 5 oktober 2021\n\nDe voorzitter: Het woord is aan mevrouw Peeters.\n\n"
        "Mevrouw An Peeters: Dank u. Ik zal de cijfers over een maand bezorgen.\n\nDe heer Jo Claes: Goed.\n",
        encoding="utf-8",
    )
    run(database, "extract", path)
    assert rows(database) == []

    run(database, "extract", path, "--minister", "An Peeters")

    assert [(row["minister"], row["due_on"]) for row in rows(database)] == [("An Peeters", "2021-11-05")]
