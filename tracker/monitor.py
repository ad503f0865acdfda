"""How does somebody outside hear that the post fares well? An address is called; nothing waits long for the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from tracker.model.settings import MonitorSettings

PATIENCE = 10.0  # seconds for all of it: names, connection, answer
EVERY = 60.0  # seconds between calls while nothing changes


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


def open_monitor(settings: MonitorSettings) -> Monitor | None:
    """Who hears how the post fares, if anybody."""
    return Monitor(settings) if settings.well or settings.wrong else None


def call(address: str, words: str | None = None, *, patience: float = PATIENCE) -> str | None:
    """Call a web address, with words by POST; gives why that failed, naming no more than the host.

    The time-outs of sockets count each step anew, and looking up a name has none: so it is done aside.
    """
    answers: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=lambda: answers.put(_called(address, words, patience)), daemon=True).start()
    try:
        return answers.get(timeout=patience)
    except Empty:
        return _silent(urlsplit(address).hostname, patience)


def _called(address: str, words: str | None, patience: float) -> str | None:
    host = urlsplit(address).hostname
    request = Request(address, data=words.encode() if words else None, headers={"User-Agent": "tracker"})  # noqa: S310 - the settings allow nothing but the web
    if words:
        request.add_header("Content-Type", "text/plain; charset=utf-8")
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
