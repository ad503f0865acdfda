"""How one proposal becomes two, two become one, and how that is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from to_review import ACT, LATER, SAID, Done, entries, history, statuses

from tracker import followup
from tracker.extraction.second_act import second_act
from tracker.model import Firmness, Kind, LinkKind, Status
from tracker.store import connect, register


def test_two_acts_in_one_sentence_become_two_proposals(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="s\nhet plan voorleggen\n\nde cijfers bezorgen\nJune 2022\na\na\nq\n")

    first, second = entries(office, 1, 4)
    assert "C-0001 split; C-0004 comes next." in done.stdout
    assert (first.summary, first.due_on, first.status) == ("het plan voorleggen", date(2021, 12, 31), Status.OPEN)
    assert (second.summary, second.due_on, second.status) == ("de cijfers bezorgen", date(2022, 6, 30), Status.OPEN)
    assert (second.quote, second.source, second.minister) == (first.quote, first.source, first.minister)
    assert [(link.kind, link.number) for link in second.links] == [(LinkKind.SUPPLEMENTS, 1)]


def test_a_split_offers_the_words_and_the_day_of_the_second_act(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="s\n\n\n\n\nq\n")

    first, second = entries(office, 1, 4)
    assert (first.summary, first.due_on) == ("het plan voorleggen", date(2021, 12, 31))
    assert (second.summary, second.due_on) == ("de cijfers in juni 2022 bezorgen", date(2022, 6, 30))


@pytest.mark.parametrize(
    ("quote", "second"),
    [
        ("Ik bezorg de cijfers en de werkgroep komt in mei samen.", "de werkgroep komt in mei samen"),
        ("Hij bezorgt de nota tegen eind mei en komt in het najaar terug.", "komt in het najaar terug"),
        ("Ik zal de nota voorleggen en de cijfers bezorgen.", "de cijfers bezorgen"),
        ("Ik bezorg u de nota zodra ze klaar is.", None),
        ("Ik bezorg u de nota en bijlage.", None),
    ],
)
def test_what_a_second_act_is_offered_as(quote: str, second: str | None) -> None:
    assert second_act(quote, language="nl") == second


def test_a_split_is_undone_without_deleting_anything(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="s\neerste deel\n\ntweede deel\n\nu\nq\n")

    first, second = entries(office, 1, 4)
    assert (first.summary, first.status, second.status) == ("het plan voorleggen", Status.PROPOSED, Status.REJECTED)


def test_the_history_of_both_sides_tells_of_the_split_and_of_no_change_where_none_was(
    office: Path, tracker: Callable[..., Done]
) -> None:
    tracker("review", keys="s\n\n\n\n\nq\n")

    first, second = (tracker("history", f"C-000{number}").stdout for number in (1, 4))
    assert "split: the second act is C-0004" in first
    assert "het plan voorleggen → het plan voorleggen" not in first
    assert "split from C-0001" in second


def test_a_split_into_the_same_act_is_none(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="s\n\n\nhet plan voorleggen\n\nq\n")

    assert "Two acts need two summaries." in done.stdout
    assert len(history(office, 1)) == 1


def test_the_same_promise_said_again_is_merged_into_the_first(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", "C-0003", keys="m\nC-0002\nq\n")

    kept, gone = entries(office, 2, 3)
    assert "C-0003 merged with C-0002." in done.stdout
    assert [mention.quote for mention in kept.mentions] == [LATER]
    assert (gone.status, gone.links[0].number) == (Status.REJECTED, 2)
    assert history(office, 3)[-1].reason == "said before: C-0002"


def test_what_was_said_again_stands_in_the_view(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", "C-0003", keys="m\nC-0002\nq\n")

    shown = tracker("review", "C-0002", keys="q\n").stdout

    assert f"Mentioned again “{LATER}”, due 2022-06-30" in " ".join(shown.split())
    assert "Mentioned again  “Dat is”" in tracker("review", "C-0001", keys="q\n").stdout


def test_a_merge_is_undone_on_both_sides(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", "C-0003", keys="m\nC-0002\nu\nq\n")

    kept, gone = entries(office, 2, 3)
    assert (kept.mentions, gone.status, gone.links) == ((), Status.PROPOSED, ())


@pytest.mark.parametrize("answer", ["C-0099", "C-0001", "nonsense", ""])
def test_nothing_is_merged_with_what_is_not_there(office: Path, tracker: Callable[..., Done], answer: str) -> None:
    done = tracker("review", "C-0001", keys=f"m\n{answer}\nq\n")

    assert done.returncode == 0
    assert statuses(office) == [Status.PROPOSED] * 3


def test_undo_takes_back_the_steps_of_this_sitting_one_by_one(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="e\nanders\n\na\nn\nu\nu\nu\nu\nq\n")

    (one,) = entries(office, 1)
    assert (one.summary, one.status) == ("het plan voorleggen", Status.PROPOSED)
    for told in ("C-0002 is no longer skipped", "C-0001 is no longer accepted", "C-0001 is no longer corrected"):
        assert told in done.stdout
    assert "There is nothing to undo" in done.stdout
    assert "3 left" in done.stdout


def test_nothing_is_merged_with_what_is_over(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("reject", "C-0002", "--reason", "a wish")

    done = tracker("review", "C-0003", keys="m\nC-0002\nq\n")

    assert "C-0002 is no commitment and takes no mention." in done.stdout
    assert entries(office, 3)[0].status is Status.PROPOSED


def test_a_proposal_without_a_report_can_be_reviewed_and_split(office: Path, tracker: Callable[..., Done]) -> None:
    database = connect(office)
    fields = {"quote": "Wij komen daarop terug.", "summary": "erop terugkomen", "status": Status.PROPOSED}
    traits = {"firmness": Firmness.FIRM, "kind": Kind.REPORT, "confidence": 1.0}
    with database.write() as tx:
        register.begin(tx, [followup.added(fields | traits, None, said_on=SAID)], act=ACT)
    database.close()

    done = tracker("review", "C-0004", keys="s\nherlezen\n\nterugkomen\n\na\nm\nC-0001\nq\n")

    first, second = entries(office, 4, 5)
    assert "minister unknown" in done.stdout
    assert (first.status, second.status, second.source) == (Status.OPEN, Status.REJECTED, None)
