"""Writes the glossary: what people see, in every language of the program, with its value and what it means.

    python scripts/glossary.py docs/glossary.md

The terms stand in tracker/wording/catalogues/, what they mean in docs/glossary.toml.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.wording.catalogue import catalogue, languages
from tracker.wording.refusals import refusals_in
from tracker.wording.speech import speech_in

MEANINGS = Path(__file__).resolve().parents[1] / "docs" / "glossary.toml"
FIRST = ("nl", "fr", "en")  # the columns; any other language follows
PLACEHOLDER = re.compile(r"%\(\w+\)s")
HEAD = """\
# Glossary

One word for one thing. People see the words of the language of the settings; the *value* is what the register keeps and
programs read, and never changes. Options take either: `--status openstaand`, `--status ouvert` and `--status open` are
the same, and so it is for kind, firmness and alerts. A term without a value is seen by people alone. "…" stands
where a number, a day or a name is filled in.

This page is written by `make docs`, from the words in `tracker/wording/catalogues/` and from what they mean in
[glossary.toml](glossary.toml).
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the catalogues; without a context the sentence that holds the term."""

    name: str
    meaning: str
    context: str | None = None
    value: str | None = None
    catalogue: str = "main"

    def said_in(self, language: str) -> str:
        """The term in that language."""
        spoken = refusals_in(language) if self.catalogue == "refusals" else catalogue(language)
        named = spoken.name(self.context, self.name) if self.context else spoken.sentence(self.name)
        if named is None or (not self.context and (None, self.name) not in catalogue(FIRST[0]).messages):
            raise ValueError(f"docs/glossary.toml explains {self.name!r}, which no catalogue has: take it out")
        return PLACEHOLDER.sub("…", named)


def meanings() -> Mapping[str, Any]:
    """The file of meanings as it stands."""
    return tomllib.loads(MEANINGS.read_text(encoding="utf-8"))


def page(explained: Mapping[str, Any]) -> str:
    """The whole page; raises ValueError for a value that is not explained, or a meaning of nothing."""
    return "\n".join([HEAD, *map(_section, explained["section"])])


def _section(section: Mapping[str, Any]) -> str:
    columns = sorted(languages(), key=lambda one: (FIRST.index(one) if one in FIRST else len(FIRST), one))
    head = [*(speech_in(one).language_name(one) for one in columns), "value", "meaning"]
    rows = [
        [*(term.said_in(one) for one in columns), f"`{term.value}`" if term.value else "", term.meaning]
        for term in _terms(section)
    ]
    table = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join([f"## {section['title']}", "", section["about"], "", *table, ""])


def _terms(section: Mapping[str, Any]) -> Iterable[Term]:
    context, explained = section["context"], section["meanings"]
    missing = [] if section.get("chosen") else sorted(set(catalogue("en").named(context)) - set(explained))
    if missing:
        raise ValueError(f"docs/glossary.toml does not say what the {context} {', '.join(missing)} means: add it")
    named = (Term(value, meaning, context, value) for value, meaning in explained.items())
    return (*named, *(Term(**term) for term in section.get("also", ())))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def main() -> int:
    """Write the page, or say what stands in the way of it."""
    try:
        written = page(meanings())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    Path(sys.argv[1]).write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
