"""Every option with a choice takes the words that are shown, in each language, and refuses others with those words."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer
from calling import called

from tracker.cli import application
from tracker.model import Firmness, Kind, LinkKind, Sort, Status
from tracker.model.letters import LetterState
from tracker.wording.understood import called_in, language_meant, meant

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"
REGISTER = ("--db", "register.db", "--today", "2021-12-01")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("choices")
    called(place, *REGISTER, "extract", str(EXAMPLE), "--accept")
    called(place, *REGISTER, "add", "--quote", "x", "--summary", "x", "--said-on", "2021-09-21", "--kind", "onderzoek")
    return place


def options() -> Iterator[tuple[str, str, Any]]:
    """Each command with its options and arguments, as they are written in Python."""
    yield from commands_in("tracker", typer.main.get_command(application))


def commands_in(name: str, command: Any) -> Iterator[tuple[str, str, Any]]:
    for below, one in getattr(command, "commands", {}).items():
        yield from commands_in(f"{name} {below}", one)
    callback = inspect.unwrap(command.callback) if command.callback else None
    if callback is not None:
        hints = get_type_hints(command.callback, include_extras=True)
        yield from ((name, option, hint) for option, hint in hints.items() if option != "return")


def enums_in(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return True
    return any(enums_in(one) for one in get_args(hint) if not isinstance(one, typer.models.ParameterInfo))


def test_no_option_leaves_its_choice_to_typer_which_refuses_in_english() -> None:
    chosen = [(command, option, hint) for command, option, hint in options() if enums_in(hint)]
    by_typer = [
        (command, option)
        for command, option, hint in chosen
        if not any(getattr(one, "parser", None) for one in getattr(hint, "__metadata__", ()))
    ]

    assert len(chosen) > 30
    assert not by_typer


@pytest.mark.parametrize(
    "ways",
    [
        (("--sort", "said"), ("--sort", "gezegd op"), ("--sort", "dit le"), ("--sort", "Said on")),
        (("--sort", "changed"), ("--sort", "gewijzigd op"), ("--sort", "modifié le"), ("--sort", "changed at")),
        (("--group-by", "month"), ("--group-by", "maand"), ("--group-by", "mois")),
        (("--kind", "study"), ("--kind", "onderzoek"), ("--kind", "étude")),
        (("--firmness", "firm"), ("--firmness", "stellig"), ("--firmness", "ferme")),
        (("--status", "all"), ("--status", "alle"), ("--status", "tout")),
        (("--columns", "number,said_on"), ("--columns", "nummer,gezegd op"), ("--columns", "numéro, dit le")),
        (("--format", "table"), ("--format", "tabel"), ("--format", "tableau")),
    ],
)
def test_a_list_is_asked_for_in_the_words_of_any_language(place: Path, ways: tuple[tuple[str, str], ...]) -> None:
    lists = [called(place, *REGISTER, "list", *way, language="nl") for way in ways]

    assert lists[0].count("\n") > 1
    assert lists == [lists[0]] * len(ways)


@pytest.mark.parametrize("way", ["depends_on", "hangt af van", "dépend de", "depends on"])
def test_a_link_is_made_in_the_words_that_a_sheet_shows(place: Path, way: str, tmp_path: Path) -> None:
    (tmp_path / "register.db").write_bytes((place / "register.db").read_bytes())
    called(tmp_path, *REGISTER, "link", "C-0001", way, "C-0002", language="fr")
    (shown,) = json.loads(called(tmp_path, *REGISTER, "show", "C-0001", "--format", "json"))

    assert [link["kind"] for link in shown["links"]] == ["depends_on"]


@pytest.mark.parametrize("state", ["in_doubt", "in twijfel", "dans le doute", "in doubt"])
@pytest.mark.parametrize("command", ["list", "retry"])
def test_letters_are_chosen_by_the_state_that_a_table_shows(place: Path, command: str, state: str) -> None:
    told = called(place, *REGISTER[:2], "outbox", command, "--state", state, language="nl")

    assert told == {"list": told, "retry": "Er is geen zulke brief.\n"}[command]
    assert "twijfel" not in told


def test_figures_exports_and_readers_understand_the_same_words(place: Path) -> None:
    years = called(place, *REGISTER, "stats", "--by", "jaar", "--format", "csv")
    exported = called(place, *REGISTER, "export", "--sort", "échéance", "--kind", "étude", "--format", "csv")
    reader = called(
        place, *REGISTER[:2], "subscriber", "add", "an@example.org", "--language", "néerlandais", "--alerts", "geen"
    )

    assert years == called(place, *REGISTER, "stats", "--by", "year", "--format", "csv")
    assert exported == called(place, *REGISTER, "export", "--sort", "due", "--kind", "study", "--format", "csv")
    assert "in Dutch" in reader
    assert "no alerts" in reader


@pytest.mark.parametrize(
    ("arguments", "dutch", "french"),
    [
        (
            ("list", "--sort", "blub"),
            (
                "--sort kan niet 'blub' zijn. Kies uit: termijn, nummer, gezegd op, gewijzigd op, minister, commissie, "
                "keer verschoven."
            ),
            (
                "--sort ne peut pas être 'blub'. Choisissez parmi : échéance, numéro, dit le, modifié le, ministre, "
                "commission, reports."
            ),
        ),
        (
            ("outbox", "drop", "--reason", "x", "--state", "blub"),
            "--state kan niet 'blub' zijn. Kies uit: in de rij, mislukt, in twijfel.",
            "--state ne peut pas être 'blub'. Choisissez parmi : en file, échouée, dans le doute.",
        ),
        (
            ("link", "C-0001", "blub", "C-0002"),
            "verband kan niet 'blub' zijn. Kies uit: herhaalt, vult aan, vervangt, hangt af van.",
            "lien ne peut pas être 'blub'. Choisissez parmi : répète, complète, remplace, dépend de.",
        ),
        (
            ("stats", "--by", "blub"),
            "--by kan niet 'blub' zijn. Kies uit: minister, commissie, jaar.",
            "--by ne peut pas être 'blub'. Choisissez parmi : ministre, commission, année.",
        ),
        (
            ("status", "--format", "blub"),
            "--format kan niet 'blub' zijn. Kies uit: tabel, json, jsonl, csv, prometheus.",
            "--format ne peut pas être 'blub'. Choisissez parmi : tableau, json, jsonl, csv, prometheus.",
        ),
        (
            ("list", "--status", "blub"),
            (
                "Onbekend bij --status: 'blub'. Bekend: mogelijk, voorgesteld, openstaand, deels voldaan, voldaan, "
                "vervallen, geen toezegging, alle."
            ),
            (
                "Inconnu pour --status : 'blub'. Connus : possible, proposé, ouvert, tenu en partie, tenu, caduc, "
                "pas un engagement, tout."
            ),
        ),
        (
            ("subscriber", "add", "an@example.org", "--alerts", "blub"),
            (
                "Onbekende melding 'blub'. Bekend: termijn nadert, te laat, verschoven, voldaan of vervallen, "
                "heropend, alle, geen."
            ),
            (
                "Alerte inconnue 'blub'. Connues : échéance proche, en retard, reporté, tenu ou caduc, rouvert, "
                "tout, aucun."
            ),
        ),
    ],
)
def test_what_is_no_choice_is_refused_with_the_words_that_are(
    place: Path, arguments: tuple[str, ...], dutch: str, french: str
) -> None:
    in_dutch = called(place, *REGISTER, *arguments, fails=2, language="nl")
    in_french = called(place, *REGISTER, *arguments, fails=2, language="fr")

    assert in_dutch == f"tracker: {dutch}\n"
    assert in_french == f"tracker: {french}\n"


def test_an_unknown_column_is_refused_with_all_headings(place: Path) -> None:
    told = called(place, *REGISTER, "list", "--columns", "nummer,blub", fails=2, language="nl")

    assert told.startswith("tracker: Er is geen kolom 'blub'. Kolommen: antwoord tegen, gevraagd door, ")
    assert told.endswith(", wanneer.\n")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize(
    ("what", "values"),
    [("status", Status), ("kind", Kind), ("firmness", Firmness), ("link", LinkKind), ("letter state", LetterState)],
)
def test_every_word_of_a_refusal_can_be_given_in_its_place(language: str, what: str, values: type[Enum]) -> None:
    """No two values of a choice are called alike, in any of the languages."""
    names = {value: called_in(language, what, str(value)) for value in values}

    assert {value: meant(what, str(name), [str(one) for one in values]) for value, name in names.items()} == {
        value: str(value) for value in values
    }


def test_a_value_by_its_own_name_is_never_another_one() -> None:
    """`minister` is the heading of who is responsible, in Dutch, and the key of who said it."""
    assert meant("field", "minister", ["minister", "responsible"]) == "minister"
    assert [meant("kind", str(kind), list(Kind)) for kind in Kind] == list(Kind)
    assert Sort("due") is Sort.DUE


@pytest.mark.parametrize("written", ["nl", "Nederlands", "néerlandais", "Dutch"])
def test_a_language_is_called_by_its_name_in_any_language(written: str) -> None:
    assert language_meant(written) == "nl"
    assert language_meant("sv") == "sv"
