"""The command as a process of its own, a hundred times faster than starting one: forked from one that has all loaded.

Run as a program it is that process: it reads calls as lines of JSON and answers each with its exit status. A call has
its own folder, environment, standard streams and limits of time and memory, and no rights of root.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import email
import encodings
import gc
import io
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import typer

NOBODY = 65534
MEGABYTES = 1536  # that a call may have for its data
LARGEST_FILE = 512 * 2**20
SECONDS = 20.0
TOO_LONG = -100  # exit code of a call that had to be killed for its time
PRELOADED = (
    "alembic.command",
    "alembic.runtime.migration",
    "babel.dates",
    "babel.lists",
    "babel.numbers",
    "concurrent.futures.process",
    "concurrent.futures.thread",
    "email.mime.text",
    "icalendar",
    "importlib.readers",
    "mailbox",
    "multiprocessing.popen_fork",
    "pebble.concurrent.process",
    "pebble.pool.process",
    "psycopg.types.string",
    "pydantic.type_adapter",
    "rich.progress",
    "rich.table",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "webbrowser",
)


@dataclass(frozen=True, slots=True)
class Said:
    """How a call ended, what it said, and how long it took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def words(self) -> str:
        """All that a person reads."""
        return self.out + self.err


class Forked:
    """Calls the command in processes that are forked for each call."""

    def __init__(self, folder: Path) -> None:
        self._streams = folder
        folder.mkdir()
        self._log = (folder / "server.log").open("w")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
        self._server = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=clean,
        )
        assert self._answer() == {"ready": True}, (folder / "server.log").read_text()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(30)
        self._server.stdout.close()
        self._log.close()

    def call(
        self,
        place: Path,
        *arguments: str,
        stdin: bytes | str = b"",
        stdout: str = "kept",
        stopped_after: float | None = None,
        seconds: float = SECONDS,
        environment: Mapping[str, str] | None = None,
    ) -> Said:
        """Call it in a folder. `stdout` is kept, closed, full, or unread (a pipe whose reader is gone).

        `stopped_after` so many seconds it gets SIGTERM, as a service that is stopped.
        """
        given = self._streams / "stdin"
        if isinstance(stdin, bytes):
            given.write_bytes(stdin)
        asked = {
            "place": str(place),
            "arguments": arguments,
            "environment": dict(environment or {}),
            "stdin": str(given) if isinstance(stdin, bytes) else stdin,
            "stdout": stdout,
            "streams": str(self._streams),
            "stopped_after": stopped_after,
            "seconds": seconds,
        }
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        told = self._answer()
        out, err = ((self._streams / name).read_bytes().decode(errors="replace") for name in ("stdout", "stderr"))
        return Said(told["code"], out, err, told["seconds"])

    def _answer(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        answer: dict[str, Any] = json.loads(self._server.stdout.readline() or '{"dead": true}')
        return answer


def free(folder: Path) -> None:
    """Give a folder and all in it to the one as whom calls are made."""
    if os.geteuid():
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


@contextlib.contextmanager
def common_ground() -> Iterator[Path]:
    """A new folder that the one as whom calls are made can reach; the folders of pytest are closed to others."""
    with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _serve() -> None:
    _load()
    gc.freeze()  # what is loaded is shared with every call
    gc.disable()
    _say({"ready": True})
    for line in sys.stdin:
        _say(_call(json.loads(line)))


def _load() -> None:
    """All that a call may load: modules of the package, and what they load when they are used."""
    import tracker.cli

    home = Path(tracker.__file__).parent
    names = {*PRELOADED}
    for family in (encodings, email):
        names |= {f"{family.__name__}.{one.name}" for one in pkgutil.iter_modules(family.__path__)}
    for path in home.rglob("*.py"):
        if path.name != "__main__.py" and "migrations/versions" not in str(path):
            names.add(".".join(("tracker", *path.relative_to(home).with_suffix("").parts)).removesuffix(".__init__"))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("__"):
                names |= {node.module}
    typer.main.get_command = cache(typer.main.get_command)  # as good for every call as for one
    for name in sorted(names - {"tracker.store.migrations.env"}):
        with contextlib.suppress(ImportError):
            import_module(name)
    typer.main.get_command(tracker.cli.application)


def _call(asked: Mapping[str, Any]) -> dict[str, object]:
    loaded, other = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(loaded)
        _become(asked, other)
    os.close(other)
    code = _wait(child, asked, began)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(loaded) as told:
        for name in told.read().split():
            with contextlib.suppress(Exception):
                import_module(name)
    return {"code": code, "seconds": time.monotonic() - began}


def _wait(child: int, asked: Mapping[str, Any], began: float) -> int:
    stop_at, stopped = asked["stopped_after"], False
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        passed = time.monotonic() - began
        if stop_at is not None and passed > stop_at and not stopped:
            os.kill(child, signal.SIGTERM)
            stopped = True
        if passed > asked["seconds"]:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return TOO_LONG
        time.sleep(0.001 if passed < 0.2 else 0.01)


def _become(asked: Mapping[str, Any], told: int) -> None:
    """In the child: a process as a shell starts it, running the command to its end."""
    os.setsid()
    os.chdir(asked["place"])
    home = f"{asked['place']}/home"
    for name in list(os.environ):
        if name.startswith(("XDG_", "TRACKER_")):
            del os.environ[name]
    os.environ.update(HOME=home, TMPDIR=f"{asked['place']}/tmp", BROWSER="true", **asked["environment"])
    tempfile.tempdir = None
    _redirect(asked)
    if not os.geteuid():
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.enable()
    before = set(sys.modules)
    sys.argv = ["tracker", *asked["arguments"]]
    code = _run()
    fresh = " ".join(sorted(set(sys.modules) - before))
    with contextlib.suppress(OSError):
        os.write(told, fresh.encode()[:60_000])
    os._exit(code)


def _redirect(asked: Mapping[str, Any]) -> None:
    streams = asked["streams"]
    given = os.open(asked["stdin"], os.O_RDONLY)
    os.dup2(given, 0)
    os.close(given)
    kept = os.open(f"{streams}/stdout", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    err = os.open(f"{streams}/stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(err, 2)
    match asked["stdout"]:
        case "kept":
            os.dup2(kept, 1)
        case "full":
            os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
        case "unread":
            reader, writer = os.pipe()
            os.dup2(writer, 1)
            os.close(reader)
            os.close(writer)
        case "closed":
            os.close(1)
    os.close(kept)
    os.close(err)


def _run() -> int:
    """The command, from the making of its standard streams to the emptying of them."""
    from tracker.cli import main

    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # as Python starts
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, name, how in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream = _stream(number, how)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - what Python prints at its end
        sys.excepthook(*sys.exc_info())
        code = 1
    atexit._run_exitfuncs()
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except OSError as error:
        os.write(2, f"Exception ignored in: <stdout>\n{type(error).__name__}: {error}\n".encode())
        code = 120
    return code


def _stream(number: int, how: str) -> io.TextIOWrapper | None:
    """A standard stream as Python makes it; None when it is closed."""
    try:
        raw = io.FileIO(number, how, closefd=False)
    except OSError:
        return None
    buffered: Any = io.BufferedReader(raw) if how == "r" else io.BufferedWriter(raw)
    errors = "backslashreplace" if number == 2 else "strict"
    return io.TextIOWrapper(buffered, encoding="utf-8", errors=errors, line_buffering=number == 2)


def _say(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve()
