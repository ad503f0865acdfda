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


class Unfit(ValueError):
    """A value that a setting does not take, as pydantic wants to hear of it; what is wrong stands in `refusal`."""

    def __init__(self, refusal: WrongCall) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Allowed:
    """Stands in the annotation of a setting: `read` gives the value as it is kept, or raises Unfit."""

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """How pydantic finds the rule; it is loaded only when there are settings to check."""
        from pydantic import AfterValidator

        return AfterValidator(self.read).__get_pydantic_core_schema__(source, handler)


def between(least: float, most: float) -> Allowed:
    """A number within bounds, both of them allowed."""

    def read(value: float) -> float:
        if not least <= value <= most:
            raise Unfit(WrongCall("settings.not-between", value=value, least=f"{least:g}", most=f"{most:g}"))
        return value

    return Allowed(read)


def _address(value: str) -> str:
    return _parsed(parse_address, value)


def _name_of_zone(value: str) -> str:
    return str(_parsed(zone_of, value))


def _parsed(parse: Callable[[str], _Parsed], value: str) -> _Parsed:
    """What a door for words gives, with its refusal as pydantic wants it."""
    try:
        return parse(value)
    except WrongCall as error:
        raise Unfit(error) from error


def _domain(value: str) -> str:
    known = parse_domain(value)
    if known is None:
        raise Unfit(WrongCall("settings.not-a-domain", value=clean_line(value)))
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
        raise Unfit(WrongCall("settings.not-a-web-address"))
    return value


def _link(value: str) -> str:
    """The address of a page for each commitment: nothing but the web, as it becomes a link in letters."""
    if not _is_web(value):
        raise Unfit(WrongCall("settings.not-a-link", value=clean_line(value)))
    if _PLACE not in value or set("{}") & set(value.replace(_PLACE, "")):
        raise Unfit(WrongCall("settings.link-without-number", value=value))
    return value


ADDRESS = Allowed(_address)
DOMAIN = Allowed(_domain)
LINK = Allowed(_link)
WEB = Allowed(_web)
ZONE = Allowed(_name_of_zone)
