"""After a disturbance: until all letters have left, and people have decided about those in doubt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from time import sleep

from chaos.clock import Moment, Span
from chaos.expecting import GROUP
from chaos.judging import Judge, Listed
from chaos.people import ACTOR, People
from chaos.record import Promised, Record
from chaos.stage import Stage
from tracker.model.letter_kinds import KINDS
from tracker.wording.speech import speech_in

PATIENCE = 40  # ticks within which all letters must have left once nothing disturbs any more
ON_THEIR_WAY = ("queued", "sending", "dot")

RECOVERED = Promised("letters leave again once a disturbance is over", "disturbances", "stuck")
TOLD = Promised("`tracker status` ends with 1 while letters are in doubt or failed", "times", "silent")
ONE_EACH = Promised("a sender that dies or stands still leaves one letter in doubt at most", "senders", "more")
CALLED_BACK = Promised("nobody's letters stop without a cause", "readers", "stopped")


def wrote_nothing(said: str) -> bool:
    """Whether a tick says of every kind of letter that it wrote none; those to no reader it names only when it did."""
    words = speech_in("en")
    counted = [words.tell(kind.counted(0)) for kind in KINDS.values() if not kind.goes_outside]
    named = [words.tell(kind.counted(1)).split()[1] for kind in KINDS.values() if kind.goes_outside]
    wrote_none = all(re.search(rf"(?<![\d,]){re.escape(none)}", said) for none in counted)
    return wrote_none and not any(name in said for name in named)


class Settling:
    """Waits for quiet, and decides as the people of a house would who ask the recipients."""

    def __init__(self, stage: Stage, people: People, judge: Judge, record: Record) -> None:
        self._stage, self._people, self._judge, self._record = stage, people, judge, record

    def settle(self, kind: str, *, deaths: int | None = None) -> Moment:
        """All has left, nothing is in doubt; gives the moment of the last tick, which had nothing to do.

        `deaths` is how many senders died or stood still, where no more letters than that may be in doubt.
        """
        self._people.wait()
        self._stage.call_back()
        self._wait_until_quiet()
        self._clear_doubts(kind, deaths)
        return self._wait_until_quiet()

    def _wait_until_quiet(self) -> Moment:
        """Tick and let time pass until nothing is on its way."""
        stage = self._stage
        stage.clock.set(stage.clock.now() + GROUP + timedelta(minutes=2))
        self._record.tried(RECOVERED)
        waiting: list[Listed] = []
        said = ""
        for _ in range(PATIENCE):
            stage.look_after_senders()
            quiet, arrived = stage.clock.moment(), len(stage.mailbox.arrived)
            is_idle, said = self._tick()
            waiting = [one for one in stage.letters(*ON_THEIR_WAY) if self._is_owed(one)]
            if not waiting and is_idle and len(stage.mailbox.arrived) == arrived:
                return quiet
            self._let_pass(waiting)
        stuck = ", ".join(f"{one.number} {one.state} to {one.recipient}: {one.reply}" for one in waiting)
        self._record.breaks(RECOVERED, f"{stuck or 'nothing waits'}; the last tick said: {said}")
        return quiet

    def _tick(self) -> tuple[bool, str]:
        """Whether a tick finds nothing to do; senders that are not the house's tick for themselves."""
        if self._stage.program != "house":
            sleep(0.8)
            return True, ""
        done = self._stage.office.do("tick")
        return done.status == 0 and wrote_nothing(done.said), done.said.strip()

    def _is_owed(self, one: Listed) -> bool:
        """A letter to a reader who is stopped waits, and may."""
        reader = self._people.chronicle.reader(one.recipient)
        return reader is None or reader.is_active or one.state in {"sending", "dot"}

    def _let_pass(self, waiting: list[Listed]) -> None:
        """Until the next letter may be tried again; a dead sender's lease is over within real seconds."""
        again = [datetime.fromisoformat(one.next_attempt) for one in waiting if one.next_attempt]
        now = self._stage.clock.now()
        if again:
            self._stage.clock.set(max(min(again), now + timedelta(minutes=2)) + timedelta(seconds=1))
        sleep(0.3)

    def _clear_doubts(self, kind: str, deaths: int | None) -> None:
        """Somebody asks the recipients of what is in doubt, and sends again what failed."""
        stage, again = self._stage, self._judge.again
        doubted, failed = stage.letters("in_doubt"), stage.letters("failed")
        self._record.in_doubt(kind, len(doubted))
        if deaths is not None:
            self._record.tried(ONE_EACH, deaths)
            if len(doubted) > deaths:
                self._record.breaks(ONE_EACH, f"{len(doubted)} letters in doubt after {deaths} deaths")
        if doubted or failed:
            self._record.tried(TOLD)
            told = stage.office.do("status")
            if told.status != 1:
                self._record.breaks(TOLD, f"{len(doubted)} in doubt, {len(failed)} failed, status {told.status}")
        for one in doubted:
            answer = "--sent" if self._judge.has_arrived(one, stage.mailbox.arrived) else "--resend"
            again.add(one.message_id)
            if stage.office.do("--as", ACTOR, "outbox", "resolve", str(one.number), answer).status:
                self._give_up(one)
        self._resume_stopped()
        for one in stage.letters("failed"):
            again.add(one.message_id)
            is_dropped = not self._is_owed(one) or one.message_id in self._people.bounced
            if is_dropped or stage.office.do("--as", ACTOR, "outbox", "retry", str(one.number)).status:
                self._give_up(one)

    def _give_up(self, one: Listed) -> None:
        """Nothing is sent again of what came back or was forgotten with an old copy; it was listed."""
        self._judge.given_up.add(one.message_id)
        self._stage.office.do("--as", ACTOR, "outbox", "drop", str(one.number), "--reason", "niet meer nodig")

    def _resume_stopped(self) -> None:
        """Whose address was refused as dead is suspended by the product, which the play learns here."""
        stage = self._stage
        for row in stage.asked("subscriber", "list") or []:
            reader = self._people.chronicle.reader(row["address"])
            if reader is None or not reader.is_active:
                continue
            self._record.tried(CALLED_BACK)
            if row["state"] == "active" or reader.address in self._people.doubtful:
                continue
            if reader.address not in stage.mailbox.refused:
                self._record.breaks(CALLED_BACK, f"{reader.address} is {row['state']}: {row['reason']}")
            begin = stage.clock.moment()
            done = stage.office.do("--as", ACTOR, "subscriber", "resume", reader.address)
            assert done.status == 0, done.said
            reader.presence.append((Span(begin, stage.clock.moment()), True))
        stage.mailbox.refused.clear()
