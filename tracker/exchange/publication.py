"""Under which name and address a register is shown to others, and what a commitment is called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.exchange.words import words
from tracker.model import Entry
from tracker.model.text import clean_text


@dataclass(frozen=True, slots=True)
class Publication:
    """`domain` makes identities unique in the world and must stay the same; `link` holds {number}."""

    language: str = "nl"
    domain: str = "localhost"
    link: str | None = None

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of its language."""
        return words(self.language)

    def address(self, entry: Entry) -> str | None:
        """The page of a commitment, where the settings name one."""
        return self.link.replace("{number}", entry.label) if self.link else None

    def status(self, entry: Entry) -> str:
        """The status as people read it."""
        return str(self.words["status"][entry.status.value])

    def headline(self, entry: Entry) -> str:
        """Number, minister and what is to be done, on one line."""
        who = entry.responsible or entry.minister
        line = f"{entry.label} {who}: {entry.summary}" if who else f"{entry.label} {entry.summary}"
        return " ".join(clean_text(line).split())

    def passage(self, entry: Entry) -> str:
        """The quote, who asked, the deadline in words and the place in the report, a line each."""
        return clean_text("\n".join(line for line in self._lines(entry) if line))

    def place(self, entry: Entry) -> str:
        """The report and page where it stands; empty for what comes from elsewhere."""
        source = entry.source
        if source is None:
            return ""
        return f"{source.title or source.name}, p. {source.page}" if source.page else source.title or source.name

    def _lines(self, entry: Entry) -> tuple[str | None, ...]:
        words, column = self.words, self.words["column"]
        asker = f"{entry.asked_by} ({entry.asker_party})" if entry.asker_party else entry.asked_by
        return (
            f"“{entry.quote}”",
            entry.minister and f"{column['minister']}: {_with(entry.minister, entry.minister_function)}",
            asker and f"{column['asked_by']}: {asker}",
            f"{column['said_on']}: {entry.said_on.isoformat()}",
            f"{column['status']}: {self.status(entry)}",
            f"{column['due_on']}: {_with(entry.due_on.isoformat(), entry.due_words)}" if entry.due_on else None,
            f"{column['due_words']}: {entry.due_words}" if entry.due_words and not entry.due_on else None,
            words["moved_note"].format(slips=entry.slips, days=entry.slip_days) if entry.slips else None,
            entry.lapse_reason and f"{column['lapse_reason']}: {entry.lapse_reason}",
            *(f"{column['evidence']}: {one.reference or one.note}" for one in entry.evidence),
            entry.committee and f"{column['committee']}: {entry.committee}",
            f"{words['source']}: {self.place(entry)}" if entry.source else None,
        )


def _with(text: str, more: str | None) -> str:
    return f"{text} ({more})" if more else text
