"""A machine to play an installation on: the root of this one, under a layer of its own that is gone afterwards.

What is done in it (users, folders, databases, services) changes nothing outside. It takes root, mount namespaces and
overlayfs, so Linux, and PostgreSQL's own programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postgres_server import programs

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path("/srv/tracker-sources")  # where the sources lie on that machine, wherever they lie here
MEMORY = "6G"  # at most, for what is written
LAYERED = """
mount --make-rprivate /
mount -t tmpfs -o mode=0755,size={memory} layer {layer}
mkdir {layer}/upper {layer}/work {layer}/root
mount -t overlay -o lowerdir=/,upperdir={layer}/upper,workdir={layer}/work layer {layer}/root
for place in proc dev sys; do mount --rbind /$place {layer}/root/$place; done
for place in tmp run; do mount -t tmpfs -o mode=1777 $place {layer}/root/$place; done
mkdir -p {layer}/root{sources} {layer}/sources {layer}/sources-work
mount -t overlay -o lowerdir={here},upperdir={layer}/sources,workdir={layer}/sources-work sources {layer}/root{sources}
echo ready
exec sleep infinity
"""
PREPARED = r"""
for place in {ways}; do chmod a+x "$place"; done
install -d -m 0755 -o postgres /run/postgresql /var/lib/postgresql /var/lib/postgresql/played
cd /
runuser -u postgres -- {programs}/initdb -D /var/lib/postgresql/played -A peer -E UTF8 --locale=C.UTF-8 --no-sync
runuser -u postgres -- {programs}/pg_ctl -D /var/lib/postgresql/played -w -l /var/lib/postgresql/log \
    -o "-k /run/postgresql -c listen_addresses=" start
"""
NO_SYSTEMD = r"""#!/bin/sh
# No service starts here; which ones would with the machine is written down as ever.
case "$1" in enable) shift; [ "$1" = --now ] && shift; exec /usr/bin/systemctl --root=/ enable "$@" ;; esac
"""
STOPPED = "cd / && runuser -u postgres -- {programs}/pg_ctl -D /var/lib/postgresql/played -m immediate stop"
LINKED = r"""
place=/opt/tracker/$release
for packages in "$place"/lib/python3*/site-packages; do printf '%s\n' {root} {packages} > "$packages/linked.pth"; done
printf '#!%s\nimport sys\nfrom tracker.cli import main\nsys.exit(main())\n' "$place/bin/python" > "$place/bin/tracker"
chmod 0755 "$place/bin/tracker"
"""


class Stage:
    """Runs shell scripts as root of that machine."""

    def __init__(self, root: Path, holder: int) -> None:
        self._root, self._holder = root, holder

    def run(self, script: str, *, fails: int | None = 0) -> str:
        """All that a script said, which runs in the folder of the sources and stops at the first failure.

        Its exit code must be `fails`; None: any.
        """
        inside = ["nsenter", f"--mount=/proc/{self._holder}/ns/mnt", "chroot", str(self._root)]
        python = Path(sys._base_executable).parent  # type: ignore[attr-defined]  # which made our environment
        search = ":".join(("/usr/local/bin", str(python), str(programs()), os.defpath, "/usr/sbin:/sbin"))
        done = subprocess.run(
            [*inside, "bash", "-euo", "pipefail", "-c", f"cd {SOURCES}\n{script}"],
            env={"PATH": search, "LANG": "C.UTF-8", "SYSTEMD_COLORS": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert fails is None or done.returncode == fails, f"{script}\n{done.stdout}"
        assert "Traceback" not in done.stdout, done.stdout
        return done.stdout

    def write(self, path: str, content: str) -> None:
        """A file of that machine."""
        self.run(f"cat > {path} <<'END OF THE FILE'\n{content}\nEND OF THE FILE")


def instead_of_pip() -> str:
    """What gives a new environment the packages of ours, which is a hundred times faster than installing them."""
    packages = Path(sysconfig.get_path("purelib"))
    own = packages.relative_to(ROOT) if packages.is_relative_to(ROOT) else packages
    return LINKED.format(root=SOURCES, packages=SOURCES / own)


def is_possible() -> bool:
    """Whether this machine lends its root under a layer."""
    tools = ("unshare", "nsenter", "chroot", "runuser", "setpriv", "useradd")
    if sys.platform != "linux" or os.geteuid() or programs() is None or not all(map(shutil.which, tools)):
        return False
    with tempfile.TemporaryDirectory(prefix="tracker-stage-") as layer:
        script = _layered(layer, memory="1M").replace("exec sleep infinity", "")
        return subprocess.run(["unshare", "-m", "sh", "-ec", script], capture_output=True, check=False).returncode == 0


@contextmanager
def staged() -> Iterator[Stage]:
    """A machine with PostgreSQL as Debian sets it up: who is called like a role is let in as that."""
    with tempfile.TemporaryDirectory(prefix="tracker-stage-", ignore_cleanup_errors=True) as layer:
        command = ["unshare", "-m", "sh", "-ec", _layered(layer, memory=MEMORY)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
            try:
                assert holder.stdout is not None
                assert holder.stdout.readline() == "ready\n"
                stage = Stage(Path(layer) / "root", holder.pid)
                stage.run(PREPARED.format(programs=programs(), ways=" ".join(_closed_ways())))
                stage.write("/usr/local/bin/systemctl", NO_SYSTEMD)
                stage.run("chmod 0755 /usr/local/bin/systemctl")
                try:
                    yield stage
                finally:
                    stage.run(STOPPED.format(programs=programs()))
            finally:
                holder.kill()


def _layered(layer: str, *, memory: str) -> str:
    return LAYERED.format(layer=layer, memory=memory, here=ROOT, sources=SOURCES)


def _closed_ways() -> list[str]:
    """Folders on the way to our Python and our sources through which only root may go."""
    ends = (Path(sys.base_prefix), Path(sys.prefix), ROOT)
    folders = {folder for end in ends for folder in (end, *end.parents)}
    return sorted(str(folder) for folder in folders if not folder.stat().st_mode & 0o001) or ["/"]
