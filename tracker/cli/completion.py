"""What a shell offers after Tab. It never waits, never speaks, and makes no register where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tracker.errors import TrackerError
from tracker.model.text import clean_line

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.store import Database

SECONDS = 1.0  # to wait for a server or another process
Offers = list[tuple[str, str]]
HARMLESS = re.compile(r"[\w@.+=/,-]+")  # what no shell acts on where it stands without quotes
ACTED_ON = str.maketrans("[]", "()", "\\$`\"'")  # by a shell between quotes, and by what lays out the help
PARTING = re.compile(":{3,}")  # where PowerShell parts a word from what it stands for


def entry_numbers(context: typer.Context, incomplete: str) -> Offers:
    """Numbers of entries, with their summaries."""
    from tracker.usecases import completing

    return _offered(context, incomplete, completing.entry_numbers)


def ministers(context: typer.Context, incomplete: str) -> Offers:
    """Words of names of ministers."""
    from tracker.usecases import completing

    return _offered(context, incomplete, completing.minister_words)


def committees(context: typer.Context, incomplete: str) -> Offers:
    """Words of names of committees."""
    from tracker.usecases import completing

    return _offered(context, incomplete, completing.committee_words)


def addresses(context: typer.Context, incomplete: str) -> Offers:
    """Addresses of readers."""
    from tracker.usecases import completing

    return _offered(context, incomplete, completing.addresses)


def views(context: typer.Context, incomplete: str) -> Offers:
    """Views that the settings keep, with their options."""
    try:
        kept = _app(context).settings.views
    except (TrackerError, OSError):
        return []
    return harmless((f"@{name}", options) for name, options in kept.items() if f"@{name}".startswith(incomplete))


def harmless(offers: Iterable[tuple[str, str]]) -> Offers:
    """Without anything that a shell acts on: summaries and names are the words of documents that others wrote.

    A word that would have to be changed for it is left out: it would be another one.
    """
    return [(word, _harmless_help(told)) for word, told in offers if HARMLESS.fullmatch(word)]


def _harmless_help(told: str) -> str:
    return PARTING.sub("::", clean_line(told).translate(ACTED_ON))


def _offered(
    context: typer.Context, begun: str, known: Callable[[Database, str], tuple[tuple[str, str], ...]]
) -> Offers:
    """What the register knows; nothing where it cannot be asked."""
    try:
        place = _app(context).database_url
        if "://" not in place and not Path(place).expanduser().is_file():
            return []
        from tracker.store import connect

        database = connect(place, wait=SECONDS)
        try:
            return harmless(known(database, begun))
        finally:
            database.close()
    except (TrackerError, OSError, RuntimeError):  # a home that is not known is a RuntimeError
        return []


def _app(context: typer.Context) -> App:
    from tracker.app import open_app

    asked = context.find_root().params
    config = asked.get("config")
    return open_app(config=Path(config) if config else None, database=asked.get("db"))
