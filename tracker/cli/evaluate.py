"""`tracker evaluate`: how well commitments are found in passages that people annotated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.output import Format, FormatOption, plain, say, show_rows, to_json, words_of
from tracker.wording.speech import Speech

if TYPE_CHECKING:
    from tracker.measuring import Figures, Rate, Score
    from tracker.usecases.evaluate import Evaluation

COLUMNS = ("figure", "value", "interval", "counted")
MISS_COLUMNS = ("passage", "kind", "negative", "found", "wanted", "words")


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help="Annotated passages, one JSON object a line.")],
    misses: Annotated[bool, typer.Option("--misses", help="List every difference with the annotation.")] = False,
    borderline: Annotated[
        bool, typer.Option("--borderline", help="Count the passages on which readers may differ too.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Measure how well commitments, due days and ministers are found, against your own annotated passages."""
    from tracker.usecases import evaluate as evaluation

    measured = evaluation.evaluate(file, borderline=borderline)
    figures = list(figure_rows(measured.figures))
    differences = list(_as_rows(measured)) if misses else []
    if format is Format.JSON:
        head = {"name": measured.name, "passages": measured.passages, "left_out": measured.left_out}
        more = {"misses": differences} if misses else {}
        typer.echo(to_json({**head, "rules_version": measured.rules_version, "figures": figures, **more}))
        return
    if format is not Format.TABLE:
        rows, columns = (differences, MISS_COLUMNS) if misses else (figures, tuple(figures[0]))
        show_rows(rows, format=format, columns=columns)
        return
    words = words_of(context)
    say(context, words.labelled(measured.name, f"{', '.join(_measured_on(measured, words))}."))
    shown = (_for_people(row, words) for row in figures)
    show_rows(shown, format=format, columns=COLUMNS, headings=_headings(COLUMNS, words))
    if differences:
        shown = ({**row, "kind": words.retold(str(row["kind"]))} for row in differences)
        show_rows(shown, format=format, columns=MISS_COLUMNS, headings=_headings(MISS_COLUMNS, words))


def _headings(columns: Sequence[str], words: Speech) -> list[str]:
    return [words.name("measured column", column) for column in columns]


def _measured_on(measured: Evaluation, words: Speech) -> Iterator[str]:
    passages = words.count("%(n)s passage", "%(n)s passages", measured.passages)
    if measured.left_out:
        left_out = words.count("%(n)s borderline one left out", "%(n)s borderline ones left out", measured.left_out)
        passages = f"{passages} ({left_out})"
    yield passages
    yield words.say("rules %(version)s", version=measured.rules_version)


def figure_rows(figures: Figures) -> Iterator[dict[str, object]]:
    """Every figure as one row, with its interval and what was counted."""
    for name, score in (("passages", figures.passages), ("commitments", figures.commitments)):
        yield from _score(name, score)
    yield _rate("commitments: found or possible", figures.found_or_possible)
    yield _possibles_per_found(figures)
    yield _rate("due day within tolerance", figures.due_near)
    yield _rate("due day exact", figures.due_exact)
    yield _rate("minister", figures.minister)
    for negative in figures.negatives:
        yield _rate(f"false on {negative.kind}", negative.false)
    for band in figures.calibration:
        name = f"right with confidence {band.low:.1f} to {band.high:.1f}"
        yield {**_rate(name, band.right), "claimed": round(band.claimed, 6)}


def _possibles_per_found(figures: Figures) -> dict[str, object]:
    """A ratio and no share: it may be above 1 and has no interval."""
    found = figures.commitments.right + figures.commitments.wrong
    ratio = figures.possibles / found if found else None
    return _row("possibles for each found", (ratio, None, None), part=figures.possibles, whole=found)


def _score(name: str, score: Score) -> Iterator[dict[str, object]]:
    yield _rate(f"{name}: precision", score.precision)
    yield _rate(f"{name}: recall", score.recall)
    agreement = (score.f1, score.f1_low, score.f1_high)
    yield _row(f"{name}: F1", agreement, part=score.right, whole=score.right + score.wrong + score.missed)


def _rate(name: str, rate: Rate) -> dict[str, object]:
    return _row(name, (rate.value, rate.low, rate.high), part=rate.part, whole=rate.whole)


def _row(
    name: str, measured: tuple[float | None, float | None, float | None], *, part: int, whole: int
) -> dict[str, object]:
    value, low, high = (None if number is None else round(number, 6) for number in measured)
    return {"figure": name, "value": value, "low": low, "high": high, "part": part, "whole": whole, "claimed": None}


def _for_people(row: dict[str, object], words: Speech) -> dict[str, object]:
    known = row["value"] is not None
    counted = words.say("%(part)s of %(whole)s", part=row["part"], whole=row["whole"])
    if row["claimed"] is not None:
        counted = f"{counted}, {words.say('%(share)s claimed', share=format(row['claimed'], '.2f'))}"
    bounded = row["low"] is not None
    interval = {"low": f"{row['low']:.3f}", "high": f"{row['high']:.3f}"} if bounded else {}
    return {
        "figure": words.retold(str(row["figure"])),
        "value": f"{row['value']:.3f}" if known else "-",
        "interval": words.say("%(low)s to %(high)s", **interval) if bounded else "-",
        "counted": counted,
    }


def _as_rows(measured: Evaluation) -> Iterator[dict[str, object]]:
    for miss in measured.figures.misses:
        row = plain(miss)
        if isinstance(row, dict):
            yield row
