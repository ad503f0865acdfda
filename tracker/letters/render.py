"""Letters in words. A template shows, it does not choose."""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

import css_inline

from tracker.letters.digest.choose import LetterLimits, build, build_alert
from tracker.letters.news import News
from tracker.letters.rappel.choose import Rappel
from tracker.letters.rappel.words import RappelWords
from tracker.letters.words import Words, words_in
from tracker.model.digests import AlertInContext, Snapshot
from tracker.model.letters import Draft, Timetable
from tracker.model.text import clean_text
from tracker.templating import Sandbox, environment, rendered

MAX_HTML = 100_000  # bytes as a mail program decodes them
WIDTH = 72
_ADDRESS = re.compile(r"https?://|mailto:")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")  # not the spaces that break no line
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all letters of a house share: language, title, templates of its own, where to say stop."""

    language: str
    title: str | None = None
    templates: str | None = None
    link: str | None = None  # address of a commitment's page, with {number}
    unsubscribe: str | None = None  # a mailto: address in which READER stands for the reader


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

    return _fitting("digest", head, content)


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

    return _fitting("alert", head, content)


def render_rappel(rappel: Rappel, head: Letterhead) -> str:
    """A recall as a page that prints well; its styles stay together, for it is no mail."""
    words = words_in(head.language)
    content = {"rappel": rappel, "say": RappelWords(words, head.title), "words": words}
    return clean_text(_file("rappel/body.html", head, content))


def _fitting(letter: str, head: Letterhead, content: Callable[[LetterLimits, News], Mapping[str, object]]) -> Draft:
    """The fullest letter that mail programs show whole: with less limits as long as it is too big.

    What is measured is the HTML as it is read, not as it travels: Gmail clips it at 102 kB, the text part and the
    encoding of the mail do not count for it.
    """
    sizes = LetterLimits().smaller()

    @cache
    def page(index: int) -> tuple[Mapping[str, object], str]:
        words = replace(words_in(head.language), quote_length=sizes[index].quote)
        news = News(words, commands=head.link is None)
        names = {"words": words, "news": news, **_shared(head, words), **content(sizes[index], news)}
        return names, _INLINER.inline(_file(f"{letter}/body.html", head, names))

    def fits(index: int) -> bool:
        return len(page(index)[1].encode()) <= MAX_HTML

    smallest = len(sizes) - 1  # is taken as it is
    names, html = page(0 if fits(0) else bisect_left(range(smallest), 1, lo=1, key=fits))
    subject, text = (_file(f"{letter}/{name}", head, names) for name in ("subject.txt", "body.txt"))
    return Draft(" ".join(subject.split()), text.strip() + "\n", html, words_in(head.language).language)


def _shared(head: Letterhead, words: Words) -> Mapping[str, object]:
    """What all letters of a house say; its own name stays as it is in the middle of a sentence."""
    default = words.say("Commitments")
    return {
        "title": head.title or default,
        "name": head.title or default.lower(),
        "unsubscribe": head.unsubscribe,
    }


def _file(name: str, head: Letterhead, names: Mapping[str, object]) -> str:
    letter = name.partition("/")[0]
    return rendered(_environment(head.templates, html=name.endswith(".html")), name, names, what=f"the {letter} letter")


@lru_cache(maxsize=8)
def _environment(folder: str | None, *, html: bool) -> Sandbox:
    """The environment with what lays out text."""
    made = environment(folder, html=html)
    made.filters |= {"wrapped": _wrapped, "ruled": _ruled}
    return made


def _wrapped(text: str, indent: int = 0, mark: str = "") -> str:
    """Text in lines that a narrow window shows, with a mark before the first; only an address is never broken."""
    words = [part for word in _SPACE.split(text) for part in _parts(word, WIDTH - indent)]
    return textwrap.fill(
        " ".join(words),
        WIDTH,
        initial_indent=f"{mark:<{indent}}",
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _parts(word: str, width: int) -> list[str]:
    """A word as it fits into lines."""
    if _ADDRESS.search(word):
        return [word]
    return [word[start : start + width] for start in range(0, len(word), width)]


def _ruled(heading: str) -> str:
    """A heading with a line under it."""
    lines = _wrapped(heading)
    return f"{lines}\n{'-' * max(len(line) for line in lines.splitlines())}"
