"""A house's own templates see what they are given and nothing behind it, in letters, recalls and pages alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from posthouse import DAILY, PostHouse

from tracker.errors import SettingsError
from tracker.exchange import page
from tracker.files.output import Destination
from tracker.files.templates import templates_folder
from tracker.letters import render
from tracker.model import Selection
from tracker.usecases.exchange import stats
from tracker.usecases.letters.preview import preview_alerts, preview_digest
from tracker.usecases.letters.rappel import save_rappel, write_rappel

ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ [words]|map(attribute='__class__')|first }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(words) }}",
    "{{ '{x.__class__}'.format_map({'x': words}) }}",
    "{{ ('{0.__class__}'|string).format(words) }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{{ lipsum.__globals__ }}",
    "{{ range.__globals__ }}",
    "{{ words.__class__ }}",
    "{{ [].append(1) }}",
    "{{ {}.update(a=1) }}",
    "{% include '../../../../../../../../etc/passwd' %}",
    "{% include '/etc/passwd' %}",
    "{% for a in range(999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999999999) %}{% endfor %}",
    "{{ 'a' * 999999999 }}",
    "{{ 999999999 * [1] }}",
    "{{ 9 ** 9 ** 9 }}",
)
BEHIND_LETTERS = (
    "{{ words.catalogue.messages.clear() }}",
    "{{ words.catalogue.form_of.__globals__ }}",
    "{{ words.locale.parse('nl') }}",
    "{{ words.say.__func__ }}",
)
MISTAKES = (
    "{{ 1 / 0 }}",
    "{{ 1 + 'a' }}",
    "{{ nobody }}",
    "{% if %}",
    "{{ words.say('%(a)d') }}",
    "{{ [1][2].x }}",
    "{{ 'a'|truncate(-1) }}",
)
KINDS = (
    "digest/subject.txt",
    "digest/body.txt",
    "digest/body.html",
    "alert/subject.txt",
    "alert/body.txt",
    "alert/body.html",
    "items.txt",
    "items.html",
    "base.html",
    "rappel/body.html",
    "stats/page.html",
)


@pytest.fixture
def filled(local: PostHouse) -> PostHouse:
    """What makes every part of every template speak."""
    local.add(date(2026, 3, 1))
    moved = local.add(date(2026, 3, 5), summary="<b>é</b> & «wat» {{ 7 * 7 }}")
    local.move(moved, date(2026, 3, 20))
    local.add(None)
    local.reader(timetable=DAILY, selection=Selection())
    local.resolve(local.add(date(2026, 4, 1)))
    return local


def shown(house: PostHouse, folder: Path, templates: str | None) -> list[str]:
    """Every letter and page, with these templates."""
    office = replace(house.office, settings=replace(house.settings, templates=templates))
    digest = preview_digest(office, "jan@example.org").draft
    alerts = preview_alerts(office, "jan@example.org")
    assert alerts is not None
    save_rappel(
        office, write_rappel(office, "Maes", until=office.today), [Destination(folder / "r.html")], language="nl"
    )
    figures = page.render(
        stats(office.database, Selection(), today=office.today),
        language="nl",
        templates=Path(templates) if templates else None,
    )
    letters = [text for draft in (digest, alerts.draft) for text in (draft.subject, draft.text, draft.html)]
    return [*letters, (folder / "r.html").read_text(encoding="utf-8"), figures]


def refusal(house: PostHouse, folder: Path, kind: str, content: bytes) -> str:
    """What is said when that file of the house holds this."""
    own = folder / "own" / kind
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        shown(house, folder, str(folder / "own"))
    return str(refused.value)


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("kind", ["digest/body.html", "alert/subject.txt", "rappel/body.html", "stats/page.html"])
def test_no_template_leaves_its_sandbox(filled: PostHouse, tmp_path: Path, kind: str, escape: str) -> None:
    assert "cannot be used" in refusal(filled, tmp_path, kind, escape.encode())


@pytest.mark.parametrize("escape", BEHIND_LETTERS)
@pytest.mark.parametrize("kind", ["digest/body.txt", "alert/body.html", "rappel/body.html"])
def test_what_writes_a_letter_stays_behind_its_words(filled: PostHouse, tmp_path: Path, kind: str, escape: str) -> None:
    assert "is unsafe" in refusal(filled, tmp_path, kind, escape.encode())


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_a_house_is_in_the_sandbox(filled: PostHouse, tmp_path: Path, kind: str) -> None:
    """Also what is included or extended."""
    macros = "".join(
        f"{{% macro {name}(item, grouped=false) %}}{{{{ ''.__class__ }}}}{{% endmacro %}}"
        for name in ("item_block", "item_lines", "aside_line", "aside_lines")
    )
    content = macros if kind.startswith("items") else "{{ ''.__class__ }}"

    assert "is unsafe" in refusal(filled, tmp_path, kind, content.encode())


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("kind", ["digest/subject.txt", "rappel/body.html", "stats/page.html"])
def test_a_mistake_in_a_template_is_told(filled: PostHouse, tmp_path: Path, kind: str, mistake: str) -> None:
    told = refusal(filled, tmp_path, kind, mistake.encode())

    assert told.startswith("A template of the ")
    assert told.endswith("Look into your templates folder.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_in_another_encoding_is_told(filled: PostHouse, tmp_path: Path, kind: str) -> None:
    assert "cannot be used" in refusal(filled, tmp_path, kind, "é".encode("latin-1"))


@pytest.mark.parametrize("mistake", ["{% if %}", "{{ nobody }}", "{{ 1 / 0 }}", "{{ ''.__class__ }}"])
@pytest.mark.parametrize("kind", ["digest/subject.txt", "digest/more.txt", "stats/page.html"])
def test_a_mistake_is_told_with_its_file_and_line(filled: PostHouse, tmp_path: Path, kind: str, mistake: str) -> None:
    (tmp_path / "own/digest").mkdir(parents=True)
    (tmp_path / "own/digest/body.txt").write_text("{% include 'digest/more.txt' ignore missing %}")

    assert f"({tmp_path / 'own' / kind}, line 2): " in refusal(filled, tmp_path, kind, f"\n{mistake}".encode())


def test_a_link_leads_to_no_file_elsewhere(filled: PostHouse, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim")
    (tmp_path / "own/digest").mkdir(parents=True)
    (tmp_path / "own/digest/more.txt").symlink_to(tmp_path / "secret")
    told = refusal(filled, tmp_path, "digest/body.txt", b"{% include 'digest/more.txt' %}")

    assert "digest/more.txt is a link that leads out of its folder" in told


def test_a_link_inside_the_folder_is_followed(filled: PostHouse, tmp_path: Path) -> None:
    """A container mounts its files so."""
    (tmp_path / "own/..data/digest").mkdir(parents=True)
    (tmp_path / "own/..data/digest/subject.txt").write_text("Griffie")
    (tmp_path / "own/digest").symlink_to("..data/digest")

    assert shown(filled, tmp_path, str(tmp_path / "own"))[0] == "Griffie"


def test_a_template_that_calls_itself_is_told(filled: PostHouse, tmp_path: Path) -> None:
    endless = b"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"

    assert "cannot be used" in refusal(filled, tmp_path, "digest/body.txt", endless)


def test_a_template_that_writes_too_much_is_told(
    filled: PostHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.templating.LONGEST", 200_000)
    much = b"{% for a in range(500) %}{{ 'a' * 1000 }}{% endfor %}"

    assert "it writes more than 200000 characters" in refusal(filled, tmp_path, "stats/page.html", much)


def test_an_own_template_may_do_what_templates_do(filled: PostHouse, tmp_path: Path) -> None:
    (tmp_path / "own/digest").mkdir(parents=True)
    (tmp_path / "own/digest/subject.txt").write_text(
        "{% set seen = namespace(n=0) %}{% for section in digest.sections %}{% for item in section['items'] %}"
        "{% set seen.n = seen.n + 1 %}{{ loop.index }}{{ item.entry.said_on.year }} {% endfor %}{% endfor %}"
        "{{ '{:>3}'.format(seen.n) }}{% for n in range(3) %}{{ n * 2 ** 3 }}{% endfor %}{{ words.say('new')|upper }}"
    )
    subject = shown(filled, tmp_path, str(tmp_path / "own"))[0]

    assert subject == "12025 12025 12025 12025 40816NIEUW"


def test_our_templates_say_the_same_outside_the_sandbox(
    filled: PostHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = shown(filled, tmp_path, None)
    (tmp_path / "r.html").unlink()
    for place in (render, page):
        monkeypatch.setattr(place, "environment", plain(place.environment))
    outside = shown(filled, tmp_path, None)

    assert inside == outside
    assert "{{ 7 * 7 }}" in inside[2]  # the words of a report are no template


def plain(sandboxed: Callable[..., Environment]) -> Callable[..., Environment]:
    """The same environment as Jinja2 makes it by itself."""

    def made(folder: str | None, *, html: bool) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(templates_folder()),
            autoescape=html,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters = sandboxed(folder, html=html).filters
        return environment

    return made
