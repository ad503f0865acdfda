"""What a report says of itself: title, day of the sitting, committee, chair, rapporteur, numbers.

The day is that of the sitting, never of the publication; what is not said stays unknown and becomes a problem.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tracker.model import Block, BlockKind, Problem, Report
from tracker.reading.footmarks import without_marks
from tracker.reading.labels import label_of
from tracker.reading.metadataforms import ISO, MetadataForms, metadata_forms
from tracker.reading.names import proper
from tracker.reading.patterns import any_form
from tracker.reading.vocabulary import Vocabulary

_HEAD = 6000
_FRONT = 3000  # the sitting is named before this; later days are those of others
_ENDING = 2500
_CLOSE = 800  # before the signatures: some say only there when they sat
_SHORT = 300
_LONGEST_TITLE = 400
_TRAIL = re.compile(r"\S\s*[/›»>|]\s+\S")  # where a page stands on its site ("Home / Commissies / …")
_OPENING = 13  # blocks among which the title stands


@dataclass(frozen=True, slots=True)
class Sitting:
    """The days named as those of the sitting, and where the words for it end."""

    days: tuple[date, ...]
    end: int


def parse_day(vocabulary: Vocabulary, match: re.Match[str], *, year: int | None = None) -> tuple[date, ...]:
    """The day or days that a match of the day pattern names; none when it names an impossible one."""
    try:
        if match["iso"]:
            return (date.fromisoformat(match["iso"]),)
        if match["m"]:
            return (date(int(match["y"]), int(match["m"]), int(match["d"])),)
        which = int(match["year"]) if match["year"] else year
        if which is None:
            return ()
        month = metadata_forms(vocabulary).months[match["month"].lower()]
        days = [match["day"], match["other"]] if match["other"] else [match["day"]]
        return tuple(date(which, month, int(day)) for day in days)
    except ValueError:
        return ()


def sitting_of(vocabulary: Vocabulary, text: str, *, by_words: bool = False) -> Sitting | None:
    """The day of the sitting as the opening of the report names it; `by_words`: never by a day alone on its line."""
    sittings = metadata_forms(vocabulary).sittings
    for pattern in sittings[:-1] if by_words else sittings:
        for match in pattern.finditer(text[:_FRONT]):
            days = parse_day(vocabulary, match)
            if days:
                return Sitting(days, match.end())
    return None


def committee_of(vocabulary: Vocabulary, text: str) -> str | None:
    """The committee as first named, with a capital."""
    match = metadata_forms(vocabulary).committee.search(text)
    if match is None:
        return None
    name = re.sub(r"\s+", " ", match.group())
    if name.isupper():
        small = {*vocabulary.said(lambda words: words.name_joins)}
        name = re.sub(r"[^\W\d_]+", lambda word: _in_small(word.group(), small), name)
    return name[0].upper() + name[1:]


def _in_small(word: str, small: Container[str]) -> str:
    return word.lower() if word.lower() in small else word.capitalize()


def _front_end(report: Report, vocabulary: Vocabulary) -> int:
    """Where the first speech begins: what a speaker says of a committee or chamber does not make it the report's."""
    for block in report.blocks:
        if block.start > _FRONT:
            break
        if label_of(vocabulary, report.text[block.start : block.end]):
            return block.start
    return _FRONT


def document_of(vocabulary: Vocabulary, text: str) -> tuple[str | None, str | None]:
    """Document number and dossier, from the opening of the report."""
    for pattern, shown in metadata_forms(vocabulary).documents:
        found = pattern.search(text[:_HEAD])
        if found:
            parts = {name: re.sub(r"\s+", " ", value or "") for name, value in found.groupdict().items()}
            return shown.format(**parts), parts["dossier"]
    return None, None


def session_of(vocabulary: Vocabulary, text: str, document: str | None) -> str | None:
    """The session year, as said or from the document number."""
    match = metadata_forms(vocabulary).session.search(text[:_HEAD])
    if match:
        return f"{match['a']}-{match['b']}"
    inside = re.search(r"\((\d{4})[-–](\d{2,4})\)", document or "")
    return f"{inside[1]}-{inside[2]}" if inside else None


def officers_of(vocabulary: Vocabulary, text: str, front: str) -> tuple[str | None, str | None]:
    """Chair and rapporteur: who signed the report, or who is named in its opening."""
    forms = metadata_forms(vocabulary)
    chair = rapporteur = None
    lines = [line for line in text[-_ENDING:].split("\n") if line]
    for index, line in enumerate(lines):
        office = forms.office_line.fullmatch(line)
        signed = _signed_by(lines[:index], forms) if office else None
        if office and signed:
            name = _as_written(proper(signed), text)
            if office["chair"]:
                chair = chair or name
            else:
                rapporteur = rapporteur or name
    presiding = {proper(line["name"]) for line in forms.chair_line.finditer(text)}
    if chair is None and len(presiding) == 1:
        chair = presiding.pop()
    if rapporteur is None and (named := forms.rapporteur_line.search(front)):
        rapporteur = proper(named["name"])
    return chair, rapporteur


def _signed_by(lines: list[str], forms: MetadataForms) -> str | None:
    """The first of the names that stand above an office, a line each."""
    name = None
    for line in reversed(lines):
        match = forms.signed.match(line)
        if match is None or (name and not match["name"].split(" ")[-1].isupper()):
            break
        name = match["name"]
    return name


def _as_written(name: str, text: str) -> str:
    """The spelling that the running text uses, when it names the person too."""
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return proper(match.group()) if match and not match.group().isupper() else name


def chamber_of(vocabulary: Vocabulary, text: str) -> str | None:
    """The parliament, by the first of its names in a text that no speaker says."""
    chambers = metadata_forms(vocabulary).chambers
    found = [(match.start(), name) for name, pattern in chambers if (match := pattern.search(text))]
    return min(found)[1] if found else None


def _chamber(report: Report, vocabulary: Vocabulary, end: int) -> str | None:
    """By its opening, else its running heads and feet, else how it numbers its speeches; never by what is said."""
    return (
        chamber_of(vocabulary, report.text[:end])
        or chamber_of(vocabulary, _left_out(report))
        or _numbered_chamber(vocabulary, report.text[end : end + _SHORT])
    )


def _numbered_chamber(vocabulary: Vocabulary, label: str) -> str | None:
    """The parliament whose reports alone number their speeches so ("01.02 An Maes: …")."""
    numbering = [each for each in vocabulary.parliaments if each.label_numbers and each.chambers]
    found = [each for each in numbering if re.match(rf"(?:{any_form(each.label_numbers)})\s", label)]
    return found[0].chambers[0].name if len(found) == 1 else None


def _left_out(report: Report) -> str:
    """What the file holds beside the text of the report: running heads and feet, which name the parliament too."""
    places, parts, end = report.places, [], 0
    for origin, length in sorted(zip(places.origins, places.lengths, strict=True)):
        parts.append(report.original[end:origin])
        end = max(end, origin + length)
    return "\n".join(part.strip() for part in (*parts, report.original[end:]) if part.strip())[: 3 * _HEAD]


def title_of(vocabulary: Vocabulary, text: str, blocks: tuple[Block, ...], sitting: Sitting | None) -> str | None:
    """The title of the report, or what it says that the committee dealt with."""
    named = _named_title(vocabulary, text, blocks, sitting)
    return None if named is None else without_marks(named, text, sitting.days[-1].year if sitting else None)


def _named_title(vocabulary: Vocabulary, text: str, blocks: tuple[Block, ...], sitting: Sitting | None) -> str | None:
    forms = metadata_forms(vocabulary)
    opening = [(block.kind, text[block.start : block.end]) for block in blocks[:_OPENING]]
    heads = [(words, more) for (kind, words), (_, more) in pairwise(opening) if _is_title(vocabulary, kind, words)]
    heads += [(words, more) for (kind, words), (_, more) in pairwise(opening) if kind is BlockKind.TITLE]
    if heads:
        words, more = heads[0]
        bare = forms.title_end.sub("", words)
        goes_on = forms.title_goes_on.match(more) or (bare.rfind("(") > bare.rfind(")") and ")" in more)
        return f"{bare} {more}" if goes_on and len(more) < _SHORT else bare
    if sitting:
        block_end = next((block.end for block in blocks if block.start <= sitting.end <= block.end), len(text))
        about = forms.about.match(text[sitting.end : block_end].strip())
        if about and about["what"][0].islower():
            return about["what"][0].upper() + about["what"][1:].rstrip()
    return None


def _is_title(vocabulary: Vocabulary, kind: BlockKind, words: str) -> bool:
    """Whether a block names what the report is about: no day, no speaker, no kind of sitting."""
    forms = metadata_forms(vocabulary)
    if forms.title_opens.match(words) and len(words) < _LONGEST_TITLE and not words.endswith("."):
        return True
    if (
        forms.no_title.match(words)
        or len(_TRAIL.findall(words)) > 1
        or kind not in {BlockKind.TITLE, BlockKind.HEADING}
    ):
        return False
    if forms.day_alone.fullmatch(words) or label_of(vocabulary, words) or committee_of(vocabulary, words) == words:
        return False
    return kind is BlockKind.TITLE or len(words.split()) > 2  # noqa: PLR2004 - one or two words name a kind


def with_metadata(
    report: Report, vocabulary: Vocabulary, *, held_on: date | None = None, undated_on: date | None = None
) -> Report:
    """The report with all that it says of itself; what is known already from its markup or its caller stays.

    `undated_on` is the day of a report that says none: a day for several reports is never taken against their own.
    """
    text = report.text
    sitting = sitting_of(vocabulary, text)
    document, dossier = document_of(vocabulary, report.original[: 2 * _HEAD])
    end = _front_end(report, vocabulary)
    chair, rapporteur = officers_of(vocabulary, text, text[: _HEAD if end == _FRONT else end])
    told = _days_told(report, vocabulary, sitting)
    day = held_on or (told[-1] if told else undated_on)
    return replace(
        report,
        held_on=day,
        title=report.title or title_of(vocabulary, text, report.blocks, sitting),
        committee=report.committee
        or committee_of(vocabulary, text[:end])
        or committee_of(vocabulary, _left_out(report)),
        chamber=report.chamber or _chamber(report, vocabulary, end),
        chair=report.chair or chair,
        rapporteur=report.rapporteur or rapporteur,
        document_number=report.document_number or document,
        dossier=report.dossier or dossier,
        session_year=report.session_year or session_of(vocabulary, report.original, document),
        problems=report.problems
        + tuple(_problems(report, day, told, given=held_on, for_several=undated_on if not held_on else None)),
    )


def _days_told(report: Report, vocabulary: Vocabulary, sitting: Sitting | None) -> tuple[date, ...]:
    """The days of the sitting: by the opening of the report, its markup, its running heads and feet, or its close."""
    if report.held_on is not None:
        return (report.held_on,)
    for elsewhere in (_left_out(report), report.text[-_CLOSE:]):
        sitting = sitting or sitting_of(vocabulary, elsewhere, by_words=True)
    return sitting.days if sitting else ()


def _problems(
    report: Report, day: date | None, told: tuple[date, ...], *, given: date | None, for_several: date | None
) -> Iterator[Problem]:
    if given and told and given not in told:
        yield Problem(
            "reading.other-date",
            f"The report says that the sitting was held on {told[-1]}; {given} was given and is taken.",
            "Read it again with the day of the report if that is the right one.",
        )
    if for_several and told and for_several not in told:
        yield Problem(
            "reading.own-date",
            f"The report says that the sitting was held on {told[-1]}; that is taken, not {for_several}.",
            "Read it alone to give it another day.",
        )
    if for_several and not told:
        yield Problem(
            "reading.date-for-several",
            f"{report.name or 'The report'} does not say its day; {day} is taken, as for the others.",
            "Read it alone to give it a day of its own.",
        )
    if day is None:
        hint = re.search(ISO, report.name)
        like = hint["iso"] if hint else "2021-09-21"
        yield Problem(
            "reading.no-date",
            f"{report.name or 'The report'} does not say on which day the sitting was held.",
            f"Give the day, like {like}" + (", which the file's name suggests." if hint else "."),
        )
    elif len(told) > 1 and not given:
        yield Problem(
            "reading.several-dates",
            f"The sitting was held on several days; the last, {day.isoformat()}, is taken.",
            "Give the day if another is meant.",
        )
