"""The words of one run as the grammar reads them, with an end mark that every look-ahead may reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tracker.dates.lexer import Lexeme
from tracker.dates.periods import Period
from tracker.languages.words import DateWords

Found = tuple[Period, int] | None
OFFSETS = {"this": 0, "next": 1, "coming": 1, "previous": -1}
JOINERS = ("and", "comma", "slash")
MONTHLIKE = ("month", "shortmonth")
DAY_NUMBERS = ("int", "ordinal", "number")
LAST_DAY, LAST_WEEK = 31, 53
LOOKAHEAD = 8


@dataclass(slots=True)
class Cursor:
    """The lexemes of one run; `inner` tells that the words say "of" before the place, so "het jaar" will do."""

    text: str
    items: list[Lexeme]
    words: DateWords
    readers: Mapping[str, Callable[[Cursor, int], Found]]
    kinds: list[str] = field(init=False)
    depth: int = 0
    inner: bool = False

    def __post_init__(self) -> None:
        self.kinds = [item.kind for item in self.items] + ["end"] * LOOKAHEAD

    def value(self, index: int) -> object:
        """What the word at a place means; None past the end."""
        return self.items[index].value if index < len(self.items) else None

    def number(self, index: int) -> int:
        """The number that stands there."""
        return int(self.items[index].value)

    def name(self, index: int) -> str:
        """What the word that stands there names: a unit, a season, a feast."""
        return str(self.items[index].value)

    def says(self, index: int, kind: str, *values: object) -> bool:
        """Whether a word of that kind (and one of those values) stands there."""
        return self.kinds[index] == kind and (not values or self.items[index].value in values)

    def skip(self, index: int, kind: str) -> int:
        """The place after a word of that kind, if it stands there."""
        return index + 1 if self.kinds[index] == kind else index

    def is_glued(self, index: int) -> bool:
        """Like "cop-13-dec-01.pdf": what stands right before it makes it a part of a name."""
        start = self.items[index].start
        return start > 0 and (self.text[start - 1].isalnum() or self.text[start - 1] in "-_/=&.")

    def signs_in(self, index: int) -> bool:
        """Whether a hyphen, slash or dot stands there with no space on either side."""
        if index + 1 >= len(self.items) or not self.close(index) or not self.close(index + 1):
            return False
        return self.kinds[index] in ("hyphen", "slash") or self.text[self.items[index].start] == "."

    def close(self, index: int) -> bool:
        """Whether the word stands right after the one before it, without a space."""
        return self.items[index].start == self.items[index - 1].end
