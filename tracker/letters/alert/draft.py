"""The alert letter in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.letters.alert.choose import build_alert
from tracker.letters.items import LetterLimits
from tracker.letters.news import News
from tracker.letters.render import Letterhead, fitting
from tracker.model.digests import AlertInContext
from tracker.model.letters import Draft


def render_alert(told: Sequence[AlertInContext], head: Letterhead, *, today: date) -> Draft:
    """An alert letter: everything that waits for one reader."""

    def content(limits: LetterLimits, news: News) -> Mapping[str, object]:
        letter = build_alert(told, today=today, limits=limits, link=head.link)
        return {
            "letter": letter,
            "subject": news.alert_subject(letter),
            "headline": news.alert_headline(letter),
            "preheader": news.preheader(letter.items),
            "why": news.why_alerted(letter),
            "steps": news.next_steps(letter.items),
        }

    return fitting("alert", head, content)
