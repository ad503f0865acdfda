"""Which tables are read: whatever parts them and stands above them, and however a spreadsheet wrote its days."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factory import an_entry
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import zipped
from sheets import Rows, csv_of, ods, word, xlsx

from tracker.errors import Unreadable
from tracker.exchange import csv_file, workbook
from tracker.exchange.files import Kind, Opened, open_file
from tracker.exchange.incoming import Terms
from tracker.exchange.publication import Publication
from tracker.model import Entry, Evidence, Status
from tracker.wording.written_days import Writing, writing_of, written_day

TERMS = Terms(datetime(2026, 1, 1, tzinfo=UTC), lambda _words, _day: None)
HEAD = ("Volgnummer", "Toezegging", "Datum toezegging", "Portefeuillehouder", "Streefdatum", "Stand van zaken")
ROW = ("2024-7", "Het college stuurt een brief", date(2024, 3, 12), "An Claes", date(2024, 6, 30), "Loopt")
TITLE: Rows = (("Lijst van toezeggingen 2024",), (), ("Stand per", date(2024, 4, 1)))
MARCH = date(2024, 3, 12)


def opened(content: str | bytes) -> Opened:
    with open_file(io.BytesIO(content.encode() if isinstance(content, str) else content), TERMS) as found:
        return replace(found, records=iter(tuple(found.records)))


def entries(content: str | bytes) -> list[Entry]:
    found = list(opened(content).records)
    assert all(one.entry for one in found), [one.problems for one in found]
    return [one.entry for one in found if one.entry]


def with_text(rows: Rows) -> Rows:
    return [[f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows]


def told(entry: Entry) -> tuple[object, ...]:
    return entry.reference, entry.said_on, entry.minister, entry.due_on, entry.status


@pytest.mark.parametrize("rows", [(HEAD, ROW), (*TITLE, HEAD, ROW)], ids=["head first", "titles above"])
@pytest.mark.parametrize(
    "made",
    [
        lambda rows: csv_of(with_text(rows), ";"),
        lambda rows: csv_of(with_text(rows), ","),
        lambda rows: csv_of(with_text(rows), "\t"),
        lambda rows: csv_of(with_text(rows), ";", first="sep=;\r\n"),
        lambda rows: csv_of(with_text(rows), ",", first="\ufeffSEP=,\r\n"),
        lambda rows: csv_of(with_text(rows), "|", first='"sep=|"\r\n'),
        xlsx,
        ods,
        lambda rows: xlsx((("Toelichting",), ("x",)), rows),
        lambda rows: word([(*row, *("",) * (len(HEAD) - len(row))) for row in rows]),
    ],
    ids=["semicolons", "commas", "tabs", "sep", "marked sep", "quoted sep", "xlsx", "ods", "second sheet", "word"],
)
def test_a_table_is_found_whatever_parts_it_and_stands_above_it(
    made: Callable[[Rows], str | bytes], rows: Rows
) -> None:
    (found,) = entries(made(rows))

    assert told(found) == ("2024-7", MARCH, "An Claes", date(2024, 6, 30), Status.OPEN)


def test_a_refusal_names_the_row_as_the_spreadsheet_numbers_it() -> None:
    broken = (*ROW[:2], "geen dag", *ROW[3:])
    found = list(opened(csv_of(with_text((*TITLE, HEAD, ROW, broken)))).records)

    assert found[1].problems[0].message.startswith("row 6: ")


def test_all_sheets_of_a_workbook_with_such_a_head_are_read_and_named() -> None:
    broken = (*ROW[:2], "geen dag", *ROW[3:])
    found = list(opened(xlsx((HEAD, ROW), (HEAD, broken))).records)

    assert found[0].entry is not None
    assert found[1].problems[0].message.startswith("Sheet2, row 2: ")


@pytest.mark.parametrize(
    "written",
    [
        "12 maart 2024",
        "12 mrt. 2024",
        "12-mrt-24",
        "di 12-03-2024",
        "dinsdag 12 maart 2024",
        "mardi 12 mars 2024",
        "12/3/24",
        "12.03.24",
        "12 maart '24",
        "12-mrt-’24",
        "12-03-'24",
        "12/03/2024 0:00",
        "12/03/2024 09:30:00",
        "March 12, 2024",
        "Tue 12 Mar 2024",
    ],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert written_day(written) == MARCH


@pytest.mark.parametrize(
    "written", ["44551", "20240312", "31/2/2024", "12 mei", "maart 2024", "12-2024", "12 jui 2024"]
)
def test_what_is_no_one_day_is_not_read(written: str) -> None:
    assert written_day(written) is None


@pytest.mark.parametrize(
    ("others", "read"),
    [
        ([], None),  # it may be 12 March 2024 or 24 March 2012
        (["15-03-2024"], MARCH),
        (["1 maart 2024", "2024-03-01"], None),
        (["12/3/24"], MARCH),
    ],
)
def test_a_short_year_that_may_be_a_day_is_read_where_the_table_shows_how(others: list[str], read: date | None) -> None:
    assert written_day("12-03-24", writing_of(["12-03-24", *others])) == read


@pytest.mark.parametrize("written", ["3/12/2024", "03-12-2024", "3/12/24"])
def test_a_day_that_can_be_turned_round_is_doubted_where_another_has_its_month_first(written: str) -> None:
    assert writing_of([written, "12/31/2024"]).month_first
    assert written_day(written, Writing(month_first=True)) is None
    assert written_day("3/3/2024", Writing(month_first=True)) == date(2024, 3, 3)


@pytest.mark.parametrize(
    ("head", "field", "cell", "value"),
    [
        ("Afdoeningsdatum", "resolved_on", "15-4-2024", date(2024, 4, 15)),
        ("Datum afdoening", "resolved_on", "15 april 2024", date(2024, 4, 15)),
        ("Verwachte afdoening", "due_on", "30 juni 2024", date(2024, 6, 30)),
        ("Planning (datum)", "due_on", "30/06/24", date(2024, 6, 30)),
        ("Uiterste datum*", "due_on", "2024-06-30", date(2024, 6, 30)),
        ("Wethouder", "minister", "An Claes", "An Claes"),
        ("Schepen", "minister", "An Claes", "An Claes"),
        ("Raadslid", "asked_by", "Jo Maes", "Jo Maes"),
        ("Zaaknummer:", "reference", "Z-12", "Z-12"),
        ("N°", "reference", "12", "12"),
        ("Fractie", "asker_party", "X", "X"),
    ],
)
def test_other_registers_name_their_columns_otherwise(head: str, field: str, cell: str, value: object) -> None:
    (found,) = entries(csv_of((("Toezegging", "Datum", "Status", head), ("x", "12-03-2024", "Afgerond", cell))))

    assert getattr(found, field) == value


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("In behandeling", Status.OPEN),
        ("Loopt", Status.OPEN),
        ("en cours", Status.OPEN),
        ("Nog niet afgedaan", Status.OPEN),
        ("Afgerond", Status.FULFILLED),
        ("Gerealiseerd", Status.FULFILLED),
        ("Terminé", Status.FULFILLED),
        ("Gedeeltelijk afgedaan", Status.PARTLY_FULFILLED),
        ("Niet meer van toepassing", Status.LAPSED),
        ("openstaand", Status.OPEN),
        ("Ingetrokken", Status.LAPSED),
    ],
)
def test_other_registers_name_their_states_otherwise(said: str, status: Status) -> None:
    (found,) = entries(csv_of((("Toezegging", "Datum", "Status"), ("x", "12-03-2024", said))))

    assert found.status is status


@pytest.mark.parametrize(
    "written", ["Jo Maes; An Claes", "Jo Maes / An Claes", "Jo Maes\nAn Claes", "Jo Maes;An Claes; "]
)
@pytest.mark.parametrize("head", ["Portefeuillehouder", "Verantwoordelijk"])
def test_several_people_in_a_cell_are_responsible_together(head: str, written: str) -> None:
    (found,) = entries(csv_of((("Toezegging", "Datum", head), ("x", "12-03-2024", written))))

    assert found.responsible == "Jo Maes; An Claes"


@pytest.mark.parametrize("written", ["Maes, J.", "Minister van Economische Zaken/Klimaat", "Cultuur & Media"])
def test_a_name_or_title_with_a_comma_or_a_bar_stays_one(written: str) -> None:
    (found,) = entries(csv_of((("Toezegging", "Datum", "Minister"), ("x", "12-03-2024", written))))

    assert (found.minister, found.responsible) == (written, written)


def test_a_column_that_is_not_read_is_told() -> None:
    assert (
        "Kleur" in opened(csv_of((("Toezegging", "Datum", "Kleur"), ("x", "12-03-2024", "rood")))).problems[0].message
    )


KEPT = (
    an_entry(3, said_on=date(2021, 9, 8), due_on=date(2022, 6, 5), confidence=0.75, quote="cijfers;=1+1; tegen juni"),
    an_entry(
        4,
        said_on=date(2021, 12, 31),
        status=Status.FULFILLED,
        resolved_on=date(2022, 1, 2),
        evidence=(Evidence("brief; nr. 3", None, date(2022, 1, 2)),),
        tags=("a,=b", "c"),
        notes=("- eerst\n- dan",),
        subject="=de bouw; van scholen",
    ),
)


@pytest.mark.parametrize("form", [csv_file.Form(), csv_file.form_for_spreadsheets("nl"), csv_file.Form("\t", bom=True)])
def test_an_export_in_any_form_comes_back(form: csv_file.Form) -> None:
    assert entries("".join(csv_file.write(KEPT, form))) == list(KEPT)


@pytest.mark.parametrize(
    ("language", "separator", "decimal", "bom"),
    [("nl", ";", ",", True), ("fr", ";", ",", True), ("en", ",", ".", True)],
)
def test_a_table_for_spreadsheets_is_spelled_as_in_their_language(
    language: str, separator: str, decimal: str, *, bom: bool
) -> None:
    assert csv_file.form_for_spreadsheets(language) == csv_file.Form(separator, bom=bom, decimal=decimal)


@pytest.mark.parametrize(
    "spelled",
    [
        "{0.day:02}/{0.month:02}/{0.year}",
        "{0.day}-{0.month}-{0.year}",
        "{0.day:02}.{0.month:02}.{0.year}",
        "{0:%d/%m/%y}",
    ],
)
@pytest.mark.parametrize("decimal", [",", "."])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_an_export_that_a_spreadsheet_saved_again_comes_back(spelled: str, decimal: str, encoding: str) -> None:
    content = csv_of(saved_again("".join(csv_file.write(KEPT)), spelled, decimal), ";")

    assert entries(content.encode(encoding)) == list(KEPT)


@pytest.mark.parametrize("made", [xlsx, ods])
def test_an_export_that_a_spreadsheet_saved_as_a_workbook_comes_back(made: Callable[[Rows], bytes]) -> None:
    rows = list(csv.reader(io.StringIO("".join(csv_file.write(KEPT)), newline="")))
    found = opened(made([[day_or_text(cell) for cell in row] for row in rows]))

    assert [one.entry for one in found.records] == list(KEPT)
    assert found.kind is Kind.OWN_SHEET


def test_an_export_whose_days_an_american_spreadsheet_turned_round_is_refused() -> None:
    content = csv_of(saved_again("".join(csv_file.write(KEPT)), "{0.month}/{0.day}/{0.year}", "."), ",")
    found = list(opened(content).records)

    assert [one.entry for one in found] == [None, None]
    assert "said_on" in found[0].problems[0].message


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_our_workbook_for_people_is_read_back(language: str) -> None:
    kept = replace(KEPT[0], due_words="in juni", minister="Jo Maes", responsible="An Claes", subject="de bussen")
    out = io.BytesIO()
    workbook.write([kept, KEPT[1]], out, Publication(language=language))
    found = opened(out.getvalue())
    first, second = (one.entry for one in found.records)

    assert found.problems == ()
    assert first is not None
    assert second is not None
    assert (first.quote, first.summary, first.said_on, first.due_on) == (
        kept.quote,
        kept.summary,
        kept.said_on,
        kept.due_on,
    )
    assert (first.subject, second.subject) == ("de bussen", KEPT[1].subject)
    assert (first.minister, first.responsible, first.due_words, first.reference) == (
        "Jo Maes",
        "An Claes",
        "in juni",
        None,
    )
    assert (first.status, second.status, second.resolved_on) == (Status.OPEN, Status.FULFILLED, date(2022, 1, 2))


FAR = '<c r="A1" t="inlineStr"><is><t>Toezegging</t></is></c>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\0\0", "damaged"),
        (zipped({"a": "b"}), "neither a workbook"),
        (zipped({"xl/workbook.xml": "<x/>"}), "damaged"),
        (zipped({"xl/worksheets/sheet1.xml": SHEET.format(f'<row>{FAR}<c r="XFD1048576"/></row>')}), "more cells"),
        (
            ods(
                (("Toezegging", "Datum")),
                more='<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float"'
                ' office:value="1" table:number-columns-repeated="9000"/></table:table-row>',
            ),
            "more cells",
        ),
        (xlsx((("naam", "kleur"), ("x", "y"))), "neither an export"),
        (word(()), "neither an export"),
    ],
    ids=["torn", "another archive", "empty workbook", "far cell", "repeated cells", "other columns", "no table"],
)
def test_what_holds_no_table_of_commitments_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        opened(content)


@pytest.mark.parametrize("made", [xlsx, ods, word])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_or_document_is_read_or_refused_in_words(
    made: Callable[[Rows], bytes], data: st.DataObject
) -> None:
    parts = unzipped(made(with_text((HEAD, ROW))))
    name = data.draw(st.sampled_from(sorted(name for name in parts if "xml" in name)))
    place = data.draw(st.integers(0, len(parts[name])))
    put_in = data.draw(st.sampled_from((b"<", b"\0", b'"', b"99999999", b"</a>", b"-1", b"\xff", b"&x;")))
    cut = data.draw(st.integers(0, 9))
    damaged: dict[str, str | bytes] = {**parts, name: parts[name][:place] + put_in + parts[name][place + cut :]}

    with suppress(Unreadable):
        opened(zipped(damaged))


@pytest.mark.parametrize(("attribute", "count"), [("rows", "104857799999999"), ("columns", "1638499999999")])
def test_empty_cells_that_are_repeated_without_end_are_refused_and_not_counted_out(attribute: str, count: str) -> None:
    cell = "<table:table-cell/>"
    row = {
        "rows": f'<table:table-row table:number-rows-repeated="{count}">{cell}</table:table-row>',
        "columns": f'<table:table-row><table:table-cell table:number-columns-repeated="{count}"/></table:table-row>',
    }[attribute]

    with pytest.raises(Unreadable, match="more cells"):
        opened(ods(with_text((HEAD, ROW)), more=row))


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved_again(content: str, spelled: str, decimal: str) -> list[list[str]]:
    """The rows as a spreadsheet writes them in its own way."""
    head, *rows = csv.reader(io.StringIO(content, newline=""))
    share = head.index("confidence")
    return [
        head,
        *(
            [
                cell.replace(".", decimal) if place == share else spelled.format(day) if (day := day_of(cell)) else cell
                for place, cell in enumerate(row)
            ]
            for row in rows
        ),
    ]


def day_or_text(cell: str) -> str | date:
    return day_of(cell) or cell


def day_of(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None
