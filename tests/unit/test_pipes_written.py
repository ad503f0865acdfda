"""A pipe takes what is written while somebody reads from it; where nobody does, it is told and never waited for."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tracker.errors import Refused
from tracker.files import output
from tracker.files.output import Destination, Kind, written_whole
from tracker.wording.refusals import advice

MORE_THAN_A_PIPE_HOLDS = b"x" * 2**20


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def write(path: Path | str, content: bytes) -> None:
    with written_whole(Destination(Path(path)), Kind("page")) as out:
        out.write(content)


def opened_by_a_reader(pipe: Path) -> int:
    return os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)


def test_a_pipe_from_which_nobody_reads_is_refused(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "PATIENCE", 0.0)

    with pytest.raises(Refused, match="nobody reads from it") as refused:
        write(pipe, b"words")

    assert advice(refused.value)


def test_a_reader_who_comes_a_little_later_gets_it(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[int] = []
    monkeypatch.setattr(time, "sleep", lambda _: readers.append(opened_by_a_reader(pipe)))
    write(pipe, b"words")

    assert os.read(readers[0], 10) == b"words"


def test_a_slow_reader_is_waited_for(pipe: Path) -> None:
    """What does not fit into the pipe is written when there is room again."""
    opened_by_a_reader(pipe)

    with written_whole(Destination(pipe), Kind("page")) as out:
        assert os.get_blocking(out.fileno())


def test_a_reader_who_stops_before_the_end_is_told_of(pipe: Path) -> None:
    reader = opened_by_a_reader(pipe)

    def write_more() -> None:
        with written_whole(Destination(pipe), Kind("page")) as out:
            os.close(reader)
            out.write(MORE_THAN_A_PIPE_HOLDS)

    with pytest.raises(Refused, match="what read from it stopped") as refused:
        write_more()

    assert advice(refused.value)


def test_a_reader_of_an_open_pipe_who_stops_is_told_of() -> None:
    """As a shell gives one for `>(command)`."""
    reader, writer = os.pipe()
    os.close(reader)

    with pytest.raises(Refused, match="what read from it stopped"):
        write(f"/dev/fd/{writer}", b"words")


def test_nothing_is_written_to_standard_input() -> None:
    """Nobody but the command itself could read that: it would wait for itself."""
    before = os.dup(0)
    reader, writer = os.pipe()
    os.dup2(reader, 0)
    try:
        with pytest.raises(Refused, match="/dev/stdin"):
            write("/dev/stdin", b"words")
    finally:
        os.dup2(before, 0)
        for handle in (before, reader, writer):
            os.close(handle)
