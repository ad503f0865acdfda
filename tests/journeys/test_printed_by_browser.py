"""Does a report that a browser printed to PDF give the commitments of the report itself?"""

from __future__ import annotations

import shutil
import subprocess
from html import escape
from pathlib import Path
from textwrap import wrap

import pytest

import tracker

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser to print with")


def paragraphs() -> list[str]:
    report = tracker.read(EXAMPLE)
    return [report.text[block.start : block.end] for block in report.blocks]


def a_line_a_paragraph() -> str:
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line.strip()]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def narrow() -> str:
    broken = ["<br>".join(map(escape, wrap(paragraph, 66))) for paragraph in paragraphs()]
    return "<style>body{font:10pt sans-serif}</style>" + "".join(f"<p>{lines}</p>" for lines in broken)


def broken_twice() -> str:
    lines = "\n\n".join("\n".join(wrap(paragraph, 100)) for paragraph in paragraphs())
    return f"<pre style='white-space:pre-wrap;font:15pt monospace'>{escape(lines)}</pre>"


def said(path: Path) -> set[tuple[str, object]]:
    found = tracker.extract(tracker.read(path)).commitments
    return {(" ".join(one.quote.split()), one.deadline and one.deadline.due) for one in found}


@pytest.mark.parametrize("page", [a_line_a_paragraph, narrow, broken_twice])
def test_a_report_that_a_browser_printed_gives_all_its_commitments(page: object, tmp_path: Path) -> None:
    assert callable(page)
    assert BROWSER
    source, printed = tmp_path / "verslag.html", tmp_path / "verslag.pdf"
    source.write_text(f"<!doctype html><meta charset='utf-8'><title>Verslag</title><body>{page()}", encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    subprocess.run(
        [BROWSER, *options, f"--print-to-pdf={printed}", source.as_uri()], check=True, capture_output=True, timeout=90
    )

    assert said(printed) == said(EXAMPLE)
    assert tracker.read(printed).title == tracker.read(EXAMPLE).title
