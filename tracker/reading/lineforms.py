"""What a line is by its words alone: the opening of a speech, part of a signature, a heading of one word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.reading.labels import label_of
from tracker.reading.patterns import any_of
from tracker.reading.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class LineForms:
    """The patterns of lines in one vocabulary; `small_words` are those after which a line must go on."""

    vocabulary: Vocabulary
    signature: re.Pattern[str]
    headword: re.Pattern[str]
    small_words: frozenset[str]

    def is_label(self, line: str, *, bold: int = 0) -> bool:
        """Whether a line opens a speech, by its words and how much of its start is in bold."""
        return label_of(self.vocabulary, line, bold=bold) is not None


@lru_cache
def line_forms(vocabulary: Vocabulary) -> LineForms:
    """The line forms of all languages."""
    articles = vocabulary.said(lambda words: words.signature.articles)
    allowed = any_of(form for word in articles for form in (word, word.upper()))  # "De voorzitter" opens a speech
    return LineForms(
        vocabulary,
        signature=re.compile(rf"(?:(?-i:{allowed}) )?{office_pattern(vocabulary)}", re.IGNORECASE),
        headword=re.compile(rf"(?:{any_of(vocabulary.said(lambda words: words.headwords))})(?: \d{{1,3}})?[.:]?"),
        small_words=frozenset(word for words in vocabulary.languages for word in words.stopwords),
    )


def office_pattern(vocabulary: Vocabulary) -> str:
    """The office of who signs; the group `chair` is found for who presided."""
    qualifiers = any_of(vocabulary.said(lambda words: words.signature.qualifiers))
    chairs = any_of(vocabulary.said(lambda words: words.signature.chair))
    rapporteurs = any_of(vocabulary.said(lambda words: words.signature.rapporteur))
    return rf"(?:(?:{qualifiers}) )?(?:(?P<chair>{chairs})|{rapporteurs})"
