"""Options that take a value by its own name, or as it is shown, in any language: `--kind study`, `--kind onderzoek`."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from tracker.model import Firmness, Kind
from tracker.wording.understood import meant

Value = TypeVar("Value", bound=StrEnum)


def _one_of(what: str, values: type[Value]) -> Callable[[str | Value], Value]:
    def parsed(written: str | Value) -> Value:
        found = meant(what, written, values)
        if found is None:
            raise typer.BadParameter(f"{str(written)!r} is not one of {', '.join(values)}.")
        return values(found)

    return parsed


def _choice(values: type[StrEnum]) -> str:
    return f"[{'|'.join(values)}]"


def kind_option(*names: str, help: str) -> typer.models.OptionInfo:
    """An option for what sort of act was promised."""
    option: typer.models.OptionInfo = typer.Option(
        *names, help=help, parser=_one_of("kind", Kind), metavar=_choice(Kind)
    )
    return option


def firmness_option(*names: str, help: str) -> typer.models.OptionInfo:
    """An option for how firmly it binds."""
    option: typer.models.OptionInfo = typer.Option(
        *names, help=help, parser=_one_of("firmness", Firmness), metavar=_choice(Firmness)
    )
    return option


KindOption = Annotated[Kind | None, kind_option(help="What sort of act was promised.")]
KindsOption = Annotated[list[Kind] | None, kind_option(help="What sort of act was promised.")]
FirmnessOption = Annotated[Firmness | None, firmness_option(help="How firmly it binds.")]
FirmnessesOption = Annotated[list[Firmness] | None, firmness_option(help="How firmly it binds.")]
