"""Can people keep the register from the command line, and do programs get what they rely on?"""

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factory import a_commitment

from tracker.cli import main
from tracker.model import Act, Report, Role, Speaker
from tracker.store import connect, register, reports

TEXT = (
    "De vergadering begint. " * 30
    + "Minister Bart Somers zal tegen eind 2021 een brief sturen. Daarna volgt de stemming. "
    + "Het verslag wordt goedgekeurd. " * 30
)
QUOTE = "Minister Bart Somers zal tegen eind 2021 een brief sturen."
ADD = ("add", "--quote", "Ik bezorg u de cijfers.", "--summary", "cijfers bezorgen", "--said-on", "2021-09-21")
TODAY = "2022-02-10"


@dataclass
class CommandResult:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out), delimiter="\t", quoting=csv.QUOTE_NONE))


Run = Callable[..., CommandResult]


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, in a folder of its own, on a rehearsed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "register.db"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def run(*words: str, today: str = TODAY, language: str = "nl") -> CommandResult:
        monkeypatch.setenv("TRACKER_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["tracker", "--today", today, "--as", "griffier", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return CommandResult(code, told.out, told.err)

    return run


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the register of `three` is kept once it was made."""
    return tmp_path_factory.mktemp("kept") / "three.db"


@pytest.fixture
def three(tracker: Run, tmp_path: Path, kept: Path) -> Run:
    """C-0001 from a report, due 2021-12-31; C-0002 by hand, due 2022-06-30; C-0003 by hand, without a date."""
    if kept.exists():
        shutil.copy(kept, tmp_path / "register.db")
        return tracker
    promise = a_commitment(
        QUOTE,
        start=TEXT.index(QUOTE),
        minister=Speaker("Bart Somers", Role.MINISTER, "minister van Binnenlands Bestuur"),
        asked_by=Speaker("An Moerenhout", Role.MEMBER, party="Groen"),
        confidence=0.9,
    )
    report = Report(text=TEXT, original=TEXT, held_on=date(2021, 9, 21), name="v.txt", sha256="ab" * 32, language="nl")
    with closing(connect(tmp_path / "register.db")) as database, database.write(begins=True) as tx:
        act = Act("griffier", datetime(2021, 9, 22, tzinfo=UTC))
        register.propose(tx, reports.add(tx, report, act=act), [promise], act=act)
    tracker("edit", "C-0001", "--deadline", "tegen eind 2021", today="2021-09-22")
    tracker("accept", "C-0001", today="2021-09-22")
    tracker(*ADD, "--minister", "Lydia Peeters", "--deadline", "eind juni 2022", "--committee", "Mobiliteit")
    tracker(*ADD, "--minister", "Lydia Peeters", "--kind", "budget", "--tag", "geld")
    shutil.copy(tmp_path / "register.db", kept)
    return tracker


def test_the_list_puts_what_is_due_first_in_words(three: Run) -> None:
    rows = three("list").rows()

    assert [(row["nummer"], row["termijn"], row["wanneer"], row["status"]) for row in rows] == [
        ("C-0001", "2021-12-31", "41 dagen te laat", "openstaand"),
        ("C-0002", "2022-06-30", "over 140 dagen", "openstaand"),
        ("C-0003", "", "navragen op 2021-12-21", "openstaand"),
    ]


def test_only_what_is_overdue_and_the_exit_code_says_so(three: Run) -> None:
    told = three("list", "--overdue", "--exit-code")

    assert [row["nummer"] for row in told.rows()] == ["C-0001"]
    assert told.code == 3
    assert three("list", "--overdue", "--exit-code", today="2021-12-31").code == 0


FILTERS: tuple[tuple[tuple[str, ...], list[str]], ...] = (
    (("--due-within", "21w"), ["C-0002"]),
    (("--due-before", "2022-06-30"), ["C-0001"]),
    (("--due-by", "2022-06-30"), ["C-0001", "C-0002"]),
    (("--due-after", "2021-12-31"), ["C-0002"]),
    (("--minister", "peeters", "--kind", "budget"), ["C-0003"]),
    (("--committee", "mobiliteit"), ["C-0002"]),
    (("--tag", "geld"), ["C-0003"]),
    (("--undated",), ["C-0003"]),
    (("--to-check",), ["C-0003"]),
    (("--search", "brief"), ["C-0001"]),
    (("--status", "proposed"), []),
    (("--sort", "number", "--limit", "2"), ["C-0001", "C-0002"]),
    (("--sort", "number", "--limit", "2", "--page", "2"), ["C-0003"]),
)


def test_filters_work_together(three: Run) -> None:
    for words, numbers in FILTERS:
        told = three("list", *words, "--format", "json")

        assert [row["number"] for row in json.loads(told.out)] == numbers, words


def test_what_is_overdue_before_anybody_reviewed_it_is_said(three: Run) -> None:
    three("undo", "1")

    told = three("list", "--overdue")

    assert [(row["nummer"], row["status"]) for row in told.rows()] == [("C-0001", "voorgesteld")]
    assert told.err == "Te laat maar nog niet nagezien: 1. Nazien: tracker review\n"


def test_a_list_says_how_to_go_on(three: Run) -> None:
    assert three("list", "--limit", "2").out.splitlines()[-1] == "1–2 van 3. Verder: --page 2"


def test_groups_have_headings(three: Run) -> None:
    assert "\nBart Somers\n" in three("list", "--group-by", "minister").out
    assert "\n2021-12\n" in three("list", "--group-by", "month").out
    assert "\nonbekend\n" in three("list", "--group-by", "committee").out


def test_columns_are_chosen_and_an_unknown_one_is_named(three: Run) -> None:
    assert three("list", "--columns", "number,slips,tags").out.splitlines()[0] == "nummer\tkeer verschoven\ttrefwoorden"
    told = three("list", "--columns", "number,prijs")
    assert (told.code, "Er is geen kolom 'prijs'" in told.err) == (2, True)


def test_json_keeps_its_keys(three: Run) -> None:
    (row,) = json.loads(three("list", "--overdue", "--format", "json").out)

    assert (row["number"], row["status"], row["overdue"], row["days_late"]) == ("C-0001", "open", True, 41)
    assert {"quote", "source", "stated", "due_on", "minister", "firmness", "kind", "confidence", "check_on"} <= set(row)


def test_jsonl_gives_a_line_each_and_csv_a_head(three: Run) -> None:
    lines = three("list", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["number"] for line in lines] == ["C-0001", "C-0002", "C-0003"]

    head, *rows = three("list", "--format", "csv").out.splitlines()
    assert (head, len(rows)) == ("number,due_on,when,status,responsible,summary", 3)


@pytest.mark.parametrize(
    "arguments", [("list",), ("list", "--columns", "number,quote"), ("list", "--group-by", "month")]
)
def test_a_list_longer_than_is_read_at_once_is_the_same(
    three: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    whole = three(*arguments).out
    monkeypatch.setattr("tracker.usecases.looking.AT_ONCE", 1)
    monkeypatch.setattr("tracker.usecases.lists.AT_ONCE", 1)

    assert three(*arguments).out == whole


def test_a_table_or_csv_reads_no_more_than_its_lines_tell(three: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        pytest.fail("whole entries were read")

    monkeypatch.setattr("tracker.store.looking.entries", forbidden)

    assert three("list", "--limit", "2").code == 0
    assert three("list", "--limit", "2", "--page", "2", "--format", "csv").code == 0
    assert three("list", "--columns", "number,committee,said_on,overdue,days_late").code == 0


def test_an_empty_list_says_so(three: Run) -> None:
    assert three("list", "--minister", "niemand").out == "Geen toezeggingen gevonden.\n"
    assert three("search", "paard").out == "Geen toezeggingen gevonden.\n"


def test_show_puts_the_words_in_their_place(three: Run) -> None:
    out = " ".join(three("show", "C-0001").out.replace("│", " ").split())

    assert "»Minister Bart Somers zal tegen eind 2021 een brief sturen.« Daarna volgt de stemming." in out
    assert "gevraagd door An Moerenhout, Groen" in out
    assert "termijn 2021-12-31 (“tegen eind 2021”)" in out
    assert "verbeterd, griffier" in out
    assert "openstaand, 41 dagen te laat" in out


def test_show_in_json_has_passage_and_history(three: Run) -> None:
    (row,) = json.loads(three("show", "C-0001", "--format", "json").out)

    assert QUOTE in row["passage"]
    assert [event["kind"] for event in row["history"]] == ["found", "edited", "accepted"]


def test_what_was_added_by_hand_is_shown_without_a_report(three: Run) -> None:
    assert "»Ik bezorg u de cijfers.«" in three("show", "2").out


def test_resolved_tells_how_late(three: Run) -> None:
    told = three("resolve", "C-0001", "--evidence", "https://x.test/brief", "--on", "2022-01-03", "--note", "per post")

    assert told.out == "C-0001 voldaan, termijn 2021-12-31 (3 dagen te laat voldaan): een brief sturen\n"
    assert told.err == ""
    assert "2022-01-03, https://x.test/brief, per post" in three("show", "1").out


def test_evidence_that_is_no_address_is_kept_and_said(three: Run) -> None:
    told = three("resolve", "C-0001", "--evidence", "brief 2022/7")

    assert told.err == "“brief 2022/7” is geen webadres; het wordt bewaard als naam van een document.\n"
    assert "brief 2022/7" in three("show", "1").out


def test_what_cannot_be_resolved_stays_as_it_was(three: Run) -> None:
    assert "heeft bewijs nodig" in three("resolve", "1").err
    assert "C-0099" in three("resolve", "1", "99", "--evidence", "x").err
    assert "is gezegd op 2021-09-21" in three("resolve", "1", "--evidence", "x", "--on", "2020-01-01").err

    assert json.loads(three("list", "--overdue", "--format", "json").out)[0]["status"] == "open"


def test_a_part_is_kept_apart_and_reopened(three: Run) -> None:
    assert "deels voldaan" in three("resolve", "1", "--partly", "--evidence", "x").out
    assert "openstaand" in three("reopen", "1", "--reason", "toch niet").out
    assert "vervallen" in three("lapse", "1", "--reason", "ingetrokken").out
    assert three("lapse", "1", "--reason", "nog eens").err.startswith(
        "tracker: C-0001 is vervallen en kan niet worden vervallen."
    )


def test_a_deadline_that_moves_into_the_past_is_said(three: Run) -> None:
    past = three("move", "C-0001", "--to", "2022-01-31", "--reason", "verkeerd overgenomen")
    today = three("move", "C-0001", "--to", TODAY, "--reason", "vandaag nog")

    assert (past.code, past.err) == (0, "2022-01-31 is al voorbij.\n")
    assert (today.code, today.err) == (0, "")


def test_a_deadline_moves_by_words_and_history_keeps_both(three: Run) -> None:
    told = three("move", "C-0001", "--to", "eind juni 2022", "--reason", "de studie loopt uit", "--source", "brief 7")

    assert "termijn 2022-06-30" in told.out
    (last,) = three("history", "1").rows()[-1:]
    assert (last["door"], last["wat"], last["waarom"]) == ("griffier", "verschoven", "de studie loopt uit")
    assert last["hoe"].startswith("2021-12-31 → 2022-06-30 (eind juni 2022)")
    assert "bron: brief 7" in last["hoe"]
    assert "1 keer, samen 181 dagen" in three("show", "1").out


REFUSED = (
    (("move", "1", "--to", "ooit eens", "--reason", "x"), 2, "noemt geen dag"),
    (("move", "1", "--to", "31 november 2022", "--reason", "x"), 2, "noemt geen dag"),
    (("move", "1", "--to", "binnenkort", "--reason", "x"), 2, "noemt geen dag"),
    (("move", "1", "--to", "3 mei 2022, of pas in juni 2023", "--reason", "x"), 2, "noemt meer dan één dag"),
    (("move", "1", "--to", "2021-12-31", "--reason", "x"), 1, "heeft al 2021-12-31 als termijn"),
    (("move", "1", "--to", "2021-01-31", "--reason", "x"), 1, "de termijn kan niet 2021-01-31 zijn"),
    (("move", "1", "--to", "2022-12-31", "--reason", " "), 2, "verschuift alleen met een reden"),
    (("accept", "1"), 1, "is openstaand en kan niet worden aanvaard"),
    (("show", "99"), 1, "Er is geen toezegging C-0099"),
    (("history", "C-x"), 2, "is niet het nummer van een toezegging"),
    (("edit", "1"), 2, "Niets te verbeteren"),
    (("edit", "1", "--deadline", "2029-01-01"), 2, "een verbetering vraagt een reden"),
    (("edit", "1", "--summary", ""), 2, "kan niet zonder samenvatting"),
    (("note", "1", " "), 2, "Een lege notitie zegt niets"),
    (("reshuffle", "--to", "X"), 2, "Zeg welke bevoegdheid"),
    (("reshuffle", "--to", "X", "--from", "niemand"), 1, "Er is niets openstaands gekozen"),
    (("link", "1", "repeats", "99"), 1, "Er is geen toezegging C-0099"),
    (
        ("add", "--quote", " ", "--summary", "x", "--said-on", "2021-01-01"),
        2,
        "Een toezegging heeft haar woorden nodig",
    ),
    (("list", "--due-before", "gisteren"), 2, "is geen dag"),
    (("list", "--search", "-"), 2, "Er is geen woord om naar te zoeken"),
    (("verify", "--head", "12"), 2, "is geen kop van een keten"),
    (("restore", "absent.db"), 1, "Er is geen back-up absent.db"),
)


def test_what_cannot_be_done_is_said_in_one_line(three: Run) -> None:
    for words, code, said in REFUSED:
        told = three(*words)

        assert (told.code, told.err.count("\n"), said in told.err) == (code, 1, True), (words, told.err)


def test_several_people_are_named_by_repeating_the_option(three: Run) -> None:
    three("edit", "C-0001", "--responsible", "Lieve Maes", "--responsible", "An Claes")
    shown = three("list", "--minister", "claes", "--format", "jsonl")
    three("reshuffle", "--from", "claes", "--to", "Jo Janssens", "--to", "Els Smet")
    after = three("list", "--minister", "smet", "--format", "jsonl")
    three("edit", "C-0001", "--responsible", "")
    emptied = three("show", "C-0001", "--format", "json")

    assert [json.loads(line)["responsible"] for line in shown.out.splitlines()] == ["Lieve Maes; An Claes"]
    assert [json.loads(line)["responsible"] for line in after.out.splitlines()] == ["Lieve Maes; Jo Janssens; Els Smet"]
    assert '"responsible": null' in emptied.out


def test_a_reshuffle_hands_over_all_that_is_open_in_one_action(three: Run) -> None:
    told = three("reshuffle", "--from", "peeters", "--to", "Annick De Ridder", "--function", "minister van Mobiliteit")
    assert told.out == "Overgedragen aan Annick De Ridder (2): C-0002, C-0003.\n"
    assert "minister        Annick De Ridder" in three("show", "2").out

    back = three("undo").out.splitlines()
    assert back[0].startswith("Ongedaan gemaakt: overgedragen van 2022-02-10")
    assert [line[:6] for line in back[1:]] == ["C-0002", "C-0003"]


def test_corrections_notes_and_links_are_kept(three: Run) -> None:
    three(
        "edit", "1", "--policy-area", "wonen", "--tag", "a", "--tag", "b", "--check-on", "2022-01-01", "--staff", "Els"
    )
    three("note", "1", "Bel het kabinet")
    three("link", "1", "depends_on", "2")
    three("edit", "1", "--staff", "")

    out = three("show", "1").out
    for line in (
        "beleidsdomein   wonen",
        "trefwoorden     a, b",
        "notitie         Bel het kabinet",
        "hangt af van C-0002",
    ):
        assert line in out
    assert "opgevolgd door" not in out.partition("geschiedenis")[0]


def test_a_deadline_can_be_taken_away_by_a_correction(three: Run) -> None:
    assert "navragen op 2021-12-21" in three("edit", "1", "--deadline", "", "--reason", "verkeerd gelezen").out


def test_the_rejected_stay_but_are_not_listed(three: Run) -> None:
    assert "geen toezegging" in three("reject", "3", "--reason", "was een vraag").out

    assert len(three("list").rows()) == 2
    assert len(three("list", "--status", "all").rows()) == 3


def test_search_marks_what_it_found(three: Run) -> None:
    (row,) = three("search", "BRIEF", "somers").rows()

    assert "zal tegen eind 2021 een [brief] sturen" in row["gevonden"]


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


def test_before_the_first_report_the_list_says_what_to_do(tracker: Run) -> None:
    told = tracker("list")

    assert (told.code, "Lees eerst een verslag" in told.err) == (1, True)


def test_english_labels_by_setting(three: Run) -> None:
    assert three("list", language="en").out.splitlines()[0] == "number\tdeadline\twhen\tstatus\tminister\tcommitment"
    assert "41 days late" in three("list", language="en").out


def test_it_all_works_on_a_server_too(tracker: Run, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DB", postgres_url)

    tracker(*ADD, "--deadline", "eind juni 2022")
    tracker("move", "1", "--to", "2022-07-31", "--reason", "uitstel")
    tracker("undo")

    assert [row["termijn"] for row in tracker("list").rows()] == ["2022-06-30"]
    assert len(tracker("search", "cijfers").rows()) == 1
    assert tracker("verify").code == 0
