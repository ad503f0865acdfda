"""What a shell offers after Tab: what the register knows, quickly, and nothing at all where there is no register."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from calling import called

from tracker.cli import application

SAID = ("--quote", "Ik zal dat doen.", "--summary", "de cijfers bezorgen", "--said-on", "2026-02-20")


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with twelve commitments and a reader."""
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    for _ in range(12):
        where = ("--minister", "Annelies Verlinden", "--committee", "Commissie voor Welzijn")
        called(tmp_path, "--today", "2026-03-01", "add", *SAID, *where)
    called(tmp_path, "subscriber", "add", "jan@example.org", at="2026-03-01T12:00")
    return tmp_path


def told_shell(place: Path, patch: pytest.MonkeyPatch, **asked: str) -> str:
    """What the command tells a shell, and nobody else."""
    for name, value in asked.items():
        patch.setenv(name, value)
    said, beside = io.StringIO(), io.StringIO()
    with chdir(place), redirect_stdout(said), redirect_stderr(beside), pytest.raises(SystemExit):
        application(prog_name="tracker", obj={})
    assert not beside.getvalue()
    return said.getvalue()


def offered(place: Path, patch: pytest.MonkeyPatch, typed: str) -> list[str]:
    """What bash is offered for the last word."""
    last = str(len(typed.split(" ")) - 1)
    return told_shell(place, patch, _TRACKER_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=last).split()


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("tracker show C-001", ["C-0012", "C-0011", "C-0010"]),
        ("tracker accept C-0001 C-0002", ["C-0002"]),
        ("tracker history c-0003", ["c-0003"]),  # as it was begun: a shell offers nothing else
        ("tracker show 12", []),
        ("tracker list --minister Ver", ["Verlinden"]),
        ("tracker ls -c wel", ["welzijn"]),
        ("tracker rappel --minister A", ["Annelies"]),
        ("tracker subscriber pause j", ["jan@example.org"]),
        ("tracker follow C-0001 ja", ["jan@example.org"]),
    ],
)
def test_what_the_register_knows_is_offered(
    place: Path, monkeypatch: pytest.MonkeyPatch, typed: str, offers: list[str]
) -> None:
    assert offered(place, monkeypatch, typed) == offers


def test_a_number_is_offered_with_its_summary(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"_TRACKER_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "tracker show C-0001"}

    assert '"C-0001":"de cijfers bezorgen"' in told_shell(place, monkeypatch, **asked)


@pytest.mark.parametrize(
    "register", ["absent.db", "broken.db", "postgresql://jan@127.0.0.1:2/register", "nonsense://x", "~nobody/x.db"]
)
def test_without_a_register_nothing_is_offered_said_or_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register: str
) -> None:
    (tmp_path / "broken.db").write_text("no database")

    assert offered(tmp_path, monkeypatch, f"tracker --db {register} show C-") == []
    assert [one.name for one in tmp_path.iterdir()] == ["broken.db"]


def test_unreadable_settings_offer_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tracker.toml").write_text("[")

    assert offered(tmp_path, monkeypatch, "tracker show C-") == []
