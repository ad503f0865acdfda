"""Relations with their periods: "tegen eind juni", "binnen de drie weken", "zes weken na de inwerkingtreding".

It decides which words make one expression and how they bind; which days that gives is for binding.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from tracker.dates.compose import period
from tracker.dates.cursor import Cursor, Found
from tracker.dates.days import day_in, weekday_in
from tracker.dates.lengths import counted_from, length
from tracker.dates.lists import ranged
from tracker.dates.named import DayOfYear, Deictic, Term, Unit, Weekday
from tracker.dates.numeric import YearSpan
from tracker.dates.periods import Between, Period, Year
from tracker.dates.slices import Length, Listed, Rolling, Shifted, Thereafter
from tracker.dates.standing import stands
from tracker.dates.vague import Window

STRENGTH = (
    "before",
    "after",
    "within",
    "between",
    "over",
    "from",
    "since",
    "around",
    "until",
    "by",
    "later",
    "earlier",
    "still",
)
NOT_BEFORE = frozenset(("earliest", "not-before"))  # only when it can begin is told
CONDITION = re.compile(r"[^.,;:!?()\n]{0,200}")
CONDITION_WORDS, REACH = 8, 40
NAMES_A_UNIT = ("year", "month", "figures", "of")  # "het gaat om het jaar 2022", "om de week van 3 mei"
COUNTS = ("number", "int", "few", "fraction")
BARE = ("deictic", "int", "month", "number", "vague", "year")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that bind as one; a condition is told in the report's words and has no days."""

    relation: str
    period: Period | None
    start: int
    end: int
    next: int  # the lexeme after it
    relations: tuple[str, ...] = ()
    condition: str | None = None
    is_earliest: bool = False  # "ten vroegste": only when it can begin is told


def phrase(cursor: Cursor, index: int) -> Phrase | None:
    """The expression that starts at a lexeme, if one does."""
    relations, at = _relations(cursor, index)
    found = _phrase(cursor, index, at, relations=relations)
    if found is None or found.period is None:
        return found
    if relations and not NOT_BEFORE.isdisjoint(relations):
        return replace(found, is_earliest=True)
    if cursor.kinds[found.next] != "relation":
        return found
    return found if "over" in relations and isinstance(found.period, Year) else _with_earliest(cursor, found)


def _with_earliest(cursor: Cursor, found: Phrase) -> Phrase:
    """Like "in september op zijn vroegst": the words stand behind, and no other time follows them."""
    after, at = _relations(cursor, found.next)
    if after != ("earliest",) or period(cursor, at):
        return found
    return replace(found, end=cursor.items[at - 1].end, next=at, is_earliest=True)


def _phrase(cursor: Cursor, index: int, at: int, *, relations: tuple[str, ...]) -> Phrase | None:
    kind = cursor.kinds[at]
    if kind == "vague":
        return _done(cursor, index, at + 1, relation="in", node=Window(cursor.name(at)))
    if kind == "recurring":
        count, unit = cursor.name(at).split()
        return _done(cursor, index, at + 1, relation="every", node=Rolling(int(count), unit))
    if kind == "every":
        return _every(cursor, index, at)
    if kind == "when":
        return _condition(cursor, index, cursor.items[at].start, relation="after")
    relation = _strongest(relations)
    special = SPECIAL.get(relation)
    found = special(cursor, index, at) if special else None
    if found is None and kind == "of":
        found = _from_to(cursor, index, at)
    if found is None and relation == "in" and at > index and kind in (*COUNTS, "filler"):
        found = _inside(cursor, index, at)
    if found is None and kind in (*COUNTS, "part", "filler"):
        found = _anchored_length(cursor, index, at, relation=relation)
    return found or _plain(cursor, index, at, relations=relations)


def _relations(cursor: Cursor, index: int) -> tuple[tuple[str, ...], int]:
    """The relation words that stack up: "ten laatste tegen", "nog voor"."""
    found: list[str] = []
    while cursor.kinds[index] == "relation" and len(found) < len(STRENGTH):
        found.append(cursor.name(index))
        index += 1
    return tuple(found), index


@lru_cache(maxsize=512)
def _strongest(relations: tuple[str, ...]) -> str:
    """Which of the stacked relations decides."""
    if not relations:
        return "in"
    usual = "in" if NOT_BEFORE.isdisjoint(relations) else "from"
    return next((relation for relation in STRENGTH if relation in relations), usual)


def _done(cursor: Cursor, index: int, stop: int, *, relation: str, node: Period) -> Phrase:
    return Phrase(relation, node, cursor.items[index].start, cursor.items[stop - 1].end, stop)


def _plain(cursor: Cursor, index: int, at: int, *, relations: tuple[str, ...]) -> Phrase | None:
    relation = _strongest(relations)
    found = ranged(cursor, at, inner=relation == "later" or _ends_in_of(cursor, index, at))
    if found is None:
        return None
    node, stop = found
    if relation == "over":  # "over de afgelopen zes jaar": about them
        relation = "in"
    if not stands(cursor, at, node, relation=relation, bare=not relations):
        return None
    if relation == "in" and _lies_ahead(node) and _says_still(cursor, stop):
        relation, stop = "still", stop + 1
    if at == index and cursor.kinds[at] == "article" and cursor.kinds[at + 1] in BARE:
        index += 1  # "het gisteren", "het september": the word before it is a pronoun
    start = cursor.items[index].start
    return Phrase(relation, node, start, cursor.items[stop - 1].end, stop, relations)


def _ends_in_of(cursor: Cursor, index: int, at: int) -> bool:
    """Like "in de loop van het jaar": the relation itself says "of"."""
    word = cursor.items[at - 1].word if at > index else None
    return word is not None and word.ends_in_of


def _lies_ahead(node: Period) -> bool:
    return (isinstance(node, Unit) and node.offset >= 0) or (isinstance(node, Term) and node.reference != "previous")


def _says_still(cursor: Cursor, index: int) -> bool:
    """Like "dit jaar nog", but not "dit jaar nog maar" or "dit jaar nog in mei"."""
    after = index + 1 + cursor.says(index + 1, "relation", "in")
    if not cursor.says(index, "relation", "still") or period(cursor, after):
        return False
    end = cursor.items[index].end
    following = re.match(r"\s+(\w+)", cursor.text[end : end + REACH])
    return following is None or following[1].lower() not in cursor.words.context["left_over"]


def _over(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "over drie maanden" is a day; "over enkele weken" a window; "het verslag over 2020" that year."""
    found = length(cursor, at, hours=True)
    if found:
        count, unit, stop = found
        if count is None:
            return _done(cursor, index, stop, relation="in", node=Window(unit))
        node, stop = (
            _from_now(cursor, stop, count, unit) or _day_then(cursor, stop, count, unit) or (Length(count, unit), stop)
        )
        return _done(cursor, index, stop, relation="over", node=node)
    node_found = ranged(cursor, at)
    if node_found and isinstance(node_found[0], Year | YearSpan):
        return _done(cursor, index, node_found[1], relation="in", node=node_found[0])
    return None


def _day_then(cursor: Cursor, index: int, count: float, unit: str) -> Found:
    """The day that stands behind a length: "over twee weken op dinsdag", "over twee maanden op de 5e"."""
    if unit == "week":
        return weekday_in(cursor, index, Length(count, unit))
    return day_in(cursor, index, Unit(unit, int(count))) if unit == "month" and count == int(count) else None


def _within(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "binnen de drie weken", "binnen het jaar" (a year from now), "binnen enkele weken"."""
    place = cursor.skip(at, "article")
    found = length(cursor, place, hours=True)
    if found is None and cursor.kinds[place] in ("unit", "hour") and place > at:
        found = 1, cursor.name(place), place + 1
    if found is None:
        return None
    count, unit, stop = found
    if cursor.says(stop, "relation", "after", "from") and not period(cursor, stop + 1):
        return _condition(cursor, index, cursor.items[stop].start, relation="within")
    if count is None:
        return _done(cursor, index, stop, relation="in", node=Window(unit))
    node, stop = _from_now(cursor, stop, count, unit) or (Rolling(count, unit), stop)
    return _done(cursor, index, stop, relation="within", node=node)


def _from_now(cursor: Cursor, index: int, count: float, unit: str) -> Found:
    """The day from which a length is counted, where the words behind it name one; never back from it."""
    if cursor.kinds[index] == "fromnow":
        return Length(count, unit), index + 1
    if cursor.kinds[index] == "thereafter":
        return Thereafter(count, unit), index + 1
    if cursor.kinds[index] == "of":  # "within two weeks of today"
        base = period(cursor, index + 1)
        return (Shifted(base[0], count, unit), base[1]) if base and isinstance(base[0], Deictic | DayOfYear) else None
    return counted_from(cursor, index, count, unit) if cursor.says(index, "relation", "after", "from") else None


def _inside(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "in drie weken": within them; "in een jaar" tells how long something takes."""
    last = cursor.items[at - 1]
    found = length(cursor, at)
    if cursor.text[last.start : last.end].lower() not in cursor.words.context["inside"] or found is None:
        return None
    count, unit, stop = found
    if cursor.kinds[stop] not in ("end", "other", "comma", "relation", "article"):
        return None
    if count is None:
        return _done(cursor, index, stop, relation="in", node=Window(unit))
    if count <= 1:
        return None
    return _done(cursor, index, stop, relation="within", node=Rolling(count, unit))


def _between(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "tussen nu en de zomer", "tussen 2 oktober en 22 oktober"."""
    if cursor.kinds[at] in ("now", "deictic") and cursor.value(at) == 0 and cursor.kinds[at + 1] == "and":
        found = ranged(cursor, at + 2, inner=True)
        return _done(cursor, index, found[1], relation="until", node=found[0]) if found else None
    found = ranged(cursor, at)
    if found is None:
        return None
    node, stop = found
    if isinstance(node, Listed):
        node = Between(node.left, node.right)
    elif cursor.kinds[stop] == "and":
        right = period(cursor, stop + 1)
        if right is None:
            return None
        node, stop = Between(node, right[0]), right[1]
    return _done(cursor, index, stop, relation="between", node=node) if isinstance(node, Between) else None


def _from_to(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "van 1 september tot 15 oktober": "van" belongs to the range; alone it says nothing."""
    found = ranged(cursor, at + 1)
    if found is None or not isinstance(found[0], Between):
        return None
    return _done(cursor, index, found[1], relation="between", node=found[0])


def _from(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "vanaf 1 maart tot 30 juni" is a range."""
    found = ranged(cursor, at)
    if found is None or not isinstance(found[0], Between):
        return None
    return _done(cursor, index, found[1], relation="between", node=found[0])


def _since(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "sinds twee jaar" counts back from the day of the sitting."""
    found = length(cursor, at)
    if cursor.kinds[at] == "weekday":
        day = Weekday(cursor.number(at), "previous")
        return _done(cursor, index, at + 1, relation="since", node=day) if cursor.kinds[at + 1] == "end" else None
    if found is None or found[0] is None:
        return None
    return _done(cursor, index, found[2], relation="since", node=Length(-found[0], found[1]))


def _after(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "na goedkeuring door de Vlaamse Regering": no day until somebody fills it in."""
    place = at
    while cursor.kinds[place] in ("article", "reference", "of"):
        place += 1
    if cursor.kinds[place] == "anchor":
        return _condition(cursor, index, cursor.items[index].start, relation="after")
    return None


def _every(cursor: Cursor, index: int, at: int) -> Phrase | None:
    """Like "om de zes maanden", "elk kwartaal", "om de twee jaar"."""
    found = length(cursor, at + 1)
    if cursor.kinds[at + 1] == "weekday":
        day = Weekday(cursor.number(at + 1))
        return _done(cursor, index, at + 2, relation="every", node=day)
    if found is None and cursor.kinds[at + 1] in ("unit", "units"):
        found = 1, cursor.name(at + 1), at + 2
    if found is None or found[0] is None or found[1] == "day" or cursor.kinds[found[2]] in NAMES_A_UNIT:
        return None
    return _done(cursor, index, found[2], relation="every", node=Rolling(found[0], found[1]))


def _anchored_length(cursor: Cursor, index: int, at: int, *, relation: str) -> Phrase | None:
    """Like "een jaar na de inwerkingtreding": the length counts from something that has no day yet."""
    found = length(cursor, at)
    if found is None or not cursor.says(found[2], "relation", "after"):
        return None
    if period(cursor, found[2] + 1):
        return None
    return _condition(cursor, index, cursor.items[found[2]].start, relation=relation)


def _condition(cursor: Cursor, index: int, start: int, *, relation: str) -> Phrase | None:
    """The words from `start` to the end of the clause, at most eight."""
    found = CONDITION.match(cursor.text, start)
    words = list(re.finditer(r"\S+", found[0] if found else ""))[:CONDITION_WORDS]
    if cursor.kinds[index] != "when":
        verbs = cursor.words.verbs
        words = list(takewhile(lambda word: word[0].lower() not in verbs, words))
    if len(words) < 2:  # noqa: PLR2004 - "na" and what it is after
        return None
    end = start + words[-1].end()
    stop = next((i for i, item in enumerate(cursor.items) if item.start >= end), len(cursor.items))
    begin = cursor.items[index].start
    return Phrase(relation, None, begin, end, max(stop, index + 1), condition=cursor.text[start:end])


SPECIAL = {
    "after": _after,
    "between": _between,
    "from": _from,
    "over": _over,
    "since": _since,
    "within": _within,
}
