"""An old copy of the register takes its place, while the ledger and the world know better."""

from __future__ import annotations

import shutil
import signal

from chaos.clock import Moment, Span
from chaos.disturbing import Disturbance
from chaos.people import ACTOR, Backup, People
from chaos.plan import Episode
from chaos.record import Promised, Record
from chaos.stage import Stage

FENCED = Promised("an old copy sends nothing until somebody has looked", "old copies", "sent all the same")


class OldCopy(Disturbance):
    """Restored by the command or just copied back; senders go on, and somebody looks in the end."""

    def __init__(self, stage: Stage, episode: Episode, record: Record, people: People) -> None:
        super().__init__(stage, episode, record)
        self._people = people
        self._sent_before = len(stage.mailbox.arrived)
        self._is_fenced = False

    def begin(self) -> None:
        if not self._people.backups:
            return
        stage, people = self.stage, self._people
        backup = self.chance.choice(people.backups[-3:])
        people.backups = people.backups[: people.backups.index(backup) + 1]
        stage.send_home(self.chance.choice((signal.SIGTERM, signal.SIGKILL)))
        self._sent_before = len(stage.mailbox.arrived)
        self._is_fenced = True
        begin = stage.clock.moment()
        self.stage.office.note(f"restoring {backup.name}: {backup.copy.readers}")
        self._restore(backup)
        people.chronicle.restore(backup.copy, Span(begin, stage.clock.moment()))
        people.before.clear()
        people.restored_at = stage.clock.moment().real
        self.count("old copies restored")
        stage.call_back()

    def look_after(self, moment: Moment) -> None:
        if self._is_fenced and len(self.stage.mailbox.arrived) > self._sent_before:
            self._is_fenced = False
            first = self.stage.mailbox.arrived[self._sent_before]
            self.record.breaks(FENCED, f"{first.message_id} of {first.date} left to {first.recipient}")
        super().look_after(moment)

    def end(self) -> None:
        self.look_after(self.stage.clock.moment())
        self.record.tried(FENCED)
        others = [path.name for path in self.stage.ledgers() if path.name != "register.ledger"]
        known = [word for name in others for word in ("--from", name)]
        done = self.stage.office.do("--as", ACTOR, "outbox", "reconcile", *known)
        assert done.status == 0, done.said
        super().end()

    def _restore(self, backup: Backup) -> None:
        """By the command, or as people do it with a file."""
        stage = self.stage
        if stage.server is not None:
            stage.new_register()
        elif self.episode.dice % 2:
            (stage.folder / "register.db").unlink()
            shutil.copy(stage.folder / backup.name, stage.folder / "register.db")
            return
        done = stage.office.do("--as", ACTOR, "restore", backup.name, "--force")
        assert done.status == 0, done.said
