"""All words by which reports are recognised: those of every language and of every parliament that is known.

A report may mix languages and says only somewhere which parliament it is of, so most lists are used together. The
patterns that other modules make of them are kept once for each vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from tracker.languages.reading import HOME as LANGUAGES
from tracker.languages.reading import ReadingWords, readable
from tracker.languages.reported import Reporting
from tracker.model import Role
from tracker.parliaments.calendars import HOME as PARLIAMENTS
from tracker.parliaments.forms import Parliament, parliaments


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The languages, first the one of a text that does not show its own, and the parliaments.

    `councils` are those in which no minister but another office promises; their reports are read `of_councils`.
    """

    languages: tuple[ReadingWords, ...]
    parliaments: tuple[Parliament, ...]
    councils: tuple[Parliament, ...] = ()

    def words(self, language: str | None) -> ReadingWords:
        """The words of a language; those of the first one for a language that is not known."""
        return next((words for words in self.languages if words.language == language), self.languages[0])

    def said(self, lists: Callable[[ReadingWords], Iterable[str]]) -> tuple[str, ...]:
        """A list of all languages, each word once."""
        return tuple(dict.fromkeys(word for words in self.languages for word in lists(words)))

    def formed(self, lists: Callable[[Parliament], Iterable[str]]) -> tuple[str, ...]:
        """A list of all parliaments, each entry once."""
        return tuple(dict.fromkeys(entry for parliament in self.parliaments for entry in lists(parliament)))

    def titles(self, role: Role) -> frozenset[str]:
        """The titles of a role in all languages and parliaments, in lower case."""
        return _titles(self, role.value)

    def listed(self, name: str) -> frozenset[str]:
        """The words of another list of titles: who is speaking without a name, and who of them can only be a member."""
        return _titles(self, name)

    def of_councils(self) -> Vocabulary:
        """The same for reports of councils: whoever holds one of their offices counts as a minister."""
        return _of_councils(self)

    def reporting(self, words: ReadingWords) -> Reporting:
        """The grammar of reported speech of a language.

        One without its own is read by that of the first language without its verbs: titles alone show a speaker.
        """
        return words.reporting if words.reporting.subjects else _verbless(self.languages[0])


@lru_cache(maxsize=64)
def _titles(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    tables = [*(words.roles for words in vocabulary.languages), *(each.roles for each in vocabulary.parliaments)]
    return frozenset(word for roles in tables for word in roles.get(name, ()))


@lru_cache(maxsize=8)
def _of_councils(vocabulary: Vocabulary) -> Vocabulary:
    governing = (
        replace(each, roles={**each.roles, "minister": (*each.roles.get("minister", ()), *each.executives)})
        for each in vocabulary.councils
    )
    return replace(vocabulary, parliaments=(*governing, *vocabulary.parliaments), councils=())


@lru_cache(maxsize=8)
def _verbless(words: ReadingWords) -> Reporting:
    none: frozenset[str] = frozenset()
    return replace(
        words.reporting,
        verbs=none,
        plural_verbs=none,
        plain_verbs=none,
        phrases=none,
        demanding_verbs=none,
        heard_verbs=none,
        between=none,
        by=none,
        according=none,
        recalling=none,
        subordinating=none,
        procedural=(),
        asking_pairs={},
    )


@lru_cache(maxsize=8)
def vocabulary_of(languages: Path = LANGUAGES, parliaments_in: Path = PARLIAMENTS) -> Vocabulary:
    """The vocabulary of two folders of data, by default those of the program."""
    known = parliaments(parliaments_in)
    return Vocabulary(
        readable(languages),
        tuple(each for each in known if not each.executives),
        tuple(each for each in known if each.executives),
    )
