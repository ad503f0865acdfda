"""An error is a code with facts; each door words it, in the language of who reads it."""

from __future__ import annotations

import errno
import pickle
from datetime import date
from pathlib import Path

import pytest

from tracker.errors import (
    Damaged,
    NotFound,
    Refused,
    SettingsError,
    TrackerError,
    Unreadable,
    WrongCall,
    bare,
    fault_of,
    refused_by_system,
)
from tracker.model import Deed, Status
from tracker.wording.refusals import Door, advice, refusal, what_happened

EVIDENCE = Refused("evidence.missing", commitment="C-0007")


def test_an_error_says_what_happened_and_what_next_in_the_language_asked_for() -> None:
    assert refusal(EVIDENCE) == "C-0007 needs evidence. Give --evidence, or a --note that says why none."
    assert refusal(EVIDENCE, language="nl").startswith("C-0007 heeft bewijs nodig. Geef --evidence")
    assert refusal(EVIDENCE, language="fr").startswith("C-0007 demande une preuve. Donnez --evidence")


def test_a_language_that_has_no_words_for_it_gets_english() -> None:
    assert refusal(EVIDENCE, language="sv") == refusal(EVIDENCE)


def test_what_only_the_command_can_do_is_no_advice_at_another_door() -> None:
    day = WrongCall("register.not-a-number", text="C-x")

    assert advice(EVIDENCE, door=Door.PAGE) == ""
    assert advice(day, door=Door.PAGE) == advice(day, door=Door.COMMAND) == "Write it like C-0001."


def test_written_out_it_is_english_for_logs_and_programmers() -> None:
    assert str(EVIDENCE) == refusal(EVIDENCE)


@pytest.mark.parametrize(
    "error",
    [
        EVIDENCE,
        Unreadable("file.absent", path=Path("verslag.pdf")),
        Damaged("register.record-damaged"),
        SettingsError("settings.file-unreadable", cause=Unreadable("file.absent", path=Path("tracker.toml"))),
        WrongCall(
            "call.day-too-far", option="--on", day=date(1, 1, 1), first=date(1900, 1, 1), last=date(2999, 12, 31)
        ),
        Refused("outbox.letters-refused", causes=(NotFound("outbox.letter-absent", number=9),)),
        fault_of(ValueError("x")),
    ],
    ids=lambda error: error.code,
)
def test_an_error_crosses_a_process_whole(error: TrackerError) -> None:
    """Reports are read in processes of their own, and their refusals are told by another one."""
    arrived = pickle.loads(pickle.dumps(error))

    assert (type(arrived), arrived.code) == (type(error), error.code)
    assert refusal(arrived, language="nl") == refusal(error, language="nl")


def test_a_fact_that_is_missing_leaves_a_gap_and_no_error_of_its_own() -> None:
    assert str(NotFound("commitment.absent")).startswith("There is no commitment ….")
    assert what_happened(WrongCall("list.column-unknown")) == "There is no column '…'."
    assert str(Refused("answers.set-aside")) == "… rows were set aside. Mend the table and read it again."


def test_a_code_without_words_is_told_as_it_is() -> None:
    unknown = Refused("nowhere.at-all", number=3)

    assert str(unknown) == bare(unknown) == "nowhere.at-all (number=3)"


def test_a_cause_is_told_inside_and_gives_its_advice() -> None:
    error = SettingsError("settings.file-unreadable", cause=Unreadable("file.absent", path=Path("tracker.toml")))

    assert refusal(error) == "The settings cannot be read. There is no file tracker.toml. Check the path."
    assert refusal(error, language="nl").endswith("Er is geen bestand tracker.toml. Kijk het pad na.")


def test_states_and_deeds_are_named_in_the_language() -> None:
    error = Refused("register.not-in-this-state", commitment="C-0001", status=Status.LAPSED, deed=Deed.MOVED)

    assert what_happened(error) == "C-0001 is lapsed and cannot be moved."
    assert what_happened(error, language="nl") == "C-0001 is vervallen en kan niet worden verschoven."


@pytest.mark.parametrize(("count", "dutch"), [(1, "1 rij is opzijgelegd."), (2, "2 rijen zijn opzijgelegd.")])
def test_a_sentence_takes_the_form_of_its_number(count: int, dutch: str) -> None:
    assert what_happened(Refused("answers.set-aside", count=count), language="nl") == dutch


def test_of_many_names_only_the_first_are_listed() -> None:
    error = WrongCall("list.column-unknown", column="x", columns=[f"c{number}" for number in range(11)])

    assert advice(error) == "Columns: c0, c1, c2, c3, c4, c5, c6, c7 and 3 more."


def test_what_the_system_refuses_keeps_its_words_and_gets_our_advice() -> None:
    full = refused_by_system(OSError(errno.ENOSPC, "No space left on device", "register.db"))

    assert str(full) == "Cannot use register.db: No space left on device. Make room and try again."
    assert advice(full, language="fr") == "Faites de la place et réessayez."
