"""What a summary says: one clause, its verb whole, its things named, or else the words themselves."""

from __future__ import annotations

from datetime import date

import pytest

import tracker

HELD_ON = date(2021, 9, 21)
ASKED = "De leden vroegen naar de wachttijden bij de erkende huisvestingsmaatschappijen. "


def summary(text: str) -> str:
    """The summary of the last promise that a minister makes in these words."""
    report = tracker.Report.from_text(text, held_on=HELD_ON, language="nl", speaker="Bart Somers", role="minister")
    return tracker.extract(report).commitments[-1].summary


@pytest.mark.parametrize(
    ("said", "summed_up"),
    [
        # a participle that no rule lists gets its infinitive, which goes behind what follows it
        ("De databank wordt volgend jaar opengesteld voor het publiek.", "de databank voor het publiek openstellen"),
        ("Het wijzigingsbesluit wordt in maart geagendeerd op de ministerraad.", "op de ministerraad agenderen"),
        # two participles of one auxiliary stay two
        ("De nota over de tarieven zal in mei 2022 worden opgeleverd en besproken.", "opleveren en bespreken"),
        # a parted verb is joined, and a preposition that is written like its second half stays
        ("Ik leg het plan in juni aan de regering voor, voor een eerste goedkeuring.", "voor een eerste goedkeuring"),
        # an auxiliary that is the verb itself stays one
        ("Wij gaan in oktober in gesprek met de netbeheerder over de tarieven.", "over de tarieven gaan"),
        # a noun that is written like a verb is no verb
        ("Het is de bedoeling om in 2022 een strategisch plan uit te werken.", "een strategisch plan uitwerken"),
    ],
)
def test_the_verb_is_whole_and_stands_last(said: str, summed_up: str) -> None:
    assert summed_up in summary(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        # a minister to whom something is given, or with whom it is done, is no speaker
        ("Ik zal samen met de minister van Justitie een wetsontwerp indienen.", "samen met de minister van Justitie"),
        # what is examined, and which thing is meant, belongs to the act
        ("Ik zal in november nagaan of de premie voor zolders kan worden verlengd.", "of de premie voor zolders"),
        ("In mei zal het agentschap een campagne lanceren die jongeren informeert.", "die jongeren informeert"),
    ],
)
def test_nothing_that_belongs_to_the_act_is_lost(said: str, kept: str) -> None:
    assert kept in summary(said)


def test_another_who_acts_is_named_with_a_verb_of_his_own() -> None:
    found = summary("Volgend jaar zal het Agentschap Wegen en Verkeer de fietsbrug over de ringweg heraanleggen.")

    assert found.startswith("het Agentschap Wegen en Verkeer zal de fietsbrug over de ringweg heraanleggen")


def test_a_separable_verb_is_parted_in_the_sentence_of_another() -> None:
    found = summary("Ik kan u zeggen dat het departement in mei een tewerkstellingscel voor ouderen opricht.")

    assert found.startswith("het departement richt een tewerkstellingscel voor ouderen op")


def test_what_several_clauses_tell_of_is_named_in_the_one_that_promises() -> None:
    found = summary("Het dossier over de haven werd goedgekeurd en zal in mei aan de Raad van State worden voorgelegd.")

    assert found == "het dossier over de haven aan de Raad van State voorleggen"


def test_a_clause_that_cannot_be_shortened_keeps_its_own_words() -> None:
    found = summary("Op basis van de nota over de tarieven zal ik in mei nagaan of een controle nodig is.")

    assert "nagaan of een controle nodig is" in found


@pytest.mark.parametrize(
    "said", ["Dat zal ik u in mei bezorgen.", "Ik zal het in mei doen.", "Ze worden u in mei bezorgd."]
)
def test_a_summary_is_never_empty(said: str) -> None:
    report = tracker.Report.from_text(said, held_on=HELD_ON, language="nl", speaker="Bart Somers", role="minister")

    assert all(one.summary.strip() for one in tracker.extract(report).commitments)


def test_the_government_that_acts_need_not_be_named() -> None:
    found = summary("In mei zal de regering het tussentijds rapport over de gelijke kansen van senioren voorleggen.")

    assert found.startswith("het tussentijds rapport over de gelijke kansen van senioren voorleggen")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (
            f"{ASKED}Ik zal daarover in november een nota bezorgen.",
            "over de wachttijden bij de erkende huisvestingsmaatschappijen een nota bezorgen",
        ),
        (
            "Er is een wijziging van het decreet over kinderopvang. Ik zal die wijziging in mei voorleggen.",
            "de wijziging van het decreet over kinderopvang voorleggen",
        ),
    ],
)
def test_what_is_pointed_at_is_named(said: str, named: str) -> None:
    assert summary(said) == named


def test_a_noun_with_another_quality_is_not_taken_for_the_one_named_before() -> None:
    found = summary("Het Strafwetboek is oud. Ik zal in mei het Burgerlijk Wetboek aanpassen.")

    assert "het Burgerlijk Wetboek aanpassen" in found


def test_possessives_of_the_speaker_become_articles() -> None:
    found = summary("Ik zal in mei de tarieven van de netbeheerders met mijn Waalse collega bespreken.")

    assert "met de Waalse collega bespreken" in found


def test_what_says_too_little_is_followed_by_the_heading_above() -> None:
    text = (
        "Commissievergadering\n\ndinsdag 21 september 2021, 14.00u\n\n"
        "Vraag om uitleg over de toekomst van de kleine musea\n\nVerslag\n\n"
        "Lydia Peeters (Open Vld)\n\nHoeveel zijn er?\n\n"
        "Minister Bart Somers\n\nIk dank u voor de vraag. Ik zal u de cijfers in november bezorgen.\n"
    )
    report = tracker.reading.read_bytes(text.encode(), name="verslag.txt", held_on=HELD_ON, language="nl")

    (found,) = tracker.extract(report).commitments

    assert found.summary == "de cijfers bezorgen (toekomst van de kleine musea)"


def test_a_time_names_no_matter() -> None:
    found = summary("De controles lopen sinds het tweede semester van 2020. Ik zal de resultaten in mei bezorgen.")

    assert "semester" not in found


def test_a_summary_has_at_most_25_words() -> None:
    found = summary(
        "Ik zal in mei een nota bezorgen over de wachttijden bij de huisvestingsmaatschappijen in de steden, over de "
        "premies voor de renovatie van woningen van alleenstaande eigenaars, en over de toegankelijkheid van de haltes "
        "langs de gewestwegen voor reizigers met een beperking."
    )

    assert len(found.split()) <= 25


def test_two_acts_on_one_matter_stay_two() -> None:
    text = "Het onderzoek naar zwerfvuil in de steden start in november. Dit onderzoek zal in juni 2022 zijn afgerond."
    report = tracker.Report.from_text(text, held_on=HELD_ON, language="nl", speaker="Bart Somers", role="minister")

    found = tracker.extract(report).commitments

    assert len(found) == 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        # two verbs of which one has no object, a first half of a verb, a question before its verb
        (
            "Ik heb dat voorbereid en leg dat in mei voor aan de regering.",
            "Ik heb dat voorbereid en leg dat in mei voor",
        ),
        (
            "Er komen in mei alweer nieuwe controles, boven op die van vorig jaar.",
            "Er komen in mei alweer nieuwe controles",
        ),
        # a further clause that is joined to the act
        ("Die van 2024 worden gevalideerd en gaan in april online.", "worden gevalideerd en gaan in april online"),
        # whoever speaks acts in a clause that hangs on the act
        (
            "Het is de bedoeling om in mei een keuze te maken op basis van het kader dat we voorbereiden.",
            "op basis van het kader dat we voorbereiden",
        ),
    ],
)
def test_a_clause_of_which_the_build_is_not_certain_stands_there_as_it_was_said(said: str, kept: str) -> None:
    assert kept in summary(said)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("Collega Maes, ik zal in mei het antwoord op uw vraag over de haltes bezorgen.", "het antwoord op de vraag"),
        ("Nee, de aannemer begint in mei aan de werken in de stationsbuurt.", "De aannemer begint in mei"),
        ("Maar de aannemers starten in mei met de herstelling van de bruggen.", "De aannemers starten"),
    ],
)
def test_who_is_addressed_and_what_only_opens_a_sentence_are_left_out(said: str, begins: str) -> None:
    assert summary(said).startswith(begins)


def test_who_says_it_is_left_out_of_the_words_themselves() -> None:
    found = summary("In 2022 komt er een tweede oproep bij, met twee loten, aldus de minister.")

    assert "aldus" not in found


def test_a_pointer_to_all_that_was_said_stands_behind_what_was_said() -> None:
    found = summary(f"{ASKED}Ik zal dat navragen.")

    assert found == f"{ASKED}Ik zal dat navragen"


def test_a_pointer_that_may_mean_two_things_is_not_named() -> None:
    found = summary(
        "De oproep voor zwembaden volgt op de hervorming van sportclubs. Die zal ik in mei aan de regering voorleggen."
    )

    assert "de oproep voor zwembaden aan" not in found
    assert "de hervorming van sportclubs aan" not in found


@pytest.mark.parametrize(
    ("said", "named"),
    [
        # the determiner shows the gender of a noun that no list knows
        ("Ik zal in mei met de uitvoering van dat kwalsdorp beginnen.", "van het kwalsdorp"),
        ("Er is een buurtkwalsdorp voor jongeren. Ik zal dat kwalsdorp in mei evalueren.", "het buurtkwalsdorp voor"),
        # what stands behind the thing already is not said twice
        ("Het loket voor ouders in Gent is te klein. Ik zal dat loket in Gent in mei evalueren.", "het loket in Gent"),
    ],
)
def test_a_thing_that_is_pointed_at_gets_its_article_and_its_name_once(said: str, named: str) -> None:
    assert named in summary(said)


def test_a_day_that_names_a_thing_stays() -> None:
    assert "op de Raad van 19 november" in summary("Ik zet dat op de Raad van 19 november op de agenda.")


def test_this_year_is_a_time_and_no_thing_that_was_named_before() -> None:
    found = summary("Er komen dit jaar alweer vier nieuwe proefprojecten bij, samen met de steden.")

    assert "dit jaar" in found


def test_a_decree_is_a_thing_of_which_the_day_is_no_part() -> None:
    found = summary(
        "Het koninklijk besluit van 17 mei 2019 over de zonnecentra is oud. Ik zal dat besluit in mei 2022 herzien."
    )

    assert "besluit herzien" in found


def test_a_long_matter_is_named_by_the_first_of_its_parts() -> None:
    text = (
        "Commissievergadering\n\ndinsdag 21 september 2021, 14.00u\n\n"
        "Vraag om uitleg over de steun aan de kleine musea en de plannen van de grote archieven\n\nVerslag\n\n"
        "Lydia Peeters (Open Vld)\n\nKomt er een nota voor de musea en de archieven?\n\n"
        "Minister Bart Somers\n\nIk dank u voor de vraag. Die is klaar in november, samen met een toets van alle"
        " uitgaven door de inspectie van financiën.\n"
    )
    report = tracker.reading.read_bytes(text.encode(), name="verslag.txt", held_on=HELD_ON, language="nl")

    (found,) = tracker.extract(report).commitments

    assert found.summary.endswith("financiën (steun aan de kleine musea)")


@pytest.mark.parametrize(
    "said",
    [
        # two acts, of which one verb would carry both
        "De vergunning wordt in mei verleend en de werf in juni geopend.",
        "De resultaten worden in mei aan de commissie voorgelegd en daarna op de website gepubliceerd.",
        # a parted verb whose half opens the rest
        "Ik vraag dat op en er wordt een nieuw platform voor de scholen opgestart.",
        # two verbs that belong together, parted
        "Dat wil ik zeker laten onderzoeken door het kenniscentrum.",
        # somebody acts together with the speaker
        "Minister Crevits en ikzelf leggen in juni het plan voor.",
        # quotation marks come in pairs
        "„Sterk door water” wordt in mei gepubliceerd.",
        "“Ik zal,” zo zei ik vorige week, “de audit van het ziekenhuis in juni aan het parlement bezorgen.”",
    ],
)
def test_what_makes_no_clause_of_its_own_is_told_in_its_own_words(said: str) -> None:
    assert summary(said) == said.rstrip(".")


def test_a_pointer_means_nothing_that_is_named_behind_it() -> None:
    said = "Ik zal u daarover informeren, en tegen mei leg ik een ontwerp van decreet over de dierenasielen voor."
    report = tracker.Report.from_text(said, held_on=HELD_ON, language="nl", speaker="Bart Somers", role="minister")

    assert tracker.extract(report).commitments[0].summary == "daarover informeren"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Ik zal de evaluatie, die door de universiteit werd uitgevoerd, naar het parlement sturen.",
            "uitgevoerd, naar",
        ),
        ("Ik ga u de brieven van de stad ’s-Hertogenbosch laten bezorgen.", "stad ’s-Hertogenbosch laten"),
        ("Ik bezorg de leden de studie ‘Water’ in maart.", "‘Water’"),
        ("Op die basis zullen wij de tabel in mei aan de leden bezorgen.", "op die basis"),
    ],
)
def test_marks_and_spaces_stand_as_they_were_written(said: str, kept: str) -> None:
    assert kept in summary(said)


def test_the_label_of_a_speaker_is_no_part_of_what_he_says() -> None:
    report = tracker.Report.from_text(
        "Minister Bart Somers: Ik zoek dat uit en bezorg het u.",
        held_on=HELD_ON,
        language="nl",
        speaker="Bart Somers",
        role="minister",
    )

    assert tracker.extract(report).commitments[0].summary == "Ik zoek dat uit en bezorg het u"
