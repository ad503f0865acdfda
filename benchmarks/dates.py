"""How fast are time expressions read? Characters a second, and ratios to dateparser and metadate in the same run.

The two are optional (pip install dateparser metadate); without them the baseline is a bare search for words.
"""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tracker.dates import find_dates

HOME = Path(__file__).resolve().parents[1]
SITTING = date(2021, 9, 21)
SPARSE_BAR, DENSE_BAR = 1_000_000, 300_000
PLAIN = (
    "De minister dankt de leden voor hun vragen. Hij verwijst naar het overleg met de lokale besturen en de sector, "
    "waarin de werking van het agentschap uitvoerig aan bod kwam. De cijfers over de wachtlijsten tonen volgens hem "
    "dat de aanpak werkt, al blijft de druk op de diensten groot. Het rapport volgt tegen eind juni 2022. De leden "
    "vragen of de middelen volstaan en hoe de opvolging in de praktijk wordt georganiseerd door de administratie. "
)
FRAMES = ("De minister bezorgt het rapport {}.", "Het ontwerp van decreet wordt {} aan de commissie voorgelegd.")


def dense_sentences() -> list[str]:
    """Each phrase of the corpus in a short sentence."""
    groups = tomllib.loads((HOME / "tests/corpus/dates/nl.toml").read_text(encoding="utf-8"))["group"]
    phrases = [case.split(" = ")[0] for group in groups for case in group["cases"]]
    return [FRAMES[index % len(FRAMES)].format(phrase) for index, phrase in enumerate(phrases)]


def speed(read: Callable[[str], object], texts: list[str], *, runs: int = 3) -> float:
    """Characters a second of processor time, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - start)
    return sum(map(len, texts)) / best


def others() -> dict[str, Callable[[str], object]]:
    """The public tools that are installed, and a bare search for words."""
    tools: dict[str, Callable[[str], object]] = {"bare search for words": re.compile(r"\w+").findall}
    if find_spec("dateparser"):
        search = import_module("dateparser.search").search_dates
        tools["dateparser"] = lambda text: search(text, languages=["nl"])
    if find_spec("metadate"):
        # Its Dutch words do not load in 0.6; its English ones take the same way through the text.
        parse = import_module("metadate").parse_date
        tools["metadate"] = lambda text: parse(text, lang="en", multi=True)
    return tools


def ours(text: str) -> object:
    return find_dates(text, said_on=SITTING)


def main() -> None:
    """Print speeds and ratios; the bars stand beside ours."""
    sparse, dense = [PLAIN * 2_000], dense_sentences()
    ours(PLAIN)
    on_sparse, on_dense = speed(ours, sparse), speed(ours, dense)
    print(f"plain text       {on_sparse:12,.0f} characters/s (bar {SPARSE_BAR:,})")
    print(f"dense sentences  {on_dense:12,.0f} characters/s (bar {DENSE_BAR:,})")
    for name, read in others().items():
        sample = dense if name.startswith("bare") else dense[::12]
        theirs = speed(read, sample, runs=1)
        print(f"  {name:<22} {theirs:12,.0f} characters/s on dense sentences; ours is {on_dense / theirs:.2g} x that")
