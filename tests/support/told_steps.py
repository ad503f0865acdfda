"""The commands and files of a document, by the heading under which they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HEADING = re.compile(r"^##+ (.+)$")
FENCE = re.compile(r"^```(\S*)(?: (\S+))?$")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between fences: in which language, and of which file, if of one."""

    heading: str
    language: str
    file: str | None
    text: str


def blocks_of(document: Path) -> tuple[Block, ...]:
    """All blocks, in order."""
    heading, found, opened, lines = "", [], None, list[str]()
    for line in document.read_text(encoding="utf-8").splitlines():
        fence = FENCE.match(line)
        if opened is not None and line == "```":
            found.append(Block(heading, opened[0], opened[1], "\n".join(lines)))
            opened = None
        elif opened is not None:
            lines.append(line)
        elif fence:
            opened, lines = (fence[1], fence[2]), []
        elif title := HEADING.match(line):
            heading = title[1]
    return tuple(found)
