"""What may be weighed: the rules of a language, and what is seen in a sentence without one. Names, no arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.languages.cue_rules import FORMS
from tracker.languages.data_files import refuse_other_lists, table_in
from tracker.languages.verbs import Verbs

WEIGHTS = "weights.toml"
LEARNT = ("version", "threshold", "possible", "ask_from", "unasked", "full", "fast", "weights")
_TENSES = ("anchored", "future", "past", "recurring", "today", "vague")
_CLAUSES = ("asked", "condition", "content", "coordinated", "frame", "main", "purpose", "reason", "relative")
_SENTENCES = ("long", "question", "quotation", "short", "with-condition", "with-frame")
_OTHERS = (
    *("above.against", "actor.other", "actor.somebody-else", "actor.unnamed", "before.others-near"),
    *("before.third-party", "bias", "time.none", "verb.act.finite", "verb.no-act"),
)


def structure_names(verbs: Verbs) -> frozenset[str]:
    """What is seen in a sentence without a rule, with the groups of verbs of the language."""
    groups = {form.group for forms in verbs.forms.values() for form in forms}
    return frozenset(
        (
            *_OTHERS,
            *(f"clause.{kind}" for kind in _CLAUSES),
            *(f"sentence.{kind}" for kind in _SENTENCES),
            *(f"time.{tense}.{place}" for tense in _TENSES for place in ("clause", "sentence")),
            *(f"verb.{group}" for group in groups),
            *(f"verb.{group}.{form}" for group in groups for form in FORMS),
        )
    )


def learnt_weights(language: str, known: Iterable[str]) -> Mapping[str, Any]:
    """What training wrote, empty where nothing was learnt; raises SettingsError for a weight of what is not `known`."""
    source = f"{language}/{WEIGHTS}"
    table = table_in(language, WEIGHTS)
    refuse_other_lists(table, LEARNT, source=source)
    refuse_other_lists(table.get("weights", {}), known, source=f"{source} [weights]")
    return table
