"""Is an earlier output known by what it holds, and does nothing that lies about it break the look at it?"""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the same damage every time
from collections.abc import Callable
from io import BytesIO
from typing import IO

import pytest

from tracker.exchange import earlier, workbook
from tracker.exchange.publication import Publication
from tracker.files.marks import marked, page_kind

LOOKS: tuple[Callable[[IO[bytes]], bool], ...] = (
    earlier.is_csv,
    earlier.is_register_lines,
    earlier.is_selection_lines,
    earlier.is_json,
    earlier.is_calendar,
    earlier.is_feed,
    earlier.is_workbook,
    page_kind("page").recognises or bool,
)


@pytest.fixture(scope="module")
def book() -> bytes:
    workbook.write((), out := BytesIO(), Publication())
    return out.getvalue()


def test_a_workbook_is_known_by_its_property(book: bytes) -> None:
    assert [look.__name__ for look in LOOKS if look(BytesIO(book))] == ["is_workbook"]


def test_a_page_is_known_by_the_mark_at_its_end() -> None:
    kind = page_kind("page")
    assert kind.recognises is not None

    assert kind.recognises(BytesIO(marked("<p>Dag</p>\n\n", "page")))
    assert not kind.recognises(BytesIO(marked("<p>Dag</p>", "other page")))
    assert not kind.recognises(BytesIO(marked("<p>Dag</p>", "page") + b"<p>and more</p>"))


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_no_earlier_output_and_breaks_nothing(book: bytes, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(book[: chance.randrange(1, len(book)) if seed % 3 == 0 else len(book)])
    for _ in range(chance.randrange(1, 40)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)

    assert {look(BytesIO(bytes(damaged))) for look in LOOKS} <= {True, False}


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 5000, b"{" * 5000, b'"' * 5000, b"\xff\xfe", b"[1]\n", b"null\n", b"PK\x03\x04", b"label\r"],
)
def test_odd_files_are_no_earlier_outputs(content: bytes) -> None:
    assert [look.__name__ for look in LOOKS if look(BytesIO(content))] == []
