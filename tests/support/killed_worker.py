"""A process for others to kill: it does one action after another on a register, and says when each is done."""

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from time import sleep

from earlier_version import of_version
from factory import a_commitment

from tracker.model import Act, Evidence, Report
from tracker.store import Database, connect, keeping, register, reports
from tracker.store.migrations import REVISIONS
from tracker.usecases import register as stories
from tracker.usecases.importing import import_file

AT = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)
ACT = Act("werker", AT)
TODAY = date(2022, 3, 1)
QUOTE = "De minister zal een brief sturen."
REPORT = Report(text=QUOTE, original=QUOTE, held_on=date(2021, 9, 21), language="nl", name="v.txt")
PROMISE = a_commitment(QUOTE, minister=None)
Turn = Callable[[Database, int, int], object]


def extract(database: Database, turn: int, group: int) -> None:
    """A report and its commitments, in one transaction."""
    with database.write(begins=True) as tx:
        place = reports.add(tx, replace(REPORT, sha256=f"{turn:064d}"), act=ACT)
        register.propose(tx, place, [PROMISE] * group, act=ACT, accept=True)


def resolve(database: Database, turn: int, group: int) -> None:
    """All are resolved, and reopened the next time."""
    numbers = list(range(1, group + 1))
    if turn % 2:
        stories.reopen(database, numbers, act=ACT)
    else:
        stories.resolve(database, numbers, Evidence("x", None, TODAY), act=ACT, today=TODAY)


def back_up(database: Database, turn: int, _: int) -> None:
    """A copy each time."""
    assert database.path is not None
    keeping.back_up(database, database.path.with_name(f"copy-{turn}.db"))


def bring_in(database: Database, turn: int, group: int) -> None:
    """A file of another register."""
    assert database.path is not None
    file = database.path.with_name("given.csv")
    rows = [f"x:{turn}.{number},open,een brief sturen,{QUOTE},2021-09-21" for number in range(group)]
    file.write_text("\n".join(["reference,status,summary,quote,said_on", *rows]))
    assert import_file(database, file, act=ACT, read_deadline=lambda _words, _said_on: None).new == group


TURNS: dict[str, Turn] = {"extract": extract, "resolve": resolve, "backup": back_up, "import": bring_in}


def fill(database: Database, group: int) -> None:
    """A register to work on."""
    extract(database, 0, group)


def make_old(path: Path, group: int) -> None:
    """A register as the first version left it."""
    with closing(connect(path)) as database, of_version(database, REVISIONS[0]):
        fill(database, group)


def say(word: str) -> None:
    """Tell the one who will kill us."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(task: str, path: Path, group: int) -> None:
    """Do the task until somebody kills us."""
    if task == "old":
        make_old(path, group)
        return
    database = connect(path)
    if task == "fill":
        with closing(database):
            fill(database, group)
        return
    if task == "migrate":
        import alembic.command  # noqa: F401 - loaded before the clock runs

        say("ready")
        database.upgrade()
        sleep(60)
    with database.read():
        say("ready")
    for turn in count():
        TURNS[task](database, turn, group)
        say("done")


main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
