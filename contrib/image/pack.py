#!/usr/bin/env python3
"""Makes an image of one layer, which podman and docker load, out of a root folder in a tar file.

The file is an OCI image layout, with the `manifest.json` beside it by which every docker finds the same blobs. It needs
nothing but Python.

    python3 pack.py layer.tar tracker.tar
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import platform
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

NAME = "localhost/tracker:latest"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
FOLDER = "/var/lib/tracker"
RUN = {
    "User": "10001:10001",
    "Env": ["PATH=/opt/tracker/bin:/usr/bin:/bin", "LANG=C.UTF-8", f"HOME={FOLDER}"],
    "Entrypoint": ["/opt/tracker/bin/tracker"],
    "Cmd": ["--help"],
    "WorkingDir": FOLDER,
    "Volumes": {FOLDER: {}},
    "StopSignal": "SIGTERM",
}


def sha256(path: Path) -> str:
    """Of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compressed(layer: Path, packed: Path) -> None:
    """The same bytes for the same layer, whenever that is."""
    with (
        layer.open("rb") as source,
        packed.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)


def pack(layer: Path, image: Path) -> None:
    """Writes the image."""
    with tempfile.TemporaryDirectory(dir=layer.parent) as work, tarfile.open(image, "w") as archive:
        packed = Path(work) / "layer"
        compressed(layer, packed)
        blob = f"blobs/sha256/{sha256(packed)}"
        archive.add(packed, blob, filter=_of_nobody)
        config = _add(archive, _configuration(sha256(layer)))
        manifest = _add(
            archive,
            {
                "schemaVersion": 2,
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": _pointer("config.v1+json", *config),
                "layers": [_pointer("layer.v1.tar+gzip", blob, packed.stat().st_size)],
            },
        )
        _add(archive, _index(*manifest), "index.json")
        _add(archive, {"imageLayoutVersion": "1.0.0"}, "oci-layout")
        _add(archive, [{"Config": config[0], "RepoTags": [NAME], "Layers": [blob]}], "manifest.json")


def _configuration(layer: str) -> object:
    machine = platform.machine()
    return {
        "architecture": ARCHITECTURES.get(machine, machine),
        "os": "linux",
        "config": RUN,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{layer}"]},
    }


def _index(path: str, size: int) -> object:
    named = {"org.opencontainers.image.ref.name": NAME, "io.containerd.image.name": NAME}
    return {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [_pointer("manifest.v1+json", path, size) | {"annotations": named}],
    }


def _pointer(kind: str, path: str, size: int) -> dict[str, object]:
    return {
        "mediaType": f"application/vnd.oci.image.{kind}",
        "digest": f"sha256:{path.rpartition('/')[2]}",
        "size": size,
    }


def _add(archive: tarfile.TarFile, content: object, name: str = "") -> tuple[str, int]:
    """Where it stands, by its digest unless it has a name, and how long it is."""
    written = json.dumps(content, separators=(",", ":")).encode()
    info = tarfile.TarInfo(name or f"blobs/sha256/{hashlib.sha256(written).hexdigest()}")
    info.size, info.mode = len(written), 0o644
    archive.addfile(info, io.BytesIO(written))
    return info.name, info.size


def _of_nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    return info


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
