"""Days as people and their spreadsheets write them, with names of months and weekdays in any of our languages.

What could be read in two ways is not read, unless the other days of the same table show how they are written. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale

from tracker.languages.reading import readable
from tracker.wording.catalogue import languages

MONTHS = 12
SHORTEST = 3  # letters of a month that may stand for its name
CENTURY, TURN = 100, 70  # a year in two figures from here on is one of the last century
_HOUR = r"(?:[T ,]+\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?)?"  # of the place itself, as spreadsheets add it to a day
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_HOUR}")
_FIGURES = re.compile(rf"(\d{{1,2}}) ?([-/.]) ?(\d{{1,2}}) ?\2 ?(\d{{4}}|[’']?\d\d){_HOUR}")
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_WEEKDAY = re.compile(r"([^\W\d_]{2,12})\.?,? (?=\S)")


@dataclass(frozen=True, slots=True)
class Writing:
    """How the days of one table are written: with the month first somewhere, surely with the day first somewhere."""

    month_first: bool = False
    day_first: bool = False


def writing_of(cells: Iterable[str]) -> Writing:
    """What the days of a table show of how they all are written."""
    month_first = day_first = False
    for cell in cells:
        match = _FIGURES.fullmatch(without_weekday(cell))
        if match is not None:
            first, second = int(match[1]), int(match[3])
            month_first = month_first or first <= MONTHS < second
            day_first = day_first or not _is_short(match[4]) or match[2] != "-"
    return Writing(month_first, day_first)


def written_day(cell: str, writing: Writing | None = None) -> date | None:
    """The day that a cell names; None for anything else, and for what could be two days."""
    text = without_weekday(cell)
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if match := _FIGURES.fullmatch(text):
        return _in_figures(match, writing or Writing())
    if match := day_with_month().fullmatch(text):
        return _day(_year(match[3]), month_named(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _day(int(match[3]), month_named(match[1]), int(match[2]))
    return None


def without_weekday(cell: str) -> str:
    """The cell on one line, without the weekday that it may begin with."""
    text = " ".join(cell.split())
    match = _WEEKDAY.match(text)
    return text[match.end() :] if match and bare(match[1]) in _weekdays() else text


def month_named(word: str) -> int:
    """The number of the month that is called so, whole or short; 0 for any other word."""
    name = bare(word)
    if name in _months():
        return _months()[name]
    begun = {number for month, number in _months().items() if len(name) >= SHORTEST and month.startswith(name)}
    return begun.pop() if len(begun) == 1 else 0


@lru_cache(maxsize=1)
def day_with_month() -> re.Pattern[str]:
    """A day with its month as a word, in any language that reports are read in."""
    suffixes = "|".join(re.escape(suffix) for words in readable() for suffix in words.day_suffixes)
    return re.compile(rf"(\d{{1,2}})(?:{suffixes})?[ .-]{{1,2}}([^\W\d_]+)\.?[ -]{{1,2}}(\d{{4}}|[’']?\d\d)")


def bare(word: str) -> str:
    """The letters of a word, without case and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalpha() and not unicodedata.combining(letter))


def _in_figures(match: re.Match[str], writing: Writing) -> date | None:
    """Day, month, year; a short year first, or the month first, is doubt that the table must take away."""
    first, month, last = int(match[1]), int(match[3]), _year(match[4])
    if writing.month_first and first <= MONTHS and month != first:
        return None
    day = _day(last, month, first)
    may_be_a_day = match[2] == "-" and match[4].isdigit() and _is_short(match[4])
    turned = _day(_year(match[1]), month, int(match[4])) if may_be_a_day else None
    if turned is not None and turned != day and not writing.day_first:
        return None
    return day


def _is_short(year: str) -> bool:
    return len(year) < len("2024")


def _year(written: str) -> int:
    """A year as it is written, short ("24", "'24") or whole."""
    year = int(written.lstrip("’'"))
    if year >= CENTURY or not _is_short(written):
        return year
    return year + (1900 if year >= TURN else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """The names of the months, whole and short, without accents: what spreadsheets show."""
    return {
        bare(name): number
        for language in languages()
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months["format"][width].items()
    }


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    """The names of the days of the week, whole and short."""
    return frozenset(
        bare(name)
        for language in languages()
        for width in ("wide", "abbreviated", "short")
        for name in Locale.parse(language).days["format"][width].values()
    )
