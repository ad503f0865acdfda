"""Whatever is given to whatever option: an answer or a refusal in words, never a traceback, nothing half done."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest
from forked import Said
from hostile import EVERYTHING, FILES, TEXTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ordeal import BEFORE, COMMANDS, LASTING, ORDINARY, SLOW, SPOTS, Call, Ordeal, Spot, unchecked

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
READS_ALL_BELOW = "extract files"
NAMES = (*TEXTS, *FILES)  # for slow commands: a folder may be called like any number or day, and each takes minutes
THOROUGH = settings(max_examples=6_000, deadline=None, suppress_health_check=list(HealthCheck))


def calls_of(spot: Spot, values: tuple[str, ...]) -> Iterator[Call]:
    """Ordinary calls with one of these values at a spot; what stands before every command is tried with several."""
    for index, value in enumerate(("",) if spot.is_switch else values):
        if str(spot) == READS_ALL_BELOW and value == "/":
            continue  # all that the machine holds takes hours, and rightly
        if spot.command:
            yield Call(spot.command, ((spot, value),))
        else:
            yield Call(BEFORE[index % len(BEFORE)], (), ((spot, value),))


def one_for(spot: Spot) -> tuple[str, ...]:
    """A value for each spot, another for another, so that all spots together meet every value."""
    return (EVERYTHING[zlib.crc32(str(spot).encode()) % len(EVERYTHING)],)


def judged(ordeal: Ordeal, spots: tuple[Spot, ...], values: tuple[str, ...] = ()) -> list[str]:
    """What was wrong with these values, or with one for each spot, each with its call."""
    calls = (call for spot in spots for call in calls_of(spot, values or one_for(spot)))
    return [f"{call}\n  {wrong}" for call in calls if (wrong := ordeal.judge(call))]


def test_every_command_has_its_ordinary_call() -> None:
    assert set(COMMANDS) - {""} == set(ORDINARY)


def test_every_command_looks_at_what_it_is_given() -> None:
    assert not unchecked()


@pytest.mark.parametrize("command", sorted(set(ORDINARY) - LASTING - SLOW))
def test_an_ordinary_call_is_answered(ordeal: Ordeal, command: str) -> None:
    said = ordeal.call(*Call(command).arguments)

    assert said.code == (1 if command in {"status", "doctor"} else 0), said.words  # a letter is in doubt


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in LASTING | SLOW])
def test_no_value_of_an_option_makes_a_command_fall(ordeal: Ordeal, command: str) -> None:
    assert not judged(ordeal, tuple(spot for spot in SPOTS if spot.command == command))


def test_a_rehearsal_in_a_folder_whose_name_is_no_text_is_refused(ordeal: Ordeal) -> None:
    """It holds a register, whose name is text; most commands take files of any name."""
    said = ordeal.call("demo", "--folder", "caf\udce9")

    assert said.code == 2
    assert said.err.startswith("tracker: --folder 'caf\\udce9' is geen tekst in UTF-8.")


@pytest.mark.soak
@pytest.mark.parametrize("command", COMMANDS)
def test_no_value_of_any_option_makes_any_command_fall(ordeal: Ordeal, command: str) -> None:
    values = NAMES if command in SLOW else EVERYTHING

    assert not judged(ordeal, tuple(spot for spot in SPOTS if spot.command == command), values)


@st.composite
def pairs(draw: st.DrawFn) -> Call:
    """A call with two or three hostile values, found or made up."""
    command = draw(st.sampled_from(sorted(set(ORDINARY) - LASTING - SLOW)))
    letters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    value = st.one_of(st.sampled_from(EVERYTHING), st.text(letters, max_size=40))
    inside = [spot for spot in SPOTS if spot.command == command]
    around = [spot for spot in SPOTS if not spot.command and not spot.is_switch]
    filled = draw(st.lists(st.tuples(st.sampled_from(inside), value), min_size=1, max_size=3)) if inside else []
    before = draw(st.lists(st.tuples(st.sampled_from(around), value), max_size=1))
    return Call(command, tuple(filled), tuple(before))


@QUICK
@given(pairs())
def test_no_two_values_together_make_a_command_fall(ordeal: Ordeal, call: Call) -> None:
    assert not ordeal.judge(call), str(call)


@pytest.mark.soak
@THOROUGH
@given(pairs())
def test_no_two_values_of_thousands_make_a_command_fall(ordeal: Ordeal, call: Call) -> None:
    assert not ordeal.judge(call), str(call)


def test_a_fault_of_the_program_is_told_apart(ordeal: Ordeal) -> None:
    told = "tracker: This is a fault of the program: ZeroDivisionError: division by zero. Run it again."
    found = ordeal.wrong(Call("list"), Said(1, "", told, 0.1))

    assert found is not None
    assert found.startswith("an error that nobody expected")
