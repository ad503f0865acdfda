"""A soak run ends with a line a promise: how often it was tried, how often it was broken."""

from __future__ import annotations

from dataclasses import dataclass, field

from promises import Promises, soaked


@dataclass
class Report:
    nodeid: str
    failed: bool = False
    when: str = "call"
    keywords: tuple[str, ...] = ("soak",)
    user_properties: list[tuple[str, object]] = field(default_factory=list)


def test_each_promise_has_a_line_with_its_counts() -> None:
    promises = Promises()
    promises.told("no letter is lost", tried=12_000, of="letters", fault="lost")
    promises.told("no letter is lost", tried=480, of="letters", broken=2, fault="lost")
    promises.told("history verifies", tried=7, of="proofs")

    assert promises.lines() == [
        "no letter is lost  12,480 letters  2 lost",
        "history verifies         7 proofs  0 broken",
    ]
    assert promises.broken == 2


def test_a_soak_test_tells_what_it_counted_or_its_name() -> None:
    told = [("promise", ("no letter is lost", 5, "letters", 0, "lost")), ("other", 1)]

    lines = soaked(
        [
            Report("tests/a.py::test_it_counts[x::y]", user_properties=[*told]),
            Report("tests/a.py::test_it_is_quick[1]"),
            Report("tests/a.py::test_it_is_quick[2]", failed=True),
            Report("tests/a.py::test_of_every_day", keywords=()),
            Report("tests/a.py::test_it_is_quick[1]", when="teardown"),
        ]
    )

    assert lines == ["no letter is lost  5 letters  0 lost", "it is quick           2 runs  1 broken"]


def test_a_soak_test_that_counted_and_failed_has_a_line_for_its_failure() -> None:
    told = [("promise", ("no letter is lost", 5, "letters", 1, "lost"))]

    lines = soaked([Report("tests/a.py::test_they_arrive", failed=True, user_properties=[*told])])

    assert lines == ["no letter is lost  5 letters  1 lost", "they arrive           1 runs  1 broken"]
