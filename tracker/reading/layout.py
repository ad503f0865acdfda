"""From lines to headings, paragraphs, items and notes: joins what the page has broken, parts what belongs apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.model import BlockKind
from tracker.reading.draft import Piece, Stretch
from tracker.reading.hyphens import Hyphens
from tracker.reading.letters import CAPITALS
from tracker.reading.lineforms import LineForms
from tracker.reading.lines import Line, Spacing, at_the_foot, ends_sentence, spacing_of, without_furniture

BULLET = re.compile(r"(?:[−–—•‣◦▪■●·*o§-]|\(?\d{1,2}[)°]|\(?[a-z][)]|[a-z]\.|\d{1,2}°)\s+(?=\S)")
NUMBERED = re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,4}}\.?|[IVX]{{1,5}}\.|[A-H]\.)\s+(?=[“\"'‘]?[{CAPITALS}0-9])")
RULE = re.compile(r"[_‗─—-]{4,}|[*=~]{4,}")
NOTE = re.compile(r"(\d{1,3}|\*{1,3})\)?\s+\S")
HASHES = re.compile(r"#{1,6}\s+")
_LEADERS = re.compile(r"(?:[.…_]\s?){5,}\s*\d{1,4}$")
_LETTER = re.compile(r"[^\W\d_]")
_NAMES = 4  # fewer commas make no list of names
_SHORT = 150
_LONGEST_HEADING = 350
_SLACK = 0.12
_OTHER_SIZE = 0.07
_PROPORTIONAL = 1.3  # letters differ in width: a line is only short when there was room to spare
_INDENT = 2
_TITLE_LINES = 5


@dataclass(slots=True)
class _Part:
    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    notes: list[_Part] = field(default_factory=list)  # footnotes that stood in its midst


def pieces_of_lines(lines: list[Line], *, forms: LineForms, hyphens: Hyphens) -> tuple[Piece, ...]:
    """The parts of a text in reading order; `forms` tells what a line is by its words."""
    lines = without_furniture(lines, forms.vocabulary)
    spacing = spacing_of(lines)
    parts = _wrapped(lines, spacing, forms) if spacing.wrapped else _unwrapped(lines, forms)
    return tuple(_pieces(_in_order(parts), hyphens))


def _unwrapped(lines: list[Line], forms: LineForms) -> list[_Part]:
    parts = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        kind = (
            BlockKind.SIGNATURE if following and _signs(line, following, forms) else kind_alone(line.text, forms=forms)
        )
        parts.append(_Part(kind, [line]))
    return parts


def kind_alone(text: str, *, forms: LineForms, bold: int = 0) -> BlockKind:
    """What a whole paragraph is, by its words and how much of its start is in bold."""
    if HASHES.match(text):
        return BlockKind.HEADING
    if forms.signature.fullmatch(text.rstrip(",.")):
        return BlockKind.SIGNATURE
    if forms.is_label(text, bold=bold):
        return BlockKind.PARAGRAPH
    if forms.headword.fullmatch(text):
        return BlockKind.HEADING
    if _is_table(text):
        return BlockKind.TABLE
    if BULLET.match(text):
        return BlockKind.ITEM
    if _closes(text) or len(text) > _SHORT:
        numbered = NUMBERED.match(text) and len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", "?", ":"))
        return BlockKind.HEADING if numbered else BlockKind.PARAGRAPH
    return BlockKind.HEADING if _may_head(text) else BlockKind.PARAGRAPH


def _closes(text: str) -> bool:
    """Whether a text closes as no heading does; a title may end in a bracket: "… (begrotingsjaar 2021)"."""
    bare = text.rstrip("0123456789")
    return ends_sentence(text) and not (bare.endswith(")") and not ends_sentence(bare[:-1]) and "(" in text)


def _may_head(text: str) -> bool:
    return (text[0].isupper() or text[0].isdigit()) and not text.endswith(",")


def _is_table(text: str) -> bool:
    """Rows of figures, lists of names as in a nominal vote, and lines of a table of contents."""
    return _LETTER.search(text) is None or _names_only(text) or _LEADERS.search(text) is not None


def _names_only(text: str) -> bool:
    if text.count(",") < _NAMES:
        return False
    words = text.split()
    commas = sum(word.endswith(",") for word in words)
    return commas > len(words) / 3.5 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _signs(line: Line, following: Line, forms: LineForms) -> bool:
    return line.text.endswith(",") and bool(forms.signature.fullmatch(following.text.rstrip(",.")))


def _wrapped(lines: list[Line], spacing: Spacing, forms: LineForms) -> list[_Part]:
    parts: list[_Part] = []
    noting, foot = False, at_the_foot(lines)
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if RULE.fullmatch(line.text):
            noting = following is not None and NOTE.match(following.text) is not None
            if following is not None:
                following.cut, following.gap = True, max(following.gap, line.gap)
            continue
        before = parts[-1] if parts else None
        noting = noting or (line.small and NOTE.match(line.text) is not None)
        if noting and line.size and not line.small:
            noting = False
        if index in foot or (
            noting and (before is None or before.kind is not BlockKind.NOTE or line.gap <= spacing.gap)
        ):
            _add_note(parts, line)
            continue
        noting = False
        if before and before.kind is BlockKind.NOTE:
            _after_note(parts, line, following, spacing, forms)
        elif before and not _parts_before(before, line, following, spacing, forms):
            before.lines.append(line)
        else:
            parts.append(_Part(_opening_kind(line, following, forms), [line]))
    for part in parts:
        part.kind = _settled(part)
    return parts


def _add_note(parts: list[_Part], line: Line) -> None:
    if parts and parts[-1].kind is BlockKind.NOTE and not NOTE.match(line.text):
        parts[-1].lines.append(line)
    else:
        parts.append(_Part(BlockKind.NOTE, [line]))


def _after_note(parts: list[_Part], line: Line, following: Line | None, spacing: Spacing, forms: LineForms) -> None:
    """Text after footnotes goes on with the paragraph before them, when that was left open."""
    body = next((part for part in reversed(parts) if part.kind is not BlockKind.NOTE), None)
    line.cut = True
    if body and not _parts_before(body, line, following, spacing, forms):
        place = parts.index(body)
        body.notes += parts[place + 1 :]
        del parts[place + 1 :]
        body.lines.append(line)
    else:
        parts.append(_Part(_opening_kind(line, following, forms), [line]))


def _parts_before(part: _Part, line: Line, following: Line | None, spacing: Spacing, forms: LineForms) -> bool:
    """Whether a line opens something new after the part so far."""
    last = part.lines[-1]
    text = line.text
    if part.kind in {BlockKind.SIGNATURE, BlockKind.TABLE} or forms.signature.fullmatch(text.rstrip(",.")):
        return True
    if abs(last.size - line.size) > _OTHER_SIZE * last.size:
        return True
    if line.gap > spacing.gap or line.page:
        return not _goes_on(last, line, spacing)
    if (last.ends_sentence or _short(last, line, spacing)) and (forms.is_label(text) or _is_table(text)):
        return True
    if _LEADERS.search(text) or _names_only(text) or (following and _signs(line, following, forms)):
        return True
    if forms.headword.fullmatch(text) and last.ends_sentence:
        return True
    if BULLET.match(text):
        return last.text.endswith((":", ";", ".", ",")) or part.kind is BlockKind.ITEM or _short(last, line, spacing)
    if NUMBERED.match(text) and (last.ends_sentence or _short(last, line, spacing)) and _heads(line):
        return True
    if part.kind is BlockKind.HEADING:
        return _short(last, line, spacing)
    if line.indent >= last.indent + _INDENT and last.ends_sentence and part.kind is BlockKind.PARAGRAPH:
        return True
    return _short(last, line, spacing) and not text[0].islower() and not _left_open(last.text, forms)


def _left_open(text: str, forms: LineForms) -> bool:
    """Whether a line must go on: it ends in a comma, a hyphen, a small word ("… van het") or within a bracket."""
    return (
        text.endswith((",", "-")) or text.rsplit(None, 1)[-1] in forms.small_words or text.rfind("(") > text.rfind(")")
    )


def _goes_on(last: Line, line: Line, spacing: Spacing) -> bool:
    """Whether a paragraph runs on over a page break: it was left open, and goes on as the middle of a sentence."""
    if not (line.cut or line.page):
        return False
    if last.ends_sentence and not last.text.endswith((",", '"', ")")):
        return False
    return line.text[0].islower() or (not _short(last, line, spacing) and not NUMBERED.match(line.text))


def _short(last: Line, line: Line, spacing: Spacing) -> bool:
    """Whether the first word of a line would have fitted on the line before."""
    first = line.text.split(None, 1)[0]
    if last.room is not None:
        return last.room > _PROPORTIONAL * (len(first) + 1)
    return len(last.text) + 1 + len(first) < spacing.measure * (1 - _SLACK)


def _heads(line: Line) -> bool:
    return not line.text.endswith(";")


def _opening_kind(line: Line, following: Line | None, forms: LineForms) -> BlockKind:
    if HASHES.match(line.text):
        return BlockKind.HEADING
    if forms.signature.fullmatch(line.text.rstrip(",.")) or (following and _signs(line, following, forms)):
        return BlockKind.SIGNATURE
    if forms.is_label(line.text):
        return BlockKind.PARAGRAPH
    if forms.headword.fullmatch(line.text):
        return BlockKind.HEADING
    if BULLET.match(line.text):
        return BlockKind.ITEM
    if _is_table(line.text):
        return BlockKind.TABLE
    return BlockKind.HEADING if NUMBERED.match(line.text) and _heads(line) else BlockKind.PARAGRAPH


def _settled(part: _Part) -> BlockKind:
    """The kind of a part now that all of it is known: a short one without a closing mark is a heading."""
    size = sum(len(line.text) for line in part.lines)
    ends = _closes(" ".join(line.text for line in part.lines[-_TITLE_LINES:]))
    if part.kind is BlockKind.HEADING and (
        size > 2 * _SHORT or (size > _SHORT / 2 and part.lines[-1].text.endswith((".", "?", "!")))
    ):
        return BlockKind.PARAGRAPH
    small = part.lines[0].small  # a running head on the only page, but no heading
    may = not (ends or small) and size < 2 * _SHORT and _may_head(part.lines[0].text[0] + part.lines[-1].text)
    if part.kind is BlockKind.PARAGRAPH and may:
        return BlockKind.HEADING
    return part.kind


def _in_order(parts: list[_Part]) -> list[_Part]:
    return [each for part in parts for each in (part, *part.notes)]


def _pieces(parts: list[_Part], hyphens: Hyphens) -> Iterator[Piece]:
    opener: int | None = None
    for number, part in enumerate(parts):
        if part.kind is BlockKind.ITEM:
            yield Piece(part.kind, _stretches(part, hyphens), opener)
            continue
        if part.kind is not BlockKind.NOTE:
            opener = number if part.lines[-1].text.endswith(":") else None
        yield Piece(part.kind, _stretches(part, hyphens))


def _stretches(part: _Part, hyphens: Hyphens) -> tuple[Stretch, ...]:
    stretches, glue = [], " "
    for index, line in enumerate(part.lines):
        start, end = line.start, line.end
        hashes = HASHES.match(line.text) if index == 0 else None
        if hashes:
            start += hashes.end()
        following = part.lines[index + 1] if index + 1 < len(part.lines) else None
        this_glue = glue
        keep, glue = hyphens.joins(line.text, following.text) if following else (0, " ")
        stretches.append(Stretch(start, end - keep, this_glue))
    return tuple(stretches)
