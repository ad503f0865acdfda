"""What "dit onderzoek", "die nota" and a relative clause point to: the thing as the report named it before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.extraction.clause import ClauseKind, Token, tokens_of
from tracker.extraction.finding import Examiner, Finding
from tracker.extraction.syntax import clauses_of

LOOK_BACK = 4  # sentences in which a thing pointed at is sought
LONGEST = 20  # words of a thing
SHORTEST = 4  # letters of a noun that can be pointed at
TWICE = re.compile(r"\b(\w+ \w+) \1\b")
MARKS = frozenset('.;:!?,"“”()–—')


def with_things_named(text: str, finding: Finding, examiner: Examiner) -> str:
    """The summary with "dit onderzoek" replaced by the thing as it was named before."""
    lists, words = examiner.pack.summary, text.split()
    for place, (first, noun) in enumerate(pairwise(words)):
        if first.lower() in lists.demonstratives and _can_be_noun(noun, examiner):
            named = _named_before(noun.strip(",."), finding, examiner)
            if named:
                text = " ".join((*words[:place], named, *words[place + 2 :]))
                return TWICE.sub(r"\1", text)
    if (
        words
        and words[0].lower() in lists.pronouns
        and (words[0] in examiner.pack.reference.never_determiners or not _names_thing(words, examiner))
    ):
        named = _subject_before(finding, examiner)
        if named:
            return " ".join((named, *words[1:]))
    return text


def _names_thing(words: Sequence[str], examiner: Examiner) -> bool:
    return len(words) > 1 and _can_be_noun(words[1], examiner)


def _can_be_noun(word: str, examiner: Examiner) -> bool:
    folded, grammar = word.strip(",.").lower(), examiner.pack.grammar
    closed = grammar.prepositions | grammar.determiners | grammar.adverbs | grammar.auxiliaries | grammar.nominatives
    is_verb = any(form.form == "infinitive" for form in examiner.pack.cues.verbs.forms.get(folded, ()))
    return len(folded) >= SHORTEST and folded not in closed and not is_verb


def _subject_before(finding: Finding, examiner: Examiner) -> str | None:
    """What the sentence before was about, for a bare "het", "die" or "ze"."""
    sentences = examiner.before(finding.start, 1)
    if not sentences or sentences[-1].block != finding.examined.sentence.block:
        return None
    tokens = tokens_of(examiner.report.text, sentences[-1].start, sentences[-1].end, examiner.pack.grammar)
    for clause in reversed(clauses_of(tokens, examiner.pack.grammar)):
        first, last = clause.subject
        words = clause.words[first:last]
        if len(words) > 1 and words[0] in examiner.pack.grammar.determiners and _can_be_noun(words[-1], examiner):
            rest = tokens_of(examiner.report.text, clause.tokens[first].start, clause.end, examiner.pack.grammar)
            named = examiner.report.text[rest[0].start : _end_of_thing(rest, words[-1], examiner)]
            return named[:1].lower() + named[1:]
    return None


def head_of_relative(finding: Finding, examiner: Examiner) -> list[str]:
    """The words that a relative clause hangs on: "een nieuwe manier van werken" for "die … voorstellen"."""
    act = finding.act.evidence.clause
    before = [
        judged.evidence.clause
        for judged in finding.examined.clauses
        if judged.evidence.clause.start < act.start and judged.evidence.clause.kind is not ClauseKind.RELATIVE
    ]
    if not before:
        return []
    tokens = [token for token in before[-1].tokens if token.word[0].isalnum()]
    starts = [place for place, token in enumerate(tokens) if token.word in examiner.pack.grammar.determiners]
    return [examiner.report.text[token.start : token.end] for token in tokens[starts[-1] :]] if starts else []


def _named_before(noun: str, finding: Finding, examiner: Examiner) -> str | None:
    """The nearest earlier naming of the noun that says more than the noun: "het onderzoek naar mensen die …"."""
    text = examiner.report.text
    articles = "|".join(map(re.escape, examiner.pack.reference.articles))
    pattern = re.compile(rf"\b(?:{articles})\s+(?:[\w-]+\s+){{0,2}}?\w*{re.escape(noun)}\b", re.IGNORECASE)
    for sentence in reversed(examiner.before(finding.start, LOOK_BACK)):
        hit = pattern.search(text, sentence.start, sentence.end)
        if hit:
            tokens = tokens_of(text, hit.start(), sentence.end, examiner.pack.grammar)
            words = text[tokens[0].start : _end_of_thing(tokens, noun, examiner)]
            return words[:1].lower() + words[1:]
    return None


def _end_of_thing(tokens: Sequence[Token], noun: str, examiner: Examiner) -> int:
    """The noun, one phrase that hangs on it by a preposition, and the relative clause in it."""
    place = next((index for index, token in enumerate(tokens) if token.word.endswith(noun.lower())), 0)
    end = tokens[place].end
    grammar, ends = examiner.pack.grammar, examiner.pack.reference.thing_ends
    if place + 1 >= len(tokens) or tokens[place + 1].word not in grammar.prepositions:
        return end
    in_relative = False
    for index, token in enumerate(tokens[place + 1 : place + LONGEST]):
        stops = token.word in grammar.auxiliaries or (index > 0 and token.word in grammar.prepositions)
        if token.word in ends or token.word in MARKS or (stops and not in_relative):
            break
        in_relative = in_relative or token.word in grammar.bare_openers
        end = token.end
    return end
