"""Which time expression of a sentence is the deadline of an act: the act's own, not the nearest or the first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.extraction.clause import Clause, ClauseKind, Token, is_word
from tracker.languages.grammar import Grammar
from tracker.languages.reference import Reference
from tracker.model import Precision, Relation, TimeExpression
from tracker.model.days import days_on, months_on

UNDATED = frozenset((Precision.VAGUE, Precision.ANCHORED, Precision.RECURRING))
EVENTS = frozenset((Precision.DAY, Precision.WEEK, Precision.MONTH_PART, Precision.MONTH))
WHILE = frozenset((Relation.IN, Relation.AFTER, Relation.FROM))
NO_TERM_MONTHS = 3
SHORTEST_ROUND = 28  # days; what comes round more often is practice, of which no first time is due
FAR = 10_000
OTHER_CLAUSES = (ClauseKind.PURPOSE, ClauseKind.RELATIVE, ClauseKind.CONTENT, ClauseKind.MAIN, ClauseKind.CONDITION)
DATED, OWN, OPENING, NAMED, ASIDE = 2.0, 2.5, 2.0, 1.0, 0.8  # how close a time stands to the act


@dataclass(frozen=True, slots=True)
class Cut:
    """The clauses of one sentence, and for each of their tokens, in order of place, the clause that it stands in."""

    clauses: tuple[Clause, ...]
    tokens: tuple[Token, ...]
    homes: tuple[Clause, ...]

    @classmethod
    def of(cls, clauses: tuple[Clause, ...]) -> Cut:
        """A clause that another interrupts keeps both its parts, so tokens are put in order."""
        pairs = sorted(((token, clause) for clause in clauses for token in clause.tokens), key=_place)
        return cls(clauses, tuple(token for token, _ in pairs), tuple(clause for _, clause in pairs))

    def at(self, place: int) -> int:
        """The index of the last token that begins up to a place, -1 where none does."""
        return bisect_right(self.tokens, place, key=_start) - 1

    def home_of(self, time: TimeExpression) -> Clause | None:
        """The clause in which a time stands; None for an aside or between brackets."""
        index = self.at(time.start)
        return self.homes[index] if index >= 0 and time.start < self.tokens[index].end else None

    def word_before(self, time: TimeExpression) -> str:
        """The word right before a time in its clause; nothing where the time opens it."""
        index = self.at(time.start)
        same = index > 0 and self.homes[index - 1].start == self.homes[index].start
        return self.tokens[index - 1].word if same else ""


@dataclass(frozen=True, slots=True)
class Act:
    """An act in its sentence: its clause, the stretch that it takes, the places of its verbs.

    `opens` is the first word of the sentence, `colon` the place of the last colon before the act, -1 where none is.
    """

    clause: Clause
    cut: Cut
    start: int
    end: int
    verbs: Sequence[int]
    opens: str = ""
    colon: int = -1

    def is_at(self, home: Clause) -> bool:
        """True for the clause of the act itself."""
        return home.start == self.clause.start

    @property
    def opening(self) -> Clause | None:
        """The clause with a colon before the act ("In 2025 zetten we drie stappen: …"): its time is that of each."""
        index = self.cut.at(self.colon)
        return self.cut.homes[index] if index >= 0 else None


def _start(token: Token) -> int:
    return token.start


def _place(pair: tuple[Token, Clause]) -> int:
    return pair[0].start


def deadline_of(
    act: Act, times: Sequence[TimeExpression], *, said_on: date | None, grammar: Grammar, reference: Reference
) -> TimeExpression | None:
    """The time expression of the sentence that belongs to the act, None where none does.

    Of two that fit alike the one nearer to the verb of an act counts, then the first; a narrower one in the same
    clause tells it more precisely ("volgend jaar, op 1 juli").
    """
    first, last = (act.opening.start, min(act.opening.end, act.start)) if act.opening else (0, 0)
    here = [time for time in times if act.start <= time.start < act.end]
    above = [time for time in times if first <= time.start < last]
    if not (here or above):
        return None
    scope = _Scope(act, said_on, _embedded(act, grammar, reference), grammar, reference)
    usable = [time for time in (*above, *here) if not scope.is_background(time) and not scope.is_elsewhere(time)]
    runs_from = _condition_in(act, here, scope)
    usable = [time for time in usable if not (_is_length(time) and runs_from < time.start)]
    ranked = [(scope.rank(time), -_way_to_verb(time, act.verbs), -index, time) for index, time in enumerate(usable)]
    if not ranked:
        return None
    best = max(ranked, key=lambda entry: entry[:3])[3]
    return next((time for time in usable if scope.is_narrower(time, best)), best)


def _way_to_verb(time: TimeExpression, verbs: Sequence[int]) -> int:
    """Characters from a time expression to the next verb of an act; far when none follows."""
    index = bisect_left(verbs, time.end)
    return verbs[index] - time.end if index < len(verbs) else FAR


def _is_length(time: TimeExpression) -> bool:
    return time.relation is Relation.WITHIN and time.precision not in UNDATED


def _condition_in(act: Act, times: Sequence[TimeExpression], scope: _Scope) -> int:
    """Where "zodra …" or "als …" stands in the stretch of the act: "binnen zestig dagen" behind it begins then."""
    if not any(map(_is_length, times)):
        return FAR + act.end
    anchored = [time.start for time in times if time.precision is Precision.ANCHORED]
    failing = [clause.start for clause in act.cut.clauses if act.start <= clause.start and scope.may_fail(clause)]
    return min((*anchored, *failing), default=FAR + act.end)


@dataclass(frozen=True, slots=True)
class _Embedded:
    """Where, in the clause of the act, something else begins that may have a time of its own."""

    question: int
    thing: int
    act: int


def _embedded(act: Act, grammar: Grammar, reference: Reference) -> _Embedded:
    """A question ("nagaan welke …"), what is told of a thing ("projecten die …"), another act ("vragen om … te")."""
    leads = (grammar.finite, grammar.nominatives, grammar.prepositions, grammar.coordinators, grammar.adverbs)
    question = thing = another = FAR + act.end
    asks = grammar.questions - grammar.coordinators if act.clause.kind is ClauseKind.MAIN else frozenset[str]()
    for before, token in pairwise(act.clause.tokens):
        if not is_word(before.word):
            continue
        if token.word in asks:
            question = min(question, token.start)
        if token.word in grammar.relative and not any(before.word in words for words in leads):
            thing = min(thing, token.start)
        if token.word in reference.embeds_an_act:
            another = min(another, token.start)
    return _Embedded(question, thing, another)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which times of a sentence can be those of one act in it, and how close they stand to it."""

    act: Act
    said_on: date | None
    embedded: _Embedded
    grammar: Grammar
    reference: Reference

    def rank(self, time: TimeExpression) -> float:
        rank = DATED if time.precision not in UNDATED else 0.0
        rank -= time.precision is Precision.RECURRING
        home = self._home_of(time)
        if home is None:
            return rank + ASIDE
        if self._names(time):
            return rank + (NAMED if self.act.is_at(home) else -1)
        if self.act.is_at(home):
            return rank + OWN - (time.start > self.embedded.thing) / 2
        if self.act.opening and home.start == self.act.opening.start:
            return rank + OPENING
        return rank - OTHER_CLAUSES.index(home.kind) / 10

    def is_background(self, time: TimeExpression) -> bool:
        """Past days, what holds since some day, and what is done every week."""
        if time.precision is Precision.RECURRING and self.said_on and time.due:
            return (time.due - self.said_on).days < SHORTEST_ROUND
        last = time.latest or time.due or time.earliest
        return time.relation is Relation.SINCE or bool(last and self.said_on and last < self.said_on)

    def is_elsewhere(self, time: TimeExpression) -> bool:
        """True for a time of something else: another act, a thing, a question, a condition that may fail."""
        home = self._home_of(time)
        if home is None:
            return time.start < self.act.start or self._is_now(time)
        if time.start < self.act.start:
            return self._is_now(time)
        if self._names(time) and not self._is_event(time):
            return True
        if self.act.is_at(home):
            return time.start > self.embedded.question
        asked = home.kind is ClauseKind.CONTENT and home.tokens[0].word in self.grammar.questions
        other = home.kind not in OTHER_CLAUSES or self.may_fail(home) or self._is_another_main(home)
        return asked or other or self._is_now(time)

    def _home_of(self, time: TimeExpression) -> Clause | None:
        """The clause that a time belongs to; none where it is an aside ("…, zo zegt hij, uiterlijk in mei, …")."""
        home = self.act.cut.home_of(time)
        if home is None or self.act.is_at(home):
            return home
        if home.kind is ClauseKind.FRAME:
            return None if self.act.cut.word_before(time) == "," else home
        says_when = time.start - home.start <= 1 and home.kind is ClauseKind.MAIN
        return None if says_when and not self._has_verb_behind(time, home) else home

    def _has_verb_behind(self, time: TimeExpression, home: Clause) -> bool:
        behind = (token.word for token in home.tokens if token.start >= time.end)
        return not self.grammar.finite.isdisjoint(behind)

    def _is_now(self, time: TimeExpression) -> bool:
        """True for the bare day and what has begun: "wie vandaag wacht", "er zijn vanaf dit jaar middelen".

        They tell how things are, where "vandaag nog" says when somebody acts.
        """
        begun = time.relation is Relation.FROM and time.due == self.said_on
        return begun or (time.latest == self.said_on and time.relation is Relation.IN and " " not in time.text)

    def _names(self, time: TimeExpression) -> bool:
        """True where a day tells which thing is meant ("de vergadering van 3 mei")."""
        naming = self.reference.naming
        return self.act.cut.word_before(time) in naming and time.text.split(maxsplit=1)[0].lower() not in naming

    def _is_event(self, time: TimeExpression) -> bool:
        """True for a day to come that tells when something is held, and so when the act is done there."""
        return time.precision in EVENTS and time.latest != self.said_on and time.start < self.embedded.act

    def may_fail(self, home: Clause) -> bool:
        """True for a condition that others may not meet ("als de Raad in mei adviseert") and for a supposition."""
        first = {token.word for token in home.tokens[home.coordinated : home.coordinated + 1]}
        supposed = self.act.opens in self.reference.supposing and home.kind is not ClauseKind.MAIN
        return supposed or (home.kind is ClauseKind.CONDITION and not self.grammar.may_fail.isdisjoint(first))

    def _is_another_main(self, home: Clause) -> bool:
        """True for a main clause behind the act that is about something else than the act or its thing.

        Behind a condition, or what is said in one, the main clause is that of the act.
        """
        first, last = home.subject
        head = home.tokens[first:last] if last - first == 1 else ()
        heads = {token.word for token in (*head, *home.tokens[home.coordinated : home.coordinated + 1])}
        points_back = not self.reference.points_back.isdisjoint(heads)
        behind = home.start > self.act.clause.start and home.after != ":"
        if self.act.clause.kind is not ClauseKind.MAIN and home.tokens[0].word in self.grammar.finite:
            return False
        return home.kind is ClauseKind.MAIN and behind and not points_back

    def is_narrower(self, time: TimeExpression, best: TimeExpression) -> bool:
        """True for a later time within the days of the best one, in no other clause."""
        undated = UNDATED.intersection((time.precision, best.precision))
        if undated or time.start <= best.start or best.relation not in WHILE or not _lies_within(time, best):
            return False
        home, best_home = self.act.cut.home_of(time), self.act.cut.home_of(best)
        if home is None:
            return True
        return best_home is not None and home.start == best_home.start and not self._names(time)


def _lies_within(time: TimeExpression, other: TimeExpression) -> bool:
    """True where all days of one are days of the other, which has more."""
    if time.earliest is None or time.latest is None or other.earliest is None or other.latest is None:
        return False
    inside = other.earliest <= time.earliest <= time.latest <= other.latest
    return inside and (time.earliest, time.latest) != (other.earliest, other.latest)


def check_on(deadline: TimeExpression | None, said_on: date | None) -> date | None:
    """When to check back where no due day was stated: the end of a vague window, else three months on.

    What can be done from some day on at the earliest is looked at on that day.
    """
    if said_on is None or (deadline and deadline.due and deadline.precision is not Precision.VAGUE):
        return None
    stated_on = deadline.check_on if deadline else None
    return max(stated_on, days_on(said_on, 1)) if stated_on else months_on(said_on, NO_TERM_MONTHS)


def is_dated(time: TimeExpression | None) -> bool:
    """True when it names days."""
    return time is not None and time.due is not None and time.precision not in UNDATED
