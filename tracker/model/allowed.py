"""Which values a setting takes: a rule, and the words that tell of a wrong value. Pure; pydantic asks it at load."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tracker.errors import WrongCall
from tracker.model.address import parse_address, parse_domain
from tracker.model.text import clean_line
from tracker.model.zones import zone_of

_PLACE = "{number}"
_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Stands in the annotation of a setting: `read` gives the value as it is kept, or raises ValueError."""

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """How pydantic finds the rule; it is loaded only when there are settings to check."""
        from pydantic import AfterValidator

        return AfterValidator(self.read).__get_pydantic_core_schema__(source, handler)


def between(least: float, most: float) -> Allowed:
    """A number within bounds, both of them allowed."""

    def read(value: float) -> float:
        if not least <= value <= most:
            raise ValueError(f"{value} is not between {least:g} and {most:g}")
        return value

    return Allowed(read)


def one_of(*known: str) -> Allowed:
    """One of some words."""

    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"{clean_line(value)!r} is none of {', '.join(known)}")
        return value

    return Allowed(read)


def _address(value: str) -> str:
    return _parsed(parse_address, value)


def _name_of_zone(value: str) -> str:
    return str(_parsed(zone_of, value))


def _parsed(parse: Callable[[str], _Parsed], value: str) -> _Parsed:
    """What a door for words gives, with its refusal as pydantic wants it: in the middle of a sentence."""
    try:
        return parse(value)
    except WrongCall as error:
        advice = f"; {error.advice[0].lower()}{error.advice[1:].rstrip('.')}" if error.advice else ""
        raise ValueError(error.what.rstrip(".") + advice) from error


def _domain(value: str) -> str:
    known = parse_domain(value)
    if known is None:
        raise ValueError(f"{clean_line(value)!r} is not the name of a domain; write it like example.org")
    return known


def _is_web(value: str) -> bool:
    """Whether it is an address of the web and nothing else."""
    try:
        parts = urlsplit(value)
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_page and not re.search(r"[\s\"'<>\\]", value) and clean_line(value) == value


def _web(value: str) -> str:
    """An address that is called, which may hold a secret: it is not repeated."""
    if not _is_web(value) or not value.isascii() or "@" in urlsplit(value).netloc:
        raise ValueError("it is not a web address; write it like https://example.org/ping")
    return value


def _link(value: str) -> str:
    """The address of a page for each commitment: nothing but the web, as it becomes a link in letters."""
    if not _is_web(value):
        raise ValueError(f"{clean_line(value)!r} is not a web address; write it like https://example.org/{_PLACE}")
    if _PLACE not in value or set("{}") & set(value.replace(_PLACE, "")):
        raise ValueError(f"{value!r} needs {_PLACE} where the number of a commitment goes, and no other braces")
    return value


ADDRESS = Allowed(_address)
DOMAIN = Allowed(_domain)
LINK = Allowed(_link)
WEB = Allowed(_web)
ZONE = Allowed(_name_of_zone)
