"""What is to be done, in one clause that is understood without the report. Only words of the report.

"Een ontwerp van besluit zal voor het zomerreces worden voorgelegd" gives "een ontwerp van besluit voorleggen". A clause
whose build is not certain keeps its own words and order, without speaker, hedges and date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.antecedents import head_of_relative, with_things_named
from tracker.extraction.finding import Examiner, Found
from tracker.extraction.syntax import Clause, ClauseKind, tokens_of
from tracker.languages.cues import CuePack
from tracker.languages.wording import SummaryWords, load_summary_words

LONGEST = 200  # characters
SPEAKING = frozenset(("actor.first-singular", "actor.first-plural", "actor.third-pronoun", "actor.whoever"))
MARKS = frozenset('.;:!?,"“”()–—-')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the summary: as written, and folded for comparison."""

    written: str
    folded: str


def summary_of(found: Found, examiner: Examiner) -> str:
    """The act without speaker, hedges or date, with what it points at named."""
    lists = load_summary_words(examiner.report.language or "nl")
    words = _without_phrases(_core(found, examiner, lists), lists.hedges)
    words = _shaped(words, found, examiner.pack, lists=lists)
    text = _joined([*_tidy(words), *_content_after(found, examiner)])
    if not _is_sound(text, examiner):
        text = _joined(_plain(found, examiner, lists))
    if text[:1].isupper() and examiner.report.text.startswith(text.split(" ", 1)[0], found.examined.sentence.start):
        text = _with_small_letter(text)
    return _shortened(with_things_named(text, found, examiner, lists))


def _with_small_letter(text: str) -> str:
    """The first word of a sentence in small letters, unless it is an abbreviation or a name of two words."""
    first, _, rest = text.partition(" ")
    return text if (first.isupper() and len(first) > 1) or rest[:1].isupper() else text[:1].lower() + text[1:]


def _is_sound(text: str, examiner: Examiner) -> bool:
    """A summary has a verb, or is a thing that is to come, and says more than one word."""
    words = text.lower().split()
    has_verb = any(word.strip(",.") in examiner.syntax["nonfinite"] or word in examiner.syntax.finite for word in words)
    return len(words) > 1 and (has_verb or words[0] in examiner.syntax["determiners"] | examiner.syntax["prepositions"])


def _plain(found: Found, examiner: Examiner, lists: SummaryWords) -> list[Word]:
    """The words of the finding in their own order, without date and hedges."""
    date, text = found.deadline, examiner.report.text
    tokens = tokens_of(text, found.start, min(found.end, found.examined.sentence.end))
    kept = [token for token in tokens if not (date and date.start <= token.start < date.end)]
    return _tidy(_without_phrases([Word(text[token.start : token.end], token.word) for token in kept], lists.hedges))


def _core(found: Found, examiner: Examiner, lists: SummaryWords) -> list[Word]:
    """The words of the act: without date and opener, from "om" on where an infinitive clause carries it."""
    clause, date = found.act.evidence.clause, found.deadline
    tokens = [token for token in clause.tokens if not (date and date.start <= token.start < date.end)]
    words = [Word(examiner.report.text[token.start : token.end], token.word) for token in tokens]
    words = words[_opener(clause, lists) :]
    if clause.kind is ClauseKind.RELATIVE and clause.words[int(clause.coordinated)] in lists.pronouns:
        words = [Word(word, word.lower()) for word in head_of_relative(found, examiner)] + words
    folded = [word.folded for word in words]
    if lists.infinitive_frames.isdisjoint(folded):
        return words
    start = next((place for place, word in enumerate(folded) if word in lists.infinitive_openers), None)
    if start is None:
        start = next(place for place, word in enumerate(folded) if word in lists.infinitive_frames)
    marked = not lists.infinitive_marks.isdisjoint(folded[start:])
    return _without_te(words[start + 1 :], examiner.pack, lists) if marked else words


def _without_te(words: list[Word], pack: CuePack, lists: SummaryWords) -> list[Word]:
    """The bare infinitive of the first "te": "voor te leggen" → "voorleggen", "te kunnen starten" → "starten"."""
    place = next(index for index, word in enumerate(words) if word.folded in lists.infinitive_marks)
    before, after = words[:place], words[place + 1 :]
    if after and after[0].folded in lists.able:
        after = after[1:]
    if before and after and before[-1].folded + after[0].folded in pack.verbs:
        joined = before[-1].written + after[0].written
        return [*before[:-1], Word(joined, joined), *after[1:]]
    return before + after


def _opener(clause: Clause, lists: SummaryWords) -> int:
    """How many words only open the clause: "dat", "en", "en die"."""
    coordinated = int(clause.coordinated)
    if clause.kind in (ClauseKind.CONTENT, ClauseKind.PURPOSE):
        return 1 + coordinated
    if clause.kind is ClauseKind.RELATIVE and clause.words[coordinated] in lists.relative_openers:
        return 1 + coordinated
    return coordinated


def _shaped(words: list[Word], found: Found, pack: CuePack, *, lists: SummaryWords) -> list[Word]:
    """The words as an infinitive clause where its build is certain."""
    folded = [word.folded for word in words]
    features = found.act.evidence.features
    own = lists.first_person.intersection(folded)
    speaks = bool(own) or not SPEAKING.isdisjoint(features) or "actor.minister" in features
    passive = _passive(words, pack, lists)
    if "future.foreseen" in features and not speaks:
        return [word for word in words if word.folded not in lists.planned]
    if passive is not None:
        kept = _without_passive(words, passive, lists)
        return [passive if word.folded == passive.folded else word for word in kept]
    if speaks:
        return _without_speaker(words, pack, lists)
    words = _without_will(words, lists)
    leading = words and pack.form_at([words[0].folded], 0) and lists.will.isdisjoint(folded)
    return [*_tidy(words[1:]), words[0]] if leading or (words and words[0].folded in lists.leading) else words


def _is_marked(word: Word, lists: SummaryWords) -> bool:
    return word.folded in lists.infinitive_marks


def _without_will(words: list[Word], lists: SummaryWords) -> list[Word]:
    """Without the auxiliary, and without "kunnen" in "te kunnen"; "te gaan" and "te zijn" stay."""
    return [
        word
        for index, word in enumerate(words)
        if word.folded not in lists.will
        or (index and _is_marked(words[index - 1], lists) and word.folded not in lists.able)
    ]


def _without_passive(words: list[Word], passive: Word, lists: SummaryWords) -> list[Word]:
    """Without auxiliaries; "zijn" is one only beside its participle ("zijn rapport" is his)."""
    beside = {index + step for index, word in enumerate(words) if word.folded == passive.folded for step in (-1, 1)}
    return [
        word
        for index, word in enumerate(words)
        if word.folded not in lists.passive_auxiliaries or (word.folded in lists.possessive and index not in beside)
    ]


def _passive(words: list[Word], pack: CuePack, lists: SummaryWords) -> Word | None:
    """For the one participle of a passive clause its infinitive, folded as the participle it stands for."""
    if lists.passive_signs.isdisjoint(word.folded for word in words):
        return None
    found = [
        Word(form.infinitive, word.folded)
        for word in words
        for form in pack.verbs.get(word.folded, ())[:1]
        if form.form == "participle" and form.infinitive != word.folded
    ]
    return found[0] if len(found) == 1 else None


def _without_speaker(words: list[Word], pack: CuePack, lists: SummaryWords) -> list[Word]:
    """A clause of the minister: "Ik bezorg u de cijfers" gives "de cijfers bezorgen"."""
    words = _without_phrases(words, lists.speakers)
    folded = [word.folded for word in words]
    if not lists.will.isdisjoint(folded):
        kept = _without_will(words, lists)
        hoped = not lists.hoping.isdisjoint(folded) and any(_is_marked(word, lists) for word in kept)
        return _without_te(kept, pack, lists) if hoped else kept
    parted = pack.parted(folded)
    for place in range(len(words)):
        form = parted.get(place) or pack.form_at(folded, place)
        if form is None or (
            form.form != "finite" and (place or not lists.infinitive_marks.isdisjoint(folded))
        ):  # "starten (wij) met …" leads
            continue
        rest = words[:place] + words[place + 1 :]
        if form.particle:
            last = max(index for index, word in enumerate(rest) if word.folded == form.particle)
            rest = rest[:last] + rest[last + 1 :]
        return [*_tidy(rest), Word(form.infinitive, form.infinitive)]
    return words


def _without_phrases(words: list[Word], phrases: Sequence[tuple[str, ...]]) -> list[Word]:
    kept: list[Word] = []
    place = 0
    while place < len(words):
        ahead = [word.folded for word in words[place : place + 5]]
        size = next((len(phrase) for phrase in phrases if tuple(ahead[: len(phrase)]) == phrase), 0)
        if not size:
            kept.append(words[place])
        place += size or 1
    return kept


def _content_after(found: Found, examiner: Examiner) -> list[Word]:
    """What is to be examined or told: the clause with "of", "dat" or "welke" right behind the act."""
    clauses = [one.evidence.clause for one in found.examined.clauses]
    place = clauses.index(found.act.evidence.clause)
    if place + 1 >= len(clauses) or clauses[place + 1].kind is not ClauseKind.CONTENT or clauses[place].after == ";":
        return []
    ahead = clauses[place + 1]
    if ahead.start > found.end or ahead.start - found.act.evidence.clause.end > 1:
        return []
    return [Word(examiner.report.text[token.start : token.end], token.word) for token in ahead.tokens]


def _tidy(words: Sequence[Word]) -> list[Word]:
    kept = list(words)
    while kept and kept[0].written in MARKS:
        kept = kept[1:]
    while kept and kept[-1].written in MARKS:
        kept = kept[:-1]
    return kept


def _joined(words: Sequence[Word]) -> str:
    text = " ".join(word.written for word in words)
    text = re.sub(r"\s+([,.;:)!?”])", r"\1", re.sub(r"([(“])\s+", r"\1", text))
    return re.sub(r"\s+-\s+(?=\w)", "-", text).strip(" ,.;:–-")


def _shortened(text: str) -> str:
    """At most some two lines, cut at a mark or a space."""
    if len(text) <= LONGEST:
        return text
    cut = max(text.rfind(", ", 0, LONGEST), text.rfind("; ", 0, LONGEST))
    return text[: cut if cut > LONGEST // 2 else text.rfind(" ", 0, LONGEST)].rstrip(" ,;")
