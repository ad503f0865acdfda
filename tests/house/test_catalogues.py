"""Every language says everything: each message is there, with the same placeholders, and none is left over.

A sentence is named by its English and needs no entry in `en.po`; a name (`msgctxt`) stands in every catalogue.
"""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment

from tracker.diagnosis import MONITOR, PING, WEBHOOK
from tracker.exchange.files import Kind as FileKind
from tracker.extraction.clause import ClauseKind
from tracker.letters.commands import Command
from tracker.model import Deed, Entry, Firmness, Kind, LinkKind, Precision, Role, Status
from tracker.model.checks import Advice, CheckState
from tracker.model.letter_kinds import KINDS
from tracker.model.letters import AlertKind, LetterKind, LetterState, SubscriberState
from tracker.usecases.letters.rehearsing import Fate
from tracker.usecases.letters.round import Step as PostStep
from tracker.usecases.review import Objection
from tracker.usecases.review import Step as ReviewStep
from tracker.wording.catalogue import Key, catalogue, languages

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s")
NAMED: dict[str, Iterable[str]] = {  # what has a name for each of its values; the rest is named where it is used
    "status": Status,
    "kind": Kind,
    "firmness": Firmness,
    "deed": Deed,
    "link": LinkKind,
    "alert": AlertKind,
    "clause": ClauseKind,
    "role": Role,
    "letter": LetterKind,
    "letter state": LetterState,
    "reader state": SubscriberState,
    "check state": CheckState,
    "advice to command": Advice,
    "command": Command,
    "precision": Precision,
    "fate": Fate,
    "step": (*PostStep, MONITOR, PING, WEBHOOK, *(kind.planning for kind in KINDS.values())),
    "step taken": ReviewStep,
    "objection": Objection,
    "table": FileKind,
}
FORMS = {f"ordinal {form}" for form in ("one", "two", "few", "other")}  # as Babel calls them
SORTING = SimpleNamespace(**runpy.run_path(str(ROOT / "scripts" / "sort_catalogues.py")))
CATALOGUES = sorted(SORTING.CATALOGUES.rglob("*.po"))
TRANSLATED = [language for language in languages() if language != "en"]
Sentence = str | tuple[str, str]


def said() -> set[Sentence]:
    """The sentences that code and templates say."""
    found: set[Sentence] = set()
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        found |= set(_calls(ast.parse(path.read_text(encoding="utf-8"))))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        found |= set(_said_in(path))
    return found


def _calls(tree: ast.AST) -> list[Sentence]:
    said: list[Sentence] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            said += _sentence(getattr(node.func, "attr", getattr(node.func, "id", "")), words)
    return said


def _sentence(function: str, words: list[str]) -> list[Sentence]:
    if function in {"count", "counted"} and len(words) > 1:
        return [(words[0], words[1])]
    return [words[0]] if function in {"say", "remark"} and words else []


def _said_in(path: Path) -> list[Sentence]:
    from jinja2 import nodes

    said: list[Sentence] = []
    for call in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        words = [one.value for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        if isinstance(call.node, nodes.Getattr):
            said += _sentence(call.node.attr, words)
    return said


def used_words() -> set[str]:
    """Every string that stands in the code: the name of a field or form is one of them."""
    found = set(FORMS)
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for path in sorted((ROOT / "templates").rglob("*.*")):
        found |= set(re.findall(r"\bwords\.(\w+)", path.read_text(encoding="utf-8")))
    found |= {value.partition(":")[0] for value in found}  # what stands before a colon in an f-string
    return found | set(Entry.__slots__) | {f"{what} file" for what in ("register", "ledger", "settings", "password")}


def read_by_babel(language: str) -> Catalog:
    with files("tracker.wording").joinpath("catalogues", f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def sentences(language: str) -> dict[Sentence, tuple[str, ...]]:
    """The translations of each sentence, one or one for each plural."""
    found: dict[Sentence, tuple[str, ...]] = {}
    for message in read_by_babel(language):
        if message.id and message.context is None:
            identity = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            found[identity] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


def names(language: str) -> dict[Key, str]:
    return {(what, value): forms[0] for (what, value), forms in catalogue(language).messages.items() if what}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    assert set(sentences(language)) == said()


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for identity, (first, *others) in sentences(language).items():
        forms = (identity,) if isinstance(identity, str) else identity
        wanted = [set(PLACEHOLDER.findall(form)) for form in forms]
        wrong += [first] if not first or set(PLACEHOLDER.findall(first)) not in wanted else []  # "once" has no number
        wrong += [other for other in others if set(PLACEHOLDER.findall(other)) != wanted[-1] or not other]

    assert not wrong


def test_every_language_has_the_same_names() -> None:
    for language in TRANSLATED:
        assert names(language).keys() == names("en").keys(), language


def test_names_keep_the_placeholders_but_for_forms_which_take_what_they_need() -> None:
    english = names("en")

    for language in TRANSLATED:
        for key, name in names(language).items():
            assert name, key
            assert key[0] == "form" or set(PLACEHOLDER.findall(name)) == set(PLACEHOLDER.findall(english[key])), key


def test_every_value_has_a_name_and_no_name_is_left_over() -> None:
    by_what: dict[str, set[str]] = {}
    for what, value in names("en"):
        by_what.setdefault(str(what), set()).add(value)

    assert by_what["field"] >= set(Entry.__slots__)
    for what, values in NAMED.items():
        assert by_what.pop(what) == set(values)
    assert not {(what, value) for what, values in by_what.items() for value in values - used_words()}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_marked_as_doubtful(language: str) -> None:
    assert not [message.id for message in read_by_babel(language) if message.fuzzy and message.id]


@pytest.mark.parametrize("language", languages())
def test_our_reader_of_catalogues_reads_what_babel_reads(language: str) -> None:
    ours, theirs = catalogue(language), read_by_babel(language)
    read = {
        (one.context, one.id if isinstance(one.id, str) else one.id[0]): (
            (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
        )
        for one in theirs
        if one.id
    }

    assert ours.messages == read
    assert [ours.form_of(number) for number in (0, 1, 2, 5)] == [_form(theirs, number) for number in (0, 1, 2, 5)]


def _form(theirs: Catalog, number: int) -> int:
    from gettext import c2py

    return c2py(theirs.plural_expr)(number)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(SORTING.CATALOGUES)))
def test_a_catalogue_is_sorted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text == SORTING.in_order(text), "run: make docs"


def test_what_is_said_of_one_refusal_stays_together() -> None:
    told = [("file", "text"), ("advice to command", "b.c"), ("refusal", "b.c"), ("refusal", "a.b"), ("advice", "b.c")]
    text = "head\n\n" + "\n\n".join(f'msgctxt "{context}"\nmsgid "{code}"\nmsgstr ""' for context, code in told)

    places = re.findall(r'msgctxt "(.*)"\nmsgid "(.*)"', SORTING.in_order(text))

    assert places == [("refusal", "a.b"), ("refusal", "b.c"), ("advice", "b.c"), ("advice to command", "b.c"), told[0]]


def test_a_message_that_stands_there_twice_is_refused_by_name() -> None:
    twice = 'head\n\nmsgid "Open"\nmsgstr "a"\n\nmsgid "Open"\nmsgstr "b"\n'

    with pytest.raises(ValueError, match="'Open' stands there twice"):
        SORTING.in_order(twice)
