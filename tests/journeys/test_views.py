"""Views: options that the settings keep under a name, for lists, figures and exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import called

VIEWS = """\
[views]
late = "--overdue --minister maes"
short = '--columns "number,summary" --limit 1'
open-quote = "--committee 'x"
misspelt = "--comittee x"
other = "@late"
"""


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with views, and two commitments of which that of Maes is overdue."""
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "tracker.toml").write_text(VIEWS)
    said = ("--quote", "Ik zal dat doen.", "--said-on", "2026-02-20", "--deadline", "2026-02-28")
    for minister in ("Jo Maes", "An Peeters"):
        called(tmp_path, "--today", "2026-02-21", "add", *said, "--minister", minister, "--summary", f"van {minister}")
    return tmp_path


def shown(place: Path, *typed: str, fails: int = 0) -> str:
    return called(place, "--today", "2026-03-20", *typed, fails=fails)


def test_a_view_stands_for_its_options(place: Path) -> None:
    assert shown(place, "list", "@late") == shown(place, "list", "--overdue", "--minister", "maes")
    assert "Peeters" not in shown(place, "list", "@late")


def test_views_go_together_and_what_is_typed_wins(place: Path) -> None:
    assert shown(place, "list", "@late", "@short") == "number\tcommitment\nC-0001\tvan Jo Maes\n"
    assert "van An Peeters" in shown(place, "ls", "-m", "peeters", "@late")


def test_figures_and_exports_take_views(place: Path) -> None:
    assert "Peeters" not in shown(place, "stats", "@late")
    assert "Peeters" not in shown(place, "export", "@late", "--format", "csv")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("list", "@nothing"), "There is no view @nothing. Known: @late, @misspelt, @open-quote, @other, @short."),
        (("list", "@open-quote"), "The view @open-quote cannot be read: --committee 'x. Close its quotation marks"),
        (("list", "@misspelt"), "The view @misspelt does not fit this command. tracker list has no option --comittee."),
        (("export", "@short"), "The view @short does not fit this command."),
        (("list", "@other"), "The view @other names another view, or a stray word."),
        (("list", "stray"), "cannot do anything with: stray"),
    ],
)
def test_a_view_that_cannot_be_is_refused(place: Path, typed: tuple[str, ...], told: str) -> None:
    assert told in shown(place, *typed, fails=2)


def test_where_no_view_is_kept_it_is_told_how(tmp_path: Path) -> None:
    assert "the settings keep none. Put them under [views] in tracker.toml" in shown(tmp_path, "list", "@late", fails=2)
