"""The digest in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.letters.digest.choose import build
from tracker.letters.items import LetterLimits
from tracker.letters.news import News
from tracker.letters.render import Letterhead, fitting
from tracker.model.digests import Snapshot
from tracker.model.letters import Draft, Timetable


def render_digest(
    snapshot: Snapshot, timetable: Timetable, head: Letterhead, *, slot: date | None = None, only_news: bool = False
) -> Draft:
    """A digest; of more than a letter can hold it counts the rest and says so. A late one names the day of its slot."""
    due_on = slot or snapshot.today

    def content(limits: LetterLimits, news: News) -> Mapping[str, object]:
        digest = build(snapshot, limits=limits, link=head.link)
        return {
            "digest": digest,
            "subject": news.subject(digest),
            "headline": news.headline(digest),
            "preheader": news.preheader(digest.items, news.since(digest)),
            "period": news.period(due_on, timetable.rhythm),
            "late": news.lateness_of_letter(due_on, snapshot.today),
            "why": news.rhythm(timetable, only_news=only_news),
            "steps": news.next_steps(digest.items),
        }

    return fitting("digest", head, content)
