"""Is what commands said that they did so? Does the history verify, and is nothing left behind?"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from chaos.chronicle import Commitment, Standing, at_once
from chaos.clock import Span
from chaos.people import People
from chaos.record import Promised, Record
from chaos.stage import Stage

KEPT = Promised("what a command said that it did is so", "facts", "otherwise")
PROVEN = Promised("the history verifies", "proofs", "does not")
WORDED = Promised("no command and no sender ends in a traceback", "commands", "tracebacks")
WELL = Promised("`tracker status` ends with 0 when nobody must act", "times", "cries wolf")
CLEAN = Promised("nothing is left behind", "registers", "files or processes left")
TRACEBACK = "Traceback (most recent call last)"


class Comparing:
    """Looks the register up when all is quiet; what an interrupted command was about is learned so."""

    def __init__(self, stage: Stage, people: People, record: Record) -> None:
        self._stage, self._people, self._record = stage, people, record
        self._read_to: dict[Path, int] = {}

    def compare(self) -> None:
        """The register is as commands said, and proves it."""
        now = at_once(self._stage.clock.moment())
        self._commitments(now)
        self._readers(now)
        self._people.doubtful.clear()
        self._status()
        done = self._stage.office.do("verify")
        self._record.tried(PROVEN)
        if done.status:
            self._record.breaks(PROVEN, done.said.splitlines()[0])

    def _status(self) -> None:
        """All letters have left, senders live, everybody's doubts are cleared."""
        self._record.tried(WELL)
        done = self._stage.office.do("status")
        if done.status:
            wrong = [" ".join(line.split()) for line in done.said.splitlines() if "\twrong\t" in line]
            wrong = [line for line in wrong if not line.startswith("mail server")]  # until the next letter is tried
            if wrong:
                self._record.breaks(WELL, "; ".join(wrong))

    def read_logs(self) -> None:
        """What commands and senders said since the last look."""
        for path in self._stage.logs.glob("*.log"):
            said = path.read_text(encoding="utf-8", errors="replace")
            new, self._read_to[path] = said[self._read_to.get(path, 0) :], len(said)
            self._record.tried(WORDED, int(bool(new)))
            if TRACEBACK in new:
                self._record.breaks(WORDED, f"{path.name}: {new.strip().splitlines()[-1]}")

    def look_around(self) -> None:
        """After everybody went home."""
        left = [path.name for path in self._stage.folder.iterdir() if not _belongs(path.name)]
        left += [f"process {pid}" for pid in _children_of(self._stage.office.pid)]
        self._record.tried(CLEAN)
        for one in left:
            self._record.breaks(CLEAN, f"{one} is left behind")

    def _commitments(self, now: Span) -> None:
        chronicle, doubtful = self._people.chronicle, self._people.doubtful
        rows = self._stage.asked("list", "--status", "all", "--limit", "1000")
        assert rows is not None, "the register cannot be listed"
        found = {int(row["number"][2:]): row for row in rows}
        for number, row in found.items():
            known = chronicle.commitments.setdefault(number, Commitment(number, row["minister"]))
            standing, is_doubtful = _standing(row), f"C-{number:04d}" in doubtful
            if known.now == standing:
                self._record.tried(KEPT)
            elif not is_doubtful and not (known.now is None and "add" in doubtful):
                self._record.breaks(KEPT, f"C-{number:04d} is {standing}, not {known.now} as a command said")
            if known.now != standing:
                chronicle.stands(number, now, standing)
                self._people.before[number] = []
        for number in set(chronicle.commitments) - set(found):
            if chronicle.commitments[number].now is not None:
                self._record.breaks(KEPT, f"C-{number:04d} is not there")
                chronicle.stands(number, now, None)

    def _readers(self, now: Span) -> None:
        rows = self._stage.asked("subscriber", "list")
        assert rows is not None, "the readers cannot be listed"
        states = {row["address"]: row["state"] for row in rows}
        for reader in self._people.chronicle.readers:
            is_active = states.get(reader.address) == "active"
            if reader.is_active == is_active and reader.is_removed == (reader.address not in states):
                self._record.tried(KEPT)
                continue
            if reader.address not in self._people.doubtful:
                how = f"{reader.address} is {states.get(reader.address, 'not there')}, not as a command said"
                self._record.breaks(KEPT, how)
            reader.is_removed = reader.address not in states
            reader.presence.append((now, is_active))


def _standing(row: dict[str, str | None]) -> Standing:
    due_on = row["due_on"]
    return Standing(str(row["status"]), datetime.fromisoformat(due_on).date() if due_on else None)


def _belongs(name: str) -> bool:
    """What may lie beside a register: itself, its ledger, its settings, and the copies that people made."""
    mine = name in {"register.db", "tracker.toml", ".cache", ".local"} or name.endswith(".ledger")
    made = name.startswith(("backup-", "passing-")) and not name.endswith("-journal")
    is_unfinished = name.startswith(".tracker-") and name.endswith(".unfinished")  # of a killed copy: gone a day later
    return mine or made or is_unfinished or ".before-restore-" in name


def _children_of(pid: int) -> list[int]:
    """Processes that are still there under another one."""
    with suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
