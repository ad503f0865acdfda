"""Every option that takes a day takes it in words, and tells how it was read."""

import pytest
from register_command import ADD, Run

GIVEN = (  # of the register with three commitments, on 10 February 2022
    (("resolve", "2", "--note", "gemaild", "--on", "1/2/2022"), "“1/2/2022” is gelezen als 2022-02-01."),
    (("move", "2", "--to", "eind juli 2022", "--reason", "uitstel", "--on", "gisteren"), "gelezen als 2022-02-09"),
    (("edit", "3", "--said-on", "15 januari 2022"), "gelezen als 2022-01-15"),
    (("edit", "3", "--check-on", "eind juni 2022"), "gelezen als 2022-06-30"),
    ((*ADD[:-1], "15/01/2022"), "gelezen als 2022-01-15"),
    (("list", "--due-before", "juni 2022"), "gelezen als 2022-06-01"),
    (("list", "--due-by", "juni 2022"), "gelezen als 2022-06-30"),
    (("list", "--due-after", "juni 2022"), "gelezen als 2022-06-30"),
    (("list", "--said-after", "begin 2021", "--said-before", "gisteren"), "gelezen als 2021-03-31"),
    (
        ("rappel", "--minister", "Peeters", "--until", "1/3/2022", "--answer-by", "eind maart 2022", "--draft"),
        "“eind maart 2022” is gelezen als 2022-03-31.",
    ),
    (("explain", "Minister An Maes: Ik zal dat in mei doen.", "--date", "15/01/2022"), "gelezen als 2022-01-15"),
    (("dates", "in mei", "--on", "15/01/2022"), "gelezen als 2022-01-15"),
)


@pytest.mark.parametrize(("words", "told"), GIVEN, ids=lambda given: " ".join(given[:1]) if given else "")
def test_a_day_is_taken_in_words(three: Run, words: tuple[str, ...], told: str) -> None:
    done = three(*words)

    assert done.code == 0, done.err
    assert told in done.err


def test_a_day_in_words_counts_as_the_day_that_was_read(three: Run) -> None:
    three("edit", "3", "--check-on", "eind juni 2022")

    assert "2022-06-30" in three("show", "3").out
    assert len(three("list", "--due-before", "juni 2022").rows()) == 1
    assert len(three("list", "--due-by", "juni 2022").rows()) == 2


def test_how_a_day_that_is_kept_was_read_is_told_in_silence_too(three: Run) -> None:
    kept = three("-q", "resolve", "2", "--note", "gemaild", "--on", "1/2/2022")
    moved = three("-q", "move", "3", "--to", "eind juli 2022", "--reason", "uitstel")
    looked_for = three("-q", "list", "--due-by", "juni 2022")

    assert "gelezen als 2022-02-01" in kept.err
    assert "“eind juli 2022” is gelezen als 2022-07-31." in moved.err
    assert "gelezen" not in looked_for.err


def test_a_day_that_was_written_as_one_is_not_told(three: Run) -> None:
    assert three("list", "--due-by", "2022-06-30").err == three("list").err


@pytest.mark.parametrize("today", ["1/7/2022", "1 juli 2022"])
def test_another_day_is_rehearsed_in_words(three: Run, today: str) -> None:
    assert len(three("list", "--overdue", today=today).rows()) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("silence", "add", "--until", "eind juni 2022", "--reason", "reces"), "gelezen als 2022-06-30"),
        (("outbox", "drop", "--state", "failed", "--before", "1/1/2022", "--reason", "oud"), "gelezen als 2022-01-01"),
    ],
)
def test_what_is_refused_on_a_rehearsed_day_takes_it_too(three: Run, words: tuple[str, ...], told: str) -> None:
    assert told in three(*words).err


@pytest.mark.parametrize("option", ["--said-after", "--due-by"])
def test_what_names_no_day_is_refused_in_words(three: Run, option: str) -> None:
    refused = three("list", option, "ooit")

    assert refused.code == 2
    assert "'ooit' noemt geen dag" in refused.err
