"""Days in words for people, in the language of the reader."""

from __future__ import annotations

from datetime import date

from tracker.languages.words import date_languages, date_words
from tracker.model.times import Precision, TimeExpression

ELSEWHERE = "en"  # for a reader in whose language no days are told


def in_words(day: date, language: str) -> str:
    """A day as people write it: "31 december 2021"."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=language)


def describe(expression: TimeExpression, language: str = "nl") -> str:
    """The interval in words; a condition or problem in place of days that are not there, never beside them."""
    own = date_words(language).said if language in date_languages() else {}
    words = {**date_words(ELSEWHERE).said, **own}
    first, last = expression.earliest, expression.latest
    if expression.problem and first is None and last is None:
        return expression.problem
    if expression.precision is Precision.ANCHORED:
        return words["when"].format(expression.condition)
    if first is None:
        return words["until"].format(in_words(last, language)) if last else words["none"]
    if last is None:
        return words["from"].format(in_words(first, language))
    if first == last:
        return in_words(first, language)
    return words["days"].format(in_words(first, language), in_words(last, language))
