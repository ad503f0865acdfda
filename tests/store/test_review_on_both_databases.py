"""A review does the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from factory import a_commitment

from tracker.model import Act, Report, Selection, Status
from tracker.store import Database, register, reports
from tracker.usecases.proposals import Proposal
from tracker.usecases.register import Reading
from tracker.usecases.review import Pile, decide_by_confidence, pile
from tracker.usecases.splitting import Wording

SAID = date(2021, 9, 21)
AT = datetime(2021, 9, 22, 8, tzinfo=UTC)
TEXT = "Ik zal u het plan bezorgen. Ik zal u de cijfers bezorgen. De cijfers zal ik u bezorgen."


def filled(database: Database) -> Pile:
    report = replace(Report.from_text(TEXT, held_on=SAID, language="nl"), name="verslag.txt", sha256="a" * 64)
    proposals = [
        a_commitment(sentence, start=TEXT.index(sentence), summary=sentence, said_on=SAID, confidence=confidence)
        for confidence, sentence in zip((0.95, 0.7, 0.3), TEXT.split(". "), strict=True)
    ]
    with database.write() as tx:
        number = reports.add(tx, report, act=act(None))
        register.propose(tx, number, proposals, act=act(None))
    return pile(database, Selection(), act=act, today=SAID, reading=Reading("nl", "be-vlg"))


def act(reason: str | None) -> Act:
    return Act("clerk", AT, reason)


def statuses(database: Database) -> list[Status]:
    with database.read() as tx:
        return [register.entry(tx, number).status for number in (1, 2, 3)]


def shown(heap: Pile) -> Proposal:
    top = heap.top()
    assert top is not None
    return top


def test_each_step_is_kept_and_taken_back(database: Database) -> None:
    heap = filled(database)

    heap.split(shown(heap), Wording("het plan bezorgen"), Wording("de rest bezorgen", "eind 2021"))
    heap.undo()
    heap.accept(shown(heap))
    heap.reject(shown(heap), "a wish")
    heap.merge(shown(heap), 1)

    assert statuses(database) == [Status.OPEN, Status.REJECTED, Status.REJECTED]
    for _ in range(3):
        heap.undo()
    assert statuses(database) == [Status.PROPOSED] * 3


def test_a_batch_decides_by_confidence(database: Database) -> None:
    filled(database)

    decided = decide_by_confidence(
        database, Selection(), act=act("unsure"), today=SAID, accept_from=0.9, reject_below=0.5
    )

    assert decided == ((1,), (3,))
    assert statuses(database) == [Status.OPEN, Status.PROPOSED, Status.REJECTED]
