"""What is to be done, in one clause that is understood without the report. Only words of the report.

"Een ontwerp van besluit zal voor het zomerreces worden voorgelegd" gives "een ontwerp van besluit voorleggen". What the
clause points at is named in it; where that says too little, the matter follows between brackets. A clause whose build
is not certain keeps its own words and order, without hedges and date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from tracker.extraction.acts import Phrasing, Word, without_joint, without_phrases
from tracker.extraction.antecedents import Antecedents
from tracker.extraction.clause import Clause, ClauseKind, is_word
from tracker.extraction.cue_names import FORESEEN
from tracker.extraction.finding import Examiner, Finding
from tracker.extraction.pointing import Pointing
from tracker.extraction.soundness import MOST, Soundness
from tracker.extraction.things import Nouns
from tracker.languages.inflection import load_inflection
from tracker.languages.summary import SummaryWords

LONGEST = 200  # characters
ENOUGH = 6  # words that say something, from which a summary needs no matter
BREATH = 80  # words of a clause that are looked at
SHORT = 10  # words of a relative clause that stays with its thing
NEXT = 2  # characters between a clause and the one that follows it
FURTHER = (ClauseKind.RELATIVE, ClauseKind.PURPOSE)


class Summaries:
    """Summarises the findings of one report."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._pack = examiner.pack
        self._text = examiner.report.text
        self._cut: dict[int, tuple[Clause, ...]] = {}
        inflection = load_inflection(examiner.pack.language)
        self._nouns = Nouns(self._pack, inflection)
        self._phrasing = Phrasing(self._pack, inflection)
        self._soundness = Soundness(self._pack, self._phrasing, self._nouns)
        self._antecedents = Antecedents(examiner, self._nouns)

    def of(self, finding: Finding, matter: str | None) -> str:
        """The act without speaker, hedges or date, with what it points at named; where it says little, the matter."""
        subject = (matter or "").split()
        rebuilt = self._rebuilt(finding)
        words = self._with_small_letter(rebuilt or self._plain(finding))
        pointing = Pointing(finding, subject, self._antecedents, self._pack)
        words = self._phrasing.trimmed(pointing.resolved(words, bare=rebuilt is not None), MOST)
        if self._soundness.is_broken(words):
            return self._as_it_was_said(finding)
        return _shortened(_joined(words) + self._further(words, subject))

    def _rebuilt(self, finding: Finding) -> list[Word] | None:
        """The act as one clause; None where its build is not certain."""
        words, sentence = self._shaped(self._core(finding), finding)
        words = without_joint(words, self._pack.grammar.coordinators)
        words += self._following(finding, MOST - len(words))
        return words if self._soundness.holds(words, sentence=sentence) else None

    # ------------------------------------------------------------------------------------------------ the act

    def _core(self, finding: Finding) -> list[Word]:
        """The words of the act: without date and opener, from "om" on where an infinitive clause carries it."""
        clause, lists = self._clause(finding), self._pack.summary
        words = self._undated(clause, finding, skipped=_opener(clause, lists))
        if clause.kind is ClauseKind.RELATIVE:
            words = self._with_head(words, clause, finding)
        if self._shares_subject(clause):
            words = [*self._shared_subject(finding), *words]
        folded = [word.folded for word in words]
        if lists.infinitive_frames.isdisjoint(folded):
            return words
        return self._out_of_frame(words, folded)

    def _clause(self, finding: Finding) -> Clause:
        """The clause of the act, or the one that it hangs on where it only tells what for, when or of which thing."""
        act = finding.act.evidence.clause
        hangs = act.kind in (ClauseKind.PURPOSE, ClauseKind.CONDITION, ClauseKind.REASON) or (
            act.kind is ClauseKind.RELATIVE and act.words[int(act.coordinated)] not in self._pack.summary.pronouns
        )
        if not hangs:
            return act
        mains = (ClauseKind.MAIN, ClauseKind.CONTENT)
        before = [one for one in self._clauses(finding) if one.start < act.start and one.kind in mains]
        return before[-1] if before else act

    def _clauses(self, finding: Finding) -> tuple[Clause, ...]:
        """All clauses of the sentence, also those that bind nobody."""
        sentence = finding.examined.sentence
        if sentence.start not in self._cut:
            self._cut[sentence.start] = self._examiner.clauses(sentence)
        return self._cut[sentence.start]

    def _undated(self, clause: Clause, finding: Finding, *, skipped: int) -> list[Word]:
        date = finding.deadline
        first, last = clause.subject
        words = [
            Word(self._text[token.start : token.end] + self._told_of(clause, place), token.word, first <= place < last)
            for place, token in enumerate(clause.tokens[:BREATH])
            if place >= skipped and not (date and date.start <= token.start < date.end)
        ]
        return without_phrases(words, self._pack.summary.hedges)

    def _told_of(self, clause: Clause, place: int) -> str:
        """The short relative clause that interrupts the clause behind this token: "mensen | die … verlaten"."""
        if place + 1 >= len(clause.tokens):
            return ""
        between = self._text[clause.tokens[place].end : clause.tokens[place + 1].start].strip(" ,")
        first = between.partition(" ")[0].lower()
        tells = first in self._pack.grammar.bare_openers and len(between.split()) <= SHORT
        return f" {between}" if tells else ""

    def _out_of_frame(self, words: list[Word], folded: list[str]) -> list[Word]:
        """What stands behind "het is de bedoeling om …", with its infinitive bare."""
        lists, marks = self._pack.summary, self._pack.grammar.infinitive_marks
        start = next(place for place, word in enumerate(folded) if word in lists.infinitive_frames)
        opener = next((p for p, word in enumerate(folded) if word in lists.infinitive_openers and p > start), None)
        start = opener if opener is not None else start
        if marks.isdisjoint(folded[start:]):
            return words
        rest = words[start + 1 :]
        while rest and rest[0].folded in lists.frame_tails:
            rest = rest[1:]
        return self._phrasing.without_mark(rest)

    def _with_head(self, words: list[Word], clause: Clause, finding: Finding) -> list[Word]:
        """A relative clause with the words that it hangs on in the place of its pronoun."""
        opener = clause.words[int(clause.coordinated)]
        head = self._head_before(clause, finding)
        if opener in self._pack.summary.pronouns:
            return [*head, *words]
        if opener in self._pack.reference.relative_adverbs and words and words[0].folded == opener:
            return words[1:]
        return words

    def _head_before(self, clause: Clause, finding: Finding) -> list[Word]:
        sentence = finding.examined.sentence
        things = [one for one in self._nouns.in_stretch(self._text, sentence.start, clause.start) if not one.told_of]
        return [Word(word, word.lower()) for word in self._antecedents.written(things[-1])] if things else []

    def _shares_subject(self, clause: Clause) -> bool:
        """True behind "en" where no subject of its own stands ("en zal in mei worden voorgelegd")."""
        first, last = clause.subject
        pronoun = first < last and clause.words[first] in self._pack.grammar.pronouns
        named = first < last and self._nouns.phrase(clause.words, first)[0] > first
        return clause.coordinated and not named and not pronoun

    def _shared_subject(self, finding: Finding) -> list[Word]:
        """The subject of the main clause before: "Het project loopt twee jaar en (het) wordt dan geëvalueerd"."""
        act = finding.act.evidence.clause
        before = [one for one in self._clauses(finding) if one.start < act.start and one.kind is ClauseKind.MAIN]
        if not before or before[-1].subject[0] == before[-1].subject[1]:
            return []
        clause = before[-1]
        words = [self._text[token.start : token.end] for token in clause.tokens]
        first = clause.subject[0]
        end = max(self._nouns.phrase(words, first)[1], first + 1)
        return [Word(self._text[t.start : t.end], t.word, subject=True) for t in clause.tokens[first:end]]

    def _shaped(self, words: list[Word], finding: Finding) -> tuple[list[Word], bool]:
        """The words as an infinitive clause, or (told by True) as a sentence of whoever else acts, or of a thing."""
        lists, features = self._pack.summary, finding.act.evidence.features
        words = self._with_whole_subject(words)
        folded = [word.folded for word in words]
        speaks = not lists.first_person.isdisjoint(folded) or self._government_acts(words)
        if FORESEEN in features and not speaks and not self._is_done_too(folded):
            return [word for word in words if word.folded not in lists.planned], True
        if self._government_acts(words):
            words = [word for word in words if not word.subject]
        passive = self._phrasing.passive(words)
        if passive is not None and self._has_object(passive):
            return passive, False
        if speaks or not any(word.subject for word in words) or not self._pack.grammar.nonfinite_last:
            return self._phrasing.without_speaker(words), False
        verb_last = self._clause(finding).kind is not ClauseKind.MAIN
        return self._phrasing.of_another(words, verb_last=verb_last), True

    def _has_object(self, words: Sequence[Word]) -> bool:
        """True where a thing stands that no preposition binds, so that one can tell what is to be done."""
        written, prepositions = [word.written for word in words], self._pack.grammar.prepositions
        place = 0
        while place < len(words):
            end = self._nouns.phrase(written, place)[1]
            if end > place and not (place and words[place - 1].folded in prepositions):
                return True
            if words[place].folded in self._pack.summary.pronouns:
                return True
            place = max(end, place + 1)
        return False

    def _is_done_too(self, folded: Sequence[str]) -> bool:
        """True where beside "gepland" and "voorzien" stands another participle."""
        planned = self._pack.summary.planned
        return any(word not in planned and self._phrasing.is_participle(word) for word in folded)

    def _with_whole_subject(self, words: list[Word]) -> list[Word]:
        """The words with what hangs on the subject counted to it ("de minister van Werk"), and no more."""
        first = next((place for place, word in enumerate(words) if word.subject), None)
        if first is None:
            return words
        written, naming = [word.written for word in words], self._pack.reference.naming
        end = max(self._nouns.phrase(written, first)[0], first + 1)
        while end + 1 < len(words) and (words[end].folded in naming or self._joins_names(written, end)):
            further = self._nouns.phrase(written, end + 1)[0]
            if further == end + 1:
                break
            end = further
        return [Word(word.written, word.folded, first <= place < end) for place, word in enumerate(words)]

    def _joins_names(self, written: Sequence[str], place: int) -> bool:
        """True for "en" in "Wegen en Verkeer"."""
        both = written[place - 1][:1].isupper() and written[place + 1][:1].isupper()
        return both and written[place] in self._pack.grammar.coordinators

    def _government_acts(self, words: Sequence[Word]) -> bool:
        named = tuple(word.folded for word in words if word.subject)
        return named in self._pack.summary.governments or named in self._pack.summary.speakers

    # ------------------------------------------------------------------------------------------------ round it

    def _following(self, finding: Finding, room: int) -> list[Word]:
        """What belongs to the act behind its clause: what is examined or told, what for, and which thing is meant."""
        clauses, own = self._clauses(finding), self._clause(finding)
        place = next((place for place, one in enumerate(clauses) if one.start == own.start), len(clauses) - 1)
        words: list[Word] = []
        end = clauses[place].end
        for ahead in clauses[place + 1 :]:
            told = ahead.kind is ClauseKind.CONTENT and not words
            further = ahead.kind in FURTHER and not self._points(ahead)
            if ahead.after == ";" or ahead.start > finding.end or ahead.start - end > NEXT or not (told or further):
                break
            if further and len(words) + len(ahead.tokens) > room:
                break
            comma = [Word(",", ",")] if "," in self._text[end - 1 : ahead.start] else []
            words += [*comma, *self._undated(ahead, finding, skipped=0)]
            end = ahead.end
        return without_joint(words, self._pack.grammar.coordinators) if words else []

    def _points(self, clause: Clause) -> bool:
        """True for a clause that speaks of its speaker, or of things that only the report tells."""
        return any(word in self._pack.summary.pointers for word in clause.words[1:])

    def _plain(self, finding: Finding) -> list[Word]:
        """The words of the act in their own order, from the main clause on where they hang on one, without date."""
        clause = self._clause(finding)
        if clause.kind is not ClauseKind.MAIN or self._shares_subject(clause):
            before = [one for one in self._clauses(finding) if one.start < clause.start]
            words = [word for one in (*before, clause) for word in self._undated(one, finding, skipped=0)]
            if len(words) <= MOST:
                return [*without_joint(words, self._pack.grammar.coordinators), *self._following(finding, MOST)]
        words = self._undated(clause, finding, skipped=int(clause.coordinated))
        if words and words[0].folded in self._pack.grammar.auxiliaries:  # the day that stood before its verb stays
            words = [Word(self._text[token.start : token.end], token.word) for token in clause.tokens[:BREATH]]
            words = words[int(clause.coordinated) :]
        return [*without_joint(words, self._pack.grammar.coordinators), *self._following(finding, MOST)]

    def _as_it_was_said(self, finding: Finding) -> str:
        """The first words of the promise itself; three points tell that it goes on."""
        words = self._text[finding.start : finding.end].split()
        return _shortened(" ".join(words if len(words) <= MOST else (*words[: MOST - 1], "…")).strip(" ,;–-"))

    def _with_small_letter(self, words: list[Word]) -> list[Word]:
        """The first word of a sentence in small letters, unless it is a name."""
        if not words or not words[0].written[:1].isupper() or self._is_name(words):
            return words
        first = words[0].written
        return [Word(first[:1].lower() + first[1:], words[0].folded, words[0].subject), *words[1:]]

    def _is_name(self, words: Sequence[Word]) -> bool:
        """True for what the report writes with a capital inside a sentence too ("van De Lijn"), or never without."""
        grammar, first = self._pack.grammar, words[0]
        if first.folded in grammar.determiners:
            second = words[1].written if len(words) > 1 else ""
            before = self._text[max(self._text.find(f" {first.written} {second}") - 1, 0)]
            return second[:1].isupper() and (before.islower() or before == ",")
        small = grammar.prepositions | grammar.adverbs | grammar.auxiliaries | grammar.coordinators
        return first.folded not in small and first.folded not in self._small_words

    @cached_property
    def _small_words(self) -> frozenset[str]:
        """The words that the report writes without a capital."""
        return frozenset(word for word in re.findall(r"\w+", self._text) if word.islower())

    def _further(self, words: Sequence[Word], matter: list[str]) -> str:
        """The matter between brackets, where a summary says little and the report tells it: "(de kinderopvang)".

        What is only much spoken of near by is never put there: it would claim a tie that nobody made.
        """
        known = frozenset(self._nouns.stems([word.folded for word in words]))
        room = MOST - sum(is_word(word.folded) for word in words)
        tells_more = len(matter) <= room and frozenset(self._nouns.stems(matter)) - known
        return f" ({' '.join(matter)})" if len(known) < ENOUGH and tells_more else ""


def _opener(clause: Clause, lists: SummaryWords) -> int:
    """How many words only open the clause: "dat", "en", "en die"."""
    coordinated = int(clause.coordinated)
    if clause.kind in (ClauseKind.CONTENT, ClauseKind.PURPOSE):
        return 1 + coordinated
    if clause.kind is ClauseKind.RELATIVE and clause.words[coordinated] in lists.relative_openers:
        return 1 + coordinated
    return coordinated


def _joined(words: Sequence[Word]) -> str:
    text = " ".join(word.written for word in words)
    text = re.sub(r"\s+([,.;:)!?”])", r"\1", re.sub(r"([(“])\s+", r"\1", text))
    text = re.sub(r"(?<=\w[’'])\s+(?=\w)|(?<=\w)\s+(?=[’']\w)", "", text)  # what a contraction was cut from
    return re.sub(r"\s+-\s+(?=\w)", "-", text).strip(" ,.;:–-")


def _shortened(text: str) -> str:
    """At most some two lines, cut at a mark or a space."""
    if len(text) <= LONGEST:
        return text
    cut = max(text.rfind(", ", 0, LONGEST), text.rfind("; ", 0, LONGEST))
    return text[: cut if cut > LONGEST // 2 else text.rfind(" ", 0, LONGEST)].rstrip(" ,;")
