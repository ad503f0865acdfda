"""What of the report is shown beside a proposal, and which proposals are no longer asked about?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from to_review import ACT, PLAN, SAID, STUDY, found

from tracker.errors import NotFound
from tracker.model import Report, Selection
from tracker.store import connect, register, reports
from tracker.usecases import register as stories
from tracker.usecases.proposals import proposal
from tracker.usecases.register import Reading
from tracker.usecases.review import pile


def test_long_reports_are_shown_around_the_quote_only(office: Path) -> None:
    text = "Woorden ervoor. " * 60 + STUDY + " Woorden erna." * 60
    database = connect(office)
    report = replace(Report.from_text(text, held_on=SAID, language="nl"), name="lang.txt", sha256="b" * 64)
    with database.write() as tx:
        number = reports.add(tx, report, act=ACT)
        start = text.index(STUDY)
        one = replace(found(STUDY, "afronden", due=None), start=start, end=start + len(STUDY))
        (commitment,) = register.propose(tx, number, [one], act=ACT)
    seen = proposal(database, commitment, today=SAID, left=1)
    database.close()

    assert seen is not None
    assert (seen.before[:2], seen.after[-2:]) == ("… ", " …")
    assert len(seen.before) < 400


def test_a_report_whose_text_is_not_kept_shows_the_quote_alone(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_tx: object, number: int) -> str:
        raise NotFound(f"The text of report {number} is not kept.")

    monkeypatch.setattr(reports, "words", missing)
    database = connect(office)
    seen = proposal(database, 1, today=SAID, left=1)
    database.close()

    assert seen is not None
    assert (seen.before, seen.after, seen.entry.quote) == ("", "", PLAN)


def test_what_was_decided_since_the_pile_was_made_is_passed_over(office: Path) -> None:
    database = connect(office)
    heap = pile(database, Selection(), act=lambda _: ACT, today=SAID, reading=Reading("nl", "be-vlg"))
    stories.accept(database, [1, 3], act=ACT)
    first = heap.top()
    assert first is not None
    heap.skip(first)

    assert (first.entry.number, heap.top()) == (2, None)
    database.close()
