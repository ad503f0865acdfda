"""A clerk reviews in Dutch or French: each question, step, refusal and end is said in that language."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from calling import called

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"
REGISTER = ("--db", "register.db", "--today", "2021-12-01", "--as", "clerk")
ANSWERS = (
    *("x", "a", "r", "2"),  # no key; accept; reject for the second reason
    *("e", "", "ooit"),  # correct into a deadline that names no day
    *("m", "C-0099"),  # the same as one that is not there
    *("r", "", "n", "u", "?"),  # reject without a reason; pass over; take that back; the keys
    *("u", "u", "u", "q"),  # take all decisions back, and one more; leave
)
DUTCH = (
    "a aanvaarden  e verbeteren  w wie  o onderwerp  s splitsen  m samenvoegen",
    "“x” is hier geen toets; ? toont de toetsen.",
    "C-0001 aanvaard.",
    "  2 een handeling van iemand anders",
    "Waarom (een nummer, of uw woorden): 2",
    "C-0002 afgewezen.",
    "toezegging: ",
    "termijn (- voor geen): ooit",
    "'ooit' noemt geen dag. ",
    "Dezelfde als welke, zoals C-0001: C-0099",
    "Er is geen toezegging C-0099. `tracker list` toont welke er zijn.",
    "Waarom (een nummer, of uw woorden): ",
    "C-0003 overgeslagen.",
    "C-0003 is niet langer overgeslagen.",
    "r  afwijzen, met een reden",
    "C-0002 is niet langer afgewezen.",
    "C-0001 is niet langer aanvaard.",
    "Er is niets om ongedaan te maken",
    "Nog 7; `tracker review` gaat verder.",
)
FRENCH = (
    "a accepter  e corriger  w qui  o objet  s scinder",
    "« x » n'est pas une touche ici ; ? montre les touches.",
    "C-0001 accepté.",
    "  2 un acte de quelqu'un d'autre",
    "Pourquoi (un numéro, ou vos mots): 2",
    "C-0002 rejeté.",
    "engagement: ",
    "échéance (- pour aucune): ooit",
    "'ooit' ne nomme pas de jour",
    "La même que laquelle, comme C-0001: C-0099",
    "Il n'y a pas d'engagement C-0099. `tracker list` montre lesquels existent.",
    "Pourquoi (un numéro, ou vos mots): ",
    "C-0003 passé.",
    "C-0003 n'est plus passé.",
    "r  rejeter, avec un motif",
    "C-0002 n'est plus rejeté.",
    "C-0001 n'est plus accepté.",
    "Il n'y a rien à annuler",
    "Encore 7 ; `tracker review` continue.",
)


@pytest.fixture(scope="module")
def register_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("review")
    called(place, *REGISTER, "extract", str(EXAMPLE))
    return place / "register.db"


def reviewed(place: Path, register_file: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> str:
    """All that the session says; spaces that break no line are told as plain ones."""
    (place / "register.db").write_bytes(register_file.read_bytes())
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(ANSWERS) + "\n"))
    said = called(place, *REGISTER, "review", language=language)
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def missing_in_order(said: str, wanted: Sequence[str]) -> list[str]:
    """What is not said, or not after all that comes before it."""
    at, missing = 0, []
    for words in wanted:
        found = said.find(words, at)
        if found < 0:
            missing.append(words)
        else:
            at = found + len(words)
    return missing


@pytest.mark.parametrize(("language", "told"), [("nl", DUTCH), ("fr", FRENCH)])
def test_a_whole_review_is_held_in_the_language_of_the_clerk(
    tmp_path: Path, register_file: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: tuple[str, ...]
) -> None:
    said = reviewed(tmp_path, register_file, monkeypatch, language)

    assert missing_in_order(said, told) == []
    assert "There is" not in said
    assert "names no day" not in said


@pytest.mark.parametrize(("language", "left"), [("nl", "Er is niets meer na te zien."), ("fr", "Il ne reste rien")])
def test_the_end_of_the_pile_is_told_too(
    tmp_path: Path, register_file: Path, monkeypatch: pytest.MonkeyPatch, language: str, left: str
) -> None:
    (tmp_path / "register.db").write_bytes(register_file.read_bytes())
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\nq\n"))

    said = called(tmp_path, *REGISTER, "review", "C-0001", language=language)

    assert left in said
