"""The table in which a minister answers a reminder: written for a spreadsheet, and read back.

It comes back as CSV, as a workbook, or in the Word document of the reminder itself. Pure.

A cell is text: nothing in it is computed, and what a spreadsheet would take for a formula is defused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.errors import TrackerError, Unreadable, WrongCall
from tracker.files.tables import best_head, lines_of, sheets
from tracker.letters.rappel.choose import Rappel
from tracker.letters.words import Words, words_in
from tracker.model import label, number_of
from tracker.model.formulas import csv_line, undone
from tracker.model.text import clean_text
from tracker.wording.catalogue import languages

SEPARATOR = ";"  # by which spreadsheets here part cells
ASKED = ("new_deadline", "reason", "done_on", "evidence")  # the columns that the minister fills in
OLDER_HEADS = {"met on": "done_on", "nagekomen op": "done_on", "nouveau délai": "new_deadline"}  # of tables sent before
MOST_CHARACTERS = 5_000_000  # an answer is a page or two; a bomb is not read


@dataclass(frozen=True, slots=True)
class Answer:
    """What the minister answers on one commitment; empty cells are None."""

    row: int
    number: int
    new_deadline: str | None
    reason: str | None
    done_on: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, in which column (as the file heads it), why, and what to write there."""

    row: int
    complaint: str
    column: str | None = None
    number: int | None = None  # of the commitment, where the row names one
    error: TrackerError | None = None  # what the complaint says in English, to be told in another language


@dataclass(frozen=True, slots=True)
class Filled:
    """A table that was filled in: its answers, the rows that cannot be read, and how it heads its columns."""

    answers: tuple[Answer, ...]
    set_aside: tuple[BadRow, ...]
    heads: Mapping[str, str]


def answer_form(rappel: Rappel, words: Words) -> str:
    """The table to answer in, for a spreadsheet: heads in the language, parted by semicolons, formulas defused."""
    lines = [csv_line(_heads(words).values(), SEPARATOR)]
    for item in rappel.items:
        entry = item.entry
        what = (entry.label, entry.summary, entry.subject or "", entry.quote)
        facts = (*what, str(entry.said_on or ""), str(entry.due_on))
        cells = [" ".join(clean_text(cell).split()) for cell in facts]
        lines.append(csv_line([*cells, *[""] * len(ASKED)], SEPARATOR))
    return "".join(lines)


def read_answers(text: str) -> Filled:
    """The answers of a filled-in table as text, in any of our languages; raises Unreadable when it is none."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("answers.too-large")
    clean = clean_text(text)
    layout = lines_of(io.StringIO(clean, newline=""), _known_columns)
    lines = io.StringIO(clean, newline="")
    for _ in range(layout.before):
        lines.readline()
    try:
        rows = list(csv.reader(lines, delimiter=layout.separator))
    except csv.Error as error:
        raise Unreadable("answers.damaged", reason=str(error)) from error
    return _filled(rows, first=layout.row)


def answers_in(content: bytes, name: str) -> Filled:
    """The answers in a workbook or a Word document: of its tables that with our columns."""
    all_sheets = sheets(content, name)
    tables = [[[clean_text(cell) for cell in row] for row in sheet.rows] for sheet in all_sheets]
    heads = [(best_head(rows, _known_columns), rows) for rows in tables]
    known = [(_known_columns(rows[head]), head, rows) for head, rows in heads if head is not None]
    if not known:
        return _filled([], first=1)
    _, head, rows = max(known, key=lambda table: table[0])
    return _filled(rows[head:], first=head + 1)


def _filled(rows: Sequence[Sequence[str]], *, first: int) -> Filled:
    """What the rows from the head on say, whose first has that number; raises Unreadable when it has not our columns.

    A number that is answered in two ways is answered in none.
    """
    places = _places(rows[0] if rows else [])
    heads = {field: " ".join(rows[0][place].split()) for field, place in places.items()}
    read = [_read_row(row, cells, heads) for row, cells in _cells(rows, places, first=first)]
    answers, contradicting = _agreeing([row for row in read if isinstance(row, Answer)], heads)
    set_aside = [row for row in read if isinstance(row, BadRow)]
    return Filled(answers, (*set_aside, *contradicting), heads)


def _heads(words: Words) -> dict[str, str]:
    """The columns of the table, and what stands above them in this language."""
    say = words.say
    return {
        "number": say("Number"),
        "commitment": say("Commitment"),
        "subject": say("Subject"),
        "quote": say("Quote"),
        "said_on": say("Said on"),
        "deadline": say("Deadline"),
        "new_deadline": say("New deadline"),
        "reason": say("Reason"),
        "done_on": say("Fulfilled on"),
        "evidence": say("Evidence"),
    }


@lru_cache(maxsize=1)
def _known_heads() -> Mapping[str, str]:
    """What any of our languages, or an older table, calls a column."""
    known: dict[str, str] = OLDER_HEADS | {field: field for field in _heads(words_in("en"))}
    for language in languages():
        known |= {head.casefold(): field for field, head in _heads(words_in(language)).items()}
    return known


def _known_columns(cells: Sequence[str]) -> int:
    """How many of these are columns to read answers from."""
    known = {_known_heads().get(" ".join(cell.split()).casefold()) for cell in cells}
    return len(known & {"number", *ASKED})


def _places(given: Sequence[str]) -> dict[str, int]:
    """Where each column stands; raises Unreadable when one to answer in is missing."""
    places: dict[str, int] = {}
    for place, head in enumerate(given):
        field = _known_heads().get(" ".join(head.split()).casefold())
        if field:
            places.setdefault(field, place)
    missing = [field for field in ("number", *ASKED) if field not in places]
    if missing:
        heads = [_heads(words_in(language)) for language in languages()]
        named = ", ".join(" / ".join(head[field] for head in heads) for field in missing)
        raise Unreadable("answers.columns-missing", columns=named)
    return places


def _cells(
    rows: Sequence[Sequence[str]], places: Mapping[str, int], *, first: int
) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows below the head, by the number that a spreadsheet gives them, with the cells that count."""
    for row, cells in enumerate(rows[1:], start=first + 1):
        yield row, {field: _said(cells[places[field]]) for field in ("number", *ASKED) if places[field] < len(cells)}


def _said(cell: str) -> str | None:
    """What a cell says, on one line; a dash or the like is no answer."""
    text = " ".join(undone(cell.strip()).split())
    return text if any(letter.isalnum() for letter in text) else None


def _read_row(row: int, cells: Mapping[str, str | None], heads: Mapping[str, str]) -> Answer | BadRow | None:
    if not any(cells.get(field) for field in ASKED):
        return None
    number = cells.get("number")
    if number is None:
        return BadRow(row, "there is no number; write that of the commitment, like C-0001.", heads["number"])
    try:
        answer = Answer(row, number_of(number), *(cells.get(field) for field in ASKED))
    except WrongCall as error:
        return BadRow(row, str(error), heads["number"], error=error)
    return _incomplete(answer, heads) or answer


def _incomplete(answer: Answer, heads: Mapping[str, str]) -> BadRow | None:
    """What is missing from an answer, or too much in it."""
    if answer.new_deadline and (answer.done_on or answer.evidence):
        both = (
            f"there is a new deadline, and {heads['done_on']!r} or {heads['evidence']!r} too; fill in one or the other."
        )
        return BadRow(answer.row, both, heads["new_deadline"], answer.number)
    if answer.new_deadline:
        why = f"{label(answer.number)} gets a new deadline only with a reason; write why."
        return None if answer.reason else BadRow(answer.row, why, heads["reason"])
    if answer.done_on:
        number, reason = label(answer.number), heads["reason"]
        proof = f"{number} needs evidence; write where it can be found, or in {reason!r} why there is none."
        return None if answer.evidence or answer.reason else BadRow(answer.row, proof, heads["evidence"])
    if answer.evidence:
        return BadRow(
            answer.row, f"write the day on which {label(answer.number)} was met, like 31/12/2026.", heads["done_on"]
        )
    return BadRow(
        answer.row, "there is a reason without a new deadline; write the day.", heads["new_deadline"], answer.number
    )


def _agreeing(answers: Sequence[Answer], heads: Mapping[str, str]) -> tuple[tuple[Answer, ...], tuple[BadRow, ...]]:
    """Each number once; one that is answered in different ways is doubtful."""
    first: dict[int, Answer] = {}
    differing: dict[int, int] = {}
    for answer in answers:
        kept = first.setdefault(answer.number, answer)
        if replace(answer, row=kept.row) != kept:
            differing[answer.number] = answer.row
    bad = (
        BadRow(
            answer.row,
            f"{label(answer.number)} is answered in different ways, in rows {first[answer.number].row} and "
            f"{differing[answer.number]}; keep one.",
            heads["number"],
        )
        for answer in answers
        if answer.number in differing
    )
    return tuple(answer for answer in first.values() if answer.number not in differing), tuple(bad)
