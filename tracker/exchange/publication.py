"""Under which name and address a register is shown to others, and what a commitment is called there."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model import Entry
from tracker.model.text import clean_text
from tracker.wording.entries import recalled, slipped, status_of
from tracker.wording.speech import Speech, capital, speech_in


@dataclass(frozen=True, slots=True)
class Publication:
    """`domain` makes identities unique in the world and must stay the same; `link` holds {number}."""

    language: str = "nl"
    domain: str = "localhost"
    link: str | None = None

    @property
    def words(self) -> Speech:
        """How its language speaks."""
        return speech_in(self.language)

    def heading(self, field: str) -> str:
        """What stands above or before a field."""
        return capital(self.words.name("field", field))

    def address(self, entry: Entry) -> str | None:
        """The page of a commitment, where the settings name one."""
        return self.link.replace("{number}", entry.label) if self.link else None

    def status(self, entry: Entry) -> str:
        """The status as people read it."""
        return status_of(entry, self.words)

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
        page = [self.words.say("p. %(page)s", page=source.page)] if source.page else []
        return ", ".join([source.title or source.name, *page])

    def _lines(self, entry: Entry) -> tuple[str | None, ...]:
        asker = f"{entry.asked_by} ({entry.asker_party})" if entry.asker_party else entry.asked_by
        return (
            self.words.quoted(entry.quote),
            self._line("subject", entry.subject),
            self._line("minister", entry.minister and _with(entry.minister, entry.minister_function)),
            self._line("asked_by", asker),
            self._line("said_on", entry.said_on.isoformat() if entry.said_on else None),
            self._line("status", self.status(entry)),
            self._line("due_on", _with(entry.due_on.isoformat(), entry.due_words) if entry.due_on else None),
            None if entry.due_on else self._line("due_words", entry.due_words),
            self._line("slipped", slipped(entry, self.words) if entry.slips else None),
            self._line("recalled_on", recalled(entry, self.words)),
            self._line("lapse_reason", entry.lapse_reason),
            *(self._line("evidence", one.reference or one.note) for one in entry.evidence),
            self._line("committee", entry.committee),
            self._line("source", self.place(entry)),
        )

    def _line(self, field: str, value: str | None) -> str | None:
        return self.words.labelled(self.heading(field), value) if value else None


def _with(text: str, more: str | None) -> str:
    return f"{text} ({more})" if more else text
