"""Answers come from single keys and edited lines of a terminal, or from the lines of a pipe."""

from __future__ import annotations

import builtins
import io
import readline
import sys
from collections.abc import Callable, Iterator

import pytest
import typer

from tracker.cli.prompt import Prompt


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Prompt]:
    def lines(text: str) -> Prompt:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return Prompt()

    return lines


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Prompt:
    prompt = Prompt()
    prompt.is_terminal = True
    return prompt


def pressing(monkeypatch: pytest.MonkeyPatch, *pressed: str) -> None:
    keys: Iterator[str] = iter(pressed)

    def getchar() -> str:
        key = next(keys)
        if key == "\x04":
            raise EOFError
        return key

    monkeypatch.setattr(typer, "getchar", getchar)


def test_a_pipe_gives_the_first_letter_of_each_line(piped: Callable[[str], Prompt]) -> None:
    prompt = piped("accept\n\n  r \n")

    assert [prompt.key(), prompt.key(), prompt.key()] == ["a", "r", Prompt.END]


def test_an_empty_line_of_a_pipe_keeps_what_is_known(piped: Callable[[str], Prompt]) -> None:
    prompt = piped("\nother\n")

    assert [prompt.line("Summary", "known"), prompt.line("Summary", "known")] == ["known", "other"]


def test_arrows_are_passed_over_and_only_the_first_of_several_keys_counts(
    terminal: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressing(monkeypatch, "\x1b[A", "\x1bOP", "\x1b", "ar")

    assert terminal.key() == "a"


def test_control_d_is_the_end(terminal: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    pressing(monkeypatch, "\x04")

    assert terminal.key() == Prompt.END


def test_a_line_of_a_terminal_begins_with_what_is_known(terminal: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Callable[[], object] | None] = []
    monkeypatch.setattr(readline, "set_startup_hook", begun.append)
    monkeypatch.setattr(readline, "insert_text", lambda text: text)
    monkeypatch.setattr(builtins, "input", lambda question: f"{question}{begun[-1]() if begun[-1] else ''} ")

    assert terminal.line("Summary", "known") == "Summary: known"
    assert begun[-1] is None  # the next question begins empty again


def test_without_readline_an_empty_line_keeps_what_is_known(terminal: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "readline", None)
    answers = iter(["", "other"])
    monkeypatch.setattr(builtins, "input", lambda _question: next(answers))

    assert [terminal.line("Summary", "known"), terminal.line("Summary", "known")] == ["known", "other"]
