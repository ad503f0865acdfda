"""The words of a promise as they were said, where they make no better clause: its main clause, trimmed at its ends.

Nothing is put in, left out in the middle or reordered: without who is addressed and what only opens the sentence
("Nee,", "Maar"), and without who says it ("aldus de minister").
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.extraction.acts import Word
from tracker.extraction.clause import Clause, ClauseKind, Token, is_word, tokens_of
from tracker.extraction.finding import Examiner, Finding, on_one_line
from tracker.extraction.pointing import Pointing
from tracker.extraction.soundness import MOST

OPENING = 6  # words before a comma among which somebody may be addressed
TOLD_OF = 12  # words of a thing before the clause that tells of it
TELLING = 12  # words behind the last comma that may tell who says it
WHOLE = 2  # stretches that are a whole promise and a whole sentence
LABEL = 80  # characters of the office and name before a colon
FEWEST = 4  # words that are worth telling of the sentence before
GOES_ON = " …"
EDGES = " \n\t,;:.–—-"
QUOTES = "“”„\"'‘’«»"
MARKS = frozenset(QUOTES[:4])  # that come in pairs and are no apostrophe


class OwnWords:
    """Takes the words of promises out of one report."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._text = examiner.report.text
        self._grammar = examiner.pack.grammar
        self._lists = examiner.pack.summary
        closed = self._grammar.prepositions | self._grammar.coordinators | self._grammar.determiners
        self._hanging = closed | self._grammar.infinitive_marks | self._lists.infinitive_openers

    def of(self, finding: Finding, clauses: Sequence[Clause], pointing: Pointing) -> str:
        """The promise in at most so many words: all of it, else its sentence, else the main clause that holds it."""
        stretches = list(self._stretches(finding, clauses))
        fitting = (one for place, one in enumerate(stretches) if self._counted(one) <= MOST and self._tells(one, place))
        tokens = next(fitting, None)
        rest = tokens or self._last_of(stretches[-1], finding, clauses)
        written = self._text_of(rest, pointing)
        begins_inside = tokens is None and rest[0].start > stretches[-1][0].start
        return f"… {written}" if begins_inside else written[:1].upper() + written[1:]

    def before(self, finding: Finding, *, room: int) -> str:
        """The sentence just before, if the same person says it and there is room for all of it; else nothing."""
        said = self._examiner.before(finding.start, 1)
        if not said or said[-1].speech != finding.examined.sentence.speech:
            return ""
        tokens = self._opened(self._tokens(said[-1].start, said[-1].end))
        if not FEWEST <= self._counted(tokens) <= room:
            return ""
        words = _closed(on_one_line(self._text[tokens[0].start : tokens[-1].end]).strip(EDGES))
        return words[:1].upper() + words[1:]

    def _stretches(self, finding: Finding, clauses: Sequence[Clause]) -> list[tuple[Token, ...]]:
        """From long to short, each without what only opens it."""
        sentence, act = finding.examined.sentence, finding.act.evidence.clause
        start, end = max(sentence.start, finding.start, self._label_end(finding)), min(sentence.end, finding.end)
        first = next((one for one in clauses if one.start >= start), act)
        if first.kind is ClauseKind.MAIN and not self._begins_anew(first) and first.coordinated:
            start = sentence.start  # who acts stands in the clause before
        mains = [one for one in clauses if one.kind is ClauseKind.MAIN and start <= one.start < end]
        told = next((one.start for one in clauses if one.kind is ClauseKind.FRAME and one.start > act.start), end)
        end = min(end, told)
        after = next((one.start for one in mains if one.start > act.start and self._begins_anew(one)), end)
        whole = [one for one in mains if one.start <= act.start and self._begins_anew(one)]
        before = whole[-1].start if whole else start
        whole_start = max(min(finding.start, start), self._label_end(finding))
        places = [(whole_start, max(finding.end, end) if told >= end else end), (start, end)]
        places += [(start, after), (before, after)]
        return [self._opened(self._tokens(first, last)) for first, last in places if first < last]

    def _label_end(self, finding: Finding) -> int:
        """Where the words begin behind the name of their speaker ("Minister An Maes: …"), else where they begin."""
        who = finding.examined.voice.speaker
        label, colon, _ = self._text[finding.start : finding.start + LABEL].partition(":")
        return finding.start + len(label) + 1 if colon and who and who.name and who.name in label else finding.start

    def _last_of(self, tokens: tuple[Token, ...], finding: Finding, clauses: Sequence[Clause]) -> tuple[Token, ...]:
        """What is too long from where the rest has room, at the latest from the clause of the act on."""
        act = finding.act.evidence.clause.start
        starts = {one.start for one in clauses if one.start <= act and one.kind is ClauseKind.MAIN}
        places = [place for place, token in enumerate(tokens) if token.start in starts or token.start == act]
        fitting = (self._thing_before(tokens, place) for place in places if self._counted(tokens[place:]) <= MOST)
        return tokens[next(fitting, self._thing_before(tokens, places[-1]) if places else 0) :]

    def _thing_before(self, tokens: Sequence[Token], place: int) -> int:
        """Where the thing begins that a relative clause tells of: "een nota | die …"."""
        if tokens[place].word not in self._grammar.relative:
            return place
        before = range(place - 1, max(place - TOLD_OF, -1), -1)
        return next((at for at in before if tokens[at].word in self._grammar.determiners), place)

    def _tells(self, tokens: Sequence[Token], place: int) -> bool:
        """False for a short rest of a long sentence ("ik zeg 1 april")."""
        return place < WHOLE or self._counted(tokens) > FEWEST

    def _begins_anew(self, clause: Clause) -> bool:
        """True for a main clause that can be read alone: who acts stands in it, and not behind its verb at once."""
        first, last = clause.subject
        opens = clause.words[int(clause.coordinated)] if len(clause.words) > 1 else ""
        return first < last and opens not in self._grammar.finite

    def _tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of a stretch, without who says it behind the last comma (", aldus de minister")."""
        tokens = tokens_of(self._text, start, end, self._grammar)
        last = next((place for place in range(len(tokens) - 2, 0, -1) if tokens[place].word == ","), 0)
        told = last and tokens[last + 1].word in self._grammar.frame_openers and len(tokens) - last < TELLING
        return tokens[:last] if told else tokens

    def _opened(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        return tokens[opening_of([token.word for token in tokens], self._examiner) :] or tokens

    def _counted(self, tokens: Sequence[Token]) -> int:
        return sum(is_word(token.word) for token in tokens)

    def _text_of(self, tokens: Sequence[Token], pointing: Pointing) -> str:
        """The text from the first token to the last that has room, with the things named in it."""
        last = self._last(tokens)
        goes_on = any(is_word(token.word) for token in tokens[last + 1 :])
        words = _closed(on_one_line(self._named(tokens[: last + 1], pointing)).strip(EDGES))
        return words + (GOES_ON if goes_on else "")

    def _named(self, tokens: Sequence[Token], pointing: Pointing) -> str:
        """The text of the tokens with "die nota" and "mijn nota" by the fuller name, or with an article."""
        words = [Word(self._text[token.start : token.end], token.word) for token in tokens]
        pieces, place, written = [], 0, tokens[0].start
        while place < len(words):
            taken, named = pointing.thing(words[:place], words[place:], start=tokens[0].start)
            if named is not None:
                pieces += [self._text[written : tokens[place].start], " ".join(word.written for word in named)]
                written = tokens[place + taken - 1].end
            place += taken
        return "".join([*pieces, self._text[written : tokens[-1].end]])

    def _last(self, tokens: Sequence[Token]) -> int:
        """The last token of what has room; where not all has, the end of a phrase."""
        if self._counted(tokens) <= MOST:
            return len(tokens) - 1
        words = 0
        room = len(tokens)
        for place, token in enumerate(tokens):
            words += is_word(token.word)
            if words >= MOST:
                room = place
                break
        joints = self._grammar.prepositions | self._grammar.coordinators | self._grammar.subordinators
        ends = [p for p in range(MOST // 2, room) if not is_word(tokens[p].word) or tokens[p].word in joints]
        place = (ends[-1] if ends else room) - 1
        while place > 1 and (tokens[place].word in self._hanging or not is_word(tokens[place].word)):
            place -= 1
        return place


def opening_of(words: Sequence[str], examiner: Examiner) -> int:
    """How many words only open a sentence: joints, "nee,", and who is addressed ("collega Maes,")."""
    grammar, lists = examiner.pack.grammar, examiner.pack.summary
    place = 0
    while place < len(words):
        ahead = words[place : place + OPENING]
        comma = next((at for at, word in enumerate(ahead) if word == ","), None)
        joins = words[place] in grammar.coordinators - grammar.whether
        if _opens_quotation(words, place):
            return place
        if not is_word(words[place]) or joins or _is_number(ahead):
            place += 1
        elif comma and (words[place] in lists.addresses or (comma == 1 and words[place] in lists.interjections)):
            place += comma + 1
        else:
            return place
    return 0


def _is_number(ahead: Sequence[str]) -> bool:
    """True for the number of an item of a list ("1.")."""
    return ahead[0].isdigit() and "".join(ahead[1:2]) == "."


def _opens_quotation(words: Sequence[str], place: int) -> bool:
    """True for a mark that opens what is quoted in the sentence, and not the whole of it."""
    return words[place] in MARKS and not MARKS.isdisjoint(words[place + 1 : -2])


def _closed(text: str) -> str:
    """Without a quotation mark or bracket that only opens or only closes."""
    if sum(text.count(mark) for mark in MARKS) % 2:
        text = text.strip(QUOTES)
    if sum(text.count(mark) for mark in MARKS) % 2:
        text = "".join(sign for sign in text if sign not in MARKS)
    if text.count("(") > text.count(")"):
        return text[: text.rfind("(")].rstrip(EDGES)
    return text
