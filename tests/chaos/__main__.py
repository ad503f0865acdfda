"""`python -m chaos`: play for some minutes, then one line a promise; ends with 1 when any was broken."""

from __future__ import annotations

import argparse
import random  # noqa: TID251 - a seed where none is given; it is told
import shutil
import sys
import tempfile
from collections.abc import Sequence
from itertools import chain, takewhile
from pathlib import Path
from time import monotonic

from word_of_the_day import add_to_the_house

from chaos.plan import Kind, Plan, plans
from chaos.playing import play
from chaos.record import Broken, Record

ROUND = 240.0  # seconds after which a new register begins
PROGRAMS = ("house", "another-kind", "mark-before", "mark-after")
SHORTEST = 10.0  # seconds that are worth another one


def asked(arguments: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long to play")
    parser.add_argument("--seed", type=int, default=None, help="whose plan to play; told when left out")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append", help="on both when left out")
    parser.add_argument("--kind", choices=[str(kind) for kind in Kind], action="append", help="only these disturbances")
    parser.add_argument("--program", choices=PROGRAMS, default="house", help="who sends")
    parser.add_argument("--evidence", type=Path, default=Path("chaos-evidence"), help="where broken promises are kept")
    return parser.parse_args(arguments)


def say(words: str) -> None:
    """Tell at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    """Play one register after the other until the time is over."""
    options = asked(sys.argv[1:])
    if options.program == "another-kind":
        add_to_the_house()  # who judges knows the table of kinds as the senders do
    seed = random.randrange(2**31) if options.seed is None else options.seed
    end, record = monotonic() + options.minutes * 60, Record(tell=say)
    say(f"chaos for {options.minutes:g} minutes with seed {seed}")
    for plan in plans(seed, options.database or ("sqlite", "postgresql")):
        if monotonic() >= end - SHORTEST:
            break
        play_one(plan, options, record, end=min(end, monotonic() + ROUND))
    say("\n".join(("", *record.lines())) + f"; seed {seed}")
    return int(bool(record.broken))


def play_one(plan: Plan, options: argparse.Namespace, record: Record, *, end: float) -> None:
    """One register; what it leaves is kept when a promise was broken."""
    say(str(plan))
    home, before = Path(tempfile.mkdtemp(prefix="tracker-chaos-")), len(record.broken)
    kinds = tuple(Kind(kind) for kind in options.kind or Kind)
    planned = plan.episodes(kinds)
    episodes = chain([next(planned)], takewhile(lambda _: monotonic() < end, planned))
    is_whole = False
    try:
        play(plan, home, record, episodes, program=options.program)
        is_whole = True
    finally:
        if len(record.broken) > before or not is_whole:
            keep(home, options.evidence / f"{plan.seed}", record.broken[before:])
        shutil.rmtree(home, ignore_errors=True)


def keep(home: Path, kept: Path, broken: Sequence[Broken]) -> None:
    """All that a play leaves: register, ledger, copies, what arrived, what every command said, and what broke."""
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(home, kept)
    (kept / "broken").write_text("".join(f"{one.when}: {one.promise}: {one.how}\n" for one in broken), encoding="utf-8")
    say(f"  the evidence is in {kept}")


if __name__ == "__main__":
    sys.exit(main())
