"""Reports of councils, in which no minister but another office promises: known by setting, or by who speaks."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.errors import SettingsError
from tracker.model import Report, Role
from tracker.reading.patterns import any_case
from tracker.reading.vocabulary import Vocabulary


def is_of_council(vocabulary: Vocabulary, parliament: str) -> bool:
    """Whether that parliament is a council. Raises SettingsError for one that is not known."""
    known = {each.id: each for each in (*vocabulary.parliaments, *vocabulary.councils)}
    if parliament not in known:
        raise SettingsError("parliament.unknown", parliament=parliament, known=tuple(sorted(known)))
    return known[parliament] in vocabulary.councils


def may_be_of_council(vocabulary: Vocabulary, report: Report) -> bool:
    """Whether a report has no minister, and words of an office of a council."""
    return bool(vocabulary.councils) and not answers(report) and _offices(vocabulary).search(report.text) is not None


def shows_council(vocabulary: Vocabulary, plain: Report, council: Report) -> bool:
    """Whether a report, read as one of a council, proves to be one: who answers, and no other parliament."""
    chambers = {chamber.name for each in vocabulary.councils for chamber in each.chambers}
    return answers(council) and (plain.chamber is None or council.chamber in chambers)


def answers(report: Report) -> bool:
    """Whether somebody speaks whose promises count."""
    return any(speech.speaker is not None and speech.speaker.role is Role.MINISTER for speech in report.speeches)


@lru_cache(maxsize=8)
def _offices(vocabulary: Vocabulary) -> re.Pattern[str]:
    titles = any_case(title for each in vocabulary.councils for title in each.executives)
    return re.compile(rf"(?:{titles})(?![\w-])")
