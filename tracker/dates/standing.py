"""Which words stand for a time by themselves, and which only behind another time word or with a year.

"Het reces van de Kamer", "de verkiezingen" and "in de septemberverklaring" name things; "na het reces" names a time.
"""

from __future__ import annotations

from tracker.dates.cursor import Cursor
from tracker.dates.lexer import Lexeme
from tracker.dates.named import Named, Season, Term
from tracker.dates.periods import Between, Period, Pointed

REACH = 40
CLAUSE_STARTS = ".,;:!?(\n"


def stands(cursor: Cursor, at: int, node: Period, *, relation: str, bare: bool) -> bool:
    """Whether the words from `at` are a time expression. `bare`: no relation word stands before them."""
    first = cursor.items[cursor.skip(at, "article")]
    core = node.inner if isinstance(node, Pointed) else node
    if first.kind == "quartersign":
        sign = cursor.skip(at, "article") + 1
        ranges = cursor.kinds[sign] == "hyphen" and cursor.kinds[sign + 1] == "quartersign"  # "Q2-Q3"
        return ranges or not _is_code(cursor.text, first)
    if first.kind == "figures":
        return first.sure or not bare or (isinstance(node, Between) and not isinstance(first.value, Between))
    if isinstance(node, Term):
        return _is_term(node, first, at_once=first is cursor.items[at], bare=bare)
    if isinstance(core, Named) and core.kind == "round":
        return _is_round(cursor, at, node, relation=relation)
    if first.word is not None and first.word.near:
        return relation != "in"
    if isinstance(node, Season | Named) and _is_bare(node) and bare and first is cursor.items[at]:
        return _opens_clause(cursor.text, first.start)
    return True


def _is_bare(node: Season | Named) -> bool:
    """A season or recess without article or year: "ons zomerreces", "een mooie zomer"; a feast is a name."""
    return node.floating and (isinstance(node, Season) or node.kind == "recess")


def _is_code(text: str, sign: Lexeme) -> bool:
    """Like "T4-cellen", "/nl/t1": letters and figures that name something else."""
    after = text[sign.end : sign.end + 2]
    return (sign.start > 0 and text[sign.start - 1] in "/-_.&=") or (after[:1] == "-" and after[1:].isalpha())


def _is_term(term: Term, first: Lexeme, *, at_once: bool, bare: bool) -> bool:
    """Like "deze legislatuur", "tijdens de legislatuur"; "vergaderjaar 2023-2024, nr. 6" names a document."""
    if first.word is not None and first.word.near:
        return False
    if bare and term.id == "parliamentary-year" and term.year and at_once:
        return False
    return not bare or term.reference is not None or term.year is not None


def _is_round(cursor: Cursor, at: int, node: Period, *, relation: str) -> bool:
    """A budget round or election names a time only after a word of time: "in de begroting" names a document."""
    if relation == "before" and cursor.kinds[at] == "round" and node.floating:
        return False  # "Commissie voor begrotingscontrole"
    if relation != "in":
        return True
    end = cursor.items[at].start
    before = cursor.text[max(end - REACH, 0) : end].rstrip().lower()
    if any(before.endswith(word) for word in cursor.words.context["round_words"]):
        return True
    return isinstance(node, Pointed) and node.reference != "this"


def _opens_clause(text: str, start: int) -> bool:
    before = text[max(start - REACH, 0) : start].rstrip(" ")
    return not before or before[-1] in CLAUSE_STARTS
