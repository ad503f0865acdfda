"""The documents tell the truth: every command and setting is described, every link leads somewhere."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tracker.cli import application
from tracker.cli.manual import commands
from tracker.model.settings import (
    HealthSettings,
    LetterSettings,
    MailSettings,
    MonitorSettings,
    Settings,
    WebhookSettings,
)

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = "benchmarks|contrib|docs|examples|scripts|templates|tests|tracker"
NAMED_FILE = re.compile(rf"`((?:{FOLDERS})/[^`\s]*)`")


def test_the_list_of_commands_is_what_the_commands_say() -> None:
    said = CliRunner().invoke(application, ["manual", "--format", "markdown"]).output

    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == said, "run: make docs"


def test_every_command_and_option_is_explained() -> None:
    found = list(commands(typer.main.get_command(application), "tracker"))
    silent = [command.name for command in found if not command.text]
    silent += [
        f"{command.name} {part.names}"
        for command in found
        for part in (*command.arguments, *command.options)
        if not part.text
    ]

    assert not silent


def test_the_manual_page_names_every_command() -> None:
    page = CliRunner().invoke(application, ["manual"]).output

    assert page.startswith(".TH TRACKER 1")
    assert all(
        command.name.replace("-", r"\-") in page for command in commands(typer.main.get_command(application), "tracker")
    )


@pytest.mark.parametrize(
    "name",
    [
        field.name
        for kind in (Settings, LetterSettings, MailSettings, MonitorSettings, HealthSettings, WebhookSettings)
        for field in dataclasses.fields(kind)
    ],
)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_in_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (path.parent / target).exists()]

    assert not missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_documents_exist(path: Path) -> None:
    named = NAMED_FILE.findall(path.read_text(encoding="utf-8"))
    missing = [name for name in named if not any(ROOT.glob(re.sub(r"<\w+>", "*", name)))]  # `<name>` stands for any

    assert not missing
