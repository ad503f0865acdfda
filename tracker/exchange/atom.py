"""What changed in the register as an Atom feed (RFC 4287), the newest change first. Identities never change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from tracker.exchange.publication import Publication
from tracker.model import Entry

NAMESPACE = "http://www.w3.org/2005/Atom"
MINTED = "2026-01-01"  # RFC 4151: a day on which the domain belonged to whoever runs the register
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(entries: Iterable[Entry], publication: Publication, *, now: datetime) -> bytes:
    """The feed; an empty one was updated at `now`."""
    newest = sorted(entries, key=lambda entry: (entry.changed_at, entry.number), reverse=True)
    spaces = {None: NAMESPACE}
    feed = etree.Element(f"{{{NAMESPACE}}}feed", {XML_LANG: publication.language}, nsmap=spaces)  # type: ignore[arg-type]  # the stubs do not know the default namespace
    _add(feed, "id", _identity(publication, "register"))
    _add(feed, "title", publication.words.say("Commitments: what changed"))
    _add(feed, "updated", _instant(newest[0].changed_at if newest else now))
    _add(_add(feed, "author"), "name", publication.words.say("Commitments"))
    _add(feed, "generator", "tracker")
    for entry in newest:
        _add_entry(feed, entry, publication)
    etree.indent(feed)
    content: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return content + b"\n"


def _add_entry(feed: etree._Element, entry: Entry, publication: Publication) -> None:
    item = _add(feed, "entry")
    _add(item, "id", _identity(publication, f"commitment/{entry.number}"))
    _add(item, "title", f"{publication.headline(entry)} ({publication.status(entry)})")
    _add(item, "updated", _instant(entry.changed_at))
    _add(item, "published", _instant(entry.recorded_at))
    address = publication.address(entry)
    if address:
        _add(item, "link", rel="alternate", href=address)
    _add(item, "category", term=entry.status.value, label=publication.status(entry))
    _add(item, "category", term=entry.kind.value, label=publication.words.name("kind", entry.kind))
    content = _add(item, "content", publication.passage(entry), type="text")
    if entry.language:
        content.set(XML_LANG, entry.language)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = text
    return child


def _identity(publication: Publication, what: str) -> str:
    return f"tag:{publication.domain},{MINTED}:{what}"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
