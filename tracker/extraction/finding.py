"""Sentences to findings: which of them bind, which belong together, and from when on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from tracker.dates import find_dates
from tracker.extraction.clause import Clause, ClauseKind
from tracker.extraction.cue_names import FIRST_PERSON, IS_DONE_THEN, NO_ACT, OTHERS
from tracker.extraction.deadlines import Act, Cut, deadline_of, is_dated
from tracker.extraction.evidence import Context, Evidence, Span, evidence_in, tokens_with
from tracker.extraction.judging import NO_SUPPORT, Judged, Support, cues_of, judged, weighed
from tracker.extraction.several_acts import acts_of, beside
from tracker.extraction.syntax import clauses_of
from tracker.extraction.undated import SUPPOSED, supposed_times, without_day
from tracker.extraction.voices import Voice, voice_of
from tracker.languages.encoder import Encoder, InContext
from tracker.languages.pack import LanguagePack
from tracker.languages.reference import Reference
from tracker.languages.verbs import ACT_GROUPS
from tracker.model import Cue, Report, Sentence, TimeExpression

BETWEEN = 120  # characters of one short sentence that may stand between a promise and what carries it on
FAR_BETWEEN = 300  # characters after which a sentence no longer dates the promise before it
_BROKEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=[a-zà-ÿ])")
MANY = 12  # sentences of a block that are looked at before one that is explained
SHOWN = 4  # runs of words that stand for the whole wording where it is explained
SPACE = 2  # characters that may stand between two sentences of a block


@dataclass(frozen=True, slots=True)
class Examined:
    """A sentence with everything that was read in it."""

    sentence: Sentence
    voice: Voice
    clauses: tuple[Judged, ...]
    times: tuple[TimeExpression, ...]
    after_others: bool = False
    support: Support = NO_SUPPORT

    @property
    def near_others(self) -> bool:
        """True when this sentence or the one before it is about others."""
        return self.after_others or self.is_about_others

    @property
    def is_about_others(self) -> bool:
        """True when the last main clause is about somebody who does not bind the government."""
        mains = [judged.evidence for judged in self.clauses if judged.evidence.clause.kind is ClauseKind.MAIN]
        return bool(mains) and not OTHERS.isdisjoint(mains[-1].features)

    @property
    def best(self) -> Judged | None:
        """The clause that most likely promises something."""
        return max(self.clauses, key=lambda clause: clause.probability, default=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that promises one act."""

    examined: Examined
    act: Judged
    start: int
    end: int
    deadline: TimeExpression | None

    def same_act(self, other: Finding, verbs: frozenset[str]) -> bool:
        """True when one of these verbs carries both ("informeren" twice), without a date here."""
        words = verbs.intersection(self.act.evidence.clause.words)
        return self.deadline is None and not words.isdisjoint(other.act.evidence.clause.words)


def language_of(report: Report, sentence: Sentence) -> str | None:
    """The language of a sentence: that of its block, else that of its report."""
    return report.blocks[sentence.block].language or report.language


def on_one_line(text: str) -> str:
    """A stretch of text without its line breaks and the hyphens that they made."""
    return " ".join((_BROKEN.sub("", text) if "\n" in text else text).split())


class Examiner:
    """Reads the sentences of one report that are in the language of its rules."""

    def __init__(
        self, report: Report, pack: LanguagePack, *, calendar: str | None, encoder: Encoder | None = None
    ) -> None:
        self.report = report
        self.pack = pack
        self._encoder = encoder
        self.scale = pack.scale(encoder)
        self._calendar = calendar
        self._day = report.held_on or SUPPOSED
        self._starts = [sentence.start for sentence in report.sentences]
        self._openers = {block.opener for block in report.blocks if block.opener is not None}
        self._last_cut: tuple[Sentence, Cut, tuple[TimeExpression, ...]] | None = None
        self._by_block: dict[int, list[Sentence]] = {}
        for sentence in report.sentences:
            if sentence.block in self._openers:
                self._by_block.setdefault(sentence.block, []).append(sentence)

    def examine(self, sentence: Sentence, before: Examined | None = None) -> Examined:
        """Everything that can be read in one sentence, whoever says it; `before` is the sentence before it."""
        times = self.times(sentence.start, sentence.end)
        voice = voice_of(self.report, sentence, self.pack.voices)
        before = before if before and before.sentence.block == sentence.block else None
        context = Context(
            self._day,
            reported=voice.reported,
            others_before=before is not None and before.is_about_others,
            others_near=before is not None and before.near_others,
            opener=self._opener(sentence),
        )
        evidence = evidence_in(
            self.report.text,
            sentence.start,
            sentence.end,
            pack=self.pack,
            times=times,
            context=context,
        )
        clauses, support = tuple(judged(clause, self.pack.cues) for clause in evidence), NO_SUPPORT
        if self.pack.judge:
            ask = partial(self._asked, self._encoder, sentence) if self._encoder else None
            clauses, support = weighed(clauses, self._on_one_line(sentence), self.pack.judge, ask)
        return Examined(sentence, voice, clauses, times, after_others=context.others_before, support=support)

    def cues(self, judged: Judged, examined: Examined) -> tuple[Cue, ...]:
        """What spoke for and against a clause of a sentence, the strongest first."""
        sentence, judge = examined.sentence, self.pack.judge
        runs = judge.phrases.strongest(self._on_one_line(sentence), SHOWN) if judge else ()
        whole = Span(sentence.start, sentence.end)
        support, text = examined.support, self.report.text
        return cues_of(judged.evidence, text, self.pack.cues, scale=self.scale, support=support, whole=whole, runs=runs)

    def _asked(self, encoder: Encoder, sentence: Sentence) -> float:
        return encoder.log_odds(self.in_context(sentence))

    def in_context(self, sentence: Sentence) -> InContext:
        """The sentence with the two that the same speaker said before it, on one line."""
        end = bisect_left(self._starts, sentence.start)
        before = (one for one in self.report.sentences[max(end - 2, 0) : end] if one.speech == sentence.speech)
        return InContext(" ".join(map(self._on_one_line, before)), self._on_one_line(sentence))

    def _on_one_line(self, sentence: Sentence) -> str:
        return on_one_line(self.report.text[sentence.start : sentence.end])

    def clauses(self, sentence: Sentence) -> tuple[Clause, ...]:
        """All clauses of a sentence, also those that could hold no act."""
        text, grammar, opener = self.report.text, self.pack.grammar, self._opener(sentence)
        tokens = tokens_with(text, sentence.start, sentence.end, opener=opener, grammar=grammar)
        return clauses_of(tokens, grammar)

    def times(self, start: int, end: int) -> tuple[TimeExpression, ...]:
        """The time expressions in a stretch of text, with their places in the report."""
        text, language = self.report.text[start:end], self.pack.language
        if self.report.held_on is None:
            times = supposed_times(text, language=language, calendar=self._calendar)
        else:
            times = find_dates(text, said_on=self._day, language=language, calendar=self._calendar)
        return tuple(_moved(time, start) for time in times)

    def findings(self) -> tuple[list[Finding], list[Finding]]:
        """The promises of the report in order of place, and apart from them what is only possible.

        What is possible stands in sentences of which nothing is found, where it carries no found one on and dates none,
        or is a further clause of a sentence of which something is found: a second act that nobody is sure of.
        """
        found: list[Finding] = []
        possible: list[Finding] = []
        second: list[Finding] = []
        for examined in self.examined():
            before = found[-1:]
            self._add(examined, found, least=self.scale.threshold)
            if before == found[-1:]:
                self._add(examined, possible, least=self.scale.possible)
            else:
                second += self._beside(examined)
        return found, sorted([*possible, *second], key=lambda finding: finding.start)

    def _beside(self, examined: Examined) -> Iterator[Finding]:
        """What may be a second act in a sentence of which something is found."""
        whole = Span(examined.sentence.start, examined.sentence.end)
        for span, act in beside(examined.clauses, whole, self.pack, self.scale):
            date = self.deadline(examined, act, start=span.start, end=span.end)
            yield Finding(examined, act, span.start, span.end, date)

    def before(self, offset: int, count: int) -> tuple[Sentence, ...]:
        """The last sentences that begin before an offset, the nearest last."""
        end = bisect_left(self._starts, offset)
        return self.report.sentences[max(end - count, 0) : end]

    def examined(self) -> Iterator[Examined]:
        """Every sentence that could bind the government, read in its context."""
        before: Examined | None = None
        for sentence in self.report.sentences:
            if self._counts(sentence):
                before = self.examine(sentence, before)
                yield before

    def counting_before(self, sentence: Sentence) -> Iterator[Sentence]:
        """The sentences of its block before it that could bind the government."""
        for one in self.before(sentence.start, MANY):
            if one.block == sentence.block and self._counts(one):
                yield one

    def _counts(self, sentence: Sentence) -> bool:
        if self._is_foreign(sentence) or (sentence.block in self._openers and self._ends_open(sentence)):
            return False
        return voice_of(self.report, sentence, self.pack.voices).counts

    def _opener(self, sentence: Sentence) -> tuple[int, int] | None:
        """The sentence with a colon that a list item completes."""
        place = self.report.blocks[sentence.block].opener
        if place is None:
            return None
        opening = [sentence for sentence in self._by_block.get(place, ()) if self._ends_open(sentence)]
        return (opening[-1].start, opening[-1].end) if opening else None

    def _ends_open(self, sentence: Sentence) -> bool:
        return self.report.text[sentence.start : sentence.end].rstrip().endswith(":")

    def _is_foreign(self, sentence: Sentence) -> bool:
        """True for a block in another language than the pack's: these rules do not read it."""
        language = language_of(self.report, sentence)
        return language is not None and language != self.pack.language

    def _add(self, examined: Examined, findings: list[Finding], *, least: float) -> None:
        whole = Span(examined.sentence.start, examined.sentence.end)
        acts = acts_of(examined.clauses, whole, self.pack, least=least)
        if not acts or _promises_nothing_itself(examined, self.pack.reference):
            carried = _carry_date(examined, findings, text=self.report.text, reference=self.pack.reference)
            if carried or not acts:
                return
        for span, act in acts:
            date = self.deadline(examined, act, start=span.start, end=span.end)
            finding = Finding(examined, act, span.start, span.end, date)
            if findings and self._continues(findings[-1], finding):
                findings[-1] = _joined(findings[-1], finding)
            else:
                findings.append(finding)

    def deadline(self, examined: Examined, act: Judged, *, start: int, end: int) -> TimeExpression | None:
        """The deadline of an act that takes this stretch of a sentence."""
        clause, sentence, words = act.evidence.clause, examined.sentence, act.evidence.clause.words
        verbs = [token.start for place, token in enumerate(clause.tokens) if self._is_act(words, place)]
        cut, above = self._cut(sentence)
        begin = above[0].start if above and start == sentence.start else start
        colon = self.report.text.rfind(":", sentence.start, clause.start)
        grammar, reference = self.pack.grammar, self.pack.reference
        first = grammar.token.search(self.report.text, sentence.start, sentence.end)
        opens = first.group().lower() if first else ""
        told = Act(clause, cut, start=begin, end=end, verbs=verbs, opens=opens, colon=colon)
        return deadline_of(told, (*above, *examined.times), said_on=self._day, grammar=grammar, reference=reference)

    def _cut(self, sentence: Sentence) -> tuple[Cut, tuple[TimeExpression, ...]]:
        """The clauses of a sentence and the times of the one that it completes; kept while its acts are looked at."""
        if self._last_cut is None or self._last_cut[0] is not sentence:
            opener = self._opener(sentence)
            above = self.times(*opener) if opener else ()
            self._last_cut = (sentence, Cut.of(self.clauses(sentence)), above)
        return self._last_cut[1:]

    def as_known(self, time: TimeExpression | None) -> TimeExpression | None:
        """A deadline with the days that are known; of a report without a day few are."""
        if time is None or self.report.held_on is not None:
            return time
        return without_day(time, language=self.pack.language, calendar=self._calendar)

    def _is_act(self, words: tuple[str, ...], place: int) -> bool:
        form = self.pack.cues.form_at(words, place)
        return form is not None and form.group in ACT_GROUPS and form.form != "finite"

    def _continues(self, last: Finding, finding: Finding) -> bool:
        """The next sentence carries on the same delivery: it points back and brings no other date."""
        if last.examined is finding.examined or not _is_near(finding.examined, last, gap=BETWEEN):
            return False
        if is_dated(last.deadline) and is_dated(finding.deadline):
            return False
        reference = self.pack.reference
        words = finding.act.evidence.clause.words
        if words[0] in reference.points_back:  # "Dit onderzoek …" names its own thing, "Dat kan ik …" does not
            return len(words) > 1 and words[1] in self.pack.grammar.auxiliaries and _is_near(finding.examined, last)
        if words[0] in reference.carries_on:
            return True
        own = not FIRST_PERSON.isdisjoint(finding.act.evidence.features)
        refers = own and not reference.refers_back.isdisjoint(words)
        return _is_near(finding.examined, last) and (refers or finding.same_act(last, reference.one_delivery))


def _moved(time: TimeExpression, by: int) -> TimeExpression:
    return replace(time, start=time.start + by, end=time.end + by)


def _is_near(examined: Examined, last: Finding, *, gap: int = SPACE) -> bool:
    """True for the very next sentence of the same block, or one that is at most `gap` characters away."""
    return 0 <= examined.sentence.start - last.end <= gap and examined.sentence.block == last.examined.sentence.block


def _joined(last: Finding, finding: Finding) -> Finding:
    deadline = last.deadline if is_dated(last.deadline) or not finding.deadline else finding.deadline
    return replace(last, end=finding.end, deadline=deadline)


def _carry_date(examined: Examined, findings: list[Finding], *, text: str, reference: Reference) -> bool:
    """A sentence that only tells when gives its date to the promise before it; True where it does.

    "Dit zal in juni zijn" does, and so does '"Binnenkort" is dus in deze maand' after a promise for "binnenkort".
    """
    if not findings or examined.best is None or is_dated(findings[-1].deadline):
        return False
    last = findings[-1]
    dated = next((time for time in examined.times if is_dated(time)), None)
    if dated and _is_near(examined, last) and _only_tells_when(examined.best.evidence, reference):
        findings[-1] = replace(last, end=examined.sentence.end, deadline=dated)
        return True
    if dated and last.deadline and _is_near(examined, last, gap=FAR_BETWEEN):
        words = last.deadline.text.casefold()
        if words in text[examined.sentence.start : examined.sentence.end].casefold():
            findings[-1] = replace(last, end=examined.sentence.end, deadline=dated)
            return True
    return False


def _promises_nothing_itself(examined: Examined, reference: Reference) -> bool:
    """True for a sentence about a time whose words name no act, however sure its neighbours make it."""
    best = examined.best
    if best is None or not examined.times:
        return False
    return NO_ACT in best.evidence.features or _only_tells_when(best.evidence, reference)


def _only_tells_when(evidence: Evidence, reference: Reference) -> bool:
    return evidence.clause.words[0] in reference.tells_when and IS_DONE_THEN in evidence.features
