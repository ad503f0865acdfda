"""Jinja2 for letters and pages: the one environment. Templates of a house are its own, so they run in a sandbox.

A template sees the values that it is given and plain data, nothing behind them: no module, file, class or translation
machinery. It changes nothing, and what it loops over and writes is bounded.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from datetime import date, time, timedelta
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tracker.errors import SettingsError
from tracker.files.templates import templates_folder

LONGEST = 50_000_000  # characters that one template may write
MOST_STEPS = 1_000_000  # of all ranges that it counts through
LARGEST = 1_000_000  # what a multiplication may make of a text or list, and the largest power
WIDTH = 72  # of lines of text
_ADDRESS = re.compile(r"https?://|mailto:")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")  # not the spaces that break no line
_PLAIN = (str, int, float, tuple, list, dict, Mapping, frozenset, set, range, date, time, timedelta, type(None))
_HOUSES = ("tracker.", "jinja2.", "markupsafe")  # whose values may be looked into
_MISTAKES = (
    TemplateError,
    ArithmeticError,
    AssertionError,  # a filter of Jinja's with a number that cannot be
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    OSError,
)
_steps_left: ContextVar[int] = ContextVar("steps left")


def rendered(environment: Sandbox, name: str, names: Mapping[str, object], *, what: str) -> str:
    """The file of that name filled in; raises SettingsError when a template of the house cannot be used."""
    _steps_left.set(MOST_STEPS)
    try:
        return "".join(_bounded(environment.get_template(name).generate(names)))
    except _MISTAKES as error:
        if not (environment.is_theirs or isinstance(error, TemplateError)):
            raise
        raise SettingsError(
            "template.unusable", document=what, place=_place(error, name), reason=str(error).rstrip(".")
        ) from error


def _place(error: Exception, name: str) -> str:
    """The file, and the line as far as Jinja tells it; it writes the places in templates into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or name}, line {error.lineno}"
    at = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.endswith((".py", ">"))]
    return f"{at[-1].filename}, line {at[-1].lineno}" if at else name


@lru_cache(maxsize=8)
def environment(folder: str | None, *, html: bool) -> Sandbox:
    """For one kind of file: HTML always escapes, text never does; an unknown name is an error.

    Files in `folder` replace those of the house.
    """
    folders = [Path(folder)] if folder else []
    made = Sandbox(
        loader=_Folders([*folders, templates_folder()]),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters |= {"wrapped": _wrapped, "ruled": _ruled}
    made.is_theirs = folder is not None
    return made


class _Folders(FileSystemLoader):
    """Templates of these folders; a link in them leads to no file elsewhere."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As Jinja's, for what lies inside."""
        try:
            source = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateError(f"{template} is not text in UTF-8") from error
        if not any(Path(source[1]).resolve().is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise SecurityError(f"{template} is a link that leads out of its folder")
        return source


class Sandbox(ImmutableSandboxedEnvironment):
    """Lets a template look into our values and plain data only."""

    intercepted_binops = frozenset({"*", "**"})
    is_theirs = False  # whether files of a user may be among the templates

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals["range"] = _counted_range
        del self.globals["lipsum"]  # it gives what chance and a number say

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """What is plain or ours, and no class or function, by its public names."""
        is_known = isinstance(obj, _PLAIN) or type(obj).__module__.startswith(_HOUSES)
        return is_known and not isinstance(obj, type) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuses what would take all memory or time."""
        if operator == "**" and (abs(left) > LARGEST or abs(right) > 64):  # noqa: PLR2004 - bits
            raise SecurityError(f"{left} ** {right} is too large")
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | list | tuple) and isinstance(times, int) and len(text) * times > LARGEST:
                raise SecurityError(f"a text or list taken {times} times is too long")
        return super().call_binop(context, operator, left, right)


def _counted_range(*bounds: int) -> range:
    """As Jinja's, but all of them together count no further than is allowed."""
    steps = range(*bounds)
    left = _steps_left.get() - len(steps)
    if left < 0:
        raise SecurityError(f"the template counts through more than {MOST_STEPS} steps")
    _steps_left.set(left)
    return steps


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST:
            raise SecurityError(f"it writes more than {LONGEST} characters")
        yield piece


def _wrapped(text: str, indent: int = 0, mark: str = "") -> str:
    """Text in lines that a narrow window shows, with a mark before the first; only an address is never broken."""
    words = [part for word in _SPACE.split(text) for part in _parts(word, WIDTH - indent)]
    return textwrap.fill(
        " ".join(words),
        WIDTH,
        initial_indent=f"{mark:<{indent}}",
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _parts(word: str, width: int) -> list[str]:
    """A word as it fits into lines."""
    if _ADDRESS.search(word):
        return [word]
    return [word[start : start + width] for start in range(0, len(word), width)]


def _ruled(heading: str) -> str:
    """A heading with a line under it."""
    lines = _wrapped(heading)
    return f"{lines}\n{'-' * max(len(line) for line in lines.splitlines())}"
