"""Calls with hostile values in them, and what is asked of every one: found by walking all commands and their options.

A new command or option is in it by being there; a new command needs its ordinary call in `ORDINARY`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from forked import SECONDS, TOO_LONG, Forked, Said
from furnished import renewed

from tracker.cli import application
from tracker.cli.door import CheckedCommand, CheckedGroup

TODAY = str(datetime.now(ZoneInfo("Europe/Brussels")).date())  # noqa: TID251 - the command reads the real clock
ORDINARY: Mapping[str, Sequence[str]] = {
    "accept": ("C-0003",),
    "add": ("--quote", "Ik zal dat doen.", "--summary", "dat doen", "--said-on", "2026-01-05"),
    "alerts preview": ("jan@example.org",),
    "answers": ("antwoorden.csv",),
    "backup": ("reservekopie.db",),
    "bounces": ("terug.eml",),
    "clock accept": (TODAY,),
    "clock show": (),
    "dates": ("eind juni 2026", "--on", "2026-01-05"),
    "db reindex": (),
    "db upgrade": (),
    "demo": ("--folder", "proef"),
    "digest preview": ("jan@example.org",),
    "digest send": ("jan@example.org",),
    "doctor": (),
    "edit": ("C-0001", "--summary", "iets anders"),
    "erase": ("C-0001", "--yes"),
    "evaluate": ("passages.jsonl",),
    "explain": ("verslag.txt", "--at", "bezorgen", "--date", "2026-01-12"),
    "export": ("--format", "csv"),
    "extract": ("verslag.txt", "--date", "2026-01-12"),
    "follow": ("C-0002", "jan@example.org"),
    "history": ("C-0001",),
    "import": ("tabel.csv",),
    "lapse": ("C-0001", "--reason", "ingetrokken"),
    "link": ("C-0001", "repeats", "C-0002"),
    "list": (),
    "mail test": ("jan@example.org",),
    "manual": (),
    "move": ("C-0001", "--to", "2027-06-30", "--reason", "meer tijd"),
    "note": ("C-0001", "een woord"),
    "outbox drop": ("1", "--reason", "niet nodig"),
    "outbox list": (),
    "outbox reconcile": (),
    "outbox resolve": ("2", "--sent"),
    "outbox retry": ("1",),
    "outbox show": ("1",),
    "rappel": ("--minister", "Lieve Maes", "--out", "rappel.docx", "--out", "rappel.csv"),
    "reject": ("C-0003", "--reason", "geen toezegging"),
    "reopen": ("C-0005",),
    "reshuffle": ("--from", "Lieve Maes", "--to", "Jo Peeters"),
    "resolve": ("C-0001", "--evidence", "https://example.org/brief"),
    "restore": ("kopie.db", "--force"),
    "review": ("C-0003", "--accept"),
    "run": (),
    "search": ("rapport",),
    "show": ("C-0001",),
    "silence add": ("--until", "2030-01-01", "--reason", "reces"),
    "silence lift": ("1",),
    "silence list": (),
    "stats": (),
    "status": (),
    "subscriber add": ("piet@example.org",),
    "subscriber edit": ("jan@example.org", "--daily"),
    "subscriber list": (),
    "subscriber pause": ("jan@example.org",),
    "subscriber remove": ("jan@example.org",),
    "subscriber resume": ("els@example.org",),
    "tick": (),
    "undo": (),
    "unfollow": ("C-0001", "jan@example.org"),
    "verify": (),
    "watch": ("map", "--every", "0.1"),
}
OF_THE_SHELL = frozenset({"install_completion", "show_completion"})  # they write into its settings
BEFORE = ("list", "move", "export", "digest preview", "tick", "stats", "rappel", "show")  # try what is before all
SLOW = frozenset({"demo"})
LASTING = frozenset({"run", "watch"})  # go on until they are stopped
IN_PARTS = frozenset(  # a refusal of a part leaves the rest done: each part is whole
    {"answers", "bounces", "digest send", "extract", "import", "run", "tick", "watch"}
)
OF_THE_MACHINE = re.compile(
    r"Traceback|\b(?!KeyError\b)[A-Z][A-Za-z]+(?:Error|Exception|Warning)\b|<class |object at 0x|\[Errno|NoneType"
    r"|sqlalchemy|sqlalche\.me|\[SQL|psycopg\.|sqlite3\.|codec can't|embedded null|int too large|Python int"
    r"|year is out of range|out of range for|date value|unconverted data|fromisoformat|surrogates not allowed"
    r"|UNIQUE constraint|CHECK constraint|NOT NULL constraint|must be in \d|charmap|invalid literal"
)
CAUGHT_AT_THE_END = "This is a fault of the program"
WHAT_NEXT = re.compile(r"[.?!:;)] \S")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a call where a value goes: an option or argument of a command; no command is before its name."""

    command: str
    name: str
    flag: str | None  # None for an argument
    place: int  # among the arguments
    is_switch: bool

    def __str__(self) -> str:
        return f"{self.command} {self.flag or self.name}".strip()

    def filled(self, call: Sequence[str], value: str) -> list[str]:
        """The call with the value there, in place of what was there before."""
        call = list(call)
        if self.is_switch:
            return [*call, self.flag or ""]
        if self.flag is None:
            positions = [at for at, _ in enumerate(call) if _is_argument(call, at)]
            at = positions[self.place] if self.place < len(positions) else len(call)
            return [*call[:at], value, *call[at + 1 :]]
        while self.flag in call:
            at = call.index(self.flag)
            del call[at : at + 2]
        return [*call, f"{self.flag}={value}" if self.flag.startswith("--") else f"{self.flag}{value}"]


def _is_argument(call: Sequence[str], at: int) -> bool:
    """Whether that word is an argument; in the ordinary calls every option but these has a value."""
    alone = {"--yes", "--accept", "--force", "--sent", "--daily"}
    return not call[at].startswith("--") and (at == 0 or not call[at - 1].startswith("--") or call[at - 1] in alone)


def spots() -> Iterator[Spot]:
    """Every option and argument of every command, and those before its name."""
    root = typer.main.get_command(application)
    for command, parameters in _commands(root):
        place = 0
        for one in parameters:
            if one.param_type_name == "argument":
                yield Spot(command, one.name, None, place, is_switch=False)
                place += 1
            elif one.name not in OF_THE_SHELL:
                yield from (Spot(command, one.name, flag, 0, is_switch=one.is_flag) for flag in _flags(one))


def _flags(option: Any) -> Sequence[str]:
    names = [flag for flag in (*option.opts, *option.secondary_opts) if flag.startswith("--")]
    return names if option.is_flag else names[:1]


def _commands(root: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    def inside(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Sequence[Any]]]:
        known: Mapping[str, Any] = getattr(command, "commands", {})
        if not known or not path:
            yield " ".join(path), command.params
        for name, one in sorted(known.items()):
            yield from inside(one, (*path, name))

    yield from inside(root, ())


def unchecked() -> list[str]:
    """The commands and groups that do not look at what they are given."""

    def inside(command: Any, path: str) -> Iterator[str]:
        if not isinstance(command, CheckedCommand | CheckedGroup):
            yield path
        for name, one in getattr(command, "commands", {}).items():
            yield from inside(one, f"{path} {name}")

    return list(inside(typer.main.get_command(application), "tracker"))


SPOTS = tuple(spots())
COMMANDS = tuple(dict.fromkeys(command for command, _ in _commands(typer.main.get_command(application))))


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a command with some hostile values in it."""

    command: str
    filled: tuple[tuple[Spot, str], ...] = ()
    before: tuple[tuple[Spot, str], ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """As the command gets them."""
        call = list(ORDINARY[self.command])
        for spot, value in self.filled:
            call = spot.filled(call, value)
        first: list[str] = []
        for spot, value in self.before:
            first = spot.filled(first, value)
        return (*first, *self.command.split(), *call)

    def __str__(self) -> str:
        return " ".join(repr(word) if len(word) < 200 else f"{word[:40]!r}…({len(word)})" for word in self.arguments)


class Ordeal:
    """A folder with a register in it, in which calls are made; each finds it as the first did."""

    def __init__(self, forked: Forked, template: Path, place: Path) -> None:
        self.forked, self.template, self.place = forked, template, place
        self._as_it_was: dict[str, str] | None = None
        self._is_odd = False  # holds files of a single call

    def call(self, *arguments: str, **how: object) -> Said:
        """Make a call in a fresh folder."""
        if self._is_odd or self._as_it_was is None or self.look() != self._as_it_was:
            renewed(self.template, self.place)
            self._is_odd, self._as_it_was = False, self.look()
        return self.forked.call(self.place, *arguments, **how)  # type: ignore[arg-type]

    def with_files(self, files: Mapping[str, bytes], *arguments: str, **how: object) -> Said:
        """Make a call in a fresh folder in which these files stand, in the place of what stood there."""
        renewed(self.template, self.place)
        for name, content in files.items():
            (self.place / name).write_bytes(content)
        self._is_odd, self._as_it_was = True, self.look()
        return self.forked.call(self.place, *arguments, **how)  # type: ignore[arg-type]

    def judge(self, call: Call) -> str | None:
        """What is wrong with how a call ended; None when all is well."""
        lasting = call.command in LASTING
        seconds = 120.0 if call.command in SLOW else SECONDS
        said = self.call(*call.arguments, stopped_after=1.0 if lasting else None, seconds=seconds)
        return self.wrong(call, said)

    def wrong(self, call: Call, said: Said) -> str | None:
        """What is wrong with how a call ended and with what it left; None when all is well."""
        assert self._as_it_was is not None
        wrong = self.said_wrongly(call, said)
        if wrong:
            return wrong
        now = self.look()
        if said.code in {1, 2}:
            changed = sorted(name for name in {*now, *self._as_it_was} if now.get(name) != self._as_it_was.get(name))
            if changed and (said.code == 2 or call.command not in IN_PARTS):
                return f"refused, but changed {', '.join(changed)}: {said.words[-600:]}"
        left = [name for name in now if name not in self._as_it_was and _is_left_over(name)]
        return f"it left {', '.join(left)} behind" if left else None

    @staticmethod
    def said_wrongly(call: Call, said: Said) -> str | None:
        """What is wrong with what a call said; None when all is well."""
        if said.code == TOO_LONG:
            return f"it did not end in {said.seconds:.0f} s: {said.words[-300:]}"
        if said.code not in {0, 1, 2, 3}:
            return f"it ended with {said.code}: {said.words[-600:]}"
        if CAUGHT_AT_THE_END in said.words:
            return f"an error that nobody expected: {said.words[-2500:]}"
        given = " ".join(call.arguments)
        for found in OF_THE_MACHINE.finditer(said.err):
            if found[0] not in given:
                around = said.err[max(found.start() - 300, 0) : found.end() + 2_000]
                return f"words of the machine ({found[0]!r}): {around}"
        if said.code in {1, 2} and not _is_told(said):
            return f"it does not say what to do next: {said.words[-600:]!r}"
        return None

    def look(self) -> dict[str, str]:
        """What the folder holds."""
        found = {}
        for folder, folders, names in os.walk(self.place):
            for name in (*folders, *names):
                path = Path(folder, name)
                content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
                found[str(path.relative_to(self.place))] = hashlib.sha256(content).hexdigest()
        return found


def _is_left_over(name: str) -> bool:
    return name.startswith("tmp/") or any(part.startswith(".") for part in Path(name).parts)


def _is_told(said: Said) -> bool:
    """A refusal names what and what next; the findings of a command that looks something over are said otherwise."""
    lines = [line for line in said.err.splitlines() if line.startswith("tracker: ")]
    if lines:
        return all(WHAT_NEXT.search(line) for line in lines)
    return "Error: " in said.err or bool(said.words.strip())
