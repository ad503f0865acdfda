"""The words of a recall, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.digest.rappel import Rappel
from tracker.digest.words import Words
from tracker.model.digests import Item


@dataclass(frozen=True, slots=True)
class RappelWords:
    """How one language says a recall."""

    words: Words

    def heading(self, rappel: Rappel) -> str:
        """What the letter is."""
        return self.words.say("Recall of commitments, %(day)s", day=self.words.day(rappel.until))

    def opening(self, rappel: Rappel) -> tuple[str, ...]:
        """To whom, and what is asked."""
        say = self.words.say
        whom = f"{rappel.minister}, {rappel.function}" if rappel.function else rappel.minister
        return (
            say("To: %(whom)s", whom=whom),
            say(
                "Below are your commitments to parliament whose deadline has passed on %(day)s, as far as we know "
                "without having been met, and for information those that fall due up to %(last)s.",
                day=self.words.day(rappel.until),
                last=self.words.day(rappel.ahead_until),
            ),
            say(
                "Please answer on each, in the table at the end: a new deadline with its reason, or the day on which "
                "it was met with the evidence."
            ),
        )

    def parts(self, rappel: Rappel) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The parts of the letter; an empty one says so."""
        overdue, coming = len(rappel.overdue), len(rappel.coming)
        return (
            (f"{self.words.say('Overdue')} ({overdue})", rappel.overdue),
            (f"{self.words.say('For information: falls due in the coming half year')} ({coming})", rappel.coming),
        )

    def facts(self, item: Item) -> str:
        """The deadline as stated and as it stands."""
        entry, facts = item.entry, [f"{self.words.deadline(item)}, {self.words.lateness(item.days or 0)}"]
        if entry.due_words and entry.due_words != str(entry.due_on):
            facts.append(f"“{entry.due_words}”")
        return " · ".join((*facts, *self.words.remarks(item)))

    def source(self, item: Item) -> str:
        """Where the words stand."""
        entry, source = item.entry, item.entry.source
        page = self.words.say("p. %(page)s", page=source.page) if source and source.page else None
        title = source.title or source.name if source else None
        parts = (title, page, entry.committee, self.words.day(entry.said_on), entry.dossier)
        return " · ".join(part for part in parts if part)

    def closing(self, rappel: Rappel) -> str:
        """What happens to the answers."""
        if not rappel.items:
            return self.words.say("Nothing is overdue, and nothing falls due in the coming half year.")
        return self.words.say("Your answers are kept in the register, with the day and the reason.")

    def answer_heading(self) -> str:
        """What the table is for."""
        return self.words.say("Answer")

    def answer_columns(self) -> tuple[str, ...]:
        """The heads of the table; the last four are empty."""
        say = self.words.say
        asked = (say("New deadline"), say("Reason for it"), say("Met on"), say("Evidence of it"))
        return (say("Number"), say("Commitment"), say("Deadline"), *asked)

    def answer_row(self, item: Item) -> tuple[str, ...]:
        """The cells that are filled already."""
        due = item.entry.due_on
        return (item.entry.label, self.words.summary(item), self.words.day(due) if due else "")
