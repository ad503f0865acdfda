"""How long does a command take to start? Ratios to importing the two libraries that it cannot do without."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._register import filled_register

BASELINE = "import sqlalchemy, typer"
RUNS = 7
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "verslag-2021-09-21.txt"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def best_of(commands: dict[str, list[str]]) -> dict[str, float]:
    """The best of several interleaved runs, so that a busy moment hits all alike."""
    runs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            runs[name].append(seconds(command))
    return {name: min(times) for name, times in runs.items()}


def main() -> None:
    """Print the ratios; the bars stand beside them."""
    python, tracker = sys.executable, [sys.executable, "-m", "tracker"]
    with tempfile.TemporaryDirectory() as folder:
        database = filled_register(Path(folder) / "commitments.db", size=1000)
        best = best_of(
            {
                BASELINE: [python, "-c", BASELINE],
                "tracker --help": [*tracker, "--help"],
                "tracker list, 1,000 commitments": [*tracker, "--db", str(database), "list"],
                "tracker show C-0500": [*tracker, "--db", str(database), "show", "C-0500"],
                "tracker extract --dry-run of the example": [*tracker, "extract", "--dry-run", str(EXAMPLE)],
            }
        )
    base = best.pop(BASELINE)
    print(f"baseline: python -c '{BASELINE}'")
    for name, value in best.items():
        print(f"  {name:45} {value / base:5.2f} x baseline")
    extra = best["tracker extract --dry-run of the example"] - best["tracker --help"]
    print(f"  extraction of the example beyond start-up     {extra / base:5.2f} x baseline ({extra:.3f} s in this run)")
