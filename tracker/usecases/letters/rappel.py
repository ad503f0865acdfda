"""The recall: written for one minister, and the answers taken back into the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateutil.relativedelta import relativedelta

from tracker.digest.answers import Answer, BadRow, answer_form, read_answers
from tracker.digest.rappel import Rappel, build_rappel
from tracker.digest.rappel_words import RappelWords
from tracker.digest.render import render_rappel
from tracker.digest.words import words_in
from tracker.errors import NotFound, Refused, TrackerError, Unreadable, WrongCall
from tracker.followup import PENDING
from tracker.model import Act, Entry, Evidence, Selection, TimeExpression
from tracker.store import looking
from tracker.usecases import register
from tracker.usecases.letters.desk import Desk
from tracker.usecases.looking import show
from tracker.usecases.register import Reading

AHEAD = relativedelta(months=6)
KINDS = (".docx", ".html", ".csv")


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the answers: entries moved and resolved, those known already, and rows set aside."""

    moved: tuple[Entry, ...] = ()
    resolved: tuple[Entry, ...] = ()
    known: int = 0
    set_aside: tuple[BadRow, ...] = ()


def write_rappel(desk: Desk, minister: str, *, until: date) -> Rappel:
    """What a recall to this minister tells on a day; raises NotFound when the register knows no such minister."""
    ahead_until = until + AHEAD
    asked = Selection(minister=minister, statuses=tuple(sorted(PENDING)), due_until=ahead_until)
    with desk.database.read() as tx:
        found = looking.entries(tx, asked, today=until)
        if not found and not looking.count(tx, Selection(minister=minister), today=until):
            raise NotFound(f"The register holds nothing of a minister named {minister!r}.")
    return build_rappel(minister, found, until=until, ahead_until=ahead_until)


def save_rappel(desk: Desk, rappel: Rappel, path: Path, *, language: str) -> None:
    """The letter as a file: its ending says whether as Word document, page or table to answer in."""
    head, words = desk.letterhead(language), RappelWords(words_in(language))
    match path.suffix.lower():
        case ".docx":
            from tracker.digest.rappel_docx import rappel_docx

            title = head.title or words.words.say("Commitments")
            content = rappel_docx(rappel, words, title=title, language=language)
        case ".html":
            content = render_rappel(rappel, head).encode()
        case ".csv":
            content = answer_form(rappel).encode("utf-8-sig")
        case _:
            raise WrongCall(f"Cannot write {path.name}.", advice=f"Kinds: {', '.join(KINDS)}.")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"Cannot write {path}: {error.strerror}.") from error


def take_answers(desk: Desk, path: Path, *, actor: str, source: str | None = None) -> Answered:
    """Read a filled-in table into the register; a row that cannot be taken is set aside, the others go on."""
    answers, bad = read_answers(_text_of(path))
    moved: list[Entry] = []
    resolved: list[Entry] = []
    known, set_aside = 0, list(bad)
    for answer in answers:
        try:
            entry = show(desk.database, answer.number).entry
            if _is_known(desk, entry, answer):
                known += 1
            elif answer.new_deadline:
                moved.append(_move(desk, entry, answer, actor=actor, source=source or path.name))
            else:
                resolved.append(_resolve(desk, answer, actor=actor))
        except TrackerError as error:
            set_aside.append(BadRow(answer.row, str(error)))
    return Answered(tuple(moved), tuple(resolved), known, tuple(sorted(set_aside, key=lambda one: one.row)))


def _is_known(desk: Desk, entry: Entry, answer: Answer) -> bool:
    """Whether the register says so already: the same table may be read twice."""
    if answer.new_deadline:
        return _deadline(desk, entry, answer.new_deadline).due == entry.due_on
    return entry.resolved_on is not None and entry.resolved_on == _day(answer.done_on, entry.resolved_on)


def _move(desk: Desk, entry: Entry, answer: Answer, *, actor: str, source: str) -> Entry:
    act = Act(actor, desk.clock(), answer.reason)
    deadline = _deadline(desk, entry, answer.new_deadline or "")
    return register.move(desk.database, entry.number, deadline, act=act, source=source)


def _resolve(desk: Desk, answer: Answer, *, actor: str) -> Entry:
    done_on = _day(answer.done_on, desk.today)
    evidence = Evidence(answer.evidence, None if answer.evidence else answer.reason, done_on)
    act = Act(actor, desk.clock(), answer.reason)
    return register.resolve(desk.database, (answer.number,), evidence, act=act, today=desk.today)[0]


def _deadline(desk: Desk, entry: Entry, words: str) -> TimeExpression:
    settings = desk.settings
    return Reading(entry.language or settings.language, settings.calendar).of(words, said_on=desk.today)


def _day(text: str | None, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongCall(f"{text!r} is not a day.", advice="Write it like 2022-06-30.") from error


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"Cannot read {path}: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what older spreadsheets write
