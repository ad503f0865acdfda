"""How fast are reports read? Ratios to a bare search for words, to pdfium's own text, and of two processes to one."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tracker.reading import read_bytes, read_many
from tracker.reading.pdf import read_pdf
from tracker.reading.vocabulary import vocabulary_of

HOME = Path(__file__).resolve().parents[1]
EXAMPLE = HOME / "examples" / "verslag-2021-09-21.txt"
BAR = 2_000_000  # bytes a second, from text to sentences and speakers
LABELS = ("De voorzitter", "Minister Bart Somers", "De heer Koen Maes (N-VA)", "01.02 An Claes (Vooruit)")


def best(work: Callable[[], object], *, runs: int = 5) -> float:
    """Processor seconds, the best of some runs."""
    seconds = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds = min(seconds, time.process_time() - start)
    return seconds


def verbatim(size: int) -> str:
    """A sitting as long as wanted: speeches of some sentences each, by turns."""
    prose = " ".join(EXAMPLE.read_text(encoding="utf-8").split())
    paragraphs = [prose[start : start + 700].strip() for start in range(0, 9000, 700)]
    speeches = [f"{LABELS[turn % len(LABELS)]}: {paragraphs[turn % len(paragraphs)]}." for turn in range(size // 700)]
    return "\n\n".join(speeches)


def pdf_pages(count: int) -> bytes:
    """A PDF with as many pages of prose."""
    sys.path.insert(0, str(HOME / "tests" / "support"))
    from papers import column, pdf

    prose = " ".join(EXAMPLE.read_text(encoding="utf-8").split() * count)
    return pdf([column(prose[start : start + 3000], x=70, y=780, width=80) for start in range(0, 3000 * count, 3000)])


def bare_pdf(content: bytes) -> str:
    """The text as pdfium gives it."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    document = pypdfium2.PdfDocument(content)
    return "".join(document[index].get_textpage().get_text_range() for index in range(len(document)))


def side_by_side(folder: Path, jobs: int, count: int = 16) -> float:
    """Seconds to read some reports of 900 kB in as many processes."""
    paths = [folder / f"{number}.txt" for number in range(count)]
    text = verbatim(900_000)
    for path in paths:
        path.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    for _ in read_many(paths, jobs=jobs, after=count_sentences):
        pass
    return time.perf_counter() - start


def count_sentences(report: object) -> int:
    """What each child sends back: little, as the finding of commitments does."""
    return len(getattr(report, "sentences", ()))


def main() -> None:
    """Print the figures."""
    synthesis = EXAMPLE.read_bytes() * 50
    sitting = verbatim(1_000_000).encode()
    for name, content in (("synthesis report, lines broken", synthesis), ("verbatim report", sitting)):
        read_bytes(content[:20_000], name="warm")
        ours = best(partial(read_bytes, content, name="report"))
        words = best(partial(re.findall, r"\w+", content.decode()))
        speed = len(content) / ours
        print(f"{name}: {speed / 1e6:.2f} MB/s ({speed / BAR:.2f} of the bar), {ours / words:.1f} x a search for words")
    paper = pdf_pages(60)
    bare = best(lambda: bare_pdf(paper))
    text = best(lambda: read_pdf(paper, "paper", vocabulary_of()))
    whole = best(lambda: read_bytes(paper, name="paper"))
    print(f"PDF: {text / bare:.2f} x pdfium alone for the text, {whole / bare:.2f} x with sentences and speakers")
    with tempfile.TemporaryDirectory() as folder:
        one, two = side_by_side(Path(folder), 1), side_by_side(Path(folder), 2)
    print(f"Two processes: {one / two:.2f} x one")
