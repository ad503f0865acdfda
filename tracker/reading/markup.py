"""XML without entities, external DTDs or network, and small helpers to walk it."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from tracker.errors import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parsed(content: bytes, name: str) -> Element:
    """The root of an XML document. Raises Unreadable when it is damaged, declares entities or is too deep."""
    from lxml import etree

    if b"<!ENTITY" in content:
        raise Unreadable("reading.declares-entities", name=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(content.removeprefix(codecs.BOM_UTF8).lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("reading.damaged-xml", name=name) from error


def local(element: Element | None) -> str:
    """The name of an element without its namespace; empty for comments and for no element."""
    tag: object = element.tag if element is not None else None  # a function for comments, whatever the stubs say
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if str(key).rsplit("}", 1)[-1] == name:
            return str(value)
    return None


def words_in(element: Element) -> str:
    """All text in an element, white space as one space."""
    return " ".join("".join(map(str, element.itertext())).split())
