"""What a report says of itself: title, day of the sitting, committee, chair, rapporteur, numbers.

The day is that of the sitting, never of the publication; what is not said stays unknown and becomes a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from tracker.languages.reading import READABLE, reading_words
from tracker.model import Block, BlockKind, Problem, Report
from tracker.reading.labels import label_of
from tracker.reading.names import NAME, proper

_HEAD = 6000
_FRONT = 3000  # the sitting is named before this; later days are those of others
_NUMERIC = r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)(?!\d)"
_ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
_CAP = r"[A-ZÀ-Þ][\w’'-]*"
_COMMITTEE_NAME = rf"{_CAP}(?:(?:,| en| van| voor| de| het| der| ’s| over| tot| met| inzake| &)* {_CAP})*"
_COMMITTEE = re.compile(
    rf"(?P<all>(?:[Vv]erenigde |[Bb]ijzondere |[Vv]aste |[Ss]ub)?[Cc]ommissies? (?:voor|over|ad hoc) (?:de |het )?"
    rf"{_COMMITTEE_NAME})"
)
_DOCUMENT = re.compile(r"(?<![\w/])(\d{1,5}(?:-[A-Z])?\s?\(\d{4}[-–]\d{2,4}\)\s?[–-]\s?[Nn]r\.?\s?\d{1,3}(?:-[A-Z])?)")
_NUMBERED = re.compile(
    r"(?:[Vv]erslag|[Ss]tuk|[Dd]ocument) (?P<number>[Nn]r\.? ?(?P<dossier>\d{1,5}) \(\d{4}[-–]\d{2,4}\))"
)
_DUTCH_DOCUMENT = re.compile(r"(?P<dossier>\d{2}\s?\d{3}(?:-[IVX]+)?),? [Nn]r\. ?(?P<number>\d{1,4})")
_SESSION = re.compile(
    r"(?:[Zz]itting(?:sjaar)?|[Vv]ergaderjaar|[Ww]erkjaar|[Pp]arlementair jaar|[Ss]ession)\s+"
    r"(?P<a>\d{4})\s?[-–/]\s?(?P<b>\d{2,4})"
)
_OFFICE_LINE = re.compile(
    r"(?:de )?(?:waarnemend )?"
    r"(?:(?P<chair>voorzitters?|voorzitsters?)|verslaggevers?|verslaggeefsters?|rapporteurs?)[.,;]?",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"(?P<name>{NAME})(?:(?:,| en|;) {NAME})*[,;]?$")
_ENDING = 2500
_CHAIR_LINE = re.compile(
    rf"(?:^|\n)(?:Voorzitter|Voorzitster|Président|Présidente)\s*:\s*(?:de heer |mevrouw |M\. |Mme )?(?P<name>{NAME})"
)
_RAPPORTEUR_LINE = re.compile(
    r"(?:uitgebracht door|[Vv]erslaggevers?\s*:|[Rr]apporteurs?\s*:)\s*"
    rf"(?:de heer |mevrouw |de dames? |de heren )?(?P<name>{NAME})"
)
_CHAMBERS = (
    ("Vlaams Parlement", re.compile(r"Vlaams Parlement|Vl\. ?Parl\.|Vlaamse Regering")),
    ("Tweede Kamer", re.compile(r"Tweede Kamer")),
    (
        "Kamer van volksvertegenwoordigers",
        re.compile(r"Kamer van volksvertegenwoordigers|federale regering|Chambre des représentants"),
    ),
    ("Senaat", re.compile(r"\bSenaat\b")),
)
_ABOUT = re.compile(r"(?:het |de |een )?(?P<what>\S.{10,300}?)(?:\.|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The days named as those of the sitting, and where the words for it end."""

    days: tuple[date, ...]
    end: int


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {month: index for code in READABLE for index, month in enumerate(reading_words(code).months, start=1)}


@lru_cache(maxsize=1)
def _day() -> str:
    months = "|".join(sorted(_months(), key=len, reverse=True))
    return (
        rf"(?:(?P<day>\d{{1,2}})(?:er|e|de|ste|st|nd|rd|th)?(?:\s+(?:en|et|and)\s+(?P<other>\d{{1,2}}))?\s+(?P<month>(?i:{months}))"
        rf"(?:\s+(?P<year>(?:19|20)\d\d))?|{_NUMERIC}|{_ISO})"
    )


@lru_cache(maxsize=1)
def _sitting() -> tuple[re.Pattern[str], ...]:
    weekdays = "|".join(day for code in READABLE for day in reading_words(code).weekdays)
    weekday = rf"(?:(?i:{weekdays}),?\s+)?"
    nl = reading_words("nl").report
    named = "|".join(re.escape(words) for code in READABLE for words in reading_words(code).report.get("sitting", ()))
    verbs = "|".join(nl["held"])
    return (
        re.compile(rf"(?:^|\n)(?:[^\n.]{{0,80}} )?(?i:{named})\s*:?\s*{weekday}(?:de |le )?{_day()}"),
        re.compile(
            rf"[Cc]ommissies?\b[^\n]{{0,300}}?\b(?:{verbs}) (?:[^.\n]{{0,120}}? )?"
            rf"(?:op|tijdens (?:haar|de) vergaderingen? van) {weekday}{_day()}"
        ),
        re.compile(rf"(?:^|\n)(?:Plenaire |Commissie)?[Vv]ergadering\b[^\n]{{0,60}}? {weekday}{_day()}"),
        re.compile(rf"(?:^|\n)(?<!ingediend op\n)(?<!ontvangen op\n)\s*{weekday}{_day()}\s*(?:\n|$)"),
    )


def parse_day(match: re.Match[str], *, year: int | None = None) -> tuple[date, ...]:
    """The day or days that a match of the day pattern names; none when it names an impossible one."""
    try:
        if match["iso"]:
            return (date.fromisoformat(match["iso"]),)
        if match["m"]:
            return (date(int(match["y"]), int(match["m"]), int(match["d"])),)
        which = int(match["year"]) if match["year"] else year
        if which is None:
            return ()
        month = _months()[match["month"].lower()]
        days = [match["day"], match["other"]] if match["other"] else [match["day"]]
        return tuple(date(which, month, int(day)) for day in days)
    except ValueError:
        return ()


def sitting_of(text: str) -> Sitting | None:
    """The day of the sitting as the opening of the report names it."""
    for pattern in _sitting():
        for match in pattern.finditer(text[:_FRONT]):
            days = parse_day(match)
            if days:
                return Sitting(days, match.end())
    return None


def committee_of(text: str) -> str | None:
    """The committee as first named, with a capital."""
    match = _COMMITTEE.search(text)
    if match is None:
        return None
    name = re.sub(r"\s+", " ", match["all"])
    return name[0].upper() + name[1:]


def _front(report: Report) -> str:
    """What stands before the first speech: what a speaker says of a committee does not make it the report's."""
    for block in report.blocks:
        if block.start > _FRONT:
            break
        if label_of(report.text[block.start : block.end]):
            return report.text[: block.start]
    return report.text[:_FRONT]


def document_of(text: str) -> tuple[str | None, str | None]:
    """Document number and dossier, from the opening of the report."""
    head = text[:_HEAD]
    own = _DOCUMENT.search(head)
    if own:
        number = re.sub(r"\s+", " ", own[1])
        return number, re.split(r"[ (]", number)[0]
    numbered = _NUMBERED.search(head)
    if numbered:
        return numbered["number"], numbered["dossier"]
    dutch = _DUTCH_DOCUMENT.search(head)
    if dutch:
        dossier = dutch["dossier"].replace(" ", " ")
        return f"{dossier}, nr. {dutch['number']}", dossier
    return None, None


def session_of(text: str, document: str | None) -> str | None:
    """The session year, as said or from the document number."""
    match = _SESSION.search(text[:_HEAD])
    if match:
        return f"{match['a']}-{match['b']}"
    inside = re.search(r"\((\d{4})[-–](\d{2,4})\)", document or "")
    return f"{inside[1]}-{inside[2]}" if inside else None


def officers_of(text: str) -> tuple[str | None, str | None]:
    """Chair and rapporteur: who signed the report, or who is named in its opening."""
    chair = rapporteur = None
    lines = [line for line in text[-_ENDING:].split("\n") if line]
    for index, line in enumerate(lines):
        office = _OFFICE_LINE.fullmatch(line)
        signed = _signed_by(lines[:index]) if office else None
        if office and signed:
            name = _as_written(proper(signed), text)
            if office["chair"]:
                chair = chair or name
            else:
                rapporteur = rapporteur or name
    presiding = {proper(line["name"]) for line in _CHAIR_LINE.finditer(text)}
    if chair is None and len(presiding) == 1:
        chair = presiding.pop()
    if rapporteur is None and (named := _RAPPORTEUR_LINE.search(text[:_HEAD])):
        rapporteur = proper(named["name"])
    return chair, rapporteur


def _signed_by(lines: list[str]) -> str | None:
    """The first of the names that stand above an office, a line each."""
    name = None
    for line in reversed(lines):
        match = _SIGNED.match(line)
        if match is None or (name and not match["name"].split(" ")[-1].isupper()):
            break
        name = match["name"]
    return name


def _as_written(name: str, text: str) -> str:
    """The spelling that the running text uses, when it names the person too."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return proper(match.group()) if match and not match.group().isupper() else name


def chamber_of(text: str) -> str | None:
    """The parliament, by the first of its names in the opening."""
    head = text[: 3 * _HEAD]
    found = [(match.start(), name) for name, pattern in _CHAMBERS if (match := pattern.search(head))]
    return min(found)[1] if found else None


def title_of(text: str, blocks: tuple[Block, ...], sitting: Sitting | None) -> str | None:
    """The title of the report, or what it says that the committee dealt with."""
    for block, following in pairwise(blocks[:_OPENING]):
        words = text[block.start : block.end]
        if block.kind is BlockKind.TITLE or (block.kind is BlockKind.HEADING and _is_title(words)):
            more = text[following.start : following.end]
            bare = _BY_WHOM.sub("", words)
            return f"{bare} {more}" if _GOES_ON.match(more) and len(more) < _SHORT else bare
    if sitting:
        block_end = next((block.end for block in blocks if block.start <= sitting.end <= block.end), len(text))
        about = _ABOUT.match(text[sitting.end : block_end].strip())
        if about and about["what"][0].islower():
            return about["what"][0].upper() + about["what"][1:].rstrip()
    return None


_BY_WHOM = re.compile(r"\s*(?:\bnamens de (?:[Cc]ommissie|Verenigde).*|\buitgebracht door\b.*)$")
_GOES_ON = re.compile(r"(?:over|betreffende|houdende|inzake|met betrekking tot|tot) ")
_SHORT = 300
_OPENING = 13  # blocks among which the title stands
_NO_TITLE = re.compile(
    r"\d+[.\s(]|[Vv]ergadering|[Cc]ommissie|[Zz]itting|[Vv]ergaderjaar|Tweede Kamer|Vlaams Parlement|Integraal|"
    r"Voorzitter|Verslag$|Nr\."
)


def _is_title(words: str) -> bool:
    return len(words.split()) > 2 and not _NO_TITLE.match(words)  # noqa: PLR2004 - one or two words name a kind


def with_metadata(report: Report, *, held_on: date | None = None) -> Report:
    """The report with all that it says of itself; what is known already from its markup or its caller stays."""
    text = report.text
    sitting = sitting_of(text)
    document, dossier = document_of(report.original[: 2 * _HEAD])
    chair, rapporteur = officers_of(text)
    day = held_on or report.held_on or (sitting.days[-1] if sitting else None)
    return replace(
        report,
        held_on=day,
        title=report.title or title_of(text, report.blocks, sitting),
        committee=report.committee or committee_of(_front(report)),
        chamber=report.chamber or chamber_of(report.original),
        chair=report.chair or chair,
        rapporteur=report.rapporteur or rapporteur,
        document_number=report.document_number or document,
        dossier=report.dossier or dossier,
        session_year=report.session_year or session_of(report.original, document),
        problems=report.problems + tuple(_problems(report, day, sitting, given=held_on is not None)),
    )


def _problems(report: Report, day: date | None, sitting: Sitting | None, *, given: bool) -> Iterator[Problem]:
    if day is None:
        hint = re.search(_ISO, report.name)
        like = hint["iso"] if hint else "2021-09-21"
        yield Problem(
            "reading.no-date",
            f"{report.name or 'The report'} does not say on which day the sitting was held.",
            f"Give the day with --date {like}" + (" (the file's name suggests it)." if hint else "."),
        )
    elif sitting and len(sitting.days) > 1 and not given and report.held_on is None:
        yield Problem(
            "reading.several-dates",
            f"The sitting was held on several days; the last, {day.isoformat()}, is taken.",
            "Give the day with --date if another is meant.",
        )
