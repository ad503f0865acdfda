"""Settings, clock and wiring: the only place that reads the environment and the time."""

from __future__ import annotations

import ctypes
import getpass
import os
import re
import secrets
import socket
import sys
import time
from datetime import UTC, date, datetime
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.errors import Refused, SettingsError, TrackerError, WrongCall
from tracker.model.days import working_day
from tracker.model.remarks import Remark, remark
from tracker.model.settings import Settings
from tracker.model.things import Thing
from tracker.model.zones import zone_of
from tracker.settings_file import SettingsFile, home_folder, read_settings, usual_places

if TYPE_CHECKING:
    from tracker.files.output import Destination
    from tracker.files.own import Own
    from tracker.store import Database
    from tracker.store.ledger import Ledger
    from tracker.usecases.letters.post_office import PostOffice

STA_UNSYNC = 0x0040
REHEARSED_DAY = "TRACKER_TODAY"  # the variable that names one


class App:
    """One run of the program: what is set, what day it is, who acts, and the register it works on."""

    def __init__(
        self,
        settings: Settings,
        *,
        database: str | None = None,
        today: date | None = None,
        actor: str | None = None,
        settings_file: SettingsFile | None = None,
    ) -> None:
        self.settings = settings
        self.settings_file = settings_file
        self.database_url = database or settings.database
        self.actor = actor or system_user()
        self._rehearsed = today

    @cached_property
    def zone(self) -> ZoneInfo:
        """The parliament's time zone."""
        return zone_of(self.settings.timezone)

    def now(self) -> datetime:
        """The instant in UTC; on a rehearsed day the present time of that day."""
        real = real_now()
        if self._rehearsed is None:
            return real
        return datetime.combine(self._rehearsed, real.astimezone(self.zone).time(), self.zone).astimezone(UTC)

    @property
    def is_rehearsed(self) -> bool:
        """Whether another day than the present one was asked for: then nothing is sent."""
        return self._rehearsed is not None

    def need_real_day(self) -> None:
        """Raise Refused on a rehearsed day."""
        if self._rehearsed is not None:
            raise _refused_rehearsal(self._rehearsed)

    def today(self) -> date:
        """The day in the parliament's time zone."""
        return self._rehearsed or self.now().astimezone(self.zone).date()

    @cached_property
    def owner(self) -> str:
        """The name of this process among all that send letters."""
        return f"{_host()}:{os.getpid()}:{secrets.token_hex(4)}"

    def token(self) -> str:
        """A new name for a reader that tells nothing about who it is."""
        return secrets.token_hex(16)

    @cached_property
    def office(self) -> PostOffice:
        """Where letters are written and sent from; on a rehearsed day it only looks at the register."""
        from tracker.store import LookedAt
        from tracker.usecases.letters.post_office import PostOffice

        day = self._rehearsed
        database = self.database if day is None else LookedAt(self.database, _refused_rehearsal(day))
        return PostOffice(
            database,
            self.settings,
            self.zone,
            self.now,
            self.owner,
            self.ledger,
            is_gone=owner_is_gone,
            boot=boot(),
            elapsed=elapsed,
            knows_time=clock_is_known_right,
        )

    @cached_property
    def ledger(self) -> Ledger:
        """The file of sent letters and chain heads; raises SettingsError where there is no place for it."""
        from tracker.store.ledger import Ledger

        if self.ledger_path is None:
            raise SettingsError("ledger.no-home")
        path, url = self.database.path, self.database.url
        is_in_home = not self.settings.ledger and path is None
        before = self.ledger_path.with_name(f"{url.host or 'local'}-{url.database}.ledger") if is_in_home else None
        return Ledger(self.ledger_path, machine=machine(), register=path, before=before, is_in_home=is_in_home)

    @property
    def ledger_path(self) -> Path | None:
        """Beside a SQLite file, in the state folder for a server; None for a user without a home.

        There its name holds the name of the register: databases of one name on many servers have each its own.
        """
        from tracker.files.own import ledger_of

        path = self.database.path
        if self.settings.ledger:
            return Path(self.settings.ledger)
        if path is not None:
            return ledger_of(path)
        folder, name = home_folder("user_state_path"), re.sub(r"[^\w.-]", "_", self.database.url.database or "")
        return folder and folder / f"{name}-{self.database.register}.ledger"

    @cached_property
    def database(self) -> Database:
        """The register, made at first use."""
        from tracker.store import connect

        return connect(self.database_url)

    @cached_property
    def own_files(self) -> tuple[Own, ...]:
        """The files of the register and those that the program reads: nothing is written in their place."""
        from tracker.files.own import Own, register_files
        from tracker.files.templates import template_files

        file, mail = self.settings_file, self.settings.mail
        read = {
            Thing.LEDGER: self.ledger_path,
            Thing.SETTINGS: file.path if file else None,
            Thing.CERTIFICATE: _path(mail.certificates),
            Thing.LOGIN: _path(mail.password_file),
        }
        return (
            *register_files(self.database.path),
            *(Own(path, what) for what, path in read.items() if path is not None),
            *(Own(path, Thing.PLACE_OF_SETTINGS) for path in usual_places()),
            *template_files(self.settings.templates),
        )

    @property
    def private_files(self) -> tuple[Own, ...]:
        """What is the house's alone: the register, its copies and backups, the ledger, and files with a password."""
        from tracker.files.own import Own, backups_in, copies_of

        register, file, alone = self.database.path, self.settings_file, _path(self.settings.mail.password_file)
        holding = file.path if file is not None and file.holds_secret else None
        mail = self.settings.mail
        letters = (Own(Path(mail.folder), "folder of letters"),) if mail.transport == "folder" else ()
        named = {"register": register, "ledger": self.ledger_path, "settings": holding, "password": alone}
        copies = () if register is None else copies_of(register)
        return (
            *(Own(path, f"{what} file") for what, path in named.items() if path is not None),
            *(Own(path, "copy of the register") for path in copies),
            *backups_in(_path(self.settings.backups)),
            *letters,
        )

    @property
    def exposed(self) -> tuple[Remark, ...]:
        """What everybody who uses this must hear: a secret that anybody on this machine may read."""
        from tracker.files.private import is_open

        file = self.settings_file
        if file is None or not file.holds_secret or not is_open(file.path):
            return ()
        return (
            remark(
                "%(file)s holds a secret that anybody on this machine may read: chmod o-rwx %(file)s", file=file.path
            ),
        )

    def destination(self, path: Path, *, force: bool = False) -> Destination:
        """A place to write to, as a person named it."""
        from tracker.files.output import Destination

        return Destination(path, force=force, own=self.own_files)

    def close(self) -> None:
        """Let go of the register, when it was used."""
        if "database" in self.__dict__:
            self.database.close()


def _refused_rehearsal(day: date) -> Refused:
    return Refused("app.rehearsed-day", day=day)


def open_app(
    *,
    config: Path | None = None,
    database: str | None = None,
    today: str | None = None,
    actor: str | None = None,
    today_called: str = "today",
) -> App:
    """The program as its options, environment and settings file ask; raises SettingsError or WrongCall."""
    environment = os.environ
    settings, file = read_settings(config or _path(environment.get("TRACKER_CONFIG")), environment)
    return App(
        settings,
        settings_file=file,
        database=database or environment.get("TRACKER_DB") or None,
        today=_rehearsed_day(today, settings, called=today_called)
        or _rehearsed_day(environment.get(REHEARSED_DAY), settings, called=REHEARSED_DAY),
        actor=actor,
    )


def _rehearsed_day(text: str | None, settings: Settings, *, called: str) -> date | None:
    """The day that is to be today, which names itself: nobody knows yet from which day words like "morgen" count."""
    if not text:
        return None
    try:
        return parse_day(text, option=called)
    except WrongCall as error:
        if error.code != "call.not-a-day":
            raise
    from tracker.usecases.days import days_meant
    from tracker.usecases.register import Reading

    reading = Reading(settings.language, settings.calendar)
    return working_day(days_meant(text, reading=reading, today=None, option=called).last, option=called)


def language_set(config: Path | None = None) -> str:
    """The language of the settings, for who speaks before they are needed; unreadable ones leave the variable's."""
    environment = os.environ
    try:
        return read_settings(config or _path(environment.get("TRACKER_CONFIG")), environment)[0].language
    except (TrackerError, OSError):
        return environment.get("TRACKER_LANGUAGE") or Settings().language


def parse_day(text: str | None, *, option: str) -> date | None:
    """A day on which somebody acts or speaks, written as 2021-09-21; raises WrongCall naming the option."""
    return None if text is None else working_day(written_day(text, option=option), option=option)


def written_day(text: str, *, option: str) -> date:
    """Any day of the calendar; raises WrongCall naming the option."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongCall("call.not-a-day", option=option, text=text) from error


def real_now() -> datetime:
    """The present instant, by the clock of this machine."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the clock


def owner_is_gone(owner: str) -> bool:
    """Whether the process behind an owner's name ran in this start of this machine and runs no more."""
    host, _, rest = owner.partition(":")
    pid = rest.partition(":")[0]
    if host != _host() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def boot() -> str | None:
    """The name of this start of the machine, where the system gives one (Linux)."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def machine() -> str:
    """How people call this machine."""
    return socket.gethostname()


def elapsed() -> float:
    """Seconds since some moment, counting those in which the machine slept, where the system can."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Timex(ctypes.Structure):
    """What Linux tells of its clock (adjtimex, clock_adjtime)."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("measured", ctypes.c_long * 4),  # offset, frequency, greatest and estimated error
        ("status", ctypes.c_int),
        ("kept", ctypes.c_long * 3),  # time constant, precision, tolerance
        ("seconds", ctypes.c_long),
        ("microseconds", ctypes.c_long),
        ("rest", ctypes.c_long * 32),
    )


def clock_is_known_right(now: datetime) -> bool:
    """Whether the system says that its clock agrees with others (NTP), and shows this time; only Linux can tell."""
    kernel_clock = Timex()
    try:
        asked = ctypes.CDLL(None).adjtimex(ctypes.byref(kernel_clock)) if sys.platform == "linux" else -1
    except (OSError, AttributeError):
        return False
    is_synchronised = asked >= 0 and not kernel_clock.status & STA_UNSYNC
    return is_synchronised and abs(kernel_clock.seconds - now.timestamp()) < 60  # noqa: PLR2004 - seconds


@cache
def _host() -> str:
    """The name of this machine since its start: another with the same name, or a container in it, has another one."""
    name = socket.gethostname()[:20].replace(":", "-")
    try:
        processes = str(Path("/proc/self/ns/pid").readlink())  # where process numbers count
    except OSError:
        processes = ""
    return f"{name}-{sha256(f'{boot()} {processes}'.encode()).hexdigest()[:10]}"


def system_user() -> str:
    """The name under which this process acts when nobody is named."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may run under a number that no name belongs to
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
