"""A reader's selection as JSON: equal for equal selections, so that readers of the same are found together."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from tracker.model import Firmness, Kind, Selection, Status

_MADE_OF = {"statuses": Status, "kinds": Kind, "firmness": Firmness}


def selection_text(selection: Selection) -> str:
    """The JSON of a selection; what asks nothing is left out."""
    plain = Selection()
    asked = {field.name: getattr(selection, field.name) for field in fields(Selection)}
    filled = {name: _written(value) for name, value in asked.items() if value != getattr(plain, name)}
    return json.dumps(filled, sort_keys=True, ensure_ascii=False)


def parse_selection(text: str) -> Selection:
    """The selection that `selection_text` wrote."""
    raw: dict[str, Any] = json.loads(text)
    return Selection(**{name: _read(name, value) for name, value in raw.items()})


def _written(value: object) -> object:
    if isinstance(value, tuple):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if isinstance(value, list):
        make = _MADE_OF.get(name)
        return tuple(make(item) for item in value) if make else tuple(value)
    return date.fromisoformat(value) if name.endswith(("_from", "_until")) else value
