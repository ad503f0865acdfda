"""A PostgreSQL server of a test's own, that can be felled: fsync is on, as its users have it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg
from psycopg.sql import SQL, Identifier

USER = "postgres"  # the server refuses to run as root


def programs() -> Path | None:
    """Where initdb and its kin are, if anywhere."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: int(home.parent.name))
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent] if on_path else homes[-1:]
    return places[0] if places and (places[0] / "initdb").exists() else None


class Server:
    """Reached by a socket in its folder."""

    def __init__(self, programs: Path, home: Path) -> None:
        self._programs, self._home = programs, home
        self._user = USER if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(home, self._user)
        self._do("initdb", "-U", "tracker", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.url = self.url_of("postgres")

    def url_of(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql+psycopg://tracker@/{name}?host={self._home}"

    def start(self) -> None:
        """Serve, on a socket in the folder."""
        options = f"-k {self._home} -c listen_addresses="
        self._do("pg_ctl", "-w", "-l", str(self._home / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop; `immediate` is a fall."""
        self._do("pg_ctl", "-w", "-m", mode, "stop")

    def create(self, name: str) -> None:
        """A new database without any table."""
        with psycopg.connect(host=str(self._home), user="tracker", dbname="postgres", autocommit=True) as connection:
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))

    def kill(self) -> None:
        """The postmaster is killed; what served its connections ends on its own."""
        pid = int((self._home / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        end = monotonic() + 30
        while monotonic() < end:
            with suppress(subprocess.CalledProcessError):
                self._do("pg_ctl", "status")
                sleep(0.05)
                continue
            return

    def _do(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self._home / "data"), *arguments]
        with (self._home / "commands.log").open("a") as log:
            subprocess.run(
                command, user=self._user, check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._home
            )


@contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """A server in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-pg-", ignore_cleanup_errors=True) as home:
        server = Server(programs, Path(home))
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
