"""How the styles of an OpenDocument text print: in bold, hidden, struck through; by themselves or by their parents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.reading.markup import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 20  # styles that rest on each other; a circle among them ends
_STRUCK = ("text-line-through-style", "text-line-through-type", "text-crossing-out")
_HIDDEN = "none"
_TRUE = "true"
_COLLAPSED = frozenset(("collapse", "filter"))
_OF_TABLES = frozenset(("table-row", "table-column"))
_BY_FIELD = frozenset(("hidden-text", "hidden-paragraph", "section"))


@dataclass(frozen=True, slots=True)
class OdtLook:
    """How text prints; None is what a style leaves open, and what is gone is not to be read by anybody."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None

    @property
    def gone(self) -> bool:
        """Whether nobody is to read it."""
        return bool(self.hidden or self.struck)

    def under(self, other: OdtLook) -> OdtLook:
        """This look where it says something, else the other."""
        return OdtLook(
            self.bold if self.bold is not None else other.bold,
            self.hidden if self.hidden is not None else other.hidden,
            self.struck if self.struck is not None else other.struck,
        )


_PLAIN = OdtLook()


@dataclass(frozen=True, slots=True)
class OdtStyles:
    """The looks of all styles, by their family (paragraph or text) and name."""

    known: Mapping[tuple[str, str], OdtLook] = field(default_factory=dict)

    def look(self, element: Element, family: str, around: OdtLook = _PLAIN) -> OdtLook:
        """How an element prints by its style, within what is around it."""
        name = attribute(element, "style-name")
        return self.known.get((family, name or ""), _PLAIN).under(around)


def odt_styles(roots: Iterable[Element]) -> OdtStyles:
    """The styles of the parts of a document; a family's default has no name."""
    listed: dict[tuple[str, str], Element] = {}
    for root in roots:
        for each in (*root.iter("{*}default-style"), *root.iter("{*}style")):
            listed[_family(each), attribute(each, "name") or ""] = each
    return OdtStyles({own: _settled(own, listed) for own in listed})


def is_kept_back(element: Element) -> bool:
    """Whether a section, a field or a row says of itself that it does not show."""
    name = local(element)
    if name in _BY_FIELD:
        return attribute(element, "is-hidden") == _TRUE or attribute(element, "display") == _HIDDEN
    return name in _OF_TABLES and attribute(element, "visibility") in _COLLAPSED


def hides_its_paragraph(paragraph: Element) -> bool:
    """Whether a field in a paragraph hides the whole of it."""
    return any(is_kept_back(each) for each in paragraph.iter("{*}hidden-paragraph"))


def _family(style: Element) -> str:
    return attribute(style, "family") or "text"


def _settled(own: tuple[str, str], listed: Mapping[tuple[str, str], Element]) -> OdtLook:
    family, name = own
    look = _PLAIN
    for _ in range(_DEEPEST):
        style = listed.get((family, name))
        if style is None:
            break
        look = look.under(_own_look(style))
        if not name:
            break
        name = attribute(style, "parent-style-name") or ""
    return look


def _own_look(style: Element) -> OdtLook:
    look = _PLAIN
    for properties in _text_properties(style):
        weight, display = attribute(properties, "font-weight"), attribute(properties, "display")
        struck = [mark for name in _STRUCK if (mark := attribute(properties, name)) is not None]
        look = look.under(
            OdtLook(
                None if weight is None else weight not in {"normal", "100", "200", "300", "400", "500"},
                None if display is None else display == _HIDDEN,
                any(mark != _HIDDEN for mark in struck) if struck else None,
            )
        )
    return look


def _text_properties(style: Element) -> Iterator[Element]:
    return (child for child in style if local(child) == "text-properties")
