"""Full-text search over quote, summary and notes: FTS5 on SQLite, tsvector on PostgreSQL, one meaning.

Every word asked must stand in the text, alone or as the beginning of a longer word; case and accents do not
count. Words between double quotes must stand together, as they are.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import Select, column, func, literal_column, select, table, text

from tracker.errors import WrongCall
from tracker.store.database import Transaction

PART = re.compile(r'"([^"]*)"|(\S+)')
WORD = re.compile(r"[^\W_]+")


def folded(words: str) -> str:
    """Words without case and accents, for comparing."""
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def matches(tx: Transaction, question: str) -> Select[Any]:
    """A query for the numbers of the commitments whose words match; raises WrongCall without a word to find."""
    phrases = [_phrase(match, tx.dialect) for match in PART.finditer(folded(question)) if WORD.search(match[0])]
    if not phrases:
        raise WrongCall(f"There is no word to search for in {question!r}.")
    if tx.dialect == "postgresql":
        asked = literal_column("search").op("@@")(func.to_tsquery("simple", " & ".join(phrases)))
        return select(column("number")).select_from(table("commitments")).where(asked)
    held = text("commitments_search MATCH :question").bindparams(question=" AND ".join(phrases))
    return select(column("rowid")).select_from(table("commitments_search")).where(held)


def _phrase(match: re.Match[str], dialect: str) -> str:
    """Words that follow each other; the last one of an unquoted part may be a beginning."""
    words, begins = WORD.findall(match[0]), match[1] is None
    if dialect == "postgresql":
        return "(" + " <-> ".join(words) + (":*" if begins else "") + ")"
    return '"' + " ".join(words) + '"' + ("*" if begins else "")
