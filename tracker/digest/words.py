"""The words of letters in the reader's language: counts, days, states. Catalogues are read once a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tracker.followup import PENDING
from tracker.model import Status
from tracker.model.digests import AlertLetter, Change, Digest, Item, SectionName
from tracker.model.letters import Rhythm, Timetable

LANGUAGES = ("nl", "en", "fr")
_QUOTE_LENGTH = 260


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """The translations of a language; English is the language of the keys."""
    if language == "en":
        return NullTranslations()
    with files("tracker.digest").joinpath("catalogues", f"{language}.po").open("rb") as file:
        parsed = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Words:
    """How one language says what a letter has to say."""

    language: str
    translations: NullTranslations
    locale: Locale

    def say(self, message: str, **values: object) -> str:
        """A sentence."""
        return self.translations.gettext(message) % values

    def count(self, one: str, many: str, number: int) -> str:
        """A number of something, in the right plural."""
        return self.translations.ngettext(one, many, number) % {"n": self.number(number)}

    def number(self, number: int) -> str:
        """A number with the separators of the language."""
        separator = {"nl": ".", "fr": "\u202f"}.get(self.language, ",")
        return f"{number:,}".replace(",", separator)

    def day(self, day: date) -> str:
        """30 juni 2022."""
        return format_date(day, "d MMMM y", locale=self.locale)

    def weekday(self, day: date) -> str:
        """Maandag 14 december 2026."""
        return format_date(day, "EEEE d MMMM y", locale=self.locale)

    def month(self, day: date) -> str:
        """December 2026."""
        return format_date(day, "MMMM y", locale=self.locale)

    def period(self, day: date, rhythm: Rhythm) -> str:
        """The time that a digest stands for: a week, a month or a day."""
        if rhythm is Rhythm.MONTHLY:
            return self.month(day)
        return self.day(day) if rhythm is Rhythm.DAILY else self.say("week %(number)s", number=day.isocalendar().week)

    def overdue(self, number: int) -> str:
        """3 te laat."""
        return self.count("%(n)s overdue", "%(n)s overdue", number)

    def coming(self, number: int) -> str:
        """5 komen eraan."""
        return self.count("%(n)s coming due", "%(n)s coming due", number)

    def changed(self, number: int) -> str:
        """2 gewijzigd."""
        return self.count("%(n)s changed", "%(n)s changed", number)

    def headline(self, digest: Digest) -> str:
        """The news of a digest in a few words."""
        parts = [self.overdue(digest.overdue_total)] if digest.overdue_total else []
        parts += [self.coming(digest.coming_total)] if digest.coming_total else []
        if not parts and digest.has_news:
            parts = [self.changed(digest.changed_total)]
        return ", ".join(parts) or self.say("nothing overdue, nothing coming due")

    def since(self, digest: Digest) -> str:
        """How much changed, and since when."""
        day = self.day(digest.since_on)
        if not digest.has_news:
            return self.say("Nothing changed since %(day)s.", day=day)
        return self.say("%(changed)s since %(day)s.", changed=self.changed(digest.changed_total), day=day)

    def summary(self, item: Item) -> str:
        """What was promised, as a sentence begins."""
        text = " ".join(item.entry.summary.split())
        return text[:1].upper() + text[1:]

    def alert_subject(self, letter: AlertLetter) -> str:
        """The news of an alert letter in its subject; a single one is told itself."""
        items = [item for group in letter.groups for item in group.items]
        if len(items) == 1 and not letter.hidden:
            return f"{self.status(items[0])}: {items[0].entry.summary}"
        return self.alert_headline(letter)

    def alert_headline(self, letter: AlertLetter) -> str:
        """The news of an alert letter in a few words."""
        parts = [self.overdue(letter.overdue_total)] if letter.overdue_total else []
        parts += [self.coming(letter.due_total)] if letter.due_total else []
        parts += [self.changed(letter.happened_total)] if letter.happened_total else []
        return ", ".join(parts)

    def section(self, name: SectionName, horizon_days: int) -> str:
        """The heading of a part."""
        weeks, rest = divmod(horizon_days, 7)
        if name is SectionName.COMING and rest:
            return self.count("Due within %(n)s day", "Due within %(n)s days", horizon_days)
        if name is SectionName.COMING:
            return self.count("Due within %(n)s week", "Due within %(n)s weeks", weeks)
        titles = {
            SectionName.NEWLY_OVERDUE: self.say("Newly overdue"),
            SectionName.CHANGED: self.say("Changed"),
            SectionName.OVERDUE: self.say("Overdue for some time"),
            SectionName.CHECK_BACK: self.say("No deadline stated: time to ask"),
        }
        return titles[name]

    def status(self, item: Item) -> str:
        """What is the matter with it, in a word or two."""
        changes = {
            Change.NEW: self.say("new"),
            Change.MOVED: self.say("deadline moved"),
            Change.REOPENED: self.say("reopened"),
            Change.RESOLVED: self.say("fulfilled"),
            Change.PARTLY_RESOLVED: self.say("fulfilled in part"),
            Change.LAPSED: self.say("lapsed"),
            Change.UPDATED: self.say("updated"),
            Change.STILL_OPEN: self.say("still open"),
        }
        words = changes.get(item.change) if item.change else None
        if item.days is None or item.change is Change.MOVED:
            return words or self.say("no deadline stated")
        days = self.lateness(item.days)
        return f"{words}, {days}" if words else days

    def lateness(self, days: int) -> str:
        """How far the deadline is, or how long it is past."""
        if days < 0:
            return self.count("%(n)s day late", "%(n)s days late", -days)
        if days == 0:
            return self.say("due today")
        return self.say("due tomorrow") if days == 1 else self.count("%(n)s day left", "%(n)s days left", days)

    def deadline(self, item: Item) -> str:
        """The deadline, and that of before when it moved; our own assumptions are named as such."""
        entry = item.entry
        if entry.status is Status.FULFILLED and entry.resolved_on:
            return self._fulfilled(item, entry.resolved_on)
        if entry.due_on is None:
            return self._undated(item)
        if item.change is not Change.MOVED:
            return self.say("due %(day)s", day=self.day(entry.due_on))
        if item.moved_from is None:
            return self.say("now due %(day)s", day=self.day(entry.due_on))
        return self.say("from %(old)s to %(new)s", old=self.day(item.moved_from), new=self.day(entry.due_on))

    def remarks(self, item: Item) -> tuple[str, ...]:
        """What else must be said: doubts, slips, a letter that comes late."""
        entry, remarks = item.entry, []
        if entry.status is Status.PROPOSED:
            remarks.append(self.say("not yet reviewed by a person"))
        told_already = item.change is Change.MOVED and entry.slips == 1
        if entry.slips and not told_already:
            remarks.append(self.count("moved %(n)s time before", "moved %(n)s times before", entry.slips))
        if item.owed_on:
            remarks.append(self.say("this message should have left on %(day)s", day=self.day(item.owed_on)))
        return tuple(remarks)

    def quote(self, item: Item) -> str:
        """The words that were said, cut at a word when they are long."""
        words = " ".join(item.entry.quote.split())
        return words if len(words) <= _QUOTE_LENGTH else words[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"

    def source(self, item: Item, *, grouped: bool = False) -> str:
        """Who said it, where and when, and who asked; under the minister's own heading without the name."""
        entry = item.entry
        who = None if grouped else self.minister(entry.responsible or entry.minister)
        where = entry.committee or (entry.source.committee if entry.source else None)
        asker = f"{entry.asked_by} ({entry.asker_party})" if entry.asker_party else entry.asked_by
        asked = self.say("asked by %(name)s", name=asker) if asker else None
        return " · ".join(part for part in (who, where, self.day(entry.said_on), asked) if part)

    def minister(self, name: str | None) -> str:
        """A minister's name, or that it is not known."""
        return name or self.say("minister unknown")

    def next_steps(self, items: Iterable[Item]) -> str:
        """What can be done about the first of these that is still owed; nothing when none is."""
        owed = next((item.entry.label for item in items if item.entry.status in PENDING), None)
        if owed is None:
            return ""
        done, moved = f"tracker resolve {owed} --evidence …", f"tracker move {owed} --to … --reason …"
        return self.say("Done? %(done)s. A new deadline? %(moved)s.", done=done, moved=moved)

    def lateness_of_letter(self, slot: date, today: date) -> str:
        """That a digest comes late, if it does."""
        return self.say("This letter should have left on %(day)s.", day=self.day(slot)) if slot < today else ""

    def rhythm(self, timetable: Timetable) -> str:
        """Why the reader gets this digest."""
        at = timetable.at.strftime("%H:%M")
        match timetable.rhythm:
            case Rhythm.DAILY:
                return self.say("You get this letter every day at %(at)s.", at=at)
            case Rhythm.MONTHLY:
                return self.say(
                    "You get this letter on day %(day)s of each month at %(at)s.", day=timetable.month_day, at=at
                )
            case _:
                names = ", ".join(self._weekday_name(number) for number in timetable.weekdays)
                return self.say("You get this letter every %(days)s at %(at)s.", days=names, at=at)

    def _undated(self, item: Item) -> str:
        if item.entry.condition:
            return self.say("waits for: %(condition)s", condition=item.entry.condition)
        if item.entry.check_on and item.check_passed:
            return self.say("to be looked at again since %(day)s, our assumption", day=self.day(item.entry.check_on))
        if item.entry.check_on:
            return self.say("look again on %(day)s, which is our assumption", day=self.day(item.entry.check_on))
        return ""

    def _weekday_name(self, number: int) -> str:
        return format_date(datetime(2024, 1, number), "EEEE", locale=self.locale)  # noqa: DTZ001 - 1 January 2024 was a Monday

    def _fulfilled(self, item: Item, resolved_on: date) -> str:
        done = self.say("done on %(day)s", day=self.day(resolved_on))
        if item.entry.due_on is None:
            return done
        late = (resolved_on - item.entry.due_on).days
        return f"{done}, {self.lateness(-late)}" if late > 0 else f"{done}, {self.say('in time')}"


@lru_cache(maxsize=len(LANGUAGES))
def words_in(language: str) -> Words:
    """The words of a language; one that we do not have becomes English."""
    known = language if language in LANGUAGES else "en"
    return Words(known, catalogue(known), Locale.parse({"nl": "nl_BE", "fr": "fr_BE"}.get(known, "en_GB")))
