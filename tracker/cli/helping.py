"""What help says of the commands: by task, each in a short line, and how somebody would type it.

The words stand in `help.toml`, which is read when somebody asks for help, and not before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HELP = Path(__file__).with_name("help.toml")
SHORT_FORMS = {"ls": "list", "hist": "history", "rev": "review", "sub": "subscriber", "out": "outbox"}


@dataclass(frozen=True, slots=True)
class Hint:
    """The task that a command belongs to, what it does in a few words, and an example."""

    task: str
    short: str
    example: str


@cache
def hints() -> Mapping[str, Hint]:
    """By the name of a command as it is typed after `tracker`."""
    import tomllib

    tasks = tomllib.loads(HELP.read_text(encoding="utf-8"))
    return {name: Hint(task, *words) for task, commands in tasks.items() for name, words in commands.items()}


def by_task(names: Mapping[str, str]) -> Mapping[str, list[tuple[str, str]]]:
    """Commands with their short lines, under their tasks; `names` tells what is typed for each by its full name."""
    told: dict[str, list[tuple[str, str]]] = {}
    for full, hint in hints().items():
        if full in names:
            told.setdefault(hint.task, []).append((_with_short_form(names[full]), hint.short))
    return told


def _with_short_form(name: str) -> str:
    short = next((short for short, long in SHORT_FORMS.items() if long == name), None)
    return f"{name}, {short}" if short else name
