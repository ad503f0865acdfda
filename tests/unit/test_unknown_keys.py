"""A key that nothing asks for is refused in every data file of a language or a parliament, beside the known ones."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tracker.errors import SettingsError
from tracker.extraction.clause import ClauseKind
from tracker.languages import data_files, words
from tracker.languages.cues import load_cues
from tracker.languages.grammar import load_grammar
from tracker.languages.matter import load_matter
from tracker.languages.reading import readable
from tracker.languages.reference import load_reference
from tracker.languages.search import search_rules
from tracker.languages.summary import load_summary_words
from tracker.languages.verbs import load_verbs
from tracker.languages.voices import load_voices
from tracker.languages.weights import structure_names
from tracker.languages.words import date_words
from tracker.parliaments.calendars import HOME, calendar_pack, conventions_of
from tracker.parliaments.forms import parliaments
from tracker.wording.refusals import advice, refusal

OURS = Path(data_files.__file__).parent / "nl"
CACHED = (
    *(data_files.check_files, data_files.languages_with, load_verbs, load_cues, load_grammar, load_summary_words),
    *(load_voices, load_reference, load_matter, date_words, readable),
)
LOADERS: dict[str, Callable[[Path], object]] = {
    "weights.toml": lambda _: load_cues("nl"),
    "cues/more.toml": lambda _: load_cues("nl"),
    "search.toml": lambda _: search_rules("nl"),
    "grammar.toml": lambda _: load_grammar("nl"),
    "voices.toml": lambda _: load_voices("nl"),
    "summary.toml": lambda _: load_summary_words("nl"),
    "reference.toml": lambda _: load_reference("nl"),
    "matter.toml": lambda _: load_matter("nl"),
    "reading.toml": readable,
    "reported.toml": readable,
}
HEAD = 'title = "Here"\nlanguages = ["nl"]\ntimezone = "UTC"\n'
SLIPS: tuple[tuple[str, str, str, str], ...] = (  # file, what it holds, where and what is refused, a known key
    ("weights.toml", "treshold = 1\n", "nl/weights.toml holds treshold", "threshold"),
    ("weights.toml", '[weights]\n"futur" = 1\n', "nl/weights.toml [weights] holds futur", "bias"),
    ("cues/more.toml", '[structure]\n"biass" = 1\n', "nl/cues/more.toml [structure] holds biass", "bias"),
    ("search.toml", "[[rule]]\n", "nl/search.toml holds rule", "rules"),
    ("search.toml", "[[rules]]\nif = 'x'\n", "nl/search.toml [rules] 1 holds if", "when"),
    ("grammar.toml", "joint = []\n", "nl/grammar.toml holds joint", "contractions"),
    ("voices.toml", "staf = []\n", "nl/voices.toml holds staf", "colleagues"),
    ("summary.toml", "hedge = []\n", "nl/summary.toml holds hedge", "hedges"),
    ("reference.toml", "article = []\n", "nl/reference.toml holds article", "articles"),
    ("matter.toml", "item = []\n", "nl/matter.toml holds item", "items"),
    ("reading.toml", "month = []\n", "nl/reading.toml holds month", "headings"),
    ("reading.toml", "[roles]\nministers = []\n", "nl/reading.toml [roles] holds ministers", "minister"),
    ("reading.toml", "[addressed]\nchair = []\n", "nl/reading.toml [addressed] holds chair", "minister"),
    ("reading.toml", "[people]\nformers = []\n", "nl/reading.toml, people holds formers", "former"),
    ("reported.toml", "verb = []\n", "nl/reported.toml holds verb", "verbs"),
)
PARLIAMENT_SLIPS: tuple[tuple[str, str, str, str], ...] = (
    ("parliament.toml", f"{HEAD}commitees = []\n", "here/parliament.toml holds commitees", "committees"),
    ("parliament.toml", f"{HEAD}[roles]\nboss = []\n", "here/parliament.toml [roles] holds boss", "minister"),
    ("parliament.toml", f"{HEAD}[titles]\nends = []\n", "here/parliament.toml [titles] holds ends", "ends_before"),
    ("parliament.toml", f'{HEAD}[[chambers]]\nnames = "x"\n', "here/parliament.toml [chambers] 1 holds names", "forms"),
    ("calendar.toml", 'title = "Here"\n[period]\n', "here/calendar.toml holds period", "periods"),
    ("calendar.toml", 'title = "Here"\n[periods.x]\nstart = "1 may"\n', "[periods.x] holds start", "starts"),
    ("calendar.toml", 'title = "Here"\n[periods.x.early]\nif = "x"\n', "[periods.x.early] holds if", "when"),
    ("calendar.toml", 'title = "Here"\n[elections.x]\nday = []\n', "[elections.x] holds day", "days"),
    ("calendar.toml", 'title = "Here"\n[terms.x]\nend = "x"\n', "[terms.x] holds end", "ends"),
    ("calendar.toml", 'title = "Here"\n[conventions.aft]\n', "[conventions] holds aft", "after"),
    ("calendar.toml", 'title = "Here"\n[conventions.after]\nwin = "x"\n', "[conventions.after] holds win", "window"),
)


def forget() -> None:
    """What was read of the languages is read anew."""
    for cached in CACHED:
        cached.cache_clear()


@pytest.fixture
def languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder in the place of the languages of the program, with a copy of one."""
    copytree(OURS, tmp_path / "nl")
    forget()
    with monkeypatch.context() as context:
        for reading in (data_files, words):
            context.setattr(reading, "files", lambda _: tmp_path)
        yield tmp_path
    forget()


def refused_as(load: Callable[[], object]) -> tuple[str, list[str]]:
    """What is said, and the keys that it advises."""
    with pytest.raises(SettingsError) as refused:
        load()
    known = (advice(refused.value) or "").removeprefix("Choose from: ").rstrip(".")
    return refusal(refused.value), known.split(", ")


@pytest.mark.parametrize(("file", "text", "told", "known"), SLIPS, ids=[told for *_, told, _ in SLIPS])
def test_a_key_of_a_language_that_nothing_asks_for_is_refused_by_file_and_name(
    languages: Path, file: str, text: str, told: str, known: str
) -> None:
    (languages / "nl" / file).write_text(text, "utf-8")

    said, advised = refused_as(lambda: LOADERS[file](languages))

    assert f"{told}, which nothing asks for" in said
    assert known in advised


def all_read(home: Path) -> object:
    """All that is known of the parliaments in a folder."""
    return parliaments(home), calendar_pack("here", home), conventions_of("here", home)


@pytest.mark.parametrize(
    ("file", "text", "told", "known"), PARLIAMENT_SLIPS, ids=[told for *_, told, _ in PARLIAMENT_SLIPS]
)
def test_a_key_of_a_parliament_that_nothing_asks_for_is_refused_by_file_and_name(
    tmp_path: Path, file: str, text: str, told: str, known: str
) -> None:
    copytree(HOME / "plain", tmp_path / "plain")
    (tmp_path / "conventions.toml").write_bytes((HOME / "conventions.toml").read_bytes())
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / file).write_text(text, "utf-8")

    said, advised = refused_as(lambda: all_read(tmp_path))

    assert f"{told}, which nothing asks for" in said
    assert known in advised


def test_what_is_seen_without_a_rule_has_a_name_that_may_be_weighed() -> None:
    names, learnt = structure_names(load_verbs("nl")), tomllib.loads((OURS / "weights.toml").read_text("utf-8"))
    cues = load_cues("nl")

    assert {f"clause.{kind}" for kind in ClauseKind} <= names
    assert learnt["weights"].keys() <= {
        *names,
        *(rule.id for rule in cues.rules),
        *(one.id for one in cues.combinations),
    }


def test_a_search_rule_that_lacks_its_pattern_is_refused_with_its_number(languages: Path) -> None:
    (languages / "nl" / "search.toml").write_text("[[rules]]\ngives = ['x']\n", "utf-8")

    with pytest.raises(SettingsError, match=r"rules 1 .*when"):
        search_rules("nl")


def test_a_search_rule_whose_pattern_cannot_be_read_is_refused_with_its_place(languages: Path) -> None:
    (languages / "nl" / "search.toml").write_text("[[rules]]\nwhen = '('\ngives = ['x']\n", "utf-8")

    with pytest.raises(SettingsError, match=r"nl/search\.toml \[rules\] 1, when is '\('"):
        search_rules("nl")
