"""The catalogue of a language: `catalogues/<language>.po`, read once. A new language is one more file.

A message is either a sentence, whose identity is its English, or a name: that of a value, field or form of the
program (`status` `open`), whose context is what it names. The files are read here and not by Babel, whose reader would
be felt at every start of the command; a house test holds that both read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path

FOLDER = Path(__file__).with_name("catalogues")
FALLBACK = "en"  # the language of the sentences themselves
Key = tuple[str | None, str]  # context and identity
_LINE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', re.MULTILINE)
_HEADER = re.compile(r'^"(Language|Plural-Forms): (.*?);?\\n"$', re.MULTILINE)
_PLURAL = re.compile(r"plural=(.*)")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one language says: each message with its forms, which form a number takes, and whose dates it writes."""

    language: str
    locale: str
    messages: Mapping[Key, tuple[str, ...]]
    form_of: Callable[[int], int]

    def sentence(self, message: str) -> str:
        """The sentence in this language; the English itself where it is not translated."""
        return self.messages.get((None, message), (message,))[0]

    def counted(self, one: str, many: str, number: int) -> str:
        """The sentence in the form that the number takes."""
        forms = self.messages.get((None, one))
        if forms is None:
            return one if number == 1 else many
        return forms[self.form_of(number)]

    def name(self, what: str, value: str) -> str | None:
        """The name of a value; None where neither this language nor English has one."""
        forms = self.messages.get((what, value))
        if forms is None:
            return None if self.language == FALLBACK else catalogue(FALLBACK).name(what, value)
        return forms[0]

    def named(self, what: str) -> tuple[str, ...]:
        """All values that have a name of this sort."""
        return tuple(value for kind, value in self.messages if kind == what)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, by name."""
    names = (file.name.partition(".") for file in FOLDER.iterdir())
    return tuple(sorted(language for language, _, kind in names if kind == "po"))


def known_language(language: str) -> str:
    """The language itself, without a country, or English where we have no catalogue of it."""
    plain = language.partition("-")[0].partition("_")[0].lower()
    return plain if plain in languages() else FALLBACK


@lru_cache(maxsize=16)
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language that has one."""
    return read_catalogue((FOLDER / f"{language}.po").read_text("utf-8"), language)


def read_catalogue(text: str, language: str) -> Catalogue:
    """The messages of a .po file; every text stands on a line of its own, but for the header."""
    header = dict(_HEADER.findall(text))
    plural = _PLURAL.search(header.get("Plural-Forms", ""))
    messages: dict[Key, tuple[str, ...]] = {}
    context: str | None = None
    identity = ""
    for keyword, raw in _LINE.findall(text):
        message = _ESCAPED.sub(_unescaped, raw)
        if keyword == "msgctxt":
            context = message
        elif keyword == "msgid":
            identity = message
        elif keyword != "msgid_plural":
            messages[context, identity] = (*messages.get((context, identity), ()), message)
            context = None if keyword == "msgstr" else context
    messages.pop((None, ""), None)
    form_of = c2py(plural[1]) if plural else _english
    return Catalogue(language, header.get("Language", language), messages, form_of)


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(found[1], found[1])


def _english(number: int) -> int:
    return int(number != 1)
