"""What do the lines of a ledger tell?"""

from datetime import UTC, datetime

import pytest

from tracker.store.ledger_lines import Heading, Left, Seen, heading, is_of_old, ledger_content

AT = "2026-03-02T08:00:00+00:00"
GIVEN = {"given": "digest:1:2026-03-02", "attempt": 1}
SENT = {"sent": "digest:1:2026-03-02", "at": AT}
KEPT = {"kept": "digest:1:2026-03-02", "attempt": 1}
TAKEN = {"taken": "digest:1:2026-03-02", "attempt": 1, "from": "one:1"}
AGAIN = GIVEN | {"attempt": 2}


@pytest.mark.parametrize(
    ("lines", "attempts"),
    [
        ([GIVEN], [1]),
        ([GIVEN, SENT], []),
        ([GIVEN, KEPT], []),
        ([GIVEN, KEPT, AGAIN], [2]),
        ([GIVEN, AGAIN, SENT], []),
        ([TAKEN, GIVEN], []),  # the line came too late: it was not given
        ([GIVEN, TAKEN], [1]),  # it may have been
        ([SENT, AGAIN], [2]),
        ([GIVEN | {"given": 7}, GIVEN | {"attempt": "x"}, {"given": "digest:2:2026-03-02"}], []),
    ],
)
def test_what_was_given_without_an_answer_is_known(lines: list[dict[str, object]], attempts: list[int]) -> None:
    assert [attempt for _, attempt in ledger_content(lines).unanswered] == attempts


def test_what_left_is_known_with_its_alerts_the_newest_last() -> None:
    other = {"sent": "alerts:1:ab", "at": AT, "alerts": ["alert:1:1:D-7:1"]}
    found = ledger_content([SENT, other, SENT | {"at": "yesterday"}])

    assert found.sent == {
        "alerts:1:ab": Left(datetime(2026, 3, 2, 8, tzinfo=UTC), ("alert:1:1:D-7:1",)),
        "digest:1:2026-03-02": Left(),
    }
    assert list(found.sent) == ["alerts:1:ab", "digest:1:2026-03-02"]


def test_the_last_mark_counts() -> None:
    marks = [{"mark": number, "at": AT, "seen": {"b": ["two:/ledger", str(number)], "c": "odd"}} for number in (1, 2)]
    found = ledger_content(marks)

    assert (found.mark, found.seen) == (2, {"b": Seen("two:/ledger", "2")})


def test_the_first_line_says_whose_ledger_it_is() -> None:
    assert heading({"ledger": "a", "register": "b", "at": AT}) == Heading("a", "b")
    assert heading(SENT) is None
    assert is_of_old(SENT)
    assert not is_of_old({"ledger": "a", "register": "b"})
    assert not is_of_old({})
