"""`tracker explain`: why a sentence is or is not a commitment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.output import Format, FormatOption, app_of, cell, show_rows, tell, words_of
from tracker.cli.proposal_view import cue_line, reading_lines
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.usecases.explain import Explained

COLUMNS = ("is_commitment", "probability", "threshold", "speaker", "silenced_by", "firmness", "kind", "text")


def explain(
    context: typer.Context,
    given: Annotated[
        str,
        typer.Argument(metavar="FILE|SENTENCE", help="A report; without --at what somebody said, as a report has it."),
    ],
    at: Annotated[
        str | None, typer.Option(help="Words of the sentence in the file, or the offset of a character in its text.")
    ] = None,
    date: Annotated[str | None, typer.Option(help="Day of the sitting, where the report does not say it.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the report, like nl; found in its words when left out.")
    ] = None,
    minister: Annotated[str | None, typer.Option(help="Who answers, where the report names no minister.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell why a sentence is or is not a commitment: who speaks, each cue with its weight, and the dates read in it."""
    from tracker.app import parse_day
    from tracker.usecases import explain as explaining

    app = app_of(context)
    found = explaining.explain(
        given,
        at,
        held_on=parse_day(date, option="--date"),
        language=language,
        minister=minister,
        calendar=app.settings.calendar,
    )
    if format is not Format.TABLE:
        show_rows(map(_row, found), format=format, columns=COLUMNS)
        return
    words = words_of(context)
    tell("\n\n".join("\n".join(_lines(one, words)) for one in found))


def _row(one: Explained) -> dict[str, object]:
    from tracker.cli.clause_lines import rule_words, silence_words

    judged = one.judged
    return {
        "is_commitment": judged.is_commitment,
        "probability": judged.probability,
        "threshold": judged.threshold,
        "bias": judged.bias,
        "speaker": judged.speaker,
        "silenced_by": silence_words(judged),
        "firmness": judged.firmness,
        "kind": judged.kind,
        "text": judged.text,
        "start": judged.start,
        "end": judged.end,
        "page": one.page,
        "cues": [{"text": rule_words(rule), "cue": cue} for cue, rule in one.cues],
        "times": judged.times,
        "clauses": judged.clauses,
    }


def _lines(one: Explained, words: Speech) -> Iterator[str]:
    """The sentence, the verdict, and the reasons for people."""
    from tracker.cli.clause_lines import clause_lines, rule_words

    judged = one.judged
    page = f", page {one.page}" if one.page else ""
    yield f"“{' '.join(judged.text.split())}”"
    yield f"  at {judged.start} to {judged.end}{page}"
    yield f"  {_verdict(one)}"
    yield f"  speaker: {_speaker(one)}"
    if judged.firmness and judged.kind and judged.probability >= judged.threshold:
        yield f"  read as: {judged.kind}, {judged.firmness}"
    yield f"  before anything is seen: {judged.bias:+.2f}"
    for title, weighs in (("for it", 1), ("against it", -1)):
        cues = [(cue, rule_words(rule)) for cue, rule in one.cues if cue.weight * weighs > 0]
        yield f"  {title}:{'' if cues else ' nothing'}"
        yield from (f"    {cue_line(cue)}, {text}" for cue, text in cues)
    if any(clause.decides for clause in judged.clauses):
        together = judged.bias + sum(cue.weight for cue, _ in one.cues)
        yield f"  together: {together:+.2f}, which makes {judged.probability:.2f}"
    yield from clause_lines(judged)
    if one.held_on is None:
        yield "  no dates were read: the day of the sitting is unknown; give it with --date"
    for time in judged.times:
        yield "  time:"
        yield from (f"    {line}" for line in reading_lines(time, words))


def _verdict(one: Explained) -> str:
    from tracker.cli.clause_lines import silence_words

    judged = one.judged
    if judged.silenced_by:
        return f"no commitment: {silence_words(judged)} (its words alone: {judged.probability:.2f})"
    if judged.is_commitment:
        return f"a commitment: {judged.probability:.2f}, at least the {judged.threshold:.2f} that is asked"
    return f"no commitment: {judged.probability:.2f}, less than the {judged.threshold:.2f} that is asked"


def _speaker(one: Explained) -> str:
    speaker = one.judged.speaker
    if speaker is None:
        return "nobody is known to speak"
    parts = (speaker.function, speaker.party)
    more = "".join(f", {cell(part)}" for part in parts if part)
    return f"{speaker.name or 'not named'} ({speaker.role}){more}"
