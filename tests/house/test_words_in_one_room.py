"""No sentence for people stands outside the catalogues, the templates and the help of the command.

What a room without a language says it writes in English, as it is stored or stands in JSON, and the form of it stands
in the catalogues (`msgctxt "written"`), so that every door tells it in the language of the reader.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tracker.dates import find_dates
from tracker.dates.arithmetic import DAYS, MONTHS
from tracker.dates.binding import BINDERS
from tracker.dates.named import FINENESS
from tracker.dates.rules import MONTHS as MONTH_NAMES
from tracker.dates.rules import WEEKDAYS
from tracker.languages.words import date_languages, date_words
from tracker.wording.catalogue import catalogue, languages
from tracker.wording.refusals import refusals_in
from tracker.wording.written import DATE_WORD, WRITTEN, pattern_of, retold, written_in

ROOT = Path(__file__).resolve().parents[2]
TRACKER = ROOT / "tracker"
SAYING = {"say", "count", "counted", "remark"}  # their first words are looked up in the catalogues
FOR_PROGRAMMERS = {"ValueError", "TypeError", "AssertionError", "AttributeError", "RuntimeError", "log"}
HELP = {"Option", "Argument", "Typer", "Commands"}
PATTERN = {"compile"}
SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|BEGIN|VACUUM|FROM|REPEATABLE|READ|state IN|status IN|"
    r"AFTER|BEFORE|FOR EACH|WHEN|CAST)\b|.*(\b(NEW|IS NOT NULL|AND NOT|AT TIME ZONE|MATCH)\b|<> ''|name =)"
)
COMMAND = re.compile(r"(tracker (--|list|move|resolve|unfollow)|chmod )")
TYPE = re.compile(r"[\w\[\], |.]+ \| [\w\[\], |.]+")
GAP = "{}"
PLACE = re.compile(r"%\(\w+\)s|\{\w*\}")
WORD = re.compile(r"[^\W\d_]{2,}|\bI\b|\ba\b")
OWN_PLACES = {"wording", "migrations"}

EXCEPTIONS: Mapping[tuple[str, str], str] = {  # this list only shrinks
    ("cli/manual.py", ""): "the manual is help",
    ("languages/date_tables.py", "{} [grammar], participle"): "a place in a file",
    ("languages/search.py", "{} [rules]"): "a place in a file",
    ("letters/sample.py", ""): "an invented commitment, by which templates are tried; nobody reads it",
    ("mail/elsewhere.py", "To: {}"): "the head of a letter",
    ("mail/message.py", "a token is as long"): "for programmers",
    ("measuring/agreement.py", "a minister without a name"): "stands in the place of a name, in JSON too",
    ("reading/html.py", ""): "selectors of elements",
    ("store/database.py", "-c lock_timeout"): "options of PostgreSQL",
    ("store/failures.py", ""): "what drivers say, by which their errors are known",
    ("store/guards.py", ""): "in the triggers of the database, whose text never changes",
    ("store/importing.py", "name IN"): "a part of a query",
}
LISTED = 13
STEPS_OF_DATES = {"election", "legislature", "easter", "christmas", "together"}


def sentences_in(source: str) -> list[tuple[int, str]]:
    """The sentences for people in a source text, with their lines; what an f-string fills in is a gap."""
    return [(line, text) for line, text in _texts(ast.parse(source)) if _is_sentence(text)]


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield from _text(node)
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    skipped = _looked_up(node) if isinstance(node, ast.Call) else ()
    for child in ast.iter_child_nodes(node):
        if child not in skipped:
            yield from _texts(child)


def _text(node: ast.Constant | ast.JoinedStr) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.lineno, node.value
        return
    parts = (str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)
    yield node.lineno, "".join(parts)
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            yield from _texts(part.value)


def _looked_up(call: ast.Call) -> list[ast.AST]:
    """The parts of a call that are not told as they stand: they are looked up, or meant for others."""
    name = ast.unparse(call.func).rpartition(".")[2]
    if name in FOR_PROGRAMMERS | HELP | PATTERN:
        return [*call.args, *call.keywords]
    if name in SAYING:
        return [argument for argument in call.args if isinstance(argument, ast.Constant)]
    return [keyword for keyword in call.keywords if keyword.arg == "help"]


def _is_sentence(text: str) -> bool:
    """Three words or more, two of them written out."""
    is_for_machines = SQL.match(text) or COMMAND.match(text) or TYPE.fullmatch(text)
    return len(WORD.findall(PLACE.sub("", text))) > 1 and len(text.split()) > 2 and not is_for_machines


def plain(text: str) -> str:
    return PLACE.sub(GAP, text)


@cache
def known() -> tuple[frozenset[str], str]:
    """The values that have a name, and all forms that rooms write, one under the other."""
    messages, forms = catalogue("en").messages, map(plain, written_in("en").named(WRITTEN))
    things = {text for (what, _), (text, *_) in refusals_in("en").messages.items() if what == "file"}
    return frozenset(things | {value for what, value in messages if what}), "\n".join(forms)


def untold(source: str) -> list[tuple[int, str]]:
    """The sentences of a source text that no catalogue knows."""
    names, forms = known()
    return [(line, text) for line, text in sentences_in(source) if text not in names and _step(text) not in forms]


def _step(text: str) -> str:
    """A step in the reading of a date without the days that it comes to; any other text as it is."""
    return plain(text).removesuffix(f" = {GAP}")


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(TRACKER.rglob("*.py")):
        if not OWN_PLACES & set(path.relative_to(TRACKER).parts):
            yield path.relative_to(TRACKER).as_posix(), path.read_text(encoding="utf-8")


def excused(file: str, text: str) -> tuple[str, str] | None:
    return next((one for one in EXCEPTIONS if one[0] == file and text.startswith(one[1])), None)


def test_no_sentence_for_people_stands_outside_the_catalogues() -> None:
    wrong = [
        f"{file}:{line}: {text}"
        for file, source in sources()
        for line, text in untold(source)
        if excused(file, text) is None
    ]

    assert not wrong


def test_the_list_of_exceptions_only_shrinks() -> None:
    needed = {excused(file, text) for file, source in sources() for _, text in untold(source)}

    assert set(EXCEPTIONS) <= needed
    assert len(EXCEPTIONS) <= LISTED


@pytest.mark.parametrize(
    "source",
    [
        'warn("The register is locked by somebody.")',
        'warn(f"The register {name} is locked.")',
        'problems.add("Nobody " + f"knows {name} here.")',
        'WHY = {"locked": "somebody else writes into it"}',
        'raise Refused("register.locked", because="somebody else writes into it")',
    ],
)
def test_a_sentence_that_somebody_adds_is_refused(source: str) -> None:
    assert untold(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""The register is locked by somebody."""',
        'words.say("The register is locked by somebody.")',
        'told = remark("The register %(name)s is locked.", name=name)',
        'raise ValueError("the register is locked by somebody")',
        'log("info", "the register is locked by somebody")',
        'help = typer.Option(help="How long the register is locked.")',
        'tx.execute("SELECT the FROM register WHERE name IS NOT NULL")',
        'raise Refused("register.locked", because=f"Report {number} is missing.")',
        'words.name("letter state", state)',
    ],
)
def test_what_is_looked_up_or_not_for_people_may_stand(source: str) -> None:
    assert not untold(source)


def conventions() -> set[str]:
    table = tomllib.loads((TRACKER / "parliaments" / "conventions.toml").read_text(encoding="utf-8"))
    said = {f"{name}: {row['says']}" for name, row in table.items()}
    return {re.sub(r"\{[\w-]+\}", GAP, text) for text in said}


def readings() -> set[str]:
    """How the examples of all languages are read: every step, assumption and problem."""
    found: set[str] = set()
    for language in date_languages():
        for section in date_words(language).sections:
            for example in section.examples:
                said, _, day = example.partition(" = ")[0].partition(" @ ")
                for time in find_dates(
                    said, said_on=date.fromisoformat(day.strip() or "2021-09-21"), language=language
                ):
                    found |= {*time.derivation, time.assumption or "", time.problem or ""}
    return found - {""}


def forms() -> set[str]:
    return set(written_in("en").named(WRITTEN))


@pytest.mark.parametrize("language", languages())
def test_every_language_tells_the_same_with_the_same_placeholders(language: str) -> None:
    english, told = written_in("en").messages, written_in(language).messages

    assert (written_in(language).language, told.keys()) == (language, english.keys())
    assert [key for key, forms in english.items() if forms != (key[1],)] == []
    assert [
        key for key, (text,) in told.items() if not text or set(PLACE.findall(text)) != set(PLACE.findall(key[1]))
    ] == []


def test_every_convention_of_dates_is_told() -> None:
    told = {plain(form).replace(f"{GAP} – {GAP}", GAP) for form in forms()}

    assert {text.replace(f"{GAP} – {GAP}", GAP) for text in conventions()} <= told


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_every_step_in_the_reading_of_a_date_is_told(language: str) -> None:
    ids = re.compile(r"[a-z]+(-[a-z]+)+")  # recesses, rounds and conventions go by their names in the settings
    english = re.compile(r"\b(of it|to|by the|means|this|next|previous|waits|days|month|year|quarter)\b")

    untouched = [
        text for text in readings() if retold(text, language) == text and english.search(ids.sub("", text)) is not None
    ]

    assert not untouched


def test_no_form_is_left_over() -> None:
    literals = {plain(text) for _, source in sources() for _, text in _texts(ast.parse(source))}
    written = "\n".join(literals | conventions())
    read = {part for text in readings() for part in (text, text.rpartition(" = ")[0])}

    left_over = [
        form
        for form in forms()
        if not any(_is_from(form, text) for text in literals)
        and _short(plain(form)) not in _short(written)
        and not any(pattern_of(form).fullmatch(text) for text in read)
    ]

    assert not left_over


def _is_from(form: str, literal: str) -> bool:
    """Whether a text of the code is this form, or a part of it where two are put together."""
    if not re.search(r"\w{2}", literal) or (GAP not in literal and len(WORD.findall(literal)) == 1):
        return False
    return re.search(".+?".join(map(re.escape, literal.split(GAP))), plain(form)) is not None


def _short(text: str) -> str:
    """Two days of a stretch as one gap: they are put together elsewhere."""
    return text.replace(f"{GAP} – {GAP}", GAP).replace(f"{GAP} to {GAP}", GAP)


def test_every_word_of_a_date_has_a_name() -> None:
    units = {*DAYS, *MONTHS, *FINENESS} | {f"{unit}s" for unit in ("day", "week", "month", "quarter", "half", "year")}
    parts = {"begin", "middle", "end", "first", "second", "last", "hours"}
    seasons = {"spring", "summer", "autumn", "winter"}

    assert set(written_in("en").named(DATE_WORD)) == (
        units | parts | seasons | STEPS_OF_DATES | {*WEEKDAYS, *MONTH_NAMES, *BINDERS}
    )
