"""A letter of any kind as its templates show it: they show, they do not choose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import css_inline

from tracker.letters.items import FULL, LetterLimits
from tracker.letters.news import News
from tracker.letters.words import Words, words_in
from tracker.model.letters import Draft
from tracker.templating import environment, rendered

MAX_HTML = 100_000  # bytes as a mail program decodes them
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all letters of a house share: language, title, templates of its own, where to say stop."""

    language: str
    title: str | None = None
    templates: str | None = None
    link: str | None = None  # address of a commitment's page, with {number}
    unsubscribe: str | None = None  # a mailto: address in which READER stands for the reader


def fitting(
    letter: str,
    head: Letterhead,
    content: Callable[[LetterLimits, News], Mapping[str, object]],
    *,
    template: str = "body.html",
) -> Draft:
    """The fullest letter that mail programs show whole: with less limits as long as it is too big.

    What is measured is the HTML as it is read, not as it travels: Gmail clips it at 102 kB, the text part and the
    encoding of the mail do not count for it.
    """
    sizes = FULL.smaller()

    @cache
    def page(index: int) -> tuple[Mapping[str, object], str]:
        words = replace(words_in(head.language), quote_length=sizes[index].quote)
        news = News(words, commands=head.link is None)
        names = {"words": words, "news": news, **_shared(head, words), **content(sizes[index], news)}
        return names, _INLINER.inline(filled(f"{letter}/{template}", head, names))

    def fits(index: int) -> bool:
        return len(page(index)[1].encode()) <= MAX_HTML

    smallest = len(sizes) - 1  # is taken as it is
    names, html = page(0 if fits(0) else bisect_left(range(smallest), 1, lo=1, key=fits))
    subject, text = (filled(f"{letter}/{name}", head, names) for name in ("subject.txt", "body.txt"))
    return Draft(" ".join(subject.split()), text.strip() + "\n", html, words_in(head.language).language)


def _shared(head: Letterhead, words: Words) -> Mapping[str, object]:
    """What all letters of a house say; its own name stays as it is in the middle of a sentence."""
    default = words.say("Commitments")
    return {
        "title": head.title or default,
        "name": head.title or default.lower(),
        "unsubscribe": head.unsubscribe,
    }


def filled(name: str, head: Letterhead, names: Mapping[str, object]) -> str:
    """The template of that name filled in; raises SettingsError when one of the house's own cannot be used."""
    letter = name.partition("/")[0]
    return rendered(environment(head.templates, html=name.endswith(".html")), name, names, what=f"the {letter} letter")
