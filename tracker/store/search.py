"""Full-text search over quote, summary and notes: FTS5 on SQLite, tsvector on PostgreSQL, one meaning.

Every word asked must stand in the text, in this form or another, alone or as the beginning of a longer word; case
and accents do not count. Words between double quotes must stand together, as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, column, func, literal_column, select, table, text

from tracker.errors import WrongCall
from tracker.store.database import Transaction

AROUND = 60  # characters shown before the first hit, and twice as many after it
PART = re.compile(r'"([^"]*)"|(\S+)')
PUBLIC_WEIGHT = "A"  # of the words of quote and summary in PostgreSQL; those of notes have none
WORD = re.compile(r"[^\W_]+")


def folded(words: str) -> str:
    """Words without case and accents, for comparing."""
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def matches(tx: Transaction, question: str, *, in_notes: bool = True) -> Select[Any]:
    """A query for the numbers of the commitments whose words match; raises WrongCall without a word to find.

    Without `in_notes` only quote and summary count: what stands in an internal note finds nothing.
    """
    weight = "" if in_notes else PUBLIC_WEIGHT
    parts = [match for match in PART.finditer(folded(question)) if WORD.search(match[0])]
    phrases = [_in_postgresql(part, weight) if tx.dialect == "postgresql" else _in_sqlite(part) for part in parts]
    if not phrases:
        raise WrongCall("search.no-word", question=question)
    if tx.dialect == "postgresql":
        asked = literal_column("search").op("@@")(func.to_tsquery("simple", " & ".join(phrases)))
        return select(column("number")).select_from(table("commitments")).where(asked)
    asked_for = " AND ".join(phrases)
    if not in_notes:
        asked_for = f"{{quote summary}} : ({asked_for})"
    held = text("commitments_search MATCH :question").bindparams(question=asked_for)
    return select(column("rowid")).select_from(table("commitments_search")).where(held)


def newest(tx: Transaction, question: str, limit: int) -> tuple[int, ...]:
    """The highest numbers among the matches."""
    found = matches(tx, question)
    number = next(iter(found.selected_columns))
    return tuple(row[0] for row in tx.execute(found.order_by(number.desc()).limit(limit)))


def marked(texts: Sequence[str], question: str) -> str:
    """The first of the texts that holds most words of the question, cut around one, its hits in brackets."""
    from tracker.languages.search import forms

    wanted = tuple(form for word in WORD.findall(folded(question)) for form in forms(word))
    hits = {text: [word.span() for word in WORD.finditer(text) if folded(word[0]).startswith(wanted)] for text in texts}
    best = max(texts, key=lambda text: len({folded(text[start:end]) for start, end in hits[text]}))
    start = max(hits[best][0][0] - AROUND, 0) if hits[best] else 0
    end = min(start + 3 * AROUND, len(best))
    shown = best[start:end]
    for first, last in reversed([span for span in hits[best] if span[1] <= end]):
        shown = f"{shown[: first - start]}[{best[first:last]}]{shown[last - start :]}"
    return ("… " if start else "") + shown + (" …" if end < len(best) else "")


def _in_sqlite(part: re.Match[str]) -> str:
    choices, begins = _choices(part)
    return "(" + " OR ".join(f'"{choice}"' + ("*" if begins else "") for choice in choices) + ")"


def _in_postgresql(part: re.Match[str], weight: str) -> str:
    choices, begins = _choices(part)
    label, star = f":{weight}" if weight else "", f":*{weight}" if begins else ""
    return "(" + " | ".join(choice.replace(" ", f"{label} <-> ") + (star or label) for choice in choices) + ")"


def _choices(part: re.Match[str]) -> tuple[tuple[str, ...], bool]:
    """Words that follow each other; those of an unquoted part may be inflected, and the last one a beginning."""
    from tracker.languages.search import forms

    words, begins = WORD.findall(part[0]), part[1] is None
    return (forms(words[0]) if begins and len(words) == 1 else (" ".join(words),)), begins
