"""The page that tells of the library: its example runs as it stands there."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_of_the_page_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "verslag.txt").write_bytes((ROOT / "examples/verslag-2021-09-21.txt").read_bytes())
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/library.md").read_text("utf-8"), re.DOTALL)

    exec(compile(code, "docs/library.md", "exec"), {"__name__": "page"})

    told = capsys.readouterr().out
    assert "2021-12-31" in told
    assert (tmp_path / "commitments.db").is_file()


def test_type_checkers_see_the_types_of_the_package() -> None:
    assert (files("tracker") / "py.typed").is_file()
