"""How a preview shows a letter: for which day, in which form, and where there is no browser."""

from __future__ import annotations

import json
import re
import webbrowser
from pathlib import Path

import pytest
from calling import called as tracker
from post_of_command import fill


def test_a_preview_may_name_its_day_itself(place: Path) -> None:
    fill(place)
    digest = tracker(place, "digest", "preview", "--today", "2026-03-02")
    alerts = tracker(place, "--today", "2026-01-02", "alerts", "preview", "jan@example.org", "--today", "2026-03-08")
    tracker(place, "rappel", "--minister", "maes", "--draft", "--today", "2026-03-02", "--out", "r.html")

    assert digest == tracker(place, "--today", "2026-03-02", "digest", "preview")
    assert alerts == tracker(place, "--today", "2026-03-08", "alerts", "preview", "jan@example.org")
    assert '<p class="day">2\N{NO-BREAK SPACE}March 2026</p>' in (place / "r.html").read_text()
    assert "--today 'morgen' names no day" in tracker(place, "digest", "preview", "--today", "morgen", fails=2)


def test_a_preview_opens_in_the_browser(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    class Browser:
        def open(self, address: str) -> bool:
            opened.append(address)
            return True

    monkeypatch.setattr(webbrowser, "get", Browser)
    said = tracker(place, "digest", "preview", "--open", "--out", "een dag.html")

    assert opened == [(place / "een dag.html").as_uri()]
    assert "<html" in (place / "een dag.html").read_text()
    assert said == "Written to een dag.html.\n"


def test_without_a_browser_a_preview_says_where_it_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    said = tracker(place, "digest", "preview", "--open", fails=1)

    assert said == "tracker: No browser; written to digest-preview.html. Open it yourself.\n"
    assert (place / "digest-preview.html").exists()


def test_a_preview_shows_text_html_or_the_whole_message(place: Path) -> None:
    fill(place)
    text = tracker(place, "--today", "2026-03-02", "digest", "preview", language="nl")
    html = tracker(place, "--today", "2026-03-02", "digest", "preview", "--html", "--language", "en")
    eml = tracker(place, "--today", "2026-03-02", "digest", "preview", "jan@example.org", "--eml")
    written = tracker(place, "--today", "2026-03-02", "digest", "preview", "--html", "--out", "d.html")
    alerts = tracker(place, "--today", "2026-03-02", "alerts", "preview", "jan@example.org")
    none = tracker(place, "--today", "2026-01-02", "alerts", "preview", "jan@example.org")

    assert text.startswith("Onderwerp: 1 termijn nadert, 1 nieuw – toezeggingen, week 10")
    assert '<html lang="en">' in html
    assert re.search(r"^To: jan@example.org\r$", eml, re.MULTILINE)
    assert "Written to d.html" in written
    assert (place / "d.html").read_text().startswith("<!DOCTYPE html>")
    assert "Nog 7 dagen – " in alerts
    assert "No alerts are owed" in none
    assert json.loads(tracker(place, "outbox", "list", "--format", "json")) == []


def test_a_preview_for_who_gets_no_digest_says_so(place: Path) -> None:
    fill(place)
    tracker(place, "subscriber", "add", "an@example.org", "--no-digest")
    told = tracker(place, "--today", "2026-03-02", "digest", "preview", "an@example.org")
    other = tracker(place, "--today", "2026-03-02", "digest", "preview", "jan@example.org")

    assert "an@example.org gets no digest; this is what it would tell." in told
    assert "U krijgt deze brief" not in told
    assert "gets no digest" not in other
