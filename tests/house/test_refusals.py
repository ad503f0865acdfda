"""Every error has a code and facts, and every code is worded with exactly these facts in every language."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import typer

import tracker.cli
import tracker.exchange.record
import tracker.reading.scans  # whose kind of error stands beside what it reads
from tracker.errors import Remedy, TrackerError
from tracker.model.things import Thing
from tracker.wording.catalogue import catalogue, languages
from tracker.wording.refusals import NAMED, Door, refusals_in

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")
FACT = re.compile(r"%\((\w+)\)[rs]")
ADVICES = ("advice", *(f"advice to {door}" for door in Door))
OWN_NAMES = {"remedy": Remedy, "file": Thing}
COMMANDS = "|".join(typer.main.get_command(tracker.cli.application).commands)  # type: ignore[attr-defined]  # a group
COMMAND_WORDS = re.compile(rf"(?<![\w-])--[a-z]{{2,}}|\btracker (?:{COMMANDS})\b")


def classes(of: type[TrackerError] = TrackerError) -> set[str]:
    return {of.__name__}.union(*(classes(below) for below in of.__subclasses__()))


ERRORS = classes()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def made(path: Path) -> Iterator[tuple[int, ast.expr | None, frozenset[str]]]:
    """Where an error is made in a file: the line, what stands for its code, and the names of its facts."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ERRORS:
            first = node.args[0] if node.args else None
            yield node.lineno, first, frozenset(str(keyword.arg) for keyword in node.keywords)


def codes_in(first: ast.expr | None) -> set[str]:
    """The codes that are written out where an error is made; none where they come from a table."""
    parts = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
    return {str(part.value) for part in parts if isinstance(part, ast.Constant)}


def facts_of_codes() -> dict[str, set[frozenset[str]]]:
    """Each code that is written out, with the facts that it is given; a code in a table has those of its file."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for path in SOURCES:
        calls = list(made(path))
        written = set().union(*(codes_in(first) for _, first, _ in calls)) if calls else set()
        for _, first, facts in calls:
            for code in codes_in(first) or strings(path) & known() - written:
                found[code].add(facts)
    return found


def strings(path: Path) -> set[str]:
    return {node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def known(language: str = "en") -> set[str]:
    """The codes that the catalogue words."""
    return {code for context, code in refusals_in(language).messages if context == "refusal"}


def worded_facts(language: str, code: str) -> set[str]:
    messages = refusals_in(language).messages
    texts = [text for context in ("refusal", *ADVICES) for text in messages.get((context, code), ())]
    plural = {"count"} if len(messages["refusal", code]) > 1 else set()
    return set(FACT.findall(" ".join(texts))) | plural


def test_every_error_is_made_with_a_code() -> None:
    """A sentence in its place would be told in one language, and in the words of one door."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in SOURCES
        for line, first, _ in made(path)
        if first is None or isinstance(first, ast.JoinedStr) or not all(map(CODE.fullmatch, codes_in(first)))
    ]

    assert not wrong


@pytest.mark.parametrize("language", languages())
def test_every_code_is_worded_with_exactly_its_facts(language: str) -> None:
    found = facts_of_codes()
    wrong = {
        code: (sorted(facts), sorted(worded_facts(language, code)))
        for code, given in found.items()
        for facts in given
        if code not in known(language) or facts != worded_facts(language, code)
    }

    assert not wrong


def test_no_words_are_left_of_a_code_that_nothing_uses() -> None:
    assert known() <= set(facts_of_codes())


@pytest.mark.parametrize("language", languages())
def test_every_language_words_the_same(language: str) -> None:
    assert files("tracker.wording").joinpath("catalogues", "refusals", f"{language}.po").is_file()
    assert refusals_in(language).messages.keys() == refusals_in("en").messages.keys()


def test_every_value_that_a_refusal_names_has_a_name_here_or_among_the_words_of_all() -> None:
    named = {(context, value) for context, value in refusals_in("en").messages if context in NAMED.values()}
    elsewhere = {kind: context for kind, context in NAMED.items() if context not in OWN_NAMES}

    assert named == {(context, value.value) for context, values in OWN_NAMES.items() for value in values}
    assert [
        one for kind, context in elsewhere.items() for one in kind if not catalogue("en").name(context, one.value)
    ] == []


def test_every_refusal_says_what_to_do_next() -> None:
    """But what is told in the middle of another one, which says it."""
    messages = refusals_in("en").messages
    silent = {code for code in known() if not any((advice, code) in messages for advice in ADVICES)}
    with_cause = {code for code in silent if "cause" in worded_facts("en", code)}
    of_a_record = {code for code in silent if code.startswith("import.")}

    assert silent - with_cause - of_a_record == {"recall.minister-unknown"}  # of an empty register


def test_only_the_command_names_options_and_commands() -> None:
    """Another door has buttons; what it says to all doors must be true at each."""
    messages = refusals_in("en").messages
    wrong = {
        code
        for (context, code), texts in messages.items()
        if context in {"refusal", "advice"} and any(COMMAND_WORDS.search(text) for text in texts)
    }

    assert wrong <= {"outbox.numbers-and-filter", "subscriber.rhythms"}  # which only the command makes


def test_no_words_of_the_command_line_stand_below_it() -> None:
    below = [path for path in SOURCES if path.relative_to(ROOT / "tracker").parts[0] not in {"cli", "__main__.py"}]
    found = [
        f"{path.relative_to(ROOT)}: {text}" for path in below for text in told_in(path) if COMMAND_WORDS.search(text)
    ]

    assert not found


def test_no_template_names_a_command() -> None:
    """It asks for one by its name, and the catalogue words it."""
    templates = [path for path in (ROOT / "templates").rglob("*.*") if path.is_file()]
    named = re.compile(rf"\btracker (?:{COMMANDS})\b")

    assert templates
    assert not [path.name for path in templates if named.search(path.read_text("utf-8"))]


def told_in(path: Path) -> Iterator[str]:
    """The strings of a file that are no docstring."""
    places = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in nodes(path)
        if isinstance(node, places) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value
