"""Is what tesseract tells of a page read as lines in their places, with the words that it is not sure of?"""

from __future__ import annotations

import pytest

from tracker.reading.hocr import page_of

FACTS = "bbox 0 0 1654 2338; scan_res 200 200"
HEAD = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><div class='ocr_page' title='{FACTS}'>"


def line(*words: tuple[str, int], top: int = 200, size: float = 30, slope: float = 0.0) -> str:
    spans = "".join(
        f"<span class='ocrx_word' title='bbox 200 {top} 300 {top + 24}; x_wconf {certainty}'>{word}</span>"
        for word, certainty in words
    )
    facts = f"bbox 200 {top} 1000 {top + 30}; baseline {slope} -6; x_size {size}"
    return f"<span class='ocr_line' title='{facts}'>{spans}</span>"


def page(*lines: str) -> bytes:
    return f"{HEAD}{''.join(lines)}</div></body></html>".encode()


def test_lines_stand_where_they_are_in_points_from_below() -> None:
    (first,) = page_of(page(line(("Dank", 96), ("u", 95)))).sheet.lines

    assert (first.text, first.start, first.end) == ("Dank u", 0, 6)
    assert (first.left, first.right, first.size) == (72, 360, 10.8)
    assert first.top == pytest.approx((2338 - 224) * 72 / 200)


def test_a_word_of_low_certainty_is_told_with_its_place() -> None:
    found = page_of(page(line(("Ik", 96)), line(("zal", 96), ("eden", 26), ("het", 60), top=250)))

    assert found.sheet.text == "Ik\nzal eden het\n"
    assert [found.sheet.text[start:end] for start, end in found.uncertain] == ["eden"]


def test_a_spot_on_the_paper_is_no_word() -> None:
    lines = line(("»", 26)), line(("bezorgen", 96), (".", 90), ("-", 40), top=250), line(("–", 91), top=300)
    found = page_of(page(*lines))

    assert [one.text for one in found.sheet.lines] == ["bezorgen", "–"]
    assert found.uncertain == ()


def test_sizes_that_waver_are_of_one_print_and_others_stay() -> None:
    sizes = (30, 32, 29, 30, 48, 20)
    lines = page_of(
        page(*(line(("Dank", 96), top=200 + 50 * row, size=size) for row, size in enumerate(sizes)))
    ).sheet.lines

    assert [round(one.size * 200 / 72) for one in lines] == [30, 30, 30, 30, 48, 20]


@pytest.mark.parametrize("content", [b"", b"  \n", b"<html></html>", b"\x00\xff<html><div class='ocr_page", b"<"])
def test_a_page_that_says_nothing_is_empty(content: bytes) -> None:
    found = page_of(content)

    assert (found.sheet.lines, found.uncertain) == ([], ())


def test_facts_that_are_no_numbers_count_as_nothing() -> None:
    content = (
        page(line(("Dank", 96))).replace(b"x_wconf 96", b"x_wconf 9-6").replace(b"scan_res 200 200", b"scan_res -")
    )

    assert page_of(content).sheet.lines[0].text == "Dank"
