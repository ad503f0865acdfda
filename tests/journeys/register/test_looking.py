"""Do lists, groups, search and `show` tell people and programs what they rely on?"""

import json

import pytest
from register_command import QUOTE, Run


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


@pytest.mark.parametrize("word", ["onbekend", "Onbekend", "inconnu", "unknown"])
def test_what_is_headed_unknown_is_found_by_that_word(three: Run, word: str) -> None:
    three("edit", "2", "--responsible", "")

    without_committee = {row["nummer"] for row in three("list", "--committee", word).rows()}
    without_minister = {row["nummer"] for row in three("list", "--minister", word).rows()}

    assert without_committee == {"C-0001", "C-0003"}
    assert without_minister == {"C-0002"}
    assert "\nonbekend\n" in three("list", "--group-by", "minister").out


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


def test_search_marks_what_it_found(three: Run) -> None:
    (row,) = three("search", "BRIEF", "somers").rows()

    assert "zal tegen eind 2021 een [brief] sturen" in row["gevonden"]


def test_before_the_first_report_the_list_says_what_to_do(tracker: Run) -> None:
    told = tracker("list")

    assert (told.code, "Lees eerst een verslag" in told.err) == (1, True)


def test_english_labels_by_setting(three: Run) -> None:
    assert three("list", language="en").out.splitlines()[0] == "number\tdeadline\twhen\tstatus\tminister\tcommitment"
    assert "41 days late" in three("list", language="en").out
