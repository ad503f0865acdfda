"""How an explanation is worded: why a sentence does not count, its clauses, and the cues that did not count in them."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.extraction import ExplainedClause, Explanation, RuleSketch, Silence, Unheard, UnheardCue

WHY = {
    Unheard.OVERRULED: "silenced by {}",
    Unheard.ELSEWHERE: "its words stand outside the part of the clause where it looks",
    Unheard.BLOCKED: "kept apart by {}",
    Unheard.CONTEXT: "who speaks, or was spoken of before, makes another of it",
}


def silence_words(judged: Explanation) -> str | None:
    """Why the sentence does not count whatever its words say; None when it does."""
    speaker = judged.speaker
    name, role = (speaker.name or "somebody", speaker.role) if speaker else ("somebody", "unknown")
    match judged.silenced_by:
        case None:
            return None
        case Silence.NO_ACT:
            return "no clause that could hold an act"
        case Silence.NOBODY:
            return "nobody is known to speak here"
        case Silence.OUT_OF_OFFICE:
            return f"said by {name}, who is out of office"
        case Silence.NOT_A_MINISTER:
            return f"said by {name} ({role}), not by a minister"


def rule_words(rule: RuleSketch) -> str:
    """What a rule looks for."""
    if rule.example:
        return f"as in: {rule.example}"
    if rule.together:
        return " with ".join(" or ".join(names) for names in rule.together)
    return "seen in the structure of the sentence"


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
