"""How it is said that a quote was read from a picture, and which of its words are uncertain."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model import Entry, Scan
from tracker.wording.speech import Speech


@dataclass(frozen=True, slots=True)
class ReadFromScan:
    """A quote that was read from a picture, and its words of low certainty."""

    uncertain: tuple[str, ...] = ()


def read_from_scan(entry: Entry, scan: Scan | None) -> ReadFromScan | None:
    """What of an entry was read from a picture; None where its page was not."""
    source = entry.source
    if source is None or scan is None or not scan.shows(source.page):
        return None
    return ReadFromScan(
        tuple(
            entry.quote[max(start - source.start, 0) : end - source.start]
            for start, end in scan.uncertain_in(source.start, source.end)
        )
    )


def scan_told(scanned: ReadFromScan | None, words: Speech) -> str:
    """In a few words; nothing where nothing was."""
    if scanned is None:
        return ""
    if not scanned.uncertain:
        return words.say("read from a scan")
    quoted = ", ".join(words.quoted(word) for word in scanned.uncertain)
    return words.say("read from a scan, poorly legible: %(words)s", words=quoted)
