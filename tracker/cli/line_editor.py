"""A line that is edited where it stands, on a terminal; Escape leaves it at once, which readline cannot do.

Text may go on over several rows. Only what a clerk needs is here: arrows, Home, End, Backspace, Delete, Ctrl-A, E, K, U
and W; Ctrl-C interrupts as everywhere.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

ESCAPE = "\x1b"
ENDS = "\r\n"
GONE = "\x04"  # Ctrl-D
KEYS = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])|.", re.DOTALL)
PAUSE = 0.05  # seconds after which Escape is a key of its own and no arrow begins


@dataclass(frozen=True, slots=True)
class Line:
    """What stands there, and before which character the cursor stands."""

    text: str
    at: int

    def with_key(self, key: str) -> Line:
        """After that key; one that means nothing changes nothing."""
        if key in _EDITS:
            return _EDITS[key](self)
        return (
            self if not key.isprintable() else Line(f"{self.text[: self.at]}{key}{self.text[self.at :]}", self.at + 1)
        )

    def to(self, at: int) -> Line:
        """With the cursor there, or as near as the text goes."""
        return replace(self, at=min(max(at, 0), len(self.text)))

    def without(self, first: int, last: int) -> Line:
        """Without a stretch, and the cursor where that was."""
        first = max(first, 0)
        return Line(self.text[:first] + self.text[last:], first)

    def word_start(self) -> int:
        """Where the word before the cursor begins."""
        return self.text[: self.at].rstrip().rfind(" ") + 1


Edit = Callable[[Line], Line]
_EDITS: Mapping[str, Edit] = {
    **dict.fromkeys(("\x1b[D", "\x1bOD", "\x02"), lambda line: line.to(line.at - 1)),
    **dict.fromkeys(("\x1b[C", "\x1bOC", "\x06"), lambda line: line.to(line.at + 1)),
    **dict.fromkeys(("\x1b[H", "\x1bOH", "\x1b[1~", "\x01"), lambda line: line.to(0)),
    **dict.fromkeys(("\x1b[F", "\x1bOF", "\x1b[4~", "\x05"), lambda line: line.to(len(line.text))),
    **dict.fromkeys(("\x7f", "\x08"), lambda line: line.without(line.at - 1, line.at)),
    "\x1b[3~": lambda line: line.without(line.at, line.at + 1),
    "\x0b": lambda line: line.without(line.at, len(line.text)),
    "\x15": lambda line: line.without(0, line.at),
    "\x17": lambda line: line.without(line.word_start(), line.at),
}


def edited(question: str, known: str) -> str:
    """The line as it was left by Enter; raises EOFError when it was left by Escape or Ctrl-D."""
    import termios
    import tty

    line_in = sys.stdin.fileno()
    before = termios.tcgetattr(line_in)
    tty.setcbreak(line_in, termios.TCSADRAIN)
    try:
        return _asked(line_in, question, Line(known, len(known)))
    finally:
        termios.tcsetattr(line_in, termios.TCSADRAIN, before)
        sys.stdout.write("\n")
        sys.stdout.flush()


def _asked(line_in: int, question: str, line: Line) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    row = _drawn(question, line, 0)
    while True:
        pressed = decoder.decode(_next_key(line_in))
        for key in KEYS.findall(pressed):
            if key in ENDS:
                _drawn(question, line.to(len(line.text)), row)
                return line.text.strip()
            if key in {ESCAPE, GONE}:
                raise EOFError
            line = line.with_key(key)
        row = _drawn(question, line, row)


def _next_key(line_in: int) -> bytes:
    """A byte, or all of an arrow or function key; raises EOFError when the terminal is gone."""
    pressed = os.read(line_in, 1)
    if not pressed:
        raise EOFError
    if pressed == ESCAPE.encode() and select.select([line_in], [], [], PAUSE)[0]:
        while not KEYS.fullmatch(pressed.decode(errors="replace")) or pressed in {b"\x1b", b"\x1b[", b"\x1bO"}:
            if not select.select([line_in], [], [], PAUSE)[0]:
                break
            pressed += os.read(line_in, 1)
    return pressed


def _drawn(question: str, line: Line, row: int) -> int:
    """Put the line on the screen over what stood there; gives the row of it in which the cursor stands."""
    from rich.cells import cell_len

    width = shutil.get_terminal_size().columns
    end, at = cell_len(question + line.text), cell_len(question + line.text[: line.at])
    up = f"\x1b[{row}A" if row else ""
    back = f"\x1b[{end // width - at // width}A" if end // width > at // width else ""
    beside = f"\x1b[{at % width}C" if at % width else ""
    sys.stdout.write(f"{up}\r\x1b[J{question}{line.text} {back}\r{beside}")
    sys.stdout.flush()
    return at // width
