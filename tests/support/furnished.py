"""The folder in which hostile calls are made: a register with some of everything, and odd files beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forked import Forked, free
from posthouse import PostHouse

from tracker.model import Status
from tracker.store import connect

CLOSED = ("dicht", "dicht.csv", "dichte-map")
REGISTER = "commitments.db"


def renewed(template: Path, place: Path) -> None:
    """The folder as it was made. Its register is the same file with its old content: a copy is known as one."""
    original = template.with_name("original")
    if not original.exists():
        original.hardlink_to(place / REGISTER)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place, symlinks=True, ignore=shutil.ignore_patterns(REGISTER))
    original.write_bytes((template / REGISTER).read_bytes())
    (place / REGISTER).hardlink_to(original)
    os.mkfifo(place / "pijp")
    free(place)
    for name in CLOSED:
        (place / name).chmod(0)


def furnish(place: Path, register: Path, forked: Forked) -> None:
    """Make that folder: `register` is an empty one, `forked` calls the command."""
    for name in ("map", "dichte-map", "tmp", "home"):
        (place / name).mkdir(parents=True)
    (place / "dichte-map" / "x.csv").write_text("x")
    for name, content in CONTENTS.items():
        (place / name).write_bytes(content)
    for name, leads_to in {"kring": "kring", "kring.csv": "kring.csv", "nergens-heen": "er-is-niets/x"}.items():
        (place / name).symlink_to(leads_to)
    shutil.copy(register, place / "commitments.db")
    _fill(place / "commitments.db")
    free(place)
    nowhere = {"TRACKER_MAIL_TRANSPORT": "smtp", "TRACKER_MAIL_PORT": "9", "TRACKER_MAIL_SECURITY": "none"}
    assert forked.call(place, "tick", environment=nowhere).code == 1  # its letters wait
    with sqlite3.connect(place / "commitments.db") as raw:
        raw.execute("UPDATE letters SET state = 'in_doubt', doubts = 1 WHERE id = 2")
    raw.close()
    for call in MADE_BY:
        said = forked.call(place, *call)
        assert said.code == 0, said


def _fill(path: Path) -> None:
    """Two readers, and commitments of several kinds of which they are to hear."""
    with closing(connect(path)) as database:
        house = PostHouse(database, path.parent)
        house.clock.now = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 - the command reads the real clock
        for name in ("jan", "els"):
            house.reader(f"{name}@example.org")
        soon = house.office.today + timedelta(days=1)
        for number, due_on in enumerate((soon, soon, soon, None, soon), start=1):
            house.add(due_on, status=Status.PROPOSED if number == 3 else Status.OPEN)
        house.resolve(5)


MADE_BY = (
    ("silence", "add", "--until", "2099-01-01", "--reason", "reces"),
    ("subscriber", "pause", "els@example.org"),
    ("backup", "kopie.db"),
    ("rappel", "--minister", "Lieve Maes", "--out", "antwoorden.csv"),
)
SETTINGS = """language = "nl"

[letters]
group_wait_minutes = 0

[mail]
transport = "folder"
sender = "tracker@example.org"
domain = "example.org"
"""
VERSLAG = """Verslag van de vergadering van de Commissie voor Onderwijs van 12 januari 2026

Minister Lieve Maes: Ik zal het rapport tegen eind juni 2026 aan de commissie bezorgen.
"""
TERUG = """From: mailer@example.org
To: bounce@example.org
Subject: niet bezorgd
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

niet bezorgd
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: rfc822; jan@example.org
Action: failed
Status: 5.1.1

--x--
"""
PASSAGE = (
    '{"id": "een", "text": "De minister zal het rapport tegen eind juni 2026 bezorgen.", "doc_date": "2026-01-12", '
    '"lang": "nl", "commitments": [{"quote_span": "De minister zal het rapport tegen eind juni 2026 bezorgen.", '
    '"due_end": "2026-06-30"}]}\n'
)
CONTENTS = {
    "leeg": b"",
    "leeg.csv": b"",
    "beeld.bin": bytes(range(256)) * 40,
    "binair.csv": b"quote,said_on\n\0\xff\xfe\x00",
    "latin.csv": "quote;said_on\nIk beloof één café;2026-01-05\n".encode("latin-1"),
    "dicht": b"x",
    "dicht.csv": b"x",
    "tabel.csv": b"quote,said_on,due_on\nIk zal het doen.,2026-01-05,2026-12-31\n",
    "verslag.txt": VERSLAG.encode(),
    "terug.eml": TERUG.encode(),
    "passages.jsonl": PASSAGE.encode(),
    "tracker.toml": SETTINGS.encode(),
}
