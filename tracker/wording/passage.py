"""The words of a commitment in their place: the quote, and what stands around it in its report."""

from __future__ import annotations

from tracker.model import Entry, Report


def around(entry: Entry, report: Report | None, *, characters: int) -> tuple[str, str, str]:
    """What stands before the quote, the quote, and what stands after it; nothing around it where there is no report.

    Whole words, with an ellipsis where the report goes on.
    """
    if entry.source is None or report is None:
        return "", entry.quote, ""
    start, end = entry.source.start, entry.source.end
    before = report.text[max(start - characters, 0) : start]
    after = report.text[end : end + characters]
    if start > characters:
        before = "… " + before.partition(" ")[2]
    if end + characters < len(report.text):
        after = after.rpartition(" ")[0] + " …"
    return before, report.text[start:end], after
