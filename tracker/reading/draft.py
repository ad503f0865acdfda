"""What a format reader hands on: the file's own text, and its parts as stretches of it. Nothing is cleaned yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.model import BlockKind, Problem, Speaker


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the original, and what joins it to the stretch before it (a space, or nothing)."""

    start: int
    end: int
    glue: str = " "


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, item or note. `turn` numbers the speech where the markup gives one."""

    kind: BlockKind
    stretches: tuple[Stretch, ...]
    opener: int | None = None
    turn: int | None = None
    speaker: Speaker | None = None
    bold: int = 0  # how many characters at its start stand in bold


@dataclass(frozen=True, slots=True)
class Known:
    """What a file's markup says of the report itself."""

    title: str | None = None
    held_on: date | None = None
    language: str | None = None
    committee: str | None = None
    chamber: str | None = None
    document_number: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known around a report: the lists of persons and organisations of its corpus, and the day if given."""

    lists: tuple[bytes, ...] = ()
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A file's text in reading order, and what its markup tells."""

    original: str
    pieces: tuple[Piece, ...]
    pages: tuple[tuple[int, int], ...] = ()  # number, place in the original
    known: Known = Known()
    problems: tuple[Problem, ...] = ()
    scanned: tuple[int, ...] = ()  # numbers of the pages that were recognised
    uncertain: tuple[tuple[int, int], ...] = ()  # words of low certainty on them, in the original
