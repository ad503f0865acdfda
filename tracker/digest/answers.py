"""The table in which a minister answers a recall: written for a spreadsheet, and read back. Pure.

A cell is text: nothing in it is computed, and what a spreadsheet would take for a formula is defused.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from tracker.digest.rappel import Rappel
from tracker.errors import Unreadable, WrongCall
from tracker.model import number_of

ANSWER_COLUMNS = ("number", "commitment", "said_on", "deadline", "new_deadline", "reason", "done_on", "evidence")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
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
    """A row that cannot be read, and why."""

    row: int
    complaint: str


def answer_form(rappel: Rappel) -> str:
    """The table to answer in, for a spreadsheet: parted by semicolons, formulas defused."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(ANSWER_COLUMNS)
    for item in rappel.items:
        entry = item.entry
        cells = (entry.label, entry.summary, entry.said_on.isoformat(), str(entry.due_on), "", "", "", "")
        writer.writerow([_defused(cell) for cell in cells])
    return out.getvalue()


def read_answers(text: str) -> tuple[tuple[Answer, ...], tuple[BadRow, ...]]:
    """The answers of a filled-in table, parted by semicolons, commas or tabs; raises Unreadable without our columns."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("The table of answers is too big to be one.")
    lines = text.removeprefix("\ufeff").splitlines()
    delimiter = max(";,\t", key=lines[0].count) if lines else ";"
    rows = csv.DictReader(lines, delimiter=delimiter)
    if not {"number", "new_deadline", "reason", "done_on", "evidence"} <= set(rows.fieldnames or ()):
        raise Unreadable(
            "This is no table of answers: the columns number, new_deadline, reason, done_on and evidence are wanted.",
            advice="tracker rappel writes one (.csv).",
        )
    try:
        read = [_read_row(index, row) for index, row in enumerate(rows, start=2)]
    except csv.Error as error:
        raise Unreadable(f"The table of answers is damaged: {error}.") from error
    answers = tuple(one for one in read if isinstance(one, Answer))
    return answers, tuple(one for one in read if isinstance(one, BadRow))


def _read_row(row: int, cells: dict[str, str]) -> Answer | BadRow | None:
    given = {
        name: (cells.get(name) or "").strip().removeprefix("'").strip() or None
        for name in ("number", "new_deadline", "reason", "done_on", "evidence")
    }
    answered = {name: value for name, value in given.items() if value and name != "number"}
    if not answered:
        return None
    if given["number"] is None:
        return BadRow(row, "no number")
    try:
        number = number_of(given["number"])
    except WrongCall as error:
        return BadRow(row, str(error))
    if "new_deadline" in answered and {"done_on", "evidence"} & set(answered):
        return BadRow(row, "either a new deadline or that it was done, not both")
    if answered.keys() == {"reason"}:
        return BadRow(row, "a reason without a new deadline")
    return Answer(row, number, given["new_deadline"], given["reason"], given["done_on"], given["evidence"])


def _defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP ASVS 5, 1.2.10)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
