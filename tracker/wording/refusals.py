"""How a refusal is said: what happened, and what to do next at the door where it is heard. It never fails itself.

An error has a code and facts; the sentences stand in `catalogues/refusals/<language>.po` under the code: what happened
(`refusal`), what to do at any door (`advice`), and at one of them (`advice to command`), which names what is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum, StrEnum
from functools import lru_cache
from importlib.resources import files

from tracker.errors import Happened, Named, Remedy, TrackerError, bare
from tracker.model import Deed, Status
from tracker.model.letters import LetterState, SubscriberState
from tracker.model.things import Thing
from tracker.wording.catalogue import FALLBACK, Catalogue, catalogue, known_language, read_catalogue
from tracker.wording.understood import called_in
from tracker.wording.written import retold

WHAT, ADVICE = "refusal", "advice"
COUNT = "count"  # the fact that decides between the forms of a sentence
MOST_LISTED = 8
UNKNOWN = "…"  # in the place of a fact that an error does not give
NAMED: Mapping[type[Enum], str] = {  # facts that have a name, and the context under which it stands
    Status: "status",
    Deed: "deed",
    LetterState: "letter state",
    SubscriberState: "reader state",
    Remedy: "remedy",
    Thing: "file",
}


class Door(StrEnum):
    """Where somebody hears of it."""

    COMMAND = "command"
    PAGE = "page"


@lru_cache(maxsize=16)
def refusals_in(language: str) -> Catalogue:
    """The sentences about what was refused, in a language that has them, or else in English."""
    folder = files(__package__).joinpath("catalogues", "refusals")
    known = language if folder.joinpath(f"{language}.po").is_file() else FALLBACK
    return read_catalogue(folder.joinpath(f"{known}.po").read_text("utf-8"), known)


def refusal(error: TrackerError, *, language: str = FALLBACK, door: Door = Door.COMMAND) -> str:
    """All that is said of an error: what happened, and what to do next."""
    return f"{what_happened(error, language=language)} {advice(error, language=language, door=door)}".strip()


def what_happened(error: TrackerError, *, language: str = FALLBACK) -> str:
    """What was refused, and why; the code and the facts of one that has no words."""
    return _said(error, WHAT, known_language(language)) or bare(error)


def advice(error: TrackerError, *, language: str = FALLBACK, door: Door = Door.COMMAND) -> str:
    """What to do next, as that door words it; an error that has none of its own gives that of its cause."""
    spoken = known_language(language)
    own = _said(error, f"{ADVICE} to {door}", spoken) or _said(error, ADVICE, spoken)
    cause = error.facts.get("cause")
    return own or (advice(cause, language=language, door=door) if isinstance(cause, TrackerError) else "")


def _said(error: TrackerError, context: str, language: str) -> str:
    sentences = refusals_in(language)
    forms = sentences.messages.get((context, error.code))
    if forms is None:
        return "" if sentences.language == FALLBACK else _said(error, context, FALLBACK)
    number = error.facts.get(COUNT)
    form = forms[min(sentences.form_of(number), len(forms) - 1)] if isinstance(number, int) else forms[-1]
    return form % _Words(error.facts, language)


class _Words(dict[str, str]):
    """The facts in words; one that is not there leaves a gap, and no error of its own."""

    def __init__(self, facts: Mapping[str, object], language: str) -> None:
        super().__init__({name: _in_words(fact, language) for name, fact in facts.items()})

    def __missing__(self, name: str) -> str:
        return UNKNOWN


def _in_words(fact: object, language: str) -> str:
    if isinstance(fact, TrackerError):
        return what_happened(fact, language=language)
    if isinstance(fact, StrEnum):
        return _name(fact, language)
    if isinstance(fact, Named):
        return called_in(language, fact.what, fact.value) or fact.value
    if isinstance(fact, Happened):
        return _happened(fact, language)
    if isinstance(fact, list | tuple):
        return _listed(fact, language)
    if isinstance(fact, str):
        return retold(fact, language)
    return fact.isoformat() if isinstance(fact, date) else str(fact)


def _happened(fact: Happened, language: str) -> str:
    deed = catalogue(language).name("deed", fact.deed) or fact.deed.replace("_", " ")
    (form,) = refusals_in(language).messages["happened", "by" if fact.actor else "without-actor"]
    return form % {"deed": deed, "actor": fact.actor, "day": f"{fact.at:%Y-%m-%d}", "time": f"{fact.at:%H:%M}"}


def _listed(facts: Sequence[object], language: str) -> str:
    """The parts in a row; of many only the first, but all from which somebody chooses."""
    if not facts:
        return refusals_in(language).messages["list", "empty"][0]
    first = facts[0]
    between = " " if isinstance(first, TrackerError) else "; " if isinstance(first, Happened) else ", "
    if isinstance(first, Named):
        return _chosen_from([_in_words(part, language) for part in facts])
    shown = between.join(_in_words(part, language) for part in facts[:MOST_LISTED])
    if len(facts) <= MOST_LISTED:
        return shown
    (form,) = refusals_in(language).messages["list", "shortened"]
    return form % {"shown": shown, "more": len(facts) - MOST_LISTED}


def _chosen_from(names: Sequence[str]) -> str:
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _name(fact: StrEnum, language: str) -> str:
    what = NAMED.get(type(fact), "")
    own = refusals_in(language).messages.get((what, fact.value))
    return own[0] if own else catalogue(language).name(what, fact.value) or fact.value.replace("_", " ")
