"""Letters in words: three languages, text and HTML alike, small enough for every mail program."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest
from checklist import check, text_of
from posthouse import DAILY, MONDAY, NO_DIGEST, PostHouse

from tracker.errors import SettingsError
from tracker.followup import resolve
from tracker.model import Evidence, Selection, Status
from tracker.model.settings import Settings
from tracker.store import Database
from tracker.usecases.letters.preview import preview_alerts, preview_digest
from tracker.usecases.letters.subscribe import follow

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
            "2 te laat, 1 termijn nadert, 3 nieuw, 2 gewijzigd – toezeggingen, week 10",
            ("29 dagen te laat", "2 keer verschoven", "onze aanname"),
        ),
        (
            "en",
            "2 overdue, 1 deadline near, 3 new, 2 changed – commitments, week 10",
            ("29 days late", "moved 2 times", "our assumption"),
        ),
        (
            "fr",
            "2 en retard, 1 échéance proche, 3 nouveaux, 2 modifiés – engagements, semaine 10",
            ("29 jours de retard", "reporté 2 fois", "notre hypothèse"),
        ),
    ],
)
def test_a_digest_speaks_the_readers_language(
    house: PostHouse, language: str, subject: str, words: tuple[str, ...]
) -> None:
    busy(house)
    found = preview_digest(house.office, language=language)
    text = " ".join(found.draft.text.split()).lower()

    assert found.draft.subject == subject
    assert all(word in text for word in words), text
    assert f'<html lang="{language}">' in found.draft.html
    assert re.search(r'class="quote" [^>]*lang="nl"[^>]*>[“«]', found.draft.html), "a quote keeps its own language"
    assert re.search(r'<h3[^>]*>.*?class="what" lang="nl"', found.draft.html, re.DOTALL), "and so does a summary"


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_no_words_are_left_in_another_language(house: PostHouse, language: str) -> None:
    busy(house)
    found = preview_digest(house.office, language=language)
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
    digest = preview_digest(house.office, "jan@example.org")
    house.tick()

    check(digest.content, "jan@example.org")
    assert 85_000 < len(digest.draft.html.encode()) < 100_000, "the room that there is is used"
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
    linked = replace(house.office, settings=replace(house.settings, link="https://example.org/c/{number}"))
    found = preview_digest(linked)

    assert 'href="https://example.org/c/1"' in found.draft.html
    assert "https://example.org/c/1" in found.draft.text
    assert not re.search(r"tracker \w+ ", found.draft.text + found.draft.html), "who has pages needs no commands"


def test_the_state_of_the_register_is_published(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    found = preview_digest(house.office)

    head = re.search(r"gebeurtenis 1, kop\s+([0-9a-f]{8})\.", found.draft.text)

    assert head is not None
    assert re.search(rf'title="1:{head[1]}[0-9a-f]{{56}}"', found.draft.html), "whole, or it is no anchor"


def test_a_folder_of_templates_replaces_single_files(house: PostHouse, tmp_path: Path) -> None:
    house.add(date(2026, 3, 9))
    own = tmp_path / "templates"
    (own / "digest").mkdir(parents=True)
    (own / "digest" / "subject.txt").write_text("Griffie: {{ headline }}\n")
    changed = replace(house.office, settings=replace(house.settings, templates=str(own)))

    assert preview_digest(changed).draft.subject == "Griffie: 1 termijn nadert, 1 nieuw"
    assert "Toezeggingen – week 10" in preview_digest(changed).draft.text


@pytest.mark.parametrize("template", ["{{ nobody }}", "{% if %}"])
def test_a_broken_template_is_named(house: PostHouse, tmp_path: Path, template: str) -> None:
    (tmp_path / "own" / "digest").mkdir(parents=True)
    (tmp_path / "own" / "digest" / "subject.txt").write_text(template)
    broken = replace(house.office, settings=replace(house.settings, templates=str(tmp_path / "own")))

    with pytest.raises(SettingsError, match="template of the digest letter"):
        preview_digest(broken)


def test_an_alert_of_many_is_summed_up_in_its_subject(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    house.add(date(2026, 3, 1))
    done = house.add(date(2026, 4, 1))
    house.reader(timetable=NO_DIGEST)
    house.resolve(done)
    found = preview_alerts(house.office, "jan@example.org")

    assert found is not None
    assert found.draft.subject == "1 te laat, 1 termijn nadert, 1 voldaan – toezeggingen"


def test_the_name_of_the_house_is_written_as_the_house_writes_it(house: PostHouse) -> None:
    letters = replace(house.settings.letters, title="Toezeggingen Vlaams Parlement")
    named = replace(house.office, settings=replace(house.settings, letters=letters))

    assert preview_digest(named).draft.subject.endswith(" – Toezeggingen Vlaams Parlement, week 10")
    assert preview_digest(house.office).draft.subject.endswith(" – toezeggingen, week 10")


def test_a_previewed_letter_is_that_of_its_reader(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    reader = house.reader()
    found = [preview_digest(house.office, reader.address), preview_alerts(house.office, reader.address)]

    for letter in found:
        assert letter is not None
        assert f"unsubscribe%20{reader.token}" in letter.draft.text
        assert f"unsubscribe%20{reader.token}" in letter.draft.html


def test_evidence_that_was_wrong_is_told_no_longer(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 20))
    house.reader(timetable=NO_DIGEST)
    house.resolve(number, "https://example.org/verkeerd")
    done = preview_alerts(house.office, "jan@example.org")
    house.tick()
    house.reopen(number)
    again = preview_alerts(house.office, "jan@example.org")

    assert done is not None
    assert again is not None
    assert '<a href="https://example.org/verkeerd"' in done.draft.html
    assert "verkeerd" not in again.draft.text + again.draft.html


@pytest.mark.parametrize("reference", ["javascript:alert(1)", "data:text/html,hallo", "brief van 3 maart"])
def test_evidence_becomes_a_link_only_when_it_is_a_web_address(house: PostHouse, reference: str) -> None:
    house.resolve(house.add(date(2026, 3, 20)), reference)
    found = preview_digest(house.office)

    assert reference in found.draft.html
    assert "href" not in found.draft.html.partition("<body")[2]


def test_long_words_break_lines_but_addresses_do_not(house: PostHouse) -> None:
    address = "https://example.org/" + "abcdefghij" * 40
    house.resolve(house.add(date(2026, 3, 20), minister="Z" * 300, responsible="Z" * 300), address)
    house.add(date(2026, 3, 20), summary=f"{address} nalezen", quote="x" * 500, committee="y" * 200)
    found = preview_digest(house.office)
    lines = [line for line in found.draft.text.splitlines() if "://" not in line]

    assert address in found.draft.text
    assert max(len(line) for line in lines) <= 72
    assert "Z" * 64 in found.draft.text


def test_a_commitment_is_a_heading_with_the_way_to_it(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 20))
    html = preview_digest(house.office).draft.html

    assert re.findall(r"<(h\d)", html.partition("<body")[2]) == ["h1", "h2", "h3"]
    assert f">tracker show C-{number:04d}</code>" in html
    assert "`" not in html


def test_a_hidden_line_goes_before_the_letter(house: PostHouse) -> None:
    house.add(date(2026, 3, 20), summary="de ene zaak regelen")
    house.add(date(2026, 3, 21), summary="de andere zaak regelen")
    html = preview_digest(house.office).draft.html

    assert re.search(r'<body[^>]*>\s*<div class="preheader" style="display: none;', html)
    assert "De ene zaak regelen · De andere zaak regelen</div>" in html


def test_what_was_done_without_a_document_is_explained_in_both_parts(house: PostHouse) -> None:
    number = house.add(date(2026, 3, 20))
    spoken = Evidence(None, "mondeling bevestigd in de commissie", MONDAY)
    house.record(number, lambda entry: resolve(entry, spoken, today=MONDAY))
    draft = preview_digest(house.office).draft
    told = "Geen document als bewijs. Toelichting: mondeling bevestigd in de commissie"

    assert told in " ".join(draft.text.split())
    assert told in draft.html


def test_a_quiet_letter_is_two_lines_and_counts_the_same_in_both_parts(house: PostHouse) -> None:
    house.add(date(2026, 9, 1))
    house.clock.set(MONDAY + timedelta(days=14))
    draft = preview_digest(house.office).draft
    told = "Er is niets gewijzigd sinds 9\u00a0maart 2026. Openstaand:\u00a01."

    assert told in draft.text
    assert told in unescape(draft.html)
    assert 'class="figure' not in draft.html.partition("<body")[2]


def test_no_line_breaks_inside_a_day(house: PostHouse) -> None:
    for length in range(30):  # somewhere each day would stand at the end of a line
        house.add(date(2026, 9, 21), committee="x" * (length + 20))
    lines = preview_digest(house.office).draft.text.splitlines()

    assert sum("1\u00a0september" in line for line in lines) == 60, "said, and due"
    assert not [line for line in lines if re.search(r"· \d{1,2}$", line)]


def test_the_name_in_from_is_the_houses_own_or_in_the_readers_language(house: PostHouse) -> None:
    titled = replace(house.settings, letters=replace(house.settings.letters, title="Toezeggingen Vlaams Parlement"))
    named = replace(titled, mail=replace(titled.mail, sender_name="Griffie"))
    house.add(date(2026, 3, 9))

    def names(settings: Settings, language: str) -> list[str]:
        found = preview_digest(replace(house.office, settings=settings), language=language)
        message = message_from_bytes(found.content, policy=policy.default)
        return [message[header].partition(" <")[0].strip('"') for header in ("From", "List-Id")]

    assert names(house.settings, "nl") == ["Opvolging toezeggingen"] * 2
    assert names(house.settings, "fr") == ["Suivi des engagements"] * 2
    assert names(titled, "fr") == ["Toezeggingen Vlaams Parlement"] * 2
    assert names(named, "en") == ["Griffie"] * 2


def test_who_gets_no_digest_is_promised_none(house: PostHouse) -> None:
    house.add(date(2026, 3, 9))
    never = preview_digest(house.office, house.reader(timetable=NO_DIGEST).address)
    weekly = preview_digest(house.office, house.reader("an@example.org").address)
    daily = preview_digest(house.office, house.reader("els@example.org", timetable=DAILY).address)

    assert not never.is_wanted
    assert "U krijgt deze brief" not in never.draft.text + never.draft.html
    assert weekly.is_wanted
    assert "U krijgt deze brief elke maandag om 08:00 uur." in weekly.draft.text
    assert "op dagen waarop er nieuws is" in " ".join(daily.draft.text.split())


def test_who_follows_learns_how_to_stop(house: PostHouse) -> None:
    number = house.add(date(2026, 9, 1))
    reader = house.reader(timetable=NO_DIGEST, alerts=())
    follow(house.office, reader.address, number)
    house.move(number, date(2026, 10, 1))
    house.tick()

    assert "U volgt C-0001. Niet meer volgen? tracker unfollow C-0001 ADRES" in house.words()
    assert "nadert" not in house.words()
    check(house.pocket.letters[-1].content, reader.address)
