"""Settings come from a file and from variables, and a wrong one is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.app import App, load_settings, open_app, parse_day
from tracker.errors import SettingsError, WrongCall
from tracker.model.settings import Settings


def written(folder: Path, text: str) -> Path:
    path = folder / "tracker.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_set_is_the_defaults(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, ""), {}) == Settings()


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'language = "en"\n[mail]\nhost = "a.example"\nport = 25\n')

    settings = load_settings(path, {"TRACKER_MAIL_HOST": "b.example", "TRACKER_MAIL_PORT": "2525", "OTHER": "x"})

    assert (settings.language, settings.mail.host, settings.mail.port) == ("en", "b.example", 2525)


def test_the_annotated_example_holds_the_defaults() -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "tracker.toml"

    assert load_settings(example, {}) == Settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("langage = 'nl'", "langage"),
        ("[mail]\nsecurity = 'ssl'", "mail.security"),
        ("[mail]\nport = 'many'", "mail.port"),
        ("language = ", "tracker.toml"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(written(tmp_path, text), {})


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(SettingsError, match="TRACKER_MIAL_HOST"):
        load_settings(None, {"TRACKER_MIAL_HOST": "x"})


def test_a_missing_settings_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        load_settings(tmp_path / "absent.toml", {})


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "[mail]\npassword = 'geheim'"), {})

    assert settings.mail.password == "geheim"
    assert "geheim" not in repr(settings)


def test_an_unreadable_day_names_its_option() -> None:
    with pytest.raises(WrongCall, match="--today"):
        parse_day("morgen", option="--today")


def test_a_rehearsed_day_moves_the_clock() -> None:
    app = App(Settings(), today=date(2022, 7, 1))

    assert app.today() == date(2022, 7, 1)
    assert app.now().astimezone(app.zone).date() == date(2022, 7, 1)
    assert app.now().tzinfo is UTC


def test_without_rehearsal_the_clock_is_the_real_one() -> None:
    app = App(Settings())
    before = datetime.now(UTC)  # noqa: TID251 - compared with the real clock

    assert before <= app.now()
    assert app.today() == app.now().astimezone(app.zone).date()


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(SettingsError, match="Mars"):
        _ = App(Settings(timezone="Mars/Olympus")).zone


def test_options_win_over_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRACKER_DB", "variable.db")
    monkeypatch.setenv("TRACKER_TODAY", "2022-01-01")
    monkeypatch.setenv("TRACKER_CONFIG", str(written(tmp_path, "language = 'fr'")))

    app = open_app(database="option.db", today="2022-02-02", actor="jan")

    assert (app.database_url, app.today(), app.actor, app.settings.language) == (
        "option.db",
        date(2022, 2, 2),
        "jan",
        "fr",
    )
    assert open_app().database_url == "variable.db"


def test_a_folder_that_may_not_be_looked_into_holds_no_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "is_file", refuse)

    assert load_settings(None, {}) == Settings()
