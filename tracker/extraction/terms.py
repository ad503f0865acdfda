"""By when, does a text say, will it be done? For words that are known to promise: whether they do is not asked."""

from __future__ import annotations

from datetime import date

from tracker.extraction.finding import Examined, Examiner
from tracker.languages.pack import load_pack
from tracker.model import TimeExpression
from tracker.reading import read_bytes

NAME = "text.txt"


def term_in(text: str, *, said_on: date, language: str, calendar: str | None = None) -> TimeExpression | None:
    """The deadline in a promise that somebody wrote down, with places in that text; None where it names none.

    Of several times it is the one that belongs to the act, as in a report; past days are none.
    """
    pack = load_pack(language)
    if pack is None or not text.strip():
        return None
    report = read_bytes(text.encode(), name=NAME, held_on=said_on, language=language)
    examiner = Examiner(report, pack, calendar=calendar)
    times = (_term(examiner.examine(sentence), examiner) for sentence in report.sentences)
    return next((time for time in times if time is not None), None)


def _term(examined: Examined, examiner: Examiner) -> TimeExpression | None:
    best = examined.best
    if best is None:
        return None
    return examiner.deadline(examined, best, start=examined.sentence.start, end=examined.sentence.end)
