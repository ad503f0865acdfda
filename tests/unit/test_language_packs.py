"""A language is data: its lists are known by name, and its grammar decides where a subject is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import SettingsError
from tracker.extraction.clause import Clause, tokens_of
from tracker.extraction.syntax import clauses_of
from tracker.languages import data_files, words
from tracker.languages.cue_rules import combination_of
from tracker.languages.data_files import table_of
from tracker.languages.grammar import Grammar, grammar_of
from tracker.languages.pack import load_pack
from tracker.languages.verbs import Verbs, verbs_of
from tracker.languages.words import date_words, date_words_of
from tracker.parliaments.calendars import calendar_names
from tracker.wording.refusals import advice, refusal

DATES = "nl/dates.toml"
NO_VERBS = verbs_of({})
ENGLISH: dict[str, Any] = {
    "auxiliaries": ["will"],
    "nominatives": ["we"],
    "determiners": ["the"],
    "prepositions": ["in", "of"],
    "adverbs": ["then"],
}


def clause(text: str, grammar: Grammar) -> Clause:
    (found,) = clauses_of(tokens_of(text, 0, len(text), grammar), grammar)
    return found


def subject(text: str, grammar: Grammar) -> str:
    found = clause(text, grammar)
    first, last = found.subject
    return " ".join(found.words[first:last])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The office will send it.", "the office"),
        ("In the spring the office will send it.", "the office"),
        ("In the spring of the year, the office will send it.", "the office"),
        ("Then we will send it.", "we"),
        ("In the spring will be enough.", ""),
    ],
)
def test_where_the_verb_need_not_stand_second_the_subject_stands_before_it(text: str, who: str) -> None:
    assert subject(text, grammar_of(ENGLISH, NO_VERBS)) == who


def test_where_the_verb_stands_second_the_subject_may_follow_it() -> None:
    grammar = grammar_of({**ENGLISH, "verb_second": True}, NO_VERBS)

    assert subject("In the spring will the office send it.", grammar) == "the office send it"
    assert subject("The office will send it.", grammar) == "the office"


def test_a_noun_behind_a_preposition_is_a_verb_only_where_clauses_end_in_their_verb() -> None:
    words = {**ENGLISH, "auxiliaries": ["will", "work"]}
    text = "In work"  # nobody is named: the empty stretch stands behind the verb that was found

    assert clause(text, grammar_of(words, NO_VERBS)).subject == (0, 0)
    assert clause(text, grammar_of({**words, "verb_final_subordinate": True}, NO_VERBS)).subject == (1, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We'll send it.", ("we", "will", "send", "it", ".")),
        ("We’ll not.", ("we", "will", "not", ".")),
        ("It isn't.", ("it", "is", "not", ".")),
        ("L'accord d’hier", ("le", "accord", "de", "hier")),
        ("the minister's", ("the", "minister's")),
        ("'ll 1,5", ("'", "ll", "1,5")),
    ],
)
def test_a_contraction_is_the_word_that_it_stands_for(text: str, words: tuple[str, ...]) -> None:
    grammar = grammar_of({"contractions": {"'ll": "will", "n't": "not", "l'": "le", "d'": "de"}}, NO_VERBS)

    tokens = tokens_of(text, 0, len(text), grammar)

    assert tuple(token.word for token in tokens) == words
    assert all(text[token.start : token.end].strip() for token in tokens)


def test_a_list_that_nothing_asks_for_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"nl/grammar\.toml holds auxilliaries") as refused:
        grammar_of({"auxilliaries": ["zal"]}, NO_VERBS, source="nl/grammar.toml")

    assert "auxiliaries" in advice(refused.value)


@pytest.mark.parametrize(("name", "value"), [("relative", "die"), ("verb_second", "no"), ("verb_second", ["no"])])
def test_a_list_of_another_shape_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=rf"{name} is .*, which has another shape"):
        grammar_of({name: value}, NO_VERBS)


def test_a_verb_of_which_a_form_is_missing_is_refused() -> None:
    with pytest.raises(SettingsError, match="The verb 'sturen stuur' of the group report has not three forms"):
        verbs_of({"report": {"kind": "report", "verbs": ["sturen stuur"]}})


@pytest.mark.parametrize(
    ("name", "table"), [("report", {"kind": "report", "verb": []}), ("participle", {"look_like": "ge.*"})]
)
def test_a_table_of_verbs_that_holds_something_else_is_refused_by_name(name: str, table: dict[str, Any]) -> None:
    (wrong,) = {"verb", "look_like"} & table.keys()

    with pytest.raises(SettingsError, match=rf"nl/verbs\.toml \[{name}\] holds {wrong}, which nothing"):
        verbs_of({name: table}, source="nl/verbs.toml")


def test_a_class_of_date_words_that_holds_something_else_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"nl/dates\.toml \[season\] holds word, which nothing"):
        date_words_of("nl", {DATES: {"season": {"kind": "season", "word": {"summer": ["zomer"]}}}})


MONTH: dict[str, Any] = {
    "kind": "month",
    "core": True,
    "examples": ["in mayu = -..-"],
    "counterexamples": ["mayuzo"],
    "words": {"5": ["mayu"]},
}


def test_what_a_language_leaves_out_of_its_date_words_is_empty() -> None:
    found = date_words_of("toy", {DATES: {"month": MONTH}})

    assert (found.suffixes, found.said, found.context["future"]) == (frozenset(), {}, frozenset())
    assert found.default_calendar in calendar_names()
    assert found.single["mayu"].value == 5


def test_numbers_that_are_not_all_there_make_no_compounds() -> None:
    numbers = {**MONTH, "kind": "number", "words": {"1": ["unu"], "20": ["dudek"]}}

    found = date_words_of("toy", {DATES: {"compound": ["{ten}{unit}"], "number": numbers}})

    assert found.single["dudekunu"].value == 21


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"month": {name: value for name, value in MONTH.items() if name != "kind"}}, " [month] has no kind. Write"),
        ({"month": {name: value for name, value in MONTH.items() if name != "words"}}, " [month] has no words. Write"),
        ({"month": {**MONTH, "kind": "mnth"}}, " [month], kind holds 'mnth', which means nothing there. Choose from"),
        ({"month": {**MONTH, "words": {"may": ["mayu"]}}}, " [month.words] holds 'may', which"),
        ({"month": {**MONTH, "words": {"5": "mayu"}}}, " [month.words], 5 is 'mayu', which has another shape"),
        ({"month": {**MONTH, "words": ["mayu"]}}, " [month], words is"),
        ({"month": {**MONTH, "core": "yes"}}, " [month], core is 'yes'"),
        ({"by": {**MONTH, "kind": "relation", "words": {"bye": ["befu"]}}}, " [by.words] holds 'bye', which"),
        ({"n": {**MONTH, "kind": "number", "words": {"one": ["unu"]}}}, " [n.words] holds the key 'one', which is no"),
        ({"suffix": []}, " holds suffix, which nothing asks for"),
        ({"suffixes": "de"}, ", suffixes is 'de', which has another shape"),
        ({"context": {"futur": ["zal"]}}, " [context] holds futur, which"),
        ({"context": ["zal"]}, ", context is"),
        ({"said": {"days": "{} to {end}"}}, " [said], days holds '{end}', which"),
        ({"compound": ["{tens}{unit}"]}, ", compound holds '{tens}', which"),
        ({"grammar": {"participle": "ge("}}, " [grammar], participle is 'ge(', which cannot be read"),
    ],
)
def test_a_slip_in_the_date_words_is_refused_with_its_file_and_place(table: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        date_words_of("nl", {DATES: table})

    assert refusal(refused.value).startswith(f"{DATES}{told}")


@pytest.mark.parametrize(("slip", "told"), [({}, "has no kind"), ({"kind": "reprt"}, "kind holds 'reprt', which")])
def test_a_group_of_verbs_says_which_act_they_are(slip: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=rf"nl/verbs\.toml \[report\],? {told}"):
        verbs_of({"report": {"verbs": ["sturen stuur gestuurd"], **slip}}, source="nl/verbs.toml")


def forget() -> None:
    """What was read of the languages is read anew."""
    for cached in (data_files.check_files, data_files.languages_with, date_words, load_pack):
        cached.cache_clear()


@pytest.fixture
def languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder in the place of the languages of the program."""
    forget()
    with monkeypatch.context() as context:
        for reading in (data_files, words):
            context.setattr(reading, "files", lambda _: tmp_path)
        yield tmp_path
    forget()


def write(home: Path, *names: str, text: str = "") -> None:
    """Files of a language "toy"."""
    for name in names:
        (home / "toy" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "toy" / name).write_text(text, "utf-8")


@pytest.mark.parametrize("misnamed", ["date.toml", "dates-names.toml", "cue/all.toml"])
def test_a_file_that_nothing_reads_is_refused_by_name(languages: Path, misnamed: str) -> None:
    write(languages, misnamed, "notes.md", ".keep")

    for load in (date_words, load_pack):
        with pytest.raises(SettingsError, match=f"toy holds {misnamed.partition('/')[0]}, which nothing reads"):
            load("toy")


def test_date_words_that_are_no_toml_name_their_file(languages: Path) -> None:
    write(languages, "dates.toml", text="suffixes = [")

    with pytest.raises(SettingsError, match=r"toy/dates\.toml is no TOML"):
        date_words("toy")


def test_what_may_be_chosen_is_told_also_where_it_is_nothing() -> None:
    with pytest.raises(SettingsError) as refused:
        combination_of({"id": "together.x", "weight": 1, "all": ["@acts"]}, {}, file="nl/cues/a.toml")

    assert advice(refused.value) == "Choose from: (none)."


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(SettingsError, match=r"nl/grammar\.toml is no TOML: .* line 2"):
        table_of('relative = ["die"]\nauxiliaries = zal\n', source="nl/grammar.toml")


def forms_of(verbs: Verbs) -> set[tuple[str, str, str]]:
    return {(token, form.form, form.particle) for token, forms in verbs.forms.items() for form in forms}


def test_irregular_forms_of_a_verb_stand_in_its_row() -> None:
    verbs = verbs_of({"report": {"kind": "report", "verbs": ["write write/writes written"]}})

    assert forms_of(verbs) == {
        ("write", "infinitive", ""),
        ("writes", "finite", ""),
        ("written", "participle", ""),
    }


def test_regular_forms_follow_from_what_the_language_says_of_its_verbs() -> None:
    table = {
        "forms": {"endings": ["t"], "marks_between": ["te"], "plural_like_infinitive": True},
        "report": {"kind": "report", "verbs": ["na|sturen stuur nagestuurd"]},
    }

    assert forms_of(verbs_of(table)) == {
        ("stuur", "finite", "na"),
        ("stuurt", "finite", "na"),
        ("sturen", "finite", "na"),
        ("nastuur", "finite", ""),
        ("nastuurt", "finite", ""),
        ("nasturen", "infinitive", ""),
        ("natesturen", "infinitive", ""),
        ("nagestuurd", "participle", ""),
    }


def test_a_language_without_a_pattern_knows_only_its_listed_participles() -> None:
    verbs = verbs_of({"report": {"kind": "report", "verbs": ["write write/writes written"]}})

    assert verbs.is_participle("written")
    assert not verbs.is_participle("sent")
