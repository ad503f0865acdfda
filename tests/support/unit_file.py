"""A unit of systemd, and a shell script that does what it says where systemd does not run."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

STATE = "/var/lib"


@dataclass(frozen=True, slots=True)
class Unit:
    """The lines of a unit, in order."""

    lines: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> Unit:
        """As systemd reads it, sections apart: comments are no lines."""
        texts = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
        pairs = (text.partition("=") for text in texts if text and text[0] not in "#;[")
        return cls(tuple((name, value) for name, _, value in pairs))

    def all(self, name: str) -> list[str]:
        """Every value of a name that may stand there several times."""
        return [value for key, value in self.lines if key == name]

    def one(self, name: str) -> str:
        """The last value of a name, or nothing."""
        return (self.all(name) or [""])[-1]

    @property
    def writable(self) -> list[str]:
        """Where its processes may write."""
        states = [f"{STATE}/{folder}" for folder in self.one("StateDirectory").split()]
        return states + self.one("ReadWritePaths").split()

    @property
    def environment(self) -> dict[str, str]:
        """Which variables it sets."""
        words = (word for value in self.all("Environment") for word in shlex.split(value))
        return dict(word.split("=", 1) for word in words)

    @property
    def commands(self) -> list[tuple[list[str], bool]]:
        """What it runs in turn, and whether that may fail."""
        return [(self._words(value.removeprefix("-")), value.startswith("-")) for value in self.all("ExecStart")]

    def _words(self, command: str) -> list[str]:
        words: list[str] = []
        for word in shlex.split(command):
            is_variable = word.startswith("$") and word[1:] in self.environment
            words += self.environment[word[1:]].split() if is_variable else [_meant(word)]
        return words

    @property
    def script(self) -> str:
        """Runs it as its user, who writes nowhere else and sees no home; the last process is the service itself."""
        user = self.one("User")
        lines = [
            f"install -d -m {self.one('StateDirectoryMode')} -o {user} -g {user} {STATE}/{folder}"
            for folder in self.one("StateDirectory").split()
        ]
        lines += [f"mount --bind {place} {place}" for place in self.writable]
        if self.one("ProtectSystem") == "strict":
            lines.append("mount -o remount,bind,ro /")
        if self.one("ProtectHome") == "yes":
            lines.append("mount -t tmpfs -o mode=0000 home /home")
        lines += [f"cd {_meant(self.one('WorkingDirectory'))}", f"umask {self.one('UMask')}"]
        calls = [(shlex.join([*self._as_user(user), *words]), may_fail) for words, may_fail in self.commands]
        lines += [f"{called} || true" if may_fail else called for called, may_fail in calls[:-1]]
        lines += [f"exec {called}" for called, _ in calls[-1:]]
        inside = "\n".join(lines)
        return f"unshare -m bash -euo pipefail -c {shlex.quote(inside)}"

    def _as_user(self, user: str) -> list[str]:
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        rights = ["--reuid", user, "--regid", user, "--init-groups", "--no-new-privs"]
        home = "HOME=/nonexistent"
        return ["setpriv", *rights, "env", "-i", home, f"LOGNAME={user}", "PATH=/usr/bin:/bin", *variables]


def _meant(text: str) -> str:
    return text.replace("%S", STATE).replace("%%", "%").replace("$$", "$")
