"""Where do sentences end in official prose, and where not?"""

from __future__ import annotations

import pytest

from tracker.languages.reading import reading_words
from tracker.reading.sentences import sentence_spans


def split(text: str, language: str = "nl") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text), words=reading_words(language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dat klopt. De minister knikt.", ["Dat klopt.", "De minister knikt."]),
        (
            "Zie Parl.St. Vl.Parl. 2020-21, nr. 23-I/1. Dat is alles.",
            ["Zie Parl.St. Vl.Parl. 2020-21, nr. 23-I/1.", "Dat is alles."],
        ),
        ("Dhr. Peeters en mevr. De Smet, art. 3 en blz. 12.", ["Dhr. Peeters en mevr. De Smet, art. 3 en blz. 12."]),
        (
            "Het kost 1,5 mio. euro, d.w.z. 180.000 euro m.b.t. Gent.",
            ["Het kost 1,5 mio. euro, d.w.z. 180.000 euro m.b.t. Gent."],
        ),
        ("Er komen scholen, tuinen enz. De rest volgt.", ["Er komen scholen, tuinen enz.", "De rest volgt."]),
        ("J. Van Dijck en P.-J. Maes spreken.", ["J. Van Dijck en P.-J. Maes spreken."]),
        ("Hij zegt: “Dat kan niet.” Daarna zwijgt hij.", ["Hij zegt: “Dat kan niet.”", "Daarna zwijgt hij."]),
        ("Komt dat er? Ja! Zeker.", ["Komt dat er?", "Ja!", "Zeker."]),
        (
            "De verwerking is verbeterd.3 Het Rekenhof vraagt meer.",
            ["De verwerking is verbeterd.", "Het Rekenhof vraagt meer."],
        ),
        (
            "Het wordt uiterlijk op 30.06.2016 ondertekend. Dan volgt de rest.",
            ["Het wordt uiterlijk op 30.06.2016 ondertekend.", "Dan volgt de rest."],
        ),
        ("1. Toelichting door de minister", ["1. Toelichting door de minister"]),
        ("Zie www.vlaanderen.be voor meer. Tot dan.", ["Zie www.vlaanderen.be voor meer.", "Tot dan."]),
        ("Dat loopt tot 2021. 13 miljoen blijft over.", ["Dat loopt tot 2021.", "13 miljoen blijft over."]),
        ("Wij wachten… op u. Dat duurt.", ["Wij wachten… op u.", "Dat duurt."]),
        ("Dat gebeurt nu al. Minister Maes knikt.", ["Dat gebeurt nu al.", "Minister Maes knikt."]),
        ("Het kost 5 mio. Minister Maes knikt.", ["Het kost 5 mio.", "Minister Maes knikt."]),
        ("De wet is aangepast.De nieuwe wet geldt.", ["De wet is aangepast.", "De nieuwe wet geldt."]),
        ("Zie www.vlaanderen.Be voor meer, art.De wet.", ["Zie www.vlaanderen.Be voor meer, art.De wet."]),
        (
            "Dat loopt tot 2024.1 Om dat te halen, is haast nodig.",
            ["Dat loopt tot 2024.", "Om dat te halen, is haast nodig."],
        ),
        ("   ", []),
    ],
)
def test_official_prose_is_split_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_french_and_english_have_abbreviations_of_their_own() -> None:
    assert split("M. Dupont et Mme Leroy. Ils parlent.", "fr") == ["M. Dupont et Mme Leroy.", "Ils parlent."]
    assert split("Mr. Smith agrees, e.g. on this. So be it.", "en") == ["Mr. Smith agrees, e.g. on this.", "So be it."]
