"""Settings come from a file and from variables, and a wrong one is named."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import make_url

from tracker.app import App, open_app, parse_day
from tracker.errors import SettingsError, WrongCall
from tracker.mail.smtp import Patience
from tracker.model.settings import Settings
from tracker.settings_file import read_settings
from tracker.usecases.letters.sending_run import RENEW
from tracker.wording.catalogue import languages


def written(folder: Path, text: str) -> Path:
    path = folder / "tracker.toml"
    path.write_text(text, encoding="utf-8")
    return path


def load_settings(config: Path | None, environment: Mapping[str, str]) -> Settings:
    return read_settings(config, environment)[0]


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
        ("langage = 'nl'", "'langage'.*there is no such setting"),
        ("[mail]\nhots = 'mx'", "'mail.hots'.*there is no such setting"),
        ("[mail]\nsecurity = 'ssl'", "mail.security"),
        ("[mail]\nport = 'many'", "mail.port"),
        ("language = ", "tracker.toml"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(written(tmp_path, text), {})


REFUSED = [  # setting, its value in the file, what the error tells is wrong or allowed
    ("mail.port", "99999", "between 1 and 65535"),
    ("mail.port", "0", "between 1 and 65535"),
    ("mail.max_per_minute", "0", "between 1 and 100000"),
    ("mail.patience", "0.0", "between 0.001 and 10"),
    ("mail.patience", "nan", "between 0.001 and 10"),
    ("letters.horizon_days", "-3", "between 1 and 3660"),
    ("letters.group_wait_minutes", "-5", "between 0 and 1440"),
    ("letters.tick_seconds", "0", "between 1 and 3600"),
    ("letters.keep_days", "-1", "between 0 and 36600"),
    ("letters.lease_seconds", "1", "allowed are 801 and more"),
    ("letters.lease_seconds", "800", "allowed are 801 and more"),
    ("alert_days_before", "[14, -1]", "-1 is not between 0 and 366"),
    ("alert_days_after", "[367]", "367 is not between 0 and 366"),
    ("language", "'tlh'", f"none of {', '.join(languages())}"),
    ("templates", "'nodir'", "no folder 'nodir'"),
    ("link", "'javascript:alert({number})'", "not a web address"),
    ("link", "'ftp://example.org/{number}'", "not a web address"),
    ("link", "'https:///{number}'", "not a web address"),
    ("link", "'https://[x/{number}'", "not a web address"),
    ("link", "'https://example.org/\" onclick=x {number}'", "not a web address"),
    ("link", "'https://example.org/'", "needs {number}"),
    ("link", "'https://example.org/{number}/{0}'", "no other braces"),
    ("monitor.well", "'file:///etc/passwd'", "not a web address"),
    ("monitor.well", "'https://example.org/a b'", "not a web address"),
    ("monitor.wrong", "'https://jan:geheim@example.org/'", "not a web address"),
    ("monitor.wrong", "'https://example.org:0/'", "not a web address"),
    ("mail.domain", "'example org'", "not the name of a domain"),
    ("mail.domain", "''", "not the name of a domain"),
    ("mail.sender", '"bad addr\\r\\nBcc: x@example.org"', "not an e-mail address"),
    ("mail.sender", "'é@example.org'", "SMTPUTF8"),
    ("mail.reply_to", "'griffie'", "not an e-mail address"),
    ("mail.bounce_address", "'a@b, c@d'", "not an e-mail address"),
    ("mail.unsubscribe_address", "'a@b?subject=x'", "not an e-mail address"),
]


@pytest.mark.parametrize(("key", "value", "told"), REFUSED)
def test_a_setting_out_of_bounds_is_refused_with_what_is_allowed(
    tmp_path: Path, key: str, value: str, told: str
) -> None:
    section, _, name = key.rpartition(".")
    path = written(tmp_path, f"{f'[{section}]' if section else ''}\n{name} = {value}\n")

    with pytest.raises(SettingsError) as refused:
        load_settings(path, {})

    assert key in str(refused.value)
    assert str(path) in str(refused.value)
    assert told in str(refused.value)
    assert str(refused.value).isprintable()


def test_the_address_of_a_monitor_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(tmp_path, "[monitor]\nwell = 'https://ex ample.org/geheim'\n"), {})
    kept = load_settings(written(tmp_path, "[monitor]\nwell = 'https://example.org/geheim'\n"), {})

    assert "geheim" not in str(refused.value)
    assert kept.monitor.well == "https://example.org/geheim"
    assert "geheim" not in repr(kept)


def test_a_variable_out_of_bounds_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="the variable TRACKER_MAIL_PORT cannot be used: 0 is not between"):
        load_settings(written(tmp_path, "[mail]\nhost = 'x'\n"), {"TRACKER_MAIL_PORT": "0"})


def test_the_bounds_themselves_are_allowed(tmp_path: Path) -> None:
    letters = "[letters]\nhorizon_days = 1\ngroup_wait_minutes = 0\nkeep_days = 0\nlease_seconds = 801\n"
    plain = f"alert_days_before = [0, 366]\nalert_days_after = []\ntemplates = '{tmp_path}'\n"
    settings = load_settings(written(tmp_path, f"{plain}{letters}[mail]\nport = 65535\n"), {})

    assert (settings.alert_days_before, settings.mail.port) == ((0, 366), 65535)
    assert settings.letters.keep_days == 0


def test_the_domain_of_an_address_is_kept_as_mail_servers_know_it(tmp_path: Path) -> None:
    mail = load_settings(written(tmp_path, "[mail]\nsender = 'jan@exämple.org'\ndomain = 'Exämple.org'\n"), {}).mail

    assert (mail.sender, mail.domain) == ("jan@xn--exmple-cua.org", "xn--exmple-cua.org")


def test_a_lease_outlasts_the_longest_answer_of_a_mail_server(tmp_path: Path) -> None:
    shortest = Settings().shortest_lease
    rehearsed = written(tmp_path, "[letters]\nlease_seconds = 30\n[mail]\npatience = 0.01\n")

    assert (1 - RENEW) * shortest > Patience().answer
    assert (1 - RENEW) * (shortest - 1) <= Patience().answer
    assert load_settings(rehearsed, {}).letters.lease_seconds == 30


@pytest.mark.parametrize("language", languages())
def test_every_language_that_has_a_catalogue_can_be_set(tmp_path: Path, language: str) -> None:
    assert load_settings(written(tmp_path, f"language = '{language}'\n"), {}).language == language


def test_without_settings_nothing_is_loaded_to_check_them(tmp_path: Path) -> None:
    code = "import sys; from tracker.app import open_app; open_app(); sys.exit('pydantic' in sys.modules)"

    environment = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=tmp_path, env=environment)

    assert done.returncode == 0


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
    with pytest.raises(SettingsError, match=r"'timezone'.*Mars.*Europe/Brussels"):
        load_settings(None, {"TRACKER_TIMEZONE": "Mars/Olympus"})


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


def test_a_day_to_rehearse_that_is_none_is_refused_by_the_name_of_where_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "tomorrow")

    with pytest.raises(WrongCall) as of_variable:
        open_app()
    with pytest.raises(WrongCall) as of_option:
        open_app(today="yesterday", today_called="--today")

    assert of_variable.value.facts == {"option": "TRACKER_TODAY", "text": "tomorrow"}
    assert of_option.value.facts == {"option": "--today", "text": "yesterday"}


def test_a_folder_that_may_not_be_looked_into_holds_no_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "is_file", refuse)

    assert load_settings(None, {}) == Settings()


def on_a_server(address: str, register: str) -> App:
    """The program on a database of a server, to which it is not connected."""
    app = App(Settings())
    app.__dict__["database"] = SimpleNamespace(path=None, url=make_url(address), register=register)
    return app


def test_ledgers_of_databases_of_one_name_have_names_of_their_own() -> None:
    local = on_a_server("postgresql+psycopg://tracker@/register?host=/run/a", "a" * 32).ledger
    port = on_a_server("postgresql+psycopg://tracker@/register?host=/run/b&port=5433", "b" * 32).ledger
    anew = on_a_server("postgresql+psycopg://tracker@/register?host=/run/a", "c" * 32).ledger

    assert len({local.path, port.path, anew.path}) == 3
    assert local.path.name == f"register-{'a' * 32}.ledger"
    assert {one.before for one in (local, port, anew)} == {local.path.with_name("local-register.ledger")}


def test_the_ledger_of_a_file_lies_beside_it_or_where_it_is_set(tmp_path: Path) -> None:
    beside = App(Settings(), database=str(tmp_path / "register.db")).ledger
    elsewhere = App(Settings(ledger="sent.ledger"), database=str(tmp_path / "register.db")).ledger

    assert beside.path == tmp_path / "register.db.ledger"
    assert elsewhere.path == Path("sent.ledger")
    assert beside.name == f"{socket.gethostname()}:{tmp_path / 'register.db.ledger'}"


@pytest.mark.parametrize("text", ["a\0b", "a\x1b]0;x\x07", "a\u202eb", "a\ud800"])
def test_a_setting_with_a_character_that_acts_or_hides_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"'mail.folder' in the variable TRACKER_MAIL_FOLDER .* not seen"):
        load_settings(None, {"TRACKER_MAIL_FOLDER": text})
