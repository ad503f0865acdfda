"""How fast are commitments found? Characters a second, the share of each step, and the growth with length."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tracker.dates import find_dates
from tracker.extraction import extract
from tracker.model import Report
from tracker.reading import read_bytes

HOME = Path(__file__).resolve().parents[1]
EXAMPLE = HOME / "examples" / "verslag-2021-09-21.txt"
HELD_ON = date(2021, 9, 21)
BAR = 500_000  # characters a second, from text to commitments, on one core
LABELS = ("De voorzitter", "De heer Koen Maes (N-VA)", "Minister Bart Somers", "Mevrouw An Claes (Vooruit)")
KEYWORDS = re.compile(
    r"\b(?:zal|zullen|toezegg\w+|beloof\w*|bezorg\w*|binnenkort|bedoeling|ambitie|uiterlijk)\b", re.IGNORECASE
)


def sitting(size: int) -> bytes:
    """A verbatim sitting as long as wanted, in which every fourth speech is the minister's."""
    prose = " ".join(EXAMPLE.read_text(encoding="utf-8").split())
    paragraphs = [prose[start : start + 700].strip() for start in range(0, 9000, 700)]
    speeches = [f"{LABELS[turn % len(LABELS)]}: {paragraphs[turn % len(paragraphs)]}." for turn in range(size // 700)]
    return "\n\n".join(speeches).encode()


def best(work: Callable[[], object], *, runs: int = 3) -> float:
    """Processor seconds, the best of some runs."""
    seconds = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds = min(seconds, time.process_time() - start)
    return seconds


def report_of(content: bytes) -> Report:
    """The sitting as read."""
    return read_bytes(content, name="sitting.txt", held_on=HELD_ON, language="nl")


def main() -> None:
    """Print what a sitting of half a million characters takes, beside a bare search for a dozen keywords."""
    content = sitting(500_000)
    report = report_of(content)
    text = report.text
    reading, finding = best(lambda: report_of(content)), best(lambda: extract(report))
    dates = best(lambda: find_dates(text, said_on=HELD_ON, language="nl"))
    bare = best(lambda: KEYWORDS.findall(text))
    whole = reading + finding
    rate = len(text) / whole
    print(f"text to commitments   {rate:>12,.0f} characters/s  ({rate / BAR:.1f} times the bar of {BAR:,})")
    print(f"  reading             {reading / whole:>11.0%}")
    print(f"  finding             {finding / whole:>11.0%}  ({len(text) / finding:,.0f} characters/s)")
    print(f"dates of every word   {dates / finding:>11.2f} times the finding")
    print(f"a dozen keywords      {finding / bare:>11.1f} times slower than they")
    half = report_of(sitting(250_000))
    print(f"twice the text        {finding / best(lambda: extract(half)):>11.2f} times the seconds")
    print(f"commitments found     {len(extract(report).commitments):>12,}")


if __name__ == "__main__":
    main()
