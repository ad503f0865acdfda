"""Figures in the words of a language: numbers, shares, days, and what a bar says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from tracker.exchange.chart import outcomes
from tracker.figures import Figures, Month, Overview
from tracker.model import Entry
from tracker.model.text import clean_text
from tracker.wording.entries import recalled, with_unreviewed
from tracker.wording.speech import capital, speech_in

MISSING = "–"
FILLED_IN = {name: f"{{{name}}}" for name in ("day", "days", "count")}  # by whoever shows them, with str.format


class FigureWords:
    """Tells figures in one language."""

    def __init__(self, language: str) -> None:
        speech = speech_in(language)
        self.language = language
        self.words: Mapping[str, str] = {
            name: speech.name("figure", name, **FILLED_IN) for name in speech.catalogue.named("figure")
        }
        self._locale = speech.locale
        self._speech = speech

    def number(self, value: float | None) -> str:
        """1.234,5 in Dutch; a dash where there is none."""
        return MISSING if value is None else format_decimal(value, format="#,##0.#", locale=self._locale)

    def percent(self, value: float | None) -> str:
        """A share in whole per cents."""
        return MISSING if value is None else format_percent(value, locale=self._locale)

    def day(self, value: date) -> str:
        """A day with the month in words."""
        return format_date(value, "long", locale=self._locale)

    def short(self, value: date | None) -> str:
        """A day in few characters."""
        return MISSING if value is None else format_date(value, "d MMM y", locale=self._locale)

    def month(self, value: date) -> str:
        """A month and its year."""
        return format_date(value, "MMMM y", locale=self._locale)

    def name(self, value: str | None) -> str:
        """A name; what is not known is called so."""
        return clean_text(value) if value else self.words["unknown"]

    def summary(self, entry: Entry) -> str:
        """What is to be done, fit to be shown on one line."""
        return " ".join(clean_text(entry.summary).split())

    def subject(self, entry: Entry) -> str:
        """The question or agenda item that it belongs to, on one line; empty where nobody knows it."""
        return " ".join(clean_text(entry.subject or "").split())

    def dated(self, number: int) -> str:
        """How many have a deadline: what the length of a bar counts."""
        return self._speech.count("%(n)s with deadline", "%(n)s with deadline", number)

    def shown(self, number: int, whole: int) -> str:
        """How many of the names have a bar, and where all are."""
        return self._speech.say(
            "%(number)s of %(whole)s; all are in the table below", number=self.number(number), whole=self.number(whole)
        )

    def said_later(self, number: int) -> str:
        """How many were said after the day of counting, and so are in no figure."""
        return self._speech.count("%(n)s said later is not counted", "%(n)s said later are not counted", number)

    def undated(self, number: int) -> str:
        """How many have no deadline, and so no part of a bar."""
        return self._speech.count("%(n)s without deadline", "%(n)s without deadline", number)

    def recalled(self, entry: Entry) -> str:
        """When it stood in a reminder, and by when an answer is asked; empty where it never did."""
        told = recalled(entry, self._speech)
        return self._speech.labelled(capital(self._speech.name("field", "recalled_on")), told) if told else ""

    def days_open(self, entry: Entry, today: date) -> str:
        """How long ago it was said."""
        return self.number((today - entry.said_on).days) if entry.said_on else self.words["unknown"]

    def parts(self, counted: Figures | Month) -> str:
        """The parts of a bar in words."""
        return ", ".join(f"{self.number(count)} {self.words[one]}" for one, count in outcomes(counted) if count)

    def overdue(self, figures: Figures) -> str:
        """What is overdue by its name, and how many of these nobody has reviewed."""
        return with_unreviewed(self.words["overdue"], figures.overdue_proposed, self._speech)

    def facts(self, seen: Overview) -> tuple[tuple[str, str], ...]:
        """Every number of the whole, with its name."""
        whole, words = seen.whole, self.words
        return (
            *(
                (self._label(field.name, seen), self.number(getattr(whole, field.name)))
                for field in fields(whole)
                if field.name != "overdue_proposed"  # told beside the overdue
            ),
            (f"{words['share_in_time']}, {words['of_dated']}", self.percent(whole.share_in_time)),
            (words["share_undated"], self.percent(whole.share_undated)),
        )

    def _label(self, name: str, seen: Overview) -> str:
        return self.overdue(seen.whole) if name == "overdue" else self.words[name].format(days=seen.soon_days)
