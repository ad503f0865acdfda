"""Which settings hold: those of the file, with the TRACKER_… variables over them. What cannot be is refused by name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_type_hints
from urllib.parse import urlsplit

from tracker.errors import SettingsError, Unreadable, WrongCall
from tracker.given import MEGABYTE, content_of
from tracker.model.allowed import Unfit
from tracker.model.settings import Settings
from tracker.model.text import clean_line, clean_text

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

PREFIX = "TRACKER_"
LARGEST = MEGABYTE
OF_LISTENERS = ("monitor", "health", "webhook")  # tables whose addresses mostly are secrets
NOT_SETTINGS = frozenset({"DB", "CONFIG", "TODAY", "EVALUATION", "TEST_POSTGRES"})


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file that was read, and whether a secret stands in it."""

    path: Path
    holds_secret: bool


def read_settings(config: Path | None, environment: Mapping[str, str]) -> tuple[Settings, SettingsFile | None]:
    """What holds, the TRACKER_… variables over the file, and the file that was named or found, if any.

    Raises SettingsError naming file and key.
    """
    path = config or next((place for place in usual_places() if _is_there(place)), None)
    raw = {} if path is None else _read_toml(path)
    settings = _settings(raw, _from_environment(environment), path)
    return settings, None if path is None else SettingsFile(path, _holds_secret(raw))


def _settings(raw: Mapping[str, object], over: Mapping[str, object], path: Path | None) -> Settings:
    if not raw and not over:
        return Settings()
    from pydantic import ValidationError

    merged = {key: _merged(raw.get(key), over.get(key)) for key in {**raw, **over}}
    try:
        settings = _readable().validate_python(merged)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise _refused(tuple(str(part) for part in first["loc"]), path, over, _cause(first)) from error
    for key, cause in _at_odds(settings):
        raise _refused(key, path, over, cause)
    return settings


@cache
def _readable() -> TypeAdapter[Settings]:
    from pydantic import TypeAdapter

    return TypeAdapter(Settings)


def _cause(details: ErrorDetails) -> WrongCall:
    """What is wrong with a value, as our rule or pydantic tells it."""
    own = details.get("ctx", {}).get("error")
    if isinstance(own, Unfit):
        return own.refusal
    if details["type"] == "unexpected_keyword_argument":
        return WrongCall("settings.unknown")
    return WrongCall("settings.unreadable-value", reason=details["msg"])


def _at_odds(settings: Settings) -> Iterator[tuple[tuple[str, ...], WrongCall]]:
    """What no setting tells alone: a lease too short beside the patience, a folder or catalogue that is not there."""
    from tracker.wording.catalogue import languages

    if settings.language not in languages():
        value = clean_line(settings.language)
        yield ("language",), WrongCall("settings.not-among", value=value, known=languages())
    lease, shortest = settings.letters.lease_seconds, settings.shortest_lease
    if lease < shortest:
        yield ("letters", "lease_seconds"), WrongCall("settings.lease-too-short", seconds=lease, shortest=shortest)
    if settings.mail.password and settings.mail.password_file:
        yield ("mail", "password_file"), WrongCall("settings.password-twice")
    if settings.webhook.url and not settings.webhook.secret:
        yield ("webhook", "url"), WrongCall("settings.webhook-unsigned")
    for key, text in _texts(settings):
        if clean_text(text) != text:
            yield key, WrongCall("settings.hidden-character")
    if settings.templates is not None and not Path(settings.templates).is_dir():
        yield ("templates",), WrongCall("settings.templates-absent", folder=settings.templates)


def _texts(settings: object, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every setting that is text, with its key."""
    for name in (field.name for field in fields(settings)):  # type: ignore[arg-type]  # a dataclass
        value = getattr(settings, name)
        if isinstance(value, str):
            yield (*above, name), value
        elif is_dataclass(value):
            yield from _texts(value, (*above, name))


def _refused(key: tuple[str, ...], path: Path | None, over: Mapping[str, object], cause: WrongCall) -> SettingsError:
    """Names the variable or the file in which the setting stands."""
    section, variable = over.get(key[0]), PREFIX + "_".join(key).upper()
    setting, from_variable = (
        ".".join(key),
        section is not None and (not isinstance(section, dict) or key[-1] in section),
    )
    if from_variable or path is None:
        return SettingsError("settings.value-of-variable", setting=setting, variable=variable, cause=cause)
    return SettingsError("settings.value", setting=setting, path=path, cause=cause)


def _merged(from_file: object, over: object) -> object:
    if isinstance(from_file, dict) and isinstance(over, dict):
        return {**from_file, **over}
    return from_file if over is None else over


def home_folder(kind: Literal["user_config_path", "user_state_path"]) -> Path | None:
    """Our folder in the home of the user; None for a user without one, as in many a container."""
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, kind)("tracker", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def usual_places() -> tuple[Path, ...]:
    """Where settings are looked for when no file is named; the first that is there holds."""
    home = home_folder("user_config_path")
    return Path("tracker.toml"), *(() if home is None else (home / "tracker.toml",))


def _holds_secret(raw: Mapping[str, object]) -> bool:
    """A password of the mail server or in the address of the database, or the addresses of those who listen outside."""
    mail, database = raw.get("mail"), raw.get("database")
    if (isinstance(mail, dict) and mail.get("password")) or any(raw.get(table) for table in OF_LISTENERS):
        return True
    try:
        return isinstance(database, str) and bool(urlsplit(database).password)
    except ValueError:
        return False


def _is_there(path: Path) -> bool:
    """A folder that may not be looked into, as another user's home, holds no settings of ours."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(content_of(path, most=LARGEST).decode())
    except Unreadable as error:
        raise SettingsError("settings.file-unreadable", cause=error) from error
    except UnicodeDecodeError as error:
        raise SettingsError("settings.file-not-text", path=path) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError("settings.file-not-toml", path=path, reason=str(error)) from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, object] | object]:
    """TRACKER_LANGUAGE and TRACKER_MAIL_HOST become language and mail.host; unknown names are refused."""
    over: dict[str, dict[str, object] | object] = {}
    for name, value in sorted(environment.items()):
        key = name.removeprefix(PREFIX)
        if not name.startswith(PREFIX) or key in NOT_SETTINGS:
            continue
        place = _places().get(key)
        if place is None:
            raise SettingsError("settings.variable-unknown", variable=name)
        section, setting = place
        target = over if section is None else cast("dict[str, object]", over.setdefault(section, {}))
        target[setting] = value
    return over


def _places() -> dict[str, tuple[str | None, str]]:
    """Which variable sets what: NAME for a plain setting, SECTION_NAME inside a table of settings."""
    kinds = get_type_hints(Settings)
    plain = {key.upper(): (None, key) for key, kind in kinds.items() if kind in {str, bool} or kind == str | None}
    sections = {key: kind for key, kind in kinds.items() if isinstance(kind, type) and is_dataclass(kind)}
    nested = {
        f"{section}_{field.name}".upper(): (section, field.name)
        for section, kind in sections.items()
        for field in fields(kind)
    }
    return {**plain, **nested}
