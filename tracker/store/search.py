"""Full-text search over quote, summary, subject and notes: FTS5 on SQLite, tsvector on PostgreSQL, one meaning.

Every word asked must stand in the text, in this form or another, alone, as the beginning of a longer word, or as a
later part of a compound ("rapport" in "fietsrapporten"); case and accents do not count. Words between double quotes
must stand together, as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import array

from tracker.errors import WrongCall
from tracker.model import Entry, Status
from tracker.store.database import Transaction
from tracker.store.tables.register import commitments

AROUND = 60  # characters shown before the first hit, and twice as many after it
PART = re.compile(r'"([^"]*)"|(\S+)')
PUBLIC_WEIGHT = "A"  # of the words of quote, summary and subject in PostgreSQL; those of notes have none
WORD = re.compile(r"[^\W_]+")
SHORTEST_WORD, FIRST_PART, LAST_PART = 7, 3, 4  # letters: of a compound, before a part that is found, of that part
WORDS = "temp.search_words"  # of one connection; it shows the words of the index and holds nothing
PUBLIC_COLUMNS = ("quote", "summary", "subject")
NUMBER = commitments.c.number
Choices = tuple[tuple[str, ...], bool]  # forms of one word, or words that stand together; whether longer words count


def folded(words: str) -> str:
    """Words without case and accents, for comparing."""
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def matches(tx: Transaction, question: str, *, in_notes: bool = True) -> Select[Any]:
    """A query for the numbers of the commitments whose words match; raises WrongCall without a word to find.

    Without `in_notes` only quote, summary and subject count: what stands in an internal note finds nothing.
    """
    parts = [match for match in PART.finditer(folded(question)) if WORD.search(match[0])]
    if not parts:
        raise WrongCall("search.no-word", question=question)
    asked = [_choices(part) for part in parts]
    held = (
        _in_postgresql(asked, in_notes=in_notes)
        if tx.dialect == "postgresql"
        else _in_sqlite(tx, asked, in_notes=in_notes)
    )
    return select(NUMBER).where(*held)


def public_words(entry: Entry) -> tuple[str, ...]:
    """The texts of a commitment in which anybody may search."""
    return tuple(text for name in PUBLIC_COLUMNS if (text := getattr(entry, name)))


def newest(tx: Transaction, question: str, limit: int) -> tuple[int, ...]:
    """The highest numbers among the matches; what is only possible is found by asking for it alone."""
    shown = commitments.c.status != Status.POSSIBLE
    query = matches(tx, question).where(shown).order_by(NUMBER.desc()).limit(limit)
    return tuple(row[0] for row in tx.execute(query))


def marked(texts: Sequence[str], question: str) -> str:
    """The first of the texts that holds most words of the question, cut around one, its hits in brackets."""
    from tracker.languages.search import forms

    wanted = tuple(form for word in WORD.findall(folded(question)) for form in forms(word))
    hits = {text: [word.span() for word in WORD.finditer(text) if _shows(folded(word[0]), wanted)] for text in texts}
    best = max(texts, key=lambda text: len({folded(text[start:end]) for start, end in hits[text]}))
    start = max(hits[best][0][0] - AROUND, 0) if hits[best] else 0
    end = min(start + 3 * AROUND, len(best))
    shown = best[start:end]
    for first, last in reversed([span for span in hits[best] if span[1] <= end]):
        shown = f"{shown[: first - start]}[{best[first:last]}]{shown[last - start :]}"
    return ("… " if start else "") + shown + (" …" if end < len(best) else "")


def _shows(word: str, wanted: tuple[str, ...]) -> bool:
    """Whether a word is one of those that are wanted, or holds one of them."""
    ends = word[FIRST_PART:] if len(word) >= SHORTEST_WORD else ""
    return word.startswith(wanted) or any(form in ends for form in wanted if len(form) >= LAST_PART)


def _in_sqlite(tx: Transaction, asked: Sequence[Choices], *, in_notes: bool) -> list[ColumnElement[bool]]:
    compounds = _compounds(tx, {end for choices, begins in asked if begins for end in _ends(choices)})
    columns = "" if in_notes else f"{{{' '.join(PUBLIC_COLUMNS)}}} : "
    held: list[ColumnElement[bool]] = []
    for choices, begins in asked:
        ends = _ends(choices) if begins else ()
        longer = dict.fromkeys(word for end in ends for word in compounds if end in word[FIRST_PART:])
        words = *(f'"{choice}"' + ("*" if begins else "") for choice in choices), *(f'"{word}"' for word in longer)
        index = text("SELECT rowid AS number FROM commitments_search WHERE commitments_search MATCH :words")
        found = index.bindparams(_unique("words", f"{columns}({' OR '.join(words)})")).columns(column("number"))
        held.append(NUMBER.in_(found))
    return held


def _ends(choices: Sequence[str]) -> tuple[str, ...]:
    """The words among them that may be the later part of a compound."""
    return tuple(choice for choice in choices if len(choice) >= LAST_PART and " " not in choice)


def _unique(name: str, value: str) -> BindParameter[str]:
    """A value under a name of its own, however often the same query is asked."""
    return bindparam(name, value, unique=True)


def _compounds(tx: Transaction, ends: Collection[str]) -> tuple[str, ...]:
    """The words of the index that hold one of these behind their first part.

    To go through all words is what a search takes longest for, so that it is done once for all that is asked.
    """
    if not ends:
        return ()
    made = f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5vocab(main, commitments_search, 'row')"
    tx.connection.exec_driver_sql(made)
    word = column("term", String)
    held = (func.instr(func.substr(word, FIRST_PART + 1), end) > 0 for end in sorted(ends))
    query = select(word).select_from(text(WORDS)).where(func.length(word) >= SHORTEST_WORD, or_(*held))
    return tuple(row[0] for row in tx.execute(query))


def _in_postgresql(asked: Sequence[Choices], *, in_notes: bool) -> list[ColumnElement[bool]]:
    weight = "" if in_notes else PUBLIC_WEIGHT
    label = f":{weight}" if weight else ""
    held = []
    for choices, begins in asked:
        star = f":*{weight}" if begins else label
        phrases = (choice.replace(" ", f"{label} <-> ") + star for choice in choices)
        index = literal_column("search").op("@@", is_comparison=True)(func.to_tsquery("simple", " | ".join(phrases)))
        ends = _ends(choices) if begins else ()
        held.append(or_(index, _held_by_a_compound(ends, weight)) if ends else index)
    return held


def _held_by_a_compound(ends: Sequence[str], weight: str) -> ColumnElement[bool]:
    """Whether a compound holds one of these behind its first part, by the words of the index as it writes them.

    They are looked through one by one, which takes a third of a second for 100,000 commitments: an index of all parts
    of all words would make every import two to three times as slow.
    """
    words: ColumnElement[str] = literal_column("search::text")
    weighed = f"[0-9,A-D]*{weight}" if weight else ""
    compound = rf"'[^']{{{FIRST_PART},}}({'|'.join(ends)})[^']*':{weighed}"
    return and_(words.like(any_(array([f"%{end}%" for end in ends]))), words.regexp_match(compound))


def _choices(part: re.Match[str]) -> Choices:
    """Words that follow each other; those of an unquoted part may be inflected, and the last one a beginning."""
    from tracker.languages.search import forms

    words, begins = WORD.findall(part[0]), part[1] is None
    return (forms(words[0]) if begins and len(words) == 1 else (" ".join(words),)), begins
