"""A folder with settings from which the command sends, and a mail server that keeps what it was given."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Semaphore

from aiosmtpd.smtp import SMTP, Envelope, Session
from calling import called as tracker


class Inbox:
    """What aiosmtpd was given."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.came = Semaphore(0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(envelope)
        self.came.release()
        return "250 2.0.0 accepted"


def settings(place: Path, mail: str, letters: str = "group_wait_minutes = 0\ntick_seconds = 1") -> None:
    """Write the settings from which the command sends."""
    (place / "tracker.toml").write_text(
        f'[letters]\n{letters}\n[mail]\nsender = "tracker@example.org"\ndomain = "example.org"\n{mail}\n'
    )


def environment() -> dict[str, str]:
    """The variables of this process but for settings of the tracker."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}


def fill(place: Path) -> None:
    """A commitment due on 9 March 2026, and a reader."""
    words = ["--quote", "Ik zal het rapport bezorgen.", "--summary", "het rapport aan de commissie bezorgen"]
    facts = ["--minister", "Lieve Maes", "--deadline", "2026-03-09", "--said-on", "2026-02-20"]
    tracker(place, "--today", "2026-03-01", "add", *words, *facts)
    reader = ["jan@example.org", "--weekly", "monday", "--at", "08:00", "--language", "nl"]
    tracker(place, "subscriber", "add", *reader, at="2026-03-01T12:00")
