"""How an explanation is worded: why a sentence does not count, its clauses, and the cues that did not count in them."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.extraction import ExplainedClause, Explanation, RuleSketch, Silence, Unheard, UnheardCue
from tracker.extraction.judging import ENCODER, UNASKED, WORDING
from tracker.wording.speech import Speech


def silence_words(judged: Explanation, words: Speech) -> str | None:
    """Why the sentence does not count whatever its words say; None when it does."""
    speaker = judged.speaker
    if judged.silenced_by is None:
        return None
    if judged.silenced_by is Silence.NO_ACT:
        return words.say("no clause that could hold an act")
    if speaker is None:
        return words.say("nobody is known to speak here")
    name = speaker.name or words.say("somebody")
    if judged.silenced_by is Silence.OUT_OF_OFFICE:
        return words.say("said by %(name)s, who is out of office", name=name)
    return words.say("said by %(name)s (%(role)s), not by a minister", name=name, role=words.name("role", speaker.role))


def rule_words(rule: RuleSketch, words: Speech) -> str:
    """What a rule looks for."""
    if rule.example:
        return words.say("as in: %(example)s", example=rule.example)
    if rule.together:
        rows = (f" {words.say('or')} ".join(names) for names in rule.together)
        return f" {words.say('with')} ".join(rows)
    if rule.speaks_of == WORDING:
        return words.say("the wording of the whole sentence; these words weigh most in it")
    if rule.speaks_of == ENCODER:
        return words.say("how the network reads the sentence in its context")
    if rule.speaks_of == UNASKED:
        return words.say("the network was not asked; counted as what it says of such sentences")
    return words.say("seen in the structure of the sentence")


def clause_lines(judged: Explanation, words: Speech) -> Iterator[str]:
    """Every clause with its kind, its subject and its verbs; under the one that decides what did not count in it."""
    yield f"  {words.say('clauses:')}"
    for clause in judged.clauses:
        yield f"    {_clause(clause, words)}"
        if clause.decides and clause.unheard:
            yield f"      {words.say('did not count here:')}"
            yield from (f"        {_unheard(cue, words)}" for cue in clause.unheard)


def _clause(clause: ExplainedClause, words: Speech) -> str:
    chance = words.say("no act looked for") if clause.probability is None else f"{clause.probability:.2f}"
    decides = f", {words.say('decides')}" if clause.decides else ""
    read = words.parted(_quoted(clause.text, words), _subject(clause, words), _verbs(clause, words))
    return words.labelled(f"{words.name('clause', clause.kind)} ({chance}{decides})", read)


def _subject(clause: ExplainedClause, words: Speech) -> str:
    if not clause.subject:
        return words.say("no subject")
    return words.say("subject %(words)s", words=_quoted(clause.subject, words))


def _verbs(clause: ExplainedClause, words: Speech) -> str:
    if not clause.verbs:
        return words.say("no finite verb seen")
    return words.say("read as finite: %(verbs)s", verbs=", ".join(map(words.quoted, clause.verbs)))


def _unheard(cue: UnheardCue, words: Speech) -> str:
    return f"{cue.rule}  {_quoted(cue.words, words)}, {_why(cue, words)}"


def _why(cue: UnheardCue, words: Speech) -> str:
    rules = ", ".join(cue.by)
    match cue.why:
        case Unheard.OVERRULED:
            return words.say("silenced by %(rules)s", rules=rules)
        case Unheard.ELSEWHERE:
            return words.say("its words stand outside the part of the clause where it looks")
        case Unheard.BLOCKED:
            return words.say("kept apart by %(rules)s", rules=rules)
        case Unheard.CONTEXT:
            return words.say("who speaks, or was spoken of before, makes another of it")


def _quoted(text: str, words: Speech) -> str:
    """Words of the report, on one line."""
    return words.quoted(" ".join(text.split()))
