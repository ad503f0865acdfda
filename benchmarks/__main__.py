"""Runs every benchmark of this folder in turn; each prints ratios against a baseline measured in the same run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Run the named benchmarks, or all."""
    wanted = sys.argv[1:] or sorted(
        path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")
    )
    for name in wanted:
        print(f"\n== {name}")
        importlib.import_module(f"benchmarks.{name}").main()


main()
