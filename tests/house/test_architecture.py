"""The house keeps its shape: small files, short functions, every public name explained, words that belong here."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
CODE = [path for path in SOURCES if "migrations" not in path.parts]
BESIDE = sorted(path for room in ("tests", "scripts", "benchmarks") for path in (ROOT / room).rglob("*.py"))


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", [*CODE, *BESIDE], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_answers_one_question(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= 400, f"{path} has {lines} lines: split it along its questions"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_function_fits_on_a_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {
        node.name: length for node in functions if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > 50
    }

    assert not long


def test_transactions_begin_in_use_cases_only() -> None:
    """A use case owns the transaction: no command, scheduler or pure room opens one."""
    allowed = {"usecases", "store"}
    opening = re.compile(r"\.(?:write|read)\([^()]*\) as ")
    offenders = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.relative_to(ROOT / "tracker").parts[0] not in allowed and opening.search(path.read_text("utf-8"))
    ]

    assert not offenders


def test_files_are_made_in_one_room() -> None:
    """So that none is open to others, and none takes another's place; a ledger is only added to."""
    making = re.compile(r"""\.write_text|\.write_bytes|mkstemp|Temporary(?!Error)\w+\(|os\.open\(|\.open\(["'][wax]""")
    allowed = {"tracker/store/ledger.py", "tracker/store/storage.py"}
    allowed |= {"tracker/given.py", "tracker/cli/streams.py"}  # they open to read, and the empty device
    allowed |= {
        "tracker/reading/scans.py",
        "tracker/reading/recogniser.py",
    }  # into a folder of theirs that is gone then
    offenders = [
        name
        for path in SOURCES
        if not (name := str(path.relative_to(ROOT))).startswith("tracker/files/") and name not in allowed
        if making.search(path.read_text("utf-8").replace("SpooledTemporaryFile(", ""))  # it has no name
    ]

    assert not offenders


def test_only_the_app_reads_the_environment() -> None:
    reading = re.compile(r"os\.environ|os\.getenv|getpass")
    offenders = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.name != "app.py" and reading.search(path.read_text("utf-8"))
    ]

    assert not offenders


def test_what_is_forbidden_to_a_room_is_forbidden_to_all_that_is_added_to_it() -> None:
    """A contract names whole rooms, and its exceptions by name: one that lists files lets a new one pass in silence."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    named = {name for contract in settings["contracts"] for name in contract.get("source_modules", ())}

    assert not {name for name in named if name.count(".") != 1}


def test_the_repository_speaks_of_the_project_alone() -> None:
    """No machine paths or to-do marks stand in what people read."""
    foreign = re.compile(r"/(?:work|tmp|home|root)/\w|\bTODO\b|\bFIXME\b|\bXXX\b")
    text_kinds = {".py", ".md", ".toml", ".txt", ".html", ".po", ".cfg", ".yml", ".service", ".timer", ""}
    offenders = {
        str(path.relative_to(ROOT)): found.group()
        for path in tracked_files()
        if path.suffix in text_kinds and path != Path(__file__).resolve() and "examples" not in path.parts
        if (found := foreign.search(path.read_text(encoding="utf-8")))
    }

    assert not offenders
