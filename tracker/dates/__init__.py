"""Which days does this phrase mean? Useful alone: `find_dates` reads any text, and every reading is explained.

It never reads a clock, a file or the network: the day of the sitting is given, words and calendars are package data.
"""

from tracker.dates.describe import describe, in_words
from tracker.dates.finder import find_dates

__all__ = ["describe", "find_dates", "in_words"]
