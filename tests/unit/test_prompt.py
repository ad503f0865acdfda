"""Answers come from single keys and edited lines of a terminal, or from the lines of a pipe."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Callable, Iterator

import pytest
import typer

from tracker.cli.line_editor import Line
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


def test_where_lines_cannot_be_edited_an_empty_one_keeps_what_is_known(
    terminal: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "termios", None)
    answers = iter(["", "other"])
    monkeypatch.setattr(builtins, "input", lambda _question: next(answers))

    assert [terminal.line("Summary", "known"), terminal.line("Summary", "known")] == ["known", "other"]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["x"], "de nota sturenx"),
        (["\x1b[D", "\x1b[D", "\x7f"], "de nota stuen"),
        (["\x1b[H", "\x1b[3~", "\x1b[3~"], " nota sturen"),
        (["\x01", "\x7f"], "de nota sturen"),  # nothing stands before
        (["\x17", "b"], "de nota b"),
        (["\x15"], ""),
        (["\x1b[D", "\x0b"], "de nota sture"),
        (["\x1b[5~", "\t"], "de nota sturen"),  # mean nothing
        (["\x1b[H", "é", "\x05", "!"], "éde nota sturen!"),
    ],
)
def test_a_line_is_edited_by_keys(keys: list[str], text: str) -> None:
    line = Line("de nota sturen", 14)
    for key in keys:
        line = line.with_key(key)

    assert line.text == text
