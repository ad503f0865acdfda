"""Where sentences end in official prose.

Abbreviations, ordinals, initials, quotations and footnote marks do not end one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.languages.reading import ReadingWords
from tracker.reading.letters import CAPITALS, SMALL

_CLOSERS = "\"”’'»)\\]"
_OPENERS = "\"“‘'«(\\[–—−-"
_END = re.compile(
    rf"[.!?…](?:[.!?…]*[{_CLOSERS}]*(?P<mark>\d{{1,2}})?(?=\s+[{_OPENERS}]*\s*[{CAPITALS}0-9€\[(*…]|\s*\Z)"
    rf"|(?<=[{SMALL}]{{2}}[.!?])(?P<glued>)(?=[{CAPITALS}][{SMALL}]*\s))"  # "…aangepast.De nieuwe wet"
)
_FIRST_WORD = re.compile(rf"\s+[{_OPENERS}]*\s*([\w’']+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INITIAL = re.compile(rf"[{CAPITALS}](?:\.-?[{CAPITALS}])*")
_ORDINAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[a-z]")
_OPENING = "([\"“‘'«/"
_COMMON = 5  # a word of so many small letters that is no abbreviation ends a sentence, whatever follows


def sentence_spans(text: str, start: int, end: int, *, words: ReadingWords) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch in the language of `words`; no footnote marks and no white space around them."""
    part = text[start:end]
    size = len(part)
    begin = 0
    for match in _END.finditer(part):
        if match.end() < size and not _closes(part, match, begin, words):
            continue
        stop = match.start("mark") if match["mark"] else match.end()
        yield from _trimmed(part, start, begin, stop)
        begin = match.end()
    yield from _trimmed(part, start, begin, size)


def _trimmed(part: str, offset: int, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    sentence = part[begin:stop]
    said = sentence.strip()
    if said:
        first = offset + begin + len(sentence) - len(sentence.lstrip())
        yield first, first + len(said)


def _closes(part: str, match: re.Match[str], begin: int, words: ReadingWords) -> bool:
    """Whether a mark ends a sentence, by the word before it and the word after it."""
    place = match.start()
    if part[place] != "." or part.startswith("..", place):
        return True
    first = part.rfind(" ", begin, place) + 1 or begin
    word = part[first:place].lstrip(_OPENING)
    folded = word.lower()
    abbreviated = folded in words.abbreviations or folded.rsplit(".", 1)[-1] in words.abbreviations
    if match["glued"] is not None:
        return "." not in word and not abbreviated
    if not abbreviated and folded not in words.closing_abbreviations and word.islower() and len(word) >= _COMMON:
        return match["mark"] is None or word.isalpha()
    if match["mark"] and not word.isalpha() and not _YEAR.fullmatch(word):
        return False  # a decimal or the number of a part
    return _closes_rare(word, _word_after(part, match.end()), words, leads=first <= begin + 1, abbreviated=abbreviated)


def _word_after(part: str, place: int) -> str:
    match = _FIRST_WORD.match(part, place)
    return match[1] if match else ""


def _closes_rare(word: str, following: str, words: ReadingWords, *, leads: bool, abbreviated: bool) -> bool:
    """The same for a word that is an abbreviation, an initial, a number or short."""
    folded = word.lower()
    if abbreviated:
        return following in words.openers and folded not in words.never_last
    if folded in words.closing_abbreviations:
        return following in words.openers
    if _INITIAL.fullmatch(word):
        return following in words.openers and following not in words.name_openers
    if "." in words.day_suffixes and _ORDINAL.fullmatch(word):  # "am 27. Januar", "die 14. Sitzung"
        return following in words.openers
    return not (leads and _ORDINAL.fullmatch(word))
