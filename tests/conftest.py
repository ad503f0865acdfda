"""Databases for tests: a SQLite file and a real PostgreSQL server, each fresh and ready for every test."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic, sleep

import hypothesis
import psycopg
import pytest
from emptied import Registers, fresh
from postgres_server import USER, programs
from promises import Told, soaked
from quick import make_quick
from sqlalchemy import make_url

from tracker.store import Database, connect

# At home every run tries other cases; a shared gate must say the same of the same commit.
hypothesis.settings.register_profile("gate", derandomize=True, deadline=None)
hypothesis.settings.register_profile("home", deadline=None)
hypothesis.settings.load_profile("gate" if os.environ.get("CI") else "home")


def pytest_configure() -> None:
    """Before anything is imported that would keep what is slow."""
    make_quick()


@pytest.fixture
def promise(request: pytest.FixtureRequest) -> Told:
    """Tells of a promise that a soak test tried: `make soak` ends with a line for each."""

    def tell(words: str, *, tried: int, of: str, broken: int = 0, fault: str = "broken") -> None:
        request.node.user_properties.append(("promise", (words, tried, of, broken, fault)))  # as FIELDS names them

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line a promise that soak tests tried."""
    ended = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, ())]
    lines = soaked(ended)
    if lines:
        terminalreporter.section("promises")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated empty register that tests copy; migrating anew for each would take the time of the test."""
    path = tmp_path_factory.mktemp("template") / "register.db"
    database = connect(path)
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty register in a file of its own."""
    database = connect(shutil.copy(sqlite_template, tmp_path / "register.db"), wait=1.0)
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real server: the one that TRACKER_TEST_POSTGRES names, or a throwaway cluster."""
    given = os.environ.get("TRACKER_TEST_POSTGRES")
    if given:
        yield given
        return
    found = programs()
    if found is None:
        reason = "no PostgreSQL server: install postgresql, or set TRACKER_TEST_POSTGRES"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with _cluster(found) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated empty database on the server."""
    with fresh(postgres_server, "template0") as url:
        database = connect(url)
        database.upgrade()
        database.close()
        yield str(make_url(url).database)


@pytest.fixture(scope="session")
def postgres_registers(postgres_server: str, postgres_template: str) -> Iterator[Registers]:
    """Empty registers on the server, as many as are asked for."""
    registers = Registers(postgres_server, postgres_template)
    yield registers
    registers.close()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without any table."""
    with fresh(postgres_server, "template0") as url:
        yield url


@pytest.fixture
def postgres_database(postgres_registers: Registers) -> Iterator[Database]:
    """An empty register on a PostgreSQL server."""
    with postgres_registers.empty() as url:
        database = connect(url, wait=1.0)
        yield database
        database.close()


@pytest.fixture
def new_server(postgres_registers: Registers) -> Callable[[], AbstractContextManager[Database]]:
    """Makes an empty register on a PostgreSQL server, as often as it is called."""

    @contextmanager
    def make() -> Iterator[Database]:
        with postgres_registers.empty() as url:
            database = connect(url)
            yield database
            database.close()

    return make


@pytest.fixture
def postgres_clone(postgres_server: str) -> Callable[[str], AbstractContextManager[str]]:
    """Copies the database of a URL to which nobody is connected, as often as it is called."""
    return lambda url: fresh(postgres_server, str(make_url(url).database))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty register, once on SQLite and once on PostgreSQL."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    found: Database = request.getfixturevalue(name)
    return found


@contextmanager
def _cluster(found: Path) -> Iterator[str]:
    """A server in a folder of its own, reached by a socket in that folder; the server refuses to run as root."""
    user = USER if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    if user:
        shutil.chown(home, user)
    log = home / "log"
    try:
        initdb: list[str | Path] = [
            found / "initdb",
            "-D",
            home / "data",
            "-U",
            "tracker",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run([*initdb, "--locale=C.UTF-8", "--no-sync"], user=user, check=True, stdout=subprocess.DEVNULL)
        quick = [argument for key in ("fsync", "full_page_writes") for argument in ("-c", f"{key}=off")]
        command: list[str | Path] = [
            found / "postgres",
            "-D",
            home / "data",
            "-k",
            home,
            "-c",
            "listen_addresses=",
            *quick,
        ]
        with log.open("w") as out, subprocess.Popen(command, user=user, stdout=out, stderr=out) as server:
            try:
                _wait_for(home, log)
                yield f"postgresql+psycopg://tracker@/postgres?host={home}"
            finally:
                server.send_signal(2)  # fast shutdown
                server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(home: Path, log: Path) -> None:
    """Until the server takes calls; its socket is there before that."""
    end = monotonic() + 60
    while monotonic() < end:
        try:
            psycopg.connect(host=str(home), user="tracker", dbname="postgres").close()
        except psycopg.OperationalError:
            sleep(0.05)
        else:
            return
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}")
