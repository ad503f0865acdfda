"""The image of contrib/image is what docs/deployment.md says, others read it, and it wants nothing but its volume."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from deployed_house import PAGE
from image_root import Container, Image, is_possible
from stage import ROOT
from told_steps import blocks_of

SCRIPTS = ROOT / "contrib" / "image"
TOLD = "\n".join(block.text for block in blocks_of(PAGE) if block.heading == "In a container")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An image of the same making, with one small file in it."""
    folder = tmp_path_factory.mktemp("image")
    (folder / "file").write_text("content")
    with tarfile.open(folder / "layer.tar", "w") as layer:
        layer.add(folder / "file", "file")
    subprocess.run([sys.executable, SCRIPTS / "pack.py", folder / "layer.tar", folder / "image.tar"], check=True)
    return folder / "image.tar"


def test_every_blob_is_what_its_name_says(small: Path) -> None:
    with tarfile.open(small) as archive:
        blobs = {name: archive.extractfile(name) for name in archive.getnames() if name.startswith("blobs/")}
        sums = {name: hashlib.sha256(file.read()).hexdigest() for name, file in blobs.items() if file}

    assert len(sums) == 3  # layer, configuration, manifest
    assert sums == {name: name.removeprefix("blobs/sha256/") for name in blobs}


def test_an_old_docker_and_a_new_one_find_the_same_layer(small: Path) -> None:
    image = Image.read(small)
    with tarfile.open(small) as archive:
        listed = archive.extractfile("manifest.json")
        layer = archive.extractfile(image.layers[0])
        assert listed
        assert layer
        (old,) = json.load(listed)
        unpacked = hashlib.sha256(gzip.decompress(layer.read())).hexdigest()

    assert tuple(old["Layers"]) == image.layers
    assert image.config["rootfs"]["diff_ids"] == [f"sha256:{unpacked}"]
    assert old["RepoTags"] == ["localhost/tracker:latest"]


def test_the_page_runs_the_image_as_it_was_made(small: Path) -> None:
    run = Image.read(small).run
    user, group = run["User"].split(":")
    install = (SCRIPTS / "install").read_text(encoding="utf-8")

    assert (SCRIPTS / "build").stat().st_mode & (SCRIPTS / "install").stat().st_mode & 0o111 == 0o111
    assert "contrib/image/build" in TOLD
    assert (
        TOLD.count(f"--volume tracker:{run['WorkingDir']} ") == TOLD.count("podman run ") == TOLD.count("--read-only")
    )
    assert list(run["Volumes"]) == [run["WorkingDir"]]
    assert f"-o {user} -g {group}" in TOLD
    assert f"tracker:x:{user}:{group}::{run['WorkingDir']}:" in install


@pytest.mark.soak
def test_the_image_works_with_nothing_to_write_but_its_volume(tmp_path: Path) -> None:
    if not is_possible():
        pytest.skip("it takes root of a Linux with mount namespaces, and mmdebstrap")
    subprocess.run([SCRIPTS / "build", tmp_path / "tracker.tar"], check=True)
    container = Container.of(tmp_path / "tracker.tar", tmp_path)
    put(container, "verslag-2021-09-21.txt")
    extracted = container.run("--today", "2021-09-22", "extract", "verslag-2021-09-21.txt")
    written = container.execute("sh", "-c", "id -u; for folder in /opt /tmp /etc; do touch $folder/file; done; ls -A")

    assert container.run("--version").startswith("tracker ")
    assert "C-0001" in extracted
    assert "encoder" not in extracted  # which says so when it cannot be loaded
    assert "C-0001" in container.run("list", "--status", "all")
    assert written.startswith("10001\n")
    assert written.count("Read-only file system") == 3
    assert "commitments.db" in written
    assert "\tfout\t" not in container.run("doctor")


def put(container: Container, example: str) -> None:
    """Into the volume, as the page tells."""
    source, target = ROOT / "examples" / example, container.volume / example
    subprocess.run(["install", "-m", "0600", "-o", "10001", "-g", "10001", source, target], check=True)
