"""Every review begins with a report, three proposals and a clerk who is spoken to in English."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from to_review import ACT, LATER, PLAN, SAID, STUDY, TEXT, Done, found

from tracker.cli import main
from tracker.model import Report
from tracker.store import connect, register, reports


@pytest.fixture(autouse=True)
def spoken_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register with a report and three proposals."""
    path = tmp_path / "register.db"
    database = connect(path)
    report = replace(
        Report.from_text(TEXT, held_on=SAID, language="nl"), name="verslag.txt", sha256="a" * 64, committee="Commissie"
    )
    proposals = [
        found(
            PLAN,
            "het plan voorleggen",
            due=date(2021, 12, 31),
            words="eind 2021",
            confidence=0.95,
            again=((TEXT.index("Dat is"), TEXT.index("alles.")),),
        ),
        found(STUDY, "het onderzoek afronden", due=date(2022, 6, 30), words="juni 2022"),
        found(LATER, "het onderzoek afronden", due=date(2022, 6, 30), words="juni 2022", confidence=0.3),
    ]
    with database.write(begins=True) as tx:
        number = reports.add(tx, report, act=ACT)
        register.propose(tx, number, proposals, act=ACT)
    database.close()
    return path


@pytest.fixture
def tracker(office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command as it runs from a script: arguments and a pipe go in, what it says and its exit code come out."""

    def run(*arguments: str, keys: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["tracker", "--db", str(office), "--as", "clerk", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Done(int(left.value.code or 0), said.out, said.err)

    return run
