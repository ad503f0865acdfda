"""What may not be read, written or looked into is told as that, and taken for nothing else."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from forked import common_ground, free
from furnished import VERSLAG
from ordeal import Ordeal
from typer.models import ParameterInfo

from tracker.cli import application

READING = {
    "config": ("--config", "dicht.csv", "list"),
    "answers": ("answers", "dicht.csv"),
    "bounces": ("bounces", "dicht.csv"),
    "evaluate": ("evaluate", "dicht.csv"),
    "explain": ("explain", "dicht.csv", "--at", "bezorgen"),
    "extract": ("extract", "dicht.csv"),
    "import": ("import", "dicht.csv"),
    "reconcile": ("outbox", "reconcile", "--from", "dicht.csv"),
}
WRITING = {
    "alerts": ("alerts", "preview", "jan@example.org", "--out", "dicht.csv"),
    "backup": ("backup", "dicht.csv"),
    "digest": ("digest", "preview", "jan@example.org", "--out", "dicht.csv"),
    "export": ("export", "--output", "dicht.csv"),
    "figures": ("stats", "--html", "dicht.csv"),
}
LOOKING_INTO = {
    "bounces": ("bounces", "dichte-map"),
    "extract": ("extract", "dichte-map", "--date", "2026-01-12"),
    "watch": ("watch", "dichte-map", "--every", "0.1"),
}


def parsed(command: Any) -> Iterator[tuple[str, ParameterInfo]]:
    """How each path that a command or one of its commands is given is parsed."""
    for name, hint in typing.get_type_hints(command.callback, include_extras=True).items() if command.callback else ():
        kinds, *told = typing.get_args(hint) if typing.get_origin(hint) is typing.Annotated else (hint,)
        if kinds is Path or Path in typing.get_args(kinds) or list[Path] in typing.get_args(kinds):
            yield from ((f"{command.name} {name}", one) for one in told if isinstance(one, ParameterInfo))
    for inside in getattr(command, "commands", {}).values():
        yield from parsed(inside)


def test_the_parser_of_the_command_line_looks_at_no_file() -> None:
    """It has other words than ours for what it finds, and would ask of an output whether it can be read."""
    found = dict(parsed(typer.main.get_command(application)))

    assert len(found) > len(WRITING)
    assert not [place for place, how in found.items() if how.readable or how.exists or how.writable]


@pytest.mark.parametrize("call", READING.values(), ids=READING)
def test_a_file_that_may_not_be_read_is_told_as_that(ordeal: Ordeal, call: tuple[str, ...]) -> None:
    said = ordeal.call(*call)

    assert said.code in {1, 2}
    assert "dicht.csv niet lezen: Permission denied. Kijk de rechten erop na." in said.err


@pytest.mark.parametrize("call", WRITING.values(), ids=WRITING)
def test_a_file_that_may_not_be_written_over_is_told_as_that(ordeal: Ordeal, call: tuple[str, ...]) -> None:
    said = ordeal.call(*call)

    assert said.code == 1
    assert said.err.startswith("tracker: Kan dicht.csv niet schrijven: Permission denied. Noem een ander bestand.")


@pytest.mark.parametrize("call", LOOKING_INTO.values(), ids=LOOKING_INTO)
def test_a_folder_that_may_not_be_looked_into_is_not_taken_for_an_empty_one(
    ordeal: Ordeal, call: tuple[str, ...]
) -> None:
    said = ordeal.call(*call, stopped_after=5.0)

    assert said.code == 1
    assert "Kan dichte-map niet lezen: Permission denied. Kijk de rechten erop na." in said.err


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111], ids=["closed", "without entry", "without names"])
def test_a_closed_folder_among_reports_is_told_and_the_rest_is_read(ordeal: Ordeal, mode: int) -> None:
    with common_ground() as place:
        for folder in ("home", "tmp", "in", "in/diep"):
            (place / folder).mkdir()
            (place / folder / "verslag.txt").write_text(VERSLAG)
        free(place)
        (place / "in/diep").chmod(mode)
        said = ordeal.forked.call(place, "extract", "in")
        (place / "in/diep").chmod(0o700)

    assert said.code == 1
    assert said.err.startswith("1 van 2 bestanden konden niet worden gelezen:\n  in/diep")
    assert "niet lezen: Permission denied" in said.err
