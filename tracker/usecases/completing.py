"""What can be typed next, from what the register holds; beside each what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.model import label

if TYPE_CHECKING:
    from tracker.store import Database

Offer = tuple[str, str]
WORD = re.compile(r"\b[^\W\d_]\w{3,}(?:-\w+)*")
NUMBER = re.compile(r"|c|c-(\d{0,9})", re.IGNORECASE)


def entry_numbers(database: Database, begun: str) -> tuple[Offer, ...]:
    """Numbers that begin so, as they are written, with their summaries."""
    from tracker.store import completing

    asked = NUMBER.fullmatch(begun)
    if asked is None:
        return ()
    with database.read() as tx:
        found = completing.numbered(tx, asked[1] or "")
    return tuple((_going_on(begun, label(number)), summary) for number, summary in found)


def minister_words(database: Database, begun: str) -> tuple[Offer, ...]:
    """Words of names of ministers: a filter takes a part of the name, and a shell parts at spaces."""
    from tracker.store import completing

    with database.read() as tx:
        return _words(completing.ministers(tx), begun)


def committee_words(database: Database, begun: str) -> tuple[Offer, ...]:
    """Words of names of committees."""
    from tracker.store import completing

    with database.read() as tx:
        return _words(completing.committees(tx), begun)


def addresses(database: Database, begun: str) -> tuple[Offer, ...]:
    """Addresses of readers."""
    from tracker.store import completing

    with database.read() as tx:
        known = completing.addresses(tx)
    return tuple((_going_on(begun, one), "") for one in known if one.lower().startswith(begun.lower()))


def _going_on(begun: str, word: str) -> str:
    """The word, in the letters that were typed already: a shell offers nothing that begins otherwise."""
    return f"{begun}{word[len(begun) :]}"


def _words(names: Iterable[str], begun: str) -> tuple[Offer, ...]:
    """Each word once, with the first name that holds it."""
    found: dict[str, str] = {}
    for name in names:
        for word in WORD.findall(name):
            if word[0].isupper() and word.lower().startswith(begun.lower()):
                found.setdefault(_going_on(begun, word), name)
    return tuple(sorted(found.items()))
