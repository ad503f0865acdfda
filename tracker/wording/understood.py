"""Which value does somebody mean who writes it as he sees it? Values of the program and names of all our languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracker.wording.catalogue import catalogue, languages


def meant(what: str, written: str, values: Iterable[str]) -> str | None:
    """The value that is written so, in any language: `deels voldaan` and `partly-fulfilled` are `partly_fulfilled`.

    None where it is the name of none of these values, or of several.
    """
    return _known(what, tuple(values)).get(_plain(written))


@lru_cache(maxsize=16)
def _known(what: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """The values by what they are called; their own name wins from that of another one in some language."""
    named: dict[str, set[str]] = {}
    for value in values:
        for name in filter(None, (catalogue(language).name(what, value) for language in languages())):
            named.setdefault(_plain(name), set()).add(value)
    clear = {name: meanings.pop() for name, meanings in named.items() if len(meanings) == 1}
    return clear | {_plain(value): value for value in values}


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()
