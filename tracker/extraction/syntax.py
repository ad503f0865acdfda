"""A sentence cut into clauses, each with its kind, its subject and its tokens, by the grammar of its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.extraction.clause import HARD, HEAD, Clause, ClauseKind, Token, is_word
from tracker.extraction.subjects import is_noun, subject_of
from tracker.languages.grammar import Grammar

BREATH = 40  # words that a stretch between marks may have
FRAME = 14  # words of the longest frame ("…, zegt minister X")
OPEN = (ClauseKind.MAIN, ClauseKind.CONTENT)  # kinds that another clause may interrupt before their verb


def clauses_of(tokens: tuple[Token, ...], grammar: Grammar) -> tuple[Clause, ...]:
    """The clauses of one sentence in order of place; what stands between brackets is no part of them."""
    tokens = _without_brackets(tokens)
    words = [token.word for token in tokens]
    cuts = [0]
    for place in range(1, len(words)):
        if _begins(words, place, since=cuts[-1], grammar=grammar):
            cuts.append(place)
    pieces = [tokens[start:end] for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    marks = {tokens[cut].start: words[cut - 1] for cut in cuts[1:] if not is_word(words[cut - 1])}
    pieces = [piece for piece in pieces if any(is_word(token.word) for token in piece)]
    return tuple(replace(clause, after=marks.get(clause.start, "")) for clause in _clauses(pieces, grammar))


def _without_brackets(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.word == "("
        if not depth:
            kept.append(token)
        depth -= token.word == ")" and depth > 0
    return tuple(kept) if kept and not depth else tokens


def _begins(words: list[str], place: int, *, since: int, grammar: Grammar) -> bool:
    """True when a new clause begins at this place."""
    before, word = words[place - 1], words[place]
    if before in HARD or (before == "." and word[0].isalpha()):  # a full stop inside: two sentences glued together
        return True
    if place == since or not is_word(word):
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
    while end < len(words) and (is_word(words[end]) or words[end] in "'’\"“”(") and end - place < BREATH:
        end += 1
    return words[place:end]


def _has_verb(words: Sequence[str], grammar: Grammar) -> bool:
    return any(word in grammar.finite for word in words)


def _has_own_verb(words: list[str], grammar: Grammar) -> bool:
    """Like _has_verb, but "het onderzoek" has none."""
    return any(word in grammar.finite and not is_noun(words, place, grammar) for place, word in enumerate(words))


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
    if word in grammar.behind_verb and before in grammar.finite and not is_noun(words, place - 1, grammar):
        return False
    if before in grammar.nominatives and place > 1 and words[place - 2] in grammar.auxiliaries:
        return False
    if not _has_verb(_stretch(words, place + 1), grammar):
        return False
    return bool(ahead) and is_word(ahead[0]) and ahead[0] not in grammar.after_demonstrative


def _is_particle(words: list[str], place: int, grammar: Grammar) -> bool:
    """True for the second half of a parted verb: "merkt op dat …", "kondigt aan dat …"."""
    near = words[max(place - HEAD, 0) : place]
    return any(words[place] in grammar.particles.get(word, ()) for word in near)


def _clauses(pieces: list[tuple[Token, ...]], grammar: Grammar) -> list[Clause]:
    clauses: list[Clause] = []
    fragment: tuple[Token, ...] = ()  # a clause whose verb still has to come
    opened = ClauseKind.MAIN
    for piece in pieces:
        words = [token.word for token in piece]
        kind = _kind(words, grammar, after=clauses[-1] if clauses else None)
        tokens = piece
        if kind is ClauseKind.MAIN and fragment and (words[0] in grammar.finite or opened is not ClauseKind.MAIN):
            tokens, kind, fragment = fragment + piece, opened, ()
            if not _has_own_verb([token.word for token in tokens], grammar):
                fragment = tokens
                continue
        elif kind is ClauseKind.MAIN and (broken := _broken_off(clauses, grammar)) is not None:
            tokens = clauses.pop(broken).tokens + piece
        elif kind in OPEN and not _has_own_verb(words, grammar) and len(pieces) > 1 and not fragment:
            fragment, opened = piece, kind
            continue
        clauses.append(_clause(kind, tokens, grammar))
    if fragment and (opened is not ClauseKind.MAIN or not clauses):
        clauses.append(_clause(opened, fragment, grammar))
    return clauses


def _broken_off(clauses: list[Clause], grammar: Grammar) -> int | None:
    """The main clause that still waits for its verb ("Het rapport zal, zodra …, worden bezorgd")."""
    for index in range(max(len(clauses) - 2, 0), len(clauses)):
        words = clauses[index].words
        waits = [place for place, word in enumerate(words) if word in grammar.waiting]
        if clauses[index].kind is ClauseKind.MAIN and waits and grammar.nonfinite.isdisjoint(words[waits[0] + 1 :]):
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
    return len(last) > 1 and last[1] == "," and is_word(last[0]) and last[0] not in verbs


def _is_inverted(words: list[str], grammar: Grammar) -> bool:
    return any(word in grammar.auxiliaries and after in grammar.nominatives for word, after in pairwise(words))


def _clause(kind: ClauseKind, tokens: tuple[Token, ...], grammar: Grammar) -> Clause:
    words = [token.word for token in tokens]
    coordinated = words[0] in grammar.coordinators
    begin = 1 if coordinated and len(words) > 1 else 0
    return Clause(kind, tokens, subject_of(words, begin, kind, grammar=grammar), coordinated)
