"""Who the persons of a TEI corpus are, and which office each held on a day, by its lists."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING

from tracker.errors import Unreadable
from tracker.model import Problem, Role, Speaker
from tracker.reading.debate import day_of
from tracker.reading.draft import Corpus
from tracker.reading.markup import attribute, local, parsed, words_in
from tracker.reading.names import role_of
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

NO_OFFICES = Problem(
    "reading.no-offices",
    "The report does not tell who held an office: it marks no speech as a minister's, and no list of persons is there.",
    "Put the list of persons (…-listPerson.xml) or the root of its corpus beside it, or name the minister",
)
_GOVERNMENT = "gov"  # with this the ids of governments open, where no list of organisations tells
_FIRST = ("from", "notBefore")
_LAST = ("to", "notAfter")
_NAME = ("forename", "nameLink", "surname")
_YEAR_AND_MONTH = 2


def persons_of(root: Element, vocabulary: Vocabulary, corpus: Corpus, *, day: date | None) -> dict[str, Speaker]:
    """The persons by id, each as what he was on that day; the report's own list counts before those beside it."""
    roots = [root, *_lists(corpus)]
    governments = frozenset(_governments(roots))
    language = (attribute(root, "lang") or "")[:2]
    people: dict[str, Speaker] = {}
    for each in roots:
        for person in each.iter("{*}person"):
            name = next((child for child in person if local(child) == "persName"), None)
            key = attribute(person, "id")
            if key and name is not None and key not in people:
                role, function = _office(person, vocabulary, day, governments=governments, language=language)
                people[key] = Speaker(_full_name(name), role, function)
    return people


def _lists(corpus: Corpus) -> Iterator[Element]:
    """The lists beside a report; a damaged one tells nothing, as if it were not there."""
    for content in corpus.lists:
        try:
            yield parsed(content, "")
        except Unreadable:
            continue


def _governments(roots: Iterable[Element]) -> Iterator[str]:
    for root in roots:
        for organisation in root.iter("{*}org"):
            if (attribute(organisation, "role") or "").lower() == "government" and (
                key := attribute(organisation, "id")
            ):
                yield key
                yield from (event for part in organisation.iter("{*}event") if (event := attribute(part, "id")))


def _full_name(name: Element) -> str:
    parts = [words_in(part) for kind in _NAME for part in name if local(part) == kind]
    return " ".join(parts) or words_in(name)


def _office(
    person: Element, vocabulary: Vocabulary, day: date | None, *, governments: frozenset[str], language: str
) -> tuple[Role, str | None]:
    """Who was in the government on the day of the sitting is a minister; an office without days always holds."""
    for stay in person.iter("{*}affiliation"):
        if not _holds(stay, day):
            continue
        words = _title(stay, language)
        of = (attribute(stay, "ref") or "").rsplit("#", 1)[-1]
        governs = of in governments or of.lower().startswith(_GOVERNMENT)
        named = "minister" in (attribute(stay, "role") or "").lower()
        if governs or named or (words and role_of(vocabulary, words) is Role.MINISTER):
            return Role.MINISTER, words or None
    return Role.MEMBER, None


def _title(stay: Element, language: str) -> str:
    """What an office is called, in the language of the report where it has a name in several."""
    names = list(stay.iter("{*}roleName"))
    own = [name for name in names if (attribute(name, "lang") or "")[:2] == language]
    return words_in((own or names or [stay])[0])


def _holds(stay: Element, day: date | None) -> bool:
    """Whether an office was held on a day; one without days, always."""
    first, last = _bound(stay, _FIRST, last=False), _bound(stay, _LAST, last=True)
    return day is None or not ((first and day < first) or (last and day > last))


def _bound(stay: Element, names: tuple[str, ...], *, last: bool) -> date | None:
    """The first or last day of an office; a list may give no more than its month or year."""
    text = next((value for name in names if (value := attribute(stay, name))), "")
    parts = text.split("-")
    if len(parts) > _YEAR_AND_MONTH or not all(part.isdigit() for part in parts):
        return day_of(text)
    try:
        year, month = int(parts[0]), int(parts[1]) if parts[1:] else (12 if last else 1)
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:
        return None
