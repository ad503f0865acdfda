"""A clerk reviews proposals: every key does what it says, and nothing is lost when the sitting is broken off."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factory import a_commitment

from tracker import followup
from tracker.cli import main
from tracker.errors import NotFound, Refused
from tracker.model import (
    Act,
    Commitment,
    Cue,
    Entry,
    Event,
    Firmness,
    Kind,
    LinkKind,
    Precision,
    Relation,
    Report,
    Role,
    Selection,
    Speaker,
    Status,
    TimeExpression,
)
from tracker.store import connect, events, register, reports
from tracker.usecases import register as stories
from tracker.usecases.proposals import proposal
from tracker.usecases.register import Reading
from tracker.usecases.review import pile

PATIENCE = 20.0
SAID = date(2021, 9, 21)
ACT = Act("tester", datetime(2021, 9, 22, 8, tzinfo=UTC))
PLAN = "De minister zal het plan eind 2021 voorleggen en de cijfers in juni 2022 bezorgen."
STUDY = "Het onderzoek zal in juni 2022 zijn afgerond."
LATER = "Hij bevestigt dat het onderzoek in juni 2022 afgerond zal zijn."
ASKED = "De heer Jan Peeters vraagt naar het plan."
TEXT = f"{ASKED}\n\n{PLAN} Dat is alles.\n\n{STUDY}\n\n{LATER} De vergadering is gesloten."


@pytest.fixture(autouse=True)
def spoken_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LANGUAGE", "en")


def expression(words: str, due: date) -> TimeExpression:
    return TimeExpression(
        words,
        0,
        len(words),
        due.replace(day=1),
        due,
        due,
        Precision.MONTH,
        Relation.IN,
        "nl.month",
        assumption="the whole month",
        said_on=SAID,
        derivation=("juni 2022", "1 to 30 June 2022"),
    )


def found(
    quote: str,
    summary: str,
    *,
    due: date | None,
    words: str = "",
    confidence: float = 0.8,
    again: tuple[tuple[int, int], ...] = (),
) -> Commitment:
    start = TEXT.index(quote)
    return a_commitment(
        quote,
        start=start,
        summary=summary,
        minister=Speaker("Bart Somers", Role.MINISTER, "minister van Samenleven"),
        asked_by=Speaker("Jan Peeters", Role.MEMBER, party="N-VA"),
        said_on=SAID,
        deadline=None if due is None else expression(words, due),
        kind=Kind.POLICY,
        confidence=confidence,
        mentions=again,
        cues=(Cue("nl.cue.future", "zal", 1.25, start, start + 3), Cue("nl.cue.past", "was", -0.5, start, start + 3)),
    )


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register with a report and three proposals."""
    path = tmp_path / "register.db"
    database = connect(path)
    report = replace(
        Report.from_text(TEXT, held_on=SAID, language="nl"), name="verslag.txt", sha256="a" * 64, committee="Commissie"
    )
    proposals = [
        found(
            PLAN,
            "het plan voorleggen",
            due=date(2021, 12, 31),
            words="eind 2021",
            confidence=0.95,
            again=((TEXT.index("Dat is"), TEXT.index("alles.")),),
        ),
        found(STUDY, "het onderzoek afronden", due=date(2022, 6, 30), words="juni 2022"),
        found(LATER, "het onderzoek afronden", due=date(2022, 6, 30), words="juni 2022", confidence=0.3),
    ]
    with database.write(begins=True) as tx:
        number = reports.add(tx, report, act=ACT)
        register.propose(tx, number, proposals, act=ACT)
    database.close()
    return path


@dataclass(frozen=True, slots=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def tracker(office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command as it runs from a script: arguments and a pipe go in, what it says and its exit code come out."""

    def run(*arguments: str, keys: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["tracker", "--db", str(office), "--as", "clerk", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Done(int(left.value.code or 0), said.out, said.err)

    return run


def entries(register_file: Path, *numbers: int) -> tuple[Entry, ...]:
    database = connect(register_file)
    with database.read() as tx:
        found = tuple(register.entry(tx, number) for number in numbers)
    database.close()
    return found


def history(register_file: Path, number: int) -> tuple[Event, ...]:
    database = connect(register_file)
    with database.read() as tx:
        found = events.history(tx, number)
    database.close()
    return found


def statuses(register_file: Path) -> list[Status]:
    return [one.status for one in entries(register_file, 1, 2, 3)]


def test_keys_from_a_pipe_decide_one_by_one(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="a\nr\n2\nq\n")

    assert done.returncode == 0, done.stderr
    assert statuses(office) == [Status.OPEN, Status.REJECTED, Status.PROPOSED]
    last = history(office, 2)[-1]
    assert (last.actor, last.reason) == ("clerk", "an act of somebody else")
    assert "1 left" in done.stdout


def test_the_view_shows_what_a_decision_needs(office: Path, tracker: Callable[..., Done]) -> None:
    shown = tracker("review", "C-0002", keys="q\n").stdout

    for part in (
        f"«{STUDY}»",  # the quote stands out among its neighbours
        "Dat is alles.",
        "minister van Samenleven",
        "asked by Jan Peeters (N-VA)",
        "“juni 2022” → due 2022-06-30",
        "2022-06-01 to 2022-06-30, month, rule nl.month",
        "juni 2022 → 1 to 30 June 2022",
        "rests on: the whole month",
        "+1.25  nl.cue.future  “zal”",
        "-0.50  nl.cue.past",
        "C-0003",  # resembles it, and stands beside it
        "C-0001 proposed, due 2021-12-31: het plan voorleggen",
    ):
        assert part in shown


def test_the_end_of_the_input_leaves_the_rest_for_another_time(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="a\n")

    assert done.returncode == 0
    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]


def test_an_edit_keeps_what_was_said_before_in_the_history(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="e\nhet plan indienen\nMarch 2022\na\nq\n")

    (one,) = entries(office, 1)
    assert (one.summary, one.due_on, one.slips, one.status) == ("het plan indienen", date(2022, 3, 31), 0, Status.OPEN)
    assert [event.kind for event in history(office, 1)] == ["found", "edited", "accepted"]


def test_a_dash_takes_a_misread_deadline_away(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="e\n\n-\nq\n")

    (one,) = entries(office, 1)
    assert (one.due_on, one.stated, one.check_on) == (None, None, date(2021, 12, 21))


def test_words_that_name_no_day_change_nothing_and_are_told(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="e\n\nooit\nq\n")

    assert "'ooit'" in done.stdout
    assert len(history(office, 1)) == 1


def test_a_rejection_wants_a_reason(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="r\n\nr\nalleen een wens\ne\n \n\nq\n")

    assert "only with a reason" in done.stdout
    assert history(office, 1)[-1].reason == "alleen een wens"


def test_two_acts_in_one_sentence_become_two_proposals(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="s\nhet plan voorleggen\n\nde cijfers bezorgen\nJune 2022\na\na\nq\n")

    first, second = entries(office, 1, 4)
    assert "C-0001 split; C-0004 comes next." in done.stdout
    assert (first.summary, first.due_on, first.status) == ("het plan voorleggen", date(2021, 12, 31), Status.OPEN)
    assert (second.summary, second.due_on, second.status) == ("de cijfers bezorgen", date(2022, 6, 30), Status.OPEN)
    assert (second.quote, second.source, second.minister) == (first.quote, first.source, first.minister)
    assert [(link.kind, link.number) for link in second.links] == [(LinkKind.SUPPLEMENTS, 1)]


def test_a_split_is_undone_without_deleting_anything(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", keys="s\neerste deel\n\ntweede deel\n\nu\nq\n")

    first, second = entries(office, 1, 4)
    assert (first.summary, first.status, second.status) == ("het plan voorleggen", Status.PROPOSED, Status.REJECTED)


def test_a_split_into_the_same_act_is_none(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="s\n\n\n\n\nq\n")

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


def test_the_last_decision_can_be_undone_too(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("review", "C-0001", keys="a\nu\nq\n")

    assert statuses(office)[0] is Status.PROPOSED


def test_an_unknown_key_does_nothing_and_help_tells_the_keys(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker("review", keys="x\n?\nq\n")

    assert "“x” is no key here" in done.stdout
    assert "split: two acts" in done.stdout
    assert statuses(office) == [Status.PROPOSED] * 3


def test_what_somebody_else_decided_meanwhile_is_passed_over_or_refused(
    office: Path, tracker: Callable[..., Done]
) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        assert tracker("accept", "C-0001").returncode == 0
        screen.wait_for_a_key()
        screen.press("a")
        screen.wait_for("changed by somebody else")
        screen.wait_for("C-0002")
        screen.wait_for_a_key()
        screen.press("q")

    assert [event.kind for event in history(office, 1)] == ["found", "accepted"]


def test_nothing_is_merged_with_what_is_over(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("reject", "C-0002")

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


def test_a_decided_proposal_is_passed_over(office: Path, tracker: Callable[..., Done]) -> None:
    tracker("accept", "C-0001")

    assert "C-0002  confidence 0.80  2 to go" in tracker("review", keys="q\n").stdout


@pytest.mark.parametrize(
    ("number", "said"), [("C-0001", "C-0001 is open: there is nothing"), ("C-0077", "no commitment")]
)
def test_a_number_that_is_no_proposal_says_so(tracker: Callable[..., Done], number: str, said: str) -> None:
    tracker("accept", "C-0001")

    done = tracker("review", "C-0002", number)

    assert done.returncode == 1
    assert said in done.stderr


def test_an_undo_that_cannot_be_done_is_told(office: Path, tracker: Callable[..., Done]) -> None:
    database = connect(office)
    heap = pile(database, Selection(numbers=(1,)), act=lambda _: ACT, today=SAID, reading=Reading("nl", "be-vlg"))
    one = heap.top()
    assert one is not None
    heap.accept(one)
    stories.note(database, [1], "by somebody else", act=ACT)

    with pytest.raises(Refused, match="changed since"):
        heap.undo()

    assert heap.can_undo
    database.close()


def test_long_reports_are_shown_around_the_quote_only(office: Path) -> None:
    text = "Woorden ervoor. " * 60 + STUDY + " Woorden erna." * 60
    database = connect(office)
    report = replace(Report.from_text(text, held_on=SAID, language="nl"), name="lang.txt", sha256="b" * 64)
    with database.write() as tx:
        number = reports.add(tx, report, act=ACT)
        start = text.index(STUDY)
        one = replace(found(STUDY, "afronden", due=None), start=start, end=start + len(STUDY))
        (commitment,) = register.propose(tx, number, [one], act=ACT)
    seen = proposal(database, commitment, today=SAID, left=1)
    database.close()

    assert seen is not None
    assert (seen.before[:2], seen.after[-2:]) == ("… ", " …")
    assert len(seen.before) < 400


def test_a_report_whose_text_is_not_kept_shows_the_quote_alone(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_tx: object, number: int) -> str:
        raise NotFound(f"The text of report {number} is not kept.")

    monkeypatch.setattr(reports, "words", missing)
    database = connect(office)
    seen = proposal(database, 1, today=SAID, left=1)
    database.close()

    assert seen is not None
    assert (seen.before, seen.after, seen.entry.quote) == ("", "", PLAN)


def test_what_was_decided_since_the_pile_was_made_is_passed_over(office: Path) -> None:
    database = connect(office)
    heap = pile(database, Selection(), act=lambda _: ACT, today=SAID, reading=Reading("nl", "be-vlg"))
    stories.accept(database, [1, 3], act=ACT)
    first = heap.top()
    assert first is not None
    heap.skip(first)

    assert (first.entry.number, heap.top()) == (2, None)
    database.close()


def test_single_keys_work_on_a_terminal(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("\x1b[A")  # an arrow key means nothing
        screen.press("a")
        screen.wait_for("C-0001 accepted.")
        screen.wait_for_a_key()
        screen.press("r")
        screen.wait_for("your words")
        screen.press("4\r")
        screen.wait_for("C-0002 rejected.")
        screen.wait_for_a_key()
        screen.press("n")
        screen.wait_for("That was the last one")
        screen.wait_for_a_key()
        screen.press("q")

    assert screen.code == 0
    assert statuses(office) == [Status.OPEN, Status.REJECTED, Status.PROPOSED]


def test_a_line_is_edited_where_it_stands(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("e")
        screen.wait_for("commitment: het plan voorleggen")
        screen.press(" aan de commissie\r")
        screen.wait_for("eind 2021")
        screen.press("\r")
        screen.wait_for("C-0001 corrected.")
        screen.wait_for_a_key()
        screen.press("q")

    (one,) = entries(office, 1)
    assert (one.summary, one.due_on) == ("het plan voorleggen aan de commissie", date(2021, 12, 31))


def test_a_question_is_left_with_control_c(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("r")
        screen.wait_for("your words")
        screen.wait_until_it_listens()
        screen.press("\x03")
        screen.wait_for("Nothing was changed.")
        screen.wait_for_a_key()
        screen.press("\x03")  # at the keys it leaves

    assert screen.code == 0
    assert statuses(office) == [Status.PROPOSED] * 3


def test_keys_pressed_before_a_proposal_is_shown_decide_nothing(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for_a_key()
        screen.press("aaa")
        screen.wait_for("C-0001 accepted.")
        screen.wait_for_a_key()
        screen.press("q")

    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]


def test_a_kill_between_two_keys_loses_no_decision(office: Path) -> None:
    with terminal(office, "review") as screen:
        screen.wait_for("C-0001")
        screen.wait_for_a_key()
        screen.press("a")
        screen.wait_for("C-0001 accepted.")
        os.kill(screen.process, signal.SIGKILL)

    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.PROPOSED]


def test_scripts_decide_by_number(office: Path, tracker: Callable[..., Done]) -> None:
    accepted = tracker("review", "--accept", "C-0001", "3")
    rejected = tracker("review", "--reject", "C-0002", "--reason", "geen handeling")

    assert (accepted.returncode, rejected.returncode) == (0, 0)
    assert "C-0001 accepted: het plan voorleggen" in accepted.stdout
    assert statuses(office) == [Status.OPEN, Status.REJECTED, Status.OPEN]


def test_scripts_decide_by_confidence(office: Path, tracker: Callable[..., Done]) -> None:
    done = tracker(
        "review",
        "--accept-above",
        "0.9",
        "--reject-below",
        "0.5",
        "--reason",
        "too unsure",
        "--minister",
        "Somers",
    )

    assert done.stdout == "1 accepted, 1 rejected.\n"
    assert statuses(office) == [Status.OPEN, Status.PROPOSED, Status.REJECTED]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--accept",),
        ("--reject", "C-0001"),  # without a reason
        ("--reject-below", "0.5"),
        ("--accept", "--reject", "C-0001", "--reason", "x"),
        ("--accept-above", "0.4", "--reject-below", "0.6", "--reason", "x"),
        ("--accept", "nonsense"),
    ],
)
def test_a_call_that_makes_no_sense_changes_nothing(
    office: Path, tracker: Callable[..., Done], arguments: tuple[str, ...]
) -> None:
    done = tracker("review", *arguments)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert statuses(office) == [Status.PROPOSED] * 3


class Screen:
    """A terminal as a person has it: keys go in, and what is shown is read until something stands there."""

    def __init__(self, process: int, line: int) -> None:
        self.process = process
        self.line = line
        self.shown = ""
        self.code: int | None = None

    def press(self, keys: str) -> None:
        os.write(self.line, keys.encode())

    def wait_for_a_key(self) -> None:
        """Read on until the terminal is in the mode in which single keys are taken."""
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self.line)[3] & termios.ICANON:
            assert time.monotonic() < end, self.shown[-2000:]
            if select.select([self.line], [], [], 0.02)[0]:
                self.shown += os.read(self.line, 65536).decode(errors="replace")

    def wait_until_it_listens(self) -> None:
        """Until the process sleeps: a signal just before it waits for a line is only seen with the next key."""
        stat, end = Path(f"/proc/{self.process}/stat"), time.monotonic() + PATIENCE
        while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "S":
            assert time.monotonic() < end, self.shown[-2000:]
            time.sleep(0.01)

    def wait_for(self, words: str, *, seconds: float = PATIENCE) -> None:
        """Read on until the words are shown; what came before them is not looked at again."""
        end = time.monotonic() + seconds
        while words not in self.shown:
            left = end - time.monotonic()
            assert left > 0, f"{words!r} was not shown: {self.shown[-2000:]}"
            if select.select([self.line], [], [], left)[0]:
                self.shown += os.read(self.line, 65536).decode(errors="replace")
        self.shown = self.shown.partition(words)[2]

    def close(self) -> None:
        """Wait until the command has ended by itself."""
        with suppress(OSError):  # the other side has gone
            while select.select([self.line], [], [], PATIENCE)[0] and os.read(self.line, 65536):
                pass
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.line)


@contextmanager
def terminal(register_file: Path, *arguments: str) -> Iterator[Screen]:
    """The command on a pseudo-terminal of its own."""
    process, line = pty.fork()
    if process == 0:
        command = [sys.executable, "-m", "tracker", "--db", str(register_file), "--as", "clerk", *arguments]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200", "NO_COLOR": "1"}
        os.execve(command[0], command, environment)
    screen = Screen(process, line)
    try:
        yield screen
    except BaseException:
        os.kill(process, signal.SIGKILL)
        raise
    finally:
        screen.close()
