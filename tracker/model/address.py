"""Which text is an e-mail address, and which a name of a domain? Pure, on strings."""

from __future__ import annotations

import re

from tracker.errors import WrongCall
from tracker.model.text import clean_line

_LOCAL = re.compile(r"(?!\.)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}(?<!\.)")
_DOMAIN = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9-]{1,63})*")


def parse_address(text: str) -> str:
    """One plain address, its domain in ASCII; raises WrongCall for anything else."""
    local, at, domain = text.strip().rpartition("@")
    if at and local and not local.isascii() and local.isprintable():
        raise WrongCall("address.foreign-letters", address=clean_line(text), letter=_first_foreign(local))
    ascii_domain = parse_domain(domain)
    if not at or not _LOCAL.fullmatch(local) or ascii_domain is None or ".." in local:
        raise WrongCall("address.unreadable", address=clean_line(text))
    return f"{local}@{ascii_domain}"


def parse_domain(text: str) -> str | None:
    """The name of a domain in ASCII (IDNA); None for anything else."""
    try:
        known = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return known if _DOMAIN.fullmatch(known) else None


def _first_foreign(local: str) -> str:
    return next(letter for letter in local if not letter.isascii())
