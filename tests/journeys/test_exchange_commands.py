"""`tracker export`, `import` and `stats` as people type them."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner, Result

from tracker.cli import application
from tracker.errors import TrackerError
from tracker.model import Act, Change
from tracker.store import connect, register

Run = Callable[..., Result]
SAID = {
    "quote": "De minister zal dat doen.",
    "said_on": "2021-09-21",
    "firmness": "firm",
    "kind": "report",
    "confidence": 1.0,
}
COMMITMENTS = (
    {"summary": "de evaluatie bezorgen", "status": "open", "due_on": "2022-06-30", "minister": "Bart Somers"},
    {
        "summary": "=1+1",
        "status": "fulfilled",
        "due_on": "2022-06-30",
        "resolved_on": "2022-06-01",
        "notes": ["intern"],
    },
    {
        "summary": "een brief sturen",
        "status": "open",
        "due_on": None,
        "check_on": "2021-12-21",
        "minister": "Hilde Crevits",
    },
)
PLAIN = {"deadline_version": 1, "slips": 0, "slip_days": 0}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder of its own, on 1 July 2022."""
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def running(*arguments: str, database: str = "commitments.db") -> Result:
        result = CliRunner().invoke(application, ["--db", database, "--today", "2022-07-01", "--as", "jan", *arguments])
        if result.exception and not isinstance(result.exception, SystemExit | TrackerError):
            raise result.exception
        return result

    return running


@pytest.fixture
def filled(run: Run) -> Run:
    """Three commitments: one overdue, one done, one without a date."""
    database = connect("commitments.db")
    with database.write(begins=True) as tx:
        changes = [Change("imported", {**SAID, **PLAIN, **one}) for one in COMMITMENTS]
        register.begin(tx, changes, act=Act("jan", datetime(2022, 6, 1, tzinfo=UTC)))
    database.close()
    return run


def test_csv_goes_to_standard_output_and_defuses_formulas(filled: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(filled("export").stdout, newline="")))

    assert [row["label"] for row in rows] == ["C-0001", "C-0002", "C-0003"]
    assert rows[1]["summary"] == "'=1+1"
    assert rows[1]["notes"] == '["intern"]'


def test_the_filters_of_list_choose_what_goes_out(filled: Run) -> None:
    overdue = filled("export", "--overdue", "--format", "jsonl").stdout.splitlines()
    by_minister = filled("export", "--minister", "crevits", "--format", "json").stdout

    assert [json.loads(line).get("label") for line in overdue] == [None, "C-0001"]
    assert json.loads(overdue[0])["whole"] is False
    assert [one["label"] for one in json.loads(by_minister)["commitments"]] == ["C-0003"]


def test_days_and_statuses_choose_too(filled: Run) -> None:
    def chosen(*filters: str) -> list[str]:
        lines = filled("export", "--format", "jsonl", *filters).stdout.splitlines()[1:]
        return [json.loads(line)["label"] for line in lines]

    assert chosen("--status", "all") == ["C-0001", "C-0002", "C-0003"]
    assert chosen("--status", "fulfilled", "--due-by", "2022-06-30") == ["C-0002"]
    assert chosen("--due-within", "2w") == []
    assert chosen("--due-before", "2022-06-30") == []
    assert chosen("--undated") == ["C-0003"]


def test_the_ending_of_the_file_tells_the_format(filled: Run) -> None:
    for name in ("uit.csv", "uit.json", "uit.jsonl", "uit.ndjson", "uit.xlsx", "uit.ics", "uit.atom", "uit.xml"):
        result = filled("export", "-o", name)
        assert result.stdout == f"3 toezeggingen geschreven naar {name}.\n"
        assert Path(name).stat().st_size > 300
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600


def test_the_calendar_has_the_alarms_of_the_settings(filled: Run) -> None:
    with_alarms = Calendar.from_ical(filled("export", "--format", "ics").stdout)
    without = Calendar.from_ical(filled("export", "--format", "ics", "--no-alarms").stdout)
    tasks = Calendar.from_ical(filled("export", "--format", "ics", "--tasks").stdout)

    assert len(with_alarms.walk("VEVENT")) == 3
    assert len(with_alarms.walk("VALARM")) == 6
    assert without.walk("VALARM") == []
    assert len(tasks.walk("VTODO")) == 3


def test_a_public_export_leaves_out_what_is_internal(filled: Run) -> None:
    lines = filled("export", "--public", "--format", "jsonl").stdout.splitlines()

    assert [json.loads(line)["record"] for line in lines] == ["register", *["commitment"] * 3]
    assert "intern" not in "".join(lines)


def test_excel_gets_a_byte_order_mark_when_asked(filled: Run) -> None:
    assert filled("export", "--bom").stdout_bytes.startswith(b"\xef\xbb\xbflabel")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--output", "uit.pdf"), "Which format is uit.pdf?"),
        (("--output", "."), "Which format"),
        (("--format", "csv", "--output", "nergens/uit.csv"), "Cannot write to nergens/uit.csv"),
        (("--format", "csv", "--output", "."), "Cannot write to ."),
        (("--status", "klaar"), "Unknown --status: 'klaar'"),
        (("--due-within", "soon"), "not a number of days"),
        (("--due-after", "9999-12-31"), "beyond the calendar"),
        (("--due-before", "blub"), "names no day"),
    ],
)
def test_a_call_that_cannot_be_done_is_told(arguments: tuple[str, ...], words: str, filled: Run) -> None:
    result = filled("export", *arguments)

    assert result.exit_code != 0
    assert words in str(result.exception)


def test_a_full_disk_is_told(filled: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    assert "No space left" in str(filled("export", "--format", "csv", "--output", "/dev/full").exception)


def test_a_failed_export_leaves_the_old_file(filled: Run) -> None:
    Path("uit.csv").write_text("oud")
    connect("commitments.db").close()
    Path("commitments.db").write_text("geen register")
    result = filled("export", "--output", "uit.csv")

    assert result.exit_code != 0
    assert Path("uit.csv").read_text() == "oud"
    assert [path.name for path in Path().iterdir() if path.name.startswith(".tracker-")] == []


def test_a_link_is_followed_and_a_device_is_written_to(filled: Run) -> None:
    Path("map").mkdir()
    Path("map/echt.csv").write_text("oud")
    Path("uit.csv").symlink_to("map/echt.csv")
    filled("export", "--output", "uit.csv", "--force")

    assert Path("uit.csv").is_symlink()
    assert Path("map/echt.csv").read_text().startswith("label,")
    assert filled("export", "--format", "csv", "--output", os.devnull).exit_code == 0


def test_a_workbook_is_not_thrown_at_a_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.cli.exchange.is_terminal", lambda: True)

    assert "A workbook is not for a terminal" in str(filled("export", "--format", "xlsx").exception)


def test_a_register_moves_through_a_file(filled: Run) -> None:
    filled("export", "--output", "uit.jsonl")
    rehearsed = filled("import", "uit.jsonl", "--dry-run", database="nieuw.db")
    imported = filled("import", "uit.jsonl", database="nieuw.db")
    filled("export", "--output", "weer.jsonl", database="nieuw.db")

    assert rehearsed.stdout.endswith("3 nieuw (C-0001 tot C-0003). Er is niets opgeslagen: een proef.\n")
    assert imported.stdout == "heel register (JSON Lines): 3 nieuw (C-0001 tot C-0003).\n"
    assert Path("weer.jsonl").read_text().splitlines()[1:] == Path("uit.jsonl").read_text().splitlines()[1:]
    assert filled("verify", database="nieuw.db").exit_code == 0


def test_a_table_of_another_register_is_taken_in_and_its_deadlines_are_read(run: Run) -> None:
    Path("in.csv").write_text(
        "kenmerk;toezegging;datum;termijn;status;kleur\n"
        "T1;De minister bezorgt de cijfers.;21/9/2021;eind juni 2022;open;rood\n"
        "T2;De minister denkt na.;21/9/2021;ooit misschien;open;\n"
        "T3;De minister ziet wel.;21/9/2021;;weg;\n"
    )
    result = run("import", "in.csv")
    (first, second) = json.loads(run("list", "--format", "json").stdout)

    assert result.exit_code == 1
    assert result.stdout == "CSV van een ander register: 2 nieuw (C-0001 tot C-0002), 1 geweigerd.\n"
    assert "Kolommen die niet gelezen worden: kleur." in result.stderr
    assert "rij 3: de termijn 'ooit misschien' noemt geen dag; hij wordt als woorden bewaard." in result.stderr
    assert "rij 4: de status 'weg' is niet bekend. Bekend: " in result.stderr
    assert (first["due_on"], first["due_words"]) == ("2022-06-30", "eind juni 2022")
    assert first["stated"]["text"] == "eind juni 2022"
    assert (second["due_on"], second["due_words"]) == (None, "ooit misschien")
    assert run("import", "in.csv").stdout == "CSV van een ander register: 0 nieuw, 2 bekend, 1 geweigerd.\n"
    assert run("show", "C-0001").exit_code == 0


def test_the_report_of_an_import_is_there_for_programs(run: Run) -> None:
    record = {"Nummer": "TZ1", "Tekst": "x", "Status": "Zoek", "Aanmaakdatum": "2026-03-19", "Verwijderd": False}
    gone = {**record, "Nummer": "TZ2", "Verwijderd": True}
    Path("tk.json").write_text(json.dumps({"value": [record, gone]}))
    (told,) = json.loads(run("import", "tk.json", "--format", "json").stdout)

    assert (told["kind"], told["new"], told["refused"], told["withdrawn"], told["dry_run"]) == (
        "Toezegging records of the Tweede Kamer",
        0,
        1,
        1,
        False,
    )
    assert told["problems"][0]["message"] == "record 1 (TZ1): the status 'Zoek' is not known."


def test_many_problems_are_counted_in_the_summary(run: Run) -> None:
    Path("in.csv").write_text("tekst,datum\n" + "x,ooit\n" * 1003)

    assert run("import", "in.csv").stdout == "CSV van een ander register: 0 nieuw, 1.003 geweigerd, nog 3 problemen.\n"


def test_a_file_that_is_no_register_is_told(run: Run) -> None:
    Path("foto.png").write_bytes(b"\x89PNG\0\0")
    result = run("import", "foto.png")

    assert result.exit_code != 0
    assert str(result.exception).startswith("Cannot import foto.png. The file is not text.")


def test_stats_are_drawn_counted_and_written_as_a_page(filled: Run) -> None:
    drawn = filled("stats").stdout
    rows = json.loads(filled("stats", "--by", "minister", "--format", "json").stdout)
    page = filled("stats", "--html", "cijfers.html")

    assert "   1  te laat" in drawn
    assert "▒" in drawn
    assert [(row["side"], row["name"], row["total"]) for row in rows] == [
        ("whole", None, 3),
        ("minister", "Bart Somers", 1),
        ("minister", "Hilde Crevits", 1),
        ("minister", None, 1),
    ]
    assert page.stdout == "Geschreven naar cijfers.html.\n"
    assert Path("cijfers.html").read_text().startswith("<!DOCTYPE html>")
    assert filled("stats", "--html", "-").stdout.rstrip().endswith("</html>")


def test_stats_count_what_was_rejected_apart(filled: Run) -> None:
    database = connect("commitments.db")
    with database.write() as tx:
        act = Act("jan", datetime(2022, 6, 2, tzinfo=UTC), "geen belofte")
        register.record(tx, 3, Change("rejected", {"status": "rejected"}), act=act)
    database.close()
    (whole, *_) = csv.DictReader(io.StringIO(filled("stats", "--format", "csv").stdout))

    assert (whole["total"], whole["rejected"]) == ("2", "1")


def test_stats_of_a_selection_count_that_selection(filled: Run) -> None:
    (whole, *_) = csv.DictReader(io.StringIO(filled("stats", "--status", "open", "--format", "csv").stdout))

    assert (whole["total"], whole["overdue"], whole["undated"]) == ("2", "1", "1")


def test_stats_without_block_characters_stay_readable(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.cli.exchange.writes_unicode", lambda: False)
    monkeypatch.setattr("tracker.cli.exchange.is_terminal", lambda: True)

    drawn = filled("stats", "--by", "year").stdout

    assert "▒" not in drawn
    assert "!!" in drawn
