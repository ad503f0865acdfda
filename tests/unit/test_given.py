"""A file that somebody gives is read, or refused in words: never waited for without end, never read without bound."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest

from tracker import given as door
from tracker.errors import Unreadable
from tracker.given import content_of, given
from tracker.wording.refusals import advice

ENOUGH = 100


def test_a_file_gives_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"words")

    assert content_of(tmp_path / "file", most=ENOUGH) == b"words"


def test_what_is_exactly_as_long_as_allowed_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * ENOUGH)

    assert len(content_of(tmp_path / "file", most=ENOUGH)) == ENOUGH


def test_what_is_longer_than_allowed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * (ENOUGH + 1))

    with pytest.raises(Unreadable, match="larger than"):
        content_of(tmp_path / "file", most=ENOUGH)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("absent", "There is no file"),
        (".", "is a folder"),
        ("/dev/zero", "is a device"),
        ("/dev/null", "is a device"),
        ("loop", "leads to itself"),
        ("x" * 300, "shorter name"),
        ("a\0b", "null byte"),
        ("file/x", "Not a directory"),
    ],
)
def test_what_is_no_file_is_named_with_what_to_do(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(Unreadable, match=told) as refused:
        content_of(tmp_path / name, most=ENOUGH)

    assert advice(refused.value)


def test_a_pipe_into_which_nobody_writes_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.0)
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Unreadable, match="Nothing comes out"):
        content_of(tmp_path / "pipe", most=ENOUGH)


def test_a_pipe_is_read_to_its_end_however_slow_its_writer_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    go_on = threading.Event()

    def write() -> None:
        with (tmp_path / "pipe").open("wb", buffering=0) as pipe:
            pipe.write(b"first ")
            go_on.wait(5)
            pipe.write(b"last")

    writer = threading.Thread(target=write)
    writer.start()
    with door._opened(tmp_path / "pipe") as (file, begun):
        go_on.set()
        content = (begun or b"") + file.read()
    writer.join()

    assert content == b"first last"


def test_a_pipe_without_end_is_read_up_to_its_bound(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    def write() -> None:
        with (tmp_path / "pipe").open("wb", buffering=0) as pipe:
            try:
                while True:
                    pipe.write(b"x" * 1000)
            except BrokenPipeError:
                return

    writer = threading.Thread(target=write)
    writer.start()
    with pytest.raises(Unreadable, match="larger than"):
        content_of(tmp_path / "pipe", most=ENOUGH)
    writer.join()


def test_a_pipe_can_be_read_forwards_and_backwards(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(b"words",))
    writer.start()
    with given(tmp_path / "pipe", most=ENOUGH) as file:
        first = file.read()
        file.seek(0)

        assert (first, file.read()) == (b"words", b"words")
    writer.join()


def test_a_file_that_has_nothing_to_say_at_the_moment_is_at_its_end() -> None:
    """As some files of the system are: /proc/kmsg."""
    reader, writer = os.pipe2(os.O_NONBLOCK)
    with door._OpenFile(reader, Path("kmsg")) as raw, io.BufferedReader(raw) as file:
        assert (file.read(10), raw.readall()) == (b"", b"")
    os.close(writer)


def test_what_fails_beside_the_file_is_not_blamed_on_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ConnectionResetError), given(tmp_path / "file", most=ENOUGH):
        raise ConnectionResetError


def test_what_fails_in_the_file_is_told_whoever_reads_it() -> None:
    with pytest.raises(Unreadable, match=r"Cannot read /proc/self/mem"), given(Path("/proc/self/mem"), most=1) as file:
        file.read()
