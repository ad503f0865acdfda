"""Letters in words: the only place with Jinja2. A template shows, it does not choose."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from tracker.digest.build import Room, build, build_alert
from tracker.digest.rappel import Rappel
from tracker.digest.rappel_words import RappelWords
from tracker.digest.words import words_in
from tracker.errors import SettingsError
from tracker.model.digests import Picture, Told
from tracker.model.letters import Draft, Timetable
from tracker.model.text import clean_text

MAX_HTML = 100_000  # Gmail cuts letters near 102 kB
WIDTH = 72
READER = "reader" * 5 + "rr"  # stands for the reader's token until a letter is addressed
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all letters of a house share: language, title, templates of its own, where to say stop."""

    language: str
    title: str | None = None
    templates: str | None = None
    link: str | None = None  # address of a commitment's page, with {number}
    unsubscribe: str | None = None  # a mailto: address in which READER stands for the reader


def render_digest(picture: Picture, timetable: Timetable, head: Letterhead, *, slot: date | None = None) -> Draft:
    """A digest; of more than a letter can hold it counts the rest and says so. A late one names the day of its slot."""
    words, due_on = words_in(head.language), slot or picture.today

    def content(room: Room) -> Mapping[str, object]:
        digest = build(picture, room=room, link=head.link)
        return {
            "digest": digest,
            "period": words.period(due_on, timetable.rhythm),
            "late": words.lateness_of_letter(due_on, picture.today),
            "headline": words.headline(digest),
            "why": words.rhythm(timetable),
            "steps": words.next_steps(item for section in digest.sections for item in section.items),
        }

    return _fitting("digest", head, content)


def render_alert(told: Sequence[Told], head: Letterhead, *, today: date) -> Draft:
    """An alert letter: everything that waits for one reader."""
    words = words_in(head.language)

    def content(room: Room) -> Mapping[str, object]:
        letter = build_alert(told, today=today, room=room, link=head.link)
        return {
            "letter": letter,
            "headline": words.alert_headline(letter),
            "subject": words.alert_subject(letter),
            "steps": words.next_steps(item for group in letter.groups for item in group.items),
        }

    return _fitting("alert", head, content)


def render_rappel(rappel: Rappel, head: Letterhead) -> str:
    """A recall as a page that prints well; its styles stay together, for it is no mail."""
    words = words_in(head.language)
    content = {"rappel": rappel, "say": RappelWords(words, head.title), "words": words}
    return clean_text(_file("rappel/body.html", head, content))


def templates_folder() -> Path:
    """The templates of the house: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def _fitting(letter: str, head: Letterhead, content: Callable[[Room], Mapping[str, object]]) -> Draft:
    """A letter that mail programs show whole: with less room as long as it is too big."""
    room = Room()
    while True:
        draft = _draft(letter, head, content(room))
        if len(draft.html.encode()) <= MAX_HTML or room.overdue == 1:
            return draft
        room = room.halved()


def _draft(letter: str, head: Letterhead, content: Mapping[str, object]) -> Draft:
    words = words_in(head.language)
    shared = {
        "words": words,
        "title": head.title or words.say("Commitments"),
        "unsubscribe": head.unsubscribe,
    }
    try:
        subject, text, html = (
            _environment(head.templates, html=name.endswith(".html"))
            .get_template(f"{letter}/{name}")
            .render(**shared, **content)
            for name in ("subject.txt", "body.txt", "body.html")
        )
    except TemplateError as error:
        raise _unusable(letter, error) from error
    return Draft(" ".join(subject.split()), text.strip() + "\n", _INLINER.inline(html), words.language)


def _unusable(letter: str, error: TemplateError) -> SettingsError:
    return SettingsError(
        f"A template of the {letter} letter cannot be used: {error}.", advice="Look into your templates folder."
    )


@lru_cache(maxsize=8)
def _environment(folder: str | None, *, html: bool) -> Environment:
    """Jinja2 for one kind of file: HTML always escapes, text never does; an unknown name is an error."""
    folders = [Path(folder)] if folder else []
    environment = Environment(
        loader=FileSystemLoader([*folders, templates_folder()]),
        autoescape=html,  # noqa: S701 - false only for .txt, where an escape would be shown
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["wrapped"] = _wrapped
    environment.filters["ruled"] = lambda heading: f"{heading}\n{'-' * len(heading)}"
    return environment


def _wrapped(text: str, indent: int = 0, mark: str = "") -> str:
    """Text in lines that a narrow window shows, with a mark before the first; an address is never broken."""
    space = " " * indent
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=f"{mark:<{indent}}",
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )
