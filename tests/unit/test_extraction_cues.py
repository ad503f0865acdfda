"""Does every cue rule find what it must, and leave what it must not?"""

from __future__ import annotations

import re
from datetime import date

import pytest

from tracker.cli.clause_lines import clause_lines
from tracker.dates import find_dates
from tracker.errors import SettingsError
from tracker.extraction import cue_names, explain
from tracker.extraction.evidence import Context, evidence_in
from tracker.languages.cue_rules import CueRule, combination_of, rule_of, rules_of
from tracker.languages.cues import load_cues
from tracker.languages.data_files import languages_with
from tracker.languages.pack import load_pack
from tracker.model import Report
from tracker.wording.refusals import advice
from tracker.wording.speech import speech_in

PACK = load_cues("nl")
RULES = {rule.id: rule for rule in PACK.rules}
EVERY = {(language, rule.id): rule for language in sorted(languages_with("cues")) for rule in load_cues(language).rules}
SAID_ON = date(2021, 9, 21)


def woken(text: str, language: str) -> set[str]:
    pack = load_pack(language)
    assert pack is not None
    times = find_dates(text, said_on=SAID_ON, language=language)
    found = [
        evidence
        for reported in (False, True)
        for evidence in evidence_in(
            text,
            0,
            len(text),
            pack=pack,
            times=times,
            context=Context(SAID_ON, reported=reported),
        )
    ]
    return {name for evidence in found for name in evidence.features}


@pytest.mark.parametrize(("place", "rule"), EVERY.items(), ids=[".cue.".join(place) for place in EVERY])
def test_a_cue_rule_wakes_for_its_examples_and_sleeps_for_its_counterexamples(
    place: tuple[str, str], rule: CueRule
) -> None:
    language, name = place

    missed = [text for text in rule.examples if name not in woken(text, language)]
    woken_wrongly = [text for text in rule.counterexamples if name in woken(text, language)]

    assert (missed, woken_wrongly) == ([], []), complaint(language, name, missed=missed, woken_wrongly=woken_wrongly)


def complaint(language: str, name: str, *, missed: list[str], woken_wrongly: list[str]) -> str:
    """Which rule slept or woke where it must not, for whoever wrote it; the first line says it all."""
    told = [f"sleeps for {text!r}" for text in missed] + [f"wakes for {text!r}" for text in woken_wrongly]
    cut = (as_cut(text, language) for text in (*missed, *woken_wrongly))
    return "\n".join((f"{language}.cue.{name} {', '.join(told)}", *cut))


def test_the_author_of_a_rule_reads_in_one_line_which_counterexample_woke_it() -> None:
    told = complaint("nl", "future.by-order", missed=[], woken_wrongly=["Ik zal dat vragen."])

    assert told.splitlines()[0] == "nl.cue.future.by-order wakes for 'Ik zal dat vragen.'"


def as_cut(text: str, language: str) -> str:
    """How an example that did not wake its rule was cut, for whoever wrote the rule."""
    report = Report.from_text(text, held_on=SAID_ON, language=language, speaker="A", role="minister")
    return "\n".join(line for one in explain(report, at=0) for line in (text, *clause_lines(one, speech_in("en"))))


def test_the_author_of_a_rule_is_shown_how_its_example_was_cut() -> None:
    shown = as_cut("Ik zal dat aan de minister vragen.", "nl")

    assert "subject “Ik”; read as finite: “zal”" in shown
    assert "nl.cue.actor.minister  “minister”, its words stand outside" in shown


SEEN = re.compile(r"(verb|time|clause|sentence)\.[a-z.-]+")  # what the core sees without a rule


@pytest.mark.parametrize("language", sorted(languages_with("cues")))
def test_every_cue_that_another_names_exists(language: str) -> None:
    pack = load_cues(language)
    together = {name for one in pack.combinations for name in (*one.none, *(name for row in one.all for name in row))}

    assert {name for name in together - pack.written_weights().keys() if not SEEN.fullmatch(name)} == set()


def test_a_rule_id_is_a_path() -> None:
    assert all("." in name for name in RULES)


def test_every_cue_that_the_core_asks_for_by_name_exists_in_the_language() -> None:
    asked = {
        name
        for constant, value in vars(cue_names).items()
        if constant.isupper()
        for name in ([value] if isinstance(value, str) else value if isinstance(value, frozenset | tuple) else ())
    }

    assert len(asked) > 20
    assert asked - PACK.written_weights().keys() == set()


def test_rules_are_named_without_their_language_and_kept_with_it() -> None:
    (kept,) = (PACK.rule_id(name) for name in RULES if name == "future.letter")

    assert kept == "nl.cue.future.letter"
    assert PACK.name_of(kept) == "future.letter"
    assert not [name for name in PACK.written_weights() if name.startswith("nl.")]


def test_cues_that_come_together_are_asked_in_the_order_in_which_they_are_written() -> None:
    (together,) = (one for one in PACK.combinations if one.id == "together.government-will-act")

    assert together.all[0][:3] == ("actor.first-singular", "actor.first-plural", "actor.third-pronoun")
    assert together.all[1] == ("future.will-singular", "future.will-plural")


FILE = "nl/cues/a.toml"
WRITTEN = {"id": "x.y", "weight": 1, "where": "clause", "words": ["x"], "examples": ["x"], "counterexamples": ["y"]}


@pytest.mark.parametrize(
    ("part", "value", "told"),
    [
        ("counterexamples", [], "x.y in nl/cues/a.toml has no example or no counterexample"),
        ("where", "sentence", "x.y in nl/cues/a.toml looks in 'sentence'"),
        ("words", ["~ brief"], "'~ brief' of the cue rule x.y in nl/cues/a.toml begin or end with a gap"),
        ("words", ["brief ~"], "begin or end with a gap"),
        ("words", ["FOD"], "hold a capital"),
        ("words", ["zal @raport"], "ask for @raport, which stands for no verbs"),
        ("words", ["@act.past"], "ask for @act.past"),
        ("words", ["borg.staan.voor"], "x.y in nl/cues/a.toml hold 'borg.staan.voor', which is no word of a sentence"),
        ("words", ["borg . staan"], "hold '.', which"),
        ("words", ["borg ... staan"], "hold '...', which"),
        ("words", ["borg..staan"], "hold 'borg..staan', which"),
        ("words", ["borg|"], "hold 'borg|', which"),
        ("words", "borg staan", "nl/cues/a.toml, x.y, words is 'borg staan', which has another shape"),
    ],
)
def test_a_rule_that_could_never_wake_is_refused_by_name(part: str, value: object, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        rule_of({**WRITTEN, part: value}, PACK.verbs, file=FILE)


@pytest.mark.parametrize("phrase", ["ex-*minister|collega's", "1,5 ~~ miljoen", "@act .. dat", "zal , @participle"])
def test_words_are_what_sentences_are_cut_into(phrase: str) -> None:
    assert rule_of({**WRITTEN, "words": [phrase]}, PACK.verbs, file=FILE).words == (phrase,)


def test_a_part_of_another_name_is_refused_with_its_rule_and_file() -> None:
    misspelt = {"wieght" if name == "weight" else name: value for name, value in WRITTEN.items()}

    with pytest.raises(SettingsError, match=re.escape("x.y in nl/cues/a.toml holds wieght, which nothing")) as refused:
        rule_of(misspelt, PACK.verbs, file=FILE)

    assert "weight" in advice(refused.value)


@pytest.mark.parametrize("wrong", ["silence", "example"])
def test_a_part_that_may_be_left_out_is_not_misspelt_silently(wrong: str) -> None:
    with pytest.raises(SettingsError, match=f"holds {wrong}, which nothing"):
        rule_of({**WRITTEN, wrong: ["x"]}, PACK.verbs, file=FILE)


def test_a_table_of_another_name_is_refused_with_its_file() -> None:
    with pytest.raises(SettingsError, match=r"nl/cues/a\.toml holds cues, which nothing"):
        rules_of({FILE: {"cues": [WRITTEN]}}, PACK.verbs)


@pytest.mark.parametrize("silenced", ["against.perfct", "nl.cue.against.perfect"])
def test_a_rule_that_silences_what_no_rule_is_called_is_refused(silenced: str) -> None:
    known = {**WRITTEN, "id": "against.perfect"}

    with pytest.raises(SettingsError, match=re.escape(f"x.y in nl/cues/a.toml silences {silenced}, which no")):
        rules_of({FILE: {"cue": [{**WRITTEN, "silences": [silenced]}]}, "nl/cues/b.toml": {"cue": [known]}}, PACK.verbs)


def test_a_rule_may_silence_one_that_stands_in_a_later_file() -> None:
    silencing, silenced = {**WRITTEN, "silences": ["x.z"]}, {**WRITTEN, "id": "x.z"}

    rules = rules_of({FILE: {"cue": [silencing]}, "nl/cues/b.toml": {"cue": [silenced]}}, PACK.verbs)

    assert [rule.id for rule in rules] == ["x.y", "x.z"]


def test_an_id_that_stands_twice_is_refused_with_both_files() -> None:
    with pytest.raises(SettingsError, match=re.escape("x.y stands twice, in: nl/cues/a.toml, nl/cues/b.toml")):
        rules_of({FILE: {"cue": [WRITTEN]}, "nl/cues/b.toml": {"cue": [WRITTEN]}}, PACK.verbs)


@pytest.mark.parametrize("part", ["id", "weight", "where", "words"])
def test_a_rule_that_lacks_a_part_is_told_which(part: str) -> None:
    with pytest.raises(SettingsError, match=f"has no {part}"):
        rule_of({name: value for name, value in WRITTEN.items() if name != part}, PACK.verbs, file=FILE)


def test_a_combination_of_a_group_that_is_not_listed_is_refused() -> None:
    with pytest.raises(SettingsError, match="names @acts, which is no group"):
        combination_of({"id": "together.x", "weight": 1, "all": ["@acts"]}, {"act": ["verb.report"]}, file=FILE)


@pytest.mark.parametrize(("part", "told"), [("all", "has no all"), ("any", "holds any, which nothing")])
def test_a_combination_that_lacks_a_part_or_has_another_is_refused(part: str, told: str) -> None:
    row = {"id": "together.x", "weight": 1, "all": ["verb.report"]}
    wrong = {name: value for name, value in row.items() if name != part} if part in row else {**row, part: ["x"]}

    with pytest.raises(SettingsError, match=f"together.x in nl/cues/a.toml {told}"):
        combination_of(wrong, {}, file=FILE)


def test_a_language_without_rules_has_no_pack() -> None:
    assert load_pack("en") is None
