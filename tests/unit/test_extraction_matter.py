"""Which question, agenda item or dossier a promise belongs to, in words of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import tracker
from tracker.extraction.matter import Matters
from tracker.languages.pack import load_pack
from tracker.model import Block, BlockKind, Report, Role, Speaker, Speech
from tracker.reading import read_bytes
from tracker.reading.verbatim import sentences_of
from tracker.reading.vocabulary import vocabulary_of

HELD_ON = date(2021, 9, 21)
PROMISE = "Ik zal u de cijfers tegen 1 november bezorgen."
MINISTER = Speaker("An Maes", Role.MINISTER)


def report(*parts: str | Speech, title: str | None = None) -> Report:
    """Headings as plain words, and speeches behind each other."""
    text, blocks, speech_of = "", [], []
    speeches: list[Speech] = []
    for part in parts:
        words, kind = (part, BlockKind.HEADING) if isinstance(part, str) else (part.language, BlockKind.PARAGRAPH)
        start = len(text)
        text += f"{words}\n\n"
        blocks.append(Block(kind, start, start + len(words or "")))
        speech_of.append(None if isinstance(part, str) else len(speeches))
        if isinstance(part, Speech):
            speeches.append(Speech(part.speaker, start, start + len(words or "")))
    speakers = tuple(dict.fromkeys(speech.speaker for speech in speeches if speech.speaker))
    bare = Report(text, HELD_ON, "nl", title, blocks=tuple(blocks), speeches=tuple(speeches), speakers=speakers)
    return replace(bare, sentences=sentences_of(bare, speech_of, vocabulary_of()))


def says(words: str, name: str = "An Maes", role: Role = Role.MINISTER) -> Speech:
    return Speech(Speaker(name, role), 0, 0, language=words)


def subjects(*parts: str | Speech, title: str | None = None) -> list[str | None]:
    return [found.subject for found in tracker.extract(report(*parts, title=title)).commitments]


@pytest.mark.parametrize(
    ("heading", "matter"),
    [
        ("Vraag om uitleg over de wachttijden in de pleegzorg", "wachttijden in de pleegzorg"),
        ("Vraag om uitleg over de kmo-portefeuille", "de kmo-portefeuille"),  # one word alone is too little
        ("Vraag om uitleg over het tracé van de bus van Jan Peeters aan minister An Maes", "tracé van de bus"),
        ("Actuele vraag over hinder van Brexit voor wie aan ons levert", "hinder van Brexit voor wie aan ons levert"),
        ("Vraag om uitleg over de busbanen in Gent van mevrouw Smet aan de minister", "busbanen in Gent"),
        ("Vraag van de heer Jan Peeters aan mevrouw An Maes, minister, over de busbanen", "de busbanen"),
        ('02 Vraag van Jan Peeters aan An Maes (Werk) over "De hoge premies" (55000660P)', "hoge premies"),
        ("Verslag van de gedachtewisseling met Jan Peeters, minister, over de opvang van dieren", "opvang van dieren"),
        ("over de gedachtewisseling met de heer Jan Peeters over de opvang van dieren", "opvang van dieren"),
        ("Voorstel van resolutie betreffende een kordate aanpak van erosie", "kordate aanpak van erosie"),
        ("Verslag over het ontwerp van decreet houdende de bescherming van bijen", "bescherming van bijen"),
        ("Ontwerp van decreet van de algemene rekening", "algemene rekening"),
        ("13 Wetsontwerp houdende de aanpassing van de begroting (1859/1-3)", "aanpassing van de begroting"),
        ("II. DE BOUW VAN SCHOLEN", "bouw van scholen"),
    ],
)  # fmt: skip
def test_the_heading_above_a_speech_tells_the_matter(heading: str, matter: str) -> None:
    assert subjects(heading, says(f"Het gaat over de bouw van scholen. {PROMISE}")) == [matter]


@pytest.mark.parametrize(
    ("about", "matter"),
    [  # twelve words are enough; what is longer ends where a phrase ends
        (
            "trage procedures voor hernieuwbare energieprojecten en de mogelijke versnelling door de nieuwe richtlijn",
            "trage procedures voor hernieuwbare energieprojecten",
        ),
        (
            "de maatregel in het regeerakkoord om bedrijven in steunzones een vermindering van heffingen toe te kennen",
            "maatregel in het regeerakkoord",
        ),
        (
            "de herbestemming van militaire domeinen in het kader van de zo snel groeiende wapen- en munitieproductie",
            "herbestemming van militaire domeinen",
        ),
        (
            "de zorg voor leerlingen met complexe noden in het gewoon en het buitengewoon basisonderwijs",
            "zorg voor leerlingen met complexe noden",
        ),
        (
            "de gevolgen van de coronacrisis voor de dienstencheques en de heropstart van de opleidingen in september",
            "gevolgen van de coronacrisis voor de dienstencheques",
        ),
    ],
)
def test_a_long_matter_ends_where_a_phrase_ends(about: str, matter: str) -> None:
    assert subjects(f"Vraag om uitleg over {about}", says(PROMISE)) == [matter]


@pytest.mark.parametrize(
    "part",
    [
        "Antwoord van de minister",
        "3.2. Antwoorden van de ministers",
        "Verslag",
        "Jan PEETERS, voorzitter",
        "Vraagt nog iemand het woord? (Nee)",
        "Vraag 36",
        "4. Slotakkoord",  # of which nothing more is said
    ],
)
def test_a_part_of_the_debate_is_no_matter(part: str) -> None:
    assert subjects("Vraag om uitleg over de trage bussen", part, says(PROMISE)) == ["trage bussen"]
    assert subjects(part, says(PROMISE)) == [None]


def test_a_numbered_heading_closes_those_of_its_depth() -> None:
    speech = says(f"De veerdiensten en de haltes varen wel. {PROMISE}")

    first = ("1. Haltes langs wegen", "1.1. Antwoorden", speech)
    rest = ("2. Veerdiensten", speech, "3. Replieken", speech)
    found = subjects("Hoorzitting over het vervoer van morgen", *first, *rest)

    assert found == ["Haltes langs wegen", "Veerdiensten", "vervoer van morgen"]


def test_a_heading_of_one_word_is_a_matter_where_more_is_said_of_it() -> None:
    assert subjects("Fietspaden", "Spreekbeurt", says(f"Aan fietspaden bouwen wij. {PROMISE}")) == ["Fietspaden"]
    assert subjects("Varia", says(PROMISE)) == [None]


def test_what_the_chair_announces_is_the_matter_from_there_on() -> None:
    chair = says(
        "Aan de orde is de vraag om uitleg van Els Smet aan An Maes over de dure treinen.", "Jo Nijs", Role.CHAIR
    )
    other = says("De vraag over de dure treinen is gesteld.", "Jo Nijs", Role.CHAIR)

    assert subjects("Vraag om uitleg over de trage bussen", says(PROMISE), chair, says(PROMISE)) == [
        "trage bussen",
        "dure treinen",
    ]
    assert subjects("Vraag om uitleg over de trage bussen", other, says(PROMISE)) == ["trage bussen"]


def test_each_item_has_its_own_matter() -> None:
    items = (
        "Vraag om uitleg over de trage bussen",
        says(PROMISE),
        "Vraag om uitleg over de dure treinen",
        says(PROMISE),
    )

    assert subjects(*items) == ["trage bussen", "dure treinen"]


def test_of_questions_answered_together_the_matter_is_that_of_who_asked() -> None:
    questions = 'Jan Peeters aan An Maes over "De trage bussen" (1P) - Els Smet aan An Maes over "De dure treinen" (2P)'
    heading = f"Samengevoegde vragen van - {questions}"
    jan, els = says("Waarom zo traag?", "Jan Peeters", Role.MEMBER), says("Waarom zo duur?", "Els Smet", Role.MEMBER)

    assert subjects(heading, jan, els, says(f"Mevrouw Smet, {PROMISE}")) == ["dure treinen"]
    assert subjects(heading, els, jan, says(f"Mijnheer Peeters, {PROMISE}")) == ["trage bussen"]


def test_of_headings_that_follow_each_other_the_matter_is_the_one_that_is_spoken_of() -> None:
    headings = ("Vraag om uitleg over de trage bussen", "Vraag om uitleg over de dure treinen")
    jan = says("Waarom zijn de treinen zo duur?", "Jan Peeters", Role.MEMBER)

    assert subjects(*headings, jan, says(f"Over de bussen zeg ik dit. {PROMISE}")) == ["trage bussen"]
    assert subjects(*headings, jan, says(PROMISE)) == ["dure treinen"]


def test_without_a_heading_the_title_tells_the_matter() -> None:
    assert subjects(says(PROMISE), title="Gedachtewisseling over de zorg voor ouderen") == ["zorg voor ouderen"]


def test_without_heading_and_title_the_words_of_the_question_tell_the_matter() -> None:
    asked = says("Mijn vraag gaat over de wachtlijsten in Aalst. Hoe lang nog?", "Jan Peeters", Role.MEMBER)

    assert subjects(asked, says(PROMISE)) == ["wachtlijsten in Aalst"]
    assert subjects(says(f"Ik dank u voor uw vraag over de premies voor daken. {PROMISE}")) == ["premies voor daken"]


@pytest.mark.parametrize("words", ["Ik dank u voor uw vraag.", "Uw vraag over dat alles is terecht.", "Dank u."])
def test_no_matter_is_made_up(words: str) -> None:
    assert subjects(says(f"{words} {PROMISE}")) == [None]


def test_the_caller_of_bare_text_may_tell_what_it_is_about() -> None:
    bare = Report.from_text(
        PROMISE, held_on=HELD_ON, language="nl", role="minister", subject="de trage bussen in Aalst"
    )

    assert [found.subject for found in tracker.extract(bare).commitments] == ["trage bussen in Aalst"]


def test_a_matter_is_found_in_a_long_debate_as_fast_as_in_a_short_one() -> None:
    words = "Uw vraag over " * 20_000 + PROMISE
    long = report(says(words))
    pack = load_pack("nl")
    assert pack

    assert Matters(long, pack).matter(long.sentences[-1], None) is None


LINES = """VRAAG OM UITLEG van Els Smet aan An Maes, Vlaams minister van Werk, over de trage bussen
– 12 (2014-2015)

Mevrouw Els Smet (Groen): Minister, hoe lang nog?

Minister An Maes: Ik zal u in mei de cijfers bezorgen.
"""
PAGE = """<main><h1>Vergadering</h1><h2>Actuele vraag over de trage bussen van Els Smet aan minister An Maes</h2>
<p><strong>Els Smet (Groen)</strong></p><p>Hoe lang nog?</p><p><strong>Minister An Maes</strong></p>
<p>Ik zal u in mei de cijfers bezorgen.</p></main>
"""


@pytest.mark.parametrize(("name", "text"), [("verslag.txt", LINES), ("verslag.html", PAGE)])
def test_the_matter_is_found_in_every_form_of_a_report(name: str, text: str) -> None:
    found = tracker.extract(read_bytes(text.encode(), name=name)).commitments

    assert [one.subject for one in found] == ["trage bussen"]
