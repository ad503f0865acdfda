"""The looks of letters: colours that can be read in both schemes, and a sheet that nothing pushes apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from pictured import TODAY, entry, shortlist, snapshot

from tracker.files.templates import templates_folder
from tracker.letters.digest.draft import render_digest
from tracker.letters.render import Letterhead
from tracker.model import Mention, Source
from tracker.model.letters import Timetable

STYLE = (templates_folder() / "base.html").read_text(encoding="utf-8")
LIGHT, _, REST = STYLE.partition("@media (max-width")
DARK = REST.partition("prefers-color-scheme: dark)")[2].partition("</style>")[0]
RULE = re.compile(r"([^{}\n]+?) \{([^{}]*)\}")


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def colours(rules: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for selectors, body in RULE.findall(rules):
        colour = re.search(rf"(?:^|[ ;]){name}: (#[0-9a-f]{{6}})", body)
        if colour:
            found |= {selector.strip(): colour[1] for selector in selectors.split(",")}
    return found


@pytest.mark.parametrize("rules", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_can_be_read_on_the_sheet(rules: str) -> None:
    sheet = colours(rules, "background")[".sheet"]
    weak = {name: colour for name, colour in colours(rules, "color").items() if contrast(colour, sheet) < 4.5}

    assert len(colours(rules, "color")) > 8
    assert not weak


def test_what_has_a_colour_in_the_light_has_one_in_the_dark() -> None:
    assert set(colours(LIGHT, "color")) == set(colours(DARK, "color"))


def test_there_is_one_accent_beside_the_colour_of_what_is_late() -> None:
    accents = {colour for colour in colours(LIGHT, "color").values() if max(rgb(colour)) - min(rgb(colour)) > 40}

    assert accents == {"#17616b", "#a3271f"}


def rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def test_a_letter_tells_the_subject_under_the_summary_in_both_its_forms() -> None:
    one = replace(entry(1, -3), subject="de bouw van <scholen>")
    draft = render_digest(snapshot(overdue=shortlist(one), open_total=1), Timetable(), Letterhead("nl"))
    line, marked = "Onderwerp: de bouw van <scholen>", "Onderwerp: de bouw van &lt;scholen&gt;"

    assert draft.text.index("Zaak 1 doen") < draft.text.index(line) < draft.text.index("Lieve Maes ·")
    assert draft.html.index("Zaak 1 doen</span>") < draft.html.index(marked) < draft.html.rindex("Lieve Maes ·")


def test_no_word_pushes_the_sheet_apart_in_any_mail_program() -> None:
    seen = snapshot(overdue=shortlist(entry(1, -3)), open_total=1)
    html = render_digest(seen, Timetable(), Letterhead("nl")).html
    body = html.partition("<body")[2]
    tables, cells = re.findall(r"<table [^>]*>", body), re.findall(r"<td class=[^>]*>", body)
    ours = [table for table in tables if "class=" in table]

    assert all("table-layout: fixed" in table for table in ours)
    assert all("word-wrap: break-word" in cell and "font-family" in cell for cell in cells)
    assert len(cells) == 8, "top, pad, four figures, an item, foot"
    assert '<!--[if mso]><table role="presentation" width="640"' in body, "Outlook knows no max-width"
    assert sum("bgcolor=" in table for table in ours) == 2


@pytest.mark.parametrize(("language", "linked"), list(product(("nl", "en", "fr"), (True, False))))
def test_a_letter_of_many_uses_the_room_it_has(language: str, linked: bool) -> None:  # noqa: FBT001 - a case
    newly = [entry(number, -(number % 6) - 1) for number in range(1, 57)]
    late = [entry(number, -number) for number in range(100, 200)]
    coming = [entry(number, number % 28) for number in range(200, 320)]
    seen = snapshot(
        overdue=shortlist(*late, *newly),
        became_overdue=shortlist(*newly),
        coming=shortlist(*coming),
        open_total=514,
        today=TODAY,
    )
    link = "https://example.org/c/{number}" if linked else None
    html = render_digest(seen, Timetable(), Letterhead(language, link=link)).html
    shown = html.count('class="item"')

    assert len(html.encode()) <= 100_000
    assert shown >= 75


def test_a_letter_names_the_report_the_page_and_how_often_it_is_said_again() -> None:
    source = Source(1, "verslag.pdf", "0" * 64, "Verslag over pleegzorg", None, None, "nl", 4, 0, 10)
    one = replace(entry(1, -3), source=source, mentions=(Mention(2, 0, 5, "Ja."), Mention(3, 0, 5, "Ja.")))
    draft = render_digest(snapshot(overdue=shortlist(one), open_total=1), Timetable(), Letterhead("nl"))
    told = "Verslag over pleegzorg · blz. 4 · nog op 2 plaatsen vermeld"

    assert told in " ".join(draft.text.split())
    assert told in draft.html
    assert draft.html.count("Zaak 1 doen") == 1


def test_what_is_late_is_said_in_words_and_in_colour_and_nothing_is_shouted() -> None:
    late, coming = entry(1, -3), entry(2, 3)
    seen = snapshot(overdue=shortlist(late), coming=shortlist(coming), open_total=2)
    draft = render_digest(seen, Timetable(), Letterhead("nl"))

    assert re.search(r'<span class="late"[^>]*>3 dagen te laat</span>', draft.html)
    assert re.search(r'<span class="word"[^>]*>Nog 3 dagen</span>', draft.html)
    assert "C-0001  3 dagen te laat" in draft.text
    assert "DAGEN" not in draft.text


def test_a_letter_tells_of_a_reminder_as_long_as_its_answer_is_waited_for() -> None:
    waiting = replace(entry(1, -3), recalled_on=TODAY, answer_by=date(2026, 4, 6))
    answered = replace(entry(2, -3), recalled_on=TODAY)
    seen = snapshot(overdue=shortlist(waiting, answered), open_total=2)
    draft = render_digest(seen, Timetable(), Letterhead("en"))

    assert "Reminded on 9 March 2026, answer due by 6 April 2026" in " ".join(draft.text.split())
    assert draft.html.count("Reminded on") == 1
