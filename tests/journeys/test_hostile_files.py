"""Whatever stands in a file that is given, or in the settings: an answer or a refusal, and nothing half done."""

from __future__ import annotations

import csv
import io
import json
import random  # noqa: TID251 - which of thousands, from a seed that stands here
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from furnished import PASSAGE, SETTINGS, TERUG
from hostile import EVERYTHING, IN_FILES, IN_JSON, NUMBERS, SHARP
from ordeal import Call, Ordeal

from tracker.model.settings import Settings

TEXTS = tuple(text for text in (*EVERYTHING, *IN_FILES) if len(text) < 20_000)
TOML = (
    "0",
    "-1",
    str(2**63 - 1),
    "1e999",
    "nan",
    "true",
    "[]",
    "[-1]",
    '["a"]',
    "{}",
    "{a = 1}",
    "1979-05-27",
    "[[1]]",
)
LOOKS = ("list", "status", "doctor", "tick", "stats", "outbox list", "digest preview", "export", "dates", "explain")
ROUNDS = pytest.mark.parametrize(
    "rounds", [pytest.param(30, id="some"), pytest.param(2_000, id="thousands", marks=pytest.mark.soak)]
)


@dataclass(frozen=True)
class Case:
    """A call with the files and variables that it finds."""

    call: Call
    files: Mapping[str, bytes]
    variables: Mapping[str, str]
    what: str


def case(command: str, what: object, *, variables: Mapping[str, str] | None = None, **files: object) -> Case:
    """`files` are named with __ for the dot; what is not bytes is encoded, half characters and all."""
    made = {
        name.replace("__", "."): content
        if isinstance(content, bytes)
        else str(content).encode("utf-8", "surrogatepass")
        for name, content in files.items()
    }
    return Case(Call(command), made, variables or {}, repr(what)[:120])


def wrong(ordeal: Ordeal, cases: Sequence[Case], rounds: int) -> list[str]:
    """What was wrong with some of these, drawn by a seed."""
    drawn = random.Random(7).sample(cases, min(rounds, len(cases)))
    found = []
    for one in drawn:
        said = ordeal.with_files(one.files, *one.call.arguments, environment=one.variables)
        problem = ordeal.wrong(one.call, said)
        if problem:
            found.append(f"{one.call}, {one.what}: {problem}")
    return found


def places(kind: Any = Settings, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every setting by its path."""
    hints = get_type_hints(kind)
    for name in (field.name for field in fields(kind)):
        if isinstance(hints[name], type) and is_dataclass(hints[name]):
            yield from places(hints[name], (*above, name))
        else:
            yield *above, name


def in_file(path: tuple[str, ...], raw: str) -> str:
    """The settings with that one set so; the same key above it is gone."""
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(f"{path[-1]} =")]
    if len(path) == 1:
        return "\n".join([f"{path[0]} = {raw}", *lines])
    head = f"[{path[0]}]"
    at = lines.index(head) if head in lines else len(lines)
    return "\n".join([*lines[:at], head, f"{path[1]} = {raw}", *lines[at + 1 :]])


@ROUNDS
def test_no_setting_makes_a_command_fall(ordeal: Ordeal, rounds: int) -> None:
    raw = (*(json.dumps(text) for text in (*TEXTS, *NUMBERS)), *TOML)
    settings = [
        case(LOOKS[index % len(LOOKS)], (path, value), tracker__toml=in_file(path, value))
        for path in places()
        for index, value in enumerate(raw)
    ]

    assert not wrong(ordeal, settings, rounds)


@ROUNDS
def test_no_variable_makes_a_command_fall(ordeal: Ordeal, rounds: int) -> None:
    names = [f"TRACKER_{'_'.join(path).upper()}" for path in places()]
    names += ["TRACKER_DB", "TRACKER_CONFIG", "TRACKER_TODAY", "TRACKER_NO_SETTING"]
    variables = [
        case(LOOKS[index % len(LOOKS)], (name, value), variables={name: value})
        for name in names
        for index, value in enumerate(text for text in (*TEXTS, *NUMBERS) if "\0" not in text and text != "\ud800")
    ]

    assert not wrong(ordeal, variables, rounds)


@ROUNDS
def test_no_table_of_answers_makes_it_fall(ordeal: Ordeal, rounds: int) -> None:
    content = (ordeal.template / "antwoorden.csv").read_text("utf-8-sig")
    heads, first, *rest = csv.reader(io.StringIO(content), delimiter=";")
    tables = []
    for column in range(len(heads)):
        for text in TEXTS:
            for filled in ({5: "2030-06-30", 6: "omdat"}, {7: "2026-01-05", 8: "brief"}):
                row = [filled.get(place, cell) for place, cell in enumerate(first)]
                row[column] = text
                tables.append(case("answers", (heads[column], text), antwoorden__csv=_table([heads, row, *rest])))
    junk = (b"\0" * 1_000, b'"' * 5_000, b";" * 5_000, b"\xff\xfeaaa", b"a\n" * 100_000, content[:100].encode())
    tables += [case("answers", each[:20], antwoorden__csv=each) for each in junk]

    assert not wrong(ordeal, tables, rounds)


def _table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([cell.replace("\0", "") for cell in row] for row in rows)
    return out.getvalue()


@ROUNDS
def test_no_letter_that_comes_back_makes_it_fall(ordeal: Ordeal, rounds: int) -> None:
    chance, letters = random.Random(11), []
    for name in ("To", "Subject", "Content-Type", "Final-Recipient", "Action", "Status", "Reporting-MTA"):
        for text in TEXTS:
            lines = (f"{name}: {text}" if line.startswith(f"{name}:") else line for line in TERUG.splitlines())
            letters.append(case("bounces", (name, text), terug__eml="\n".join(lines)))
    for number in range(300):
        content = bytearray(TERUG.encode())
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        letters.append(case("bounces", number, terug__eml=bytes(content)))
        letters.append(case("bounces", ("mbox", number), terug__eml=b"From x\n%b\nFrom y\n" % bytes(content)))
    nested = (
        "Content-Type: multipart/report; boundary=x\n\n" + "--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 500
    )
    letters.append(case("bounces", "nested", terug__eml=nested))

    assert not wrong(ordeal, letters, rounds)


@ROUNDS
def test_no_annotated_passage_makes_it_fall(ordeal: Ordeal, rounds: int) -> None:
    row = json.loads(PASSAGE)
    values = (*SHARP, *IN_JSON)
    names = (*row, "speaker", "speaker_role", "genre", "neg_type", "borderline", "optional_spans")
    rows = [(name, value, {**row, name: value}) for name in names for value in values]
    for name in row["commitments"][0]:
        rows += [(name, value, {**row, "commitments": [{**row["commitments"][0], name: value}]}) for value in values]
    passages = [case("evaluate", (name, value), passages__jsonl=json.dumps(made)) for name, value, made in rows]

    assert not wrong(ordeal, passages, rounds)


@ROUNDS
def test_no_damaged_register_or_backup_makes_a_command_fall(ordeal: Ordeal, rounds: int) -> None:
    whole, chance, damaged = (ordeal.template / "kopie.db").read_bytes(), random.Random(13), []
    commands = ("list", "show", "history", "search", "verify", "doctor", "status", "outbox list", "note", "export")
    for number in range(200):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 200)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        kept = bytes(content[: chance.randrange(len(content))] if number % 4 == 0 else content)
        damaged.append(case("restore", number, kopie__db=kept))
        damaged += [case(command, number, commitments__db=kept) for command in commands]

    assert not wrong(ordeal, damaged, rounds)


@ROUNDS
def test_no_line_of_a_ledger_makes_a_command_fall(ordeal: Ordeal, rounds: int) -> None:
    real = _ledger(ordeal).read_bytes()
    lines = (
        b"\0" * 5_000,
        b"{}\n",
        b"[1]\n" * 10,
        b"null\n",
        b"\xff\n",
        b"x" * 1_000_000,
        b'{"sent": 1}\n',
        b'{"sent": "a", "at": "9999-12-31T23:59:59+00:00"}\n',
        b'{"given": [], "attempt": {}}\n',
        b'{"head": "x", "digest": 1}\n',
        b'{"register": {}}\n',
    )
    name = str(_ledger(ordeal).relative_to(ordeal.template))
    commands = ("status", "doctor", "verify", "tick", "outbox reconcile", "outbox list", "digest send")
    ledgers = [
        Case(Call(command), {name: content}, {}, repr(line[:30]))
        for command in commands
        for line in lines
        for content in (line, real + line, line + real, real[: len(real) // 2])
    ]

    assert not wrong(ordeal, ledgers, rounds)


def _ledger(ordeal: Ordeal) -> Path:
    """Where the ledger of the folder lies."""
    ordeal.call("list")
    return next(path for path in ordeal.template.rglob("*ledger*") if path.is_file())
