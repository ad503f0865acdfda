"""The notice to the desk in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.letters.commands import Command
from tracker.letters.items import LetterLimits
from tracker.letters.news import Aside, News
from tracker.letters.render import Letterhead, fitting
from tracker.letters.unanswered.choose import Unanswered, Waiting, build_unanswered
from tracker.letters.words import Words
from tracker.model.letters import Draft


def render_unanswered(waiting: Sequence[Waiting], answer_by: date, head: Letterhead, *, today: date) -> Draft:
    """That the day to answer has passed, and for which commitments."""

    def content(limits: LetterLimits, news: News) -> Mapping[str, object]:
        words = news.words
        letter = build_unanswered(waiting, answer_by, today=today, limits=limits, link=head.link)
        told = _told(letter, words)
        why = words.say("An answer was asked by %(day)s. This is told once.", day=words.day(answer_by))
        if letter.not_left:
            why = f"{why} {_not_left(letter, words)}"
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


def _told(letter: Unanswered, words: Words) -> str:
    """What happened; nobody owes an answer to what did not leave."""
    if letter.not_left == letter.total:
        return words.count(
            "A reminder on %(n)s commitment did not leave for certain",
            "A reminder on %(n)s commitments did not leave for certain",
            letter.total,
        )
    return words.count(
        "No answer to a reminder on %(n)s commitment", "No answer to a reminder on %(n)s commitments", letter.total
    )


def _not_left(letter: Unanswered, words: Words) -> str:
    return words.count(
        "Of %(n)s commitment the reminder did not leave, or is in doubt: the outbox tells why.",
        "Of %(n)s commitments the reminder did not leave, or is in doubt: the outbox tells why.",
        letter.not_left,
    )
