"""Why a sentence is or is not a commitment: everything that was read in it, whoever says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import NotFound
from tracker.extraction.explained_clauses import ExplainedClause, explained_clauses
from tracker.extraction.finding import Examined, Examiner, language_of
from tracker.extraction.judging import ENCODER, UNASKED, WORDING, bias_of
from tracker.extraction.nature import firmness_of, kind_of
from tracker.languages.pack import load_pack
from tracker.model import Cue, Firmness, Kind, Report, Role, Sentence, Speaker, TimeExpression
from tracker.reading import segment


class Silence(StrEnum):
    """Why a sentence does not count, whatever its words say."""

    NOT_A_MINISTER = "not_a_minister"
    OUT_OF_OFFICE = "out_of_office"
    NOBODY = "nobody"  # is known to speak
    NO_ACT = "no_act"  # no clause of a kind that could hold one


@dataclass(frozen=True, slots=True)
class RuleSketch:
    """What a rule looks for: its first example, or the cues that it asks for together; neither: it has no words.

    `speaks_of` the whole sentence instead of a clause: its wording, or the encoder's reading of it.
    """

    example: str | None = None
    together: tuple[tuple[str, ...], ...] = ()
    speaks_of: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence as it was judged. `silenced_by` says why it does not count whatever its words say.

    `bias` is the log-odds before anything is seen; with the weights of the cues it makes the probability.
    """

    start: int
    end: int
    text: str
    is_commitment: bool
    probability: float
    threshold: float
    bias: float
    speaker: Speaker | None
    silenced_by: Silence | None
    cues: tuple[Cue, ...]
    times: tuple[TimeExpression, ...]
    firmness: Firmness | None
    kind: Kind | None
    clauses: tuple[ExplainedClause, ...]
    possible_from: float  # the probability from which it is kept as possible

    @property
    def is_possible(self) -> bool:
        """Whether it is not sure enough to be found, and kept apart for who wants to miss nothing."""
        return self.silenced_by is None and self.possible_from <= self.probability < self.threshold

    @property
    def in_favour(self) -> tuple[Cue, ...]:
        """The cues that spoke for it, the strongest first."""
        return tuple(cue for cue in self.cues if cue.weight > 0)

    @property
    def against(self) -> tuple[Cue, ...]:
        """The cues that spoke against it, the strongest first."""
        return tuple(cue for cue in self.cues if cue.weight < 0)


def explain(report: Report, *, at: str | int, calendar: str | None = None) -> tuple[Explanation, ...]:
    """Every sentence that holds the words or the offset `at`.

    Raises NotFound when there is none, or when there are no rules for the language.
    """
    if not report.sentences:
        report = segment(report)
    places = [index for index, sentence in enumerate(report.sentences) if _holds(report.text, sentence, at)]
    if not places:
        raise NotFound("extraction.no-such-words", words=str(at))
    examiners = _examiners(report, places, calendar=calendar)
    return tuple(_explained(_in_context(index, examiners[index]), examiners[index]) for index in examiners)


def _examiners(report: Report, places: Sequence[int], *, calendar: str | None) -> dict[int, Examiner]:
    """Who reads each of these sentences, by its language. Raises NotFound when there are rules for none of them."""
    languages = {index: language_of(report, report.sentences[index]) for index in places}
    packs = {language: load_pack(language) for language in languages.values()}
    known = {
        language: Examiner(report, pack, calendar=calendar, encoder=pack.encoder)
        for language, pack in packs.items()
        if pack
    }
    if not known:
        raise NotFound("extraction.no-rules", language=languages[places[0]])
    return {index: known[language] for index, language in languages.items() if language in known}


def rule_sketch(rule_id: str, language: str | None = None) -> RuleSketch:
    """What the rule of that id looks for; nothing for what the structure of a sentence shows by itself."""
    pack = load_pack(language)
    cues = pack.cues if pack else None
    name = cues.name_of(rule_id) if cues else rule_id
    if name in (WORDING, ENCODER, UNASKED):
        return RuleSketch(speaks_of=name)
    for rule in cues.rules if cues else ():
        if rule.id == name:
            return RuleSketch(example=rule.examples[0])
    for combination in cues.combinations if cues else ():
        if cues and combination.id == name:
            together = (tuple(sorted(map(cues.rule_id, names))) for names in combination.all)
            return RuleSketch(together=tuple(together))
    return RuleSketch()


def _in_context(index: int, examiner: Examiner) -> Examined:
    """The sentence as it is judged when its report is read: behind those of its block that count."""
    sentence, before = examiner.report.sentences[index], None
    for one in examiner.counting_before(sentence):
        before = examiner.examine(one, before)
    return examiner.examine(sentence, before)


def _holds(text: str, sentence: Sentence, at: str | int) -> bool:
    if isinstance(at, int):
        return sentence.start <= at < sentence.end
    return at.casefold() in text[sentence.start : sentence.end].casefold()


def _explained(examined: Examined, examiner: Examiner) -> Explanation:
    text, sentence, best = examiner.report.text, examined.sentence, examined.best
    silenced = _silenced_by(examined)
    others = tuple(clause.evidence for clause in examined.clauses if clause is not best)
    probability = best.probability if best else 0.0
    return Explanation(
        start=sentence.start,
        end=sentence.end,
        text=text[sentence.start : sentence.end],
        is_commitment=silenced is None and probability >= examiner.scale.threshold,
        probability=round(probability, 3),
        threshold=examiner.scale.threshold,
        bias=round(bias_of(examiner.pack.cues, examiner.scale), 2),
        speaker=examined.voice.speaker,
        silenced_by=silenced,
        cues=examiner.cues(best, examined) if best else (),
        times=examined.times if examiner.report.held_on else (),
        firmness=firmness_of(best.evidence, others, examiner.pack.grammar) if best else None,
        kind=kind_of(best.evidence) if best else None,
        clauses=explained_clauses(examined, examiner),
        possible_from=examiner.scale.possible,
    )


def _silenced_by(examined: Examined) -> Silence | None:
    if examined.voice.counts:
        return None if examined.clauses else Silence.NO_ACT
    speaker = examined.voice.speaker
    if speaker is None:
        return Silence.NOBODY
    return Silence.OUT_OF_OFFICE if speaker.role is Role.MINISTER else Silence.NOT_A_MINISTER
