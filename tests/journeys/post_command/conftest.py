"""A folder from which the command sends letters, and a real mail server on the loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from post_of_command import Inbox, settings


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    kept = Inbox()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def place(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with an empty register and settings that send to a folder."""
    (tmp_path / "commitments.db").write_bytes(sqlite_template.read_bytes())
    settings(tmp_path, 'transport = "folder"')
    return tmp_path
