"""The heads of a table of answers: those of today in each language, and those of tables that were sent before."""

from __future__ import annotations

import pytest

from tracker.letters.rappel.answers import read_answers

ANSWER = "C-0001;2026-12-31;x;;"
DONE = "C-0001;;;2026-06-01;https://example.org/"


@pytest.mark.parametrize(
    "heads",
    [
        "Nummer;Nieuwe termijn;Reden;Voldaan op;Bewijs",
        "Numéro;Nouvelle échéance;Motif;Tenu le;Preuve",
        "Number;New deadline;Reason;Fulfilled on;Evidence",
        "Nummer;Nieuwe termijn;Reden;Nagekomen op;Bewijs",  # of a table that was sent before
        "Numéro;Nouveau délai;Motif;Tenu le;Preuve",
        "Number;New deadline;Reason;Met on;Evidence",
    ],
)
def test_a_table_is_read_under_the_heads_of_today_and_of_before(heads: str) -> None:
    moved, done = (read_answers(f"{heads}\n{row}\n").answers[0] for row in (ANSWER, DONE))

    assert (moved.new_deadline, moved.reason) == ("2026-12-31", "x")
    assert (done.done_on, done.evidence) == ("2026-06-01", "https://example.org/")
