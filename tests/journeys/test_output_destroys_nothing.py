"""Whatever a person names as output: what stands there and is not an earlier output of the same kind is kept."""

from __future__ import annotations

import fcntl
import os
import shlex
import stat
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from calling import called
from posthouse import PostHouse

from tracker.files import output
from tracker.store import Database
from tracker.usecases import upkeep

TODAY = ("--db", "register.db", "--today", "2026-07-01")
WRITERS = {  # how each command that writes is called, with the name to write to at the end
    "csv": ("export", "--format", "csv", "--output"),
    "json": ("export", "--format", "json", "--output"),
    "jsonl": ("export", "--format", "jsonl", "--output"),
    "selection": ("export", "--format", "jsonl", "--overdue", "--output"),
    "xlsx": ("export", "--format", "xlsx", "--output"),
    "ics": ("export", "--format", "ics", "--output"),
    "atom": ("export", "--format", "atom", "--output"),
    "figures": ("stats", "--html"),
    "digest": ("digest", "preview", "--out"),
    "digest page": ("digest", "preview", "--html", "--out"),
    "digest message": ("digest", "preview", "--eml", "--out"),
    "alerts page": ("alerts", "preview", "--html", "--out"),
    "recall": ("rappel", "--minister", "Maes", "--out"),
    "recall page": ("rappel", "--minister", "Maes", "--out"),
    "backup": ("backup",),
}
ENDINGS = {"recall": ".csv", "recall page": ".html"}
NEVER = ("register.db", "register.db-journal", "register.db-wal", "register.db.ledger", "tracker.toml", "other.db")
PAGES = {"digest page", "alerts page"}  # both are previews of a letter
KNOWN_AGAIN = ("csv", "json", "jsonl", "selection", "xlsx", "ics", "atom", "figures", "digest page", "alerts page")


@pytest.fixture
def place(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register, its ledger, its journals, its settings, another register and a report."""
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        monkeypatch.delenv(name)
    house = PostHouse(sqlite_database, tmp_path)
    house.add(date(2026, 6, 30))
    upkeep.back_up(sqlite_database, tmp_path / "other.db")
    sqlite_database.close()
    (tmp_path / "register.db.ledger").write_text('{"head":1}\n')
    (tmp_path / "tracker.toml").write_text('language = "nl"\n')
    (tmp_path / "verslag.txt").write_text("De minister zal dat doen.\n")
    (tmp_path / "uit").mkdir()
    return tmp_path


def run(place: Path, writer: str, target: str, *more: str, fails: int = 0) -> str:
    return called(place, *TODAY, *WRITERS[writer], target, *more, fails=fails, language="nl")


def named(place: Path, writer: str, target: str, *, by: str) -> str:
    """The target under another name, with an ending that every writer takes."""
    name = f"uit/doel{ENDINGS.get(writer, '.dat')}"
    if by == "link":
        (place / name).symlink_to(place / target)
    elif by == "spelling" and writer not in ENDINGS:
        return f"uit/..//{target}"
    elif (place / target).exists():
        (place / name).hardlink_to(place / target)
    return name


def everything(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("by", ["link", "hard link", "spelling"])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_register_and_what_belongs_to_it_are_never_written_over(place: Path, writer: str, by: str) -> None:
    for target in NEVER if writer != "backup" else NEVER[:-1]:
        if by != "link" and not (place / target).exists():
            continue
        name = named(place, writer, target, by=by)
        before = everything(place)
        told = run(place, writer, name, "--force", fails=1)

        assert everything(place) == before
        assert "Noem een ander bestand." in told
        (place / f"uit/doel{ENDINGS.get(writer, '.dat')}").unlink(missing_ok=True)


@pytest.mark.parametrize("writer", WRITERS)
def test_without_force_a_register_is_kept_too(place: Path, writer: str) -> None:
    name = named(place, writer, "register.db", by="link")
    before = everything(place)

    assert "is het register; er wordt niets overheen geschreven" in run(place, writer, name, fails=1)
    assert everything(place) == before


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "backup"])
def test_what_is_no_earlier_output_is_written_over_only_by_force(place: Path, writer: str) -> None:
    name = named(place, writer, "verslag.txt", by="hard link")
    before = everything(place)
    told = run(place, writer, name, fails=1)

    assert everything(place) == before
    assert "--force" in told
    run(place, writer, name, "--force")
    assert (place / name).read_bytes() != before["verslag.txt"]
    assert (place / "verslag.txt").read_bytes() == before["verslag.txt"]  # under its other name


@pytest.mark.parametrize("writer", KNOWN_AGAIN)
def test_an_earlier_output_is_written_anew(place: Path, writer: str) -> None:
    run(place, writer, "uit/doel")
    first = (place / "uit/doel").stat().st_ino
    run(place, writer, "uit/doel")

    assert (place / "uit/doel").stat().st_ino != first


@pytest.mark.parametrize("writer", KNOWN_AGAIN)
def test_an_output_of_another_kind_is_kept(place: Path, writer: str) -> None:
    others = [one for one in KNOWN_AGAIN if one != writer and {one, writer} != PAGES]
    for one in others:
        run(place, one, f"uit/{one}")
    before = everything(place)
    told = [run(place, writer, f"uit/{one}", fails=1) for one in others]

    assert everything(place) == before
    assert all("is geen eerdere" in words for words in told)


@pytest.mark.parametrize("writer", WRITERS)
def test_an_output_is_private_from_its_first_moment(place: Path, writer: str) -> None:
    before, old = set(place.rglob("*")), os.umask(0)
    try:
        run(place, writer, f"uit/doel{ENDINGS.get(writer, '')}")
    finally:
        os.umask(old)

    (made,) = set(place.rglob("*")) - before
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


@pytest.mark.parametrize("writer", KNOWN_AGAIN)
def test_who_could_read_an_earlier_output_can_read_the_new_one(place: Path, writer: str) -> None:
    run(place, writer, "uit/doel")
    (place / "uit/doel").chmod(0o644)
    run(place, writer, "uit/doel")

    assert stat.S_IMODE((place / "uit/doel").stat().st_mode) == 0o644


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "recall page"])
def test_an_empty_file_is_filled(place: Path, writer: str) -> None:
    name = f"uit/doel{ENDINGS.get(writer, '')}"
    (place / name).touch()
    more = ("--force",) if writer == "recall" else ()
    run(place, writer, name, *more)

    assert (place / name).stat().st_size > 0


@pytest.mark.parametrize("writer", [name for name in WRITERS if name not in {"backup", *ENDINGS}])
def test_what_keeps_nothing_takes_everything(place: Path, writer: str) -> None:
    before = everything(place)
    run(place, writer, os.devnull)

    assert everything(place) == before


@pytest.mark.parametrize("writer", [name for name in WRITERS if name not in ENDINGS])
def test_a_folder_is_no_place_for_a_file(place: Path, writer: str) -> None:
    assert "het is een map" in run(place, writer, "uit", "--force", fails=1)
    assert list((place / "uit").iterdir()) == []


def test_a_template_in_use_is_never_written_over(place: Path) -> None:
    (place / "eigen/stats").mkdir(parents=True)
    (place / "eigen/stats/page.html").write_text("<p>{{ told.language }}</p>")
    (place / "tracker.toml").write_text('templates = "eigen"\n')
    told = run(place, "figures", "eigen/stats/page.html", "--force", fails=1)
    there_is_none = run(place, "figures", "eigen/digest/body.html", fails=1)

    assert "is een sjabloon" in told
    assert "is een sjabloon" in there_is_none
    assert (place / "eigen/stats/page.html").read_text() == "<p>{{ told.language }}</p>"


@pytest.mark.parametrize("writer", [name for name in WRITERS if name not in ENDINGS])
def test_no_output_becomes_the_settings(place: Path, writer: str) -> None:
    (place / "tracker.toml").unlink()
    told = run(place, writer, "tracker.toml", "--force", fails=1)

    assert "de plaats van de instellingen" in told
    assert not (place / "tracker.toml").exists()


def test_a_workbook_that_somebody_saved_is_kept(place: Path) -> None:
    run(place, "xlsx", "uit/doel.xlsx")
    book = place / "uit/doel.xlsx"
    saved_later = book.read_bytes()
    with zipfile.ZipFile(BytesIO(saved_later)) as old, zipfile.ZipFile(book, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "docProps/core.xml":
                content = content.replace(b"Z</dcterms:modified>", b".5Z</dcterms:modified>")
            new.writestr(part, content)

    assert "is geen eerdere werkmap zoals ze uitgevoerd werd" in run(place, "xlsx", "uit/doel.xlsx", fails=1)


def test_an_earlier_backup_gives_way_by_force_alone(place: Path) -> None:
    run(place, "backup", "uit/kopie.db")
    first = (place / "uit/kopie.db").stat().st_ino
    told = run(place, "backup", "uit/kopie.db", fails=1)
    kept = (place / "uit/kopie.db").stat().st_ino
    run(place, "backup", "uit/kopie.db", "--force")

    assert "neem met --force de plaats van die back-up in" in told
    assert kept == first
    assert (place / "uit/kopie.db").stat().st_ino != first


def test_the_backup_of_another_register_never_gives_way(place: Path) -> None:
    called(place, "--db", "ander.db", "db", "upgrade")
    before = (place / "ander.db").read_bytes()

    assert "is geen eerdere back-up van dit register" in run(place, "backup", "ander.db", "--force", fails=1)
    assert (place / "ander.db").read_bytes() == before


def test_a_stream_by_name_is_not_emptied(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A script adds to a file that it opened: `tracker export -o /dev/stdout >> all.csv`."""
    os.write(1, b"before\n")
    run(place, "csv", "/dev/stdout")

    assert capfd.readouterr().out.startswith("before\nlabel,")


def test_a_pipe_takes_a_whole_workbook(place: Path) -> None:
    os.mkfifo(place / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=place, stdout=subprocess.PIPE) as reader:
        assert run(place, "xlsx", "pipe") == ""
        content, _ = reader.communicate()

    assert zipfile.ZipFile(BytesIO(content)).testzip() is None


@pytest.mark.parametrize("writer", ["csv", "xlsx", "figures", "digest", "digest message", "alerts page"])
def test_a_pipe_from_which_nobody_reads_is_told(place: Path, writer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "PATIENCE", 0.0)
    os.mkfifo(place / "pipe")

    assert "Kan niet schrijven naar pipe: niemand leest eruit. Noem een bestand" in run(place, writer, "pipe", fails=1)


@pytest.mark.parametrize("command", [("export",), ("export", "--format", "xlsx"), ("stats", "--html", "-")])
@pytest.mark.parametrize(
    ("shell", "told"),
    [
        (">&-", "Naar de standaarduitvoer kan niet geschreven worden: ze is gesloten."),
        ("> /dev/full", "Naar de standaarduitvoer kan niet geschreven worden: No space left on device."),
    ],
)
def test_a_standard_output_that_takes_nothing_is_told(
    place: Path, command: tuple[str, ...], shell: str, told: str
) -> None:
    asked = [sys.executable, "-m", "tracker", *TODAY, *command]
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(asked)} {shell}"], cwd=place, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"tracker: {told}")


def test_a_stream_that_is_not_there_is_told(place: Path) -> None:
    assert "Kan /dev/fd/99999 niet schrijven: Bad file descriptor" in run(place, "csv", "/dev/fd/99999", fails=1)


@pytest.mark.parametrize("target", ["elsewhere/r.db", "elsewhere/r.db-journal", "link.db-journal", "link.db.ledger"])
def test_a_register_behind_a_link_is_kept_with_what_lies_beside_it(place: Path, target: str) -> None:
    (place / "elsewhere").mkdir()
    (place / "register.db").rename(place / "elsewhere/r.db")
    (place / "link.db").symlink_to("elsewhere/r.db")
    before = everything(place)
    told = called(
        place, "--db", "link.db", "export", "--format", "csv", "--force", "--output", target, fails=1, language="nl"
    )

    assert "er wordt niets overheen geschreven" in told
    assert everything(place) == before


@pytest.mark.parametrize("writer", KNOWN_AGAIN)
def test_a_write_that_fails_leaves_the_old_and_nothing_beside_it(
    place: Path, writer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place, writer, "uit/doel")
    before = everything(place)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.files.output.os.fsync", full)
    told = run(place, writer, "uit/doel", fails=1)

    assert "Kan uit/doel niet schrijven: No space left on device" in told
    assert everything(place) == before


def test_what_came_meanwhile_is_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.link

    def late(source: Path, target: Path) -> None:
        Path(target).write_text("from somebody else")
        real(source, target)

    monkeypatch.setattr("tracker.files.output.os.link", late)
    told = run(place, "csv", "uit/doel.csv", fails=1)

    assert "is geen eerdere uitvoer in CSV" in told
    assert [path.name for path in (place / "uit").iterdir()] == ["doel.csv"]
    assert (place / "uit/doel.csv").read_text() == "from somebody else"


def test_a_file_system_without_links_gets_its_file_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("tracker.files.output.os.link", none)
    run(place, "csv", "uit/doel.csv")

    assert (place / "uit/doel.csv").read_text().startswith("label,")


def test_what_a_killed_command_left_is_taken_away(place: Path) -> None:
    left = [place / name for name in (".tracker-abcdefgh.unfinished", ".tracker-abcdefgh.unfinished-journal")]
    alive = [place / name for name in (".tracker-ijklmnop.unfinished", ".tracker-ijklmnop.unfinished-journal")]
    kept = [*alive, place / ".tracker-notes", place / "a.unfinished"]
    for path in (*left, *kept):
        path.write_text("half of it")
    (place / ".tracker-qrstuvwx.scratch").mkdir()
    (place / ".tracker-qrstuvwx.scratch/backup.db").touch()
    with alive[0].open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # as who is still at it does
        run(place, "csv", "uit.csv")

    assert [path for path in left if path.exists()] == []
    assert not (place / ".tracker-qrstuvwx.scratch").exists()
    assert [path for path in kept if not path.exists()] == []
