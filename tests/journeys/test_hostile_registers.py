"""A register may hold anything that could be imported: days at the ends of the calendar, endless and invisible words.

Each command that looks into it answers all the same.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from forked import Forked, Said, common_ground, free
from hostile import EVERYTHING, IN_FILES, IN_JSON, SHARP
from ordeal import Call, Ordeal

from tracker.exchange import csv_file

COLUMNS = tuple(tomllib.loads(files("tracker.exchange").joinpath("columns.toml").read_text("utf-8"))["column"])
TOEZEGGING = {
    "Nummer": "TZ1",
    "Tekst": "De minister bezorgt het rapport.",
    "Status": "Voldaan",
    "Aanmaakdatum": "2026-01-05T12:00:00+01:00",
    "GewijzigdOp": "2026-01-06T12:00:00+01:00",
    "DatumNakoming": "2026-06-30T00:00:00Z",
    "Naam": "Herbert",
    "Achternaam": "Herbert",
    "Initialen": "H.G.",
    "Functie": "Minister",
    "Ministerie": "Economische Zaken",
    "Notities": "een",
    "Activiteit": [{"Datum": "2026-01-05T12:00:00+01:00", "Voortouwnaam": "EZ"}],
    "KamerbriefNakoming": [{"DocumentNummer": "1", "Onderwerp": "b", "Datum": "2026-06-29T22:00:00Z"}],
    "ToegezegdAan": [{"Persoon": {"Achternaam": "X"}, "Fractie": {"Afkorting": "Y"}}],
    "IsHerhalingVan": [{"Nummer": "TZ2"}],
    "Verwijderd": False,
}
ORDINARY = {"quote": "Ik zal het rapport bezorgen.", "said_on": "2026-01-05"}
LOOKS: tuple[tuple[str, ...], ...] = (
    ("list",),
    ("list", "--group-by", "month", "--format", "json"),
    ("stats",),
    ("stats", "--html", "-"),
    ("export", "-o", "a.csv"),
    ("export", "-o", "a.jsonl"),
    ("export", "-o", "a.xlsx"),
    ("export", "-o", "a.ics"),
    ("export", "-o", "b.ics", "--tasks"),
    ("export", "-o", "a.xml"),
    ("digest", "preview", "--html"),
    ("digest", "preview", "jan@example.org", "--eml"),
    ("alerts", "preview", "jan@example.org"),
    ("search", "rapport"),
    ("rappel", "--minister", "Lieve Maes", "--until", "2999-12-31", "--out", "r.docx", "--out", "r.html"),
    ("rappel", "--minister", "Lieve Maes", "--out", "r.csv"),
    ("--today", "2999-12-31", "digest", "preview"),
    ("--today", "2999-12-31", "tick"),
    ("--today", "1900-01-01", "stats"),
    ("--today", "1900-01-01", "tick"),
    ("tick",),
    ("verify",),
)


def table(values: Sequence[str]) -> bytes:
    """A table of another register with each value in each column, a line each."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ("minister", *COLUMNS), extrasaction="ignore")
    writer.writeheader()
    for column in COLUMNS:
        for number, value in enumerate(values):
            done = {"status": "done"} if column in {"resolved_on", "evidence"} else {"status": "open"}
            writer.writerow({**ORDINARY, **done, "reference": f"{column}-{number}", column: value.replace("\0", "")})
    return out.getvalue().encode("utf-8", "replace")


def objects(values: Sequence[object]) -> bytes:
    """The same as JSON, and as records of the Tweede Kamer."""
    foreign = [
        {**ORDINARY, "reference": f"json-{column}-{number}", column: value}
        for column in COLUMNS
        for number, value in enumerate(values)
    ]
    return json.dumps(foreign).encode()


def toezeggingen(values: Sequence[object]) -> bytes:
    """Records of the Tweede Kamer."""
    records = [
        {**TOEZEGGING, "Nummer": f"{name}-{number}", name: value}
        for name in TOEZEGGING
        for number, value in enumerate(values)
    ]
    return json.dumps({"value": records}).encode()


def own_lines(record: dict[str, object], values: Sequence[object]) -> bytes:
    """An export of this program in which each field of a commitment holds each value."""
    number, lines = 100_000, []
    for name in record:
        for value in values:
            number += 1
            lines.append(json.dumps({**record, "number": number, "label": f"C-{number}", name: value}))
    return "\n".join(lines).encode()


def own_table(row: dict[str, str], values: Sequence[str]) -> bytes:
    """The same as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, csv_file.COLUMNS)
    writer.writeheader()
    number = 200_000
    for name in row:
        for value in values:
            number += 1
            writer.writerow({**row, "label": f"C-{number}", name: value.replace("\0", "")})
    return out.getvalue().encode("utf-8", "replace")


def told(said: Said, ordeal: Ordeal) -> str | None:
    """What is wrong with the answer, whatever became of the folder."""
    return ordeal.said_wrongly(Call("list"), said)


@pytest.fixture(scope="module", params=["quick", pytest.param("whole", marks=pytest.mark.soak)])
def odd(request: pytest.FixtureRequest, ordeal: Ordeal, forked: Forked, sqlite_template: Path) -> Iterator[Path]:
    """A folder with a register that took in all that it would of hostile files."""
    texts = SHARP if request.param == "quick" else (*EVERYTHING, *IN_FILES)
    values = (*texts, *IN_JSON)
    ordeal.call("list")
    assert ordeal.call("export", "-o", "own.jsonl", "--status", "open").code == 0
    record = json.loads((ordeal.place / "own.jsonl").read_bytes().splitlines()[1])
    row = next(csv.DictReader(io.StringIO(forked.call(ordeal.place, "export", "--format", "csv").out)))
    made = {
        "tabel.csv": table(texts),
        "tabel.json": objects(values),
        "kamer.json": toezeggingen(values),
        "eigen.jsonl": own_lines(record, values),
        "eigen.csv": own_table(row, texts),
    }
    with common_ground() as home:
        (home / "tmp").mkdir()
        (home / "commitments.db").write_bytes(sqlite_template.read_bytes())
        (home / "tracker.toml").write_bytes((ordeal.template / "tracker.toml").read_bytes())
        for name, content in made.items():
            (home / name).write_bytes(content)
        free(home)
        assert forked.call(home, "subscriber", "add", "jan@example.org").code == 0
        for name in made:
            said = forked.call(home, "import", name, seconds=120)
            assert not told(said, ordeal), f"{name}: {told(said, ordeal)}"
            assert said.code in {0, 1}
            assert " nieuw (" in said.out, f"{name} was refused whole: {said.words[-500:]}"
        yield home


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_nothing_that_was_taken_in_makes_a_command_fall(
    odd: Path, forked: Forked, ordeal: Ordeal, look: tuple[str, ...]
) -> None:
    said = forked.call(odd, *look, seconds=120)

    assert not told(said, ordeal)
    assert said.code == 0, said.words[-500:]
