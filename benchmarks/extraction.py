"""How fast are commitments found? Characters a second, the share of each step, and the growth with length."""

from __future__ import annotations

import json
import re
import resource
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle
from pathlib import Path

from tracker.dates import find_dates
from tracker.extraction import extract
from tracker.languages.encoder import load_encoder
from tracker.model import Report
from tracker.reading import read_bytes

HOME = Path(__file__).resolve().parents[1]
EXAMPLE = HOME / "examples" / "verslag-2021-09-21.txt"
ANSWERS = HOME / "tests/corpus/annotated/answers/spoken.jsonl"
HELD_ON = date(2021, 9, 21)
BAR = 800_000  # characters a second by rules and wording, on one core
PLENARY, THIRTY_PAGES = 300_000, 75_000  # characters of a plenary sitting and of a report of thirty pages
PLENARY_BAR, PAGES_BAR = 6.0, 2.0  # seconds with the encoder, beyond loading it
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
    reading, finding = best(lambda: report_of(content)), best(lambda: extract(report, fast=True))
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
    print(f"twice the text        {finding / best(lambda: extract(half, fast=True)):>11.2f} times the seconds")
    print(f"commitments found     {len(extract(report, fast=True).commitments):>12,}")
    _with_encoder()


def _with_encoder() -> None:
    """What the encoder costs: loading it, a report of thirty pages, a plenary sitting, and memory."""
    start = time.process_time()
    load_encoder("nl")
    print(f"loading the encoder   {time.process_time() - start:>12.2f} s")
    for name, size, bar in (("thirty pages", THIRTY_PAGES, PAGES_BAR), ("a plenary sitting", PLENARY, PLENARY_BAR)):
        report = report_of(real_sitting(size))
        whole, fast = best(lambda: extract(report), runs=1), best(lambda: extract(report, fast=True))  # noqa: B023 - used at once
        print(f"{name:20}  {whole:>12.2f} s  (bar {bar}; {whole / fast:.1f} times as long as without the encoder)")
    print(f"memory at most        {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>12,.0f} MB  (bar 400)")


def real_sitting(size: int) -> bytes:
    """A sitting in which a minister speaks two fifths of the time, in sentences as they stand in annotated answers."""
    lines = (ANSWERS.read_text("utf-8")).splitlines()
    texts = cycle([json.loads(line)["text"] for line in lines])
    speeches: list[str] = []
    while sum(map(len, speeches)) < size:
        speeches.append(f"{LABELS[2 if len(speeches) % 5 < 2 else 1]}: {next(texts)}")  # noqa: PLR2004
    return "\n\n".join(speeches).encode()


if __name__ == "__main__":
    main()
