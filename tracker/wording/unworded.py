"""A refusal that was written out in English, in another language: what is kept of an error that is told later.

A trouble, a problem of an import or a row that is set aside keeps the sentences of an error, not the error. They are
found again by what the refusals say in English.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tracker.wording.catalogue import FALLBACK, Catalogue, Key, catalogue
from tracker.wording.refusals import ADVICE, COUNT, NAMED, WHAT, Door, refusals_in

SAID = (WHAT, ADVICE, *(f"{ADVICE} to {door}" for door in Door))
LEAST = 8  # characters that a sentence says itself: one that only passes its fact on is known by nothing
_PLACE = re.compile(r"%\((\w+)\)([rs])")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What is said of a code, as the messages of a catalogue that follow one another, each in one of its forms."""

    code: str
    parts: tuple[tuple[str, int], ...]
    text: str

    @property
    def said(self) -> int:
        """How much of it are no facts."""
        return len(_PLACE.sub("", self.text))


def reworded(text: str, language: str, tell: Callable[[str], str]) -> str | None:
    """What was refused, in another language; None for what is no refusal. `tell` words the facts in it."""
    into = refusals_in(language)
    if " " not in text:  # a word alone may be the name of anything
        return None
    known = _names().get(text)
    if known is not None:
        return (into.messages.get(known) or (catalogue(language).name(str(known[0]), known[1]) or text,))[0]
    for sentence in _sentences():
        match = _pattern(sentence.text).fullmatch(text) if text.startswith(_beginning(sentence.text)) else None
        if match:
            facts = {name: tell(_unquoted(name, value)) for name, value in match.groupdict().items()}
            return _said(sentence, into, facts)
    return None


def _said(sentence: _Sentence, into: Catalogue, facts: Mapping[str, str]) -> str | None:
    sentences = []
    for context, form in sentence.parts:
        forms = into.messages.get((context, sentence.code))
        if forms is None:
            return None
        count = facts.get(COUNT, "")
        number = into.form_of(int(count)) if count.isdecimal() else form
        sentences.append(forms[min(number, len(forms) - 1)] % {**dict.fromkeys(_places(forms), "…"), **_bare(facts)})
    return " ".join(sentences)


def _bare(facts: Mapping[str, str]) -> dict[str, str]:
    return {name.removesuffix(_QUOTED): value for name, value in facts.items()}


def _places(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for name, _ in _PLACE.findall(form)}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Key]:
    """The English names of facts: states, files, what helps."""
    own = {forms[0]: key for key, forms in refusals_in(FALLBACK).messages.items() if key[0] in NAMED.values()}
    shown = {forms[0]: key for key, forms in catalogue(FALLBACK).messages.items() if key[0] in {"status", "deed"}}
    return shown | own


@lru_cache(maxsize=1)
def _sentences() -> tuple[_Sentence, ...]:
    """All that can be said of an error, those that say most first."""
    return tuple(sorted((one for one in _all() if one.said >= LEAST), key=lambda one: one.said, reverse=True))


def _all() -> Iterator[_Sentence]:
    """What happened, alone and with what to do next, and what to do next alone: a check keeps the two apart."""
    messages = refusals_in(FALLBACK).messages
    for (context, code), forms in messages.items():
        if context not in SAID:
            continue
        if context != WHAT:
            yield from (_Sentence(code, ((context, number),), form) for number, form in enumerate(forms))
            continue
        for number, form in enumerate(forms):
            yield _Sentence(code, ((WHAT, number),), form)
            for advice in SAID[1:]:
                for other, next_step in enumerate(messages.get((advice, code), ())):
                    yield _Sentence(code, ((WHAT, number), (advice, other)), f"{form} {next_step}")


def _beginning(form: str) -> str:
    return form.partition("%")[0]


_QUOTED = "_quoted"


@lru_cache(maxsize=1024)
def _pattern(form: str) -> re.Pattern[str]:
    """What a text in this form looks like; a fact that stands there twice is the same in both places."""
    seen: set[str] = set()
    pieces, end = [], 0
    for place in _PLACE.finditer(form):
        pieces.append(re.escape(form[end : place.start()].replace("%%", "%")))
        name = place[1] + (_QUOTED if place[2] == "r" else "")
        holds = r"'.*?'|\".*?\"" if place[2] == "r" else ".+?"
        pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>{holds})")
        seen.add(name)
        end = place.end()
    return re.compile("".join([*pieces, re.escape(form[end:].replace("%%", "%"))]), re.DOTALL)


def _unquoted(name: str, value: str) -> str:
    return str(literal_eval(value)) if name.endswith(_QUOTED) else value
