"""One word for one thing: no rival of a word of the glossary stands in what people see, in any language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tracker.wording.catalogue import FALLBACK, FOLDER, Catalogue, catalogue, languages, read_catalogue
from tracker.wording.refusals import refusals_in

ROOT = Path(__file__).resolve().parents[2]
RIVALS = ROOT / "docs" / "glossary_rivals.toml"
WORDS: tuple[Mapping[str, Any], ...] = tuple(tomllib.loads(RIVALS.read_text(encoding="utf-8"))["word"])
PLACEHOLDER = re.compile(r"%\(\w+\)[rs]")
COMMAND = re.compile(r"`[^`]*`|```.*?```|\btracker(?: [\w-]+)+|(?<!\w)--[a-z-]+", re.DOTALL)
MARKUP = re.compile(r"<style>.*?</style>|{[{%].*?[%}]}|<[^>]*>", re.DOTALL)
MANUAL = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").glob("*.md") if path.name != "glossary.md")]
PROSE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def named(word: Mapping[str, Any], language: str) -> str | None:
    """The one word of the catalogue."""
    spoken = refusals_in(language) if word.get("catalogue") == "refusals" else catalogue(language)
    context: str | None = word.get("context")
    return spoken.name(context, word["name"]) if context else spoken.sentence(word["name"])


def rivals(word: Mapping[str, Any], language: str) -> re.Pattern[str]:
    either = "|".join(f"(?:{one})" for one in word.get(language, ["(?!)"]))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def seen(language: str) -> Iterator[tuple[str, str]]:
    """All that people see in a language, without places for values and without commands: where, and what."""
    both = (catalogue(language), read_catalogue((FOLDER / "refusals" / f"{language}.po").read_text("utf-8"), language))
    for messages in (one.messages for one in both):
        for (_, identity), forms in messages.items():
            yield from ((identity, form) for form in forms)
    if language == FALLBACK:
        yield from ((identity, form) for identity, form in _english())
        for path in sorted((ROOT / "templates").rglob("*.*")):
            yield str(path.relative_to(ROOT)), MARKUP.sub(" ", path.read_text("utf-8"))
        for path in MANUAL:
            yield from _prose(path)


def _english() -> Iterator[tuple[str, str]]:
    """The sentences themselves, which are their own identity, and their plurals."""
    of_any: Catalogue = catalogue("nl")
    yield from ((identity, identity) for context, identity in of_any.messages if context is None)
    text = (FOLDER / "nl.po").read_text("utf-8")
    yield from ((form, form) for form in re.findall(r'^msgid_plural "(.*)"$', text, re.MULTILINE))


def _prose(path: Path) -> Iterator[tuple[str, str]]:
    """The paragraphs of a document, without code and without what the program printed."""
    for paragraph in PROSE.sub(" ", path.read_text("utf-8")).split("\n\n"):
        yield str(path.relative_to(ROOT)), " ".join(paragraph.split())


@cache
def shown(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((where, COMMAND.sub(" ", PLACEHOLDER.sub(" ", text))) for where, text in seen(language))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("word", WORDS, ids=lambda word: word["name"])
def test_nothing_that_people_see_calls_it_otherwise(word: Mapping[str, Any], language: str) -> None:
    rival = rivals(word, language)

    found = [f"{where}: {hit[0]}" for where, text in shown(language) if (hit := rival.search(text))]

    assert not found, f"say {named(word, language)!r}"


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word["name"])
def test_a_word_with_rivals_stands_in_every_catalogue_and_is_none_of_them(word: Mapping[str, Any]) -> None:
    for language in languages():
        one = named(word, language)
        assert one, language
        assert word[language], language
        assert not rivals(word, language).search(one), language


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("check_on", "nl", "Opnieuw te bekijken op 3 mei"),
        ("due_on", "fr", "Nouveau délai ?"),
        ("moved", "nl", "2 keer uitgesteld"),
        ("recall", "en", "A recall goes to one minister."),
        ("ledger", "fr", "Le journal est abîmé."),
        ("head", "nl", "Gebeurtenis 1, zegel 0f3a"),
        ("subscriber", "en", "The subscriber's address."),
    ],
)
def test_a_rival_is_found_in_a_sentence(name: str, language: str, text: str) -> None:
    (word,) = (one for one in WORDS if one["name"] == name)

    assert rivals(word, language).search(text)
