"""The news of a letter in a few words: subject, headline, figures, headings, and what stands at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tracker.followup import PENDING
from tracker.letters.commands import Command
from tracker.letters.words import Words
from tracker.model import label
from tracker.model.digests import AlertLetter, Change, Digest, Item, Section, SectionName, Tally
from tracker.model.letters import Rhythm, Timetable
from tracker.wording.speech import cut, short_addresses

_SUBJECT_LENGTH = 62  # with the title after it about what a list of letters shows
_SUMMARY_LENGTH = 90  # in a subject
_PREHEADER_LENGTH = 140
_NAMED = 3  # followed commitments
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31
_LISTED_BY = {
    SectionName.NEWLY_OVERDUE: Command.OVERDUE,
    SectionName.CHANGED: Command.CHANGED,
    SectionName.OVERDUE: Command.OVERDUE,
    SectionName.COMING: Command.COMING,
    SectionName.CHECK_BACK: Command.UNDATED,
}


@dataclass(frozen=True, slots=True)
class Aside:
    """A remark, and the command that goes with it."""

    words: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """How one language sums up a letter. Without `commands` none is told: their reader has pages to follow instead."""

    words: Words
    commands: bool = True

    def headline(self, digest: Digest) -> str:
        """The news of a digest."""
        return ", ".join(self._parts(digest)) or self._quiet()

    def subject(self, digest: Digest) -> str:
        """The news of a digest, as much as a subject holds."""
        parts = self._parts(digest)
        while len(parts) > 1 and len(", ".join(parts)) > _SUBJECT_LENGTH:
            parts.pop()
        return ", ".join(parts) or self._quiet()

    def preheader(self, items: Sequence[Item], otherwise: str = "") -> str:
        """What a list of letters shows after the subject: what the first of them are about."""
        if len(items) == 1:
            return cut(f"{self.words.source(items[0])} · {self.words.quote(items[0])}", _PREHEADER_LENGTH)
        return cut(" · ".join(self.words.brief(item) for item in items[:3]), _PREHEADER_LENGTH) or otherwise

    def since(self, digest: Digest) -> str:
        """What changed, and since when."""
        if digest.first:
            return self.words.say("This is your first letter: it tells how things stand.")
        day, parts = self.words.day(digest.since_on), []
        if not digest.has_news:
            return self.words.say("Nothing changed since %(day)s.", day=day)
        if number := digest.newly_overdue_total:
            parts.append(self.words.count("%(n)s became overdue", "%(n)s became overdue", number))
        parts += [self.happened(one) for one in digest.tally]
        if digest.changed_total and not digest.tally:
            parts.append(self._new_or_changed(digest.changed_total))
        return self.words.say("Since %(day)s: %(changes)s.", day=day, changes=self.words.listed(parts))

    def figures(self, digest: Digest) -> tuple[tuple[str, str], ...]:
        """Numbers, and what they count; none when nothing happened and nothing is near."""
        overdue, coming = digest.overdue_total, digest.coming_total
        changed, still_open = digest.changed_total, digest.open_total
        figures = (
            (overdue, self.words.count("overdue", "overdue", overdue)),
            (coming, self.words.count("deadline near", "deadlines near", coming)),
            (changed, self.words.count("new or changed", "new or changed", changed)),
            (still_open, self.words.count("open", "open", still_open)),
        )
        if not (overdue or coming or changed):
            return ()
        return tuple((self.words.number(number), label) for number, label in figures)

    def still_open(self, digest: Digest) -> str:
        """How many are open, and apart from them how many nobody has reviewed."""
        counted = self.words.counted(self.words.say("Open"), digest.open_total)
        return f"{counted} {self.unreviewed(digest)}".rstrip()

    def unreviewed(self, digest: Digest) -> str:
        """How many are only proposed; nothing where none is."""
        number = digest.unreviewed_total
        told = self.words.count("%(n)s not yet reviewed", "%(n)s not yet reviewed", number)
        return f"{told}." if number else ""

    def heading(self, section: Section, digest: Digest) -> str:
        """The heading of a part."""
        if section.name is SectionName.COMING:
            return self._within(digest.horizon_days)
        if section.name is SectionName.CHANGED:
            return self._changed_heading(digest.tally)
        titles = {
            SectionName.NEWLY_OVERDUE: self.words.say("Newly overdue"),
            SectionName.OVERDUE: self.words.say("Already overdue"),
            SectionName.CHECK_BACK: self.words.say("Without deadline: check back"),
        }
        return titles[section.name]

    def asides(self, section: Section, digest: Digest) -> tuple[Aside, ...]:
        """What a part does not show, and the command that lists it."""
        asides = []
        if section.hidden:
            listing = self.words.name("command", _LISTED_BY[section.name], days=digest.horizon_days)
            asides.append(self.more(section.hidden, listing))
        if number := section.told_before:
            told_before = self.words.count("%(n)s told before", "%(n)s told before", number)
            asides.append(self._aside(told_before, Command.TO_CHECK))
        return tuple(asides)

    def more(self, number: int, command: str) -> Aside:
        """That there is more than is shown, and the command that lists it: by its name in the catalogue, or itself."""
        return self._aside(self.words.count("… and %(n)s more", "… and %(n)s more", number), command)

    def alert_headline(self, letter: AlertLetter) -> str:
        """The news of an alert letter."""
        parts = [self.overdue(letter.overdue_total)] if letter.overdue_total else []
        parts += [self.coming(letter.due_total)] if letter.due_total else []
        parts += self._changes([one for one in letter.tally if one.change is not Change.STILL_OPEN])
        parts += [self.happened(one) for one in letter.tally if one.change is Change.STILL_OPEN]
        return ", ".join(parts)

    def alert_subject(self, letter: AlertLetter) -> str:
        """The news of an alert letter in its subject; a single one is told itself."""
        if len(letter.items) == 1 and not letter.hidden:
            item = letter.items[0]
            what = cut(short_addresses(item.entry.summary), _SUMMARY_LENGTH)
            return self.words.labelled(self.words.status(item), what)
        return self.alert_headline(letter)

    def overdue(self, number: int) -> str:
        """3 te laat."""
        return self.words.count("%(n)s overdue", "%(n)s overdue", number)

    def coming(self, number: int) -> str:
        """5 termijnen naderen."""
        return self.words.count("%(n)s deadline near", "%(n)s deadlines near", number)

    def happened(self, tally: Tally) -> str:
        """2 verschoven."""
        count = self.words.count
        match tally.change:
            case Change.NEW:
                return count("%(n)s new", "%(n)s new", tally.total)
            case Change.MOVED:
                return count("%(n)s moved", "%(n)s moved", tally.total)
            case Change.REOPENED:
                return count("%(n)s reopened", "%(n)s reopened", tally.total)
            case Change.RESOLVED:
                return count("%(n)s fulfilled", "%(n)s fulfilled", tally.total)
            case Change.PARTLY_RESOLVED:
                return count("%(n)s partly fulfilled", "%(n)s partly fulfilled", tally.total)
            case Change.LAPSED:
                return count("%(n)s lapsed", "%(n)s lapsed", tally.total)
            case Change.REJECTED:
                return count("%(n)s rejected", "%(n)s rejected", tally.total)
            case Change.HANDED_OVER:
                return count("%(n)s handed over", "%(n)s handed over", tally.total)
            case Change.STILL_OPEN:
                return count("%(n)s still open", "%(n)s still open", tally.total)
            case _:
                return count("%(n)s changed", "%(n)s changed", tally.total)

    def next_steps(self, items: Sequence[Item]) -> tuple[Aside, ...]:
        """What can be done about the first of these that is still owed; nothing when none is."""
        owed = next((item.entry.label for item in items if item.entry.status in PENDING), None)
        if owed is None or not self.commands:
            return ()
        say, command = self.words.say, partial(self.words.name, "command", number=owed)
        return Aside(say("Fulfilled?"), command(Command.RESOLVE)), Aside(say("A new deadline?"), command(Command.MOVE))

    def lateness_of_letter(self, slot: date, today: date) -> str:
        """That a digest comes late, if it does."""
        if slot >= today:
            return ""
        return self.words.say("This letter should have left on %(day)s.", day=self.words.day(slot))

    def period(self, day: date, rhythm: Rhythm) -> str:
        """The time that a digest stands for: a week, a month or a day."""
        if rhythm is Rhythm.MONTHLY:
            return self.words.month(day)
        if rhythm is Rhythm.DAILY:
            return self.words.day(day)
        return self.words.say("week %(number)s", number=day.isocalendar().week)

    def rhythm(self, timetable: Timetable, *, only_news: bool = False) -> str:
        """When the reader gets a digest; nothing for one who gets none."""
        say, at = self.words.say, self.words.clock(timetable.at)
        if timetable.rhythm is Rhythm.NEVER:
            return ""
        if timetable.rhythm is Rhythm.DAILY:
            if only_news:
                return say("You get this letter at %(at)s on days with news.", at=at)
            return say("You get this letter every day at %(at)s.", at=at)
        if timetable.rhythm is Rhythm.MONTHLY:
            sentence = self._monthly(timetable.month_day, at)
        else:
            days = self.words.each_weekday(timetable.weekdays)
            sentence = say("You get this letter %(every_weekday)s at %(at)s.", every_weekday=days, at=at)
        return f"{sentence} {say('It comes only with news.')}" if only_news else sentence

    def why_alerted(self, letter: AlertLetter) -> tuple[Aside, ...]:
        """Why the reader gets this alert letter, and how to stop following."""
        say, followed = self.words.say, letter.followed
        asides = [
            Aside(say("You get this alert because a deadline is near or has passed, or because something happened."))
        ]
        if not letter.has_others:
            asides = []
        if followed:
            labels = [label(number) for number in followed]
            few = self.words.listed(labels) if len(labels) <= _NAMED else None
            count = self.words.number(len(labels))
            sentence = (
                say("You follow %(numbers)s.", numbers=few) if few else say("You follow %(n)s of these.", n=count)
            )
            asides.append(self._unfollow(sentence, labels[0]))
        return tuple(asides)

    def _unfollow(self, sentence: str, number: str) -> Aside:
        if not self.commands:
            return Aside(sentence)
        command = self.words.name("command", Command.UNFOLLOW, number=number)
        return Aside(f"{sentence} {self.words.say('Stop following?')}", command)

    def _monthly(self, number: int, at: str) -> str:
        """A shorter month has its last day instead."""
        say, day = self.words.say, self.words.month_day(number)
        if number == _LONGEST_MONTH:
            return say("You get this letter on the last day of each month at %(at)s.", at=at)
        if number > _SHORTEST_MONTH:
            return say(
                "You get this letter on the %(day)s of each month, or on the last day of a shorter one, at %(at)s.",
                day=day,
                at=at,
            )
        return say("You get this letter on the %(day)s of each month at %(at)s.", day=day, at=at)

    def _parts(self, digest: Digest) -> list[str]:
        parts = [self.overdue(digest.overdue_total)] if digest.overdue_total else []
        parts += [self.coming(digest.coming_total)] if digest.coming_total else []
        if digest.changed_total and not digest.tally:
            return [*parts, self._new_or_changed(digest.changed_total)]
        return parts + self._changes(digest.tally)

    def _changes(self, tally: Sequence[Tally]) -> list[str]:
        """What is new, then the rest: by its name when it is all of one kind."""
        new = [self.happened(one) for one in tally if one.change is Change.NEW]
        rest = [one for one in tally if one.change is not Change.NEW]
        if len(rest) > 1:
            rest = [Tally(Change.UPDATED, sum(one.total for one in rest))]
        return new + [self.happened(one) for one in rest]

    def _changed_heading(self, tally: Sequence[Tally]) -> str:
        kinds = {one.change for one in tally}
        if kinds == {Change.NEW}:
            return self.words.say("New")
        return self.words.say("New and changed") if Change.NEW in kinds or not kinds else self.words.say("Changed")

    def _within(self, days: int) -> str:
        weeks, rest = divmod(days, 7)
        if rest:
            return self.words.count("Due within %(n)s day", "Due within %(n)s days", days)
        return self.words.count("Due within %(n)s week", "Due within %(n)s weeks", weeks)

    def _new_or_changed(self, number: int) -> str:
        return self.words.count("%(n)s new or changed", "%(n)s new or changed", number)

    def _quiet(self) -> str:
        return self.words.say("Nothing overdue, no deadline near")

    def _aside(self, words: str, command: str) -> Aside:
        if not self.commands:
            return Aside(f"{words}.")
        return Aside(self.words.labelled(words, "").rstrip(), self.words.name("command", command))
