"""A call that the parser of the command line refuses, as a refusal of ours: in the language of the settings.

Typer tells such calls apart by classes that are not public; what they carry is: the option, the parameter, the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

from typer.exceptions import TyperException

from tracker.errors import WrongCall


@contextmanager
def told_as_ours(command: str) -> Iterator[None]:
    """Raises WrongCall for what the parser refuses; what only shows the help passes."""
    try:
        yield
    except TyperException as error:
        refused = _refused(error, command)
        if refused is None:
            raise
        raise refused from None


def unknown_command(name: str, *, group: str, known: Sequence[str]) -> WrongCall:
    """The refusal of a command that a group does not have."""
    if near := get_close_matches(name, known):
        return WrongCall("call.command-misspelt", group=group, name=name, near=near)
    return WrongCall("call.command-unknown", group=group, name=name)


def path_of(context: Any) -> str:
    """A command as people write it, whatever the program was started as."""
    return "tracker" if context.parent is None else f"{path_of(context.parent)} {context.info_name}"


def place_of(parameter: Any) -> str:
    """How people write a parameter: an option by its name, an argument by what stands for it in the help."""
    first: str = parameter.opts[0]
    return first if first.startswith("-") else parameter.metavar or first.upper()


def _refused(error: Any, command: str) -> WrongCall | None:
    if (option := getattr(error, "option_name", None)) is not None:
        return _wrong_option(error, option, command)
    parameter = getattr(error, "param", None)
    if parameter is not None:
        place = place_of(parameter)
        return (
            _not_a_number(parameter, place)
            if error.message
            else WrongCall("call.missing", place=place, command=command)
        )
    if "unexpected" in error.message:  # words that no argument takes, in brackets at its end
        return WrongCall("call.left-over", words=error.message.rpartition(" (")[2].removesuffix(")"), command=command)
    return None


def _wrong_option(error: Any, option: str, command: str) -> WrongCall:
    if not hasattr(error, "possibilities"):
        is_missing = "requires" in error.message
        return WrongCall("call.value-missing" if is_missing else "call.value-needless", option=option)
    if error.possibilities:
        return WrongCall("call.option-misspelt", option=option, command=command, near=sorted(error.possibilities))
    return WrongCall("call.option-unknown", option=option, command=command)


def _not_a_number(parameter: Any, place: str) -> WrongCall | None:
    """A number is the only thing that Typer parses here: all other values are parsed by our own functions."""
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if least is not None and most is not None:
        return WrongCall("call.number-between", option=place, least=least, most=most)
    if least is not None:
        return WrongCall("call.number-at-least", option=place, least=least)
    return WrongCall("call.not-a-number", option=place)
