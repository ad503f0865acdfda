"""The command in a process of its own, with the clock at a moment: python at_a_moment.py 2026-03-02T08:00 tick."""

from __future__ import annotations

import sys

from calling import clock_at

from tracker.cli import main

if __name__ == "__main__":
    moment = sys.argv.pop(1)
    with clock_at(moment):
        main()
