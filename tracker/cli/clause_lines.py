"""How a sentence was cut into clauses, and which cues did not count: what one needs to write a new one."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.extraction import ExplainedClause, Explanation, Unheard, UnheardCue

WHY = {
    Unheard.OVERRULED: "silenced by {}",
    Unheard.ELSEWHERE: "its words stand outside the part of the clause where it looks",
    Unheard.BLOCKED: "kept apart by {}",
    Unheard.CONTEXT: "who speaks, or was spoken of before, makes another of it",
}


def clause_lines(judged: Explanation) -> Iterator[str]:
    """Every clause with its kind, its subject and its verbs; under the one that decides what did not count in it."""
    yield "  clauses:"
    for clause in judged.clauses:
        yield f"    {_clause(clause)}"
        if clause.decides and clause.unheard:
            yield "      did not count here:"
            yield from (f"        {_unheard(cue)}" for cue in clause.unheard)


def _clause(clause: ExplainedClause) -> str:
    chance = "no act looked for" if clause.probability is None else f"{clause.probability:.2f}"
    subject = f"subject “{' '.join(clause.subject.split())}”" if clause.subject else "no subject"
    verbs = (
        f"read as finite: {', '.join(f'“{verb}”' for verb in clause.verbs)}" if clause.verbs else "no finite verb seen"
    )
    decides = ", decides" if clause.decides else ""
    return f"{clause.kind} ({chance}{decides}): “{' '.join(clause.text.split())}”; {subject}; {verbs}"


def _unheard(cue: UnheardCue) -> str:
    return f"{cue.rule}  “{' '.join(cue.words.split())}”, {WHY[cue.why].format(', '.join(cue.by))}"
