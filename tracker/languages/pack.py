"""Everything that a language tells the room that finds commitments, in one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from tracker.languages.cues import CuePack, load_cues
from tracker.languages.data_files import check_files, languages_with
from tracker.languages.grammar import Grammar, load_grammar
from tracker.languages.reading import readable
from tracker.languages.reference import Reference, load_reference
from tracker.languages.summary import SummaryWords, load_summary_words
from tracker.languages.voices import Voices, load_voices


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The words and the grammar of one language, as its data files give them."""

    language: str
    cues: CuePack
    grammar: Grammar
    reference: Reference
    summary: SummaryWords
    voices: Voices

    def reweighted(self, weights: dict[str, float], *, threshold: float) -> LanguagePack:
        """The same language with other weights, for training and comparison."""
        return replace(self, cues=self.cues.reweighted(weights, threshold=threshold))


@cache
def load_pack(language: str | None) -> LanguagePack | None:
    """The pack of a language, of the usual one for None; None where the language has no cue rules.

    Raises SettingsError when a rule has no example or no counterexample, or a file holds a list that nothing asks for.
    """
    language = language or readable()[0].language
    if language in languages_with("."):
        check_files(language)
    if language not in languages_with("cues"):
        return None
    return LanguagePack(
        language,
        load_cues(language),
        load_grammar(language),
        load_reference(language),
        load_summary_words(language),
        load_voices(language),
    )
