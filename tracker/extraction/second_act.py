"""Which words of a sentence are likely its second act? An offer to somebody who parts the two; he has the last word."""

from __future__ import annotations

from tracker.extraction.clause import ClauseKind, Token, tokens_of
from tracker.extraction.syntax import clauses_of
from tracker.languages.grammar import Grammar
from tracker.languages.pack import load_pack

SHORTEST = 3  # words of an act


def second_act(quote: str, *, language: str | None) -> str | None:
    """The words from the second main clause on, else those behind the last "and"; None where nothing joins two."""
    pack = load_pack(language)
    if pack is None:
        return None
    tokens = tokens_of(quote, 0, len(quote), pack.grammar)
    mains = [clause for clause in clauses_of(tokens, pack.grammar) if clause.kind is ClauseKind.MAIN]
    if len(mains) > 1:
        first = next(place for place, token in enumerate(tokens) if token.start == mains[1].start)
    else:
        first = max((place for place, token in enumerate(tokens) if token.word in pack.grammar.coordinators), default=0)
    return _without_joint(quote, tokens[first:], pack.grammar) if first else None


def _without_joint(quote: str, tokens: tuple[Token, ...], grammar: Grammar) -> str | None:
    while tokens and (tokens[0].word in grammar.coordinators or not tokens[0].word.isalnum()):
        tokens = tokens[1:]
    return quote[tokens[0].start :].strip(" .;:,") if len(tokens) >= SHORTEST else None
