"""What is to be done, in one clause that is understood without the report. Only words of the report.

"Een ontwerp van besluit zal voor het zomerreces worden voorgelegd" gives "een ontwerp van besluit voorleggen". What the
clause clearly points at is named in it; where it points at something else or says little, the matter follows between
brackets. Where the build of a clause is not certain, the words of the promise stand there as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from tracker.extraction.acts import Phrasing, Word, without_joint, without_phrases
from tracker.extraction.antecedents import Antecedents
from tracker.extraction.clause import Clause, ClauseKind
from tracker.extraction.cue_names import FORESEEN
from tracker.extraction.finding import Examiner, Finding
from tracker.extraction.own_words import OwnWords, opening_of
from tracker.extraction.pointing import Pointing
from tracker.extraction.soundness import MOST, Soundness
from tracker.extraction.things import Nouns
from tracker.languages.inflection import load_inflection
from tracker.languages.summary import SummaryWords
from tracker.model import TimeExpression

LONGEST = 200  # characters
ENOUGH = 14  # words that say something, from which a summary needs no matter
BREATH = 80  # words of a clause that are looked at
SHORT = 10  # words of a relative clause that stays with its thing
STEM = 4  # letters of a word by which it is found again, in a verb that it was parted from too
AHEAD = 12  # characters behind a clause in which its object may stand
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
        self._own_words = OwnWords(examiner)

    def of(self, finding: Finding, matter: str | None) -> str:
        """The act without speaker, hedges or date, with what it points at named; where it says little, the matter."""
        clause = self._rebuilt(finding)
        written = _joined(clause) if clause else self._as_said(finding)
        points = self._pointing(finding).points_back(clause or _words_of(written))
        if points and not matter:
            return self._after_what_was_said(finding) or written
        return self._with_matter(written, matter or "", points=points)

    def _pointing(self, finding: Finding) -> Pointing:
        return Pointing(finding, self._antecedents, self._pack)

    def _as_said(self, finding: Finding) -> str:
        return self._own_words.of(finding, self._clauses(finding), self._pointing(finding))

    def _after_what_was_said(self, finding: Finding) -> str:
        """The promise behind the sentence at which it points; nothing where both have no room."""
        said = self._as_said(finding)
        before = self._own_words.before(finding, room=MOST - len(said.split()))
        return f"{before}. {said}" if before and len(before) + len(said) < LONGEST else ""

    def _rebuilt(self, finding: Finding) -> list[Word] | None:
        """The act as one clause with its things named; None where its build is not certain."""
        core = self._core(finding)
        if self._shares_act(core):
            return None
        words, sentence = self._shaped(core, finding)
        words = without_joint(words, self._pack.grammar.coordinators)
        words += self._following(finding, MOST - len(words))
        if not self._soundness.holds(words, sentence=sentence) or self._lost(words, finding):
            return None
        named = self._pointing(finding).resolved(self._with_small_letter(words))
        trimmed = self._phrasing.trimmed(named, MOST)
        return trimmed if self._soundness.holds(trimmed, sentence=sentence) else None

    def _shares_act(self, words: Sequence[Word]) -> bool:
        """True where somebody acts together with the speaker ("minister Maes en ik")."""
        joins = self._pack.grammar.coordinators
        speaking = self._pack.summary.first_person | {word for named in self._pack.summary.speakers for word in named}
        return any(word.folded in joins and ahead.folded in speaking for word, ahead in pairwise(words))

    def _lost(self, words: Sequence[Word], finding: Finding) -> bool:
        """True where its object stands behind the clause, or a word of it that says something is gone and no verb."""
        said = [word.folded for word in self._core(finding) if not word.subject]
        content = [word for word in said if self._phrasing.infinitive_of(word) is None]
        own = self._clause(finding)
        if not self._has_object(words) and self._text[own.end : own.end + 1] == "," and own.end + AHEAD < finding.end:
            return True
        kept = " ".join(word.written for word in words).lower()
        return any(stem[:STEM] not in kept for stem in self._nouns.stems(content))

    # ------------------------------------------------------------------------------------------------ the act

    def _core(self, finding: Finding) -> list[Word]:
        """The words of the act: without date and opener, from "om" on where an infinitive clause carries it."""
        clause, lists = self._clause(finding), self._pack.summary
        named = clause.start == finding.examined.sentence.start and self._nouns.phrase(clause.words, 0)[0] > 1
        words = self._undated(clause, finding, skipped=0 if named else _opener(clause, lists))
        words = words[opening_of([word.folded for word in words], self._examiner) :]
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
        date = finding.deadline if self._stands_free(clause, finding.deadline) else None
        first, last = clause.subject
        words = [
            Word(self._text[token.start : token.end] + self._told_of(clause, place), token.word, first <= place < last)
            for place, token in enumerate(clause.tokens[:BREATH])
            if place >= skipped and not (date and date.start <= token.start < date.end)
        ]
        return without_phrases(words, self._pack.summary.hedges)

    def _stands_free(self, clause: Clause, date: TimeExpression | None) -> bool:
        """False for a day that names a thing ("de Raad van 19 november")."""
        before = next((token.word for token in reversed(clause.tokens) if date and token.end <= date.start), "")
        return before not in self._pack.reference.naming

    def _told_of(self, clause: Clause, place: int) -> str:
        """The short relative clause that interrupts the clause behind this token: "mensen | die … verlaten"."""
        if place + 1 >= len(clause.tokens):
            return ""
        raw = self._text[clause.tokens[place].end : clause.tokens[place + 1].start].strip()
        between = raw.strip(" ,")
        first = between.partition(" ")[0].lower()
        tells = first in self._pack.grammar.bare_openers and len(between.split()) <= SHORT
        opens, closes = ("," if raw[at : at + 1] == "," else "" for at in (0, len(raw) - 1))
        return f"{opens} {between}{closes}" if tells else ""

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
        before = self._text[sentence.start : things[-1].start].split() if things else []
        if not things or (before and before[-1] in self._pack.grammar.coordinators):  # "akker- en | weidevogels"
            return []
        return [Word(word, word.lower()) for word in self._antecedents.written(things[-1])]

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
        reported = finding.examined.voice.reported
        speaks = not lists.first_person.isdisjoint(folded) or self._government_acts(words, reported=reported)
        if FORESEEN in features and not speaks and not self._is_done_too(folded):
            return [word for word in words if word.folded not in lists.planned], True
        if self._government_acts(words, reported=reported):
            words = [word for word in words if not word.subject]
        passive = self._phrasing.passive(words)
        if passive is not None and self._has_object(passive):
            return passive, False
        clause = self._clause(finding)
        if self._hides_subject(clause, words) and not speaks:
            return [], True
        if speaks or not any(word.subject for word in words) or not self._pack.grammar.nonfinite_last:
            return self._phrasing.without_speaker(words), False
        verb_last = clause.kind is not ClauseKind.MAIN
        if verb_last and self._hangs_on_subject(words):
            return [], True
        return self._phrasing.of_another(words, verb_last=verb_last), True

    def _hides_subject(self, clause: Clause, words: Sequence[Word]) -> bool:
        """True for a main clause in which somebody acts who could not be told from the rest."""
        own = clause.kind is ClauseKind.MAIN and self._pack.grammar.nonfinite_last
        frames = self._pack.summary.infinitive_frames
        return own and frames.isdisjoint(clause.words) and not any(word.subject for word in words)

    def _hangs_on_subject(self, words: Sequence[Word]) -> bool:
        """True where more belongs to the subject than was told of it ("het onderzoek | naar zwerfvuil")."""
        places = [place for place, word in enumerate(words) if word.subject]
        written = [word.written for word in words]
        return bool(places) and self._nouns.phrase(written, places[0])[1] > places[-1] + 1

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

    def _government_acts(self, words: Sequence[Word], *, reported: bool) -> bool:
        """True also for "hij" and "zij" in reported speech, where they speak; elsewhere they are somebody else."""
        named = tuple(word.folded for word in words if word.subject)
        speakers = self._pack.summary.speakers
        return named in self._pack.summary.governments or (named in speakers and (reported or len(named) > 1))

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

    def _with_matter(self, written: str, matter: str, *, points: bool) -> str:
        """The words, and the matter between brackets where they point at something or say little.

        What is only much spoken of near by is never put there: it would claim a tie that nobody made.
        """
        words = [word.folded for word in _words_of(written)]
        known = frozenset(self._nouns.stems(words))
        about = self._within(matter.split(), MOST - len(words))
        has_room = len(about) + len(written) < LONGEST
        tells_more = frozenset(self._nouns.stems(about.split())) - known
        return f"{written} ({about})" if has_room and tells_more and (points or len(known) < ENOUGH) else written

    def _within(self, matter: Sequence[str], room: int) -> str:
        """A matter that has room, if need be only the first of two that "en" joins ("… en de …"); else nothing."""
        if len(matter) <= room:
            return " ".join(matter)
        joins, opens = self._pack.grammar.coordinators, self._pack.grammar.determiners | self._pack.grammar.prepositions
        both = list(pairwise(word.lower() for word in matter))
        ends = [
            place for place in range(2, min(room + 1, len(both))) if both[place][0] in joins and both[place][1] in opens
        ]
        return " ".join(matter[: ends[-1]]) if ends and "," not in " ".join(matter) else ""


def _words_of(written: str) -> list[Word]:
    bare = [word.strip(".,;:!?“”()…") for word in written.split()]
    return [Word(word, word.lower()) for word in bare if word]


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
    text = re.sub(r"\s+([,.;:)!?”]|’(?!\w|\s\w\b))", r"\1", re.sub(r"([(“‘])\s+", r"\1", text))
    text = re.sub(r"(?:(?<=\b\w[’'])|(?<=\b\w\w[’']))\s+(?=\w)|(?<=\w)\s+(?=[’']\w)", "", text)  # contractions
    text = re.sub(r"(?<!\w)’\s+(?=\w\b)", "’", text)  # "’s-Hertogenbosch"
    return re.sub(r"\s+-\s+(?=\w)", "-", text).strip(" ,.;:–-")
