"""Everything that a language tells the room that finds commitments, in one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from tracker.languages.cues import CuePack, load_cues
from tracker.languages.data_files import check_files, languages_with, table_in
from tracker.languages.encoder import Encoder, load_encoder
from tracker.languages.grammar import Grammar, load_grammar
from tracker.languages.judge import Judge, Scale, judge_of, rules_alone
from tracker.languages.reading import readable
from tracker.languages.reference import Reference, load_reference
from tracker.languages.summary import SummaryWords, load_summary_words
from tracker.languages.voices import Voices, load_voices
from tracker.languages.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The words and the grammar of one language, as its data files give them."""

    language: str
    cues: CuePack
    grammar: Grammar
    reference: Reference
    summary: SummaryWords
    voices: Voices
    judge: Judge | None = None

    @property
    def encoder(self) -> Encoder | None:
        """The encoder, loaded when first asked for; None where the language has none or what runs it is missing."""
        return load_encoder(self.language) if self.judge else None

    def scale(self, encoder: Encoder | None) -> Scale:
        """How the parts are added up, with this encoder or without one."""
        if self.judge is None:
            return rules_alone(self.cues.threshold, self.cues.possible)
        return self.judge.full if encoder else self.judge.fast

    def reweighted(self, weights: dict[str, float], judge: Judge) -> LanguagePack:
        """The same language with other weights, for training and comparison."""
        return replace(self, cues=self.cues.reweighted(weights), judge=judge)


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
        judge_of(language, table_in(language, WEIGHTS)),
    )
