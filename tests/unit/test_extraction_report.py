"""From sentences to commitments: who, to whom, what, by when."""

from __future__ import annotations

from datetime import date

import pytest

import tracker
import tracker.reading
from tracker.errors import NotFound
from tracker.extraction import ExplainedClause, RuleSketch, Silence, Unheard, UnheardCue, explain, rule_sketch
from tracker.model import Commitment, Firmness, Kind, Precision, Report, Role, Speaker, Speech

HELD_ON = date(2021, 9, 21)


def said(text: str, *, role: str = "minister", speaker: str = "Bart Somers") -> tuple[Commitment, ...]:
    report = Report.from_text(text, held_on=HELD_ON, language="nl", speaker=speaker, role=role)
    return tracker.extract(report).commitments


def told(text: str) -> tuple[Commitment, ...]:
    return tracker.extract(Report.from_text(text, held_on=HELD_ON, language="nl")).commitments


def test_a_promise_keeps_its_words_and_their_place() -> None:
    text = "Ik dank u voor uw vraag. Ik zal u de cijfers tegen 1 november bezorgen."

    (found,) = said(text)

    assert found.quote == text[found.start : found.end] == "Ik zal u de cijfers tegen 1 november bezorgen."
    assert found.minister is not None
    assert (found.minister.name, found.minister.role) == ("Bart Somers", Role.MINISTER)
    assert found.deadline is not None
    assert (found.deadline.text, found.deadline.due) == ("tegen 1 november", date(2021, 11, 1))
    assert (found.firmness, found.kind) == (Firmness.FIRM, Kind.REPORT)
    assert found.summary == "de cijfers bezorgen"
    assert text[found.deadline.start : found.deadline.end] == found.deadline.text


@pytest.mark.parametrize(
    "text",
    [
        "Ik zal dat verbod niet voorstellen.",  # a refusal
        "Wanneer zult u die cijfers bezorgen?",  # a question
        "De NMBS zal in 2022 nieuwe treinen bestellen.",  # a third party
        "De wachttijden zullen daardoor dalen.",  # an effect
        "Vorig jaar werd een nieuw plan goedgekeurd.",  # the past
        "Ik zal uw vragen zo dadelijk beantwoorden.",  # housekeeping
        "Ik ontraad deze motie.",
    ],
)
def test_a_minister_who_promises_nothing_is_not_bound(text: str) -> None:
    assert said(text) == ()


@pytest.mark.parametrize("role", ["member", "chair", "other"])
def test_nobody_but_a_minister_binds_the_government(role: str) -> None:
    assert said("Ik zal u de cijfers tegen 1 november bezorgen.", role=role) == ()


def test_two_acts_in_one_sentence_are_two_commitments() -> None:
    found = told(
        "De minister zegt dat het advies klaar is. "
        "Hij zal dat besluit binnenkort aanpassen; de wijzigingen treden in december in werking."
    )

    assert [one.deadline.text for one in found if one.deadline] == ["binnenkort", "in december"]
    assert [one.quote.split()[0] for one in found] == ["Hij", "de"]


def test_no_term_gives_a_day_to_look_again_and_no_due_day() -> None:
    (found,) = said("Ik zal u de cijfers bezorgen.")

    assert (found.deadline, found.check_on) == (None, date(2021, 12, 21))


def test_a_vague_term_is_looked_at_when_its_window_ends() -> None:
    (found,) = said("Ik zal u de cijfers binnenkort bezorgen.")

    assert found.deadline is not None
    assert (found.deadline.precision, found.deadline.due) == (Precision.VAGUE, None)
    assert found.check_on == found.deadline.latest


def test_the_question_that_is_answered_is_found() -> None:
    found = told(
        "An Peeters vraagt naar de wachtlijsten. Jan Claes wil weten hoe het met de subsidie staat.\n\n"
        "De minister antwoordt op de vraag van An Peeters dat de wachtlijsten korter worden. "
        "Hij zal de cijfers in november bezorgen."
    )

    assert [one.asked_by.name for one in found if one.asked_by] == ["An Peeters"]


def test_this_study_is_named_in_the_summary() -> None:
    found = told(
        "De minister antwoordt dat het onderzoek naar zwerfvuil in de steden loopt. "
        "Dit onderzoek zal in juni 2022 zijn afgerond."
    )

    assert found[-1].summary == "het onderzoek naar zwerfvuil in de steden afronden"


def test_a_language_without_rules_is_a_problem_and_not_a_guess() -> None:
    extraction = tracker.extract(Report.from_text("I will send it.", language="en", speaker="A", role="minister"))

    assert extraction.commitments == ()
    assert [problem.code for problem in extraction.problems] == ["extraction.no-rules"]


def test_a_report_without_a_day_gives_commitments_without_days() -> None:
    report = Report.from_text("Ik zal u de cijfers in november bezorgen.", language="nl", speaker="A", role="minister")

    (found,) = tracker.extract(report).commitments

    assert found.deadline is not None
    assert (found.deadline.text, found.deadline.due, found.check_on) == ("in november", None, None)


def test_an_explanation_names_what_spoke_for_and_against_and_who_spoke() -> None:
    report = Report.from_text(
        "Ik zal u de cijfers niet bezorgen.", held_on=HELD_ON, language="nl", speaker="A", role="minister"
    )

    (why,) = explain(report, at="cijfers")

    assert not why.is_commitment
    assert "nl.cue.against.negated-act" in [cue.rule for cue in why.against]
    assert "nl.cue.future.will-singular" in [cue.rule for cue in why.in_favour]
    assert rule_sketch("nl.cue.future.i-will") == RuleSketch(example="Dan zal ik u dat bezorgen.")


def clauses_of(text: str, *, role: str = "minister") -> tuple[ExplainedClause, ...]:
    report = Report.from_text(text, held_on=HELD_ON, language="nl", speaker="A", role=role)
    (why,) = explain(report, at=0)
    return why.clauses


def test_an_explanation_shows_how_the_sentence_was_cut_and_which_clause_decides() -> None:
    clauses = clauses_of("Ik zal u de cijfers bezorgen, zegt de minister, omdat u daarnaar vraagt.")

    assert [(one.kind, one.subject, one.verbs, one.decides) for one in clauses] == [
        ("main", "Ik", ("zal",), True),
        ("frame", "de minister", ("zegt",), False),
        ("reason", "u", ("vraagt",), False),
    ]
    assert [one.probability is None for one in clauses] == [False, True, True]
    assert [cue.rule for cue in clauses[0].cues][:1] == ["nl.cue.together.government-will-act"]


def test_a_verb_that_allows_is_a_verb_wherever_it_stands() -> None:
    (clause,) = clauses_of("Dat mag dus nooit een vorm van steun zijn.")

    assert (clause.kind, clause.subject, clause.verbs) == ("main", "Dat", ("mag", "zijn"))


def unheard(text: str) -> dict[str, UnheardCue]:
    return {cue.rule: cue for clause in clauses_of(text) for cue in clause.unheard}


def test_an_explanation_names_a_rule_that_another_silenced() -> None:
    cue = unheard("Het is de bedoeling om de cijfers te bezorgen.")["nl.cue.against.is"]

    assert (cue.why, cue.words, cue.by) == (Unheard.OVERRULED, "is", ("nl.cue.intention.it-is-the-aim",))


def test_an_explanation_names_a_rule_whose_words_stand_elsewhere() -> None:
    cue = unheard("Ik zal dat aan de minister vragen.")["nl.cue.actor.minister"]

    assert (cue.why, cue.words, cue.by) == (Unheard.ELSEWHERE, "minister", ())


def test_an_explanation_names_what_keeps_cues_apart() -> None:
    cue = unheard("Ik zal u de cijfers niet bezorgen.")["nl.cue.together.government-will-act"]

    assert (cue.why, cue.by) == (Unheard.BLOCKED, ("nl.cue.against.negated-act",))


def test_an_explanation_names_a_pronoun_that_is_somebody_else() -> None:
    cue = unheard("Hij zal u de cijfers bezorgen.")["nl.cue.actor.third-pronoun"]

    assert cue.why is Unheard.CONTEXT


def test_an_explanation_says_when_the_speaker_does_not_count() -> None:
    report = Report.from_text(
        "Ik zal u de cijfers bezorgen.", held_on=HELD_ON, language="nl", speaker="A", role="member"
    )

    (why,) = explain(report, at=3)

    assert why.silenced_by is Silence.NOT_A_MINISTER
    assert not why.is_commitment


@pytest.mark.parametrize("function", ["gewezen minister van Begroting", "ex-minister", "Vlaams oud-minister van Werk"])
def test_a_minister_who_is_out_of_office_binds_nobody(function: str) -> None:
    text = "Ik zal u de cijfers bezorgen."
    report = Report(
        text=text,
        original=text,
        held_on=HELD_ON,
        language="nl",
        speeches=(Speech(Speaker("Piet Claes", Role.MINISTER, function), 0, len(text)),),
    )

    (why,) = explain(report, at=0)

    assert tracker.extract(report).commitments == ()
    assert why.silenced_by is Silence.OUT_OF_OFFICE


def test_words_that_are_not_in_the_report_cannot_be_explained() -> None:
    with pytest.raises(NotFound, match="No sentence"):
        explain(Report.from_text("Ja.", language="nl", held_on=HELD_ON), at="nee")


def test_a_list_item_completes_the_clause_that_opens_the_list() -> None:
    text = (
        "Minister Bart Somers antwoordt op de vragen. Hij zal:\n"
        "- de website in november vernieuwen;\n"
        "- een brochure over de subsidies bezorgen.\n"
    )
    report = tracker.reading.read_bytes(text.encode(), name="verslag.txt", held_on=HELD_ON, language="nl")

    found = tracker.extract(report).commitments

    assert [one.summary for one in found] == ["de website vernieuwen", "een brochure over de subsidies bezorgen"]
    assert found[0].quote.endswith("de website in november vernieuwen;")


def test_a_promise_made_twice_is_one_commitment_with_two_mentions() -> None:
    text = (
        "Ik zal de commissie de cijfers over de wachtlijsten bezorgen. Dat is voor mij een evidentie.\n\n"
        "Zoals gezegd zal ik de commissie in november de cijfers over de wachtlijsten bezorgen."
    )

    (found,) = said(text)

    assert [text[start:end].split(maxsplit=1)[0] for start, end in found.mentions] == ["Zoals"]
    assert found.deadline is not None
    assert found.deadline.text == "in november"


def test_the_colleague_who_must_act_is_named() -> None:
    (found,) = said("Collega Demir zal in november een voorstel indienen bij het parlement.")

    assert found.responsible is not None
    assert (found.responsible.name, found.responsible.role) == ("Demir", Role.MINISTER)
    assert found.minister is not None
    assert found.minister.name == "Bart Somers"


def test_a_rapporteur_counts_only_where_a_minister_is_told() -> None:
    told_of_minister = "De minister antwoordt dat het de bedoeling is het contract voor het jaareinde af te sluiten."
    own = "Wij zullen deze resolutie in november goedkeuren."

    assert len(said(told_of_minister, role="member", speaker="An Peeters, rapporteur")) == 1
    assert said(own, role="member", speaker="An Peeters, rapporteur") == ()


def test_a_rule_tells_what_it_looks_for() -> None:
    assert rule_sketch("nl.cue.together.i-go-act").together[0] == ("nl.cue.future.i-go",)
    assert rule_sketch("nl.cue.clause.main") == RuleSketch()
    assert rule_sketch("nl.cue.future.i-will", language="en") == RuleSketch()


def test_a_sentence_in_a_language_without_rules_cannot_be_explained() -> None:
    with pytest.raises(NotFound, match="no rules yet"):
        explain(Report.from_text("I will.", held_on=HELD_ON, language="en", speaker="A", role="minister"), at=0)


def test_promises_with_other_days_are_not_the_same() -> None:
    found = said(
        "Ik zal de commissie in november de cijfers over de wachtlijsten bezorgen.\n\n"
        "Ik zal de commissie in maart 2022 de cijfers over de wachtlijsten bezorgen."
    )

    assert [str(one.deadline.due) for one in found if one.deadline] == ["2021-11-30", "2022-03-31"]


def test_the_words_of_the_staff_count_for_the_minister() -> None:
    (found,) = told(
        "Namens de minister legt kabinetschef Frank Dewael uit dat de cijfers nog worden gecontroleerd. "
        "Ze worden in de loop van volgende week aan de commissie bezorgd."
    )

    assert found.minister is not None
    assert (found.minister.name, found.minister.role) == (None, Role.MINISTER)


def test_the_words_of_a_head_of_division_count_for_the_minister() -> None:
    found = told(
        "Minister Bart Somers licht het plan toe.\n\n"
        "Namens de minister antwoordt afdelingshoofd Jo Maes dat de studie rond is. Hij zal ze in mei bezorgen."
    )

    assert [one.minister.name for one in found if one.minister] == ["Bart Somers"]
