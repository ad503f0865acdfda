"""The words of a letter: true of the day they speak of, and good Dutch, English and French."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from pictured import TODAY, alert, before, entry, event, shortlist, snapshot

from tracker.letters.alert.choose import build_alert
from tracker.letters.digest.choose import build
from tracker.letters.news import Aside, News
from tracker.letters.words import words_in
from tracker.model import Deed, Status
from tracker.model.digests import AlertInContext, AlertLetter, Change, Digest, Happening, Item, SectionName, Snapshot
from tracker.model.letters import AlertKind, Rhythm, Timetable
from tracker.wording.speech import capital, cut, short_addresses

NL, EN, FR = (words_in(language) for language in ("nl", "en", "fr"))


def told(kind: AlertKind, number: int, due_in: int, deed: Deed | None = None, **details: object) -> AlertInContext:
    cause = number if deed else None
    return AlertInContext(
        alert(number, kind=kind, cause=cause),
        entry(number, due_in),
        event(number, deed, sequence=number, **details) if deed else None,
        before(due_in - 7 if deed is Deed.MOVED else due_in) if deed else None,
    )


def letter(*alerts: AlertInContext) -> AlertLetter:
    return build_alert(alerts, today=TODAY)


def happened(*deeds: tuple[Deed, Status]) -> Snapshot:
    happenings = tuple(
        Happening(entry(number, 60, status=status), (event(number, deed),), None if deed is Deed.ADDED else before(60))
        for number, (deed, status) in enumerate(deeds, start=1)
    )
    return snapshot(happened=happenings, happened_total=len(happenings))


def news(seen: Snapshot) -> tuple[str, str]:
    digest = build(seen)
    return News(NL).headline(digest), flat(News(NL).since(digest))


def flat(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("summary", "subject", "told"),
    [
        ("de cijfers bezorgen", "wachttijden in de\npleegzorg", "Onderwerp: wachttijden in de pleegzorg"),
        ("de wachttijden in de pleegzorg verkorten", "Wachttijden in de pleegzorg", ""),  # it says it already
        ("de cijfers bezorgen", None, ""),
    ],
)
def test_the_subject_is_told_where_the_summary_does_not(summary: str, subject: str | None, told: str) -> None:
    item = Item(replace(entry(1), summary=summary, subject=subject))

    assert NL.subject(item) == told


def test_what_is_no_longer_owed_has_no_day_to_look_at_it() -> None:
    lapsed = Item(entry(1, None, status=Status.LAPSED), change=Change.LAPSED, check_passed=True)

    assert NL.status(lapsed) == "Vervallen"
    assert NL.deadline(lapsed) == ""
    assert NL.deadline(Item(entry(1, 9, status=Status.REJECTED))) == ""


def test_what_moved_to_a_day_that_passed_says_how_late_it_is() -> None:
    moved = Item(entry(1, -3), days=-3, change=Change.MOVED, moved_from=TODAY - timedelta(days=10))
    newly_late = replace(moved, change=Change.BECAME_OVERDUE)

    assert NL.status(moved) == "Termijn verschoven, 3 dagen te laat"
    assert NL.status(newly_late) == "3 dagen te laat"
    assert NL.deadline(moved) == NL.deadline(newly_late) == "van 27\u00a0februari 2026 naar 6\u00a0maart 2026"


@pytest.mark.parametrize(
    ("days", "dutch", "french"),
    [
        (0, ("Termijn vandaag", "9 maart 2026"), ("Échéance aujourd’hui", "9 mars 2026")),
        (1, ("Termijn morgen", "10 maart 2026"), ("Échéance demain", "10 mars 2026")),
        (2, ("Nog 2 dagen", "termijn 11 maart 2026"), ("Encore 2 jours", "échéance le 11 mars 2026")),
    ],
)
def test_a_deadline_is_not_called_one_twice(days: int, dutch: tuple[str, str], french: tuple[str, str]) -> None:
    item = Item(entry(1, days), days=days)

    assert (NL.status(item), flat(NL.deadline(item))) == dutch
    assert (FR.status(item), flat(FR.deadline(item))) == french


def test_an_update_says_what_changed_and_keeps_internal_things_to_itself() -> None:
    item = Item(entry(1), change=Change.UPDATED, edited=("summary", "due_on", "due_words", "staff", "deadline_version"))

    assert NL.changes(item) == ("Wat wijzigde: de samenvatting en de termijn",)
    assert NL.changes(replace(item, edited=("staff",))) == ()
    assert NL.changes(replace(item, change=Change.MOVED)) == ()


def test_a_day_on_which_it_was_fulfilled_is_not_called_so_twice() -> None:
    done = Item(replace(entry(1), status=Status.FULFILLED, resolved_on=TODAY, due_on=None), change=Change.RESOLVED)

    assert (NL.status(done), NL.deadline(done)) == ("Voldaan", f"op {NL.day(TODAY)}")
    assert NL.deadline(replace(done, change=Change.UPDATED)) == f"voldaan op {NL.day(TODAY)}"


def test_a_move_counts_this_one_and_those_before() -> None:
    item = Item(replace(entry(1), slips=2), change=Change.MOVED, moved_from=TODAY)

    assert NL.remarks(item) == ("2 keer verschoven",)
    assert [words.remarks(Item(replace(entry(1), slips=1))) for words in (NL, EN, FR)] == [
        ("Eenmaal verschoven",),
        ("Moved once",),
        ("Reporté une fois",),
    ]
    assert NL.remarks(replace(item, entry=replace(item.entry, slips=1))) == ()


def test_french_writes_the_first_of_a_month_and_its_marks_in_its_own_way() -> None:
    at = Timetable(Rhythm.MONTHLY, month_day=1)

    assert FR.day(date(2026, 8, 1)) == "1er\u00a0août 2026"
    assert FR.weekday(date(2022, 2, 1)) == "mardi 1er\u00a0février 2022"
    assert FR.day(date(2026, 8, 11)) == "11\u00a0août 2026"
    assert News(FR).rhythm(at).startswith("Vous recevez cette lettre le 1er de chaque mois")
    assert NL.day(date(2026, 8, 1)) == "1\u00a0augustus 2026"
    assert FR.labelled("Motif", "a : b") == "Motif\u00a0: a : b"
    assert FR.say("Reason: %(reason)s", reason="waarom ?") == "Motif\u00a0: waarom ?"
    assert FR.say("Fulfilled?") == "Tenu\u202f?"


def test_each_language_has_its_quotation_marks() -> None:
    assert [words.quoted("Ja.") for words in (NL, EN, FR)] == ["“Ja.”", "“Ja.”", "«\u00a0Ja.\u00a0»"]


def test_weekdays_are_a_list_that_ends_in_and() -> None:
    days = Timetable(weekdays=(1, 4, 7))

    assert News(NL).rhythm(days) == "U krijgt deze brief elke maandag, donderdag en zondag om 08:00 uur."
    assert News(EN).rhythm(days) == "You get this letter every Monday, Thursday and Sunday at 08:00."
    assert "chaque lundi, chaque jeudi et chaque dimanche à" in News(FR).rhythm(days)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("een zaak", "een zaak"),
        ("een heel lange zaak, die niet past", "een heel lange zaak\u00a0…"),  # no comma before an ellipsis
        ("een lange zaak hoor past net", "een lange zaak hoor\u00a0…"),
        ("a" * 30, "a" * 20 + "…"),
        ("zie " + "a" * 30, "zie " + "a" * 16 + "…"),  # one word is not all that is left
    ],
)
def test_long_words_end_in_an_ellipsis(text: str, kept: str) -> None:
    assert cut(text, 20) == kept


def test_a_summary_begins_as_a_sentence_and_ends_in_time() -> None:
    long = replace(entry(1), summary="het rapport bezorgen " * 80, quote="Ik zal het bezorgen. " * 80)

    assert len(NL.brief(Item(long))) <= 202
    assert NL.brief(Item(long)).endswith("\u00a0…")
    assert len(NL.quote(Item(long))) <= 264
    assert len(replace(NL, quote_length=100).quote(Item(long))) <= 104
    assert capital("https://example.org") == "https://example.org"


def test_the_news_names_what_happened() -> None:
    new, done = (Deed.ADDED, Status.OPEN), (Deed.RESOLVED, Status.FULFILLED)
    lapsed = (Deed.LAPSED, Status.LAPSED)

    assert news(happened(*[new] * 6)) == ("6 nieuw", "Sinds 2 maart 2026: 6 nieuw.")
    assert news(happened(done, done)) == ("2 voldaan", "Sinds 2 maart 2026: 2 voldaan.")
    assert news(happened(new, done, lapsed)) == (
        "1 nieuw, 2 gewijzigd",
        "Sinds 2 maart 2026: 1 nieuw, 1 voldaan en 1 vervallen.",
    )


def test_more_than_was_looked_at_is_new_or_changed() -> None:
    seen = replace(happened((Deed.ADDED, Status.OPEN)), happened_total=500)

    assert news(seen) == ("500 nieuw of gewijzigd", "Sinds 2 maart 2026: 500 nieuw of gewijzigd.")


def test_what_is_overdue_does_not_hide_the_news_where_there_is_room() -> None:
    late, soon = shortlist(entry(8, -2)), shortlist(entry(9, 5))
    seen = replace(happened(*[(Deed.LAPSED, Status.LAPSED)] * 4), overdue=late, coming=soon)
    crowded = replace(build(seen), overdue_total=123_456, coming_total=123_456, changed_total=123_456, tally=())

    assert News(NL).subject(build(seen)) == "1 te laat, 1 termijn nadert, 4 vervallen"
    assert News(FR).subject(crowded).endswith("proches")
    assert "nouveaux ou modifiés" in News(FR).headline(crowded)


def test_nothing_at_all_begins_as_a_sentence_too() -> None:
    assert [News(words).headline(build(snapshot())) for words in (NL, EN, FR)] == [
        "Niets te laat, geen termijn nadert",
        "Nothing overdue, no deadline near",
        "Rien en retard, aucune échéance proche",
    ]


def test_a_first_digest_says_that_it_is_one() -> None:
    since = News(NL).since(build(snapshot(first=True, since_on=TODAY)))

    assert since == "Dit is uw eerste brief: hij vertelt hoe het ervoor staat."


def test_figures_agree_with_their_number() -> None:
    digest = replace(build(snapshot()), overdue_total=1, coming_total=6, changed_total=1, open_total=1204)
    one = replace(digest, coming_total=1)

    assert News(NL).figures(digest)[1] == ("6", "termijnen naderen")
    assert News(NL).figures(one)[1] == ("1", "termijn nadert")
    assert News(FR).figures(digest)[3] == ("1\u202f204", "ouverts")


def test_what_is_still_open_is_not_called_changed() -> None:
    two = letter(told(AlertKind.FOLLOWED, 1, 30), told(AlertKind.FOLLOWED, 2, 30))
    mixed = letter(
        told(AlertKind.OVERDUE, 1, -1), told(AlertKind.FOLLOWED, 2, 30), told(AlertKind.MOVED, 3, 60, Deed.MOVED)
    )

    assert News(NL).alert_subject(two) == "2 staan nog open"
    assert News(NL).alert_subject(mixed) == "1 te laat, 1 verschoven, 1 staat nog open"


def test_a_single_alert_is_told_itself_and_begins_as_a_sentence() -> None:
    single = letter(told(AlertKind.DUE, 1, 1))

    assert News(NL).alert_subject(single) == "Termijn morgen: zaak 1 doen"
    assert News(FR).alert_subject(single) == "Échéance demain\u00a0: zaak 1 doen"


def check_back() -> Digest:
    past, before = entry(1, None), replace(entry(2, None), check_on=TODAY - timedelta(days=90))
    due = replace(past, check_on=TODAY - timedelta(days=3))
    return build(snapshot(check_back=shortlist(before, due)))


def test_what_was_told_before_is_counted_with_a_command_that_lists_it() -> None:
    digest = check_back()
    (section,) = digest.sections

    assert News(NL).heading(section, digest) == "Zonder termijn: navragen"
    assert News(NL).asides(section, digest) == (Aside("1 al eerder gemeld:", "tracker list --to-check"),)
    assert News(FR).asides(section, digest)[0].words == "1 déjà signalé\u00a0:"
    assert News(NL, commands=False).asides(section, digest) == (Aside("1 al eerder gemeld."),)


@pytest.mark.parametrize("name", list(SectionName))
def test_every_part_has_a_heading_and_a_way_to_the_rest(name: SectionName) -> None:
    (section,) = check_back().sections
    section, digest = replace(section, name=name, total=99, told_before=0), build(snapshot())
    (aside,) = News(NL).asides(section, digest)

    assert News(NL).heading(section, digest)
    assert aside.words == "… en nog 98:"
    assert aside.command is not None
    assert aside.command.startswith("tracker list ")


def test_next_steps_are_one_command_each_and_none_for_who_has_pages() -> None:
    item = Item(entry(7))

    assert News(NL).next_steps([item]) == (
        Aside("Voldaan?", "tracker resolve C-0007 --evidence BEWIJS"),
        Aside("Nieuwe termijn?", "tracker move C-0007 --to DAG --reason REDEN"),
    )
    assert News(NL).next_steps([Item(entry(7, status=Status.FULFILLED))]) == ()
    assert News(NL, commands=False).next_steps([item]) == ()


def test_the_preheader_says_what_the_subject_does_not() -> None:
    one, two = Item(entry(1)), Item(entry(2))

    assert News(NL).preheader([one]) == "Lieve Maes · 1 september 2025 · “Ik zal het doen.”"
    assert News(NL).preheader([one, two]) == "Zaak 1 doen · Zaak 2 doen"
    assert News(NL).preheader([], "Er is niets gewijzigd.") == "Er is niets gewijzigd."


@pytest.mark.parametrize(
    ("day", "dutch", "english", "french"),
    [
        (1, "op de 1e van elke maand", "on the 1st of each month", "le 1er de chaque mois"),
        (12, "op de 12e van elke maand", "on the 12th of each month", "le 12 de chaque mois"),
        (23, "op de 23e van elke maand", "on the 23rd of each month", "le 23 de chaque mois"),
        (
            30,  # not in February
            "op de 30e van elke maand, of op de laatste dag van een kortere maand,",
            "on the 30th of each month, or on the last day of a shorter one,",
            "le 30 de chaque mois, ou le dernier jour d’un mois plus court,",
        ),
        (31, "op de laatste dag van elke maand", "on the last day of each month", "le dernier jour de chaque mois"),
    ],
)
def test_a_month_of_any_length_has_the_day_that_is_promised(day: int, dutch: str, english: str, french: str) -> None:
    monthly = Timetable(Rhythm.MONTHLY, month_day=day)

    assert News(NL).rhythm(monthly) == f"U krijgt deze brief {dutch} om 08:00 uur."
    assert News(EN).rhythm(monthly) == f"You get this letter {english} at 08:00."
    assert flat(News(FR).rhythm(monthly)) == f"Vous recevez cette lettre {french} à 8 h."


def test_who_hears_only_news_is_not_promised_a_letter_each_time() -> None:
    daily, weekly = Timetable(Rhythm.DAILY, at=time(7, 30)), Timetable()

    assert News(NL).rhythm(daily, only_news=True) == "U krijgt deze brief om 07:30 uur op dagen waarop er nieuws is."
    assert flat(News(FR).rhythm(daily, only_news=True)).endswith("à 7 h 30 les jours où il y a du nouveau.")
    assert News(EN).rhythm(daily) == "You get this letter every day at 07:30."
    assert News(EN).rhythm(weekly, only_news=True).endswith("every Monday at 08:00. It comes only with news.")
    assert News(NL).rhythm(Timetable(Rhythm.NEVER)) == ""


def test_an_alert_says_why_it_comes_and_how_to_stop_following() -> None:
    followed = letter(told(AlertKind.FOLLOWED, 12, 30))
    mixed = letter(told(AlertKind.OVERDUE, 1, -1), told(AlertKind.FOLLOWED, 12, 30), told(AlertKind.FOLLOWED, 13, 30))
    many = letter(*[told(AlertKind.FOLLOWED, number, 30) for number in range(1, 6)])

    assert News(NL).why_alerted(followed) == (
        Aside("U volgt C-0012. Niet meer volgen?", "tracker unfollow C-0012 ADRES"),
    )
    assert [aside.words for aside in News(EN).why_alerted(mixed)] == [
        "You get this alert because a deadline is near or has passed, or because something happened.",
        "You follow C-0012 and C-0013. Stop following?",
    ]
    assert News(EN).why_alerted(many)[0].words == "You follow 5 of these. Stop following?"
    assert News(NL, commands=False).why_alerted(followed) == (Aside("U volgt C-0012."),)


def test_what_is_told_to_everybody_is_not_called_followed() -> None:
    both = letter(told(AlertKind.DUE, 1, 7), told(AlertKind.FOLLOWED, 1, 7))

    assert len(News(NL).why_alerted(both)) == 1
    assert "volgt" not in News(NL).why_alerted(both)[0].words


def test_a_long_address_only_names_its_place() -> None:
    page = "https://www.vlaamsparlement.be/nl/parlementaire-documenten/vragen-en-interpellaties/?x=1"
    short = replace(entry(1), summary=f"{page}, nalezen", quote=f"Zie {page}.")

    assert NL.brief(Item(short)) == "www.vlaamsparlement.be/…/?x=1, nalezen"
    assert NL.quote(Item(short)) == "“Zie www.vlaamsparlement.be/…/?x=1.”"
    assert short_addresses("zie https://example.org/a") == "zie https://example.org/a"
    assert short_addresses(f"https://example.org/{'a' * 80}") == f"example.org/{'a' * 47}…"
    assert short_addresses(f"https://{'a' * 90}.org") == f"{'a' * 59}…"


def test_a_quiet_digest_shows_no_row_of_noughts() -> None:
    digest = build(snapshot(open_total=1041))

    assert News(NL).figures(digest) == ()
    assert News(NL).still_open(digest) == "Openstaand:\u00a01.041."
    assert News(FR).still_open(digest) == "Ouverts\u00a0:\u00a01\u202f041."


def test_what_nobody_reviewed_is_told_apart_from_what_is_open() -> None:
    digest = build(snapshot(open_total=3, unreviewed_total=2))

    assert News(NL).still_open(digest) == "Openstaand:\u00a03. 2 nog niet nagezien."
    assert News(NL).unreviewed(build(snapshot(open_total=3))) == ""


def test_what_became_late_is_counted_in_few_words() -> None:
    late = shortlist(entry(1, -2), entry(2, -3))
    digest = build(snapshot(overdue=late, became_overdue=late))

    assert [flat(News(words).since(digest)) for words in (NL, EN, FR)] == [
        "Sinds 2 maart 2026: 2 te laat geworden.",
        "Since 2 March 2026: 2 became overdue.",
        "Depuis le 2 mars 2026 : 2 en retard depuis peu.",
    ]
