"""A register of made-up commitments, for measuring."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.model import Act, Change, Deed, Firmness, Kind, Status

if TYPE_CHECKING:
    from pathlib import Path

MINISTERS = ("An Peeters", "Bart Claes", "Chris Maes", "Dirk Jacobs", "Els Mertens")
COMMITTEES = ("Commissie voor Onderwijs", "Commissie voor Welzijn", "Commissie voor Mobiliteit")
START = date(2020, 1, 6)


def change(index: int) -> Change:
    """The beginning of made-up commitment `index`: dates, ministers and committees vary with it."""
    said_on = START + timedelta(days=index % 1500)
    minister = MINISTERS[index % len(MINISTERS)]
    return Change(
        Deed.ADDED,
        {
            "status": Status.OPEN,
            "quote": f"De minister zal het plan {index} tegen het einde van het jaar aan de commissie bezorgen.",
            "summary": f"het plan {index} aan de commissie bezorgen",
            "said_on": said_on,
            "minister": minister,
            "responsible": minister,
            "due_on": said_on + timedelta(days=90 + index % 365) if index % 5 else None,
            "deadline_version": 1,
            "slips": 0,
            "slip_days": 0,
            "check_on": None if index % 5 else said_on + timedelta(days=90),
            "firmness": Firmness.FIRM,
            "kind": Kind.REPORT,
            "confidence": 0.9,
            "committee": COMMITTEES[index % len(COMMITTEES)],
            "language": "nl",
        },
    )


def filled_register(path: Path, *, size: int) -> Path:
    """A SQLite register with that many open commitments."""
    from tracker.store import connect, register

    database = connect(str(path))
    with database.write(begins=True) as tx:
        register.begin(
            tx, [change(index) for index in range(size)], act=Act("benchmark", datetime(2024, 1, 1, tzinfo=UTC))
        )
    database.close()
    return path
