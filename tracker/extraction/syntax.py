"""A Dutch sentence cut into clauses, each with its kind, its subject and its tokens. Words only, no judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from tracker.languages.wording import Syntax

TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W_]+(?:['’\-][^\W_]+)*|\S")
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


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of a stretch of text."""
    return tuple(Token(hit.group().lower(), hit.start(), hit.end()) for hit in TOKEN.finditer(text, start, end))


def clauses_of(tokens: tuple[Token, ...], syntax: Syntax) -> tuple[Clause, ...]:
    """The clauses of one sentence in order of place; what stands between brackets is no part of them."""
    tokens = _without_brackets(tokens)
    words = [token.word for token in tokens]
    cuts = [0]
    for place in range(1, len(words)):
        if _begins(words, place, since=cuts[-1], syntax=syntax):
            cuts.append(place)
    pieces = [tokens[start:end] for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    marks = {tokens[cut].start: words[cut - 1] for cut in cuts[1:] if not _is_word(words[cut - 1])}
    pieces = [piece for piece in pieces if any(_is_word(token.word) for token in piece)]
    return tuple(replace(clause, after=marks.get(clause.start, "")) for clause in _clauses(pieces, syntax))


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


def _begins(words: list[str], place: int, *, since: int, syntax: Syntax) -> bool:
    """True when a new clause begins at this place."""
    before, word = words[place - 1], words[place]
    if before in HARD or (before == "." and word[0].isalpha()):  # a full stop inside: two sentences glued together
        return True
    if place == since or not _is_word(word):
        return False
    if before == ",":
        return _begins_after_comma(words, place, since=since, syntax=syntax)
    if word in syntax["asks"] and (before in syntax["asking"] or (word == "hoe" and before in syntax["prepositions"])):
        return _has_verb(_stretch(words, place + 1), syntax)
    if word in syntax["coordinators"]:
        return _begins_coordinated(words, place, since=since, syntax=syntax)
    return word in syntax["joints"] or (word in ("dat", "die") and _subordinates(words, place, syntax=syntax))


def _begins_after_comma(words: list[str], place: int, *, since: int, syntax: Syntax) -> bool:
    word, first = words[place], words[since]
    if word in syntax["subordinators"] or word in syntax["relative"] or word in syntax.finite:
        return True
    if word in syntax["frame_openers"] and _has_verb(words[since:place], syntax):
        return True
    opened = first in syntax["subordinators"] or first in syntax["relative"] or first == "of"
    ahead = _stretch(words, place)
    if opened and ahead and ahead[-1] in syntax["nonfinite"]:  # the end of a main clause that was interrupted
        return True
    return _has_verb(_stretch(words, place), syntax) and (opened or _has_verb(words[since:place], syntax))


def _stretch(words: list[str], place: int) -> list[str]:
    """The words up to the next mark."""
    end = place
    while end < len(words) and (_is_word(words[end]) or words[end] in "'’\"“”(") and end - place < BREATH:
        end += 1
    return words[place:end]


def _has_verb(words: Sequence[str], syntax: Syntax) -> bool:
    return any(word in syntax.finite for word in words)


def _has_own_verb(words: list[str], syntax: Syntax) -> bool:
    """Like _has_verb, but "het onderzoek" has none."""
    return any(word in syntax.finite and not _is_noun(words, place, syntax) for place, word in enumerate(words))


def _begins_coordinated(words: list[str], place: int, *, since: int, syntax: Syntax) -> bool:
    """True for "en zullen …", "en we zullen …", "en de resultaten worden …" after a clause with its own verb."""
    ahead = _stretch(words, place + 1)[:HEAD]
    if ahead and ahead[0] in syntax["relative"] and words[since] in syntax["relative"]:  # "die … en die …"
        return True
    if not ahead or not _has_verb(words[since:place], syntax):
        return False
    if ahead[0] in syntax.finite and (not ahead[0].endswith("en") or ahead[0] in syntax["plural_auxiliaries"]):
        return True
    if words[place] == "of" and ahead[0] in syntax["prepositions"]:
        return False
    own_subject = len(ahead) > 1 and ahead[0] in syntax["nominatives"] and ahead[1] in syntax.finite
    return own_subject or any(word in syntax["core_auxiliaries"] for word in ahead[1:])


def _subordinates(words: list[str], place: int, *, syntax: Syntax) -> bool:
    """True where "dat" or "die" opens a clause: "zegt dat …", "de nota die …"; not in "zal ik dat doen"."""
    before, word, ahead = words[place - 1], words[place], words[place + 1 : place + 2]
    if before in syntax["core_auxiliaries"] or before in syntax["coordinators"]:
        return False
    if before in syntax["prepositions"] and not _is_particle(words, place - 1, syntax):
        return False
    if word == "die" and before in syntax.finite and not _is_noun(words, place - 1, syntax):
        return False
    if before in syntax["nominatives"] and place > 1 and words[place - 2] in syntax["auxiliaries"]:
        return False
    if not _has_verb(_stretch(words, place + 1), syntax) or before in syntax["before_demonstrative"]:
        return False
    return bool(ahead) and _is_word(ahead[0]) and ahead[0] not in syntax["after_demonstrative"]


def _is_particle(words: list[str], place: int, syntax: Syntax) -> bool:
    """True for the second half of a parted verb: "merkt op dat …", "kondigt aan dat …"."""
    near = words[max(place - HEAD, 0) : place]
    return any(words[place] in syntax.particles.get(word, ()) for word in near)


def _clauses(pieces: list[tuple[Token, ...]], syntax: Syntax) -> list[Clause]:
    found: list[Clause] = []
    fragment: tuple[Token, ...] = ()  # a clause whose verb still has to come
    opened = ClauseKind.MAIN
    for piece in pieces:
        words = [token.word for token in piece]
        kind = _kind(words, syntax, after=found[-1] if found else None)
        tokens = piece
        if kind is ClauseKind.MAIN and fragment and (words[0] in syntax.finite or opened is not ClauseKind.MAIN):
            tokens, kind, fragment = fragment + piece, opened, ()
            if not _has_own_verb([token.word for token in tokens], syntax):
                fragment = tokens
                continue
        elif kind is ClauseKind.MAIN and (broken := _broken_off(found, syntax)) is not None:
            tokens = found.pop(broken).tokens + piece
        elif kind in OPEN and not _has_own_verb(words, syntax) and len(pieces) > 1 and not fragment:
            fragment, opened = piece, kind
            continue
        found.append(_clause(kind, tokens, syntax))
    if fragment and (opened is not ClauseKind.MAIN or not found):
        found.append(_clause(opened, fragment, syntax))
    return found


def _broken_off(found: list[Clause], syntax: Syntax) -> int | None:
    """The main clause that still waits for its verb ("Het rapport zal, zodra …, worden bezorgd")."""
    for index in range(max(len(found) - 2, 0), len(found)):
        words = found[index].words
        waits = [place for place, word in enumerate(words) if word in syntax["broken_off"]]
        if found[index].kind is ClauseKind.MAIN and waits and syntax["nonfinite"].isdisjoint(words[waits[0] + 1 :]):
            return index
    return None


def _kind(words: list[str], syntax: Syntax, *, after: Clause | None) -> ClauseKind:
    first = words[1] if words[0] in syntax["coordinators"] and len(words) > 1 else words[0]
    if after is not None and words[0] in syntax["frame_openers"] and len(words) < FRAME:
        return ClauseKind.FRAME
    if first in ("als", "zoals") and _is_inverted(words, syntax):  # "Als minister van Financiën zal ik …"
        return ClauseKind.MAIN
    for name, kind in (
        ("conditional", ClauseKind.CONDITION),
        ("reason", ClauseKind.REASON),
        ("purpose", ClauseKind.PURPOSE),
    ):
        if first in syntax[name]:
            return kind
    second = words[words.index(first) + 1 :][:1]
    stands_first = bool(second) and (second[0] in syntax["core_auxiliaries"] or second[0] in syntax["never_nouns"])
    if after is not None and words[0] in syntax["asks"] and (words[0] == "hoe" or after.words[-1] in syntax["asking"]):
        return ClauseKind.CONTENT
    if first == "dat" and after is not None and _ends_in_noun(after, syntax) and not stands_first:
        return ClauseKind.RELATIVE
    if first in ("dat", "of", "hoe") and len(words) > 1 and (after is not None or first == "dat") and not stands_first:
        return ClauseKind.CONTENT
    return (
        ClauseKind.RELATIVE
        if after is not None and first in syntax["relative"] and not stands_first
        else ClauseKind.MAIN
    )


def _ends_in_noun(clause: Clause, syntax: Syntax) -> bool:
    """True for "… een gesprek, (dat …)", where the comma parts a thing from what is told of it."""
    last = clause.words[-2:]
    verbs = syntax.finite | syntax["asking"] | syntax["nominatives"] | syntax["adverbs"]
    return len(last) > 1 and last[1] == "," and _is_word(last[0]) and last[0] not in verbs


def _is_inverted(words: list[str], syntax: Syntax) -> bool:
    return any(word in syntax["auxiliaries"] and after in syntax["nominatives"] for word, after in pairwise(words))


def _clause(kind: ClauseKind, tokens: tuple[Token, ...], syntax: Syntax) -> Clause:
    words = [token.word for token in tokens]
    coordinated = words[0] in syntax["coordinators"]
    begin = 1 if coordinated and len(words) > 1 else 0
    return Clause(kind, tokens, _subject(words, begin, kind, syntax=syntax), coordinated)


def _subject(words: list[str], begin: int, kind: ClauseKind, *, syntax: Syntax) -> tuple[int, int]:
    """The stretch of words that names who acts; empty when it is left out or cannot be told."""
    if kind not in (ClauseKind.MAIN, ClauseKind.FRAME):
        return _noun_phrase(words, begin + 1, syntax)
    places = range(begin, len(words))
    verb = next(
        (place for place in places if words[place] in syntax.finite and not _is_noun(words, place, syntax)), None
    )
    if verb is None:  # "Wij starten …": a plural present is written like an infinitive
        return (begin, begin + 1) if words[begin] in syntax["nominatives"] else (begin, begin)
    field = words[begin:verb]
    if len(field) == 1 and field[0] in syntax["nominatives"]:
        return (begin, verb)
    if words[verb + 1 : verb + 2] and words[verb + 1] in syntax["nominatives"]:
        return (verb + 1, verb + 2)
    if len(field) == 1 and field[0] in syntax["pronouns"]:
        return (begin, verb)
    tells_when = len(field) > 1 and field[0] in syntax["determiners"] and not _names(field, syntax)
    opens = bool(field) and (field[0] in syntax["prepositions"] or field[0] in syntax["adverbs"])
    adverbial = not field or tells_when or (opens and not _names(field, syntax))
    return _noun_phrase(words, verb + 1, syntax) if adverbial else _noun_phrase(words[:verb], begin, syntax)


def _is_noun(words: list[str], place: int, syntax: Syntax) -> bool:
    """A present form after a determiner or preposition is a noun: "het plan", "een manier van werken"."""
    before = words[place - 1] if place else ""
    ends = place + 1 >= len(words) or not _is_word(words[place + 1])  # "… waar ik op terugkom" ends in its verb
    follows = before in syntax["determiners"] or (before in syntax["prepositions"] and not ends)
    return follows and words[place] not in syntax["core_auxiliaries"] and words[place] not in syntax["never_nouns"]


def _names(field: list[str], syntax: Syntax) -> bool:
    """A field that opens with a demonstrative names something when more follows ("dit onderzoek", "deze nota")."""
    return field[0] in syntax["determiners"] and len(field) > 1 and syntax["time_nouns"].isdisjoint(field[1:3])


def _noun_phrase(words: list[str], begin: int, syntax: Syntax) -> tuple[int, int]:
    """From `begin` up to the first preposition, mark or verb: the head of the phrase and what stands before it."""
    while begin + 1 < len(words) and words[begin] in syntax["adverbs"] - syntax["determiners"]:
        begin += 1
    if words[begin : begin + 1] and words[begin] in syntax["auxiliaries"]:
        return (begin, begin)
    end = begin
    while end < min(len(words), begin + HEAD) and _is_word(words[end]):
        if end > begin and (
            words[end] in syntax["after_head"] or (end > begin + 1 and words[end] in syntax["determiners"])
        ):
            break
        end += 1
        if words[begin] in syntax["nominatives"]:
            break
    return (begin, end)
