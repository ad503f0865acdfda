"""Does a damaged file ever break the reader, hang it, or pass for an empty report?"""

from __future__ import annotations

import io
import random  # noqa: TID251 - damage by a seed that stays the same
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from papers import column, docx, odt, pdf, word_paragraph, zipped

from tracker.errors import TrackerError, Unreadable
from tracker.model import Report
from tracker.reading import Limits, read_many

SENTENCES = [
    "De Commissie voor Onderwijs besprak op 21 september 2021 het ontwerp van decreet over de scholen.",
    "Minister Bart Somers zegt dat het onderzoek in juni 2022 zal zijn afgerond.",
    "An Claes vraagt of de wachtlijsten dit jaar worden weggewerkt. Hoe zit dat?",
    "De heer Koen Daniëls (N-VA): Mijnheer de voorzitter, dat is te laat.",
]
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div><note type="speaker">De voorzitter:</note>'
    + "".join(f'<u who="#AnClaes" ana="#regular"><seg>{text}</seg></u>' for text in SENTENCES)
    + "</div></body></text></TEI>"
)
AKOMA = (
    "<akomaNtoso><debate><debateBody>"
    + "".join(f'<speech by="#a"><from>De heer Claes:</from><p>{text}</p></speech>' for text in SENTENCES)
    + "</debateBody></debate></akomaNtoso>"
)


def documents() -> dict[str, bytes]:
    mail = "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n" + "\r\n\r\n".join(
        SENTENCES
    )
    lines = column("\n\n".join(SENTENCES * 3), x=60, y=780, width=80)
    return {
        "pdf": pdf([lines, lines]),
        "plain.pdf": pdf([lines, lines], compressed=False),
        "docx": docx("".join(word_paragraph(text, bold="Minister: ") for text in SENTENCES)),
        "odt": odt("".join(f"<text:p>{text}<text:note><text:note-body/></text:note></text:p>" for text in SENTENCES)),
        "html": ("<!DOCTYPE html><body><main>" + "".join(f"<p>{text}</p>" for text in SENTENCES) + "</main>").encode(),
        "txt": "\n\n".join(SENTENCES * 3).encode("cp1252"),
        "tei.xml": TEI.encode(),
        "akn.xml": AKOMA.encode(),
        "eml": mail.encode(),
    }


def mutated(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """One to three kinds of damage: flipped bits, a cut end, a lost middle, a piece of another file, noise."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data) or 1)
        kind = chance.randrange(6)
        if kind == 0:
            for _ in range(chance.randint(1, 40)):
                if data:
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[place:]
        elif kind == 2:
            del data[place : place + chance.randint(1, 400)]
        elif kind == 3:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            data[place:place] = other[start : start + chance.randint(1, 600)]
        elif kind == 4:
            data[place : place + 20] = chance.randbytes(20)
        else:
            data[place:place] = bytes(data[place : place + 50]) * chance.randint(1, 60)
    return bytes(data)


def inside(content: bytes, chance: random.Random) -> bytes:
    """Damage inside an archive, or between the tags of markup: what outer checks do not see."""
    if not content.startswith(b"PK"):
        tags = content.split(b"<")
        chance.shuffle(tags)
        return b"<".join(tags[: chance.randint(1, len(tags))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.endswith("l")])
    parts[name] = mutated(parts[name], list(parts.values()), chance)
    return zipped(dict(parts))


def cases(folder: Path, count: int) -> Iterator[Path]:
    chance = random.Random(20210921)
    kinds = documents()
    for number in range(count):
        kind = list(kinds)[number // 3 % len(kinds)]
        path = folder / f"{number}.{kind}"
        path.write_bytes(
            mutated(kinds[kind], list(kinds.values()), chance) if number % 3 else inside(kinds[kind], chance)
        )
        yield path


def check(paths: list[Path]) -> None:
    for path, outcome in read_many(paths, jobs=2, limits=Limits(seconds=30)):
        if isinstance(outcome, TrackerError):
            assert isinstance(outcome, Unreadable), path
            assert not any(word in str(outcome) for word in ("broke its reader", "longer than", "of memory")), (
                path,
                outcome,
            )
        else:
            assert isinstance(outcome, Report)
            assert outcome.sentences, path
            assert outcome.text.strip(), path


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    check(list(cases(tmp_path, 360)))


@pytest.mark.soak
def test_ten_thousand_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    check(list(cases(tmp_path, 10_000)))


def test_the_undamaged_files_are_all_read(tmp_path: Path) -> None:
    for kind, content in documents().items():
        (tmp_path / f"verslag.{kind}").write_bytes(content)

    for path, outcome in read_many(sorted(tmp_path.iterdir())):
        assert isinstance(outcome, Report), (path, outcome)
        assert "wachtlijsten" in outcome.text
