"""The words of an act as an infinitive clause ("de cijfers bezorgen") or, where another acts, as a sentence of his."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.clause import is_word
from tracker.extraction.verb_forms import VerbForms

MARKS = frozenset('.;:!?,"“”()–—-')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the summary: as written, and folded for comparison; `subject` where it names who acts."""

    written: str
    folded: str
    subject: bool = False


class Phrasing(VerbForms):
    """Puts the words of an act into the order of a summary, by the words and the inflection of a language."""

    # ------------------------------------------------------------------------------------------------ passive

    def passive(self, words: Sequence[Word]) -> list[Word] | None:
        """Turns "de nota zal worden besproken in de zaal" to "de nota in de zaal bespreken"; None where not passive."""
        folded = [word.folded for word in words]
        if self._lists.passive_signs.isdisjoint(folded):
            return None
        found = [place for place in range(len(words)) if self._is_done(folded, place)]
        if any(not self.is_infinitive(folded[place]) for place in found):  # "voorzien" may be either
            found = [place for place in found if not self.is_infinitive(folded[place])]
        if not found:
            return None
        signs = self._signs(folded, found)
        if not signs:
            return None
        last = min(found, key=lambda place: min(abs(place - sign) for sign in signs))
        last = max(place for place in found if place == last or self._joins(folded, last, place))
        near = [place for place in found if place == last or self._joins(folded, place, last)]
        verbs = self._joined_verbs(words, near)
        told = next((place for place in range(last + 1, len(words)) if not self._is_light(folded[place])), len(words))
        if told < len(words) and folded[told] in self._grammar.content_openers:  # "verduidelijkt dat …"
            before = self._without_auxiliaries(words[:told], near)
            return [*tidy(without_joint(before, self._grammar.coordinators)), *verbs, *words[told:]]
        kept = without_joint(self._without_auxiliaries(words, near), self._grammar.coordinators)
        return self.with_verbs(kept, verbs)

    def _signs(self, folded: Sequence[str], done: Sequence[int]) -> list[int]:
        """Where the passive auxiliaries stand; "zijn" is one only near a participle."""
        near = {place + step for place in done for step in (-2, -1, 1, 2)}
        lists = self._lists
        places = (place for place, word in enumerate(folded) if word in lists.passive_signs)
        return [place for place in places if folded[place] not in lists.possessive or place in near]

    def _is_light(self, word: str) -> bool:
        return word in self._lists.passive_auxiliaries or word == ","

    def _is_done(self, folded: Sequence[str], place: int) -> bool:
        """A participle that is no part of a thing ("de gevraagde cijfers", "de opgenomen gegevens")."""
        before = folded[place - 1] if place else ""
        owns = self._lists.possessive | self._lists.possessives
        return self.is_participle(folded[place]) and before not in self._grammar.determiners - owns

    def _joins(self, folded: Sequence[str], place: int, last: int) -> bool:
        """True for "opgeleverd en besproken": nothing but auxiliaries and "en" between them."""
        light = self._grammar.coordinators | self._lists.passive_auxiliaries | {","}
        between = folded[place + 1 : last]
        return place <= last and all(word in light or self.is_participle(word) for word in between)

    def _without_auxiliaries(self, words: Sequence[Word], done: Sequence[int]) -> list[Word]:
        """Without auxiliaries; "zijn" is one only beside its participle ("zijn rapport" is his)."""
        lists = self._lists
        beside = {place + step for place in done for step in (-1, 1, 2)}
        return [
            word
            for place, word in enumerate(words)
            if place not in done
            and (
                word.folded not in lists.passive_auxiliaries
                or (word.folded in lists.possessive and place not in beside)
            )
        ]

    def _joined_verbs(self, words: Sequence[Word], done: Sequence[int]) -> list[Word]:
        """The infinitives of participles, with what joins them."""
        verbs: list[Word] = []
        for place in done:
            infinitive = self.infinitive_of(words[place].folded) or words[place].folded
            before = words[done[0] : place] if verbs else ()
            verbs += [word for word in before if word.folded in self._grammar.coordinators][-1:]
            verbs.append(Word(infinitive, infinitive))
        return verbs

    # ------------------------------------------------------------------------------------------------ verbs

    def with_verbs(self, words: Sequence[Word], verbs: Sequence[Word]) -> list[Word]:
        """The words of an act with their verbs where the language puts an infinitive."""
        grammar = self._grammar
        kept = tidy(words)
        if not grammar.nonfinite_last:
            small = grammar.determiners
            return [*verbs, *(Word(w.folded, w.folded) if w.folded in small else w for w in kept)]
        end = self.end_of_field(kept)
        return [*tidy(kept[:end]), *verbs, *kept[end:]]

    def end_of_field(self, words: Sequence[Word]) -> int:
        """Where a clause that hangs on the verb begins: "meedelen | of …", "vragen | om … te …", ", zodat …"."""
        grammar = self._grammar
        openers = grammar.content_openers | grammar.subordinators | self._lists.infinitive_openers
        for place in range(1, len(words)):
            word, before = words[place].folded, words[place - 1].folded
            if word in openers and (before == "," or word in grammar.content_openers - grammar.relative):
                return place
            if word in self._lists.infinitive_openers and self._has_mark(words[place:]):
                return place
        return len(words)

    def _has_mark(self, words: Sequence[Word]) -> bool:
        return any(word.folded in self._grammar.infinitive_marks for word in words)

    def without_mark(self, words: Sequence[Word]) -> list[Word]:
        """The bare infinitive of the first "te": "voor te leggen" → "voorleggen", "te kunnen starten" → "starten"."""
        marks = self._grammar.infinitive_marks
        place = next((index for index, word in enumerate(words) if word.folded in marks), None)
        if place is None:
            return list(words)
        before, after = list(words[:place]), list(words[place + 1 :])
        if after and after[0].folded in self._lists.able:
            after = after[1:]
        if before and after and self.is_infinitive(before[-1].folded + after[0].folded):
            joined = before[-1].written + after[0].written
            before, after = before[:-1], [Word(joined, joined), *after[1:]]
        ahead = next((index for index, word in enumerate(after) if word.folded in marks), None)
        if ahead is not None and self._is_next_infinitive(after, ahead):
            return [*before, *self.without_mark(after)]
        return before + after

    def _is_next_infinitive(self, after: Sequence[Word], ahead: int) -> bool:
        """True for "(te) bekijken en af te stemmen", not for "vragen om op te nemen"."""
        between = {word.folded for word in after[:ahead]}
        return bool(between & self._grammar.coordinators) and not between & self._lists.infinitive_openers

    # ------------------------------------------------------------------------------------------------ active

    def without_speaker(self, words: Sequence[Word]) -> list[Word]:
        """A clause of the minister: "Ik bezorg u de cijfers" gives "de cijfers bezorgen"."""
        lists = self._lists
        words = tidy(words)
        hung = self.where_hung(words)
        own = without_phrases(words[:hung], lists.speakers, keep_behind=self._grammar.prepositions)
        words = self._perfect([*own, *words[hung:]])
        folded = [word.folded for word in words]
        if not lists.will.isdisjoint(folded):
            kept = self._without_will(words)
            hoped = not lists.hoping.isdisjoint(folded) and self._has_mark(kept)
            kept = self.without_mark(kept) if hoped else kept
            return self._with_lost_verb(kept, folded)
        return self._with_present(words)

    def where_hung(self, words: Sequence[Word]) -> int:
        """Where a clause begins that has a subject of its own ("het kader | dat we voorbereiden")."""
        openers = self._grammar.relative | self._grammar.subordinators | self._grammar.content_openers
        openers = openers | self._lists.relative_places | self._grammar.questions
        openers -= self._grammar.prepositions
        return next((p for p in range(2, len(words)) if self._opens_hung(words, p, openers)), len(words))

    def _opens_hung(self, words: Sequence[Word], place: int, openers: frozenset[str]) -> bool:
        word, before = words[place], words[place - 1]
        light = self._grammar.auxiliaries | self._grammar.prepositions | self._grammar.nominatives
        acts = any(ahead.folded in self._grammar.nominatives for ahead in words[place + 1 : place + 2])
        return word.folded in openers and (acts or before.folded not in light)

    def _perfect(self, words: list[Word]) -> list[Word]:
        """Turns "heb aan X gevraagd om …" to "aan X vragen om …"."""
        lists = self._lists
        folded = [word.folded for word in words]
        done = [place for place in range(len(words)) if self._is_done(folded, place)]
        if lists.perfect.isdisjoint(folded) or len(done) != 1 or not self._grammar.nonfinite_last:
            return words
        infinitive = self.infinitive_of(folded[done[0]]) or folded[done[0]]
        told = [Word(infinitive, infinitive) if place in done else word for place, word in enumerate(words)]
        return [word for word in told if word.folded not in lists.perfect]

    def _with_lost_verb(self, kept: list[Word], folded: Sequence[str]) -> list[Word]:
        """Keeps the verb of "ik ga in gesprek": where no infinitive is left, the auxiliary was the verb."""
        grammar = self._grammar
        if not grammar.nonfinite_last:
            return kept
        places = range(len(kept))
        if any(self.is_infinitive(kept[place].folded) and not self._is_noun(kept, place) for place in places):
            return self._verbs_last(kept)
        found = (self._inflection.infinitive_of(word) for word in folded if word in self._lists.alone)
        infinitive = next((word for word in found if word is not None), None)
        return self.with_verbs(kept, [Word(infinitive, infinitive)]) if infinitive else kept

    def _verbs_last(self, words: list[Word]) -> list[Word]:
        """Turns "afstemmen met collega X" to "met collega X afstemmen"."""
        place = next(
            (p for p in range(len(words)) if self.is_infinitive(words[p].folded) and not self._is_noun(words, p)), None
        )
        end = self.end_of_field(words)
        if place is None or place + 1 >= end:
            return words
        behind = [word.folded for word in words[place + 1 : end]]
        parts = self._grammar.prepositions
        if behind[0] not in parts or any(not is_word(word) for word in behind) or self._has_verb(behind):
            return words
        return [*words[:place], *words[place + 1 : end], words[place], *words[end:]]

    def _has_verb(self, folded: Sequence[str]) -> bool:
        return any(self.infinitive_of(word) or word in self._grammar.auxiliaries for word in folded)

    def _is_noun(self, words: Sequence[Word], place: int) -> bool:
        """True for "het werken van …"; at the end what stands before a verb is its own ("aan koppelen", "dat doen")."""
        before = words[place - 1].folded if place else ""
        last = place + 1 == len(words) or not is_word(words[place + 1].folded)
        ends = last and self._grammar.nonfinite_last
        stranded = ends and (before in self._grammar.prepositions or before in self._lists.pronouns)
        return before in self._pack.cues.makes_nouns and not stranded

    def _without_will(self, words: Sequence[Word]) -> list[Word]:
        """Without the auxiliary, and without "kunnen" in "te kunnen"; "te gaan" and "te zijn" stay."""
        marks, lists = self._grammar.infinitive_marks, self._lists
        return [
            word
            for index, word in enumerate(words)
            if word.folded not in lists.will
            or (index and words[index - 1].folded in marks and word.folded not in lists.able)
        ]

    def _with_present(self, words: list[Word]) -> list[Word]:
        """The finite verb as an infinitive at its place, with the particle that it was parted from."""
        folded = [word.folded for word in words]
        if words and self.ends_in_infinitive(words):
            return words
        parted = self._pack.cues.parted(folded)
        bound = not frozenset(self._lists.place_words).isdisjoint(folded)  # "daar een nota | over" parts no verb
        for place in range(len(words)):
            form = (None if bound else parted.get(place)) or self._pack.cues.form_at(folded, place)
            leads = not place and not self._has_mark(words)  # "starten (wij) met …"
            if form is None or (form.form != "finite" and not leads):
                continue
            rest = words[:place] + words[place + 1 :]
            if form.particle:
                rest = self._without_particle(rest, form.particle)
            return self.with_verbs(rest, [Word(form.infinitive, form.infinitive)])
        return self._with_other_present(words)

    def _without_particle(self, words: list[Word], particle: str) -> list[Word]:
        """Without the second half of the verb: the last one that binds nothing ("… voor, voor advies")."""
        places = [place for place, word in enumerate(words) if word.folded == particle]
        loose = [place for place in places if place + 1 == len(words) or not self._binds(words[place + 1])]
        last = (loose or places)[-1]
        return words[:last] + words[last + 1 :]

    def _binds(self, ahead: Word) -> bool:
        closed = self._grammar.prepositions | self._grammar.coordinators | self._grammar.subordinators
        return is_word(ahead.written) and ahead.folded not in closed

    def ends_in_infinitive(self, words: Sequence[Word]) -> bool:
        """True for an act whose infinitive closes it already."""
        end = self.end_of_field(words)
        last = words[end - 1].folded
        return (
            self._grammar.nonfinite_last and end > 1 and self.is_infinitive(last) and not self._is_noun(words, end - 1)
        )

    def _with_other_present(self, words: list[Word]) -> list[Word]:
        """The same for a verb that is known by its inflection alone, where it opens what is left."""
        known, particles = self._inflection.infinitives, self._inflection.particles
        for place, word in enumerate(words[:2]):
            infinitive = self._inflection.present(word.folded)
            if infinitive is None:
                continue
            rest = words[:place] + words[place + 1 :]
            end = self.end_of_field(rest)
            ending = rest[end - 1].folded if end else ""
            if ending in particles and ending + infinitive in known:
                infinitive, rest = ending + infinitive, rest[: end - 1] + rest[end:]
            return self.with_verbs(rest, [Word(infinitive, infinitive)])
        return words

    def trimmed(self, words: Sequence[Word], most: int) -> list[Word]:
        """At most so many words: what hangs on behind goes first, then the last phrases before the verb."""
        words = tidy(words)
        if len(words) <= most:
            return words
        end = self.end_of_field(words)
        kept = words[:end]
        if len(kept) <= most:
            return self._cut(words, most, least=end)
        if not self.ends_in_infinitive(words):
            return self._cut(words, most, least=most // 2)
        return [*self._cut(kept[:-1], most - 1, least=most // 2), kept[-1]]

    def _cut(self, words: Sequence[Word], most: int, *, least: int) -> list[Word]:
        """The words up to the last mark, preposition or joint that leaves few enough."""
        grammar = self._grammar
        joints = grammar.prepositions | grammar.coordinators | grammar.relative | grammar.subordinators
        places = [place for place in range(least, most + 1) if place < len(words) and self._parts(words[place], joints)]
        return without_joint(words[: places[-1] if places else most], grammar.coordinators)

    def _parts(self, word: Word, joints: frozenset[str]) -> bool:
        return word.folded in joints or word.written in MARKS

    def of_another(self, words: Sequence[Word], *, verb_last: bool) -> list[Word]:
        """The sentence of somebody else who acts, with its subject before its verb."""
        words = tidy(words)
        inside = [place for place, word in enumerate(words) if word.subject]
        finite = next(
            (
                p
                for p, w in enumerate(words)
                if not w.subject and (w.folded in self._grammar.finite or w.folded in self._present)
            ),
            None,
        )
        if not inside or finite is None or words[inside[0]].folded in self._grammar.prepositions:
            return words
        if not verb_last and finite > inside[0]:
            return words
        if not verb_last and finite == 0:
            behind = inside[-1] + 1
            return [*words[1:behind], words[0], *words[behind:]]
        behind = inside[-1] + 1
        joined = words[behind : behind + 1] and words[behind].folded in self._grammar.coordinators
        if verb_last and finite > inside[-1] and not joined:
            verb, particle = self._apart(words[finite])
            return [*words[:behind], verb, *words[behind:finite], *particle, *words[finite + 1 :]]
        return words

    def _apart(self, verb: Word) -> tuple[Word, list[Word]]:
        """A separable verb in two, as it stands in a main clause: "opricht" as "richt" and "op"."""
        for end in range(2, len(verb.folded) - 2):
            particle, base = verb.folded[:end], verb.folded[end:]
            if particle in self._inflection.particles and self._inflection.present(base) is not None:
                return Word(base, base), [Word(particle, particle)]
        return verb, []


def without_joint(words: Sequence[Word], coordinators: frozenset[str]) -> list[Word]:
    """Without an "en" that was left standing at the end."""
    kept = tidy(words)
    while kept and kept[-1].folded in coordinators:
        kept = tidy(kept[:-1])
    return kept


def without_phrases(
    words: Sequence[Word], phrases: Sequence[tuple[str, ...]], *, keep_behind: frozenset[str] = frozenset()
) -> list[Word]:
    """Without the phrases, save behind one of these words ("met de minister")."""
    kept: list[Word] = []
    place = 0
    while place < len(words):
        ahead = [word.folded for word in words[place : place + 5]]
        size = next((len(phrase) for phrase in phrases if tuple(ahead[: len(phrase)]) == phrase), 0)
        if size and place and words[place - 1].folded in keep_behind:
            size = 0
        if not size:
            kept.append(words[place])
        place += size or 1
    return kept


def tidy(words: Sequence[Word]) -> list[Word]:
    """Without marks at either end, and without two marks in a row."""
    kept = [word for place, word in enumerate(words) if not (place and word.written == words[place - 1].written == ",")]
    while kept and kept[0].written in MARKS:
        kept = kept[1:]
    while kept and kept[-1].written in MARKS:
        kept = kept[:-1]
    return kept
