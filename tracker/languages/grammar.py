"""How sentences of a language are built: its word order, and the closed classes by which they are cut into clauses.

The lists stand in grammar.toml, each below the question that it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tracker.languages.data_files import filled, flattened, table_in
from tracker.languages.verbs import ASKING, Verbs, load_verbs

NONE: frozenset[str] = frozenset()
WORD = r"[^\W_]+(?:['’\-][^\W_]+)*"
TOKEN = re.compile(rf"\d+(?:[.,/]\d+)*|{WORD}|\S")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed word classes of a language and its choices of word order; what a language leaves out is empty.

    `contractions` gives the word for each piece that is written together with the one behind it ("l'") or before it
    ("'ll"). The last eight are made of its verbs and of the others.
    """

    verb_second: bool = False
    verb_final_subordinate: bool = False
    nonfinite_last: bool = False

    contractions: Mapping[str, str] = field(default_factory=dict)

    auxiliaries: frozenset[str] = NONE
    auxiliary_infinitives: frozenset[str] = NONE
    infinitive_marks: frozenset[str] = NONE
    plural_auxiliaries: frozenset[str] = NONE
    always_verbs: frozenset[str] = NONE
    joined_clause_verbs: frozenset[str] = NONE
    waiting: frozenset[str] = NONE
    asking_particles: frozenset[str] = NONE

    subordinators: frozenset[str] = NONE
    relative: frozenset[str] = NONE
    conditional: frozenset[str] = NONE
    may_fail: frozenset[str] = NONE
    reason: frozenset[str] = NONE
    purpose: frozenset[str] = NONE
    joints: frozenset[str] = NONE
    coordinators: frozenset[str] = NONE
    alternatives: frozenset[str] = NONE
    frame_openers: frozenset[str] = NONE
    questions: frozenset[str] = NONE
    manner_questions: frozenset[str] = NONE
    content_openers: frozenset[str] = NONE
    statement_openers: frozenset[str] = NONE
    whether: frozenset[str] = NONE
    capacity: frozenset[str] = NONE

    bare_openers: frozenset[str] = NONE
    behind_verb: frozenset[str] = NONE
    before_demonstrative: frozenset[str] = NONE
    after_demonstrative: frozenset[str] = NONE
    after_subject: frozenset[str] = NONE

    nominatives: frozenset[str] = NONE
    pronouns: frozenset[str] = NONE
    determiners: frozenset[str] = NONE
    prepositions: frozenset[str] = NONE
    adverbs: frozenset[str] = NONE
    time_nouns: frozenset[str] = NONE

    finite: frozenset[str] = NONE
    nonfinite: frozenset[str] = NONE
    asking: frozenset[str] = NONE
    particles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    opening_verbs: frozenset[str] = NONE
    after_head: frozenset[str] = NONE
    before_subject: frozenset[str] = NONE
    token: re.Pattern[str] = TOKEN


@cache
def load_grammar(language: str) -> Grammar:
    """The grammar of a language."""
    return grammar_of(table_in(language, "grammar.toml"), load_verbs(language), source=f"{language}/grammar.toml")


def grammar_of(table: Mapping[str, Any], verbs: Verbs, *, source: str = "the grammar") -> Grammar:
    """A grammar from its lists, with the classes that follow from its verbs."""
    contractions: dict[str, str] = dict(table.get("contractions", {}))
    table = flattened({name: value for name, value in table.items() if name != "contractions"})
    words = {name: frozenset(listed) for name, listed in table.items() if isinstance(listed, list)}
    adverbs = words.get("adverbs", NONE) - words.get("determiners", NONE)
    finite = words.get("auxiliaries", NONE) | verbs.present
    return filled(
        Grammar,
        table,
        source=source,
        also=("contractions",),
        contractions=contractions,
        token=_token(contractions) if contractions else TOKEN,
        finite=finite,
        opening_verbs=_never_infinitive(finite, verbs) | (finite & words.get("plural_auxiliaries", NONE)),
        nonfinite=verbs.tokens() | words.get("auxiliary_infinitives", NONE),
        asking=verbs.tokens(groups=ASKING) | words.get("asking_particles", NONE),
        particles=_particles(verbs),
        after_head=words.get("prepositions", NONE) | words.get("auxiliaries", NONE) | adverbs,
        before_subject=adverbs,
    )


def _token(contractions: Iterable[str]) -> re.Pattern[str]:
    """Words and marks, with the pieces cut off that are written together with a word."""
    before = _either(piece for piece in contractions if piece.endswith("'"))
    behind = _either(piece for piece in contractions if not piece.endswith("'"))
    cut = [rf"\b{before}(?=\w)", rf"[^\W\d_]+?(?={behind}(?!\w))", rf"(?<=\w){behind}(?!\w)"]
    return re.compile("|".join((*cut, TOKEN.pattern)), re.IGNORECASE)


def _either(pieces: Iterable[str]) -> str:
    written = "|".join(re.escape(piece).replace("'", "['’]") for piece in pieces)
    return f"(?:{written or '(?!)'})"


def _never_infinitive(forms: frozenset[str], verbs: Verbs) -> frozenset[str]:
    return frozenset(form for form in forms if not form.endswith(verbs.conjugation.infinitive_endings))


def _particles(verbs: Verbs) -> dict[str, frozenset[str]]:
    """What may part from a verb, by its written form."""
    return {token: frozenset(form.particle for form in forms if form.particle) for token, forms in verbs.forms.items()}
