"""Who acts in a clause: the stretch of words that names its subject, by the word order of the language."""

from __future__ import annotations

from tracker.extraction.clause import HEAD, Clause, ClauseKind, is_word
from tracker.languages.grammar import Grammar


def verbs_of(clause: Clause, grammar: Grammar) -> tuple[str, ...]:
    """The words of a clause that are read as its finite verbs."""
    words = list(clause.words)
    return tuple(
        word for place, word in enumerate(words) if word in grammar.finite and not is_noun(words, place, grammar)
    )


def subject_of(words: list[str], begin: int, kind: ClauseKind, *, grammar: Grammar) -> tuple[int, int]:
    """The stretch of words that names who acts; empty when it is left out or cannot be told."""
    if kind not in (ClauseKind.MAIN, ClauseKind.FRAME):
        return _noun_phrase(words, begin + 1, grammar)
    places = range(begin, len(words))
    verb = next(
        (place for place in places if words[place] in grammar.finite and not is_noun(words, place, grammar)), None
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
            if not is_word(field[place - 1])
            or (field[place] in opening and field[place - 1] not in grammar.prepositions)
        ),
        len(field),
    )


def is_noun(words: list[str], place: int, grammar: Grammar) -> bool:
    """A present form after a determiner or preposition is a noun: "het plan", "een manier van werken"."""
    before = words[place - 1] if place else ""
    last = place + 1 >= len(words) or not is_word(words[place + 1])
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
    while end < min(len(words), begin + HEAD) and is_word(words[end]):
        if end > begin and (
            words[end] in grammar.after_head or (end > begin + 1 and words[end] in grammar.determiners)
        ):
            break
        end += 1
        if words[begin] in grammar.nominatives:
            break
    return (begin, end)
