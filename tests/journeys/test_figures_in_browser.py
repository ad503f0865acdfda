"""Is every label of the page of figures whole, on narrow and wide screens and on paper?"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from factory import an_entry

import tracker
from tracker.exchange.page import render
from tracker.figures import overview

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser to show the page in")
WIDTHS = (320, 500, 720, 721, 800, 1100, 1400)
MINISTERS = 18
NAME = "Minister {} van Steenkiste-Vandeputte"
TOLD = "{0} met termijn · {0} te laat · {0} zonder termijn"
MEASURE = """
<script>
const column = document.querySelector("h2").getBoundingClientRect();
const labels = [...document.querySelectorAll(".bars .tail, .bars dt, .more")];
const out = labels.filter(each => {
  const box = each.getBoundingClientRect();
  return box.left < column.left - 1 || box.right > column.right + 1 || each.scrollWidth > each.clientWidth + 1;
});
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
document.body.textContent = `labels ${labels.length} out ${out.length} wide ${wide}`;
</script>"""
READ = "document.body.textContent = this.contentDocument.body.textContent"


@pytest.fixture
def page() -> str:
    entries = [
        an_entry(
            100 * minister + number,
            responsible=NAME.format(minister),
            due_on=date(2022, 1, 1) if number % 2 else None,
        )
        for minister in range(1, MINISTERS + 1)
        for number in range(2 * minister)
    ]
    return render(overview(entries, date(2022, 7, 1)), language="nl")


def shown(page: str, folder: Path, *options: str) -> str:
    """What the browser writes of the page."""
    source = folder / "cijfers.html"
    source.write_text(page, encoding="utf-8")
    ours = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    assert BROWSER
    done = subprocess.run(
        [BROWSER, *ours, *options, source.as_uri()], check=True, capture_output=True, timeout=90, text=True
    )
    return done.stdout


@pytest.mark.parametrize("width", WIDTHS)
def test_no_label_runs_out_of_the_page_and_nothing_scrolls_sideways(width: int, page: str, tmp_path: Path) -> None:
    size = f"width:{width}px;height:9000px;border:0"
    frame = f'<iframe style="{size}" onload="{READ}" srcdoc="{as_attribute(measuring(page))}"></iframe>'
    told = shown(frame, tmp_path, "--dump-dom", "--window-size=1600,1000")

    found = re.search(r"labels (\d+) out (\d+) wide (\d+)", told)
    assert found
    assert int(found[1]) > 2 * 12
    assert (found[2], found[3]) == ("0", "0")


def test_every_label_is_whole_on_paper(page: str, tmp_path: Path) -> None:
    printed = tmp_path / "cijfers.pdf"
    shown(page, tmp_path, f"--print-to-pdf={printed}")

    text = " ".join(tracker.read(printed).text.split())
    for minister in range(MINISTERS - 11, MINISTERS + 1):
        assert TOLD.format(minister) in text
    assert "12 van 18; alle staan in de tabel hieronder" in text


def measuring(page: str) -> str:
    """The page with a script that measures it, which its own policy would not let run."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy".*?>', "", page).replace("</body>", f"{MEASURE}</body>")


def as_attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
