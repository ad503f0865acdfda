"""The reminder as a page, and as the mail with which the letter goes to a cabinet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tracker.letters.items import LetterLimits
from tracker.letters.news import News
from tracker.letters.rappel.choose import Rappel
from tracker.letters.rappel.words import RappelWords
from tracker.letters.render import Letterhead, filled, fitting
from tracker.letters.words import words_in
from tracker.model.letters import Attachment, Draft
from tracker.model.text import clean_text


def render_rappel(rappel: Rappel, head: Letterhead) -> str:
    """A reminder as a page that prints well; its styles stay together, for it is no mail."""
    words = words_in(head.language)
    content = {"rappel": rappel, "say": RappelWords(words, head.title), "words": words}
    return clean_text(filled("rappel/body.html", head, content))


def render_mail(rappel: Rappel, head: Letterhead, attachments: tuple[Attachment, ...] = ()) -> Draft:
    """A reminder as a mail: what is asked and of what, in short; the letter and the table to answer in go along."""

    def content(limits: LetterLimits, news: News) -> Mapping[str, object]:
        say = RappelWords(news.words, head.title)
        parts = [(heading, items[: limits.overdue]) for heading, items in say.parts(rappel)]
        return {
            "rappel": rappel,
            "say": say,
            "parts": parts,
            "hidden": len(rappel.items) - sum(len(items) for _, items in parts),
            "subject": say.subject(rappel),
            "headline": say.heading(rappel),
            "preheader": news.preheader(rappel.items),
        }

    return replace(fitting("rappel", head, content, template="mail.html"), attachments=attachments)
