"""How reports say of themselves what they are: patterns of days, titles, committees, officers, numbers.

Made from the words of the languages and the forms of the parliaments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.reading.lineforms import office_pattern
from tracker.reading.names import CAPITALISED, name_forms
from tracker.reading.patterns import any_case, any_form, any_of, compiled, with_parts
from tracker.reading.vocabulary import Vocabulary

ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
_NUMERIC = r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
_NUMBERED = r"\d+[.\s(]"


@dataclass(frozen=True, slots=True)
class MetadataForms:
    """The patterns of one vocabulary; those of sittings and documents in the order in which they are tried."""

    months: dict[str, int]
    sittings: tuple[re.Pattern[str], ...]
    committee: re.Pattern[str]
    documents: tuple[tuple[re.Pattern[str], str], ...]
    session: re.Pattern[str]
    office_line: re.Pattern[str]
    signed: re.Pattern[str]
    chair_line: re.Pattern[str]
    rapporteur_line: re.Pattern[str]
    chambers: tuple[tuple[str, re.Pattern[str]], ...]
    about: re.Pattern[str]
    title_end: re.Pattern[str]
    title_goes_on: re.Pattern[str]
    no_title: re.Pattern[str]
    title_opens: re.Pattern[str]
    day_alone: re.Pattern[str]


@lru_cache
def metadata_forms(vocabulary: Vocabulary) -> MetadataForms:
    """The forms of all languages and parliaments; a report says only somewhere which are its own."""
    known, name = vocabulary.parliaments, name_forms(vocabulary).name
    joins = any_of((*vocabulary.said(lambda words: words.conjunctions), ";"))
    courtesy = rf"(?:(?:{any_case(vocabulary.said(lambda words: words.courtesies))}) )?"
    chairs = any_of(vocabulary.formed(lambda parliament: parliament.chair_lines))
    rapporteurs = any_form(vocabulary.formed(lambda parliament: parliament.rapporteur_lines))
    return MetadataForms(
        months=_months(vocabulary),
        sittings=_sittings(vocabulary),
        committee=_committee(vocabulary),
        documents=tuple((compiled(each.form), each.shown) for parliament in known for each in parliament.documents),
        session=_session(vocabulary),
        office_line=_office_line(vocabulary),
        signed=compiled(rf"(?P<name>{name})(?:(?:,| ?(?:{joins})) {name})*[,;]?$"),
        chair_line=compiled(rf"(?:^|\n)(?:{chairs})\s*:\s*{courtesy}(?P<name>{name})"),
        rapporteur_line=compiled(rf"(?:{rapporteurs})\s*{courtesy}(?P<name>{name})"),
        chambers=tuple((each.name, compiled(any_form(each.forms))) for p in known for each in p.chambers),
        about=_about(vocabulary),
        title_end=compiled(rf"\s*(?:{any_form(vocabulary.formed(lambda parliament: parliament.titles.ends_before))})$"),
        title_goes_on=compiled(rf"(?:{any_of(vocabulary.said(lambda words: words.title_joins))}) "),
        no_title=compiled(
            any_form((_NUMBERED, *vocabulary.formed(lambda parliament: parliament.titles.never))), re.IGNORECASE
        ),
        title_opens=compiled(
            rf"(?:{any_form(vocabulary.formed(lambda parliament: parliament.titles.opens))})\b", re.IGNORECASE
        ),
        day_alone=compiled(_day_alone(vocabulary)),
    )


def _months(vocabulary: Vocabulary) -> dict[str, int]:
    return {month: number for words in vocabulary.languages for number, month in enumerate(words.months, start=1)}


def _day(vocabulary: Vocabulary) -> str:
    months = any_of(_months(vocabulary))
    suffixes = any_of(vocabulary.said(lambda words: words.day_suffixes))
    joins = any_of(vocabulary.said(lambda words: words.conjunctions))
    return (
        rf"(?:(?P<day>\d{{1,2}})(?:{suffixes})?(?:\s+(?:{joins})\s+(?P<other>\d{{1,2}}))?\s+(?P<month>(?i:{months}))"
        rf"(?:\s+(?P<year>(?:19|20)\d\d))?|{_NUMERIC}|{ISO})"
    )


def _sittings(vocabulary: Vocabulary) -> tuple[re.Pattern[str], ...]:
    """First what names a sitting, then the lines of the parliaments, last a day alone on its line."""
    weekday, day = _weekday(vocabulary), _day(vocabulary)
    named = any_of(vocabulary.said(lambda words: words.report.sitting))
    articles = any_of(vocabulary.said(lambda words: words.articles))
    others = "".join(
        rf"(?<!(?i:{re.escape(line)}){gap})"
        for line in vocabulary.formed(lambda parliament: parliament.not_sittings)
        for gap in (r"\n", r"\n\n")
    )
    lines = vocabulary.formed(lambda parliament: parliament.date_lines)
    return (
        compiled(rf"(?:^|\n)(?:[^\n.]{{0,80}} )?(?i:{named})\s*:?\s*{weekday}(?:(?:{articles}) )?{day}"),
        *(compiled(with_parts(line, {"weekday": weekday, "day": day})) for line in lines),
        compiled(rf"(?:^|\n){others}[^\S\n]*{_day_alone(vocabulary)}[^\S\n]*(?:\n|$)"),
    )


def _weekday(vocabulary: Vocabulary) -> str:
    """A weekday, whole or short, with the part of the day joined to it ("donderdagnamiddag")."""
    whole = any_of(vocabulary.said(lambda words: words.weekdays))
    short = any_of(vocabulary.said(lambda words: words.short_weekdays))
    parts = any_of(vocabulary.said(lambda words: words.day_parts))
    return rf"(?:(?i:(?:{whole})(?:{parts})?|(?:{short})\.?),?\s+)?"


def _day_alone(vocabulary: Vocabulary) -> str:
    """What a line of a day holds: the day, what opens it, and the hour or part of the day after it."""
    opener = any_case(vocabulary.said(lambda words: words.day_openers))
    parts = any_of(vocabulary.said(lambda words: words.day_parts))
    hours = any_of(vocabulary.said(lambda words: words.hours))
    opens = any_of(vocabulary.said(lambda words: words.hour_openers))
    minutes = rf"\d{{1,2}}[ ]?(?:[.:]|(?:{hours}))[ ]?\d{{2}}(?:[ ]?(?:{hours}))?"
    hour = rf"(?:{minutes}|\d{{1,2}}[ ]?(?:{hours})|(?<=[^\W\d_] )\d{{1,2}})(?![\w/])\.?"
    after = rf"[ ]*[,;|(–—-]{{0,2}}[ ]*(?:(?:(?:{opens}) )?{hour}|(?:{parts})\b)\)?"
    return rf"(?:(?:{opener})[ ]?:?\s+)?{_weekday(vocabulary)}{_day(vocabulary)}(?i:{after}){{0,3}}\.?"


def _committee(vocabulary: Vocabulary) -> re.Pattern[str]:
    joins = any_of(vocabulary.said(lambda words: words.name_joins))
    name = rf"{CAPITALISED}(?:(?:,| (?:{joins}))* {CAPITALISED})*"
    forms = vocabulary.formed(lambda parliament: parliament.committees)
    return compiled(any_form(with_parts(form, {"committee_name": name, "capital": CAPITALISED}) for form in forms))


def _session(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = any_case(vocabulary.formed(lambda parliament: parliament.session_words))
    return compiled(rf"(?:{words})\s+(?P<a>\d{{4}})\s?[-–/]\s?(?P<b>\d{{2,4}})")


def _office_line(vocabulary: Vocabulary) -> re.Pattern[str]:
    articles = any_of(vocabulary.said(lambda words: words.signature.articles))
    return compiled(rf"(?:(?:{articles}) )?{office_pattern(vocabulary)}[.,;]?", re.IGNORECASE)


def _about(vocabulary: Vocabulary) -> re.Pattern[str]:
    articles = any_of(vocabulary.said(lambda words: words.title_articles))
    return compiled(rf"(?:(?:{articles}) )?(?P<what>\S.{{10,300}}?)(?:\.|$)", re.DOTALL)
