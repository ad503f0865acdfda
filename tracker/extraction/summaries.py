"""What is to be done, in one clause that is understood without the report. Only words of the report.

"Een ontwerp van besluit zal voor het zomerreces worden voorgelegd" gives "een ontwerp van besluit voorleggen". A clause
whose build is not certain keeps its own words and order, without speaker, hedges and date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.antecedents import head_of_relative, with_things_named
from tracker.extraction.clause import Clause, ClauseKind, tokens_of
from tracker.extraction.cue_names import FORESEEN, MINISTER, SPEAKING
from tracker.extraction.finding import Examiner, Finding
from tracker.languages.pack import LanguagePack
from tracker.languages.summary import SummaryWords

LONGEST = 200  # characters
MARKS = frozenset('.;:!?,"“”()–—-')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the summary: as written, and folded for comparison."""

    written: str
    folded: str


def summary_of(finding: Finding, examiner: Examiner) -> str:
    """The act without speaker, hedges or date, with what it points at named."""
    hedges = examiner.pack.summary.hedges
    words = _shaped(_without_phrases(_core(finding, examiner), hedges), finding, examiner.pack)
    text = _joined([*_tidy(words), *_content_after(finding, examiner)])
    if not _is_sound(text, examiner):
        text = _joined(_plain(finding, examiner, hedges))
    if text[:1].isupper() and examiner.report.text.startswith(text.split(" ", 1)[0], finding.examined.sentence.start):
        text = _with_small_letter(text)
    return _shortened(with_things_named(text, finding, examiner))


def _with_small_letter(text: str) -> str:
    """The first word of a sentence in small letters, unless it is an abbreviation or a name of two words."""
    first, _, rest = text.partition(" ")
    return text if (first.isupper() and len(first) > 1) or rest[:1].isupper() else text[:1].lower() + text[1:]


def _is_sound(text: str, examiner: Examiner) -> bool:
    """A summary has a verb, or is a thing that is to come, and says more than one word."""
    words, grammar = text.lower().split(), examiner.pack.grammar
    has_verb = any(word.strip(",.") in grammar.nonfinite or word in grammar.finite for word in words)
    return len(words) > 1 and (has_verb or words[0] in grammar.determiners | grammar.prepositions)


def _plain(finding: Finding, examiner: Examiner, hedges: Sequence[tuple[str, ...]]) -> list[Word]:
    """The words of the finding in their own order, without date and hedges."""
    date, text = finding.deadline, examiner.report.text
    tokens = tokens_of(text, finding.start, min(finding.end, finding.examined.sentence.end), examiner.pack.grammar)
    kept = [token for token in tokens if not (date and date.start <= token.start < date.end)]
    return _tidy(_without_phrases([Word(text[token.start : token.end], token.word) for token in kept], hedges))


def _core(finding: Finding, examiner: Examiner) -> list[Word]:
    """The words of the act: without date and opener, from "om" on where an infinitive clause carries it."""
    clause, date, lists = finding.act.evidence.clause, finding.deadline, examiner.pack.summary
    tokens = [token for token in clause.tokens if not (date and date.start <= token.start < date.end)]
    words = [Word(examiner.report.text[token.start : token.end], token.word) for token in tokens]
    words = words[_opener(clause, lists) :]
    if clause.kind is ClauseKind.RELATIVE and clause.words[int(clause.coordinated)] in lists.pronouns:
        words = [Word(word, word.lower()) for word in head_of_relative(finding, examiner)] + words
    folded = [word.folded for word in words]
    if lists.infinitive_frames.isdisjoint(folded):
        return words
    start = next((place for place, word in enumerate(folded) if word in lists.infinitive_openers), None)
    if start is None:
        start = next(place for place, word in enumerate(folded) if word in lists.infinitive_frames)
    marked = not examiner.pack.grammar.infinitive_marks.isdisjoint(folded[start:])
    return _without_mark(words[start + 1 :], examiner.pack) if marked else words


def _without_mark(words: list[Word], pack: LanguagePack) -> list[Word]:
    """The bare infinitive of the first "te": "voor te leggen" → "voorleggen", "te kunnen starten" → "starten"."""
    place = next(index for index, word in enumerate(words) if word.folded in pack.grammar.infinitive_marks)
    before, after = words[:place], words[place + 1 :]
    if after and after[0].folded in pack.summary.able:
        after = after[1:]
    if before and after and before[-1].folded + after[0].folded in pack.cues.verbs.forms:
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


def _shaped(words: list[Word], finding: Finding, pack: LanguagePack) -> list[Word]:
    """The words as an infinitive clause where its build is certain."""
    lists = pack.summary
    folded = [word.folded for word in words]
    features = finding.act.evidence.features
    own = lists.first_person.intersection(folded)
    speaks = bool(own) or not SPEAKING.isdisjoint(features) or MINISTER in features
    passive = _passive(words, pack)
    if FORESEEN in features and not speaks:
        return [word for word in words if word.folded not in lists.planned]
    if passive is not None:
        kept = _without_passive(words, passive, lists)
        if pack.grammar.nonfinite_last:
            return [passive if word.folded == passive.folded else word for word in kept]
        return _with_verb([word for word in kept if word.folded != passive.folded], passive, pack)
    if speaks:
        return _without_speaker(words, pack)
    words = _without_will(words, pack)
    leading = words and pack.cues.form_at([words[0].folded], 0) and lists.will.isdisjoint(folded)
    if words and (leading or words[0].folded in lists.leading):
        return _with_verb(_tidy(words[1:]), words[0], pack)
    return words


def _with_verb(words: list[Word], verb: Word, pack: LanguagePack) -> list[Word]:
    """The words of an act with their verb where the language puts an infinitive."""
    grammar = pack.grammar
    if grammar.nonfinite_last:
        return [*words, verb]
    return [verb, *(Word(word.folded, word.folded) if word.folded in grammar.determiners else word for word in words)]


def _without_will(words: list[Word], pack: LanguagePack) -> list[Word]:
    """Without the auxiliary, and without "kunnen" in "te kunnen"; "te gaan" and "te zijn" stay."""
    marks = pack.grammar.infinitive_marks
    return [
        word
        for index, word in enumerate(words)
        if word.folded not in pack.summary.will
        or (index and words[index - 1].folded in marks and word.folded not in pack.summary.able)
    ]


def _without_passive(words: list[Word], passive: Word, lists: SummaryWords) -> list[Word]:
    """Without auxiliaries; "zijn" is one only beside its participle ("zijn rapport" is his)."""
    beside = {index + step for index, word in enumerate(words) if word.folded == passive.folded for step in (-1, 1)}
    return [
        word
        for index, word in enumerate(words)
        if word.folded not in lists.passive_auxiliaries or (word.folded in lists.possessive and index not in beside)
    ]


def _passive(words: list[Word], pack: LanguagePack) -> Word | None:
    """For the one participle of a passive clause its infinitive, folded as the participle it stands for."""
    if pack.summary.passive_signs.isdisjoint(word.folded for word in words):
        return None
    infinitives = [
        Word(form.infinitive, word.folded)
        for word in words
        for form in pack.cues.verbs.forms.get(word.folded, ())[:1]
        if form.form == "participle" and form.infinitive != word.folded
    ]
    return infinitives[0] if len(infinitives) == 1 else None


def _without_speaker(words: list[Word], pack: LanguagePack) -> list[Word]:
    """A clause of the minister: "Ik bezorg u de cijfers" gives "de cijfers bezorgen"."""
    lists, marks = pack.summary, pack.grammar.infinitive_marks
    words = _without_phrases(words, lists.speakers)
    folded = [word.folded for word in words]
    if not lists.will.isdisjoint(folded):
        kept = _without_will(words, pack)
        hoped = not lists.hoping.isdisjoint(folded) and any(word.folded in marks for word in kept)
        return _without_mark(kept, pack) if hoped else kept
    parted = pack.cues.parted(folded)
    for place in range(len(words)):
        form = parted.get(place) or pack.cues.form_at(folded, place)
        leads = not place and marks.isdisjoint(folded)  # "starten (wij) met …"
        if form is None or (form.form != "finite" and not leads):
            continue
        rest = words[:place] + words[place + 1 :]
        if form.particle:
            last = max(index for index, word in enumerate(rest) if word.folded == form.particle)
            rest = rest[:last] + rest[last + 1 :]
        return _with_verb(_tidy(rest), Word(form.infinitive, form.infinitive), pack)
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


def _content_after(finding: Finding, examiner: Examiner) -> list[Word]:
    """What is to be examined or told: the clause with "of", "dat" or "welke" right behind the act."""
    clauses = [judged.evidence.clause for judged in finding.examined.clauses]
    place = clauses.index(finding.act.evidence.clause)
    if place + 1 >= len(clauses) or clauses[place + 1].kind is not ClauseKind.CONTENT or clauses[place].after == ";":
        return []
    ahead = clauses[place + 1]
    if ahead.start > finding.end or ahead.start - finding.act.evidence.clause.end > 1:
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
    text = re.sub(r"(?<=\w[’'])\s+(?=\w)|(?<=\w)\s+(?=[’']\w)", "", text)  # what a contraction was cut from
    return re.sub(r"\s+-\s+(?=\w)", "-", text).strip(" ,.;:–-")


def _shortened(text: str) -> str:
    """At most some two lines, cut at a mark or a space."""
    if len(text) <= LONGEST:
        return text
    cut = max(text.rfind(", ", 0, LONGEST), text.rfind("; ", 0, LONGEST))
    return text[: cut if cut > LONGEST // 2 else text.rfind(" ", 0, LONGEST)].rstrip(" ,;")
