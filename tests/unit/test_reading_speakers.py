"""Who speaks, in both kinds of report?"""

from __future__ import annotations

import pytest

from tracker.model import Report, ReportStyle, Role
from tracker.reading import read_bytes, segment
from tracker.reading.labels import label_of
from tracker.reading.vocabulary import vocabulary_of


def told(text: str) -> list[tuple[str | None, str | None]]:
    report = segment(Report.from_text(text))
    speakers = [report.speeches[s.speech].speaker if s.speech is not None else None for s in report.sentences]
    return [(who.name, who.role.value) if who else (None, None) for who in speakers]


@pytest.mark.parametrize(
    ("line", "name", "role", "party"),
    [
        ("De voorzitter: Ik open de vergadering.", None, Role.CHAIR, None),
        ("La présidente: La séance est ouverte.", None, Role.CHAIR, None),
        ("De voorzitter (Els Robeyns): Dank u.", "Els Robeyns", Role.CHAIR, None),
        ("Minister Bart Somers: Ik zal dat doen.", "Bart Somers", Role.MINISTER, None),
        ("**Minister Bart Somers**: Ik zal dat doen.", "Bart Somers", Role.MINISTER, None),
        ("**Minister Bart Somers:** Ik zal dat doen.", "Bart Somers", Role.MINISTER, None),
        ("**Minister Bart Somers**", "Bart Somers", Role.MINISTER, None),
        ("Minister Bart Somers", "Bart Somers", Role.MINISTER, None),
        ("Minister De Jonge: Dat klopt.", "De Jonge", Role.MINISTER, None),
        ("De heer Koerhuis (VVD): Voorzitter.", "Koerhuis", Role.MEMBER, "VVD"),
        ("Mevrouw Nijkerken-de Haan (VVD): Ja.", "Nijkerken-de Haan", Role.MEMBER, "VVD"),
        ("01.02 Karine Lalieux, ministre: Merci.", "Karine Lalieux", Role.MINISTER, None),
        ("01.03 Eerste minister Alexander De Croo: Dank u.", "Alexander De Croo", Role.MINISTER, None),
        ("24.01 Eva De Bleeker, secrétaire d'État: Oui.", "Eva De Bleeker", Role.MINISTER, None),
        ("24.02 Staatssecretaris Sammy Mahdi: Ja.", "Sammy Mahdi", Role.MINISTER, None),
        ("04.01 Servais Verherstraeten (cd&v): Ja.", "Servais Verherstraeten", Role.MEMBER, "cd&v"),
        ("03.01 Karin Jiroflée, rapporteur: Ik verwijs.", "Karin Jiroflée", Role.MEMBER, None),
        ("01.02 Minister Jo Maes (Nederlands): Ik zal dat doen.", "Jo Maes", Role.MINISTER, None),
        ("**Minister Jo Maes** (in het Frans): Oui.", "Jo Maes", Role.MINISTER, None),
        ("01.03 An Claes (en français): Oui.", "An Claes", Role.OTHER, None),
        ("Jan Peumans (N-VA): Ik vraag dat.", "Jan Peumans", Role.MEMBER, "N-VA"),
        ("Mr Speaker: Order, order.", None, Role.CHAIR, None),  # each word of an English title has a capital
        ("Prime Minister Jane Doe: I will.", "Jane Doe", Role.MINISTER, None),
        ("Professor Ilse Verbruggen: De studie loopt.", "Ilse Verbruggen", Role.OTHER, None),
        ("01.73 KOEN GEENS (CD&V): Ja.", "Koen Geens", Role.MEMBER, "CD&V"),
    ],
)
def test_a_label_opens_a_speech(line: str, name: str | None, role: Role, party: str | None) -> None:
    label = label_of(vocabulary_of(), line)

    assert label is not None
    assert (label.speaker.name, label.speaker.role, label.speaker.party) == (name, role, party)


@pytest.mark.parametrize(
    "line",
    [
        "Vraag: wanneer komt dat plan?",
        "Wat ik mij afvraag is: hoe kan dat?",
        "Monsieur De Roover, je vous communique quelques éléments.",
        "Voorzitter: André Flahaut, ondervoorzitter.",
        "Ingediende amendementen:",
        "Minister van Onderwijs zijn is niet gemakkelijk.",
        "De Vlaamse Regering keurde dat goed.",
        "Kortom, collega Leysen, zorg daarvoor.",
        "",
    ],
)
def test_ordinary_lines_open_no_speech(line: str) -> None:
    assert label_of(vocabulary_of(), line) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De minister zegt dat dit kan. Hij zal het doen.", [(None, "minister")] * 2),
        (
            "Over het net meldt minister Lievens iets. An Seghers vindt dat te laat.",
            [("Lievens", "minister"), ("An Seghers", "member")],
        ),
        (
            "De cijfers zijn voorlopig, zo waarschuwt minister Roggeman. Later volgt meer.",
            [("Roggeman", "minister")] * 2,
        ),
        ("De stad zal het aanvragen, aldus minister Debaene. Of dat lukt, is de vraag.", [("Debaene", "minister")] * 2),
        ("De Lijn is volgens minister Verstraeten klaar. Er komen bussen.", [("Verstraeten", "minister")] * 2),
        ("Volgens Hugo Vermander is het tij gekeerd. Dat kan niet.", [("Hugo Vermander", "member")] * 2),
        ("De heer Yves Dhondt stelt voor om te wachten. Zijn fractie zal dat doen.", [("Yves Dhondt", "member")] * 2),
        ("Voorzitter Mieke Terryn deelt mee dat de vergadering eindigt.", [("Mieke Terryn", "chair")]),
        ("Professor Ilse Verbruggen licht de studie toe. Zij publiceert in juni.", [("Ilse Verbruggen", "other")] * 2),
        ("Namens de minister legt kabinetschef Frank Dewael uit dat het loopt.", [("Frank Dewael", "other")]),
        ("Waarom duurt dat, wil Rita Claes weten. Zal de minister betalen?", [("Rita Claes", "member")] * 2),
        ("Die oefening is complex, geeft zij toe. Minister Coppens zegt dat het loopt.", [("Coppens", "minister")] * 2),
        ("Als het goed gaat, zal de minister een project starten.", [(None, "minister")]),
        (
            "Dat men klaagt, kan minister Teirlinck best begrijpen. De omzendbrief komt.",
            [("Teirlinck", "minister")] * 2,
        ),
        ("De spreekster roept de minister op om iets te doen. Het moet snel.", [(None, "member")] * 2),
        (
            "De minister zal zich herinneren dat Lien Baert dat zei. Het lid kondigt een vraag aan.",
            [(None, None), (None, "member")],
        ),
        ("Artikel 12 schrijft voor dat de minister beslist. De termijn loopt.", [(None, None)] * 2),
        ("Had men dat geweten, dan zou de minister anders hebben beslist.", [(None, None)]),
        ("De Lijn zegt dat dit kan. Het Rekenhof zal dat nagaan.", [(None, None)] * 2),
        ("An Claes vraagt de minister of het komt. Zij vraagt de minister ook wanneer.", [("An Claes", "member")] * 2),
        ("De viceminister-president Bart Somers zegt dat het kan. Dat is zo.", [("Bart Somers", "minister")] * 2),
        ("Vlaams minister Zuhal Demir antwoordt dat het loopt.", [("Zuhal Demir", "minister")]),
        ("Bart Somers, Vlaams minister van Wonen, zegt dat het kan.", [("Bart Somers", "minister")]),
        ("De heer Maes en mevrouw Claes vragen uitleg. Zij wachten.", [("Maes", "member")] * 2),
        ("Jo Maes van het Agentschap Opgroeien licht de cijfers toe. Ze dalen.", [("Jo Maes", "other")] * 2),
        ("Jo Maes, directeur van de VVSG, stelt vast dat het loopt.", [("Jo Maes", "other")]),
        ("An Claes vraagt uitleg. De Vlaamse Regering belooft dat al jaren.", [("An Claes", "member")] * 2),
        ("Minister Maes zegt ja. De Vlaamse Regering heeft dat beslist.", [("Maes", "minister")] * 2),
        (
            "An Claes vindt van niet. De minister blijft erbij dat het kan.",
            [("An Claes", "member"), (None, "minister")],
        ),
        ("Het komt er, antwoordt de minister.\n\nAn Claes is blij.", [(None, "minister"), ("An Claes", "member")]),
        (
            "De minister dankt hen. Mevrouw De Vreese kondigt aan dat zij komt.",
            [(None, "minister"), ("De Vreese", "member")],
        ),
        ("Minister Maes zegt ja. De leden danken haar.", [("Maes", "minister"), (None, "member")]),
        (
            "De leden van de VVD-fractie vragen waarom. De regering antwoordt dat dit nodig is.",
            [(None, "member"), (None, "minister")],
        ),
    ],
)
def test_reported_speech_names_its_speaker(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert told(text) == expected


REPORT = """De Commissie voor Onderwijs hield op donderdag 16 november 2017 een gedachtewisseling over de zorg.

1. Toelichting door An Peeters, viceminister-president van de Vlaamse Regering en Vlaams minister van Onderwijs

Minister An Peeters schetst de voorgeschiedenis.

1.1. De middelen

De middelen werden aangewend.

2. Toelichting door Jo De Bruycker, Vlaams minister van Welzijn, Volksgezondheid en Gezin

Minister Jo De Bruycker beklemtoont het belang van welzijn.

3. Bespreking

Leen Goossens (N-VA) waardeert dat. De minister van Onderwijs had dat beloofd.
Zij vraagt de minister van Welzijn of het komt.

De minister van Welzijn bevestigt dat. Het komt er in juni 2018.

Minister Peeters antwoordt dat het later komt. Wat het plan betreft, spreekt het lid over een toezegging.

De heer Goossens dankt de minister.

4. Stemming

Het voorstel wordt aangenomen met 9 stemmen.

Mieke TERRYN,
voorzitter

Rita VANDERLINDEN,
verslaggever
"""


def test_two_ministers_in_one_sitting_are_kept_apart() -> None:
    report = read_bytes(REPORT.encode(), name="verslag.txt")
    who = {
        report.text[s.start : s.end]: report.speeches[s.speech].speaker if s.speech is not None else None
        for s in report.sentences
    }

    def name(words: str) -> str | None:
        speaker = next(value for key, value in who.items() if key.startswith(words))
        return speaker.name if speaker else None

    assert report.style is ReportStyle.SYNTHESIS
    assert name("De middelen") == "An Peeters"
    assert name("Minister Jo") == "Jo De Bruycker"
    assert name("Leen") == name("De minister van Onderwijs had") == name("Zij vraagt") == "Leen Goossens"
    assert name("De minister van Welzijn bevestigt") == name("Het komt er") == "Jo De Bruycker"
    assert name("Minister Peeters") == name("Wat het plan") == "An Peeters"
    assert name("De heer Goossens") == "Leen Goossens"
    assert name("Het voorstel wordt") is None
    ministers = [person for person in report.speakers if person.role is Role.MINISTER]
    assert [person.function for person in ministers] == [
        "viceminister-president van de Vlaamse Regering en Vlaams minister van Onderwijs",
        "Vlaams minister van Welzijn, Volksgezondheid en Gezin",
    ]
    assert next(person.party for person in report.speakers if person.name == "Leen Goossens") == "N-VA"


NOTA = """De leden van de VVD-fractie vragen of de regering van mening is dat er meer aandacht is gekomen bij het Rijk.
Antwoord
Er is meer aandacht gekomen voor de lasten van de regels die op de ondernemers van dit land drukken, en
dat zal in 2025 ook blijken uit de cijfers die het adviescollege dan zal uitbrengen.
Vraag 12
De leden van de SP-fractie zien dat anders dan de regering en vragen nogmaals om een toelichting hierbij."""


def test_in_a_dutch_note_the_government_answers_the_fractions() -> None:
    report = read_bytes(NOTA.encode(), name="nota.txt")
    told = [(s.speaker.role, s.speaker.party) if s.speaker else None for s in report.speeches]

    assert told == [(Role.MEMBER, "VVD"), (Role.MINISTER, None), (Role.MEMBER, "SP")]


def test_a_title_before_a_name_never_reaches_over_the_end_of_a_sentence() -> None:
    text = "Dat zal klaar zijn.\n\nMinister Lydia Peeters antwoordt. Zo is het goed. Minister Jan Jambon zegt ja.\n"
    report = read_bytes(text.encode(), name="v.txt")

    assert [(person.name, person.function) for person in report.speakers] == [
        ("Lydia Peeters", "minister"),
        ("Jan Jambon", "minister"),
    ]


@pytest.mark.parametrize(
    ("heading", "name", "role"),
    [
        ("2.1. Tussenkomst van An Claes", "An Claes", "member"),
        ("Vraag van An Claes", "An Claes", "member"),
        ("An Claes (N-VA)", "An Claes", "member"),
        ("Antwoord van de minister", "Jo Peeters", "minister"),
        ("ANTWOORD", "Jo Peeters", "minister"),
        ("Antwoord op de vragen van An Claes", "Jo Peeters", "minister"),
        ("3. Repliek van minister Jo Peeters", "Jo Peeters", "minister"),
        ("Vragen van de leden", None, None),
        ("4. Stemming", None, None),
        ("4. Toelichting door de spreker", None, None),
        ("Toelichting door hem", None, None),
        ("2. Uiteenzetting door het lid", None, None),
        ("3. Toelichting door de vraagstellers", None, None),
        ("Betoog van de regering", None, None),
    ],
)
def test_a_heading_gives_the_floor(heading: str, name: str | None, role: str | None) -> None:
    opening = "1. Toelichting door Jo Peeters, Vlaams minister van Wonen\n\nDat loopt."
    text = f"{opening}\n\n{heading}\n\nDe cijfers volgen nog.\n"
    report = read_bytes(text.encode(), name="v.txt")
    last = report.sentences[-1]
    speaker = report.speeches[last.speech].speaker if last.speech is not None else None

    assert (speaker.name if speaker else None, speaker.role.value if speaker else None) == (name, role)


def test_the_report_says_of_itself_what_it_is() -> None:
    report = read_bytes(REPORT.encode(), name="verslag.txt")

    assert str(report.held_on) == "2017-11-16"
    assert report.committee == "Commissie voor Onderwijs"
    assert (report.chair, report.rapporteur) == ("Mieke Terryn", "Rita Vanderlinden")
    assert report.title == "Gedachtewisseling over de zorg"
    assert report.language == "nl"
    assert report.problems == ()


def test_a_speech_that_is_given_stays_its_speakers() -> None:
    report = segment(
        Report.from_text("Ik zal dat doen. De heer Claes zegt van niet.", speaker="Jo Peeters", role="minister")
    )

    assert [sentence.speech for sentence in report.sentences] == [0, 0]
    assert report.speeches[0].speaker is not None
    assert report.speeches[0].speaker.name == "Jo Peeters"


VERBATIM = """## 01 Vragen over "De bus" (55001534P)
01.01 An Claes (N-VA): Mijnheer de minister, wanneer komt de bus?
Ik wacht al lang.

01.02 Minister Jo Peeters: Ik zal dat laten weten. Dat komt in juni.
Voorzitter: Rik Maes, ondervoorzitter.
De tekst gaat door.

De voorzitter: Dank u.

## 02 Stemming
Het voorstel is aangenomen.
"""


def test_a_verbatim_report_gives_direct_speech_without_its_labels() -> None:
    report = read_bytes(VERBATIM.encode(), name="zitting.txt")
    spoken = [
        (speech.speaker.name if speech.speaker else None, report.text[speech.start : speech.end])
        for speech in report.speeches
    ]

    assert report.style is ReportStyle.VERBATIM
    assert spoken[0] == ("An Claes", "Mijnheer de minister, wanneer komt de bus?\n\nIk wacht al lang.")
    assert spoken[1][1].startswith("Ik zal dat laten weten.")
    assert spoken[1][1].endswith("De tekst gaat door.")
    assert spoken[2] == ("Rik Maes", "Dank u.")
    last = report.sentences[-1]
    assert report.text[last.start : last.end] == "Het voorstel is aangenomen."
    assert last.speech is None


def test_a_subtitle_inside_a_speech_does_not_end_it_but_a_point_of_the_agenda_does() -> None:
    text = (
        "De voorzitter: Dag.\n\nMinister Jo Maes: Ik begin met de timing.\n\nTiming\n\nIk zal dat in juni doen.\n\n"
        "Stemming over de motie\n\nDe motie is aangenomen.\n"
    )
    report = read_bytes(text.encode(), name="v.txt")
    said = {report.text[s.start : s.end]: s.speech for s in report.sentences}

    assert said["Ik zal dat in juni doen."] == said["Ik begin met de timing."] == 1
    assert said["Timing"] is None
    assert said["De motie is aangenomen."] is None


def test_a_minister_given_by_the_caller_is_who_is_meant_by_the_minister() -> None:
    report = read_bytes(b"De minister antwoordt dat dit kan op 3 mei 2021.", name="v.txt", minister="Jo Peeters")

    assert report.speeches[0].speaker is not None
    assert report.speeches[0].speaker.name == "Jo Peeters"


@pytest.mark.parametrize(
    "function",
    [
        "gewezen minister van Wonen",
        "vorig minister",
        "oud-minister",
        "Vlaams voormalig minister",
        "former minister",
        "ancien ministre",
    ],
)
def test_whoever_was_a_minister_is_none(function: str) -> None:
    report = read_bytes(f"01.02 An Maes, {function}: Wij deden dat in 2014.".encode(), name="verslag.txt")

    assert [(who.name, who.role) for who in report.speakers] == [("An Maes", Role.OTHER)]


def test_the_minister_is_the_one_in_office() -> None:
    text = (
        "An Maes, voormalig minister van Wonen, licht het rapport toe.\n\n"
        "De minister antwoordt dat het plan er komt.\n\nBart Claes, Vlaams minister van Wonen, dankt haar."
    )

    assert told(text)[1] == ("Bart Claes", "minister")


PAST = """De heer Wouter Ingelbrecht stelde zich vragen bij de methode. Een besparing treft wie toevallig vertrekt.

Mevrouw Latifa Bensalah herinnerde eraan dat de telling achterloopt. Minister Somers had dat vorig jaar ook gezegd.

Minister Bart Somers antwoordde dat de vermindering niet lineair is. Hij zou een proefproject starten."""


def test_a_report_that_is_told_in_the_past_names_its_speakers() -> None:
    member, other, minister = (
        ("Wouter Ingelbrecht", "member"),
        ("Latifa Bensalah", "member"),
        ("Bart Somers", "minister"),
    )

    assert told(PAST) == [member, member, other, other, minister, minister]


def test_in_a_report_that_is_told_in_the_present_the_past_recalls_what_others_said() -> None:
    present = (
        "Wouter Ingelbrecht stelt vragen bij de methode. Minister Bart Somers beloofde vorig jaar een cijfer.\n\n"
        "Latifa Bensalah herinnert aan de telling. Minister Bart Somers zei toen dat die zou komen."
    )

    assert [name for name, _ in told(present)] == ["Wouter Ingelbrecht"] * 2 + ["Latifa Bensalah"] * 2


def test_two_ministers_in_one_sentence_each_have_their_own_office() -> None:
    report = segment(
        Report.from_text(
            "De commissie vergaderde in aanwezigheid van Lutgart Saelens, Vlaams minister van Onderwijs, en van "
            "Bram Wijnants, Vlaams minister van Sport en Jeugd.\n\n"
            "De minister van Onderwijs antwoordt dat zij dat bekijkt. De minister van Sport en Jeugd zegt dat ook."
        )
    )

    assert [(who.name, who.function) for who in report.speakers] == [
        ("Lutgart Saelens", "Vlaams minister van Onderwijs"),
        ("Bram Wijnants", "Vlaams minister van Sport en Jeugd"),
    ]


def test_a_small_word_with_a_capital_belongs_to_the_name_that_goes_on() -> None:
    assert told("Bram Op de Beeck vindt dat onbegrijpelijk.") == [("Bram Op de Beeck", "member")]
