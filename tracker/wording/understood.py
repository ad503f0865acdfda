"""Which value does somebody mean who writes it as he sees it? Values of the program and names of all our languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from tracker.errors import Named, WrongCall
from tracker.wording.catalogue import catalogue, languages
from tracker.wording.speech import speech_in

_PLACE = re.compile(r"%\(\w+\)s")  # where a name in a sentence has something of that sentence
Names = Mapping[str, str]  # of values that the catalogue knows under the name of something else


def meant(what: str, written: str, values: Iterable[str], *, called: Names | None = None) -> str | None:
    """The value that is written so, in any language: `deels voldaan` and `partly-fulfilled` are `partly_fulfilled`.

    None where it is the name of none of these values, or of several.
    """
    known = tuple(values)
    if written in known:  # the names are read where they are needed
        return str(written)
    return _known(what, tuple((value, _key(value, called)) for value in known)).get(_plain(written))


def chosen(what: str, written: str, values: Sequence[str], *, option: str | Named, called: Names | None = None) -> str:
    """The value that is meant; raises WrongCall with the names of all, where it is none of these."""
    value = meant(what, written, values, called=called)
    if value is None:
        raise WrongCall("call.choice-unknown", option=option, value=written, known=named(what, values, called=called))
    return value


def named(what: str, values: Iterable[str], *, called: Names | None = None) -> tuple[Named, ...]:
    """The values as a refusal lists them: by their names in the language of who reads it."""
    return tuple(Named(what, _key(value, called)) for value in values)


def called_in(language: str, what: str, key: str) -> str | None:
    """The name of a value where it stands alone: `hangt af van`, not that of which commitment."""
    name = catalogue(language).name(what, key)
    return None if name is None else " ".join(_PLACE.sub(" ", name).split())


def means_unknown(written: str) -> bool:
    """Whether this is how a list heads what has no name, in any of our languages: `onbekend`."""
    return _plain(written) in _unknown()


def language_meant(written: str) -> str:
    """The language that is called so in any of ours: `nl`, `Nederlands`, `néerlandais`; else what is written itself."""
    known = languages()
    if written in known:
        return written
    names = {speech_in(one).language_name(language).casefold(): language for one in known for language in known}
    return names.get(written.strip().casefold(), written)


def _key(value: str, called: Names | None) -> str:
    return str(value) if called is None else called.get(value, str(value))


@lru_cache(maxsize=1)
def _unknown() -> frozenset[str]:
    return frozenset(_plain(speech_in(language).say("unknown")) for language in languages())


@lru_cache(maxsize=32)
def _known(what: str, values: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The values by what they are called; their own name wins from that of another one in some language."""
    called: dict[str, set[str]] = {}
    for value, key in values:
        for name in filter(None, (called_in(language, what, key) for language in languages())):
            called.setdefault(_plain(name), set()).add(value)
    clear = {name: meanings.pop() for name, meanings in called.items() if len(meanings) == 1}
    return clear | {_plain(value): value for value, _ in values}


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()
