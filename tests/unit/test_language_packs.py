"""A language is data: its lists are known by name, and its grammar decides where a subject is looked for."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.errors import SettingsError
from tracker.extraction.clause import Clause, tokens_of
from tracker.extraction.syntax import clauses_of
from tracker.languages.data_files import table_of
from tracker.languages.grammar import Grammar, grammar_of
from tracker.languages.verbs import Verbs, verbs_of
from tracker.languages.words import date_words_of
from tracker.wording.refusals import advice

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
        date_words_of("nl", {"season": {"kind": "season", "word": {"summer": ["zomer"]}}})


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
