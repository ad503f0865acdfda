"""How does somebody outside hear how the post fares? An address is called; nothing waits long for the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from tracker.model.settings import HealthSettings, MonitorSettings

PATIENCE = 10.0  # seconds for all of it: names, connection, answer
PING_PATIENCE = 5.0
EVERY = 60.0  # seconds between calls while nothing changes
START, FAIL = "start", "fail"  # behind the address of a check, as healthchecks.io and its kin have it


class Monitor:
    """Calls one address when all is well and another one when something is wrong, at most once a minute each."""

    def __init__(
        self, settings: MonitorSettings, *, patience: float = PATIENCE, elapsed: Callable[[], float] = monotonic
    ) -> None:
        self._settings, self._patience, self._elapsed = settings, patience, elapsed
        self._told: tuple[str, ...] | None = None
        self._told_at = 0.0

    def tell(self, wrong: Sequence[str]) -> str | None:
        """Tell which checks are wrong, if any; gives why it was not heard."""
        settings, now, names = self._settings, self._elapsed(), tuple(wrong)
        address = settings.wrong if names else settings.well
        if address is None or (names == self._told and now - self._told_at < EVERY):
            return None
        refusal = call(address, _words(names) if names and settings.tells else None, patience=self._patience)
        self._told, self._told_at = (names, now) if refusal is None else (None, now)
        return refusal


class Ping:
    """Calls an address when a run starts, when it went well or when it failed; once a minute while nothing changes.

    That a run starts is called aside: no letter waits for it.
    """

    def __init__(
        self, address: str, *, patience: float = PING_PATIENCE, elapsed: Callable[[], float] = monotonic
    ) -> None:
        self._address, self._patience, self._elapsed = address, patience, elapsed
        self._told: bool | None = None  # whether anything was wrong
        self._told_at = 0.0
        self._start: _Call | None = None

    def begin(self) -> None:
        """A run starts; nobody waits for the answer."""
        if self._told is None or self._elapsed() - self._told_at >= EVERY:
            self._start = _Call(_request(_below(self._address, START)), self._patience)

    def tell(self, *, is_wrong: bool) -> str | None:
        """The run has ended; gives why that, or that it started, was not heard."""
        start, self._start = self._start, None
        if start is None and is_wrong == self._told:
            return None
        unheard = start.answer() if start else None  # first, so that the end is not heard before the start
        address = _below(self._address, FAIL) if is_wrong else self._address
        refusal = call(address, patience=self._patience) or unheard
        self._told, self._told_at = (is_wrong, self._elapsed()) if refusal is None else (None, 0.0)
        return refusal


def open_ping(settings: HealthSettings) -> Ping | None:
    """Who hears of every run, if anybody."""
    return Ping(settings.ping) if settings.ping else None


def open_monitor(settings: MonitorSettings) -> Monitor | None:
    """Who hears how the post fares, if anybody."""
    return Monitor(settings) if settings.well or settings.wrong else None


def call(address: str, words: str | None = None, *, patience: float = PATIENCE) -> str | None:
    """Call a web address, with words by POST; gives why that failed, naming no more than the host."""
    return _Call(_request(address, words), patience).answer()


def post_json(address: str, body: bytes, headers: Mapping[str, str], *, patience: float = PING_PATIENCE) -> str | None:
    """Give JSON to a web address, by POST; gives why it was not taken, naming no more than the host."""
    request = Request(address, data=body, headers={"User-Agent": "tracker", **headers})  # noqa: S310 - the settings allow nothing but the web
    request.add_header("Content-Type", "application/json")
    return _Call(request, patience).answer()


class _Call:
    """A call that is under way. The time-outs of sockets count each step anew, and looking up a name has none.

    So it is made aside, and waited for no longer than there is patience since it began.
    """

    def __init__(self, request: Request, patience: float) -> None:
        self._request, self._patience, self._until = request, patience, monotonic() + patience
        self._answers: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=lambda: self._answers.put(_called(request, patience)), daemon=True).start()

    def answer(self) -> str | None:
        """Why it failed, if it did."""
        try:
            return self._answers.get(timeout=max(0.0, self._until - monotonic()))
        except Empty:
            return _silent(urlsplit(self._request.full_url).hostname, self._patience)


def _request(address: str, words: str | None = None) -> Request:
    request = Request(address, data=words.encode() if words else None, headers={"User-Agent": "tracker"})  # noqa: S310 - the settings allow nothing but the web
    if words:
        request.add_header("Content-Type", "text/plain; charset=utf-8")
    return request


def _called(request: Request, patience: float) -> str | None:
    host = urlsplit(request.full_url).hostname
    try:
        _opener().open(request, timeout=patience).close()
    except HTTPError as error:
        error.close()
        return f"{host} answered {error.code}"
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            return _silent(host, patience)
        return f"{host} cannot be reached: {getattr(reason, 'strerror', None) or type(reason).__name__}"
    return None


def _below(address: str, name: str) -> str:
    """The address with a name behind its path; what is asked of it stays where it is."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def _silent(host: str | None, patience: float) -> str:
    return f"{host} did not answer within {patience:g} seconds"


def _opener() -> OpenerDirector:
    """The web, by a proxy where the system names one; redirects are not followed, so that no secret goes elsewhere."""
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor):
        opener.add_handler(handler())
    return opener


def _words(names: Sequence[str]) -> str:
    return f"{len(names)} wrong: {', '.join(names)}"
