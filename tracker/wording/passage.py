"""The words of a commitment in their place: the quote, and what stands around it in its report."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model import Entry


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote among its neighbours: whole words, with an ellipsis where the report goes on."""

    before: str
    quote: str
    after: str


def around(entry: Entry, text: str | None, *, characters: int) -> Passage:
    """The quote with what stands around it in the text of its report; alone where that is not kept."""
    if entry.source is None or not text:
        return Passage("", entry.quote, "")
    start, end = entry.source.start, entry.source.end
    before, after = text[max(start - characters, 0) : start], text[end : end + characters]
    if start > characters:
        before = "… " + before.partition(" ")[2]
    if end + characters < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Passage(before, text[start:end], after)
