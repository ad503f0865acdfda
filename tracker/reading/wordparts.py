"""Where the parts of a Word document stand: by the relationships that the file tells, whatever the parts are called."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath, split

from tracker.reading.archive import Archive
from tracker.reading.markup import attribute, local, parsed

USUAL = "word/document.xml"
_BODY = re.compile(rb"<(?:\w+:)?document[\s>]")
_HEAD = 4096


def main_part(archive: Archive, name: str) -> str | None:
    """The part with the text; None for an archive that is no Word document."""
    named = next(iter(related(archive, "", "officeDocument", name)), None)
    if named is None or not _is_body(archive, named):
        return archive.called(USUAL)
    return named


def _is_body(archive: Archive, part: str) -> bool:
    """Whether a part is a Word text by its first element: workbooks and slides are related in the same way."""
    return _BODY.search(archive.part(part)[:_HEAD].replace(b"\0", b"")) is not None


def related(archive: Archive, part: str, kind: str, name: str) -> tuple[str, ...]:
    """The parts that there are of those that a part (with "" the file) names as of this kind: "styles", "footnotes"."""
    home, own = split(part)
    list_of_them = archive.called(join(home, "_rels", f"{own}.rels"))
    if list_of_them is None:
        return ()
    found = []
    for each in parsed(archive.part(list_of_them), name):
        if local(each) == "Relationship" and (attribute(each, "Type") or "").endswith(f"/{kind}"):
            target = (attribute(each, "Target") or "").replace("\\", "/")
            found.append(normpath(join("/", home, target)).lstrip("/"))
    return tuple(place for target in found if (place := archive.called(target)) is not None)


def beside(archive: Archive, main: str, kind: str, name: str) -> tuple[str, ...]:
    """The parts of this kind of a document; those with the usual name where it has no list of relationships."""
    listed = archive.called(join(dirname(main), "_rels", f"{split(main)[1]}.rels"))
    if listed is not None:
        return related(archive, main, kind, name)
    usual = archive.called(join(dirname(main), f"{kind}.xml"))
    return () if usual is None else (usual,)
