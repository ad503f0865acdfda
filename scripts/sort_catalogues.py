"""Sorts the catalogues, so that a message has one place where it is looked for.

    python scripts/sort_catalogues.py

By context, then by identity. What is said of one refusal stays together: the refusal, then the advice, by their code.
Each message stays as it is written; one that stands there twice is refused.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parents[1] / "tracker" / "wording" / "catalogues"
OF_A_REFUSAL = ("refusal", "advice")  # and the advice at each door
_NAMED = re.compile(r'^(msgctxt|msgid) "(.*)"$', re.MULTILINE)
Place = tuple[str, str, str, int, str]


def in_order(text: str) -> str:
    """The text of a catalogue with its messages sorted, capitals among the rest; raises ValueError for a double."""
    head, *messages = re.split(r"\n{2,}", text.strip())
    by_place: dict[Place, str] = {}
    for message in messages:
        named = dict(_NAMED.findall(message))
        place = _place(named.get("msgctxt", ""), named["msgid"])
        if place in by_place:
            raise ValueError(f"{named['msgid']!r} stands there twice")
        by_place[place] = message
    return "\n\n".join([head, *(by_place[place] for place in sorted(by_place))]) + "\n"


def _place(context: str, identity: str) -> Place:
    kind = context.partition(" to ")[0]
    if kind in OF_A_REFUSAL:
        return OF_A_REFUSAL[-1], identity.casefold(), identity, OF_A_REFUSAL.index(kind), context
    return context, identity.casefold(), identity, 0, ""


def main() -> int:
    """Write each catalogue in order, or say which one holds a message twice."""
    for path in sorted(CATALOGUES.rglob("*.po")):
        try:
            text = in_order(path.read_text(encoding="utf-8"))
        except ValueError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
