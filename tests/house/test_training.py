"""Whoever wants to train is told what is missing, and one make target installs it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "train_extraction.py"
NEEDED = [
    f"nl_{name}.dev.jsonl" for name in ("passages", "reported", "reported2", "modelled", "ministers", "ministers2")
]
OWN = {"tracker", "annotated"}  # what stands in this repository
WITH_THE_PROGRAM = {"numpy"}  # which reads the encoder with it


@pytest.fixture
def without_numpy(tmp_path: Path) -> Path:
    """A folder of modules in which numpy is as good as absent."""
    (tmp_path / "numpy.py").write_text("raise ModuleNotFoundError('absent', name='numpy')\n", encoding="utf-8")
    return tmp_path


def train(modules: Path, *arguments: str, passages: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(modules), "TRACKER_EVALUATION": str(passages)}
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_help_of_the_training_needs_nothing_installed(without_numpy: Path) -> None:
    told = train(without_numpy, "--help", passages=without_numpy)

    assert (told.returncode, told.stderr) == (0, "")
    assert "make train" in told.stdout


def test_a_library_that_training_lacks_is_told_with_what_installs_it(without_numpy: Path) -> None:
    for name in NEEDED:
        (without_numpy / name).touch()

    told = train(without_numpy, passages=without_numpy)

    assert told.returncode == 2
    assert "numpy is not installed; say: make train" in told.stderr


def test_passages_that_are_absent_are_told_with_what_names_their_folder(without_numpy: Path) -> None:
    told = train(without_numpy, passages=without_numpy)

    assert told.returncode == 2
    assert "TRACKER_EVALUATION names the folder" in told.stderr


def test_everything_that_training_imports_is_installed_by_its_group() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    installed = {requirement.partition(">=")[0] for requirement in groups["train"]}
    nodes = list(ast.walk(ast.parse(SCRIPT.read_text("utf-8"))))
    modules = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - OWN

    assert imported - WITH_THE_PROGRAM == installed
