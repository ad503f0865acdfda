"""Where the columns of a table stand on a screen: beside each other, or under their row, and never cut."""

from __future__ import annotations

import pytest

from tracker.cli.tables import layout, measured

NUMBER, DAY, STATE = "C-0001", "2022-06-30", "deels voldaan"
TEXT = "de studie over de wachtlijsten in de jeugdhulp aan de commissie bezorgen"
HEADINGS = ("nr", "dag", "status", "wat")


def test_columns_stand_beside_each_other_where_the_text_can_be_read() -> None:
    columns = measured(HEADINGS, [(NUMBER, DAY, STATE, TEXT)])

    assert layout(columns, 120).beneath == ()
    assert layout(columns, 120).widths == {0: 6, 1: 10, 2: 13, 3: len(TEXT)}


def test_a_text_shares_what_short_columns_leave() -> None:
    columns = measured(HEADINGS, [(NUMBER, DAY, STATE, TEXT)])

    assert layout(columns, 80).widths == {0: 6, 1: 10, 2: 13, 3: 80 - 29 - 6}


def test_a_text_goes_under_its_row_where_it_would_be_too_narrow() -> None:
    columns = measured(HEADINGS, [(NUMBER, DAY, STATE, TEXT)])

    assert layout(columns, 50).beneath == (3,)
    assert layout(columns, 50).widths == {0: 6, 1: 10, 2: 13}


def test_short_columns_go_beneath_from_the_last_before_one_is_cut() -> None:
    columns = measured(HEADINGS, [(NUMBER, DAY, STATE, TEXT)])

    assert layout(columns, 20).beneath == (2, 3)


def test_an_empty_column_goes_before_a_text_goes_beneath() -> None:
    columns = measured((*HEADINGS, "een lege kolom"), [(NUMBER, DAY, STATE, TEXT, "")])

    assert list(layout(columns, 70).widths) == [0, 1, 2, 3]


def test_an_address_is_no_text_that_could_be_wrapped() -> None:
    columns = measured(("adres", "wat"), [("annelies.vansteenkiste@vlaamsparlement.example.org", TEXT)])

    assert layout(columns, 60).widths == {0: 50}


@pytest.mark.parametrize("room", range(1, 140, 7))
def test_no_table_is_wider_than_its_screen(room: int) -> None:
    widths = layout(measured(HEADINGS, [(NUMBER, DAY, STATE, TEXT)]), room).widths

    assert sum(widths.values()) + 2 * (len(widths) - 1) <= room
