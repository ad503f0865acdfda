"""What a shell offers after Tab: what the register knows, quickly, and nothing at all where there is no register."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from calling import called

from tracker.cli import application
from tracker.cli.completion import harmless

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


HOSTILE = "De \\$(touch GEKRAAKT) `touch GEKRAAKT` \"; touch GEKRAAKT; ' [/b] :`:: \x1b[2J\r\nkost geld"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_nothing_that_a_document_says_is_run_by_a_shell(
    place: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    where = ("--minister", "Hostile$(x) Verl`x`", "--said-on", "2026-02-20")
    called(place, "--today", "2026-03-01", "add", "--quote", "Ja.", "--summary", HOSTILE, *where)
    typed = {"COMP_WORDS": "tracker show C-0013", "COMP_CWORD": "2", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    typed |= {"_TYPER_COMPLETE_ARGS": "tracker show C-0013", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "C-0013"}

    told = told_shell(place, monkeypatch, _TRACKER_COMPLETE=f"complete_{shell}", **typed)

    word = told.removeprefix("_arguments '*: :((").strip().removesuffix("))'")
    assert word.startswith('"C-0013":"De (touch' if shell == "zsh" else "C-0013"), told
    assert not set("\\$`'\x1b\r\n") & set(word.replace(r"\\:", ":")), told
    assert word.count('"') == (4 if shell == "zsh" else 0)
    assert word.count(":::") == (1 if shell == "powershell" else 0)
    assert shell == "bash" or word.rstrip('"').endswith("kost geld")


def test_a_word_on_which_a_shell_would_act_is_not_offered() -> None:
    words = ["C-0001", "jan@example.org", "o'brien@example.org", "a;touch", "$(x)", "`x`", "a b", "a\\", 'a"', "a\nb"]

    assert [word for word, _ in harmless((word, "") for word in words)] == ["C-0001", "jan@example.org"]


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
