"""Is the register proved, backed up and erased from as the command says?"""

import json
from contextlib import closing
from pathlib import Path

from calling import called
from register_command import Run

from tracker.store import Database, connect


def test_the_register_is_proved_backed_up_and_taken_back(three: Run, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    head = three("backup", copy).out.split("kop ")[1].strip()
    assert three("verify", "--head", head).out.splitlines() == [
        "6 gebeurtenissen en 3 toezeggingen nagekeken.",
        "Vergeleken met 1 kop die elders bewaard is.",
        f"Kop {head}",
    ]

    three("note", "1", "later")
    assert "gaat terug van gebeurtenis 7 naar 6" in three("restore", copy).err
    told = three("restore", copy, "--force")
    assert ("Teruggezet tot gebeurtenis 6." in told.out, "1 latere gebeurtenis staat niet meer" in told.err) == (
        True,
        True,
    )
    assert "ging terug naar gebeurtenis 6" in three("verify").out
    assert json.loads(three("verify", "--format", "json").out)["problems"] == []


def test_personal_data_are_erased_and_the_chain_stays_whole(three: Run) -> None:
    three("note", "1", "Bel mevrouw Jansen")

    told = three("erase", "C-0001", "--yes")
    assert told.out == "Gewist: notities, medewerkers en redenen van C-0001, in 1 gebeurtenissen.\n"
    assert "(gewist)" in three("history", "1").out
    assert "Jansen" not in three("show", "1").out
    assert three("erase", "--actor", "griffier", "--yes").out == "Gewist: de naam griffier in de hele geschiedenis.\n"
    assert "opzettelijk gewist" in three("verify").out


def test_nothing_is_erased_by_accident(three: Run) -> None:
    three("note", "1", "Bel mevrouw Jansen")

    assert "kan niet ongedaan gemaakt worden" in three("erase", "C-0001").err
    assert "Noem een toezegging of een handelende persoon" in three("erase", "--yes").err
    assert "Niemand met de naam" in three("erase", "--actor", "niemand", "--yes").err
    assert "Jansen" in three("show", "1").out


def test_a_forged_register_is_not_sound(three: Run, tmp_path: Path) -> None:
    import sqlite3

    with closing(sqlite3.connect(tmp_path / "register.db")) as forger:
        forger.execute("UPDATE commitments SET due_on = '2030-01-01' WHERE number = 1")
        forger.commit()

    told = three("verify")

    assert (told.code, told.err) == (1, "C-0001 is niet wat zijn geschiedenis vertelt: due_on.\n")


def test_the_doctor_looks_and_the_database_is_up_to_date(three: Run, tmp_path: Path) -> None:
    rows = {row["wat"]: row["toestand"] for row in three("doctor").rows()}

    assert rows["schade"] == "goed"
    assert "was al bijgewerkt" in three("db", "upgrade").out
    assert "is opnieuw gemaakt" in three("db", "reindex").out


def test_an_empty_register_is_told_as_that(tmp_path: Path) -> None:
    connect(tmp_path / "new.db").upgrade()

    assert called(tmp_path, "--db", "new.db", "verify") == (
        "The register is empty: it has no history yet, and nothing to prove.\n"
    )


def test_a_backup_that_lost_nothing_is_told_as_that(three: Run, tmp_path: Path) -> None:
    three("backup", str(tmp_path / "copy.db"))
    called(tmp_path, "--db", "elsewhere.db", "restore", "copy.db")

    assert called(tmp_path, "--db", "elsewhere.db", "verify").splitlines()[0] == (
        "A backup was taken back; no event was lost by it."
    )


def test_a_restore_over_the_register_of_a_server_asks_for_nothing_that_it_then_refuses(
    three: Run, postgres_database: Database, tmp_path: Path
) -> None:
    three("backup", str(tmp_path / "copy.db"))
    server = postgres_database.url.render_as_string(hide_password=False)
    called(tmp_path, "--db", server, "restore", "copy.db")
    called(tmp_path, "--db", server, "note", "1", "later")

    plain = called(tmp_path, "--db", server, "restore", "copy.db", fails=1)
    forced = called(tmp_path, "--db", server, "restore", "copy.db", "--force", fails=1)
    assert plain == forced
    assert "that of a server is never replaced" in plain


def test_eight_digits_of_a_head_are_enough_to_compare_and_seven_are_not(three: Run, tmp_path: Path) -> None:
    number, _, digest = three("backup", str(tmp_path / "kopie.db")).out.split("kop ")[1].strip().partition(":")

    assert three("verify", "--head", f"{number}:{digest[:8]}").code == 0
    assert three("verify", "--head", f"{number}:{'0' * 8}").code == 1
    assert three("verify", "--head", f"{number}:{digest[:7]}").code == 2
