"""Tracker: finds what ministers promise in parliament, keeps it, and tells people what is due.

The library in three calls: `read` a report, `extract` its commitments, `find_dates` in any text.
Nothing is imported before it is used, so that the command starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tracker.errors import TrackerError, word_with

if TYPE_CHECKING:
    from tracker.dates import find_dates
    from tracker.extraction import extract
    from tracker.model import Report
    from tracker.reading import read

__all__ = ["Report", "__version__", "extract", "find_dates", "read"]
__version__ = "0.1.0"

_HOMES = {
    "read": "tracker.reading",
    "extract": "tracker.extraction",
    "find_dates": "tracker.dates",
    "Report": "tracker.model",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tracker' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """What can be used, also before its first use, so that completion in a shell shows it."""
    return sorted({*globals(), *_HOMES})


def _in_english(error: TrackerError) -> str:
    from tracker.wording.refusals import refusal

    return refusal(error)


word_with(_in_english)
