"""Do the words around an expression change its reading only where they should?"""

from __future__ import annotations

from datetime import date

import pytest

from tracker.dates import find_dates

SITTING = date(2022, 3, 8)

# What is asked for or worked on does not turn "voor" into "for".
OBJECTS = (
    "de cijfers", "de gegevens", "de lijst", "het rapport", "het advies", "het antwoord", "een nota", "het plan",
    "het actieplan", "de evaluatie", "de studie", "het ontwerp van decreet", "het verslag", "de resultaten",
    "het overzicht", "de planning", "het programma", "de kosten", "het dossier", "de brief", "de stukken", "de tabel",
)  # fmt: skip
DEADLINES = {
    "voor 1 juni": date(2022, 5, 31),
    "voor het zomerreces": date(2022, 7, 20),
    "voor de zomer": date(2022, 6, 30),
    "voor Pasen": date(2022, 4, 16),
    "voor het einde van het jaar": date(2022, 12, 31),
}


@pytest.mark.parametrize("thing", OBJECTS)
@pytest.mark.parametrize("words", DEADLINES)
def test_a_thing_before_voor_leaves_the_deadline_a_deadline(thing: str, words: str) -> None:
    (found,) = find_dates(f"De minister zal {thing} {words} bezorgen.", said_on=SITTING)

    assert (found.text, found.due, found.relation) == (words, DEADLINES[words], "before")


SENTENCES = [
    # planned for, paid for: the period itself
    ("De opening is gepland voor de zomer.", "voor de zomer", "2022-08-31"),
    ("De publicatie is gepland voor 1 juni.", "voor 1 juni", "2022-06-01"),
    ("De werken zijn voorzien voor het najaar.", "voor het najaar", "2022-11-30"),
    ("Voor het najaar voorzien we een campagne.", "Voor het najaar", "2022-11-30"),
    ("Er zijn middelen voor het voorjaar van 2023.", "voor het voorjaar van 2023", "2023-05-31"),
    ("Er is 5 miljoen euro uitgetrokken voor 2023.", "voor 2023", "2023-12-31"),
    ("De loonmarge voor 2023 en 2024 is bekend.", "voor 2023 en 2024", "2024-12-31"),
    ("Er is budget voor de legislatuur 2019-2024.", "voor de legislatuur 2019-2024", "2024-06-09"),
    ("Voor de maand april is dat geregeld.", "Voor de maand april", "2022-04-30"),
    ("Voor het begrotingsjaar 2023 komt er meer.", "Voor het begrotingsjaar 2023", "2023-12-31"),
    ("De resultaten worden verwacht voor de tweede helft van 2022.", "voor de tweede helft van 2022", "2022-12-31"),
    ("Ik heb voor morgen nog een vraag.", "voor morgen", "2022-03-09"),
    ("Voor 2020 zijn er geen cijfers.", "Voor 2020", "2020-12-31"),
    ("Dat volstaat voor deze legislatuur.", "voor deze legislatuur", "2024-06-09"),
    # a year behind a time word, a verb or a comma is a year
    ("Het wordt 2023.", "2023", "2023-12-31"),
    ("De werken starten in 2023, niet vroeger.", "in 2023", "2023-12-31"),
    # the past
    ("Wij hebben die discussie in november al gevoerd.", "in november", "2021-11-30"),
    ("De regering heeft in oktober beslist om een plan te maken.", "in oktober", "2021-10-31"),
    ("De tweede aanpassing werd immers voor de kerstvakantie goedgekeurd.", "voor de kerstvakantie", "2021-12-26"),
    ("De vergadering van 31 januari was kort.", "31 januari", "2022-01-31"),
    ("De vergadering van 20 maart is openbaar.", "20 maart", "2022-03-20"),
    ("De brief van 20 maart is bekend.", "20 maart", "2021-03-20"),
    ("Op 15 oktober jl. kwam het antwoord.", "Op 15 oktober jl.", "2021-10-15"),
    ("Vorige zomer was er droogte.", "Vorige zomer", "2021-08-31"),
    # pronouns, fillers and verbs around it stay outside
    ("Ik heb het gisteren gevraagd.", "gisteren", "2022-03-07"),
    ("De maatregel treedt dit jaar nog in werking.", "dit jaar nog", "2022-12-31"),
    ("Hij is vorig jaar nog gedaald.", "vorig jaar", "2021-12-31"),
    ("Dat is deze week nog maar eens gebleken.", "deze week", "2022-03-13"),
    ("De minister organiseert de hele zomer een campagne.", "de hele zomer", "2022-08-31"),
    ("U vroeg in juli naar mijn mening.", "in juli", "2021-07-31"),
    ("Volgende vergadering: donderdag 10 maart 2022 om 14.15 uur.", "donderdag 10 maart 2022", "2022-03-10"),
    # verbs that are also nouns of time
    ("Ik start volgend jaar met een proefproject.", "volgend jaar", "2023-12-31"),
    ("De campagne start volgende maand.", "volgende maand", "2022-04-30"),
    ("Het start in 2023.", "in 2023", "2023-12-31"),
    ("Ik begin volgend jaar met de evaluatie.", "volgend jaar", "2023-12-31"),
    ("Er rest dit jaar weinig geld.", "dit jaar", "2022-12-31"),
    ("Dat gebeurt bij de start van volgend jaar.", "bij de start van volgend jaar", "2023-01-01"),
    ("Het gaat om het jaar 2022.", "jaar 2022", "2022-12-31"),
    ("Het gaat om de week van 2 mei.", "week van 2 mei", "2022-05-08"),
    ("Ik kom de 30ste.", "de 30ste", "2022-03-30"),
    ("Ik kom de 5de terug.", "de 5de", "2022-04-05"),
    ("Ik antwoord komend weekend.", "komend weekend", "2022-03-13"),
    ("Ik antwoord de volgende werkdag.", "de volgende werkdag", "2022-03-09"),
    ("Het komt in kwartaal 3 van 2022.", "in kwartaal 3 van 2022", "2022-09-30"),
    ("Het komt in het werkjaar 2022.", "in het werkjaar 2022", "2023-09-24"),
    ("Het komt tegen schooljaareinde.", "tegen schooljaareinde", "2022-08-31"),
    ("Het komt tegen jaareinde 2023.", "tegen jaareinde 2023", "2023-12-31"),
    ("Het duurt tot het derde kwartaal van het jaar 2023.", "tot het derde kwartaal van het jaar 2023", "2023-09-30"),
    ("Het komt in het weekend van 27 en 28 mei.", "het weekend van 27 en 28 mei", "2022-05-29"),
    ("Het verslag over 2021 volgt.", "over 2021", "2021-12-31"),
    ("Het komt op ma 14/03.", "op ma 14/03", "2022-03-14"),
    ("Het komt feb. 2023.", "feb. 2023", "2023-02-28"),
]


@pytest.mark.parametrize(("sentence", "words", "due"), SENTENCES)
def test_a_sentence_means_its_day(sentence: str, words: str, due: str) -> None:
    (found,) = find_dates(sentence, said_on=SITTING)

    assert (found.text.removeprefix("in "), str(found.due)) == (words.removeprefix("in "), due)


UNDATED = [
    "De Commissie voor begrotingscontrole vergadert.",
    "Dat is een spoedig herstel.",
    "Het gaat om jaarlijks terugkerende kosten.",
    "Er is een jaarlijks voordeel van 3 %.",
    "Zij zijn 45.000 jaar geleden uitgestorven.",
    "Het Parlement is al aan zijn zomerreces begonnen.",
    "Het wordt een mooie zomer.",
    "In 2000 gevallen was er een probleem.",
    "Tot op vandaag is er niets gebeurd.",
    "Bij artikel 15/2 is een amendement ingediend.",
    "Zie nr. 12/2021 van de lijst.",
    "Dat staat in K3 en in Q8.",
    "Van 5 tot 8 leden waren aanwezig.",
    "Het nummer is 1999/2298.",
    "Dat stond in 13/45/99 van de bundel.",
    "Na alles wat er gezegd is.",
    "Een jaar na.",
]


@pytest.mark.parametrize("sentence", UNDATED)
def test_a_sentence_without_a_time_stays_undated(sentence: str) -> None:
    assert [found.text for found in find_dates(sentence, said_on=SITTING)] == []


CONDITIONS = [
    ("Na ontvangst van dat advies komt de minister ermee naar de commissie.", "Na ontvangst van dat advies"),
    ("Dat gebeurt na goedkeuring door de Vlaamse Regering, niet eerder.", "na goedkeuring door de Vlaamse Regering"),
    ("Een jaar na de inwerkingtreding wordt het decreet geëvalueerd.", "na de inwerkingtreding"),
    ("Zodra het advies er is, volgt de nota.", "Zodra het advies er is"),
    ("Uiterlijk drie maanden na de bekendmaking van het besluit.", "na de bekendmaking van het besluit"),
]


@pytest.mark.parametrize(("sentence", "condition"), CONDITIONS)
def test_a_condition_is_kept_in_the_words_of_the_report(sentence: str, condition: str) -> None:
    (found,) = find_dates(sentence, said_on=SITTING)

    assert (found.condition, found.due, found.precision) == (condition, None, "anchored")


def test_a_due_day_that_rests_on_nothing_names_no_convention() -> None:
    (year,) = find_dates("tegen het einde van dit jaar", said_on=SITTING)
    (part,) = find_dates("eind dit jaar", said_on=SITTING)

    assert year.assumption is None
    assert part.assumption is not None
