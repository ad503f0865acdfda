"""A command on a rehearsed day, and a register with three commitments."""

import shutil
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factory import a_commitment
from register_command import ADD, QUOTE, TEXT, TODAY, CommandResult, Run

from tracker.cli import main
from tracker.model import Act, Report, Role, Speaker
from tracker.store import connect, register, reports


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, in a folder of its own, on a rehearsed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "register.db"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def run(*words: str, today: str = TODAY, language: str = "nl") -> CommandResult:
        monkeypatch.setenv("TRACKER_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["tracker", "--today", today, "--as", "griffier", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return CommandResult(code, told.out, told.err)

    return run


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the register of `three` is kept once it was made."""
    return tmp_path_factory.mktemp("kept") / "three.db"


@pytest.fixture
def three(tracker: Run, tmp_path: Path, kept: Path) -> Run:
    """C-0001 from a report, due 2021-12-31; C-0002 by hand, due 2022-06-30; C-0003 by hand, without a date."""
    if kept.exists():
        shutil.copy(kept, tmp_path / "register.db")
        return tracker
    promise = a_commitment(
        QUOTE,
        start=TEXT.index(QUOTE),
        minister=Speaker("Bart Somers", Role.MINISTER, "minister van Binnenlands Bestuur"),
        asked_by=Speaker("An Moerenhout", Role.MEMBER, party="Groen"),
        confidence=0.9,
    )
    report = Report(text=TEXT, original=TEXT, held_on=date(2021, 9, 21), name="v.txt", sha256="ab" * 32, language="nl")
    with closing(connect(tmp_path / "register.db")) as database, database.write(begins=True) as tx:
        act = Act("griffier", datetime(2021, 9, 22, tzinfo=UTC))
        register.propose(tx, reports.add(tx, report, act=act), [promise], act=act)
    tracker("edit", "C-0001", "--deadline", "tegen eind 2021", today="2021-09-22")
    tracker("accept", "C-0001", today="2021-09-22")
    tracker(*ADD, "--minister", "Lydia Peeters", "--deadline", "eind juni 2022", "--committee", "Mobiliteit")
    tracker(*ADD, "--minister", "Lydia Peeters", "--kind", "budget", "--tag", "geld")
    shutil.copy(tmp_path / "register.db", kept)
    return tracker
