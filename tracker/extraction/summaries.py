"""What is to be done, as one infinitive clause that is understood without the report. Only words of the report.

"Een ontwerp van besluit zal voor het zomerreces worden voorgelegd" gives "een ontwerp van besluit voorleggen".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.extraction.finding import Found, Reader
from tracker.extraction.syntax import Clause, ClauseKind, Token, tokens_of
from tracker.languages.cues import CuePack, SummaryWords, load_summary_words

LOOK_BACK = 4  # sentences in which a thing pointed at is sought
FRONT = 4  # words among which a present form is sought
LONGEST = 28  # words of a summary, and of a thing it names
MARKS = frozenset('.;:!?,"“”()–—')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the summary: as written, and folded for comparison."""

    written: str
    folded: str


def summary_of(found: Found, reader: Reader) -> str:
    """The act without speaker, hedges or date, with what it points at named."""
    words = load_summary_words(reader.report.language or "nl")
    clause = found.act.evidence.clause
    kept = _words(_without_date(clause, found), reader.report.text)
    kept = _without_phrases(_act_words(kept, clause), words.hedges)
    kept = _in_infinitive(_without_phrases(kept, words.speakers), reader.pack, words)
    text = _joined(kept[:LONGEST])
    return _named(text, found, reader, words)


def _without_date(clause: Clause, found: Found) -> list[Token]:
    date = found.deadline
    return [token for token in clause.tokens if not (date and date.start <= token.start < date.end)]


def _words(tokens: Sequence[Token], text: str) -> list[Word]:
    return [Word(text[token.start : token.end], token.word) for token in tokens]


def _act_words(words: list[Word], clause: Clause) -> list[Word]:
    """From "om" on where an infinitive clause carries the act ("het is de bedoeling om …"), without its opener."""
    folded = [word.folded for word in words]
    if (
        "om" in folded
        and "te" in folded[folded.index("om") :]
        and {"bedoeling", "ambitie", "intentie", "bereid", "plan", "toegezegd", "doel"} & set(folded)
    ):
        return [word for word in words[folded.index("om") + 1 :] if word.folded != "te"]
    openers = 1 if clause.kind is not ClauseKind.MAIN or folded[:1] in (["en"], ["maar"], ["dus"], ["want"]) else 0
    return words[openers:]


def _without_phrases(words: list[Word], phrases: Sequence[tuple[str, ...]]) -> list[Word]:
    kept, place = [], 0
    while place < len(words):
        size = next(
            (
                len(phrase)
                for phrase in phrases
                if tuple(word.folded for word in words[place : place + len(phrase)]) == phrase
            ),
            0,
        )
        if size:
            place += size
        else:
            kept.append(words[place])
            place += 1
    return kept


def _in_infinitive(words: list[Word], pack: CuePack, lists: SummaryWords) -> list[Word]:
    """Auxiliaries go; a participle or present form becomes the infinitive, a present form at the end."""
    parted = pack.parted([word.folded for word in words])
    passive = any(word.folded in ("wordt", "worden") for word in words) or any(
        word.folded in ("zijn", "is") for word in words
    )
    rest: list[Word] = []
    last: list[Word] = []
    particles = {form.particle for form in parted.values()}
    for place, word in enumerate(words):
        if place in parted and not last:
            last = [Word(parted[place].infinitive, parted[place].infinitive)]
        elif word.folded in lists.dropped_verbs or (last and word.folded in particles and word is not words[0]):
            continue
        else:
            rest.append(_plain(word, pack, passive=passive))
    if not last and rest:
        rest, last = _moved(rest, pack)
    return _tidy(rest) + last


def _plain(word: Word, pack: CuePack, *, passive: bool) -> Word:
    form = next((form for form in pack.verbs.get(word.folded, ()) if form.form == "participle"), None)
    if form and passive and word.folded != form.infinitive:
        return Word(form.infinitive, form.infinitive)
    return word


def _moved(words: list[Word], pack: CuePack) -> tuple[list[Word], list[Word]]:
    """A present form near the front goes to the end as an infinitive ("bezorgt de cijfers" → "de cijfers bezorgen")."""
    folded = [word.folded for word in words]
    for place in range(min(len(words), FRONT)):
        form = pack.form_at(folded, place)
        if form and form.form == "finite":
            return words[:place] + words[place + 1 :], [Word(form.infinitive, form.infinitive)]
    return words, []


def _tidy(words: list[Word]) -> list[Word]:
    while words and words[0].written in MARKS:
        words = words[1:]
    while words and words[-1].written in MARKS:
        words = words[:-1]
    return words


def _joined(words: Sequence[Word]) -> str:
    text = " ".join(word.written for word in words)
    text = re.sub(r"\s+([,.;:)!?”])", r"\1", re.sub(r"([(“])\s+", r"\1", text))
    text = re.sub(r"\s+-\s+", "-", text).strip(" ,.;:")
    first = text.split(" ", 1)[0]
    return text if first.isupper() else text[:1].lower() + text[1:]


def _named(text: str, found: Found, reader: Reader, words: SummaryWords) -> str:
    """The summary with "dit onderzoek" replaced by the thing as it was named before."""
    tokens = text.split()
    for place, (first, noun) in enumerate(pairwise(tokens)):
        if first.lower() in words.demonstratives:
            named = _thing(noun.strip(",."), found, reader)
            if named:
                return " ".join((*tokens[:place], named, *tokens[place + 2 :]))
    return text


def _thing(noun: str, found: Found, reader: Reader) -> str | None:
    """The nearest earlier naming of the noun that says more than the noun: "het onderzoek naar mensen die …"."""
    report = reader.report
    sentences = [one for one in report.sentences if one.start < found.start][-LOOK_BACK:]
    for sentence in reversed(sentences):
        hit = re.search(
            rf"\b(?:het|de|een)\s+(?:[\w-]+\s+){{0,2}}?\w*{re.escape(noun)}\b",
            report.text[sentence.start : sentence.end],
            re.IGNORECASE,
        )
        if hit:
            tokens = tokens_of(report.text, sentence.start + hit.start(), sentence.end)
            end = _end_of_thing(tokens, noun, reader)
            words = report.text[tokens[0].start : end]
            return words[:1].lower() + words[1:] if not words.isupper() else words
    return None


def _end_of_thing(tokens: Sequence[Token], noun: str, reader: Reader) -> int:
    """The noun, what hangs on it by a preposition, and one relative clause."""
    place = next(index for index, token in enumerate(tokens) if token.word.endswith(noun.lower()))
    end = tokens[place].end
    if place + 1 >= len(tokens) or tokens[place + 1].word not in reader.syntax["prepositions"]:
        return end
    in_relative = False
    for token in tokens[place + 1 : place + LONGEST]:
        if token.word in ("en", "of", "maar") or token.word in MARKS:
            break
        if token.word in reader.syntax["auxiliaries"] and not in_relative:
            break
        in_relative = in_relative or token.word in ("die", "dat")
        end = token.end
    return end
