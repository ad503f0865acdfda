"""The documents tell the truth: every command and setting is described, every link leads somewhere."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import typer

from tracker.cli import application
from tracker.model.settings import MailSettings, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def command_paths() -> list[str]:
    def walk(command: object, prefix: str) -> list[str]:
        children = getattr(command, "commands", None)
        if not children:
            return [prefix]
        return [path for name, child in sorted(children.items()) for path in walk(child, f"{prefix} {name}".strip())]

    return walk(typer.main.get_command(application), "")


@pytest.mark.parametrize("command", command_paths())
def test_every_command_stands_in_the_documents(command: str) -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)

    assert f"tracker {command}" in written


@pytest.mark.parametrize(
    "name", [field.name for field in (*dataclasses.fields(Settings), *dataclasses.fields(MailSettings))]
)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_in_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (path.parent / target).exists()]

    assert not missing
