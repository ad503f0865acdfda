"""Time zones by their name in the tz database; what is no zone is refused at the door."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.errors import WrongCall

_NAME = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}")


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; raises WrongCall."""
    try:
        if _NAME.fullmatch(name):
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        pass
    raise WrongCall("settings.zone-unknown", name=name)
