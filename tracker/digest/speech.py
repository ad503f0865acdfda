"""How a language speaks in a letter: sentences, numbers, days, lists and marks. Catalogues are read once a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_HARD_SPACE, _THIN_SPACE = "\u00a0", "\u202f"  # neither breaks a line
_ADDRESS = re.compile(r"https?://([^\s<>\"“”»]+)", re.IGNORECASE)
_ADDRESS_LENGTH = 60
_FRENCH_COLON, _FRENCH_MARK = re.compile(r" (?=:)"), re.compile(r" (?=[;?!])")


@lru_cache(maxsize=4)
def catalogue(language: str) -> NullTranslations:
    """The translations of a language; English is the language of the keys."""
    if language == "en":
        return NullTranslations()
    with files("tracker.digest").joinpath("catalogues", f"{language}.po").open("rb") as file:
        parsed = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return GNUTranslations(compiled)


def cut(text: str, length: int) -> str:
    """Text on one line; what is too long ends at a word, or inside one that is very long, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    kept = line[: length + 1].rpartition(" ")[0]
    if len(kept) < length // 2:
        return f"{line[:length]}…"
    return f"{kept.rstrip(' ,;:')}{_HARD_SPACE}…"


def short_addresses(text: str) -> str:
    """Text in which long web addresses only name their place: www.example.org/…/document."""
    return _ADDRESS.sub(_short_address, text)


def _short_address(found: re.Match[str]) -> str:
    whole = found.group()
    sign = whole[len(whole.rstrip(".,;:!?)")) :]
    if len(whole) - len(sign) <= _ADDRESS_LENGTH:
        return whole
    host, _, path = found[1].removesuffix(sign).partition("/")
    *between, last = [part for part in path.split("/") if part] or [path]
    short = f"{host}/…/{last}" if between else f"{host}/{last}"
    return (short if len(short) <= _ADDRESS_LENGTH else f"{short[: _ADDRESS_LENGTH - 1]}…") + sign


def capital(text: str) -> str:
    """As a sentence begins; an address stays as it is."""
    return text if "://" in text.partition(" ")[0] else text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Speech:
    """One language."""

    language: str
    translations: NullTranslations
    locale: Locale

    def say(self, message: str, **values: object) -> str:
        """A sentence."""
        return self._spaced(self.translations.gettext(message)) % values

    def count(self, one: str, many: str, number: int) -> str:
        """A number of something, in the right plural."""
        return self._spaced(self.translations.ngettext(one, many, number)) % {"n": self.number(number)}

    def labelled(self, label: str, text: str) -> str:
        """What it is, a colon, and the thing itself."""
        return f"{label}{_HARD_SPACE if self.language == 'fr' else ''}: {text}"

    def quoted(self, text: str) -> str:
        """Between the quotation marks of the language."""
        return f"«{_HARD_SPACE}{text}{_HARD_SPACE}»" if self.language == "fr" else f"“{text}”"

    def number(self, number: int) -> str:
        """A number with the separators of the language."""
        separator = {"nl": ".", "fr": _THIN_SPACE}.get(self.language, ",")
        return f"{number:,}".replace(",", separator)

    def day(self, day: date) -> str:
        """30 juni 2022."""
        return self._dated(day, "d MMMM y")

    def weekday(self, day: date) -> str:
        """Maandag 14 december 2026."""
        return self._dated(day, "EEEE d MMMM y")

    def month(self, day: date) -> str:
        """December 2026."""
        return format_date(day, "MMMM y", locale=self.locale)

    def month_day(self, number: int) -> str:
        """A day of every month: de 15e, the 15th, le 15."""
        if self.language == "en":
            endings = {1: "st", 2: "nd", 3: "rd"}
            return f"{number}{'th' if number in {11, 12, 13} else endings.get(number % 10, 'th')}"
        return f"{number}e" if self.language == "nl" else self._dated_number(number)

    def each_weekday(self, numbers: tuple[int, ...]) -> str:
        """Elke maandag, donderdag en zondag; French says its each for each."""
        each = self.say("every")
        days = (datetime(2024, 1, number) for number in numbers)  # noqa: DTZ001 - 1 January 2024 was a Monday
        names = [format_date(day, "EEEE", locale=self.locale) for day in days]
        if self.language == "fr":
            return self.listed(f"{each} {name}" for name in names)
        return f"{each} {self.listed(names)}"

    def clock(self, at: time) -> str:
        """A time of day: 08:30, in French 8 h 30."""
        if self.language != "fr":
            return at.strftime("%H:%M")
        minutes = f"{_HARD_SPACE}{at.minute:02}" if at.minute else ""
        return f"{at.hour}{_HARD_SPACE}h{minutes}"

    def counted(self, label: str, number: int) -> str:
        """What is counted, and how many: no line breaks between them."""
        return f"{self.labelled(label, '').rstrip(' ')}{_HARD_SPACE}{self.number(number)}."

    def listed(self, words: Iterable[str]) -> str:
        """Words with commas, and an and before the last."""
        return format_list(list(words), locale=self.locale)

    def _dated(self, day: date, pattern: str) -> str:
        number = f"'{self._dated_number(day.day)}{_HARD_SPACE}'"
        return format_date(day, pattern.replace("d ", number), locale=self.locale)

    def _dated_number(self, number: int) -> str:
        """In French the first day of a month is an ordinal."""
        return "1er" if number == 1 and self.language == "fr" else str(number)

    def _spaced(self, message: str) -> str:
        """French has spaces before its marks that break no line; catalogues are written with plain ones."""
        if self.language != "fr":
            return message
        return _FRENCH_MARK.sub(_THIN_SPACE, _FRENCH_COLON.sub(_HARD_SPACE, message))


def locale_of(language: str) -> Locale:
    """Belgium's or Britain's way with dates."""
    return Locale.parse({"nl": "nl_BE", "fr": "fr_BE"}.get(language, "en_GB"))
