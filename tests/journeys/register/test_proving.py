"""Is the register proved, backed up and erased from as the command says?"""

import json
from contextlib import closing
from pathlib import Path

from register_command import Run


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
    assert "is bijgewerkt" in three("db", "upgrade").out
    assert "is opnieuw gemaakt" in three("db", "reindex").out
