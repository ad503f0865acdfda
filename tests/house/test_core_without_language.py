"""The rooms that reason about text hold no word of a language: words are data, in languages/ and parliaments/."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "tracker"
ROOMS = ("dates", "extraction", "languages", "parliaments", "reading")
ALONE = ("exchange/foreign.py", "store/search.py", "usecases/rehearsal.py")
WORD = re.compile(r"[^\W\d_]{2,}")
FORM = re.compile(r"\(\?P?<\w+>|\{\w+\}|\\\w")  # what a pattern is written with: groups, places, classes
PATH = re.compile(r"\.?[a-z][\w-]*(\.[\w-]+)*\.?")  # "against.negation", and the parts of one
NAME = re.compile(r"_?[a-z]+(?:_[a-z]+)+")  # "in_words", a name of the program or a group of a pattern
ENGLISH = "en"  # its words are the program's own: nothing tells "future" the key from "future" the word
TALKS_ABOUT_WORDS = frozenset(
    ("id", "kind", "where", "silences", "examples", "counterexamples", "version", "structure")
)
SHORTEST_NAME = 4
FORMATS = frozenset(  # their strings are names of file formats, such as those of elements: <titel>, <spreker>
    f"reading/{name}.py"
    for name in (
        "akoma",
        "clean",
        "debate",
        "docx",
        "encodings",
        "html",
        "kinds",
        "many",
        "odt",
        "odtstyles",
        "persons",
        "proceedings",
        "recogniser",
        "scans",
        "tei",
        "vlos",
        "wordparts",
        "wordstyles",
        "xml",
    )
)
RULES = "dates/rules.py"  # the months and weekdays of the rules in which calendars are written


def words_in(value: Any) -> Iterator[str]:
    """The words of a language in a table of its pack; keys and ids are names of the program."""
    if isinstance(value, str):
        parts = (part for part in FORM.sub(" ", value).split() if not part.startswith("@"))
        yield from (word.lower() for part in parts for word in WORD.findall(part))
    elif isinstance(value, list):
        yield from (word for item in value for word in words_in(item))
    elif isinstance(value, dict):
        yield from (word for key, item in value.items() if key not in TALKS_ABOUT_WORDS for word in words_in(item))


@cache
def pack_words(language: str) -> frozenset[str]:
    """Every word in the files of a language, but for its cues' groups and combinations, which name rules."""
    tables = (tomllib.loads(path.read_text("utf-8")) for path in (HOUSE / "languages" / language).rglob("*.toml"))
    rules = ("groups", "combination")
    return frozenset(word for table in tables for key in table if key not in rules for word in words_in(table[key]))


@cache
def foreign_words() -> frozenset[str]:
    languages = [path.name for path in (HOUSE / "languages").iterdir() if (path / "reading.toml").is_file()]
    return frozenset(word for language in languages if language != ENGLISH for word in pack_words(language))


def names_in(table: dict[str, Any]) -> Iterator[str]:
    """The names that a table of data gives to meanings: its keys, and the kinds of its words."""
    for key, value in table.items():
        yield key
        if key == "kind":
            yield str(value)
        if isinstance(value, dict):
            yield from names_in(value)


@cache
def data_names() -> frozenset[str]:
    """What the data themselves call a meaning, in two languages or more ("of", "weekend"), or in a parliament's year.

    And the languages, by the names of their folders.
    """
    found = Counter(
        name
        for folder in (HOUSE / "languages").iterdir()
        for name in {
            each for path in folder.glob("*.toml") for each in names_in(tomllib.loads(path.read_text("utf-8")))
        }
    )
    years = [HOUSE / "parliaments" / "conventions.toml", *(HOUSE / "parliaments").rglob("calendar.toml")]
    shared = {name for name, count in found.items() if count > 1} | {
        name for path in years for name in names_in(tomllib.loads(path.read_text("utf-8")))
    }
    return frozenset(shared | {folder.name for folder in (HOUSE / "languages").iterdir()})


@cache
def program_names() -> frozenset[str]:
    """What the program itself is written in: a literal that is one of its names ("minister", a role) is a key."""
    names: set[str] = set()
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names |= {
                str(getattr(node, part)).lower() for part in ("id", "attr", "arg", "name") if getattr(node, part, None)
            }
    return frozenset(name for name in names if len(name) >= SHORTEST_NAME)


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings, no refusals and no paths of names."""
    aside = [node for node in ast.walk(tree) if isinstance(node, ast.Raise) or _is_docstring(node)]
    passed_over = {id(part) for node in aside for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            is_path = "." in node.value and PATH.fullmatch(node.value)
            if not is_path and "@" not in node.value:  # an address names somebody
                yield node


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def foreign_in(source: str) -> list[str]:
    """The words of a language in the strings of a module, each with its line.

    In a phrase English words are let pass, though another language may spell one of its own alike ("in", "of").
    """
    found = []
    for node in literals(ast.parse(source)):
        if node.value in data_names() or NAME.fullmatch(str(node.value)):
            continue
        words = [word.lower() for word in WORD.findall(FORM.sub(" ", str(node.value)))]
        let_pass = pack_words(ENGLISH) if " " in str(node.value) else frozenset()
        strange = foreign_words() - program_names() - let_pass
        found += [f"{node.lineno}: {word}" for word in words if word in strange]
    return found


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in (
            *(each for room in ROOMS for each in sorted((HOUSE / room).rglob("*.py"))),
            *map(HOUSE.joinpath, ALONE),
        )
        if path.relative_to(HOUSE).as_posix() not in {*FORMATS, RULES}
    ],
    ids=lambda path: str(path.relative_to(HOUSE)),
)
def test_no_string_of_a_pure_room_is_a_word_of_a_language(path: Path) -> None:
    assert foreign_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('POINTS_BACK = frozenset(("die", "dat"))', ["1: die", "1: dat"]),
        ('MINISTER = re.compile(r"\\b(?:staatssecretaris|regering)\\b")', ["1: staatssecretaris", "1: regering"]),
        ('ends = word == "te"', ["1: te"]),
        ('text = f"{day} maart {year}"', ["1: maart"]),
        ('"""Cuts "de nota die …" in two."""', []),  # a docstring may quote
        ('feature = "against.negation"', []),
        ('kind = "of"', []),  # a name that the data give to a meaning
        ('role = "minister"', []),  # a name of the program, as in Role.MINISTER
        ('raise NotFound("No such words stand there.")', []),  # told to people
        ('text = f"as in: {example}"', []),
        ('text = "in mei"', ["1: mei"]),
    ],
)
def test_a_word_of_a_language_is_told_from_a_name_of_the_program(source: str, found: list[str]) -> None:
    assert foreign_in(source) == found
