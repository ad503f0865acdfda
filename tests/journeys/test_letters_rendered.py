"""Letters in words: three languages, text and HTML alike, small enough for every mail program."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from checklist import check, text_of
from posthouse import MONDAY, NO_DIGEST, PostHouse

from tracker.errors import SettingsError
from tracker.model import Selection, Status
from tracker.store import Database
from tracker.usecases.letters.preview import preview_alerts, preview_digest

TRAP = "=?utf-8?q?Hi=0D=0ABcc=3A_x=40evil.example?="


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> PostHouse:
    return PostHouse(sqlite_database, tmp_path)


def busy(house: PostHouse) -> None:
    """A bit of everything."""
    moved, done, lapsed = (house.add(date(2026, 3, 20 + index)) for index in range(3))
    house.add(date(2026, 2, 1), slips=2)
    house.add(date(2026, 2, 28), status=Status.PROPOSED)
    house.add(None)
    house.add(None, condition="na goedkeuring door de Raad van State")
    house.move(moved, date(2026, 3, 25))
    house.resolve(done)
    house.lapse(lapsed)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "nl",
            "2 te laat, 1 komt eraan – toezeggingen, week 10",
            ("29 dagen te laat", "2 keer uitgesteld", "onze aanname"),
        ),
        (
            "en",
            "2 overdue, 1 coming due – commitments, week 10",
            ("29 days late", "moved 2 times before", "our assumption"),
        ),
        (
            "fr",
            "2 en retard, 1 à venir – engagements, semaine 10",
            ("29 jours de retard", "reporté 2 fois", "notre hypothèse"),
        ),
    ],
)
def test_a_digest_speaks_the_readers_language(
    house: PostHouse, language: str, subject: str, words: tuple[str, ...]
) -> None:
    busy(house)
    found = preview_digest(house.desk, language=language)
    text = " ".join(found.draft.text.split()).lower()

    assert found.draft.subject == subject
    assert all(word in text for word in words), text
    assert f'<html lang="{language}">' in found.draft.html
    assert re.search(r'class="quote" [^>]*lang="nl"[^>]*>“', found.draft.html), "a quote keeps its own language"


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_no_words_are_left_in_another_language(house: PostHouse, language: str) -> None:
    busy(house)
    found = preview_digest(house.desk, language=language)
    words = set(re.findall(r"[a-zé]+", found.draft.text.lower()))
    english = {"overdue", "coming", "changed", "fulfilled", "deadline", "every", "letter", "late", "days"}
    dutch = {"laat", "gewijzigd", "termijn", "krijgt", "dagen", "voldaan"}

    assert not words & (english if language != "en" else dutch)
    assert not words & (dutch if language == "fr" else set())


def test_five_hundred_items_fit_and_the_rest_is_counted(house: PostHouse) -> None:
    quote = "Ik zal, zoals eerder in deze commissie gezegd, het volledige rapport met alle bijlagen bezorgen. " * 4
    for index in range(500):
        house.add(MONDAY + timedelta(days=index % 60 - 40), quote=quote, summary="het volledige rapport bezorgen " * 3)
    house.reader(selection=Selection(), timetable=NO_DIGEST)
    house.clock.set(MONDAY + timedelta(days=1))
    digest = preview_digest(house.desk, "jan@example.org")
    house.tick()

    check(digest.content, "jan@example.org")
    assert len(digest.draft.html.encode()) < 100_000
    assert "… en nog" in digest.draft.text
    total = sum(int(number) for number in re.findall(r"\((\d+)\)\n-+", digest.draft.text))
    shown = len(re.findall(r"^C-\d{4}  ", digest.draft.text, re.MULTILINE))
    hidden = sum(int(number) for number in re.findall(r"en nog (\d+)", digest.draft.text))
    assert total == shown + hidden
    assert all(len(letter.content) < 250_000 for letter in house.pocket.letters)


def test_titles_that_try_to_be_headers_stay_words(house: PostHouse) -> None:
    number = house.add(
        date(2026, 3, 9), summary=f"{TRAP} \u202egnol\u202c <script>alert(1)</script>", minister=TRAP, responsible=TRAP
    )
    house.reader(timetable=NO_DIGEST)
    house.tick()
    message = check(house.pocket.letters[0].content, "jan@example.org")

    assert f"C-{number:04d}" in text_of(message)
    assert "&lt;script&gt;" in text_of(message, "html")
    assert "evil.example" not in str(message["To"])


def test_links_go_to_the_page_of_a_commitment(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    linked = replace(house.desk, settings=replace(house.settings, link="https://example.org/c/{number}"))
    found = preview_digest(linked)

    assert 'href="https://example.org/c/1"' in found.draft.html
    assert "https://example.org/c/1" in found.draft.text
    assert "tracker show" not in found.draft.text


def test_the_state_of_the_register_is_published(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    found = preview_digest(house.desk)

    assert re.search(r"gebeurtenis 1, zegel\s+[0-9a-f]{64}", found.draft.text)


def test_a_folder_of_templates_replaces_single_files(house: PostHouse, tmp_path: Path) -> None:
    house.add(date(2026, 3, 9))
    own = tmp_path / "templates"
    (own / "digest").mkdir(parents=True)
    (own / "digest" / "subject.txt").write_text("Griffie: {{ headline }}\n")
    changed = replace(house.desk, settings=replace(house.settings, templates=str(own)))

    assert preview_digest(changed).draft.subject == "Griffie: 1 komt eraan"
    assert "Toezeggingen – week 10" in preview_digest(changed).draft.text


@pytest.mark.parametrize("template", ["{{ nobody }}", "{% if %}"])
def test_a_broken_template_is_named(house: PostHouse, tmp_path: Path, template: str) -> None:
    (tmp_path / "own" / "digest").mkdir(parents=True)
    (tmp_path / "own" / "digest" / "subject.txt").write_text(template)
    broken = replace(house.desk, settings=replace(house.settings, templates=str(tmp_path / "own")))

    with pytest.raises(SettingsError, match="template of the digest letter"):
        preview_digest(broken)


def test_an_alert_of_many_is_summed_up_in_its_subject(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.add(date(2026, 3, 1))
    done = house.add(date(2026, 4, 1))
    house.reader(timetable=NO_DIGEST)
    house.resolve(done)
    found = preview_alerts(house.desk, "jan@example.org")

    assert found is not None
    assert found.draft.subject == "1 te laat, 1 komt eraan, 1 gewijzigd – toezeggingen"
