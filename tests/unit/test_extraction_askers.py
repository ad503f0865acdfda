"""To whom an answer is given: as a meeting goes, with its rounds, addresses and words that are taken up."""

from __future__ import annotations

from datetime import date

import tracker
from tracker.model import Report

HELD_ON = date(2024, 2, 6)
HEAD = "Commissievergadering\n\ndinsdag 6 februari 2024, 14.00u\n\nVraag om uitleg over de waterlopen\n\nVerslag\n\n"
FIRST = """An Peeters (Groen)

Minister, hoe staat het met de vispassage op de Demer? En wanneer komen de metingen van het zuurstofgehalte?

Bert Claes (N-VA)

Minister, ik heb een vraag over de dijken in Linter. De landbouwers hebben daar twee keer hun oogst verloren.

"""
SECOND = """Bert Claes (N-VA)

Ik dank u, maar over de dijken blijf ik op mijn honger.

Carla Dehaes (Vooruit)

Minister, mag ik ook iets vragen over de subsidie voor de hengelaars?

"""


def answered(text: str, words: str) -> str | None:
    report = Report.from_text(HEAD + text, held_on=HELD_ON, language="nl")
    (found,) = (one for one in tracker.extract(report).commitments if words in one.quote)
    return found.asked_by.name if found.asked_by else None


def says(text: str) -> str:
    return f"Minister Jo Brouns\n\n{text}\n\n"


def test_of_several_who_asked_the_one_whose_words_are_taken_up_is_answered() -> None:
    answer = says("De oogst van de landbouwers gaat mij ter harte. Ik zal de dijken in mei laten verhogen.")

    assert answered(FIRST + answer, "verhogen") == "Bert Claes"


def test_words_before_somebody_was_named_do_not_count_for_the_others() -> None:
    answer = says(
        "De vispassage op de Demer en het zuurstofgehalte zijn gemeten. De metingen zijn goed. "
        "Mijnheer Claes, dan kom ik bij u. Ik zal u dat plan in mei bezorgen."
    )

    assert answered(FIRST + answer, "bezorgen") == "Bert Claes"


def test_whoever_was_named_is_answered_until_another_is() -> None:
    answer = says(
        "Mijnheer Claes, de dijken dus. Dat is een oud dossier. Het is ook geen eenvoudig dossier. "
        "Ik zal u het plan in mei bezorgen. "
        "Mevrouw Peeters, dan is er nog wat u zei. Ik zal u de cijfers in juni bezorgen."
    )

    assert answered(FIRST + answer, "het plan") == "Bert Claes"
    assert answered(FIRST + answer, "de cijfers") == "An Peeters"


def test_what_takes_up_nobodys_words_is_for_who_put_the_question() -> None:
    answer = says("Er is veel over te zeggen. Ik zal u een nota bezorgen.")

    assert answered(FIRST + answer, "nota") == "An Peeters"


def test_a_name_in_passing_loses_to_the_words_of_another_long_after_it() -> None:
    answer = says(
        "Dat stond in 2016 al zo, mijnheer Claes. Dat was toen. Nu is het anders. Er is veel gebeurd. Er is gebouwd. "
        "Er is ook gewacht. Er is gerekend. Er is overlegd. Er is weer gewacht. En dat was goed. "
        "Over de vispassage op de Demer zal ik u in mei de metingen van het zuurstofgehalte bezorgen."
    )

    assert answered(FIRST + answer, "vispassage") == "An Peeters"


def test_after_a_second_round_those_are_answered_who_spoke_in_it() -> None:
    answer = says("Er is veel over te zeggen.") + SECOND + says("Dank u. Ik zal u een nota bezorgen.")

    assert answered(FIRST + answer, "nota") == "Bert Claes"


def test_who_asked_in_the_first_round_is_still_answered_in_the_second() -> None:
    answer = says("Er is veel over te zeggen.") + SECOND
    late = says("Over de vispassage op de Demer zal ik u in mei de metingen van het zuurstofgehalte bezorgen.")

    assert answered(FIRST + answer + late, "vispassage") == "An Peeters"


def test_a_question_on_another_item_is_not_answered_here() -> None:
    first = FIRST + says("Er is veel over te zeggen.")
    other = "Vraag om uitleg over het wolvenplan\n\nDirk Smets (N-VA)\n\nMinister, wanneer komt dat plan er?\n\n"
    answer = says("Over de vispassage op de Demer zal ik u in mei de metingen van het zuurstofgehalte bezorgen.")

    assert answered(first + other + answer, "vispassage") == "Dirk Smets"
