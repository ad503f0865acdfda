"""What speaks for and against each clause of a sentence: its features, each with the words that woke it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.extraction.clause import Clause, ClauseKind, Token, tokens_of
from tracker.extraction.cue_names import ACTORS, BEFORE_THIRD_PARTY, NO_ACT, THIRD_PARTY, THIRD_PRONOUN, UNDERMINING
from tracker.extraction.syntax import clauses_of
from tracker.languages.cue_rules import Where
from tracker.languages.cues import CuePack, Match
from tracker.languages.grammar import Grammar
from tracker.languages.pack import LanguagePack
from tracker.languages.verbs import ACT_GROUPS
from tracker.model import Precision, TimeExpression

CANDIDATES = frozenset(
    (ClauseKind.MAIN, ClauseKind.CONTENT, ClauseKind.RELATIVE, ClauseKind.PURPOSE, ClauseKind.CONDITION)
)
QUOTES = frozenset(("“", '"', "„", "«"))
LONG, SHORT = 30, 6


@dataclass(frozen=True, slots=True)
class Span:
    """Words in the text that woke a feature."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One clause with every feature that holds of it and the words that woke it."""

    clause: Clause
    features: dict[str, Span]


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentence itself does not tell.

    `reported`: the minister is "hij" or "zij". `others_before`, `others_near`: the sentence before, or one shortly
    before, is about others. `opener`: the clause that a list item completes ("We zullen:").
    """

    said_on: date | None
    reported: bool = False
    others_before: bool = False
    others_near: bool = False
    opener: tuple[int, int] | None = None


def evidence_in(
    text: str, start: int, end: int, *, pack: LanguagePack, times: Sequence[TimeExpression], context: Context
) -> tuple[Evidence, ...]:
    """The evidence of every clause of the sentence text[start:end] that could carry an act."""
    tokens = tokens_with(text, start, end, opener=context.opener, grammar=pack.grammar)
    clauses = clauses_of(tokens, pack.grammar)
    shared, question = _of_sentence(tokens, clauses), _question(tokens)
    colon = max((token.start for token in tokens if token.word == ":"), default=start)
    evidence: list[Evidence] = []
    above: dict[str, Span] = {}
    matrix: dict[str, Span] = {}
    for clause in clauses:
        own = _of_clause(clause, pack, asked=question if clause.start >= colon else None)
        if clause.kind in CANDIDATES:
            features = shared | own | _of_times(clause, times, said_on=context.said_on)
            _note_above(clause, features, upper=matrix | above)
            _place_pronoun(clause, features, context=context, may_be_others=pack.reference.may_be_others)
            _note_context(clause, features, context=context, questions=pack.grammar.questions)
            _combine(features, pack.cues)
            evidence.append(Evidence(clause, features))
            if THIRD_PARTY in features:
                context = replace(context, others_before=True)
        above = own
        matrix = own if clause.kind is ClauseKind.MAIN else matrix
    return tuple(evidence)


def tokens_with(
    text: str, start: int, end: int, *, opener: tuple[int, int] | None, grammar: Grammar
) -> tuple[Token, ...]:
    """The words of the sentence, behind those of the clause that it completes."""
    tokens = tokens_of(text, start, end, grammar)
    if opener is None:
        return tokens
    return (*(token for token in tokens_of(text, *opener, grammar) if token.word != ":"), *_item(tokens))


def _note_above(clause: Clause, features: dict[str, Span], *, upper: dict[str, Span]) -> None:
    """What undermines a clause from the one that it hangs on: "Zij kan niet garanderen dat …"."""
    hit = next((name for name in UNDERMINING if name in upper), None)
    if hit and clause.kind is not ClauseKind.MAIN:
        features["above.against"] = upper[hit]


def _item(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a list item without the mark that opens it."""
    first = next((place for place, token in enumerate(tokens) if token.word[0].isalnum()), 0)
    return tokens[first:]


def _of_sentence(tokens: tuple[Token, ...], clauses: tuple[Clause, ...]) -> dict[str, Span]:
    if not tokens:
        return {}
    whole, features = Span(tokens[0].start, tokens[-1].end), {}
    if tokens[0].word in QUOTES:
        features["sentence.quotation"] = Span(tokens[0].start, tokens[0].end)
    if len(tokens) > LONG:
        features["sentence.long"] = whole
    if len(tokens) < SHORT:
        features["sentence.short"] = whole
    for kind in (ClauseKind.CONDITION, ClauseKind.FRAME):
        hit = next((clause for clause in clauses if clause.kind is kind), None)
        if hit:
            features[f"sentence.with-{kind}"] = Span(hit.start, hit.end)
    return features


def _place_pronoun(
    clause: Clause, features: dict[str, Span], *, context: Context, may_be_others: frozenset[str]
) -> None:
    """A bare pronoun is the minister only in reported speech, and somebody else where others were just spoken of."""
    first, last = clause.subject
    if last - first != 1:
        return
    span = Span(clause.tokens[first].start, clause.tokens[first].end)
    if not context.reported and THIRD_PRONOUN in features:
        del features[THIRD_PRONOUN]
        features["actor.somebody-else"] = span
    if context.others_before and clause.words[first] in may_be_others:
        features[BEFORE_THIRD_PARTY] = span


def _note_context(clause: Clause, features: dict[str, Span], *, context: Context, questions: frozenset[str]) -> None:
    """Others who were spoken of shortly before, and questions told ("hoe we dat zullen doen")."""
    whole = Span(clause.start, clause.end)
    if context.others_near:
        features["before.others-near"] = whole
    if clause.kind is ClauseKind.CONTENT and clause.words[0] in questions:
        features["clause.asked"] = whole


def _question(tokens: tuple[Token, ...]) -> Span | None:
    """The question mark that ends the sentence; it asks what stands behind the last colon."""
    return next((Span(token.start, token.end) for token in tokens[-2:] if token.word == "?"), None)


def _of_clause(clause: Clause, pack: LanguagePack, *, asked: Span | None) -> dict[str, Span]:
    words, cues = clause.words, pack.cues
    whole = Span(clause.start, clause.end)
    features = {f"clause.{clause.kind}": whole}
    if asked:
        features["sentence.question"] = asked
    if clause.coordinated:
        features["clause.coordinated"] = whole
    for match in cues.matches(words):
        if in_scope(match, cues.where[match.rule], clause):
            span = Span(clause.tokens[match.first].start, clause.tokens[match.last].end)
            features.setdefault(cues.rules[match.rule].id, span)
    for rule in cues.overruling:
        if rule.id in features:
            for name in rule.silences:
                features.pop(name, None)
    if clause.subject[0] == clause.subject[1]:
        features["actor.unnamed"] = whole
    elif features.keys().isdisjoint(ACTORS):
        features["actor.other"] = whole
    _note_verbs(clause, words, pack, features=features)
    return features


def in_scope(match: Match, where: Where, clause: Clause) -> bool:
    """True when a rule fired in the part of the clause where its words are looked for."""
    first, last = clause.subject
    if where is Where.SUBJECT:
        return first <= match.first and match.last < last
    if where is Where.SUBJECT_ALONE:
        return first == match.first and match.last == last - 1 == first
    return where is not Where.OPENING or match.first == 0


def _note_verbs(clause: Clause, words: tuple[str, ...], pack: LanguagePack, *, features: dict[str, Span]) -> None:
    """The classes of the verbs of the clause: report, study, …; parted verbs first, then the words one by one."""
    cues, grammar = pack.cues, pack.grammar
    parted = cues.parted(words)
    plural = cues.verbs.conjugation.plural_like_infinitive and grammar.infinitive_marks.isdisjoint(words)
    acts = 0
    for place in range(len(words)):
        form = parted.get(place) or cues.form_at(words, place)
        if form is None:
            continue
        token = clause.tokens[place]
        written = "finite" if plural and _leads(clause, place, form.form) else form.form
        features.setdefault(f"verb.{form.group}", Span(token.start, token.end))
        features.setdefault(f"verb.{form.group}.{written}", Span(token.start, token.end))
        acts += form.group in ACT_GROUPS
        if form.group in ACT_GROUPS and written == "finite":
            features.setdefault("verb.act.finite", Span(token.start, token.end))
    if not acts:
        features[NO_ACT] = Span(clause.start, clause.end)


def _leads(clause: Clause, place: int, form: str) -> bool:
    """True for a plural present, written like an infinitive, beside its subject: "wij starten", "starten wij"."""
    first, last = clause.subject
    return form == "infinitive" and first < last and (place == last or place + 1 == first)


def _of_times(clause: Clause, times: Sequence[TimeExpression], *, said_on: date | None) -> dict[str, Span]:
    features: dict[str, Span] = {}
    for time in times:
        where = "clause" if clause.start <= time.start < clause.end else "sentence"
        features.setdefault(f"time.{_tense(time, said_on)}.{where}", Span(time.start, time.end))
    if not times:
        features["time.none"] = Span(clause.start, clause.end)
    return features


def _tense(time: TimeExpression, said_on: date | None) -> str:
    """Past, today, future, vague or anchored, seen from the day on which it was said."""
    if time.precision in (Precision.VAGUE, Precision.ANCHORED, Precision.RECURRING):
        return str(time.precision)
    last = time.latest or time.due or time.earliest
    if last is None or said_on is None:
        return "future"
    if last == said_on:
        return "today"
    return "future" if last > said_on else "past"


def _combine(features: dict[str, Span], pack: CuePack) -> None:
    for combination in pack.combinations:
        if features.keys().isdisjoint(combination.none):
            woken = [next((name for name in wanted if name in features), None) for wanted in combination.all]
            if woken[0] is not None and all(woken):
                features[combination.id] = features[woken[0]]
