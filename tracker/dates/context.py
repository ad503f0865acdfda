"""The words around an expression, within its clause, that change its reading: amounts, names, plans, the past."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from tracker.dates.named import DayOfYear, Deictic, Month, Named, Numbered, Season, Term, Unit, Weekday
from tracker.dates.numeric import YearSpan
from tracker.dates.periods import Between, Event, Fixed, Period, Pointed, Year
from tracker.dates.phrases import Phrase
from tracker.dates.slices import Half, Listed, Nth, Rolling, Thereafter
from tracker.dates.vague import Window
from tracker.languages.words import DateWords

CLAUSE_END = re.compile(r"[,.;:!?()\n«»\"“”]")
WORD = re.compile(r"[^\W\d_]+|[%€$£§]")
NAMED = re.compile(r"([^\W\d_]+)\.? \Z")
NOUN = re.compile(r"([^\W\d_]+)\s\Z")
CITED = re.compile(r"[.(\[]\s*\Z")
REACH, NEAR, FOLLOWING = 90, 5, 6
THINGS = (None, "anchor", "round")  # kinds of words that a year behind them only tells apart
NAMELIKE = (Month, Weekday, Deictic, Season)
COUNTABLE = (Year, Fixed, DayOfYear, Between, Listed)
YEARS = (Year, YearSpan)
DAYLIKE = (DayOfYear, Weekday, Deictic, Named, Season)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around one expression."""

    text: str
    found: Phrase
    words: DateWords

    def _left(self) -> str:
        return self.text[max(self.found.start - REACH, 0) : self.found.start]

    def before(self) -> list[str]:
        """The words of the same clause before it, the nearest last."""
        return WORD.findall(CLAUSE_END.split(self._left())[-1].lower())

    def after(self) -> list[str]:
        """The words of the same clause after it, the nearest first."""
        right = self.text[self.found.end : self.found.end + REACH]
        return WORD.findall(CLAUSE_END.split(right, maxsplit=1)[0].lower())

    def _kind(self, word: str) -> str | None:
        known = self.words.single.get(word)
        return known.kind if known else None

    def deny(self, node: Period) -> bool:
        """Words that look like a time expression and are none."""
        relation = self.found.relation
        if relation == "every" and isinstance(node, Rolling):
            return self._is_thing()
        if relation == "until" and isinstance(node, Deictic) and node.offset == 0:
            return True  # "tot op vandaag" tells how it is now
        if relation == "within" and not self.found.relations and self._takes_time():
            return True
        if isinstance(node, Window) and not self.found.relations and self._is_adjective():
            return True
        if isinstance(node, NAMELIKE) and self._is_name():
            return True
        return self._is_quantity(node) or self._is_attribute(node)

    def _takes_time(self) -> bool:
        """Like "in drie weken tijd", "in vier jaar heb ik": how long it takes or took, not until when."""
        first = self.text[self.found.start : self.found.end].split(maxsplit=1)[0].lower()
        if first not in self.words.context["inside"]:
            return False
        context, near = self.words.context, {*self.before(), *self.after()}
        done = any(self.words.grammar.is_participle(word) for word in near) and not near & (
            context["future"] - context["be"]
        )
        return done or bool(set(self.after()[:1]) & context["elapsed"]) or self.told_back()

    def _is_name(self) -> bool:
        """A bare month or weekday with a capital behind a title or name: "de heer Vrijdag", "Theresa May"."""
        before = NAMED.search(self._left())
        if self.found.relations or before is None or not self.text[self.found.start].isupper():
            return False
        word = before[1]
        context = self.words.context
        return bool(context["names_have_capitals"]) or word[0].isupper() or word.lower() in context["titles"]

    def _is_thing(self) -> bool:
        """Like "een jaarlijks voordeel", "jaarlijks terugkerende": about things, not about when something is done."""
        after = self.after()[:1]
        if after and after[0] in self.words.context["recurring_things"]:
            return False
        if self.text[self.found.end - 1].lower() in self.words.context["inflected"]:
            return True
        return self._is_adjective() or bool(after and after[0].endswith(self.words.grammar.attributive))

    def _is_adjective(self) -> bool:
        """One word behind "een" says what a thing is like: "een spoedig herstel"; "het spoedig doen" is about time."""
        before = self.before()[-1:]
        word = self.words.single.get(before[0]) if before else None
        alone = " " not in self.text[self.found.start : self.found.end]
        return alone and word is not None and word.kind == "number" and word.value == 1

    def _is_quantity(self, node: Period) -> bool:
        """A number that counts things or names a document: "tot 2000 euro", "artikel 15/2", "nr. 2021-22"."""
        if not isinstance(node, COUNTABLE):
            return False
        counted = WORD.match(self.text[self.found.end : self.found.end + REACH].lstrip())
        if isinstance(node, Year) and counted and counted[0].lower() in self.words.context["quantities"]:
            return True
        before = WORD.findall(self._left().lower())
        return not self.found.relations and bool(before) and before[-1] in self.words.context["numbered"]

    def _is_attribute(self, node: Period) -> bool:
        """A bare year behind a noun or in a reference is part of a name: "Klimaatplan 2030", "Stcrt. 2023"."""
        start = self.found.start
        if self.found.relations or not isinstance(node, YEARS) or not self.text[start].isdigit() or not start:
            return False
        before = self._left()
        noun = NOUN.search(before)
        if noun:
            return noun[1].lower() not in self.words.context["copulas"] and self._kind(noun[1].lower()) in THINGS
        if before[-1] in "-/_&=" or before[-1].isalnum():
            return True
        following = self.after()[:1]
        return bool(CITED.search(before)) and not set(following) & self.words.context["copulas"]

    def planned_for(self, node: Period) -> bool:
        """Like "gepland voor het najaar", "middelen voor 2023", "cijfers voor 2023": for it, not before it.

        Only words of planning turn a day, feast, recess or season; money and figures turn years and their parts.
        """
        context, before = self.words.context, self.before()[-NEAR:]
        if set(before[-2:]) & context["planned"] or isinstance(node, Thereafter):
            return True
        if isinstance(node, Event):
            return bool(set(before[-1:]) & context["event_papers"])
        if set(before[-1:]) & context["money"] and not isinstance(node, DayOfYear):
            return True
        if isinstance(node, Listed | Between):
            return True  # nothing is due before "2023 en 2024"
        if isinstance(node, Deictic) or (isinstance(node, Month | Year) and self._names_its_unit()):
            return True  # "voor morgen", "voor de maand april", "voor het begrotingsjaar 2023"
        core = node.inner if isinstance(node, Pointed) else node
        if isinstance(core, DAYLIKE) and not isinstance(core, Season):
            return False
        if set(self.after()[:2]) & context["planning"]:
            return True  # "Voor het najaar voorzien we …"
        if not isinstance(node, Year | YearSpan | Numbered | Half | Term | Nth | Unit):
            return False
        near = {*before, *self.after()[:FOLLOWING]}
        return bool(near & context["budgeted"]) or bool(set(before[-1:]) & context["about"])

    def _names_its_unit(self) -> bool:
        """Like "de maand april", "het jaar 2023"."""
        return any(self._kind(word) == "unit" for word in WORD.findall(self.text[self.found.start : self.found.end]))

    def told_back(self) -> bool:
        """The clause looks back ("in maart werd beslist") and nothing in it looks forward ("gevraagd in maart te")."""
        context = self.words.context
        left = self._left().lower()
        match [] if left.rstrip()[-1:].isdigit() else WORD.findall(left)[-2:]:  # "het rapport van 2023 in juni"
            case [paper, of] if paper in context["documents"] and self._kind(of) == "of":
                return True  # "de brief van 15 maart" has been written
        around = self._near()
        if around & context["future"]:
            return False
        if around & context["past"]:
            return True
        return bool(around & context["perfect"]) and any(self.words.grammar.is_participle(word) for word in around)

    def looks_ahead(self) -> bool:
        """The clause tells what will be done."""
        around = self._near()
        return bool(around & (self.words.context["future"] - self.words.context["be"]) - self.words.context["past"])

    def _near(self) -> set[str]:
        """The words around it, up to those that open another clause."""
        clauses = self.words.context["clauses"]
        before = takewhile(lambda word: word not in clauses, reversed(self.before()))
        return {*before, *takewhile(lambda word: word not in clauses, self.after())}

    def names_an_event(self, node: Period) -> bool:
        """Like "de vergadering van 31 januari": a day that tells events apart, the nearest one."""
        if not isinstance(node, DayOfYear | Month):
            return False
        if self.found.relations:  # "d.d. 15 oktober"
            return self.text[self.found.start : self.found.end].lower().startswith(self.dated())
        before = self.before()[-1:]
        return bool(before) and self._kind(before[0]) == "of"

    def dated(self) -> tuple[str, ...]:
        """How papers are dated."""
        return tuple(sorted(self.words.context["dated"]))
