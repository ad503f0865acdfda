"""The pieces of a sentence: tokens with their places, and clauses with their kind and subject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.languages.grammar import Grammar

HARD = frozenset((";", ":", "–", "—"))
HEAD = 8  # words in which a subject is looked for


class ClauseKind(StrEnum):
    """What a clause does in its sentence."""

    MAIN = "main"
    CONTENT = "content"
    RELATIVE = "relative"
    CONDITION = "condition"
    REASON = "reason"
    PURPOSE = "purpose"
    FRAME = "frame"


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
    return tuple(
        replace(token, word=grammar.contractions.get(token.word.replace("’", "'"), token.word)) for token in tokens
    )


def is_word(word: str) -> bool:
    """False for a mark."""
    return word[0].isalnum()
