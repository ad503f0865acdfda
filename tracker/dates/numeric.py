"""Dates written in figures: 1/10/2021, 15.10.'21, 2021-10-15, 8-12/4, 30/6-4/7, 10/2021, 2021-2024, 2022-Q3, '22."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from tracker.dates.arithmetic import month, month_length
from tracker.dates.named import DayOfYear, Numbered
from tracker.dates.periods import Between, Fixed, Period, Year
from tracker.model.times import Precision

FIRST_YEAR, LAST_YEAR, PIVOT = 1500, 2199, 70
MONTHS_IN_YEAR, LAST_DAY = 12, 31
Found = tuple[Period, int, bool]


@lru_cache(maxsize=8)
def _figures(quarters: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?=\d{{1,4}}(?: ?[-–/.] ?['’]?\d|[-/ ]?[{quarters}]\d))"  # as all begin: most numbers are no dates
        r"(?:(?P<iso>(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2}))(?![\d/])"
        r"|(?P<days>(?P<first>\d{1,2}) ?[-–] ?(?P<last>\d{1,2})/(?P<of>\d{1,2})(?:/(?P<in>\d{4}))?)(?![\d/])"
        r"|(?P<two>(?P<d1>\d{1,2})/(?P<m1>\d{1,2})(?:/(?P<y1>\d{4}))? ?[-–] ?"
        r"(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}|\d\d))?)(?![\d/])"
        r"|(?P<dmy>(?P<day>\d{1,2})(?P<dmy_sign> ?[-/.] ?)(?P<month>\d{1,2})(?P=dmy_sign)"
        r"(?P<year>\d{4}|['’]?\d\d))(?![\d/])"
        rf"|(?P<yq>(?P<qyear>\d{{4}})[-/ ]?[{quarters}](?P<q>[1-4]))(?!\w)(?![-/ ]?\d{{4}})"
        r"|(?P<span>(?P<from>\d{4}) ?[-–/] ?(?P<to>\d{4}|['’]?\d\d))(?![\d/])"
        r"|(?P<my>(?P<my_month>\d{1,2})[-/](?P<my_year>\d{4}|['’]\d\d))(?![\d/])"
        r"|(?P<dm>(?P<dm_day>\d{1,2})/(?P<dm_month>\d{1,2}))(?![\d/]))",
        re.IGNORECASE,
    )


def is_year(number: int) -> bool:
    """Whether a number of four figures can be a year that people talk of."""
    return FIRST_YEAR <= number <= LAST_YEAR


def century_of(two: int) -> int:
    """'22 is 2022, '95 is 1995."""
    return two + (2000 if two < PIVOT else 1900)


def year_of(digits: str) -> int:
    """The year in four figures or in two, with or without a sign for what is left out."""
    bare = digits.lstrip("'’")
    return int(bare) if len(bare) > len("22") else century_of(int(bare))


def figures_at(text: str, start: int, quarters: str) -> Found | None:
    """The date in figures that starts here, where it ends, and whether it is sure without a word before it.

    `quarters` are the letters that may stand before the number of a quarter.
    """
    if start and (text[start - 1] in "/.-–," and start > 1 and text[start - 2].isalnum()):
        return None
    found = _figures(quarters).match(text, start)
    if found is None or _goes_on(text, found.end()):
        return None
    kind = found.lastgroup and next(name for name in KINDS if found[name])
    return KINDS[kind](found) if kind else None


def _goes_on(text: str, end: int) -> bool:
    """A further part after it makes it a document number, an amount or a telephone number."""
    rest = text[end : end + 2]
    return bool(rest) and (rest[0].isalpha() or (rest[0] in "-/.," and rest[1:].isdigit()))


def _day(year: int, number: int, day: int) -> Period:
    if 1 <= number <= MONTHS_IN_YEAR and 1 <= day <= month_length(year, number):
        on = date(year, number, day)
        return Fixed(on, on)
    return DayOfYear(Year(year), day, number)


def _iso(found: re.Match[str]) -> Found | None:
    year = int(found["y"])
    return (_day(year, int(found["m"]), int(found["d"])), found.end(), True) if is_year(year) else None


def _dmy(found: re.Match[str]) -> Found | None:
    digits = found["year"]
    short, year = len(digits) == len("22"), year_of(digits)
    number, day = int(found["month"]), int(found["day"])
    if not is_year(year) or (short and not (1 <= number <= MONTHS_IN_YEAR and 1 <= day <= LAST_DAY)):
        return None
    return _day(year, number, day), found.end(), not short or found["dmy_sign"] == "/" or day > MONTHS_IN_YEAR


def _year_quarter(found: re.Match[str]) -> Found | None:
    year = int(found["qyear"])
    return (Numbered(Year(year), int(found["q"]), "quarter"), found.end(), True) if is_year(year) else None


def _span(found: re.Match[str]) -> Found | None:
    """Years from–to; "2015-03" is a month, unless the second is simply the next year."""
    first, digits = int(found["from"]), found["to"].lstrip("'’")
    if not is_year(first):
        return None
    last = int(digits) if len(digits) == len("2022") else first // 100 * 100 + int(digits)
    if last <= first and 1 <= int(digits) <= MONTHS_IN_YEAR and len(digits) == len("03"):
        return Fixed(*month(first, int(digits)), Precision.MONTH), found.end(), False
    if not first < last <= LAST_YEAR:
        return None
    return YearSpan(date(first, 1, 1), date(last, 12, 31), Precision.YEAR), found.end(), False


def _month_year(found: re.Match[str]) -> Found | None:
    number, year = int(found["my_month"]), year_of(found["my_year"])
    if not is_year(year) or not 1 <= number <= MONTHS_IN_YEAR:
        return None
    sure = "/" in found[0] and len(found["my_month"]) == len("03")
    return Fixed(*month(year, number), Precision.MONTH), found.end(), sure


def _days_month(found: re.Match[str]) -> Found | None:
    """Like "8-12/4", "8-12/04/2024": days of one month."""
    first, last, number = int(found["first"]), int(found["last"]), int(found["of"])
    if not (1 <= first < last <= LAST_DAY and 1 <= number <= MONTHS_IN_YEAR):
        return None
    year = Year(int(found["in"])) if found["in"] else None
    both = Between(DayOfYear(year, first, number), DayOfYear(year, last, number))
    return both, found.end(), bool(year) or last > MONTHS_IN_YEAR


def _two_days(found: re.Match[str]) -> Found | None:
    """Like "30/6-4/7", "30/6-4/7/2024"."""
    days, months = (int(found["d1"]), int(found["d2"])), (int(found["m1"]), int(found["m2"]))
    if not (1 <= min(days) <= max(days) <= LAST_DAY and 1 <= min(months) <= max(months) <= MONTHS_IN_YEAR):
        return None
    one, two = (Year(year_of(found[year])) if found[year] else None for year in ("y1", "y2"))
    both = Between(DayOfYear(one, days[0], months[0]), DayOfYear(two, days[1], months[1]))
    return both, found.end(), bool(two) or max(days) > MONTHS_IN_YEAR


def _day_month(found: re.Match[str]) -> Found | None:
    day, number = int(found["dm_day"]), int(found["dm_month"])
    if not (1 <= number <= MONTHS_IN_YEAR and 1 <= day <= LAST_DAY):
        return None
    sure = day > MONTHS_IN_YEAR and found[0] != "24/7"
    return DayOfYear(None, day, number), found.end(), sure


class YearSpan(Fixed):
    """Years from–to; after "schooljaar" or "legislatuur" they name that one."""

    __slots__ = ()
    name = "years"


KINDS = {
    "iso": _iso,
    "days": _days_month,
    "two": _two_days,
    "dmy": _dmy,
    "yq": _year_quarter,
    "span": _span,
    "my": _month_year,
    "dm": _day_month,
}
