"""What rooms without a language write in English, told in another one by the forms that are known of it.

How a date was read, why a letter waits, what is wrong with a register or a file: such a text is stored with what it is
about, or stands in JSON, and stays as it was written. Each form stands in `catalogues/written/<language>.po`, read when
the first such text is told; its placeholders say what may stand there. A text in no known form is told as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from tracker.wording.catalogue import FALLBACK, FOLDER, Catalogue, catalogue, known_language, read_catalogue
from tracker.wording.speech import spaced

WRITTEN, DATE_WORD = "written", "date word"
TOLD = ": %(told)s"  # the end of a form that says where or by whom, and then what
SENTENCES = ". "  # a refusal says several; the last place of a form would take in those that follow
BETWEEN = "; "  # parts that are written one after the other
_PLACE = re.compile(r"%\((\w+)\)s")
_WORD = re.compile(r"(?<![\w-])[A-Za-z]+(?![\w-])")
_ANYTHING = r".+?"
_HOLDS: Mapping[str, str] = {  # what may stand in the place of a name; digits after the name part two of a kind
    "n": r"\d+",
    "year": r"\d+",
    "shift": r"[+-][\d.]+",
    "day": r"\d{4}-\d\d-\d\d|-",
    "date": r"\d{4}-\d\d-\d\d|-",
    "instant": r"\d{4}-\d\d-\d\d \d\d:\d\d",
    "word": r"\w+",
    "words": r"[\w– ]+",
    "number": r"C-\d+",
    "field": r"\w+",
    "language": r"\S+",
}


def retold(text: str, language: str) -> str:
    """A text that was written in English, in another language; as it is where its form is not known."""
    spoken = known_language(language)
    return text if spoken == FALLBACK or not text else _retold(text, written_in(spoken))


@lru_cache(maxsize=16)
def written_in(language: str) -> Catalogue:
    """The forms in a language that has them, or else in English."""
    file = FOLDER / WRITTEN / f"{language}.po"
    known = language if file.is_file() else FALLBACK
    return read_catalogue((FOLDER / WRITTEN / f"{known}.po").read_text("utf-8"), known)


def _retold(text: str, into: Catalogue) -> str:
    refused = _refused(text, into) if SENTENCES in text else None
    if refused is not None:
        return refused
    for form, pattern in _forms():
        match = pattern.fullmatch(text) if text.startswith(form.partition("%(")[0]) else None
        translated = into.messages.get((WRITTEN, form)) if match else None
        if match and translated:
            return spaced(translated[0]) % {
                name: _filled(name, value, into) for name, value in match.groupdict().items()
            }
    refused = _refused(text, into)
    if refused is not None:
        return refused
    if BETWEEN in text:
        return BETWEEN.join(_retold(part, into) for part in text.split(BETWEEN))
    return text


def _refused(text: str, into: Catalogue) -> str | None:
    from tracker.wording.unworded import reworded

    return reworded(text, into.language, lambda fact: _retold(fact, into))


def _filled(name: str, value: str, into: Catalogue) -> str:
    """What stands in a place: words of a date and states have names, any other text may have a form itself."""
    kind = name.rstrip("0123456789")
    if kind in _NAMED:
        return _NAMED[kind](value, into)
    return value if kind in _HOLDS else _retold(value, into)


def _date_words(value: str, into: Catalogue) -> str:
    return _WORD.sub(lambda word: _date_word(word[0], into), value)


def _date_word(word: str, into: Catalogue) -> str:
    return into.messages.get((DATE_WORD, word.lower()), (word,))[0]


def _step(value: str, into: Catalogue) -> str:
    """A step in the reading of a date: a form of its own, or names and numbers ("summer 2022")."""
    retold = _retold(value, into)
    return retold if retold != value else _date_words(value, into)


def _status(value: str, into: Catalogue) -> str:
    return _name("status", value.replace(" ", "_"), into)


def _name(what: str, value: str, into: Catalogue) -> str:
    return catalogue(into.language).name(what, value) or value


_NAMED: Mapping[str, Callable[[str, Catalogue], str]] = {
    "word": _date_words,
    "words": _date_words,
    "step": _step,
    "status": _status,
    "state": partial(_name, "reader state"),
    "letter": partial(_name, "letter"),
    "gap": partial(_name, "gap"),
    "doing": partial(_name, "step"),
}


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every known form with what it looks like: first those of a place with what is told of it, then what says most."""
    forms = written_in(FALLBACK).named(WRITTEN)
    return tuple((form, pattern_of(form)) for form in sorted(forms, key=_said_by, reverse=True))


def _said_by(form: str) -> tuple[bool, int]:
    return form.endswith(TOLD), len(_PLACE.sub("", form))


def pattern_of(form: str) -> re.Pattern[str]:
    """What a text in this form looks like."""
    literal = [re.escape(part.replace("%%", "%")) for part in _PLACE.split(form)[::2]]
    places = [f"(?P<{name}>{_holds(name.rstrip('0123456789'))})" for name in _PLACE.findall(form)]
    return re.compile("".join(part + place for part, place in zip(literal, [*places, ""], strict=True)), re.DOTALL)


def _holds(kind: str) -> str:
    if kind == "doing":
        return "|".join(map(re.escape, catalogue(FALLBACK).named("step")))
    return _HOLDS.get(kind, _ANYTHING)
