"""A register from before texts were cleaned is shown without harm: nothing in it acts on a terminal."""

from __future__ import annotations

import io
import json
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from unittest import mock

import pytest

from tracker.cli import main
from tracker.model import Act, Firmness, Kind
from tracker.model.text import clean_text
from tracker.store import connect
from tracker.usecases import register as stories

TITLE = "\x1b]0;pwned\x07"
TURNED = "Hilde \u202eCrevits"
ACT = Act(f"jan{TITLE}", datetime(2022, 6, 1, 12, tzinfo=UTC), f"omdat\x9b2J{TITLE}")


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register whose only commitment would rename the window and turn the line."""
    database = connect(tmp_path / "commitments.db")
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    fields = {"quote": f"Ik zal{TITLE} dat doen.", "summary": f"dat{TITLE} \x9b2Jdoen", "minister": TURNED}
    fields |= {"responsible": TURNED, "committee": f"Werk{TITLE}", "language": "nl"}
    graded = {**fields, "kind": Kind.OTHER, "firmness": Firmness.FIRM, "confidence": 1.0}
    with monkeypatch.context() as before:
        before.setattr("tracker.store.canonical.clean_text", lambda words: words)
        reading = stories.Reading("nl", "be-vlg")
        stories.add(database, graded, said_on=date(2022, 1, 1), act=ACT, deadline="eind juni 2022", reading=reading)
        stories.note(database, [1], f"een{TITLE}\u202e notitie", act=ACT)
    database.close()
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def shown(place: Path, *arguments: str, kind: type[io.TextIOWrapper] = io.TextIOWrapper) -> str:
    screen = kind(kept := io.BytesIO(), encoding="utf-8", newline="")
    with (
        chdir(place),
        mock.patch.object(sys, "argv", ["tracker", "--today", "2022-06-20", *arguments]),
        redirect_stdout(screen),
        redirect_stderr(screen),
        pytest.raises(SystemExit),
    ):
        sys.exit(main())  # type: ignore[func-returns-value]  # reached only when nothing failed
    screen.flush()
    return kept.getvalue().decode()


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
        "erase --actor nobody\x1b]0;x\x07 --yes",
    ],
)
def test_nothing_in_an_older_register_acts_on_a_screen(place: Path, command: str) -> None:
    said = shown(place, *command.split(" "))

    assert said.replace("\r\n", "\n") == clean_text(said)
    assert said.strip()


def test_on_a_terminal_only_the_program_itself_acts(place: Path) -> None:
    said = shown(place, "list", kind=Terminal)

    assert "dat]0;pwned 2Jdoen" in said
    assert not {"\x07", "\x9b", "\u202e"} & set(said)


def test_json_for_programs_still_tells_every_character(place: Path) -> None:
    (row,) = json.loads(shown(place, "list", "--format", "json"))

    assert (row["minister"], row["summary"]) == (TURNED, f"dat{TITLE} \x9b2Jdoen")
