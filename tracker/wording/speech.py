"""How a language speaks: sentences, names, numbers, days, lists and marks. What differs stands in its catalogue.

Dates and long numbers are written by Babel, which is loaded at the first of them: a list of commitments needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.model.remarks import Remark
from tracker.wording.catalogue import Catalogue, catalogue, known_language

if TYPE_CHECKING:
    from babel import Locale

_HARD_SPACE, _THIN_SPACE = "\u00a0", "\u202f"  # neither breaks a line
_ADDRESS = re.compile(r"https?://([^\s<>\"“”»]+)", re.IGNORECASE)
_ADDRESS_LENGTH = 60
_WIDE_MARK = re.compile(r" (?=[:»])|(?<=«) ")
_NARROW_MARK = re.compile(r" (?=[;?!])")
_DAY_NUMBER = re.compile(r"\bd(\.?) ")
_GROUPED = 1000  # from here on a number has separators


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


def _short_address(match: re.Match[str]) -> str:
    whole = match.group()
    sign = whole[len(whole.rstrip(".,;:!?)")) :]
    if len(whole) - len(sign) <= _ADDRESS_LENGTH:
        return whole
    host, _, path = match[1].removesuffix(sign).partition("/")
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

    @property
    def catalogue(self) -> Catalogue:
        """Its messages."""
        return catalogue(self.language)

    @property
    def locale(self) -> Locale:
        """Whose dates it writes, as its catalogue says: those of Belgium, or of Britain."""
        return _locale(self.catalogue.locale)

    def say(self, message: str, **values: object) -> str:
        """A sentence, named by its English."""
        return spaced(self.catalogue.sentence(message)) % values

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """A number of something, in the right plural."""
        return spaced(self.catalogue.counted(one, many, number)) % {**values, "n": self.number(number)}

    def name(self, what: str, value: str, **values: object) -> str:
        """What people call a value of the program: `status` `open` is openstaand. What has no name keeps its own."""
        found = self.catalogue.name(what, value)
        return value if found is None else spaced(found) % values

    def language_name(self, language: str) -> str:
        """What people call a language: Nederlands, Dutch, néerlandais; a language without a name keeps its own."""
        return str(self.locale.languages.get(language, language))

    def tell(self, told: Remark | str) -> str:
        """A remark of a room without words, or a text that one wrote in English."""
        if isinstance(told, str):
            return self.retold(told)
        values = {name: self.tell(one) if isinstance(one, Remark | str) else one for name, one in told.values.items()}
        if told.many is None:
            return self.say(told.message, **values)
        return self.count(told.message, told.many, told.number, **values)

    def retold(self, written: str) -> str:
        """What a room without a language wrote in English: in this language where its form is known, else as it is."""
        from tracker.wording.written import retold

        return retold(written, self.language)

    def labelled(self, label: str, text: str) -> str:
        """What it is, a colon, and the thing itself."""
        return self.name("form", "labelled", label=label, text=text)

    def parted(self, *parts: str | None) -> str:
        """The parts that say something side by side, with the semicolon of the language between them."""
        return self.name("form", "between parts").join(part for part in parts if part)

    def quoted(self, text: str) -> str:
        """Between the quotation marks of the language."""
        return self.name("form", "quoted", text=text)

    def number(self, number: int) -> str:
        """A number with the separators of the language."""
        if abs(number) < _GROUPED:
            return str(number)
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.locale)

    def day(self, day: date) -> str:
        """30 juni 2022."""
        return self._dated(day, self.name("form", "day"))

    def weekday(self, day: date) -> str:
        """Maandag 14 december 2026."""
        return self._dated(day, self.name("form", "day with weekday"))

    def month(self, day: date) -> str:
        """December 2026."""
        return _format_date(day, "MMMM y", self.locale)

    def month_day(self, number: int) -> str:
        """A day of every month: de 15e, the 15th, le 15."""
        return self.name("form", f"ordinal {self.locale.ordinal_form(number)}", n=number)

    def weekday_names(self) -> tuple[str, ...]:
        """Maandag to zondag, as they stand in the middle of a sentence."""
        week = (date(2024, 1, number) for number in range(1, 8))  # 1 January 2024 was a Monday
        return tuple(_format_date(day, "EEEE", self.locale) for day in week)

    def each_weekday(self, numbers: tuple[int, ...]) -> str:
        """Elke maandag, donderdag en zondag; French says its each for each."""
        days = self.weekday_names()
        names = (self.name("form", "each weekday", day=days[number - 1]) for number in numbers)
        return self.name("form", "every weekday", days=self.listed(names))

    def clock(self, at: time) -> str:
        """A time of day: 08:30, in French 8 h 30."""
        form = "clock" if at.minute else "clock at the hour"
        return self.name("form", form, hour=f"{at.hour:02}", short_hour=at.hour, minute=f"{at.minute:02}")

    def counted(self, label: str, number: int) -> str:
        """What is counted, and how many: no line breaks between them."""
        return f"{self.labelled(label, '').rstrip(' ')}{_HARD_SPACE}{self.number(number)}."

    def listed(self, words: Iterable[str]) -> str:
        """Words with commas, and an and before the last."""
        from babel.lists import format_list

        return format_list(list(words), locale=self.locale)

    def _dated(self, day: date, pattern: str) -> str:
        """The day's number breaks no line; the first of a month may have a number of its own, as in 1er janvier."""
        number = self.name("form", "first day") if day.day == 1 else str(day.day)
        return _format_date(day, _DAY_NUMBER.sub(rf"'{number}\1{_HARD_SPACE}'", pattern), self.locale)


@lru_cache(maxsize=16)
def speech_in(language: str) -> Speech:
    """How that language speaks; English where we have no catalogue of it."""
    return Speech(known_language(language))


@lru_cache(maxsize=16)
def _locale(name: str) -> Locale:
    from babel import Locale

    return Locale.parse(name)


def _format_date(day: date, pattern: str, locale: Locale) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=locale)


def spaced(message: str) -> str:
    """French has spaces before its marks that break no line; catalogues are written with plain ones."""
    return _NARROW_MARK.sub(_THIN_SPACE, _WIDE_MARK.sub(_HARD_SPACE, message))
