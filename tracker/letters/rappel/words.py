"""The words of a reminder, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.languages.reading import readable
from tracker.letters.rappel.choose import Rappel
from tracker.letters.words import Words
from tracker.model import Status
from tracker.model.digests import Item

_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")  # spaces and line ends, but for those that hold a date together


class Office(StrEnum):
    """To whom a reminder may be addressed by office."""

    STATE_SECRETARY = "state_secretary"
    MINISTER = "minister"


def _holds(function: str, office: Office) -> bool:
    """Whether a function names that office, in any language."""
    return _office(office).search(function) is not None


@cache
def _office(office: Office) -> re.Pattern[str]:
    named = (word for words in readable() for word in words.addressed.get(office, ()))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, named))})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RappelWords:
    """How one language says a reminder."""

    words: Words
    title: str | None = None  # the house's own name

    @property
    def house(self) -> str:
        """Who writes."""
        return self.title or self.words.say("Follow-up on commitments")

    def heading(self, rappel: Rappel) -> str:
        """What the letter is."""
        return self.words.say("Reminder of commitments, %(day)s", day=self.words.day(rappel.days.until))

    def written_on(self, rappel: Rappel) -> str:
        """The date of the letter."""
        return self.words.day(rappel.days.written_on)

    def to(self) -> str:
        """What stands before the addressee."""
        return self.words.say("To")

    def salutation(self, rappel: Rappel) -> str:
        """How the addressee is greeted."""
        return self._addressed(rappel)[0]

    def opening(self, rappel: Rappel, *, attached: bool = False) -> tuple[str, ...]:
        """What the letter tells, and what is asked: in the table at its end, or in one that is attached to it."""
        say, day, last = self.words.say, self.words.day(rappel.days.until), self.words.day(rappel.days.ahead_until)
        if not rappel.items:
            return (
                say(
                    "As of %(day)s nothing is overdue, and nothing falls due up to %(last)s: you owe us no answer.",
                    day=day,
                    last=last,
                ),
            )
        if rappel.overdue and rappel.coming:
            opening = say(
                "Below are your commitments to parliament whose deadlines had passed by %(day)s and which, as far as "
                "we know, have not been fulfilled, and for information those that fall due up to %(last)s.",
                day=day,
                last=last,
            )
        elif rappel.overdue:
            opening = say(
                "Below are your commitments to parliament whose deadlines had passed by %(day)s and which, as far as "
                "we know, have not been fulfilled.",
                day=day,
            )
        else:
            opening = say(
                "None of your commitments to parliament is overdue as of %(day)s. For information, those that fall "
                "due up to %(last)s are below.",
                day=day,
                last=last,
            )
        return (opening, *self._asked(rappel, attached=attached))

    def _asked(self, rappel: Rappel, *, attached: bool) -> tuple[str, ...]:
        by = self.words.weekday(rappel.days.answer_by)
        if attached:
            asked = self.words.say(
                "Please fill in the attached table and send it back by %(by)s, as an answer to this mail: for each "
                "that is overdue a new deadline with its reason, or the day on which it was fulfilled with the "
                "evidence.",
                by=by,
            )
        elif rappel.overdue:
            asked = self.words.say(
                "Please answer by %(by)s, in the table at the end, on each that is overdue: a new deadline with its "
                "reason, or the day on which it was fulfilled with the evidence.",
                by=by,
            )
        else:
            asked = self.words.say(
                "If one of them has been fulfilled already, or will not be in time, please tell us by %(by)s in the "
                "table at the end.",
                by=by,
            )
        if rappel.answer_to is None:
            return (asked,)
        return (asked, self.words.say("Please send your answers to %(address)s.", address=rappel.answer_to))

    def parts(self, rappel: Rappel) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The parts of the letter that hold something."""
        coming = self.words.say(
            "For information: due from %(day)s to %(last)s",
            day=self.words.day(rappel.days.until),
            last=self.words.day(rappel.days.ahead_until),
        )
        parts = (
            (f"{self.words.say('Overdue')} ({len(rappel.overdue)})", rappel.overdue),
            (f"{coming} ({len(rappel.coming)})", rappel.coming),
        )
        return tuple(part for part in parts if part[1])

    def facts(self, item: Item) -> tuple[tuple[str, str], ...]:
        """What the register knows of it, each with its name: subject, deadlines, delays, who asked, where it stands."""
        entry, say = item.entry, self.words.say
        asker = f"{entry.asked_by} ({entry.asker_party})" if entry.asker_party else entry.asked_by
        facts = (
            (say("Subject"), entry.subject),
            (say("First deadline"), self._first_deadline(item)),
            (say("Present deadline") if item.moved_from else say("Deadline"), self._present_deadline(item)),
            (say("Why it was moved"), item.reason),
            (say("Asked by"), asker),
            (say("Source"), self.source(item)),
        )
        return tuple((name, _BREAKS.sub(" ", fact.strip())) for name, fact in facts if fact)

    def quote(self, item: Item) -> str:
        """The very words, whole."""
        return self.words.quoted(" ".join(item.entry.quote.split()))

    def source(self, item: Item) -> str:
        """Where the words stand."""
        entry, source = item.entry, item.entry.source
        page = self.words.say("p. %(page)s", page=source.page) if source and source.page else None
        title = source.title or source.name if source else None
        said_on = self.words.day(entry.said_on) if entry.said_on else None
        parts = (title, page, entry.committee, said_on, entry.dossier)
        return " · ".join(part for part in parts if part)

    def subject(self, rappel: Rappel) -> str:
        """What stands above the mail: what is asked, by when."""
        by = self.words.day(rappel.days.answer_by)
        return self.words.say("%(heading)s: please answer by %(by)s", heading=self.heading(rappel), by=by)

    def more(self, number: int) -> str:
        """How many stand in the attached letter alone."""
        return self.words.count(
            "%(n)s more stands in the attached letter.", "%(n)s more stand in the attached letter.", number
        )

    def closing(self) -> str:
        """What happens to the answers."""
        return self.words.say("Your answers are kept in the register, with the day and the reason.")

    def greeting(self, rappel: Rappel) -> str:
        """How the letter ends, above who signs."""
        return self._addressed(rappel)[1]

    def answer_heading(self) -> str:
        """What the table is for."""
        return self.words.say("Answer")

    def answer_by(self, rappel: Rappel) -> str:
        """What stands above the table: to be sent back by when, and where."""
        by = self.words.day(rappel.days.answer_by)
        if rappel.answer_to is None:
            return self.words.say("Please answer by %(by)s.", by=by)
        return self.words.say("Please answer by %(by)s to %(address)s.", by=by, address=rappel.answer_to)

    def answer_columns(self) -> tuple[str, ...]:
        """The heads of the table; the last four are empty."""
        say = self.words.say
        return (
            say("Number"),
            say("Commitment"),
            say("Deadline"),
            say("New deadline"),
            say("Reason"),
            say("Fulfilled on"),
            say("Evidence"),
        )

    def answer_row(self, item: Item) -> tuple[str, ...]:
        """All cells of a row; those to fill in are empty."""
        due = item.entry.due_on
        return (item.entry.label, self.words.summary(item), self.words.day(due) if due else "", "", "", "", "")

    def page_of(self, page: str, pages: str) -> str:
        """Which page of how many."""
        return self.words.say("Page %(page)s of %(pages)s", page=page, pages=pages)

    def _addressed(self, rappel: Rappel) -> tuple[str, str]:
        """How such a letter begins and ends; a function that is not known here gets the general form."""
        say, function = self.words.say, rappel.function
        if function and _holds(function, Office.STATE_SECRETARY):
            form = say("Dear State Secretary, … Yours faithfully,")
        elif function is None or _holds(function, Office.MINISTER):
            form = say("Dear Minister, … Yours faithfully,")
        else:
            form = say("Dear Sir or Madam, … Yours faithfully,")
        begins, _, ends = form.partition(" … ")
        return begins, ends

    def _first_deadline(self, item: Item) -> str | None:
        """What it was at first, and as said where that was more than a day."""
        if item.moved_from is None:
            return None
        stated, first = item.entry.stated, self.words.day(item.moved_from)
        if stated is None or stated.due != item.moved_from or stated.text == str(stated.due):
            return first
        return f"{first} ({self.words.quoted(stated.text)})"

    def _present_deadline(self, item: Item) -> str:
        entry, words = item.entry, self.words
        said = entry.due_words if entry.due_words != str(entry.due_on) else None
        day = words.day(entry.due_on) if entry.due_on else ""
        facts = [f"{day} ({words.quoted(said)})" if said else day]
        facts += [words.lateness(item.days or 0)]
        if entry.slips:
            facts.append(words.count("moved once", "moved %(n)s times", entry.slips))
        if entry.status is Status.PARTLY_FULFILLED:
            facts.append(words.name("status", Status.PARTLY_FULFILLED))
        return ", ".join(facts)
