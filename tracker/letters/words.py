"""The words in which a letter tells of one commitment: its state, its days, its source, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.followup import PENDING
from tracker.model import Deed, Status
from tracker.model.digests import Change, Item
from tracker.wording.catalogue import known_language
from tracker.wording.reminders import not_left
from tracker.wording.speech import Speech, capital, cut, short_addresses

_SUMMARY_LENGTH = 200
_REASON_LENGTH = 300
_QUOTE_LENGTH = 260
_DOCUMENT_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Words(Speech):
    """How one language tells of a commitment; a full letter has less limits for quotes."""

    quote_length: int = _QUOTE_LENGTH

    def summary(self, item: Item) -> str:
        """What was promised, as a sentence begins; an address in it is only named."""
        return short_addresses(capital(" ".join(item.entry.summary.split())))

    def brief(self, item: Item, length: int = _SUMMARY_LENGTH) -> str:
        """What was promised, cut at a word when that is long."""
        return cut(self.summary(item), length)

    def subject(self, item: Item) -> str:
        """The question or agenda item that it belongs to, named as such; nothing where the summary says it already."""
        subject = " ".join((item.entry.subject or "").split())
        if not subject or subject.casefold() in self.summary(item).casefold():
            return ""
        return self.labelled(capital(self.name("field", "subject")), cut(short_addresses(subject), _SUMMARY_LENGTH))

    def quote(self, item: Item) -> str:
        """The words that were said, cut at a word when they are long."""
        return self.quoted(cut(short_addresses(item.entry.quote), self.quote_length))

    def status(self, item: Item) -> str:
        """What is the matter with it, in a word or two, as a sentence begins."""
        words = self.change(item.change) if item.change else None
        late = item.days is not None and item.days < 0
        if item.days is None or (item.change in {Change.MOVED, Change.HANDED_OVER} and not late):
            return capital(words or self.say("without deadline"))
        days = self.lateness(item.days)
        return capital(f"{words}, {days}" if words else days)

    def change(self, change: Change) -> str | None:
        """What happened; that it became overdue is said by the days."""
        words = {
            Change.NEW: self.say("new"),
            Change.MOVED: self.say("deadline moved"),
            Change.REOPENED: self.name("deed", Deed.REOPENED),
            Change.RESOLVED: self.name("status", Status.FULFILLED),
            Change.PARTLY_RESOLVED: self.name("status", Status.PARTLY_FULFILLED),
            Change.LAPSED: self.name("status", Status.LAPSED),
            Change.REJECTED: self.say("no commitment after all"),
            Change.HANDED_OVER: self.name("deed", Deed.HANDED_OVER),
            Change.UPDATED: self.say("changed"),
            Change.STILL_OPEN: self.say("still open"),
        }
        return words.get(change)

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
        if entry.status not in PENDING:
            return ""  # nothing is owed any longer, on no day
        if entry.due_on is None:
            return self._undated(item)
        if item.tells_move:
            return self._moved(item, entry.due_on)
        is_said = item.days in {0, 1}  # "due today" needs no second "due"
        day = self.day(entry.due_on)
        return day if is_said else self.say("due %(day)s", day=day)

    def remarks(self, item: Item) -> tuple[str, ...]:
        """What else must be said: doubts, slips, a reminder without an answer, a letter that comes late."""
        entry, remarks = item.entry, []
        if entry.status is Status.PROPOSED:
            remarks.append(self.say("not yet reviewed by a person"))
        told_already = item.tells_move and entry.slips == 1
        if entry.slips and not told_already:
            remarks.append(self.count("moved once", "moved %(n)s times", entry.slips))
        if entry.recalled_on and entry.answer_by:
            days = {"day": self.day(entry.recalled_on), "last": self.day(entry.answer_by)}
            told = self.say("reminded on %(day)s, answer due by %(last)s", **days)
            remarks.append(self.parted(told, item.reminder.minister if item.reminder else None))
        if trouble := not_left(item.reminder, self):
            remarks.append(trouble)
        if item.owed_on:
            remarks.append(self.say("this alert should have left on %(day)s", day=self.day(item.owed_on)))
        return tuple(capital(remark) for remark in remarks)

    def changes(self, item: Item) -> tuple[str, ...]:
        """What changed and why, each in a line: who handed it to whom, what was corrected, the reasons."""
        lines = [self._handed_over(item), self._edits(item)]
        if item.reason:
            lines.append(self.say("Reason: %(reason)s", reason=cut(item.reason, _REASON_LENGTH)))
        if item.move_reason:
            reason = cut(item.move_reason, _REASON_LENGTH)
            lines.append(self.say("Why the deadline moved: %(reason)s", reason=reason))
        return tuple(line for line in lines if line)

    def evidence(self, item: Item) -> str:
        """What shows that it was done; an address is never cut."""
        reference = item.reference or ""
        return item.evidence_address or cut(reference, _REASON_LENGTH)

    def evidence_note(self, item: Item) -> str:
        """What was said of the evidence; where there is no document, that first."""
        if not item.tells_end:
            return ""
        sentences = [] if item.reference else [self.say("No document as evidence.")]
        if item.evidence and item.evidence.note:
            sentences.append(self.say("Explanation: %(note)s", note=cut(item.evidence.note, _REASON_LENGTH)))
        return " ".join(sentences)

    def house(self, own: str | None) -> str:
        """Who writes: by the name that the house gives itself, or by what it does."""
        return own or self.say("Follow-up on commitments")

    def _handed_over(self, item: Item) -> str:
        if item.handed_from is None:
            return ""
        return self.say("From %(old)s to %(new)s", old=item.handed_from, new=self.minister(item.entry.responsible))

    def _edits(self, item: Item) -> str:
        """What an update changed, each thing once."""
        if item.change is not Change.UPDATED:
            return ""
        things = self._things()
        named = list(dict.fromkeys(things[field] for field in item.edited if field in things))
        return self.say("What changed: %(things)s", things=self.listed(named)) if named else ""

    def source(self, item: Item, *, grouped: bool = False) -> str:
        """Who said it, where and when, and who asked; under the minister's own heading without the name."""
        entry = item.entry
        who = None if grouped else self.minister(entry.responsible or entry.minister)
        where = entry.committee or (entry.source.committee if entry.source else None)
        asker = f"{entry.asked_by} ({entry.asker_party})" if entry.asker_party else entry.asked_by
        asked = self.say("asked by %(name)s", name=asker) if asker else None
        return " · ".join(part for part in (who, where, entry.said_on and self.day(entry.said_on), asked) if part)

    def document(self, item: Item) -> str:
        """In which report and on which page it stands, and in how many places it is spoken of again."""
        entry, source = item.entry, item.entry.source
        title = cut(" ".join((source.title or source.name).split()), _DOCUMENT_LENGTH) if source else None
        page = self.say("p. %(page)s", page=source.page) if source and source.page is not None else None
        number = len(entry.mentions)
        again = self.count("said again in %(n)s place", "said again in %(n)s places", number) if number else None
        return " · ".join(part for part in (title, page, again) if part)

    def minister(self, name: str | None) -> str:
        """A minister's name, or that it is not known."""
        return name or self.say("minister unknown")

    def _things(self) -> dict[str, str]:
        """What the fields of a commitment are called; what is internal has no name here."""
        speaker, asker, deadline = self.say("who said it"), self.say("who asked"), self.say("the deadline")
        return {
            "status": self.say("the status"),
            "summary": self.say("the summary"),
            "subject": self.say("the subject"),
            "quote": self.say("the quote"),
            "minister": speaker,
            "minister_function": speaker,
            "responsible": self.say("who is responsible"),
            "asked_by": asker,
            "asker_party": asker,
            "committee": self.say("the committee"),
            "dossier": self.say("the dossier"),
            "kind": self.say("the kind"),
            "firmness": self.say("the firmness"),
            "policy_area": self.say("the policy area"),
            "tags": self.say("the tags"),
            "stated": deadline,
            "due_on": deadline,
            "due_words": deadline,
            "check_on": self.say("the day to check back"),
            "condition": self.say("the condition"),
            "links": self.say("the links with other commitments"),
            "mentions": self.say("where it is mentioned again"),
        }

    def _moved(self, item: Item, due_on: date) -> str:
        if item.moved_from is None:
            return self.say("now due %(day)s", day=self.day(due_on))
        return self.say("from %(old)s to %(new)s", old=self.day(item.moved_from), new=self.day(due_on))

    def _undated(self, item: Item) -> str:
        if item.entry.condition:
            return self.say("waits for: %(condition)s", condition=cut(item.entry.condition, _SUMMARY_LENGTH))
        if item.entry.check_on and item.check_passed:
            return self.say("to check back since %(day)s, our assumption", day=self.day(item.entry.check_on))
        if item.entry.check_on:
            return self.say("check back on %(day)s, our assumption", day=self.day(item.entry.check_on))
        return ""

    def _fulfilled(self, item: Item, resolved_on: date) -> str:
        day = self.day(resolved_on)
        is_said = item.change is Change.RESOLVED  # "fulfilled" needs no second "fulfilled"
        done = self.say("on %(day)s", day=day) if is_said else self.say("fulfilled on %(day)s", day=day)
        if item.entry.due_on is None:
            return done
        late = (resolved_on - item.entry.due_on).days
        return f"{done}, {self.lateness(-late)}" if late > 0 else f"{done}, {self.say('in time')}"


@lru_cache(maxsize=16)
def words_in(language: str) -> Words:
    """The words of a language; one that we do not have becomes English."""
    return Words(known_language(language))
