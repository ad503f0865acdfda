"""Text to time expressions, in order and without overlaps: runs of words, phrases, context, days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from tracker.dates.binding import DEADLINES, RELATIONS, Bound, bind, earliest_of
from tracker.dates.calendar import calendar as calendar_of
from tracker.dates.context import Surroundings
from tracker.dates.cursor import Cursor
from tracker.dates.grammar import READERS
from tracker.dates.lexer import Lexeme, lexemes
from tracker.dates.named import DayOfMonth, DayOfYear, Weekday
from tracker.dates.periods import Facing, Nearest, Period, Setting, Unknown
from tracker.dates.phrases import Phrase, phrase
from tracker.dates.runs import runs
from tracker.dates.slices import First, Listed, Thereafter
from tracker.languages.words import DateWords, date_words
from tracker.model.times import Precision, TimeExpression

STARTERS = frozenset((*READERS, "article", "filler", "relation", "of", "every", "recurring", "vague", "when"))
HELPERS = frozenset(  # kinds of words that tell a time only with others
    (
        *("ago", "and", "article", "comma", "every", "few", "filler", "fraction", "fromnow", "half", "hyphen", "idiom"),
        *("int", "now", "number", "of", "other", "part", "postreference", "reference", "relation", "rest", "slash"),
        *("start", "thereafter"),
    )
)
UNRELATED = HELPERS | {"anchor"}  # without a relation: "na de goedkeuring"
SENTENCE_END = re.compile(r"[.!?](?=\s|[^\W\da-z])|\n\s*\n")
REACH = 200
LOOKING_BACK = ("in", "before", "after")


def find_dates(
    text: str,
    *,
    said_on: date,
    language: str = "nl",
    calendar: str | None = None,
    conventions: Mapping[str, object] | None = None,
) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, as meant on the day they were said; offsets slice back to the words.

    Raises SettingsError for an unknown language, calendar or convention.
    """
    words = date_words(language)
    setting = Setting(said_on, calendar_of(calendar or words.default_calendar, conventions))
    return tuple(_expressions(text, words, setting))


def _expressions(text: str, words: DateWords, setting: Setting) -> Iterator[TimeExpression]:
    done, last = 0, None
    for run, limit in runs(text, words):
        items = lexemes(text, run, words)
        last_start = _last_start(items)
        if not last_start:
            continue
        cursor = Cursor(text, items, words, READERS)
        index = 0
        while index < last_start:
            item = cursor.items[index]
            if item.start >= limit:
                break
            found = phrase(cursor, index) if item.start >= done and item.kind in STARTERS else None
            if found is None:
                index += 1
                continue
            where = setting
            if isinstance(found.period, Thereafter):
                where = replace(setting, named=_named_before(last, text, found.start))
            expression = _read(found, text, words, setting=where)
            index = found.next
            if expression:
                done, last = expression.end, expression
                if expression.end < found.end:  # a list whose parts lie apart: the rest is read by itself
                    index = next(i for i, lexeme in enumerate(cursor.items) if lexeme.start >= done)
                yield expression


def _last_start(items: list[Lexeme]) -> int:
    """The place behind the last word with which a time can begin: behind it only helping words are left."""
    kinds = {item.kind for item in items}
    helpers = HELPERS if "relation" in kinds else UNRELATED
    last = 0 if kinds <= helpers else len(items)
    while last and items[last - 1].kind in helpers:
        last -= 1
    return last


def _named_before(last: TimeExpression | None, text: str, start: int) -> date | None:
    """The last day of the expression before, in the same sentence."""
    if last is None or start - last.end > REACH or SENTENCE_END.search(text, last.end, start + 1):
        return None
    return None if last.latest == last.said_on else last.latest or last.earliest  # "vandaag, twee jaar later"


def _read(found: Phrase, text: str, words: DateWords, *, setting: Setting) -> TimeExpression | None:
    relation, node = found.relation, found.period
    if node is None:
        return _anchored(found, text, setting, language=words.language)
    end = found.end
    around = Surroundings(text, found, words)
    if around.deny(node):
        return None
    if isinstance(node, Thereafter) and setting.named is None:
        if relation != "within":
            return None
        return _anchored(replace(found, condition=text[found.start : end]), text, setting, language=words.language)
    if relation == "before" and around.planned_for(node):
        relation = "in"
    weekday = isinstance(node, DayOfMonth | DayOfYear) and node.weekday is not None
    may_be_past = node.floating or isinstance(node, Weekday) or weekday
    past = relation in LOOKING_BACK and may_be_past and around.told_back()
    if past and isinstance(node, Weekday) and node.reference is None:
        node = replace(node, reference="previous")
    elif past and isinstance(node, DayOfMonth):
        node = replace(node, past=True)
    elif weekday and isinstance(node, DayOfYear) and not past and (relation in DEADLINES or around.looks_ahead()):
        node = replace(node, ahead=True)
    elif not past and node.floating and around.names_an_event(node):
        node = Nearest(node)
    past = past and node.floating
    try:
        node, end = _touching(node, end, setting)
        bound = bind(relation, node, setting, past=past)
        bound = earliest_of(bound, relation, node) if found.is_earliest else bound
    except Unknown:
        return _anchored(replace(found, condition=text[found.start : end]), text, setting, language=words.language)
    except (OverflowError, ValueError):
        return None  # a year that no calendar has
    return _expression(found, end, text, bound=bound, setting=setting, language=words.language)


def _touching(node: Period, end: int, setting: Setting) -> tuple[Period, int]:
    """The list as one stretch, or only its first part when the parts lie apart; the rest is read by itself."""
    while isinstance(node, Listed) and not node.touches(setting, Facing(setting.said_on)):
        end = node.left_end
        node = First(node) if not isinstance(node.left, Listed) else node.left
    return node, end


def _expression(found: Phrase, end: int, text: str, *, bound: Bound, setting: Setting, language: str) -> TimeExpression:
    return TimeExpression(
        text=text[found.start : end],
        start=found.start,
        end=end,
        earliest=bound.earliest,
        latest=bound.latest,
        due=bound.due,
        precision=bound.precision,
        relation=bound.relation,
        rule=f"{language}.{bound.rule}",
        assumption=bound.assumption,
        said_on=setting.said_on,
        derivation=bound.steps,
        problem=bound.problem,
    )


def _anchored(found: Phrase, text: str, setting: Setting, *, language: str) -> TimeExpression:
    return TimeExpression(
        text=text[found.start : found.end],
        start=found.start,
        end=found.end,
        earliest=None,
        latest=None,
        due=None,
        precision=Precision.ANCHORED,
        relation=RELATIONS[found.relation],
        rule=f"{language}.anchored",
        said_on=setting.said_on,
        condition=found.condition,
        derivation=("waits for what the words name; no day until then",),
    )
