"""The commitments of the Dutch lower house, from the records `Toezegging` of its open data (OData, JSON).

Their text is the clerk's wording, not a quote from the report. Which fields are relied on stands in docs/exchange.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from tracker.exchange.days import local_day
from tracker.exchange.incoming import Incoming, Terms, entry_from, refused
from tracker.model import Evidence, Firmness, LinkKind, Status
from tracker.model.text import has_words
from tracker.parliaments.forms import parliament

PARLIAMENT = "nl"
LINKS: Mapping[str, LinkKind] = {
    "IsHerhalingVan": LinkKind.REPEATS,
    "IsAanvullingOp": LinkKind.SUPPLEMENTS,
    "IsWijzigingVan": LinkKind.REPLACES,
}
Record = Mapping[str, Any]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("tracker.exchange").joinpath("tweedekamer.toml").read_text(encoding="utf-8"))


@cache
def _statuses() -> Mapping[str, Status]:
    return {word: Status(status) for word, status in _words()["status"].items()}


def is_record(value: object) -> bool:
    """Whether an object is a `Toezegging`, whole or selected."""
    return isinstance(value, Mapping) and "Tekst" in value and "Status" in value


def read(record: Record, place: str, terms: Terms) -> Incoming:
    """One record. A status that is not known makes no commitment: nothing is taken for open that may not be."""
    reference = _first(record, "Nummer", "Id")
    place = f"{place} ({reference})" if reference else place
    if record.get("Verwijderd") is True:
        return Incoming(place, withdrawn=True)
    given = _text(record, "Status")
    status = _statuses().get((given or "").casefold())
    if status is None:
        known = ", ".join(sorted(_statuses()))
        return refused(place, f"the status {given!r} is not known.", advice=f"Known: {known}.")
    quote = _text(record, "Tekst")
    if quote is None:
        return refused(place, "Tekst is empty.")
    try:
        said_on = _said_on(record)
        if said_on is None:
            return refused(place, "neither Activiteit.Datum nor Aanmaakdatum tells when it was said.")
        fields = _fields(record, status, said_on)
        fields |= _term(quote, said_on) if fields["due_on"] is None else {}
    except ValueError as error:
        return refused(place, f"{str(error)!r} is not a day.")
    links = tuple(
        (kind, number) for name, kind in LINKS.items() for one in _all(record, name) if (number := _number(one))
    )
    common = {"quote": quote, "said_on": said_on, "status": status, "reference": reference}
    return Incoming(place, entry_from({**fields, **common}, terms), links=links)


def _fields(record: Record, status: Status, said_on: date) -> dict[str, Any]:
    due_on = _day(record, "DatumNakoming")
    changed_on = _day(record, "GewijzigdOp") or _day(record, "ApiGewijzigdOp") or said_on
    letters = _all(record, "KamerbriefNakoming")
    days = [day for letter in letters if (day := _letter_day(letter))]
    note = _text(record, "Notities")
    return {
        "minister": _name(record) or _text(record, "Naam"),
        "minister_function": _text(record, "Functie"),
        "policy_area": _text(record, "Ministerie"),
        "committee": next((name for one in _all(record, "Activiteit") if (name := _text(one, "Voortouwnaam"))), None),
        "asked_by": _joined(_person(one) for one in _addressees(record)),
        "asker_party": _joined(_party(one) for one in _addressees(record)),
        "due_on": due_on,
        "due_words": f"DatumNakoming {due_on.isoformat()}" if due_on else None,
        "evidence": tuple(_evidence(letter, changed_on) for letter in letters) or _unproved(record, status, changed_on),
        "resolved_on": max(days, default=None) if status is Status.FULFILLED else None,
        "lapse_reason": _words()["told"]["lapsed"] if status is Status.LAPSED else None,
        "firmness": Firmness.FIRM,
        "notes": (note,) if note else (),
        "language": parliament(PARLIAMENT).languages[0],
    }


def _term(quote: str, said_on: date) -> dict[str, Any]:
    """The term that the words hold, where the record has no day of its own: marked as read by us."""
    from tracker.extraction.terms import term_in

    found = term_in(quote, said_on=said_on, language=parliament(PARLIAMENT).languages[0], calendar=PARLIAMENT)
    if found is None:
        return {}
    assumed = "; ".join(part for part in (_words()["told"]["read"], found.assumption) if part)
    return {"stated": replace(found, assumption=assumed), "due_words": found.text}


def _said_on(record: Record) -> date | None:
    days = [day for one in _all(record, "Activiteit") if (day := _day(one, "Datum"))]
    return min(days) if days else _day(record, "Aanmaakdatum")


def _evidence(letter: Any, changed_on: date) -> Evidence:
    """A letter by its number; its day, or else the one on which the record was changed last."""
    given_on = _letter_day(letter) or changed_on
    if not isinstance(letter, Mapping):
        return Evidence(str(letter).strip(), None, given_on)
    number = _first(letter, "DocumentNummer", "Nummer", "Id")
    return Evidence(number, _first(letter, "Onderwerp", "Titel"), given_on)


def _unproved(record: Record, status: Status, changed_on: date) -> tuple[Evidence, ...]:
    """Why there is no evidence for what the other register says is done."""
    if status not in {Status.FULFILLED, Status.PARTLY_FULFILLED}:
        return ()
    told = _words()["told"]["unproved"].format(status=_text(record, "Status"))
    return (Evidence(None, told, changed_on),)


def _letter_day(letter: Any) -> date | None:
    return _day(letter, "Datum") if isinstance(letter, Mapping) else None


def _addressees(record: Record) -> Iterator[Any]:
    """To whom it was promised: one list today, a person and a party apart in older records."""
    for name in ("ToegezegdAan", "ToegezegdAanPersoon", "ToegezegdAanFractie"):
        yield from _all(record, name)


def _person(addressee: Any) -> str | None:
    if not isinstance(addressee, Mapping):
        return None
    person = addressee.get("Persoon") or addressee
    return _name(person) if isinstance(person, Mapping) else None


def _party(addressee: Any) -> str | None:
    if not isinstance(addressee, Mapping):
        return None
    party = addressee.get("Fractie") or addressee
    return _first(party, "Afkorting", "NaamNL", "NaamNl") if isinstance(party, Mapping) else None


def _name(person: Record) -> str | None:
    """First name or initials, prefix and family name; None without a family name."""
    family = _text(person, "Achternaam")
    if family is None:
        return None
    first = _first(person, "Roepnaam", "Voornaam", "Voornamen", "Initialen")
    return " ".join(part for part in (first, _text(person, "Tussenvoegsel"), family) if part)


def _number(other: Any) -> str | None:
    if isinstance(other, Mapping):
        return _first(other, "Nummer", "Id")
    return str(other).strip() or None


def _all(record: Record, name: str) -> list[Any]:
    """What a field holds, one or many; an expanded field is a list, an older one a single value."""
    value = record.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    return [one for one in value if one is not None] if isinstance(value, list) else [value]


def _text(record: object, name: str) -> str | None:
    """The words in a field; None for what is no record, as an identifier where records are not expanded."""
    value = record.get(name) if isinstance(record, Mapping) else None
    return value.strip() if isinstance(value, str) and has_words(value) else None


def _first(record: Record, *names: str) -> str | None:
    return next((text for name in names if (text := _text(record, name))), None)


def _day(record: object, name: str) -> date | None:
    value = _text(record, name)
    return local_day(value, ZoneInfo(parliament(PARLIAMENT).timezone)) if value else None


def _joined(names: Iterable[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(name for name in names if name)) or None
