"""From findings to commitments: who, to whom, what, by when, how firmly; the same promise twice is one."""

from __future__ import annotations

from tracker.extraction.deadlines import check_on
from tracker.extraction.finding import Examiner, Finding
from tracker.extraction.judging import cues_of
from tracker.extraction.nature import firmness_of, kind_of
from tracker.extraction.repetition import said_once
from tracker.extraction.summaries import summary_of
from tracker.extraction.voices import Questions, colleague_of
from tracker.languages.pack import LanguagePack, load_pack
from tracker.model import Commitment, Extraction, Problem, Report, Role
from tracker.reading import segment

NO_MINISTER = Problem(
    "extraction.no-minister",
    "No speech in the report is known to be a minister's, so nobody in it commits to anything.",
    "Name who answers",
)
READING_TELLS = frozenset(("reading.no-offices", "reading.minister-unknown"))


def extract(report: Report, *, calendar: str | None = None) -> Extraction:
    """The commitments of a report in order of place; a report that is not yet segmented is segmented first."""
    if not report.sentences:
        report = segment(report)
    pack = load_pack(report.language)
    if pack is None:
        return Extraction(problems=(_no_rules(report.language),))
    found = commitments_in(report, pack, calendar=calendar)
    return Extraction(found, () if found or _answers(report) else (NO_MINISTER,), pack.cues.version)


def _answers(report: Report) -> bool:
    """Whether a minister speaks, or reading has told already why nobody is known to."""
    told = any(problem.code in READING_TELLS for problem in report.problems)
    return told or any(speech.speaker and speech.speaker.role is Role.MINISTER for speech in report.speeches)


def commitments_in(report: Report, pack: LanguagePack, *, calendar: str | None = None) -> tuple[Commitment, ...]:
    """The commitments of a segmented report by the rules of this pack."""
    examiner = Examiner(report, pack, calendar=calendar)
    questions = Questions(report, pack.grammar)
    return said_once(tuple(_commitment(finding, examiner, questions) for finding in examiner.findings()))


def _commitment(finding: Finding, examiner: Examiner, questions: Questions) -> Commitment:
    report, pack = examiner.report, examiner.pack
    evidence = finding.act.evidence
    others = tuple(clause.evidence for clause in finding.examined.clauses if clause is not finding.act)
    start, end = _trimmed(report.text, finding.start, finding.end)
    return Commitment(
        quote=report.text[start:end],
        start=start,
        end=end,
        page=report.page_at(start),
        summary=summary_of(finding, examiner),
        minister=finding.examined.voice.speaker,
        asked_by=questions.asker(finding.examined.sentence),
        said_on=report.held_on,
        deadline=finding.deadline,
        check_on=check_on(finding.deadline, report.held_on),
        firmness=firmness_of(evidence, others, pack.grammar),
        kind=kind_of(evidence),
        confidence=round(finding.act.probability, 3),
        cues=cues_of(evidence, report.text, pack.cues),
        responsible=colleague_of(evidence, report, speaker=finding.examined.voice.speaker, voices=pack.voices),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A quote without the joint of its sentence ("…, en")."""
    while end > start and text[end - 1] in " ,\n":
        end -= 1
    while start < end and text[start] in " ,\n":
        start += 1
    return start, end


def _no_rules(language: str | None) -> Problem:
    return Problem(
        "extraction.no-rules",
        f"There are no rules yet for finding commitments in the language {language!r}.",
        "Name another language.",
    )
