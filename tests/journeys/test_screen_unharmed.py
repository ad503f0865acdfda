"""A register from before texts were cleaned is shown without harm: nothing in it acts on a terminal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path

import pytest
from calling import Terminal, called

from tracker.model import Act, Firmness, Kind
from tracker.model.text import clean_text
from tracker.store import connect
from tracker.usecases import register

TITLE = "\x1b]0;pwned\x07"
TURNED = "Hilde \u202eCrevits"
ACT = Act(f"jan{TITLE}", datetime(2022, 6, 1, 12, tzinfo=UTC), f"omdat\x9b2J{TITLE}")


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register whose only commitment would rename the window and turn the line."""
    database = connect(tmp_path / "commitments.db")
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    fields = {"quote": f"Ik zal{TITLE} dat doen.", "summary": f"dat{TITLE} \x9b2Jdoen", "minister": TURNED}
    fields |= {"responsible": TURNED, "committee": f"Werk{TITLE}", "language": "nl"}
    graded = {**fields, "kind": Kind.OTHER, "firmness": Firmness.FIRM, "confidence": 1.0}
    with monkeypatch.context() as before:
        before.setattr("tracker.model.spelling.clean_text", lambda words: words)
        before.setattr("tracker.model.one_line.clean_line", lambda words: words)
        reading = register.Reading("nl", "be-vlg")
        register.add(database, graded, said_on=date(2022, 1, 1), act=ACT, deadline="eind juni 2022", reading=reading)
        register.note(database, [1], f"een{TITLE}\u202e notitie", act=ACT)
    database.close()
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def shown(place: Path, *arguments: str, fails: int = 0, screen: type[TextIOWrapper] = TextIOWrapper) -> str:
    return called(place, "--today", "2022-06-20", *arguments, fails=fails, screen=screen)


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "list --group-by minister",
        "list --format json",
        "list --format jsonl",
        "list --format csv",
        "show C-0001",
        "show C-0001 --format json",
        "history C-0001",
        "search doen",
        "stats",
        "stats --by minister",
        "digest preview",
        "digest preview --html",
        "digest preview --eml",
        "note C-0001 nieuw",
        "undo",
    ],
)
def test_nothing_in_an_older_register_acts_on_a_screen(place: Path, command: str) -> None:
    said = shown(place, *command.split(" "))

    assert said.replace("\r\n", "\n") == clean_text(said)
    assert said.strip()


def test_an_error_that_repeats_what_was_written_acts_on_no_screen(place: Path) -> None:
    said = shown(place, "erase", "--actor", "niemand\x1b]0;x\x07\u202e", "--yes", fails=1)

    assert said == clean_text(said)


def test_on_a_terminal_only_the_program_itself_acts(place: Path) -> None:
    said = shown(place, "list", screen=Terminal)

    assert "dat]0;pwned 2Jdoen" in said
    assert not {"\x07", "\x9b", "\u202e"} & set(said)


def test_json_for_programs_still_tells_every_character(place: Path) -> None:
    (row,) = json.loads(shown(place, "list", "--format", "json"))

    assert (row["minister"], row["summary"]) == (TURNED, f"dat{TITLE} \x9b2Jdoen")
