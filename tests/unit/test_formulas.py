"""Which cells would a spreadsheet calculate, and does the text come back as it was?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.formulas import defused, undone

DANGEROUS = ("=1+1", "+32 2 552", "-5", "@SUM(A1)", "\tx", "\rx", "\0x", " =1", "＝1", "'=1", "''+", "\n=1")
HARMLESS = ("", "De minister zal", "'t Is zo", "a=1", "(1)", "“=1”", "1-2")


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@given(st.one_of(st.text(), st.text(alphabet="'=+-@ \t\r\n\0ax")))
def test_the_text_comes_back_exactly(text: str) -> None:
    assert undone(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@given(st.text(alphabet="'=+-@ ax"))
def test_two_texts_never_become_one(text: str) -> None:
    assert defused(undone(text)) == text or defused(text) != text
