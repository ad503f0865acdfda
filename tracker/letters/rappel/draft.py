"""The reminder as a page."""

from __future__ import annotations

from tracker.letters.rappel.choose import Rappel
from tracker.letters.rappel.words import RappelWords
from tracker.letters.render import Letterhead, filled
from tracker.letters.words import words_in
from tracker.model.text import clean_text


def render_rappel(rappel: Rappel, head: Letterhead) -> str:
    """A reminder as a page that prints well; its styles stay together, for it is no mail."""
    words = words_in(head.language)
    content = {"rappel": rappel, "say": RappelWords(words, head.title), "words": words}
    return clean_text(filled("rappel/body.html", head, content))
