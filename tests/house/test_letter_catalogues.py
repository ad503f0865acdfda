"""Every sentence of a letter exists in every language, with the same placeholders, and none is left over."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s")
LETTERS = ("base.html", "items.html", "items.txt", "digest", "alert", "rappel")
Message = str | tuple[str, str]


def spoken() -> set[Message]:
    """The messages that code and templates say."""
    found: set[Message] = set()
    for path in sorted((ROOT / "tracker" / "digest").glob("*.py")):
        found |= set(_calls(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.relative_to(ROOT / "templates").parts[0] in LETTERS:
            found |= set(_said_in(path))
    return found


def _calls(tree: ast.AST) -> list[Message]:
    said: list[Message] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if name == "say" and words:
            said.append(words[0])
        if name == "count" and len(words) >= 2:
            said.append((words[0], words[1]))
    return said


def _said_in(path: Path) -> list[Message]:
    from jinja2 import nodes

    said: list[Message] = []
    for call in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        words = [part.value for part in call.args if isinstance(part, nodes.Const) and isinstance(part.value, str)]
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "say" and words:
            said.append(words[0])
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "count" and len(words) >= 2:
            said.append((words[0], words[1]))
    return said


def catalogue(language: str) -> Catalog:
    with files("tracker.digest").joinpath("catalogues", f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def known(language: str) -> dict[Message, tuple[str, ...]]:
    """The translations of each message, one or one for each plural."""
    found: dict[Message, tuple[str, ...]] = {}
    for message in catalogue(language):
        if message.id:
            identity = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            found[identity] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    assert set(known(language)) == spoken()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for identity, (first, *others) in known(language).items():
        forms = (identity,) if isinstance(identity, str) else identity
        wanted = [set(PLACEHOLDER.findall(form)) for form in forms]
        wrong += [first] if not first or set(PLACEHOLDER.findall(first)) not in wanted else []  # "once" has no number
        wrong += [other for other in others if set(PLACEHOLDER.findall(other)) != wanted[-1] or not other]

    assert not wrong


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_no_translation_is_marked_as_doubtful(language: str) -> None:
    assert not [message.id for message in catalogue(language) if message.fuzzy and message.id]
