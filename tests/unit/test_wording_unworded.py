"""A refusal of which only the English sentences are kept is told in the reader's language."""

from __future__ import annotations

import errno
import re

import pytest

from tracker.errors import MailError, Refused, TrackerError, refused_by_system
from tracker.model import Status
from tracker.wording.catalogue import languages
from tracker.wording.refusals import ADVICE, WHAT, Door, advice, refusal, refusals_in
from tracker.wording.written import WRITTEN, retold, written_in

FACT = re.compile(r"%\((\w+)\)[rs]")
SAID_ALIKE = {"database.damaged", "register.entry-damaged", "restore.file-failed"}  # in English as another one
KEPT = [code for context, code in refusals_in("en").messages if context == WHAT and code not in SAID_ALIKE]


def with_facts(code: str) -> TrackerError:
    messages = refusals_in("en").messages
    contexts = (WHAT, ADVICE, *(f"{ADVICE} to {door}" for door in Door))
    names = {name for context in contexts for text in messages.get((context, code), ()) for name in FACT.findall(text)}
    facts: dict[str, str | int] = {name: f"Q{name}" for name in names}
    return TrackerError(code, **(facts | ({"count": 3} if len(messages[WHAT, code]) > 1 else {})))


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
@pytest.mark.parametrize("door", Door)
def test_every_refusal_is_known_by_its_english(language: str, door: Door) -> None:
    errors = [with_facts(code) for code in KEPT]

    wrong = [
        error.code
        for error in errors
        if retold(refusal(error, door=door), language) != refusal(error, language=language, door=door)
    ]

    assert not wrong


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
@pytest.mark.parametrize("door", Door)
def test_what_to_do_next_is_known_without_what_happened(language: str, door: Door) -> None:
    errors = [with_facts(code) for code in KEPT]

    told = [retold(advice(error, door=door), language) for error in errors]
    left_in_english = [
        error.code
        for error, words in zip(errors, told, strict=True)
        if words == advice(error, door=door) != advice(error, language=language, door=door)
    ]

    assert not left_in_english


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_every_reason_for_which_nothing_leaves_is_told_with_what_follows_it(language: str) -> None:
    reasons = [FACT.sub("Q", form) for form in written_in("en").named(WRITTEN) if form.endswith(".")]

    errors = [MailError("fence.closed", because=reason) for reason in reasons]
    wrong = [str(error) for error in errors if retold(str(error), language) != refusal(error, language=language)]

    assert reasons
    assert not wrong


def test_what_helps_and_the_states_in_it_are_told_too() -> None:
    refused = refused_by_system(OSError(errno.EACCES, "Permission denied", "/x/y"))
    closed = Refused("review.only-proposals-split", commitment="C-0003", status=Status.PARTLY_FULFILLED)

    for error in (refused, closed):
        assert retold(str(error), "nl") == refusal(error, language="nl")


def test_a_refusal_inside_another_text_is_told() -> None:
    error = refused_by_system(OSError(errno.EACCES, "Permission denied", "/x/y"))

    told = retold(f"row 4: {error}", "nl")

    assert told == f"rij 4: {refusal(error, language='nl')}"


@pytest.mark.parametrize(
    "text", ["250 2.0.0 Ok: queued as 123", "een reden in eigen woorden", "text", "open", "/srv/a b/register.db"]
)
def test_what_is_no_refusal_stays_as_it_is(text: str) -> None:
    assert retold(text, "nl") == text
