"""Relations with their periods: "tegen eind juni", "binnen de drie weken", "zes weken na de inwerkingtreding".

It decides which words make one expression and how they bind; which days that gives is for binding.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from tracker.dates.compose import period
from tracker.dates.lengths import length
from tracker.dates.lists import ranged
from tracker.dates.named import Term, Unit, Weekday
from tracker.dates.numeric import YearSpan
from tracker.dates.periods import Between, Period, Year
from tracker.dates.reader import Reader
from tracker.dates.slices import Length, Listed, Rolling
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
CONDITION = re.compile(r"[^.,;:!?()\n]{0,200}")
CONDITION_WORDS, REACH = 8, 40
NAMES_A_UNIT = ("year", "month", "figures", "of")  # "het gaat om het jaar 2022", "om de week van 3 mei"
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


def phrase(reader: Reader, index: int) -> Phrase | None:
    """The expression that starts at a lexeme, if one does."""
    relations, at = _relations(reader, index)
    kind = reader.kinds[at]
    if kind == "vague":
        return _done(reader, index, at + 1, relation="in", node=Window(reader.name(at)))
    if kind == "recurring":
        count, unit = reader.name(at).split()
        return _done(reader, index, at + 1, relation="every", node=Rolling(int(count), unit))
    if kind == "every":
        return _every(reader, index, at)
    if kind == "when":
        return _condition(reader, index, reader.items[at].start, relation="after")
    relation = _strongest(relations)
    special = SPECIAL.get(relation)
    found = special(reader, index, at) if special else None
    if found is None and kind == "of":
        found = _from_to(reader, index, at)
    if found is None and relation == "in" and at > index and kind in ("number", "int", "few", "filler"):
        found = _inside(reader, index, at)
    if found is None and kind in ("number", "int", "few", "part", "filler"):
        found = _anchored_length(reader, index, at, relation=relation)
    return found or _plain(reader, index, at, relations=relations)


def _relations(reader: Reader, index: int) -> tuple[tuple[str, ...], int]:
    """The relation words that stack up: "ten laatste tegen", "nog voor"."""
    found: list[str] = []
    while reader.kinds[index] == "relation" and len(found) < len(STRENGTH):
        found.append(reader.name(index))
        index += 1
    return tuple(found), index


def _strongest(relations: tuple[str, ...]) -> str:
    """Which of the stacked relations decides."""
    return next((relation for relation in STRENGTH if relation in relations), "in")


def _done(reader: Reader, index: int, stop: int, *, relation: str, node: Period) -> Phrase:
    return Phrase(relation, node, reader.items[index].start, reader.items[stop - 1].end, stop)


def _plain(reader: Reader, index: int, at: int, *, relations: tuple[str, ...]) -> Phrase | None:
    relation = _strongest(relations)
    found = ranged(reader, at, inner=relation == "later" or _ends_in_of(reader, index, at))
    if found is None:
        return None
    node, stop = found
    if relation == "over":  # "over de afgelopen zes jaar": about them
        relation = "in"
    if not stands(reader, at, node, relation=relation, bare=not relations):
        return None
    if relation == "in" and _lies_ahead(node) and _says_still(reader, stop):
        relation, stop = "still", stop + 1
    if at == index and reader.kinds[at] == "article" and reader.kinds[at + 1] in BARE:
        index += 1  # "het gisteren", "het september": the word before it is a pronoun
    start = reader.items[index].start
    return Phrase(relation, node, start, reader.items[stop - 1].end, stop, relations)


def _ends_in_of(reader: Reader, index: int, at: int) -> bool:
    """Like "in de loop van het jaar": the relation itself says "of"."""
    word = reader.items[at - 1].word if at > index else None
    return word is not None and word.ends_in_of


def _lies_ahead(node: Period) -> bool:
    return (isinstance(node, Unit) and node.offset >= 0) or (isinstance(node, Term) and node.reference != "previous")


def _says_still(reader: Reader, index: int) -> bool:
    """Like "dit jaar nog", but not "dit jaar nog maar" or "dit jaar nog in mei"."""
    after = index + 1 + reader.says(index + 1, "relation", "in")
    if not reader.says(index, "relation", "still") or period(reader, after):
        return False
    end = reader.items[index].end
    following = re.match(r"\s+(\w+)", reader.text[end : end + REACH])
    return following is None or following[1].lower() not in reader.words.context["left_over"]


def _over(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "over drie maanden" is a day; "over enkele weken" a window; "het verslag over 2020" that year."""
    found = length(reader, at)
    if found:
        count, unit, stop = found
        node: Period = Window(unit) if count is None else Length(count, unit)
        return _done(reader, index, stop, relation="over" if count else "in", node=node)
    node_found = ranged(reader, at)
    if node_found and isinstance(node_found[0], Year | YearSpan):
        return _done(reader, index, node_found[1], relation="in", node=node_found[0])
    return None


def _within(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "binnen de drie weken", "binnen het jaar" (a year from now), "binnen enkele weken"."""
    place = reader.skip(at, "article")
    found = length(reader, place)
    if found is None and reader.kinds[place] == "unit" and place > at:
        found = 1, reader.name(place), place + 1
    if found:
        count, unit, stop = found
        if reader.says(stop, "relation", "after", "from") and not period(reader, stop + 1):
            return _condition(reader, index, reader.items[stop].start, relation="within")
        node: Period = Window(unit) if count is None else Rolling(count, unit)
        return _done(reader, index, stop, relation="within" if count else "in", node=node)
    return None


def _inside(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "in drie weken": within them; "in een jaar" tells how long something takes."""
    last = reader.items[at - 1]
    found = length(reader, at)
    if reader.text[last.start : last.end].lower() not in reader.words.context["inside"] or found is None:
        return None
    count, unit, stop = found
    if reader.kinds[stop] not in ("end", "other", "comma", "relation", "article"):
        return None
    if count is None:
        return _done(reader, index, stop, relation="in", node=Window(unit))
    if count <= 1:
        return None
    return _done(reader, index, stop, relation="within", node=Rolling(count, unit))


def _between(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "tussen nu en de zomer", "tussen 2 oktober en 22 oktober"."""
    if reader.kinds[at] in ("now", "deictic") and reader.value(at) == 0 and reader.kinds[at + 1] == "and":
        found = ranged(reader, at + 2, inner=True)
        return _done(reader, index, found[1], relation="until", node=found[0]) if found else None
    found = ranged(reader, at)
    if found is None:
        return None
    node, stop = found
    if isinstance(node, Listed):
        node = Between(node.left, node.right)
    elif reader.kinds[stop] == "and":
        right = period(reader, stop + 1)
        if right is None:
            return None
        node, stop = Between(node, right[0]), right[1]
    return _done(reader, index, stop, relation="between", node=node) if isinstance(node, Between) else None


def _from_to(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "van 1 september tot 15 oktober": "van" belongs to the range; alone it says nothing."""
    found = ranged(reader, at + 1)
    if found is None or not isinstance(found[0], Between):
        return None
    return _done(reader, index, found[1], relation="between", node=found[0])


def _from(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "vanaf 1 maart tot 30 juni" is a range."""
    found = ranged(reader, at)
    if found is None or not isinstance(found[0], Between):
        return None
    return _done(reader, index, found[1], relation="between", node=found[0])


def _since(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "sinds twee jaar" counts back from the day of the sitting."""
    found = length(reader, at)
    if reader.kinds[at] == "weekday":
        day = Weekday(reader.number(at), "previous")
        return _done(reader, index, at + 1, relation="since", node=day) if reader.kinds[at + 1] == "end" else None
    if found is None or found[0] is None:
        return None
    return _done(reader, index, found[2], relation="since", node=Length(-found[0], found[1]))


def _after(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "na goedkeuring door de Vlaamse Regering": no day until somebody fills it in."""
    place = at
    while reader.kinds[place] in ("article", "reference", "of"):
        place += 1
    if reader.kinds[place] == "anchor":
        return _condition(reader, index, reader.items[index].start, relation="after")
    return None


def _every(reader: Reader, index: int, at: int) -> Phrase | None:
    """Like "om de zes maanden", "elk kwartaal", "om de twee jaar"."""
    found = length(reader, at + 1)
    if reader.kinds[at + 1] == "weekday":
        day = Weekday(reader.number(at + 1))
        return _done(reader, index, at + 2, relation="every", node=day)
    if found is None and reader.kinds[at + 1] in ("unit", "units"):
        found = 1, reader.name(at + 1), at + 2
    if found is None or found[0] is None or found[1] == "day" or reader.kinds[found[2]] in NAMES_A_UNIT:
        return None
    return _done(reader, index, found[2], relation="every", node=Rolling(found[0], found[1]))


def _anchored_length(reader: Reader, index: int, at: int, *, relation: str) -> Phrase | None:
    """Like "een jaar na de inwerkingtreding": the length counts from something that has no day yet."""
    found = length(reader, at)
    if found is None or not reader.says(found[2], "relation", "after"):
        return None
    if period(reader, found[2] + 1):
        return None
    return _condition(reader, index, reader.items[found[2]].start, relation=relation)


def _condition(reader: Reader, index: int, start: int, *, relation: str) -> Phrase | None:
    """The words from `start` to the end of the clause, at most eight."""
    found = CONDITION.match(reader.text, start)
    words = list(re.finditer(r"\S+", found[0] if found else ""))[:CONDITION_WORDS]
    if reader.kinds[index] != "when":
        words = list(takewhile(lambda word: word[0].lower() not in reader.words.verbs, words))
    if len(words) < 2:  # noqa: PLR2004 - "na" and what it is after
        return None
    end = start + words[-1].end()
    stop = next((i for i, item in enumerate(reader.items) if item.start >= end), len(reader.items))
    begin = reader.items[index].start
    return Phrase(relation, None, begin, end, max(stop, index + 1), condition=reader.text[start:end])


SPECIAL = {
    "after": _after,
    "between": _between,
    "from": _from,
    "over": _over,
    "since": _since,
    "within": _within,
}
