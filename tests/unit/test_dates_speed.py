"""Does reading stay linear and its memory flat, whatever the text?"""

from __future__ import annotations

import time
import tracemalloc
from datetime import date

import pytest

from tracker.dates import find_dates
from tracker.languages.words import TOKEN

SITTING = date(2021, 9, 21)
SIZE = 40_000
# Near-dates, repeated words, digits, spaces: what makes careless patterns explode.
HOSTILE = {
    "van": "van van van ",
    "digits": "12345678901234567890",
    "digits apart": "1 2 3 4 5 ",
    "years": "2022 ",
    "year list": "2022, ",
    "dashes": "2022-",
    "slashes": "1/1/",
    "near dates": "31 april mei 31 van de 15 ",
    "ranges": "van 1 tot 2 tot 3 tot ",
    "ends": "einde van het einde van ",
    "ordinals": "eerste tweede derde en ",
    "lines": "\n \n\t\n",
    "spaces": "eind" + " " * 400,
    "one word": "maart",
    "commas": "maart, ",
    "days": "1, 2, 3, ",
    "numbers": "over twee à drie tot vier ",
    "anchors": "zodra na de goedkeuring van de ",
    "events": "voor het debat van ",
    "near events": "voor de a-a-a-a-vergadering over op van 2",
    "fractions": "1,5 ",
    "quotes": "'22",
    "dots": "1.1.",
}


PLAIN = (
    "De minister dankt de leden voor hun vragen over de werking van het agentschap, tot en met die over de lokale "
    "besturen. "
)


def _seconds(text: str) -> float:
    start = time.process_time()
    find_dates(text, said_on=SITTING)
    return time.process_time() - start


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(kind: str) -> None:
    text = HOSTILE[kind] * (SIZE // len(HOSTILE[kind]))
    short = min(_seconds(text[: SIZE // 8]) for _ in range(2))

    whole = _seconds(text)

    assert whole < 8 * short * 3 + 0.2, f"{kind}: {short:.3f} s for an eighth, {whole:.3f} s for the whole"


def test_text_that_tells_no_time_takes_less_than_twice_as_long_as_to_part_its_words() -> None:
    text = PLAIN * 1_500

    def parting() -> float:
        start = time.process_time()
        TOKEN.findall(text)
        return time.process_time() - start

    tries = [(_seconds(text), parting()) for _ in range(9)]

    assert min(found for found, _ in tries) < 2 * min(parted for _, parted in tries)


@pytest.mark.soak
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_megabyte_is_read_in_seconds(kind: str) -> None:
    assert _seconds(HOSTILE[kind] * (1_000_000 // len(HOSTILE[kind]))) < 60


def test_memory_does_not_grow_with_plain_text() -> None:
    sentence = "De minister dankt de leden voor hun vragen over de werking van het agentschap en de lokale besturen. "

    def peak(text: str) -> int:
        tracemalloc.start()
        find_dates(text, said_on=SITTING)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    find_dates(sentence, said_on=SITTING)

    assert peak(sentence * 10_000) < 2 * peak(sentence * 1_000) + 100_000


def test_an_expression_across_the_seam_of_two_pieces_is_whole() -> None:
    words = "tegen het einde van het parlementaire jaar 2022-2023"
    found = [find_dates("x" * size + " " + words, said_on=SITTING) for size in range((1 << 15) - 60, (1 << 15) + 4)]

    assert {tuple(time.text for time in times) for times in found} == {(words,)}


def test_an_expression_in_an_endless_row_of_time_words_is_found() -> None:
    text = "van de " * 3_000 + "tegen eind juni 2022 " + "van de " * 3_000

    (found,) = find_dates(text, said_on=SITTING)

    assert found.text == "tegen eind juni 2022"


def test_every_date_of_an_endless_list_is_found_once() -> None:
    found = find_dates("15 maart 2022 " * 2_000, said_on=SITTING)

    assert [time.text for time in found] == ["15 maart 2022"] * 2_000
