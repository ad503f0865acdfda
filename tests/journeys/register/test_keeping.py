"""Can people resolve, move, correct and hand over commitments from the command line?"""

import json

import pytest
from register_command import ADD, TODAY, Run


def test_a_subject_is_written_corrected_taken_away_and_found(three: Run) -> None:
    three(*ADD, "--subject", "wachtlijsten in Aalst")
    assert "  onderwerp       wachtlijsten in Aalst" in three("show", "4").out
    assert "[wachtlijsten] in Aalst" in three("search", "wachtlijsten").out

    three("edit", "4", "--subject", "pleegzorg in Aalst")
    assert [row["nummer"] for row in three("list", "--subject", "PLEEGZORG").rows()] == ["C-0004"]
    assert three("list", "--columns", "number,subject").rows()[-1] == {
        "nummer": "C-0004",
        "onderwerp": "pleegzorg in Aalst",
    }
    assert json.loads(three("list", "--subject", "aalst", "--format", "json").out)[0]["subject"] == "pleegzorg in Aalst"

    three("edit", "4", "--subject", "")
    assert three("list", "--subject", "aalst").rows() == []


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
    (("list", "--due-before", "ooit"), 2, "noemt geen dag"),
    (("list", "--search", "-"), 2, "Er is geen woord om naar te zoeken"),
    (("verify", "--head", "12"), 2, "is geen kop van een keten"),
    (("restore", "absent.db"), 1, "Er is geen back-up absent.db"),
)


def test_what_cannot_be_done_is_said_in_one_line(three: Run) -> None:
    for words, code, said in REFUSED:
        told = three(*words)

        assert (told.code, told.err.count("\n"), said in told.err) == (code, 1, True), (words, told.err)


def test_where_one_of_several_is_refused_it_is_said_that_none_was_changed(three: Run) -> None:
    three("lapse", "1", "--reason", "ingetrokken")
    told = three("lapse", "2", "1", "--reason", "ingetrokken")

    assert (told.code, told.out) == (1, "")
    assert "C-0001 is vervallen en kan niet worden vervallen." in told.err
    assert "Van de 2 genoemde toezeggingen is er geen veranderd. `tracker history C-0001`" in told.err
    assert "openstaand" in three("show", "2").out


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


def test_several_are_corrected_alike_in_one_action(three: Run) -> None:
    told = three("edit", "C-0001", "C-0003", "1", "--committee", "Wonen")
    assert [line[:6] for line in told.out.splitlines()] == ["C-0001", "C-0003"]
    assert [row["nummer"] for row in three("list", "--committee", "wonen").rows()] == ["C-0001", "C-0003"]

    assert [line[:6] for line in three("undo").out.splitlines()[1:]] == ["C-0001", "C-0003"]
    assert three("list", "--committee", "wonen").rows() == []


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


def test_only_what_is_proposed_is_rejected_and_always_with_a_reason(three: Run) -> None:
    accepted = three("reject", "1", "--reason", "was een vraag")
    three("undo", "1")

    assert accepted.code == 1
    assert "alleen wat voorgesteld is" in accepted.err
    assert "tracker lapse C-0001" in accepted.err
    assert [three("reject", "1").code, three("reject", "1", "--reason", " ").code] == [2, 2]
    assert "geen toezegging" in three("reject", "1", "--reason", "was een vraag").out


def test_another_minister_is_responsible_too_and_the_history_keeps_the_old_name(three: Run) -> None:
    three("edit", "2", "--minister", "Hilde Crevits")
    kept = three("list", "--minister", "Crevits", "--columns", "number,responsible").out
    three("undo", "2")

    told = three("history", "2").out
    assert "C-0002\tHilde Crevits" in kept
    assert "\tgezegd door: Lydia Peeters → Hilde Crevits, minister: Lydia Peeters → Hilde Crevits" in told
    assert "\tverbeterd (gezegd door: Lydia Peeters → Hilde Crevits, minister:" in told


def test_the_rejected_stay_but_are_not_listed(three: Run) -> None:
    three("undo", "1")
    three("reject", "1", "--reason", "was een vraag")

    assert len(three("list").rows()) == 2
    assert len(three("list", "--status", "all").rows()) == 3


def test_it_all_works_on_a_server_too(tracker: Run, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DB", postgres_url)

    tracker(*ADD, "--deadline", "eind juni 2022")
    tracker("move", "1", "--to", "2022-07-31", "--reason", "uitstel")
    tracker("undo")

    assert [row["termijn"] for row in tracker("list").rows()] == ["2022-06-30"]
    assert len(tracker("search", "cijfers").rows()) == 1
    assert tracker("verify").code == 0


def test_a_name_is_one_line_however_it_is_given(three: Run) -> None:
    broken = "min\r\nBcc: z"
    three("edit", "2", "--function", broken, "--committee", broken)
    three(*ADD, "--function", broken)
    three("reshuffle", "--from", "Maes", "--to", "Jo Janssens", "--function", broken, "--reason", "regering")

    assert "min Bcc: z" in three("show", "2").out
    assert not [line for line in three("show", "4").out.splitlines() if line.strip().startswith("Bcc")]
    assert "\\nBcc" not in three("history", "2", "--format", "json").out
