"""Sentences of a kind: what binds a minister is found, and nothing is where nobody binds himself."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.extraction import extract
from tracker.model import Report

SAID = date(2021, 9, 21)

TOLD = {  # reported speech that promises, by what promises it
    "delivery": "Minister Crevits bezorgt de commissie nog dit jaar een overzicht van de middelen.",
    "promise": "De minister belooft de cijfers per provincie na te sturen.",
    "content clause": "De minister zegt toe dat hij de commissie in het voorjaar over de cijfers zal informeren.",
    "source in front": "Volgens de minister komt er in 2022 een nieuw platform voor de lokale besturen.",
    "wish with an act": "De minister wil de regeling in het najaar van 2022 evalueren.",
    "plan": "De minister is van plan om daarover overleg te plegen met de VVSG.",
    "hope": "De minister hoopt het dossier voor de zomer te kunnen afronden.",
    "willingness": "De minister is bereid te onderzoeken of de premie kan worden verhoogd.",
    "passing on": "De minister zal de vraag van mevrouw Sminate voorleggen aan haar collega Diependaele.",
    "every two years": "De minister zal het Parlement hierover tweejaarlijks rapporteren.",
}
AT_LEAST_POSSIBLE = {  # that the network holds for too general, though the words bind
    "undertaking": "De minister engageert zich om de sector te betrekken bij de evaluatie.",
}
SILENT_TOLD = {  # reported speech in which nobody of the government binds himself
    "no guarantee": "De minister kan niet garanderen dat de werken in 2022 starten.",
    "no initiative": "De minister zal daar geen initiatief voor nemen.",
    "no plan": "De minister is niet van plan het decreet te wijzigen.",
    "no date": "De minister wil zich niet vastpinnen op een datum.",
    "no intention": "Het is niet de bedoeling dat de premie in 2022 verdwijnt.",
    "denial": "De minister betwist dat er in 2022 minder middelen zullen zijn.",
    "denied promise": "De minister beweert dat hij nooit heeft toegezegd om het decreet te wijzigen.",
    "recall": "Mevrouw Sminate herinnert eraan dat de minister heeft toegezegd om de cijfers in juni te bezorgen.",
    "recalled promise": "De heer Janssens verwijst naar de belofte van de minister om in 2022 een plan voor te leggen.",
    "told question": "Mevrouw Sminate vraagt of de minister het rapport nog dit jaar aan de commissie zal bezorgen.",
    "wants to know": "De heer Janssens wil weten wanneer het decreet in werking treedt.",
    "question": "Zal de minister het rapport in oktober voorleggen?",
    "member's own act": "Mevrouw De Vreese kondigt aan dat zij een voorstel van resolutie zal indienen.",
    "group's vote": "De N-VA-fractie zal het ontwerp goedkeuren.",
    "demand": "De spreker pleit ervoor dat de minister tegen 2023 een evaluatie uitvoert.",
    "member follows": "De heer Janssens zal dat dossier blijven opvolgen.",
    "chair": "De voorzitter zegt dat de hoorzitting op 12 oktober plaatsvindt.",
    "committee": "De commissie zal op 19 oktober stemmen over de moties.",
    "done": "De minister heeft de middelen vorig jaar al toegekend.",
    "past": "Het plan werd in juni 2021 voorgesteld.",
    "railways": "De NMBS zal in 2022 het station vernieuwen.",
    "bus company": "De Lijn voert vanaf januari 2022 een nieuw net in.",
    "Europe": "De Europese Commissie komt in 2022 met een voorstel.",
    "social partners": "De sociale partners onderhandelen in het najaar over een nieuw akkoord.",
    "court": "De rechtbank doet uitspraak in december 2021.",
    "duty": "De gemeente moet tegen 1 januari 2022 een plan indienen.",
    "legal term": "De minister benadrukt dat de termijn van drie maanden wettelijk is vastgelegd.",
    "prediction": "De minister verwacht dat de vraag in 2022 zal stijgen.",
    "effect": "Deze maatregel zal leiden tot minder wachttijden.",
    "hypothesis": "Als de gemeenten meer middelen hadden, zouden ze tegen 2022 klaar zijn.",
    "opinion": "De minister vindt dat de lokale besturen meer moeten samenwerken.",
    "order of answers": "De minister zal de vragen in volgorde beantwoorden.",
    "later in the debate": "De minister komt straks terug op die vraag.",
    "hope for others": "De minister hoopt dat de sector zijn verantwoordelijkheid neemt.",
    "courtesy": "De minister dankt de leden voor hun vragen en zal proberen bondig te zijn.",
    "left open": "De minister sluit niet uit dat er later nog aanpassingen komen.",
}
SAID_BY_MINISTER = {
    "letter": "Ik bezorg u die cijfers schriftelijk.",
    "word": "Dat zal ik u laten weten.",
    "coming back": "Ik kom daar in de commissie op terug zodra het advies er is.",
    "start": "Die campagne gaat in het voorjaar van start.",
    "urging others": "Ik zal er bij de NMBS op aandringen dat het perron wordt hersteld.",
    "talks": "Ik ben graag bereid om dat met de sector te bespreken.",
    "successor of a former minister": "De minister zal u in november de nota van zijn gewezen collega bezorgen.",
    "colleague": "Minister Demir zal u daarover nog voor het jaareinde een nota bezorgen.",
}
SILENT_BY_MINISTER = {
    "former minister": "Voormalig minister Demir zal in november een nota bezorgen.",
    "former ministers": "De ex-ministers zullen daarover in mei een rapport voorleggen.",
    "refusal": "Ik zal u daar niet op antwoorden.",
    "not now": "Ik ga daar nu niet op vooruitlopen.",
    "nothing to say": "U zult begrijpen dat ik daar vandaag niets over kan zeggen.",
    "three things": "Ik wil daar drie dingen over zeggen.",
    "rhetoric": "Wat zou u ervan vinden als ik dat morgen zou beslissen?",
    "banks": "De banken zullen dat tegen 2025 moeten aanpassen.",
    "Europe": "Het Europees Parlement stemt daar in november over.",
    "understanding": "Ik hoop dat u dat begrijpt.",
    "economy": "Zoals u weet, zal de economie volgend jaar met 2 procent groeien.",
    "principle": "Wij zullen nooit aanvaarden dat de sociale zekerheid wordt afgebouwd.",
    "advice on a motion": "Ik ontraad de motie.",
}


def found(text: str, *, role: str | None) -> int:
    return len(extract(Report.from_text(text, held_on=SAID, language="nl", role=role)).commitments)


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_a_promise_that_is_told_is_found_once(text: str) -> None:
    assert found(text, role=None) == 1


@pytest.mark.parametrize("text", AT_LEAST_POSSIBLE.values(), ids=AT_LEAST_POSSIBLE)
def test_a_promise_that_is_doubted_is_kept_as_possible_at_least(text: str) -> None:
    extraction = extract(Report.from_text(text, held_on=SAID, language="nl"))

    assert len((*extraction.commitments, *extraction.possibles)) == 1


@pytest.mark.parametrize("text", SILENT_TOLD.values(), ids=SILENT_TOLD)
def test_nothing_is_found_where_nothing_is_told_to_be_promised(text: str) -> None:
    assert found(text, role=None) == 0


@pytest.mark.parametrize("text", SAID_BY_MINISTER.values(), ids=SAID_BY_MINISTER)
def test_a_minister_who_promises_is_heard(text: str) -> None:
    assert found(text, role="minister") == 1


@pytest.mark.parametrize("text", SILENT_BY_MINISTER.values(), ids=SILENT_BY_MINISTER)
def test_a_minister_who_speaks_does_not_always_promise(text: str) -> None:
    assert found(text, role="minister") == 0


@pytest.mark.parametrize("text", SAID_BY_MINISTER.values(), ids=SAID_BY_MINISTER)
@pytest.mark.parametrize("role", ["member", "chair", "other"])
def test_nobody_else_can_promise_for_the_government(text: str, role: str) -> None:
    assert found(text, role=role) == 0
