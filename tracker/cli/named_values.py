"""Options that take one of some values: by its own name, or as it is shown, in any language.

`--kind study`, `--kind onderzoek`; what is none of them is refused with the words that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from tracker.errors import Named, WrongCall
from tracker.model import Firmness, Kind, LinkKind, Sort
from tracker.model.letters import LetterState
from tracker.wording.understood import chosen, language_meant, meant, named

Value = TypeVar("Value", bound=StrEnum)

FORMAT = "format"  # the context in which catalogues name how something is shown
BY_FIELD = {  # values that are called as the field is that they go by
    "due": "due_on",
    "said": "said_on",
    "changed": "changed_at",
    "minister": "responsible",
}


def choice(
    values: type[Value], what: str, option: str, *, help: str, short: str | None = None
) -> typer.models.OptionInfo:
    """An option for one of these values, with the context in which catalogues name them."""
    names = (option, short) if short else (option,)
    made: typer.models.OptionInfo = typer.Option(*names, help=help, **_how(values, what, option))
    return made


def chosen_argument(values: type[Value], what: str, *, help: str) -> typer.models.ArgumentInfo:
    """The same for an argument, which is refused by what people call the field."""
    made: typer.models.ArgumentInfo = typer.Argument(help=help, **_how(values, what, Named("field", what)))
    return made


def language_option(*, help: str) -> typer.models.OptionInfo:
    """An option for a language, by its code or by its name in any of ours."""
    made: typer.models.OptionInfo = typer.Option("--language", help=help, parser=language_meant, metavar="TEXT")
    return made


def columns_of(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The columns that are asked for, parted by commas: by their own names, or as their headings are shown."""
    names = (name.strip() for name in text.split(","))
    columns = {name: meant("field", name, known) for name in names if name}
    if unknown := [name for name, column in columns.items() if column is None]:
        raise WrongCall("list.column-unknown", column=unknown[0], columns=named("field", known))
    return tuple(column for column in columns.values() if column)


def _how(values: type[Value], what: str, place: str | Named) -> Mapping[str, Any]:
    called = BY_FIELD if what == "field" else None

    def parsed(written: str | Value) -> Value:
        return values(chosen(what, written, tuple(values), called=called, option=place))

    return {
        "parser": parsed,
        "metavar": f"[{'|'.join(values)}]",
        "autocompletion": _beginning(tuple(values)),
    }


def _beginning(values: tuple[str, ...]) -> Callable[[str], list[str]]:
    def completions(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return completions


KindOption = Annotated[Kind | None, choice(Kind, "kind", "--kind", help="What sort of act was promised.")]
KindsOption = Annotated[list[Kind] | None, choice(Kind, "kind", "--kind", help="What sort of act was promised.")]
FirmnessOption = Annotated[Firmness | None, choice(Firmness, "firmness", "--firmness", help="How firmly it binds.")]
FirmnessesOption = Annotated[
    list[Firmness] | None, choice(Firmness, "firmness", "--firmness", help="How firmly it binds.")
]
SortOption = Annotated[Sort, choice(Sort, "field", "--sort", help="In which order.")]
LinkKindArgument = Annotated[LinkKind, chosen_argument(LinkKind, "link", help="How it stands to the other one.")]
LetterStatesOption = Annotated[
    list[LetterState] | None,
    choice(LetterState, "letter state", "--state", help="Only in this state; may be repeated."),
]
