"""A Dutch sentence cut into clauses, each with its kind, its subject and its tokens. Words only, no judgement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.languages.cues import Syntax

TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W_]+(?:['’\-][^\W_]+)*|\S")
HARD = frozenset((";", ":", "–", "—"))
HEAD_LIMIT = 8


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

    A main clause that a relative clause interrupts keeps both its parts.
    """

    kind: ClauseKind
    tokens: tuple[Token, ...]
    subject: tuple[int, int]
    coordinated: bool = False

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


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of a stretch of text."""
    return tuple(Token(hit.group().lower(), hit.start(), hit.end()) for hit in TOKEN.finditer(text, start, end))


def clauses_of(tokens: tuple[Token, ...], syntax: Syntax) -> tuple[Clause, ...]:
    """The clauses of one sentence in order of place."""
    cuts = _cuts(tokens, syntax)
    pieces = [tokens[start:end] for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    return tuple(_clauses([piece for piece in pieces if any(_is_word(token) for token in piece)], syntax))


def _is_word(token: Token) -> bool:
    return token.word[0].isalnum()


def _cuts(tokens: tuple[Token, ...], syntax: Syntax) -> list[int]:
    """The indexes at which clauses begin; the first is 0."""
    cuts = [0]
    words = [token.word for token in tokens]
    for place in range(1, len(words)):
        if _begins(words, place, since=cuts[-1], syntax=syntax):
            cuts.append(place)
    return cuts


def _begins(words: list[str], place: int, *, since: int, syntax: Syntax) -> bool:
    before, word = words[place - 1], words[place]
    if before in HARD:
        return True
    if place - since < 1 or not word[0].isalnum():
        return False
    if before == ",":
        return _begins_after_comma(words, place, since=since, syntax=syntax)
    if word in syntax["coordinators"]:
        return _begins_coordinated(words, place, since=since, syntax=syntax)
    return _begins_subordinate(words, place, syntax=syntax)


def _begins_after_comma(words: list[str], place: int, *, since: int, syntax: Syntax) -> bool:
    word = words[place]
    if word in syntax["subordinators"] or word in syntax["relative"]:
        return True
    segment = _segment(words, place)
    verbs_ahead = any(later in syntax.finite for later in segment)
    opened = words[since] in syntax["subordinators"] or words[since] in syntax["relative"] or words[since] == "of"
    if word in syntax.finite:
        return True
    return verbs_ahead and (opened or any(earlier in syntax.finite for earlier in words[since:place]))


def _segment(words: list[str], place: int) -> list[str]:
    """The words up to the next mark or subordinator."""
    end = place
    while end < len(words) and (words[end][0].isalnum() or words[end] in "'’\"“”(") and end - place < 40:  # noqa: PLR2004 - a long breath
        end += 1
    return words[place:end]


def _begins_coordinated(words: list[str], place: int, *, since: int, syntax: Syntax) -> bool:
    """True for "en zullen …", "en we zullen …", "en de resultaten worden …" after a clause with its own verb."""
    if not any(word in syntax.finite for word in words[since:place]):
        return False
    ahead = words[place + 1 : place + 2]
    if ahead and ahead[0] in syntax.finite and not ahead[0].endswith("en"):
        return True
    if ahead and ahead[0] in syntax["auxiliaries"] and ahead[0] in AUXILIARY_PLURALS:
        return True
    window = _segment(words, place + 1)[:HEAD_LIMIT]
    return any(
        word in AUXILIARIES or (index == 1 and word in syntax.finite and window[0] in syntax["nominatives"])
        for index, word in enumerate(window)
        if index
    ) and not (window and window[0] in syntax["prepositions"] and words[place] == "of")


AUXILIARIES = frozenset(
    (
        "zal",
        "zullen",
        "wordt",
        "worden",
        "komt",
        "komen",
        "gaat",
        "gaan",
        "wil",
        "willen",
        "heeft",
        "hebben",
        "is",
        "zou",
        "zouden",
        "moet",
        "moeten",
        "kan",
        "kunnen",
        "treedt",
        "treden",
    )
)
AUXILIARY_PLURALS = frozenset(
    ("zullen", "worden", "gaan", "willen", "hebben", "komen", "zijn", "moeten", "kunnen", "zouden")
)


def _begins_subordinate(words: list[str], place: int, *, syntax: Syntax) -> bool:
    """True for "zegt dat …", "de nota die …", "waarbij …" without a comma."""
    before, word = words[place - 1], words[place]
    if word in (
        "omdat",
        "zodat",
        "zodra",
        "indien",
        "tenzij",
        "waarbij",
        "waarna",
        "waarin",
        "waarmee",
        "waarvoor",
        "waarop",
        "waaruit",
        "waardoor",
        "waarvan",
        "waarover",
        "nadat",
        "terwijl",
        "hoewel",
        "opdat",
        "aangezien",
        "mits",
    ):
        return True
    if word not in ("dat", "die"):
        return False
    if before in syntax["prepositions"] or before in AUXILIARIES or before in syntax["coordinators"]:
        return False
    if word == "die" and before in syntax.finite and not _is_noun(words, place - 1, syntax):
        return False
    ahead = words[place + 1 : place + 2]
    return (
        bool(ahead)
        and ahead[0][0].isalnum()
        and ahead[0] not in ("kan", "zal", "wil", "moet")
        and before not in ("zal", "zullen", "wordt", "worden", "is", "ook")
    )


def _clauses(pieces: list[tuple[Token, ...]], syntax: Syntax) -> list[Clause]:
    found: list[Clause] = []
    fragment: tuple[Token, ...] = ()
    for piece in pieces:
        words = [token.word for token in piece]
        kind = _kind(words, syntax, after=found[-1] if found else None)
        has_verb = any(word in syntax.finite for word in words)
        if kind is ClauseKind.MAIN and not has_verb and len(pieces) > 1:
            fragment = piece
            continue
        tokens = piece
        if kind is ClauseKind.MAIN and fragment and words[0] in syntax.finite:
            tokens, fragment = fragment + piece, ()
        elif kind is ClauseKind.MAIN and (broken := _broken(found)) is not None:
            tokens = found.pop(broken).tokens + piece
            words = [token.word for token in tokens]
        found.append(_clause(kind, tokens, syntax, coordinated=words[0] in syntax["coordinators"]))
    if fragment and not found:
        found.append(_clause(ClauseKind.MAIN, fragment, syntax, coordinated=False))
    return found


def _broken(found: list[Clause]) -> int | None:
    """The main clause that an insertion broke off after its auxiliary ("Het rapport zal, zodra …, worden bezorgd")."""
    for index in (len(found) - 2, len(found) - 1):
        if index >= 0 and found[index].kind is ClauseKind.MAIN:
            words = [word for word in found[index].words if word[0].isalnum()]
            if len(words) > 1 and words[-1] in ("zal", "zullen", "wordt", "worden", "wil", "willen", "gaat", "gaan"):
                return index
    return None


def _kind(words: list[str], syntax: Syntax, *, after: Clause | None) -> ClauseKind:
    first = words[1] if words[0] in syntax["coordinators"] and len(words) > 1 else words[0]
    if words[0] in syntax["frame_openers"] and after is not None and len(words) < 14:  # noqa: PLR2004 - a frame is short
        return ClauseKind.FRAME
    for name, kind in (
        ("conditional", ClauseKind.CONDITION),
        ("reason", ClauseKind.REASON),
        ("purpose", ClauseKind.PURPOSE),
    ):
        if first in syntax[name]:
            return kind
    if (
        first in ("dat", "of", "hoe")
        and len(words) > 1
        and (after is not None or first == "dat")
        and words[1] not in AUXILIARIES
    ):
        return ClauseKind.CONTENT
    if first in syntax["relative"] and after is not None and not (len(words) > 1 and words[1] in AUXILIARIES):
        return ClauseKind.RELATIVE
    return ClauseKind.MAIN


def _clause(kind: ClauseKind, tokens: tuple[Token, ...], syntax: Syntax, *, coordinated: bool) -> Clause:
    words = [token.word for token in tokens]
    begin = 1 if words[0] in syntax["coordinators"] and len(words) > 1 else 0
    return Clause(kind, tokens, _subject(words, begin, kind, syntax=syntax), coordinated)


def _subject(words: list[str], begin: int, kind: ClauseKind, *, syntax: Syntax) -> tuple[int, int]:
    """The stretch of words that names who acts; empty when it is left out or cannot be told."""
    if kind not in (ClauseKind.MAIN, ClauseKind.FRAME):
        return _noun_phrase(words, begin + 1, syntax)
    verb = next(
        (
            place
            for place in range(begin, len(words))
            if words[place] in syntax.finite and not _is_noun(words, place, syntax)
        ),
        None,
    )
    if verb is None:
        return (begin, begin)
    if verb + 1 < len(words) and words[verb + 1] in syntax["nominatives"]:
        return (verb + 1, verb + 2)
    field = words[begin:verb]
    if len(field) == 1 and field[0] in syntax["pronouns"]:
        return (begin, verb)
    if not field or field[0] in syntax["prepositions"] or (field[0] in syntax["adverbs"] and not _names(field, syntax)):
        return _noun_phrase(words, verb + 1, syntax)
    return _noun_phrase(words[:verb], begin, syntax)


def _is_noun(words: list[str], place: int, syntax: Syntax) -> bool:
    """A present form after a determiner or preposition is a noun: "het plan", "een manier van werken"."""
    before = words[place - 1] if place else ""
    return (before in syntax["determiners"] or before in syntax["prepositions"]) and words[place] not in AUXILIARIES


def _names(field: list[str], syntax: Syntax) -> bool:
    """A field that opens with a demonstrative names something when more follows ("dit onderzoek", "deze nota")."""
    return field[0] in syntax["determiners"] and len(field) > 1 and field[1] not in TIME_NOUNS


TIME_NOUNS = frozenset(
    (
        "jaar",
        "najaar",
        "voorjaar",
        "week",
        "maand",
        "zomer",
        "winter",
        "herfst",
        "lente",
        "legislatuur",
        "ogenblik",
        "moment",
        "keer",
        "manier",
        "wijze",
        "kader",
        "namiddag",
        "avond",
    )
)


def _noun_phrase(words: list[str], begin: int, syntax: Syntax) -> tuple[int, int]:
    """From `begin` up to the first preposition, mark or verb: the head of the phrase and what stands before it."""
    end = begin
    while end < len(words) and end - begin < HEAD_LIMIT:
        word = words[end]
        if not word[0].isalnum() or (end > begin and (word in syntax["prepositions"] or word in syntax["auxiliaries"])):
            break
        end += 1
        if end - begin == 1 and word in syntax["nominatives"]:
            break
    return (begin, end)
