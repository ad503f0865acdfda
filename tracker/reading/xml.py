"""XML: tells the kinds of debate apart by their root; XML of another kind is refused."""

from __future__ import annotations

import re

from tracker.errors import Unreadable
from tracker.reading.akoma import Akoma
from tracker.reading.draft import Corpus, Draft
from tracker.reading.markup import local, parsed
from tracker.reading.proceedings import DutchProceedings
from tracker.reading.tei import Tei
from tracker.reading.vlos import Vlos
from tracker.reading.vocabulary import Vocabulary

_READERS: dict[str, type[Tei | Akoma | DutchProceedings | Vlos]] = {
    "TEI": Tei,
    "teiCorpus": Tei,
    "akomaNtoso": Akoma,
    "officiele-publicatie": DutchProceedings,
    "vlosCoreDocument": Vlos,
}


_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_HEAD = 8192


def is_debate(content: bytes) -> bool:
    """Whether XML is of a kind that is read, by its first element."""
    root = _ROOT.search(content[:_HEAD].replace(b"\0", b""))
    return root is not None and root[1].decode("ascii") in _READERS


def read_xml(content: bytes, name: str, vocabulary: Vocabulary, corpus: Corpus) -> Draft:
    """The parts of a debate in XML. Raises Unreadable for XML of another kind."""
    root = parsed(content, name)
    reader = _READERS.get(local(root))
    if reader is None:
        raise Unreadable("reading.xml-unknown", name=name, root=local(root))
    return reader(root, vocabulary, corpus).read()
