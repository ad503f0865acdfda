"""What a person answers: single keys and edited lines on a terminal, one line an answer from a pipe."""

from __future__ import annotations

import re
import sys

import typer

ESCAPES = re.compile(r"\x1b(?:[\[O][0-9;]*[A-Za-z~])?")  # arrows and function keys


class Prompt:
    """Where answers come from. `END` stands for the end of the input and for Ctrl-D."""

    END = ""

    def __init__(self) -> None:
        self.is_terminal = sys.stdin.isatty() and sys.stdout.isatty()

    def key(self) -> str:
        """One key, or the first letter of a line; blank lines and arrow keys are passed over.

        Keys pressed before the question stood there are thrown away: nobody decides on what he has not seen.
        """
        return self._key() if self.is_terminal else self._letter()

    def line(self, question: str, known: str = "") -> str:
        """A line; on a terminal `known` stands there to be changed, from a pipe an empty line keeps it.

        Raises EOFError when the line is left: by Escape, or by Ctrl-D.
        """
        if not self.is_terminal:
            typer.echo(f"{question}: ", nl=False)
            answer: str = sys.stdin.readline().strip()
            typer.echo(answer)
            return answer or known
        return _edited(f"{question}: ", known)

    def _key(self) -> str:
        pressed = ""
        while not pressed:
            try:
                pressed = ESCAPES.sub("", str(typer.getchar()))
            except EOFError:
                return self.END
        return pressed[0]

    def _letter(self) -> str:
        for line in sys.stdin:
            if line.strip():
                return line.strip()[0]
        return self.END


def _edited(question: str, known: str) -> str:
    """A line of the terminal that begins with what is known."""
    try:
        import termios  # noqa: F401 - a system without it has no such terminals
    except ImportError:
        return input(f"{question}[{known}] ").strip() or known
    from tracker.cli.line_editor import edited

    return edited(question, known)
