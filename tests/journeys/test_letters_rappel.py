"""A reminder to a minister: whose it is, what is overdue and coming, and the files in which it leaves."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from posthouse import PostHouse

from tracker.errors import NotFound, WrongCall
from tracker.files.output import Destination
from tracker.model import Act, Precision, Relation, Selection, Status, TimeExpression
from tracker.model.settings import LetterSettings, MailSettings, Settings
from tracker.store import Database
from tracker.usecases import register as stories
from tracker.usecases.letters.rappel import save_rappel, write_rappel
from tracker.usecases.register import hand_over

UNTIL = date(2026, 7, 1)
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    settings = Settings(
        letters=LetterSettings(title="Commissiesecretariaat"), mail=MailSettings(reply_to="griffie@example.org")
    )
    house = PostHouse(sqlite_database, tmp_path, settings=settings)
    house.clock.set(UNTIL)
    house.add(date(2026, 6, 30), summary="het rapport bezorgen", due_words="eind juni 2026")
    house.add(date(2026, 12, 31), summary="=SOM(A1) bezorgen\x07\u202e")
    house.add(date(2027, 2, 1), summary="later iets doen")
    house.add(date(2026, 5, 1), summary="van een ander", minister="Jan Peeters", responsible="Jan Peeters")
    house.resolve(house.add(date(2026, 4, 1), summary="al gedaan"))
    return house


def saved(house: PostHouse, path: Path, *, until: date = UNTIL, language: str = "nl") -> Path:
    save_rappel(house.office, write_rappel(house.office, "maes", until=until), [Destination(path)], language=language)
    return path


def word(path: Path) -> Any:
    return Document(BytesIO(path.read_bytes()))


def written_in(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return plain("\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def page_of(house: PostHouse, path: Path, *, until: date = UNTIL, language: str = "nl") -> str:
    return plain(saved(house, path, until=until, language=language).read_text())


def plain(text: str) -> str:
    """The same with spaces that may break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_recall_lists_what_is_overdue_and_the_coming_half_year(house: PostHouse) -> None:
    letter = write_rappel(house.office, "maes", until=UNTIL)

    assert (letter.minister, letter.function) == ("Lieve Maes", "minister van Onderwijs")
    assert [item.entry.number for item in letter.overdue] == [1]
    assert [item.entry.number for item in letter.coming] == [2]
    assert (letter.days.ahead_until, letter.days.answer_by) == (date(2027, 1, 1), date(2026, 7, 29))


def test_a_recall_goes_to_whoever_is_responsible_now(house: PostHouse) -> None:
    act = Act("griffie", house.clock())
    hand_over(
        house.database, Selection(numbers=(1,)), "An Claes", act=act, today=UNTIL, function="minister van Cultuur"
    )
    old, new = (write_rappel(house.office, name, until=UNTIL) for name in ("Lieve Maes", "An Claes"))

    assert [item.entry.number for item in old.items] == [2]
    assert [item.entry.number for item in new.items] == [1]
    assert (old.function, new.function) == ("minister van Onderwijs", "minister van Cultuur")


def test_a_function_of_which_nothing_is_known_is_left_out(house: PostHouse) -> None:
    house.add(date(2026, 6, 1), minister="Jo Smet", responsible="Jo Smet", minister_function=None)
    act = Act("griffie", house.clock())
    hand_over(house.database, Selection(numbers=(1,)), "An Claes", act=act, today=UNTIL)

    assert write_rappel(house.office, "Smet", until=UNTIL).function is None
    assert write_rappel(house.office, "Claes", until=UNTIL).function is None


def test_a_name_in_the_register_that_is_part_of_another_can_be_meant(house: PostHouse) -> None:
    house.add(date(2026, 6, 1), minister="MAES", responsible="MAES")

    assert write_rappel(house.office, "MAES", until=UNTIL).alike == ("Lieve Maes",)
    with pytest.raises(WrongCall, match="Jan Peeters, Lieve Maes, MAES"):
        write_rappel(house.office, "e", until=UNTIL)


def test_a_name_like_no_other_is_told_with_those_there_are(house: PostHouse) -> None:
    with pytest.raises(NotFound, match="Jan Peeters, Lieve Maes"):
        write_rappel(house.office, "niemand", until=UNTIL)


def test_many_names_are_counted(house: PostHouse) -> None:
    for number in range(12):
        house.add(date(2026, 6, 1), minister=f"Persoon {number:02}", responsible=f"Persoon {number:02}")

    with pytest.raises(WrongCall, match="Persoon 07 and 4 more"):
        write_rappel(house.office, "persoon", until=UNTIL)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            (
                "Rappel toezeggingen, 1 juli 2026",
                "Geachte minister,",
                "uiterlijk op woensdag 29 juli 2026",
                "Ter informatie",
                "Nieuwe termijn",
                "Hoogachtend,",
            ),
        ),
        (
            "en",
            (
                "Reminder of commitments, 1 July 2026",
                "Dear Minister,",
                "by Wednesday 29 July 2026",
                "For information",
                "New deadline",
                "Yours faithfully,",
            ),
        ),
        (
            "fr",
            (
                "Rappel des engagements, 1er juillet 2026",
                "Madame la Ministre, Monsieur le Ministre,",
                "au plus tard le mercredi 29 juillet 2026",
                "Pour information",
                "Nouvelle échéance",
                "Veuillez agréer, Madame la Ministre, Monsieur le Ministre, l’expression",
            ),
        ),
    ],
)
def test_word_document_and_page_say_the_same(
    house: PostHouse, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    document = word(saved(house, tmp_path / "r.docx", language=language))
    page = page_of(house, tmp_path / "r.html", language=language)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]

    for text in (written_in(document), page):
        assert not [word for word in (*words, "Lieve Maes", "minister van Onderwijs") if word not in text]
        assert "griffie@example.org" in text
        assert text.count("Commissiesecretariaat") == 2  # at the head, and where it is signed
        assert "C-0001" in text
        assert "C-0003" not in text
        assert "eind juni 2026" in text
    assert [row[0] for row in rows[1:]] == ["C-0001", "C-0002"]
    assert all(row[3:] == [""] * 4 for row in rows[1:])


@pytest.mark.parametrize(
    ("language", "function", "begins", "ends"),
    [
        ("nl", None, "Geachte minister,", "Hoogachtend,"),
        ("nl", "minister-president", "Geachte minister,", "Hoogachtend,"),
        ("nl", "Vlaams staatssecretaris voor Cultuur", "Geachte staatssecretaris,", "Hoogachtend,"),
        ("nl", "schepen van Onderwijs", "Geachte mevrouw, geachte heer,", "Hoogachtend,"),
        ("en", "state secretary for Culture", "Dear State Secretary,", "Yours faithfully,"),
        # in French a letter ends with the words with which it began
        (
            "fr",
            "secrétaire d’État à la Culture",
            "Madame la Secrétaire d’État, Monsieur le Secrétaire d’État,",
            "Veuillez agréer, Madame la Secrétaire d’État, Monsieur le Secrétaire d’État, l’expression",
        ),
        (
            "fr",
            "échevin de l’Enseignement",
            "Madame, Monsieur,",
            "Veuillez agréer, Madame, Monsieur, l’expression de notre haute considération.",
        ),
    ],
)
def test_how_a_letter_begins_and_ends_fits_the_function(
    house: PostHouse, tmp_path: Path, *, language: str, function: str | None, begins: str, ends: str
) -> None:
    house.add(date(2026, 6, 1), minister="Jo Smet", responsible="Jo Smet", minister_function=function)
    letter = write_rappel(house.office, "Smet", until=UNTIL)
    save_rappel(
        house.office, letter, [Destination(tmp_path / f"r.{one}") for one in ("html", "docx")], language=language
    )
    page, document = (tmp_path / "r.html").read_text(), written_in(word(tmp_path / "r.docx"))

    assert page.index(f"<p>{begins}</p>") < page.index(f"<p>{ends}")
    assert document.index(f"{begins}\n") < document.index(f"\n{ends}")


def test_the_subject_stands_with_the_facts_and_in_the_table(house: PostHouse, tmp_path: Path) -> None:
    stories.edit(house.database, 1, {"subject": "wachttijden in de pleegzorg"}, act=Act("griffie", house.clock()))
    page, table = page_of(house, tmp_path / "r.html"), saved(house, tmp_path / "r.csv").read_text("utf-8-sig")

    assert page.count("<dt>Onderwerp</dt><dd>wachttijden in de pleegzorg</dd>") == 1
    assert "Onderwerp\nwachttijden" in written_in(word(saved(house, tmp_path / "r.docx"))).replace("\t", "\n")
    assert [row[2] for row in csv.reader(table.splitlines(), delimiter=";")] == [
        "Onderwerp",
        "wachttijden in de pleegzorg",
        "",
    ]


def test_a_moved_deadline_shows_the_first_one_how_often_and_why(house: PostHouse, tmp_path: Path) -> None:
    house.move(1, date(2026, 9, 30), "advies volgt")
    house.move(1, date(2026, 11, 30), "het advies is nog niet klaar")
    page = page_of(house, tmp_path / "r.html")

    assert "<dt>Eerste termijn</dt><dd>30 juni 2026</dd>" in page
    assert "<dt>Huidige termijn</dt><dd>30 november 2026, nog 152 dagen, 2 keer verschoven</dd>" in page
    assert "<dt>Waarom verschoven</dt><dd>het advies is nog niet klaar</dd>" in page


def test_what_is_done_in_part_is_told(house: PostHouse, tmp_path: Path) -> None:
    house.add(date(2026, 6, 20), status=Status.PARTLY_FULFILLED)
    page = page_of(house, tmp_path / "r.html")

    assert "<dd>20 juni 2026, 11 dagen te laat, deels voldaan</dd>" in page


def test_the_first_deadline_stands_as_it_was_said(house: PostHouse, tmp_path: Path) -> None:
    stated = TimeExpression("voor de zomer", 0, 13, None, None, date(2026, 6, 20), Precision.DAY, Relation.BEFORE, "x")
    house.add(date(2026, 9, 30), stated=stated, slips=1, slip_days=102)  # as another register gave it
    page = page_of(house, tmp_path / "r.html")

    assert "<dt>Eerste termijn</dt><dd>20 juni 2026 (“voor de zomer”)</dd>" in page


def test_a_date_stays_on_one_line_and_a_reason_is_one_line(house: PostHouse, tmp_path: Path) -> None:
    house.move(1, date(2026, 9, 30), "advies\n  volgt")
    page = saved(house, tmp_path / "r.html").read_text()

    assert "<dd>30\N{NO-BREAK SPACE}juni 2026</dd>" in page
    assert "<dd>advies volgt</dd>" in page


def test_a_first_deadline_that_was_said_as_a_day_stands_once(house: PostHouse, tmp_path: Path) -> None:
    day = date(2026, 6, 20)
    stated = TimeExpression("2026-06-20", 0, 10, None, None, day, Precision.DAY, Relation.BEFORE, "x")
    house.add(date(2026, 9, 30), stated=stated, slips=1, slip_days=102)
    page = page_of(house, tmp_path / "r.html")

    assert "2026-06-20" not in page


def test_a_letter_prepared_ahead_is_true_on_its_day(house: PostHouse, tmp_path: Path) -> None:
    until = date(2026, 9, 1)
    house.clock.set(date(2026, 3, 10))
    house.add(date(2026, 9, 4), summary="binnen drie dagen iets doen")
    letter = write_rappel(house.office, "maes", until=until)
    page = page_of(house, tmp_path / "r.html", until=until)

    assert letter.days.written_on == until
    assert letter.days.answer_by == date(2026, 9, 29)
    assert [item.days for item in letter.items] == [-63, 3, 121, 153]
    assert '<p class="day">1 september 2026</p>' in page


def test_a_letter_about_an_earlier_day_counts_the_days_from_its_own(house: PostHouse) -> None:
    house.clock.set(date(2026, 7, 12))
    house.add(date(2026, 7, 6), summary="na de dag en voor de brief")
    letter = write_rappel(house.office, "maes", until=UNTIL)

    assert letter.days.written_on == date(2026, 7, 12)
    assert [(item.entry.number, item.days) for item in letter.overdue] == [(1, -12)]
    assert [(item.entry.number, item.days) for item in letter.coming] == [(6, -6), (2, 172)]


def test_a_part_without_commitments_is_left_out(house: PostHouse, tmp_path: Path) -> None:
    before = page_of(house, tmp_path / "before.html", until=date(2026, 6, 30))
    house.resolve(2)
    after = page_of(house, tmp_path / "after.html")

    assert "Geen van uw toezeggingen aan het parlement is op 30 juni 2026 te laat." in before
    assert "Te laat (" not in before
    assert "Ter informatie" not in after


def test_the_word_document_is_one_to_work_in(house: PostHouse, tmp_path: Path) -> None:
    path = saved(house, tmp_path / "r.docx")
    document = word(path)
    properties, rows = document.core_properties, document.tables[0].rows
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")

    assert (plain(properties.title), properties.author) == ("Rappel toezeggingen, 1 juli 2026", "Commissiesecretariaat")
    assert (properties.language, language.get(qn("w:val"))) == ("nl-BE", "nl-BE")
    assert properties.created == datetime(2026, 7, 1, tzinfo=UTC)
    assert properties.comments == ""
    assert rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert len({cell.width for cell in rows[1].cells}) > 3
    assert [one.text.split()[0] for one in document.paragraphs if one.style.name == "Heading 3"] == ["C-0001", "C-0002"]
    assert document.sections[-1].page_width > document.sections[-1].page_height


def test_the_same_letter_is_the_same_file(house: PostHouse, tmp_path: Path) -> None:
    one, other = (saved(house, tmp_path / name).read_bytes() for name in ("one.docx", "other.docx"))

    assert one == other


def test_nothing_invisible_reaches_a_file(house: PostHouse, tmp_path: Path) -> None:
    """An old register may hold what none takes in any more."""
    trap = "Jo\x07 \u202eSmet\u2066\ufeff"
    house.office = replace(house.office, settings=replace(house.settings, letters=LetterSettings(title=f"Huis{trap}")))
    letter = write_rappel(house.office, "maes", until=UNTIL)
    item = letter.overdue[0]
    entry = replace(
        item.entry, summary=trap, quote=trap, asked_by=trap, committee=trap, due_words=trap, dossier=trap
    )  # fmt: skip
    letter = replace(letter, minister=trap, function=trap, overdue=(replace(item, entry=entry, reason=trap),))
    paths = [tmp_path / f"r.{kind}" for kind in ("docx", "html", "csv")]
    save_rappel(house.office, letter, [Destination(path) for path in paths], language="nl")
    document = word(paths[0])

    for text in (
        written_in(document),
        document.core_properties.author,
        paths[1].read_text(encoding="utf-8"),
        paths[2].read_text(encoding="utf-8-sig"),
    ):
        assert "Jo Smet" in text
        assert not INVISIBLE.search(text)


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("nl", "Nummer;Toezegging;Onderwerp;Citaat;Gezegd op;Termijn;Nieuwe termijn;Reden;Voldaan op;Bewijs"),
        ("en", "Number;Commitment;Subject;Quote;Said on;Deadline;New deadline;Reason;Fulfilled on;Evidence"),
        ("fr", "Numéro;Engagement;Objet;Citation;Dit le;Échéance;Nouvelle échéance;Motif;Tenu le;Preuve"),
    ],
)
def test_the_table_to_answer_in_speaks_the_language_and_holds_no_formula(
    house: PostHouse, tmp_path: Path, language: str, heads: str
) -> None:
    content = saved(house, tmp_path / "r.csv", language=language).read_bytes()
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))

    assert content.startswith(b"\xef\xbb\xbf")  # Excel reads it as UTF-8
    assert ";".join(rows[0]) == heads
    assert rows[2][:2] == ["C-0002", "'=SOM(A1) bezorgen"]
    assert rows[1][3].startswith("Ik zal het rapport")


def test_a_file_that_cannot_be_is_told(house: PostHouse, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="Cannot write"):
        saved(house, tmp_path / "r.pdf")


def test_a_minister_without_debts_is_told_so(house: PostHouse, tmp_path: Path) -> None:
    page = page_of(house, tmp_path / "r.html", until=date(2025, 1, 1))
    document = word(saved(house, tmp_path / "r.docx", until=date(2025, 1, 1)))

    for text in (page, written_in(document)):
        assert "is niets te laat, en tot en met" in text
        assert "tabel achteraan" not in text
    assert not document.tables


def test_a_recall_goes_to_each_of_several_who_are_responsible_and_tells_each_once(house: PostHouse) -> None:
    act = Act("griffie", house.clock())
    hand_over(house.database, Selection(numbers=(1,)), "Lieve Maes; An Claes", act=act, today=UNTIL)
    told = {
        name: [item.entry.number for item in write_rappel(house.office, name, until=UNTIL).items]
        for name in ("claes", "Lieve Maes")
    }

    assert told == {"claes": [1], "Lieve Maes": [1, 2]}
    assert write_rappel(house.office, "claes", until=UNTIL).minister == "An Claes"
