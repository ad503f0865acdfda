"""Who answers, as the caller says it: makes a speaker of that name the minister, whatever the format of the report."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from tracker.model import Problem, Report, Role, Speaker
from tracker.reading.persons import NO_OFFICES

_NAMED = 12  # speakers that a problem names


def with_minister(report: Report, minister: str) -> Report:
    """The report with the speeches of who is called so as a minister's; a problem tells when nobody is."""
    meant = _meant(report.speakers, minister)
    if not meant:
        known = list(dict.fromkeys(who.name for who in report.speakers if who.name))[:_NAMED]
        problem = Problem(
            "reading.minister-unknown",
            f"Nobody called {minister} speaks in {report.name}.",
            f"Give the name as the report writes it: {', '.join(known)}." if known else "",
        )
        return replace(report, problems=(*report.problems, problem))
    known_as = {who: _minister(who, minister) for who in meant}
    return replace(
        report,
        problems=tuple(problem for problem in report.problems if problem.code != NO_OFFICES.code),
        speakers=tuple(dict.fromkeys(known_as.get(who, who) for who in report.speakers)),
        speeches=tuple(
            replace(speech, speaker=known_as.get(speech.speaker, speech.speaker)) if speech.speaker else speech
            for speech in report.speeches
        ),
    )


def _meant(speakers: tuple[Speaker, ...], minister: str) -> tuple[Speaker, ...]:
    """Whoever has that name, else the one with its surname, else the minister whom the report does not name."""
    wanted = _folded(minister)
    others = [who for who in speakers if who.name and who.role is not Role.CHAIR]
    same = [who for who in others if _folded(who.name) == wanted]
    if not same:
        near = [who for who in others if may_be(who.name, minister)]
        same = near if len({who.name for who in near}) == 1 else []
    return tuple(same or (who for who in speakers if who.name is None and who.role is Role.MINISTER))


def may_be(called: str | None, minister: str) -> bool:
    """Whether one of two names is the end of the other, or they differ in an initial ("J. Maes")."""
    if called is None:
        return False
    name, wanted = _folded(called), _folded(minister)
    if f" {name}".endswith(f" {wanted}") or f" {wanted}".endswith(f" {name}"):
        return True
    first, _, rest = name.partition(" ")
    other, _, surname = wanted.partition(" ")
    return rest == surname != "" and first[:1] == other[:1] and (first.endswith(".") or other.endswith("."))


def _minister(who: Speaker, minister: str) -> Speaker:
    longer = who.name is None or len(minister) > len(who.name)
    return replace(who, name=minister if longer else who.name, role=Role.MINISTER)


def _folded(name: str | None) -> str:
    """A name without capitals and accents."""
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
