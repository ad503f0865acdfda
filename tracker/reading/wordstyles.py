"""How the runs of a Word document print: in bold, hidden, struck through; by the run itself or by its styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.reading.markup import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFF = frozenset(("0", "false", "off", "none"))
_BOLD = "b"
_RAISED = "vertAlign"
_GONE = ("vanish", "strike", "dstrike")
_SWITCHES = frozenset((_BOLD, *_GONE))
_DEEPEST = 20  # styles that rest on each other; a circle among them ends

Switches = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text prints; what is gone is not to be read by anybody."""

    bold: bool
    gone: bool
    raised: bool = False


_UNSAID = Look(bold=False, gone=False)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style is called, and the switches that it sets, itself or by the styles that it rests on."""

    name: str = ""
    switches: Switches = field(default_factory=dict)


_NO_STYLE = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids; `usual` is the style of a paragraph that names none."""

    known: Mapping[str, Style] = field(default_factory=dict)
    usual: str = ""
    everywhere: Switches = field(default_factory=dict)

    def called(self, style: str | None) -> str:
        """The name of a style; empty for one that is not known."""
        return self.known.get(style or self.usual, _NO_STYLE).name

    def look(self, paragraph_style: str | None, run_properties: Element | None) -> Look:
        """How a run looks. What the run sets itself holds; two styles that both set a switch cancel each other.

        Switches behave so by ISO/IEC 29500-1, 17.7.3 (toggle properties).
        """
        by_paragraph = self.known.get(paragraph_style or self.usual, _NO_STYLE).switches
        own, style = _said_by(run_properties)
        by_run = self.known.get(style, _NO_STYLE).switches
        if not (own or by_run or by_paragraph or self.everywhere):
            return _UNSAID

        def on(switch: str) -> bool:
            if switch in own:
                return own[switch]
            return self.everywhere.get(switch, False) or by_run.get(switch, False) != by_paragraph.get(switch, False)

        return Look(on(_BOLD), any(on(switch) for switch in _GONE), on(_RAISED))


def styles_of(root: Element) -> Styles:
    """The styles that a part with styles lists."""
    listed = {attribute(each, "styleId") or "": each for each in root.iter("{*}style")}
    usual = [own for own, each in listed.items() if _is_usual(each)]
    known = {own: Style(value_of(each, "name") or "", _settled(own, listed)) for own, each in listed.items()}
    everywhere = next(root.iter("{*}rPrDefault"), None)
    return Styles(known, usual[0] if usual else "", switches_of(child_of(everywhere, "rPr")))


def _is_usual(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and (attribute(style, "default") or "0") not in _OFF


def _settled(style: str | None, listed: Mapping[str, Element]) -> Switches:
    """The switches of a style with those of the styles that it rests on."""
    found: dict[str, bool] = {}
    for _ in range(_DEEPEST):
        one = listed.get(style or "")
        if one is None:
            break
        found = {**switches_of(child_of(one, "rPr")), **found}
        style = value_of(one, "basedOn")
    return found


def switches_of(properties: Element | None) -> Switches:
    """What the properties of a run say of bold, hidden and struck print; nothing of what they leave open."""
    return _said_by(properties)[0]


def _said_by(properties: Element | None) -> tuple[Switches, str]:
    """The switches that a run sets itself, and the style that it names, read in one go: there are many runs."""
    own: dict[str, bool] = {}
    style = ""
    for child in properties if properties is not None else ():
        name = local(child)
        if name in _SWITCHES:
            own[name] = (attribute(child, "val") or "1") not in _OFF
        elif name == _RAISED:
            own[name] = attribute(child, "val") == "superscript"
        elif name == "rStyle":
            style = attribute(child, "val") or ""
    return own, style


def child_of(element: Element | None, name: str) -> Element | None:
    """The child of that name without its namespace."""
    return None if element is None else next((child for child in element if local(child) == name), None)


def value_of(element: Element | None, name: str) -> str | None:
    """The value of the child of that name."""
    found = child_of(element, name)
    return None if found is None else attribute(found, "val")
