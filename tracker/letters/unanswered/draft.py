"""The notice to the desk in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.letters.commands import Command
from tracker.letters.items import LetterLimits
from tracker.letters.news import Aside, News
from tracker.letters.render import Letterhead, fitting
from tracker.letters.unanswered.choose import build_unanswered
from tracker.model import Entry
from tracker.model.letters import Draft


def render_unanswered(entries: Sequence[Entry], answer_by: date, head: Letterhead, *, today: date) -> Draft:
    """That the day to answer has passed, and for which commitments."""

    def content(limits: LetterLimits, news: News) -> Mapping[str, object]:
        words = news.words
        letter = build_unanswered(entries, answer_by, today=today, limits=limits, link=head.link)
        told = words.count(
            "No answer to a reminder on %(n)s commitment", "No answer to a reminder on %(n)s commitments", letter.total
        )
        why = words.say("An answer was asked by %(day)s. This is told once.", day=words.day(answer_by))
        listed = Aside(words.say("All without an answer:"), words.name("command", Command.UNANSWERED))
        return {
            "letter": letter,
            "subject": told,
            "headline": told,
            "why": why,
            "preheader": news.preheader(letter.items, why),
            "steps": (listed, *news.next_steps(letter.items)) if news.commands else (),
        }

    return fitting("unanswered", head, content)
