"""A sentence cut into clauses, each with its kind, its subject and its tokens, by the grammar of its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from tracker.languages.grammar import Grammar

HARD = frozenset((";", ":", "–", "—"))
HEAD = 8  # words in which a subject is looked for
BREATH = 40  # words that a stretch between marks may have
FRAME = 14  # words of the longest frame ("…, zegt minister X")


class ClauseKind(StrEnum):
    """What a clause does in its sentence."""

    MAIN = "main"
    CONTENT = "content"
    RELATIVE = "relative"
    CONDITION = "condition"
    REASON = "reason"
    PURPOSE = "purpose"
    FRAME = "frame"


OPEN = (ClauseKind.MAIN, ClauseKind.CONTENT)  # kinds that another clause may interrupt before their verb


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, in small letters, with its place in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of one clause; `subject` is the stretch of tokens that names who acts.

    A main clause that another clause interrupts keeps both its parts. `after` is the mark before it, if any.
    """

    kind: ClauseKind
    tokens: tuple[Token, ...]
    subject: tuple[int, int]
    coordinated: bool = False
    after: str = ""

    @property
    def start(self) -> int:
        """Where the clause begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the clause ends in the text."""
        return self.tokens[-1].end

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens as words."""
        return tuple(token.word for token in self.tokens)


def tokens_of(text: str, start: int, end: int, grammar: Grammar) -> tuple[Token, ...]:
    """The tokens of a stretch of text; a contraction is the word that it stands for."""
    tokens = tuple(
        Token(hit.group().lower(), hit.start(), hit.end()) for hit in grammar.token.finditer(text, start, end)
    )
    if not grammar.contractions:
        return tokens
    return tuple(replace(one, word=grammar.contractions.get(one.word.replace("’", "'"), one.word)) for one in tokens)


def clauses_of(tokens: tuple[Token, ...], grammar: Grammar) -> tuple[Clause, ...]:
    """The clauses of one sentence in order of place; what stands between brackets is no part of them."""
    tokens = _without_brackets(tokens)
    words = [token.word for token in tokens]
    cuts = [0]
    for place in range(1, len(words)):
        if _begins(words, place, since=cuts[-1], grammar=grammar):
            cuts.append(place)
    pieces = [tokens[start:end] for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    marks = {tokens[cut].start: words[cut - 1] for cut in cuts[1:] if not _is_word(words[cut - 1])}
    pieces = [piece for piece in pieces if any(_is_word(token.word) for token in piece)]
    return tuple(replace(clause, after=marks.get(clause.start, "")) for clause in _clauses(pieces, grammar))


def verbs_of(clause: Clause, grammar: Grammar) -> tuple[str, ...]:
    """The words of a clause that are read as its finite verbs."""
    words = list(clause.words)
    return tuple(
        word for place, word in enumerate(words) if word in grammar.finite and not _is_noun(words, place, grammar)
    )


def _without_brackets(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.word == "("
        if not depth:
            kept.append(token)
        depth -= token.word == ")" and depth > 0
    return tuple(kept) if kept and not depth else tokens


def _is_word(word: str) -> bool:
    return word[0].isalnum()


def _begins(words: list[str], place: int, *, since: int, grammar: Grammar) -> bool:
    """True when a new clause begins at this place."""
    before, word = words[place - 1], words[place]
    if before in HARD or (before == "." and word[0].isalpha()):  # a full stop inside: two sentences glued together
        return True
    if place == since or not _is_word(word):
        return False
    if before == ",":
        return _begins_after_comma(words, place, since=since, grammar=grammar)
    asks = before in grammar.asking or (word in grammar.manner_questions and before in grammar.prepositions)
    if word in grammar.questions and asks:
        return _has_verb(_stretch(words, place + 1), grammar)
    if word in grammar.coordinators:
        return _begins_coordinated(words, place, since=since, grammar=grammar)
    return word in grammar.joints or (word in grammar.bare_openers and _subordinates(words, place, grammar=grammar))


def _begins_after_comma(words: list[str], place: int, *, since: int, grammar: Grammar) -> bool:
    word, first = words[place], words[since]
    if word in grammar.subordinators or word in grammar.relative or word in grammar.finite:
        return True
    if word in grammar.frame_openers and _has_verb(words[since:place], grammar):
        return True
    opened = first in grammar.subordinators or first in grammar.relative or first in grammar.whether
    ahead = _stretch(words, place)
    if grammar.nonfinite_last and opened and ahead and ahead[-1] in grammar.nonfinite:  # a main clause goes on and ends
        return True
    return _has_verb(ahead, grammar) and (opened or _has_verb(words[since:place], grammar))


def _stretch(words: list[str], place: int) -> list[str]:
    """The words up to the next mark."""
    end = place
    while end < len(words) and (_is_word(words[end]) or words[end] in "'’\"“”(") and end - place < BREATH:
        end += 1
    return words[place:end]


def _has_verb(words: Sequence[str], grammar: Grammar) -> bool:
    return any(word in grammar.finite for word in words)


def _has_own_verb(words: list[str], grammar: Grammar) -> bool:
    """Like _has_verb, but "het onderzoek" has none."""
    return any(word in grammar.finite and not _is_noun(words, place, grammar) for place, word in enumerate(words))


def _begins_coordinated(words: list[str], place: int, *, since: int, grammar: Grammar) -> bool:
    """True for "en zullen …", "en we zullen …", "en de resultaten worden …" after a clause with its own verb."""
    ahead = _stretch(words, place + 1)[:HEAD]
    if ahead and ahead[0] in grammar.relative and words[since] in grammar.relative:  # "die … en die …"
        return True
    if not ahead or not _has_verb(words[since:place], grammar):
        return False
    if ahead[0] in grammar.opening_verbs:
        return True
    if words[place] in grammar.alternatives and ahead[0] in grammar.prepositions:
        return False
    own_subject = len(ahead) > 1 and ahead[0] in grammar.nominatives and ahead[1] in grammar.finite
    return own_subject or any(word in grammar.joined_clause_verbs for word in ahead[1:])


def _subordinates(words: list[str], place: int, *, grammar: Grammar) -> bool:
    """True where "dat" or "die" opens a clause: "zegt dat …", "de nota die …"; not in "zal ik dat doen"."""
    before, word, ahead = words[place - 1], words[place], words[place + 1 : place + 2]
    if before in grammar.before_demonstrative or before in grammar.coordinators:
        return False
    if before in grammar.prepositions and not _is_particle(words, place - 1, grammar):
        return False
    if word in grammar.behind_verb and before in grammar.finite and not _is_noun(words, place - 1, grammar):
        return False
    if before in grammar.nominatives and place > 1 and words[place - 2] in grammar.auxiliaries:
        return False
    if not _has_verb(_stretch(words, place + 1), grammar):
        return False
    return bool(ahead) and _is_word(ahead[0]) and ahead[0] not in grammar.after_demonstrative


def _is_particle(words: list[str], place: int, grammar: Grammar) -> bool:
    """True for the second half of a parted verb: "merkt op dat …", "kondigt aan dat …"."""
    near = words[max(place - HEAD, 0) : place]
    return any(words[place] in grammar.particles.get(word, ()) for word in near)


def _clauses(pieces: list[tuple[Token, ...]], grammar: Grammar) -> list[Clause]:
    found: list[Clause] = []
    fragment: tuple[Token, ...] = ()  # a clause whose verb still has to come
    opened = ClauseKind.MAIN
    for piece in pieces:
        words = [token.word for token in piece]
        kind = _kind(words, grammar, after=found[-1] if found else None)
        tokens = piece
        if kind is ClauseKind.MAIN and fragment and (words[0] in grammar.finite or opened is not ClauseKind.MAIN):
            tokens, kind, fragment = fragment + piece, opened, ()
            if not _has_own_verb([token.word for token in tokens], grammar):
                fragment = tokens
                continue
        elif kind is ClauseKind.MAIN and (broken := _broken_off(found, grammar)) is not None:
            tokens = found.pop(broken).tokens + piece
        elif kind in OPEN and not _has_own_verb(words, grammar) and len(pieces) > 1 and not fragment:
            fragment, opened = piece, kind
            continue
        found.append(_clause(kind, tokens, grammar))
    if fragment and (opened is not ClauseKind.MAIN or not found):
        found.append(_clause(opened, fragment, grammar))
    return found


def _broken_off(found: list[Clause], grammar: Grammar) -> int | None:
    """The main clause that still waits for its verb ("Het rapport zal, zodra …, worden bezorgd")."""
    for index in range(max(len(found) - 2, 0), len(found)):
        words = found[index].words
        waits = [place for place, word in enumerate(words) if word in grammar.waiting]
        if found[index].kind is ClauseKind.MAIN and waits and grammar.nonfinite.isdisjoint(words[waits[0] + 1 :]):
            return index
    return None


def _kind(words: list[str], grammar: Grammar, *, after: Clause | None) -> ClauseKind:
    first = words[1] if words[0] in grammar.coordinators and len(words) > 1 else words[0]
    if after is not None and words[0] in grammar.frame_openers and len(words) < FRAME:
        return ClauseKind.FRAME
    if first in grammar.capacity and _is_inverted(words, grammar):  # "Als minister van Financiën zal ik …"
        return ClauseKind.MAIN
    for openers, kind in (
        (grammar.conditional, ClauseKind.CONDITION),
        (grammar.reason, ClauseKind.REASON),
        (grammar.purpose, ClauseKind.PURPOSE),
    ):
        if first in openers:
            return kind
    second = words[words.index(first) + 1 :][:1]
    stands_first = bool(second) and second[0] in grammar.after_subject
    if after is not None and _is_told_question(words[0], after, grammar):
        return ClauseKind.CONTENT
    if stands_first:
        return ClauseKind.MAIN
    states = first in grammar.statement_openers
    if states and after is not None and _ends_in_noun(after, grammar):
        return ClauseKind.RELATIVE
    if first in grammar.content_openers and len(words) > 1 and (states or after is not None):
        return ClauseKind.CONTENT
    return ClauseKind.RELATIVE if after is not None and first in grammar.relative else ClauseKind.MAIN


def _is_told_question(first: str, after: Clause, grammar: Grammar) -> bool:
    return first in grammar.questions and (first in grammar.manner_questions or after.words[-1] in grammar.asking)


def _ends_in_noun(clause: Clause, grammar: Grammar) -> bool:
    """True for "… een gesprek, (dat …)", where the comma parts a thing from what is told of it."""
    last = clause.words[-2:]
    verbs = grammar.finite | grammar.asking | grammar.nominatives | grammar.adverbs
    return len(last) > 1 and last[1] == "," and _is_word(last[0]) and last[0] not in verbs


def _is_inverted(words: list[str], grammar: Grammar) -> bool:
    return any(word in grammar.auxiliaries and after in grammar.nominatives for word, after in pairwise(words))


def _clause(kind: ClauseKind, tokens: tuple[Token, ...], grammar: Grammar) -> Clause:
    words = [token.word for token in tokens]
    coordinated = words[0] in grammar.coordinators
    begin = 1 if coordinated and len(words) > 1 else 0
    return Clause(kind, tokens, _subject(words, begin, kind, grammar=grammar), coordinated)


def _subject(words: list[str], begin: int, kind: ClauseKind, *, grammar: Grammar) -> tuple[int, int]:
    """The stretch of words that names who acts; empty when it is left out or cannot be told."""
    if kind not in (ClauseKind.MAIN, ClauseKind.FRAME):
        return _noun_phrase(words, begin + 1, grammar)
    places = range(begin, len(words))
    verb = next(
        (place for place in places if words[place] in grammar.finite and not _is_noun(words, place, grammar)), None
    )
    if verb is None:  # "Wij starten …": a plural present is written like an infinitive
        return (begin, begin + 1) if words[begin] in grammar.nominatives else (begin, begin)
    field = words[begin:verb]
    if len(field) == 1 and field[0] in grammar.nominatives:
        return (begin, verb)
    if words[verb + 1 : verb + 2] and words[verb + 1] in grammar.nominatives:
        return (verb + 1, verb + 2)
    if len(field) == 1 and field[0] in grammar.pronouns:
        return (begin, verb)
    if not _only_tells_when(field, grammar):
        return _noun_phrase(words[:verb], begin, grammar)
    if grammar.verb_second or not field:
        return _noun_phrase(words, verb + 1, grammar)
    return _noun_phrase(words[:verb], begin + _last_opening(field, grammar), grammar)


def _only_tells_when(field: list[str], grammar: Grammar) -> bool:
    """True for what stands before the verb and names nobody: a time, a place, an adverb, or nothing at all."""
    tells_when = len(field) > 1 and field[0] in grammar.determiners and not _names(field, grammar)
    opens = bool(field) and (field[0] in grammar.prepositions or field[0] in grammar.adverbs)
    return not field or tells_when or (opens and not _names(field, grammar))


def _last_opening(field: list[str], grammar: Grammar) -> int:
    """Where, before a verb that need not stand second, the last phrase without a preposition begins."""
    opening = grammar.determiners | grammar.nominatives | grammar.pronouns
    return next(
        (
            place
            for place in range(len(field) - 1, 0, -1)
            if not _is_word(field[place - 1])
            or (field[place] in opening and field[place - 1] not in grammar.prepositions)
        ),
        len(field),
    )


def _is_noun(words: list[str], place: int, grammar: Grammar) -> bool:
    """A present form after a determiner or preposition is a noun: "het plan", "een manier van werken"."""
    before = words[place - 1] if place else ""
    last = place + 1 >= len(words) or not _is_word(words[place + 1])
    ends = last and grammar.verb_final_subordinate  # "… waar ik op terugkom"
    follows = before in grammar.determiners or (before in grammar.prepositions and not ends)
    return follows and words[place] not in grammar.always_verbs


def _names(field: list[str], grammar: Grammar) -> bool:
    """A field that opens with a demonstrative names something when more follows ("dit onderzoek", "deze nota")."""
    return field[0] in grammar.determiners and len(field) > 1 and grammar.time_nouns.isdisjoint(field[1:3])


def _noun_phrase(words: list[str], begin: int, grammar: Grammar) -> tuple[int, int]:
    """From `begin` up to the first preposition, mark or verb: the head of the phrase and what stands before it."""
    while begin + 1 < len(words) and words[begin] in grammar.before_subject:
        begin += 1
    if words[begin : begin + 1] and words[begin] in grammar.auxiliaries:
        return (begin, begin)
    end = begin
    while end < min(len(words), begin + HEAD) and _is_word(words[end]):
        if end > begin and (
            words[end] in grammar.after_head or (end > begin + 1 and words[end] in grammar.determiners)
        ):
            break
        end += 1
        if words[begin] in grammar.nominatives:
            break
    return (begin, end)
