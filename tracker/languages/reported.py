"""How a language tells what somebody said: verbs of saying, who can be their subject, the words around both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Words = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Reporting:
    """The grammar of reported speech as lists of words and forms; the data of each language say what each is for."""

    subjects: tuple[str, ...] = ()
    first_words: Words = frozenset()
    subject_articles: Words = frozenset()
    second_words: Words = frozenset()
    second_ends: tuple[str, ...] = ()
    which: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    second_titles: tuple[str, ...] = ()
    house_prepositions: tuple[str, ...] = ()
    on_behalf: tuple[str, ...] = ()
    spoken_of: tuple[str, ...] = ()
    heard_verbs: Words = frozenset()
    heard_from: tuple[str, ...] = ()
    inserted: tuple[str, ...] = ()
    told_answers: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    told_to: tuple[str, ...] = ()
    he_or_she: str = ""
    objections: tuple[str, ...] = ()
    members_own: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    answering_verbs: tuple[str, ...] = ()
    finite_form: str = ""
    pronoun_form: str = ""
    turns_to_minister: str = ""
    function: str = "{title} {powers}"
    government_function: str = ""
    verbs: Words = frozenset()
    plural_verbs: Words = frozenset()
    plain_verbs: Words = frozenset()
    phrases: Words = frozenset()
    demanding_verbs: Words = frozenset()
    between: Words = frozenset()
    by: Words = frozenset()
    according: Words = frozenset()
    recalling: Words = frozenset()
    subordinating: Words = frozenset()
    procedural: tuple[str, ...] = ()
    asking_pairs: Mapping[str, str] = field(default_factory=dict)
    past_verbs: Words = frozenset()
    past_plain_verbs: Words = frozenset()
    past_phrases: Words = frozenset()
    past_answering_verbs: tuple[str, ...] = ()
    past_heard_verbs: Words = frozenset()
    past_finite_form: str = ""
    past_asking_pairs: Mapping[str, str] = field(default_factory=dict)

    def told_in_the_past(self) -> Reporting:
        """The grammar of a report whose verbs of saying stand in the past; elsewhere these recall what was said."""
        past = self.past_verbs | self.past_plain_verbs
        return replace(
            self,
            answering_verbs=(*self.answering_verbs, *self.past_answering_verbs),
            heard_verbs=self.heard_verbs | self.past_heard_verbs,
            finite_form=self.past_finite_form or self.finite_form,
            verbs=self.verbs | self.past_verbs,
            plain_verbs=self.plain_verbs | self.past_plain_verbs,
            phrases=self.phrases | self.past_phrases,
            demanding_verbs=self.demanding_verbs - past,
            asking_pairs={**self.asking_pairs, **self.past_asking_pairs},
        )
