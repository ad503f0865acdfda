"""A plain wrong call is refused in Dutch and in French: what is wrong, where, and what to do next, on one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import called

from tracker.app import language_set

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "verslag-2021-09-21.txt"
REHEARSED = ("--db", "register.db", "--today", "2021-12-01")
NOW = ("--db", "register.db")
REFUSED: tuple[tuple[str, tuple[str, ...], int, str, str], ...] = (
    (
        "a number that no commitment has",
        (*REHEARSED, "show", "C-0099"),
        1,
        "Er is geen toezegging C-0099. `tracker list` toont welke er zijn.",
        "Il n'y a pas d'engagement C-0099. `tracker list` montre lesquels existent.",
    ),
    (
        "what is no number",
        (*REHEARSED, "show", "x"),
        2,
        "'x' is niet het nummer van een toezegging. Schrijf het als C-0001.",
        "'x' n'est pas le numéro d'un engagement. Écrivez-le comme C-0001.",
    ),
    (
        "a register that is not there",
        ("--db", "no.db", "list"),
        1,
        (
            "Er is nog geen register op no.db. Lees eerst een verslag (tracker extract BESTAND), of noem een ander "
            "register met --db."
        ),
        (
            "Il n'y a pas encore de registre à no.db. Lisez d'abord un compte rendu (tracker extract FICHIER), ou "
            "nommez un autre registre avec --db."
        ),
    ),
    (
        "a day that is none",
        (*REHEARSED, "list", "--due-before", "ooit"),
        2,
        "--due-before 'ooit' noemt geen dag. Schrijf het als 2022-06-30, 30/06/2022 of \"eind juni 2022\".",
        "--due-before 'ooit' ne nomme aucun jour. Écrivez-le comme 2022-06-30, 30/06/2022 ou \"eind juni 2022\".",
    ),
    (
        "a length of time that is none",
        (*REHEARSED, "list", "--due-within", "3m"),
        2,
        "--due-within '3m' is geen aantal dagen. Schrijf het als 14d of 2w.",
        "--due-within '3m' n'est pas un nombre de jours. Écrivez-le comme 14d ou 2w.",
    ),
    (
        "a file that is not there",
        (*REHEARSED, "extract", "nothere.pdf"),
        1,
        "Er is geen bestand nothere.pdf. Kijk het pad na.",
        "Il n'y a pas de fichier nothere.pdf. Vérifiez le chemin.",
    ),
    (
        "a file that holds no text",
        (*REHEARSED, "import", "bytes.bin"),
        1,
        "Kan bytes.bin niet invoeren. Het bestand is geen tekst. Bewaar een oudere werkmap als .xlsx of .csv.",
        (
            "Impossible d'importer bytes.bin. Le fichier n'est pas du texte."
            " Enregistrez un ancien classeur en .xlsx ou .csv."
        ),
    ),
    (
        "something done without evidence",
        (*REHEARSED, "resolve", "C-0001"),
        1,
        "C-0001 heeft bewijs nodig. Geef --evidence, of een --note die zegt waarom er geen is.",
        "C-0001 demande une preuve. Donnez --evidence, ou une --note qui dit pourquoi il n'y en a pas.",
    ),
    (
        "a decision that is taken already",
        (*REHEARSED, "accept", "C-0001"),
        1,
        "C-0001 is openstaand en kan niet worden aanvaard. `tracker history C-0001` zegt wat er gebeurde.",
        "C-0001 est ouvert et ne peut être accepté. `tracker history C-0001` dit ce qui s'est passé.",
    ),
    (
        "an address that is none",
        (*NOW, "subscriber", "add", "no-address"),
        2,
        "'no-address' is geen e-mailadres. Schrijf het als jan@example.org.",
        "'no-address' n'est pas une adresse électronique. Écrivez-la comme jan@example.org.",
    ),
    (
        "a reader who is none",
        (*NOW, "subscriber", "pause", "an@example.org"),
        1,
        "an@example.org is geen lezer. tracker subscriber list toont wie wel.",
        "an@example.org n'est pas un lecteur. tracker subscriber list montre qui l'est.",
    ),
    (
        "days of the week that are none",
        (*NOW, "subscriber", "add", "an@example.org", "--weekly", "blub"),
        2,
        "--weekly 'blub' noemt geen weekdagen. Schrijf het als maandag of maandag,donderdag.",
        "--weekly 'blub' ne nomme pas de jours de la semaine. Écrivez-le comme lundi ou lundi,jeudi.",
    ),
    (
        "an hour that is none",
        (*NOW, "subscriber", "add", "an@example.org", "--at", "25"),
        2,
        "--at '25' is geen uur. Schrijf het als 08:00.",
        "--at '25' n'est pas une heure. Écrivez-le comme 08:00.",
    ),
    (
        "a language without letters",
        (*NOW, "digest", "preview", "--language", "sv"),
        2,
        "Er zijn geen brieven in 'sv'. Kies uit en, fr, nl.",
        "Il n'y a pas de lettres en 'sv'. Choisissez parmi en, fr, nl.",
    ),
    (
        "a letter that is not there",
        (*NOW, "outbox", "show", "99"),
        1,
        "Er is geen brief 99. tracker outbox list toont welke er zijn.",
        "Il n'y a pas de lettre 99. tracker outbox list montre lesquelles existent.",
    ),
    (
        "a calendar that is none",
        (*REHEARSED, "dates", "--calendar", "x", "morgen"),
        2,
        "Er is geen kalender 'x'. Kies uit: be-vlg, nl, plain.",
        "Il n'y a pas de calendrier 'x'. Choisissez parmi : be-vlg, nl, plain.",
    ),
    (
        "an export in a format that is none",
        (*REHEARSED, "export", "--output", "list.zip"),
        2,
        "Welk formaat is list.zip? Geef --format, een van: csv, jsonl, json, xlsx, ics, atom.",
        "Quel est le format de list.zip ? Donnez --format, parmi : csv, jsonl, json, xlsx, ics, atom.",
    ),
    (
        "a backup over the register",
        (*REHEARSED, "backup", "register.db"),
        1,
        "register.db is het register; er wordt niets overheen geschreven. Noem een ander bestand.",
        "register.db est le registre ; rien n'y est écrit par-dessus. Nommez un autre fichier.",
    ),
    (
        "a backup that is not there",
        (*NOW, "restore", "nothere.db"),
        1,
        "Er is geen back-up nothere.db. Noem het bestand dat `tracker backup` maakte.",
        "Il n'y a pas de sauvegarde nothere.db. Nommez le fichier que `tracker backup` a fait.",
    ),
    (
        "a command that is misspelt",
        ("lst",),
        2,
        "tracker kent geen opdracht 'lst'. Bedoelt u: list?",
        "tracker ne connaît pas la commande 'lst'. Vouliez-vous dire : list ?",
    ),
    (
        "a command that there is not",
        ("subscriber", "zzz"),
        2,
        "tracker subscriber kent geen opdracht 'zzz'. tracker subscriber --help somt ze op.",
        "tracker subscriber ne connaît pas la commande 'zzz'. tracker subscriber --help les énumère.",
    ),
    (
        "an option that is misspelt",
        ("list", "--colums", "x"),
        2,
        "tracker list kent geen optie --colums. Bedoelt u: --columns?",
        "tracker list ne connaît pas l'option --colums. Vouliez-vous dire : --columns ?",
    ),
    (
        "an option that there is not",
        ("list", "--zzzzzz"),
        2,
        "tracker list kent geen optie --zzzzzz. tracker list --help somt ze op.",
        "tracker list ne connaît pas l'option --zzzzzz. tracker list --help les énumère.",
    ),
    (
        "an argument that is missing",
        ("explain",),
        2,
        "tracker explain vraagt FILE|SENTENCE. tracker explain --help toont hoe het geschreven wordt.",
        "tracker explain demande FILE|SENTENCE. tracker explain --help montre comment l'écrire.",
    ),
    (
        "words that nothing takes",
        ("list", "a", "b"),
        2,
        "tracker list kan niets met: a b. tracker list --help toont hoe het geschreven wordt.",
        "tracker list ne sait que faire de : a b. tracker list --help montre comment l'écrire.",
    ),
    (
        "an option without its value",
        ("list", "--status"),
        2,
        "--status vraagt een waarde. Schrijf ze erachter.",
        "--status demande une valeur. Écrivez-la à sa suite.",
    ),
    (
        "a value that no option takes",
        ("list", "--overdue=1"),
        2,
        "--overdue heeft geen waarde. Schrijf enkel de naam.",
        "--overdue n'a pas de valeur. Écrivez le nom seul.",
    ),
    (
        "a number that is too small",
        ("list", "--limit", "0"),
        2,
        "--limit vraagt een getal van 1 of meer. Schrijf het als 1.",
        "--limit demande un nombre de 1 ou plus. Écrivez-le comme 1.",
    ),
    (
        "a number outside its bounds",
        ("watch", ".", "--every", "x"),
        2,
        "--every vraagt een getal van 0.1 tot 86400. Schrijf het als 0.1.",
        "--every demande un nombre de 0.1 à 86400. Écrivez-le comme 0.1.",
    ),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("refused")
    called(place, *REHEARSED, "extract", str(EXAMPLE), "--accept")
    (place / "bytes.bin").write_bytes(b"\x00\x01\x02")
    return place


@pytest.mark.parametrize(
    ("arguments", "code", "dutch", "french"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_wrong_call_is_refused_in_the_language_of_the_settings(
    place: Path, arguments: tuple[str, ...], code: int, dutch: str, french: str
) -> None:
    in_dutch = called(place, *arguments, fails=code, language="nl")
    in_french = called(place, *arguments, fails=code, language="fr")

    assert in_dutch == f"tracker: {dutch}\n"
    assert in_french == f"tracker: {french}\n"


def test_where_the_settings_cannot_be_read_the_variable_still_tells_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tracker.toml").write_text("x = [", encoding="utf-8")
    told = called(tmp_path, "list", fails=2, language="fr")
    monkeypatch.delenv("TRACKER_LANGUAGE", raising=False)
    monkeypatch.chdir(tmp_path)

    assert told.startswith("tracker: tracker.toml n'est pas un fichier de réglages lisible")
    assert language_set() == "nl"
