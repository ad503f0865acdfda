"""An image as it is run by podman or docker, with what every Linux has: its root read-only, its volume, its user.

Unlike there, it shares the network and the processes of this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNPACKED = 'tar -xOf "$1" "$2" | tar -xzpf - --numeric-owner -C "$3"'
ENTERED = r"""
mount --make-rprivate /
mount --bind "$1" "$1"
mount --bind "$2" "$1$3"
mount -o remount,bind,ro "$1"
mount -t proc proc "$1/proc"
mount --bind /dev/null "$1/dev/null"
root=$1 folder=$3 user=$4
shift 4
exec chroot "$root" setpriv --reuid="${user%:*}" --regid="${user#*:}" --clear-groups \
    --no-new-privs --bounding-set=-all sh -c 'cd "$0" && exec env -i "$@"' "$folder" "$@"
"""


@dataclass(frozen=True, slots=True)
class Image:
    """What stands in the file of an image."""

    config: dict[str, Any]
    layers: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> Image:
        """By the way of OCI: from the index over the manifest to the configuration."""
        with tarfile.open(file) as archive:
            manifest = _blob(archive, _content(archive, "index.json")["manifests"][0])
            return cls(_blob(archive, manifest["config"]), tuple(_place(layer) for layer in manifest["layers"]))

    @property
    def run(self) -> dict[str, Any]:
        """How it wants to be run."""
        return dict(self.config["config"])


@dataclass(frozen=True, slots=True)
class Container:
    """An image and its volume, unpacked."""

    image: Image
    root: Path
    volume: Path

    @classmethod
    def of(cls, file: Path, folder: Path) -> Container:
        """The volume gets what the image has at its place, with its owner, as podman and docker do it."""
        image, root, volume = Image.read(file), folder / "root", folder / "volume"
        root.mkdir()
        for layer in image.layers:
            subprocess.run(["sh", "-ec", UNPACKED, "sh", file, layer, root], check=True)
        (root / "dev" / "null").touch()
        subprocess.run(["cp", "-a", f"{root}{image.run['WorkingDir']}", str(volume)], check=True)
        return cls(image, root, volume)

    def run(self, *arguments: str) -> str:
        """All that the program said."""
        return self.execute(*self.image.run["Entrypoint"], *arguments)

    def execute(self, *command: str) -> str:
        """All that a command in it said, with nothing of our environment."""
        run = self.image.run
        entered = [str(self.root), str(self.volume), run["WorkingDir"], run["User"]]
        done = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "sh", "-ec", ENTERED, "sh", *entered, *run["Env"], *command],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.stdout


def is_possible() -> bool:
    """Whether this machine builds and runs an image."""
    tools = ("mmdebstrap", "unshare", "chroot", "setpriv", "tar")
    if sys.platform != "linux" or os.geteuid() or not all(map(shutil.which, tools)):
        return False
    mounted = ["unshare", "--mount", "--pid", "--fork", "mount", "--make-rprivate", "/"]
    return subprocess.run(mounted, capture_output=True, check=False).returncode == 0


def _blob(archive: tarfile.TarFile, pointer: dict[str, Any]) -> dict[str, Any]:
    return _content(archive, _place(pointer))


def _content(archive: tarfile.TarFile, name: str) -> dict[str, Any]:
    file = archive.extractfile(name)
    assert file is not None
    return dict(json.load(file))


def _place(pointer: dict[str, Any]) -> str:
    return f"blobs/{pointer['digest'].replace(':', '/')}"
