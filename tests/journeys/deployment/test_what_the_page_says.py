"""docs/deployment.md, the units and the settings that they speak of agree, also where no machine can be set up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from deployed_house import FROM_THE_INDEX, LEDGER, PAGE, UNITS
from stage import Stage, is_possible, staged
from told_steps import blocks_of
from unit_file import Unit

from tracker.settings_file import read_settings

BLOCKS = blocks_of(PAGE)
SETTINGS = next(block for block in BLOCKS if block.file == "/etc/tracker/tracker.toml")
SERVICES = sorted(UNITS.glob("*.service"))
PROGRAM = "/opt/tracker/current/bin/tracker"


def test_the_settings_of_the_page_are_understood(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text(SETTINGS.text)
    settings, _ = read_settings(tmp_path / "tracker.toml", {})

    assert settings.ledger == LEDGER


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_finds_program_and_settings_where_the_page_puts_them(path: Path) -> None:
    unit = Unit.read(path)
    called = [words for words, _ in unit.commands]

    assert any(PROGRAM in word for words in called for word in words)
    assert all(Path(words[0]).is_absolute() for words in called)
    assert unit.environment["TRACKER_CONFIG"] == SETTINGS.file


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_may_write_its_ledger_and_no_home(path: Path) -> None:
    unit = Unit.read(path)

    assert (unit.one("ProtectHome"), unit.one("ProtectSystem"), unit.one("User")) == ("yes", "strict", "tracker")
    assert str(Path(tomllib.loads(SETTINGS.text)["ledger"]).parent) in unit.writable


def test_backups_are_written_where_the_settings_say() -> None:
    unit = Unit.read(UNITS / "tracker-backup.service")

    assert tomllib.loads(SETTINGS.text)["backups"] in unit.writable


def test_every_timer_has_its_service() -> None:
    timers = {path.stem for path in UNITS.glob("*.timer")}

    assert timers <= {path.stem for path in SERVICES}


def test_every_unit_is_told_of() -> None:
    told = PAGE.read_text(encoding="utf-8")

    assert [path.name for path in UNITS.iterdir() if f"`{path.stem}." not in told] == []


def test_the_records_of_mail_are_of_the_domain_of_the_sender() -> None:
    mail = tomllib.loads(SETTINGS.text)["mail"]
    records = next(block.text for block in BLOCKS if block.language == "dns").splitlines()

    assert {mail["sender"].partition("@")[2], mail["bounce_address"].partition("@")[2]} == {mail["domain"]}
    assert all(record.split()[0].rstrip(".").endswith(mail["domain"]) for record in records)


@pytest.mark.soak
def test_the_program_is_installed_as_told_from_the_index() -> None:
    if not is_possible():
        pytest.skip("it takes root of a Linux with overlayfs, and PostgreSQL")
    with staged() as stage:
        said = installed(stage)

    assert "Usage: tracker" in said


def installed(stage: Stage) -> str:
    """Everything comes over the net, as on a new machine."""
    told = next(block.text for block in BLOCKS if FROM_THE_INDEX in block.text)
    stage.run("install -d /opt/tracker")
    stage.run(told)
    return stage.run(f"{PROGRAM} --help && {PROGRAM} demo --folder /srv/demo >/dev/null")
