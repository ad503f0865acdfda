"""From findings to commitments: who, to whom, what, by when, how firmly; the same promise twice is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.extraction.askers import Questions
from tracker.extraction.deadlines import check_on
from tracker.extraction.finding import Examiner, Finding, language_of
from tracker.extraction.matter import Matters
from tracker.extraction.nature import firmness_of, kind_of
from tracker.extraction.repetition import repeating_nothing, said_once
from tracker.extraction.summaries import Summaries
from tracker.extraction.voices import colleague_of
from tracker.languages.encoder import Encoder
from tracker.languages.pack import LanguagePack, load_pack
from tracker.model import Commitment, Extraction, Problem, Report, Role
from tracker.reading import segment

NO_MINISTER = Problem(
    "extraction.no-minister",
    "No speech in the report is known to be a minister's, so nobody in it commits to anything.",
    "Let other offices count by the setting `parliament`, or name who answers",
)
NO_ENCODER = Problem(
    "extraction.no-encoder",
    "The encoder could not be loaded, so the text was judged by rules and wording alone: less is found.",
    "Install the program whole, with onnxruntime and sentencepiece, and read the report again",
)
FAST = "+fast"  # behind the version of what was learnt, where the encoder was left out
READING_TELLS = frozenset(("reading.no-offices", "reading.minister-unknown"))


def extract(report: Report, *, calendar: str | None = None, fast: bool = False) -> Extraction:
    """The commitments of a report in order of place; a report that is not yet segmented is segmented first.

    Each part is read by the rules of its own language; what no rules read is told. `fast` leaves out the encoder, which
    finds more and errs less.
    """
    if not report.sentences:
        report = segment(report)
    packs = {language: load_pack(language) for language in _languages(report)}
    known = [pack for pack in packs.values() if pack is not None]
    if not known:
        return Extraction(problems=(_no_rules(report.language),))
    bands = [commitments_in(report, pack, calendar=calendar, encoder=_encoder(pack, fast=fast)) for pack in known]
    commitments = said_once(_in_order(found for found, _ in bands))
    possibles = apart(commitments, _in_order(possible for _, possible in bands))
    unread = tuple(_unread(report, language) for language, pack in packs.items() if pack is None)
    problems = tuple(problem for problem in unread if problem is not None)
    silent = not (commitments or problems or _answers(report))
    lacking = not fast and any(pack.judge and pack.encoder is None for pack in known)
    problems += ((NO_ENCODER,) if lacking else ()) + tuple(filter(None, map(_doubt, commitments)))
    version = known[0].cues.version + (FAST if known[0].judge and (fast or lacking) else "")
    return Extraction(commitments, (NO_MINISTER,) if silent else problems, version, possibles)


def _encoder(pack: LanguagePack, *, fast: bool) -> Encoder | None:
    return None if fast else pack.encoder


def _languages(report: Report) -> tuple[str | None, ...]:
    """The report's own language first, where it has sentences in it, then those of its blocks."""
    used = dict.fromkeys(language_of(report, sentence) for sentence in report.sentences)
    own = (report.language,) if report.language in used or not used else ()
    return tuple(dict.fromkeys((*own, *used)))


def _in_order(by_language: Iterable[Sequence[Commitment]]) -> tuple[Commitment, ...]:
    every = (commitment for commitments in by_language for commitment in commitments)
    return tuple(sorted(every, key=lambda commitment: commitment.start))


def _unread(report: Report, language: str | None) -> Problem | None:
    """How much ministers say in a language without rules; None where they say nothing in it."""
    speakers = [speech.speaker for speech in report.speeches]
    ministers = {index for index, who in enumerate(speakers) if who is not None and who.role is Role.MINISTER}
    said = sum(one.speech in ministers and language_of(report, one) == language for one in report.sentences)
    if not said:
        return None
    return Problem(
        "extraction.language-unread",
        f"What ministers say in the language {language} is not read, for there are no rules for it yet"
        f" (sentences: {said}).",
        "Look there for commitments.",
    )


def _answers(report: Report) -> bool:
    """Whether a minister speaks, or reading has told already why nobody is known to."""
    tells_why = any(problem.code in READING_TELLS for problem in report.problems)
    return tells_why or any(speech.speaker and speech.speaker.role is Role.MINISTER for speech in report.speeches)


def commitments_in(
    report: Report, pack: LanguagePack, *, calendar: str | None = None, encoder: Encoder | None = None
) -> tuple[tuple[Commitment, ...], tuple[Commitment, ...]]:
    """The commitments of a segmented report by the rules of this pack, and apart from them the possible ones."""
    examiner = Examiner(report, pack, calendar=calendar, encoder=encoder)
    matters = Matters(report, pack)
    questions = Questions(report, pack.grammar, matters)
    summaries = Summaries(examiner)
    found, possible = (
        tuple(_commitment(finding, examiner, questions, matters, summaries) for finding in band)
        for band in examiner.findings()
    )
    return said_once(found), possible


def apart(found: tuple[Commitment, ...], possibles: tuple[Commitment, ...]) -> tuple[Commitment, ...]:
    """What is possible where nothing is found or only a part of it, and is not said in other words by what is found."""
    beside = (one for one in possibles if not any(_takes_up(other, one) for other in found))
    return repeating_nothing(found, tuple(beside))


def _takes_up(found: Commitment, possible: Commitment) -> bool:
    """True where both share words, unless what is possible is a part of what is found: a second act."""
    shares = possible.start < found.end and found.start < possible.end
    within = found.start <= possible.start and possible.end <= found.end
    shorter = possible.end - possible.start < found.end - found.start
    return shares and not (within and shorter)


def _commitment(
    finding: Finding, examiner: Examiner, questions: Questions, matters: Matters, summaries: Summaries
) -> Commitment:
    report, pack = examiner.report, examiner.pack
    evidence = finding.act.evidence
    others = tuple(clause.evidence for clause in finding.examined.clauses if clause is not finding.act)
    start, end = _trimmed(report.text, finding.start, finding.end)
    deadline = examiner.as_known(finding.deadline)
    asker = questions.asker(finding.examined.sentence)
    matter = matters.matter(finding.examined.sentence, asker)
    return Commitment(
        quote=report.text[start:end],
        start=start,
        end=end,
        page=report.page_at(start),
        summary=summaries.of(finding, matter),
        minister=finding.examined.voice.speaker,
        asked_by=asker,
        said_on=report.held_on,
        deadline=deadline,
        check_on=check_on(deadline, report.held_on),
        firmness=firmness_of(evidence, others, pack.grammar),
        kind=kind_of(evidence),
        confidence=round(finding.act.probability, 3),
        cues=examiner.cues(finding.act, finding.examined),
        responsible=colleague_of(evidence, report, speaker=finding.examined.voice.speaker, voices=pack.voices),
        subject=matter,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A quote without the joint of its sentence ("…, en")."""
    while end > start and text[end - 1] in " ,\n":
        end -= 1
    while start < end and text[start] in " ,\n":
        start += 1
    return start, end


def _doubt(commitment: Commitment) -> Problem | None:
    """What is wrong with the words of a deadline; a weekday that contradicts its date leaves the date."""
    time = commitment.deadline
    if time is None or time.problem is None:
        return None
    advice = "Look which of the two is right; the date was taken." if time.due else "Look which day was meant."
    message = f"“{time.text}”: {time.problem}"
    return Problem("extraction.deadline-doubtful", message, advice, commitment.page, commitment.start)


def _no_rules(language: str | None) -> Problem:
    return Problem(
        "extraction.no-rules",
        f"There are no rules yet for finding commitments in the language {language!r}.",
        "Name another language.",
    )
