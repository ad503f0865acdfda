"""Minutes of the Tweede Kamer in its own XML: several speakers, interruptions, several points of an agenda."""

from __future__ import annotations

import pytest

from tracker.errors import Unreadable
from tracker.extraction import extract
from tracker.model import BlockKind, Report, Role
from tracker.reading import read_bytes

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'


def speaker(kind: str, first: str, last: str, *, office: str = "", party: str = "") -> str:
    return (
        f'<spreker soort="{kind}" objectid="p"><fractie>{party}</fractie><aanhef>De heer</aanhef>'
        f"<verslagnaam>{last}</verslagnaam><weergavenaam>{last}</weergavenaam><voornaam>{first}</voornaam>"
        f"<achternaam>{last}</achternaam><functie>{office}</functie></spreker>"
    )


def words(*paragraphs: str, label: str = "") -> str:
    marked = f'<alineaitem><nadruk type="Vet">{label}</nadruk></alineaitem>' if label else ""
    return (
        "<tekst>"
        + "".join(f"<alinea>{marked}<alineaitem>{text}</alineaitem></alinea>" for text in paragraphs)
        + "</tekst>"
    )


def turn(who: str, *parts: str, name: str = "woordvoerder", presides: bool = False) -> str:
    chair = f"<isvoorzitter>{str(presides).lower()}</isvoorzitter>"
    return f'<{name} objectid="x">{who}{chair}{"".join(parts)}</{name}>'


def point(title: str, *turns: str) -> str:
    items = "".join(f'<activiteititem soort="Woordvoerder">{each}</activiteititem>' for each in turns)
    return (
        f"<activiteit><titel>{title}</titel><activiteithoofd><titel>{title}</titel>"
        f'<activiteitdeel soort="Spreekbeurt"><titel>Spreekbeurt</titel>{items}</activiteitdeel>'
        "</activiteithoofd></activiteit>"
    )


def minutes(*points: str, head: str = HEAD, day: str = "2024-03-12T00:00:00") -> Report:
    text = (
        f'{head}<vlosCoreDocument xmlns="http://www.tweedekamer.nl/ggm/vergaderverslag/v1.0" soort="Eindpublicatie">'
        '<vergadering kamer="Tweede Kamer"><titel>Vaste commissie voor Verkeer</titel>'
        f"<datum>{day}</datum>{''.join(points)}</vergadering></vlosCoreDocument>"
    )
    return read_bytes(text.encode(), name="verslag.xml")


MINISTER = speaker("Minister", "Jo", "Maes", office="minister van Verkeer")
SECRETARY = speaker("Staatssecretaris", "An", "Van den Berg", office="staatssecretaris van Wonen")
MEMBER = speaker("Kamerlid", "Piet", "Bos", office="lid Tweede Kamer", party="VVD")
CHAIR = speaker("Kamerlid", "Els", "Nijs", office="voorzitter", party="D66")


def said(report: Report) -> list[tuple[str | None, str]]:
    return [
        (
            speech.speaker.name if (speech := report.speeches[one.speech]).speaker else None,
            report.text[one.start : one.end],
        )
        for one in report.sentences
        if one.speech is not None
    ]


def test_minutes_tell_their_sitting_and_who_speaks_in_which_quality() -> None:
    report = minutes(
        point("Fietspaden", turn(CHAIR, words("Ik open."), presides=True), turn(MEMBER, words("Wanneer?"))),
        point(
            "Wonen", turn(MINISTER, words("Morgen.")), turn(SECRETARY, words("Straks.")), turn(CHAIR, words("Ik ook."))
        ),
    )

    assert (str(report.held_on), report.chamber, report.title) == (
        "2024-03-12",
        "Tweede Kamer",
        "Vaste commissie voor Verkeer",
    )
    assert [(who.name, who.role, who.party) for who in report.speakers] == [
        ("Els Nijs", Role.CHAIR, "D66"),
        ("Piet Bos", Role.MEMBER, "VVD"),
        ("Jo Maes", Role.MINISTER, None),
        ("An van den Berg", Role.MINISTER, None),
        ("Els Nijs", Role.MEMBER, "D66"),
    ]
    heads = [report.text[block.start : block.end] for block in report.blocks if block.kind is BlockKind.HEADING]
    assert heads == ["Fietspaden", "Wonen"]


def test_an_interruption_is_of_who_interrupts_and_the_speaker_goes_on_after_it() -> None:
    inner = turn(MEMBER, words("Wanneer dan?", label="De heer Bos (VVD):"), name="interrumpant")
    report = minutes(
        point(
            "Fietspaden",
            turn(
                MINISTER, words("Ik kijk dat na.", label="Minister Maes:"), inner, words("Ik zal het rapport sturen.")
            ),
        )
    )

    assert said(report) == [
        ("Jo Maes", "Ik kijk dat na."),
        ("Piet Bos", "Wanneer dan?"),
        ("Jo Maes", "Ik zal het rapport sturen."),
    ]


def test_a_motion_that_is_read_out_is_nobodys_own_words() -> None:
    motion = f"<draadboekfragment>{words('verzoekt de regering te komen')}</draadboekfragment>"
    report = minutes(point("Moties", turn(MEMBER, words("Ik dien in."), motion, words("Dank."))))

    assert [sentence for _, sentence in said(report)] == ["Ik dien in.", "Dank."]
    assert "verzoekt de regering te komen" in report.text


def test_what_stands_outside_speeches_is_kept_and_spoken_by_nobody() -> None:
    report = minutes(
        f"<activiteit>{words('Aanwezig is Jo Maes, minister van Verkeer.')}</activiteit>",
        point("Fietspaden", turn(MEMBER, words("Goed."))),
    )

    assert "Aanwezig is Jo Maes" in report.text
    assert said(report) == [("Piet Bos", "Goed.")]


@pytest.mark.parametrize("head", [HEAD, "", "\ufeff" + HEAD, "<!-- uit de bron -->\n"])
def test_a_promise_of_a_minister_is_found(head: str) -> None:
    report = minutes(
        point("Fietspaden", turn(MINISTER, words("Ik zal het rapport vóór 1 juli 2024 aan de Kamer sturen."))),
        head=head,
    )
    (found,) = extract(report).commitments

    assert found.minister is not None
    assert found.deadline is not None
    assert (found.minister.name, str(found.deadline.due)) == ("Jo Maes", "2024-06-30")


def test_xml_of_another_kind_names_those_that_are_read() -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(b"<?xml version='1.0'?><vergadering/>", name="v.xml")

    assert refused.value.code == "reading.xml-unknown"


@pytest.mark.parametrize(
    "day",
    ["2024-03-12", "2024-03-12T00:00:00", "2024-03-12T00:00:00+01:00", "2024-03-11T23:00:00Z", "2024-03-12T14:00:00Z"],
)
def test_the_day_is_that_of_the_place_where_the_house_sits(day: str) -> None:
    assert str(minutes(point("Fietspaden", turn(MEMBER, words("Goed."))), day=day).held_on) == "2024-03-12"


def test_the_point_of_the_agenda_is_the_matter_of_what_is_promised_in_it() -> None:
    report = minutes(
        point("Fietspaden", turn(MINISTER, words("Wij leggen fietspaden. Ik zal de Kamer in mei een brief sturen."))),
        point("Woningen in de stad", turn(SECRETARY, words("Woningen zijn duur. Ik zal in juni een nota indienen."))),
        point("Moties", turn(MINISTER, words("Ik zal daarover in juli met de gemeenten overleggen."))),
    )

    assert [one.subject for one in extract(report).commitments] == ["Fietspaden", "Woningen in de stad", None]
