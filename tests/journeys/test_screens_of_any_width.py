"""What commands show on a screen of 60, 80, 120 and 200 columns: nothing is cut, and the look is kept in `screens/`.

A screen that changed on purpose: remove its file, run this again, and look at what it wrote.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from calling import Terminal, called

SCREENS = Path(__file__).parent / "screens"
WIDTHS = (60, 80, 120, 200)
TODAY = "2026-03-20"
LONG_NAME = "Annelies van Steenkiste-Vandeputte"
LONG_ADDRESS = "annelies.vansteenkiste@vlaamsparlement.example.org"
SUMMARIES = (
    "de cijfers over de wachtlijsten in de jeugdhulp per provincie aan de commissie bezorgen",
    "een rondzendbrief sturen",
    "met de sector overleggen over de erkenning van kleinschalige opvang, en het verslag ervan bezorgen",
)
COMMANDS = {
    "list": ("list",),
    "list-by-minister": ("list", "--group-by", "minister"),
    "list-of-columns": ("list", "--columns", "number,summary,quote,committee,tags"),
    "history": ("history", "C-0003"),
    "show": ("show", "C-0001"),
    "search": ("search", "bezorgen"),
    "readers": ("subscriber", "list"),
    "outbox": ("outbox", "list"),
    "silences": ("silence", "list"),
    "stats": ("stats",),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A register with long names and reasons, two readers of whom one is paused, a silence, and letters that left."""
    place = tmp_path_factory.mktemp("screens")
    (place / "commitments.db").write_bytes(sqlite_template.read_bytes())
    (place / "tracker.toml").write_text(
        '[mail]\ntransport = "folder"\nsender = "tracker@example.org"\nbounce_address = "bounce@example.org"\n'
    )
    for minister, deadline, summary in zip(("Jo Maes", LONG_NAME, LONG_NAME), DEADLINES, SUMMARIES, strict=True):
        said = ("--quote", f"Ik zal {summary}.", "--summary", summary, "--said-on", "2026-01-20")
        where = ("--minister", minister, "--committee", "Commissie voor Welzijn, Volksgezondheid en Gezin")
        _act(place, "add", *said, *where, "--tag", "spoed", *deadline)
    _act(place, "move", "C-0003", "--to", "2026-09-01", "--reason", "de minister wacht op het advies van de raad")
    _act(place, "subscriber", "add", "jan@example.org")
    _act(place, "subscriber", "add", LONG_ADDRESS, "--minister", "Steenkiste", "--overdue")
    _act(place, "subscriber", "pause", LONG_ADDRESS, "--reason", "in ouderschapsverlof tot na de zomer")
    _act(place, "silence", "add", "--until", "2026-04-01", "--reason", "het parlement is met reces", "--minister", "Jo")
    _act(place, "tick", at="2026-03-16T08:00")
    return place


DEADLINES = (("--deadline", "2026-02-28"), (), ("--deadline", "2026-05-31"))


def _act(place: Path, *arguments: str, at: str = "2026-03-01T12:00") -> None:
    called(place, "--as", "secretaris", *arguments, at=at, language="nl")


def screen(place: Path, patch: pytest.MonkeyPatch, width: int, *command: str) -> str:
    """What a person sees on a terminal of that width, without its colours."""
    patch.setenv("COLUMNS", str(width))
    patch.setenv("TERM", "xterm")
    shown = called(place, "--today", TODAY, *command, screen=Terminal, language="nl")
    return "".join(f"{line.rstrip()}\n" for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_screen_looks_as_it_did(place: Path, monkeypatch: pytest.MonkeyPatch, name: str, width: int) -> None:
    kept = SCREENS / f"{name}-{width}.txt"
    shown = re.sub(r"\b[0-9a-f]{16}\b", "0123456789abcdef", screen(place, monkeypatch, width, *COMMANDS[name]))
    if not kept.exists():
        kept.write_text(shown, encoding="utf-8")
        pytest.fail(f"{kept} is new: look at it")

    assert shown == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_is_wider_than_the_screen(place: Path, monkeypatch: pytest.MonkeyPatch, name: str, width: int) -> None:
    assert all(len(line) <= width for line in screen(place, monkeypatch, width, *COMMANDS[name]).splitlines())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["list", "list-by-minister", "list-of-columns"])
def test_numbers_days_and_summaries_are_whole(
    place: Path, monkeypatch: pytest.MonkeyPatch, name: str, width: int
) -> None:
    shown = screen(place, monkeypatch, width, *COMMANDS[name])

    assert {*re.findall(r"^C-\d+\b", shown, re.MULTILINE)} == {"C-0001", "C-0002", "C-0003"}
    assert all(shown.count(word) for summary in SUMMARIES for word in summary.split())
    if name != "list-of-columns":
        assert shown.count("20 dagen te laat") == shown.count("2026-09-01") == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_reasons_and_addresses_are_whole(place: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    moved, readers = (screen(place, monkeypatch, width, *COMMANDS[name]) for name in ("history", "readers"))

    assert all(word in moved for word in ("wacht", "op", "het", "advies", "raad"))
    assert all(word in readers for word in (LONG_ADDRESS, "gepauzeerd", "ouderschapsverlof", "zomer", "Steenkiste"))


def test_what_extract_finds_is_not_glued_to_the_name(place: Path, tmp_path: Path) -> None:
    report = tmp_path / "verslag.txt"
    report.write_text(f"Minister {LONG_NAME}: Ik zal u tegen 1 juni 2026 de cijfers bezorgen.\n", encoding="utf-8")
    shown = called(place, "extract", str(report), "--date", "2026-01-20", "--dry-run", "--fast", language="nl")

    assert re.search(rf"  2026-06-01  {LONG_NAME}  \S", shown)
