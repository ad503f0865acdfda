"""`tracker explain`: why a sentence is or is not a commitment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.days import day_given
from tracker.cli.named_values import language_option
from tracker.cli.output import Format, FormatOption, app_of, cell, show_rows, tell, words_of
from tracker.wording.speech import Speech, speech_in

if TYPE_CHECKING:
    from tracker.usecases.explain import Explained

COLUMNS = (
    *("is_commitment", "is_possible", "probability", "threshold"),
    *("speaker", "silenced_by", "firmness", "kind", "text"),
)


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
        str | None, language_option(help="Language of the report, like nl; found in its words when left out.")
    ] = None,
    minister: Annotated[str | None, typer.Option(help="Who answers, where the report names no minister.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Tell why a sentence is or is not a commitment: who speaks, each cue with its weight, and the dates read in it."""
    from tracker.usecases import explain as explaining

    app = app_of(context)
    explained = explaining.explain(
        given,
        at,
        held_on=day_given(context, date, option="--date"),
        language=language,
        minister=minister,
        calendar=app.settings.calendar,
        parliament=app.settings.parliament,
    )
    if format is not Format.TABLE:
        show_rows(map(_row, explained), format=format, columns=COLUMNS)
        return
    words = words_of(context)
    tell("\n\n".join("\n".join(_lines(one, words)) for one in explained))


def _row(explained: Explained) -> dict[str, object]:
    """For programs, which get the same words whatever the settings say."""
    from tracker.cli.clause_lines import rule_words, silence_words

    judged, words = explained.judged, speech_in("en")
    return {
        "is_commitment": judged.is_commitment,
        "is_possible": judged.is_possible,
        "probability": judged.probability,
        "threshold": judged.threshold,
        "possible_from": judged.possible_from,
        "bias": judged.bias,
        "speaker": judged.speaker,
        "silenced_by": silence_words(judged, words),
        "firmness": judged.firmness,
        "kind": judged.kind,
        "text": judged.text,
        "start": judged.start,
        "end": judged.end,
        "page": explained.page,
        "cues": [{"text": rule_words(rule, words), "cue": cue} for cue, rule in explained.cues],
        "times": judged.times,
        "clauses": judged.clauses,
    }


def _lines(explained: Explained, words: Speech) -> Iterator[str]:
    """The sentence, the verdict, and the reasons for people."""
    from tracker.cli.clause_lines import clause_lines
    from tracker.cli.proposal_view import reading_lines

    judged = explained.judged
    page = f", {words.say('p. %(page)s', page=explained.page)}" if explained.page else ""
    yield words.quoted(" ".join(judged.text.split()))
    yield f"  {words.say('at %(start)s to %(end)s', start=judged.start, end=judged.end)}{page}"
    yield f"  {_verdict(explained, words)}"
    yield f"  {words.labelled(words.say('speaker'), _speaker(explained, words))}"
    if judged.firmness and judged.kind and judged.probability >= judged.possible_from:
        read_as = f"{words.name('kind', judged.kind)}, {words.name('firmness', judged.firmness)}"
        yield f"  {words.labelled(words.say('read as'), read_as)}"
    yield from _weights(explained, words)
    yield from clause_lines(judged, words)
    if explained.held_on is None:
        unread = words.say("no dates were read: the day of the sitting is unknown; give it with --date")
        yield f"  {unread}"
    for time in judged.times:
        yield f"  {words.say('time:')}"
        yield from (f"    {line}" for line in reading_lines(time, words))


def _weights(explained: Explained, words: Speech) -> Iterator[str]:
    """Where every clause begins, what spoke for and against, and what these make together."""
    from tracker.cli.clause_lines import rule_words
    from tracker.cli.proposal_view import cue_line

    judged = explained.judged
    yield f"  {words.labelled(words.say('before anything is seen'), f'{judged.bias:+.2f}')}"
    for title, weighs in ((words.say("for it"), 1), (words.say("against it"), -1)):
        cues = [(cue, rule_words(rule, words)) for cue, rule in explained.cues if cue.weight * weighs > 0]
        yield f"  {words.labelled(title, '' if cues else words.say('nothing'))}".rstrip()
        yield from (f"    {cue_line(cue, words)}, {text}" for cue, text in cues)
    if any(clause.decides for clause in judged.clauses):
        total = f"{judged.bias + sum(cue.weight for cue, _ in explained.cues):+.2f}"
        makes = words.say("together: %(sum)s, which makes %(share)s", sum=total, share=f"{judged.probability:.2f}")
        yield f"  {makes}"


def _verdict(explained: Explained, words: Speech) -> str:
    from tracker.cli.clause_lines import silence_words

    judged = explained.judged
    share, asked = f"{judged.probability:.2f}", f"{judged.threshold:.2f}"
    why = silence_words(judged, words)
    if why:
        return words.say("no commitment: %(why)s (its words alone: %(share)s)", why=why, share=share)
    if judged.is_commitment:
        return words.say("a commitment: %(share)s, at least the %(asked)s that is asked", share=share, asked=asked)
    if judged.is_possible:
        facts = {"share": share, "asked": asked, "least": f"{judged.possible_from:.2f}"}
        return words.say("possible: %(share)s, less than the %(asked)s that is asked, at least %(least)s", **facts)
    return words.say("no commitment: %(share)s, less than the %(asked)s that is asked", share=share, asked=asked)


def _speaker(explained: Explained, words: Speech) -> str:
    speaker = explained.judged.speaker
    if speaker is None:
        return words.say("nobody is known to speak")
    parts = (speaker.function, speaker.party)
    more = "".join(f", {cell(part)}" for part in parts if part)
    return f"{speaker.name or words.say('not named')} ({words.name('role', speaker.role)}){more}"
