"""What the forms of verbs are, by the verbs listed with the rules and by the inflection of the language."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.languages.inflection import Inflection
from tracker.languages.pack import LanguagePack


class VerbForms:
    """Knows which words of a language are verbs, and in which form."""

    def __init__(self, pack: LanguagePack, inflection: Inflection) -> None:
        self._pack = pack
        self._lists = pack.summary
        self._grammar = pack.grammar
        self._inflection = inflection
        self._verbs = pack.cues.verbs
        self._present = pack.cues.verbs.present
        self._infinitives = pack.grammar.nonfinite - pack.cues.verbs.forms.keys()

    def infinitive_of(self, word: str) -> str | None:
        """The infinitive of a written form, None for what is no verb."""
        forms = self._pack.cues.verbs.forms.get(word, ())
        listed = next((form.infinitive for form in forms if not form.particle or form.form == "infinitive"), None)
        return listed or self._inflection.infinitive_of(word)

    def is_infinitive(self, word: str) -> bool:
        """True for an infinitive, listed or known."""
        forms = self._pack.cues.verbs.forms.get(word, ())
        listed = any(form.form == "infinitive" for form in forms)
        return listed or self._inflection.is_infinitive(word) or word in self._infinitives

    def is_participle(self, word: str) -> bool:
        """True for a participle whose infinitive is known."""
        listed = any(form.form == "participle" for form in self._pack.cues.verbs.forms.get(word, ()))
        return listed or self._inflection.done(word) is not None

    def is_finite(self, folded: Sequence[str], place: int) -> bool:
        """True for a form that can only be the verb of a clause, where no article or preposition makes it a noun."""
        word, before = folded[place], folded[place - 1] if place else ""
        if self.is_infinitive(word) or self.is_participle(word) or word in self._lists.possessive:
            return False
        known = word in self._grammar.auxiliaries or word in self._present or self._inflection.present(word) is not None
        ending = self._inflection.attributive_ending
        described = bool(ending) and before.endswith(ending) and before not in self._grammar.auxiliaries
        noun = before in self._pack.cues.before_nouns or word in self._inflection.neuter or described
        return known and (word in self._grammar.always_verbs or not noun)

    def may_be_infinitive(self, word: str) -> bool:
        """True for a finite form that is written like an infinitive ("moeten")."""
        return word.endswith(self._verbs.conjugation.infinitive_endings)
