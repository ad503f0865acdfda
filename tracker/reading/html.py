"""Saved web pages: the report is taken; menus, banners, scripts, and what is hidden or struck through are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from tracker.errors import Unreadable
from tracker.model import BlockKind
from tracker.reading.draft import Draft
from tracker.reading.encodings import Decoded, as_declared, decoded, marked
from tracker.reading.footmarks import is_mark
from tracker.reading.paper import Paper
from tracker.reading.patterns import any_of
from tracker.reading.vocabulary import Vocabulary

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode as Node

_DROPPED = (
    "script, style, noscript, template, nav, footer, aside, form, button, select, iframe, svg, dialog, head, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=dialog], "
    "s, strike, del, div[title=header], div[title=footer]"
)
_GONE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|text-decoration[\w-]*\s*:[^;]*line-through",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}@;]{1,200})\{([^{}]{0,2000})\}")
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_CONTENT = (
    "main",
    "[role=main]",
    "article",
    "#content",
    "#main",
    "#main-content",
    ".main-content",
)
_BLOCKS = frozenset(
    (
        "p", "div", "li", "dd", "dt", "td", "th", "tr", "table", "ul", "ol", "dl", "section", "article", "main", "body",
        "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "center", "hr", "tbody",
        "thead", "fieldset", "html", "address", "details", "summary",
    )
)  # fmt: skip
_OF_CONTENT = frozenset(("main", "article", "section"))
_MENU = r"menu|breadcrumb|cookie|footer|sidebar|skip-?link|social|share"
_SHARE = 0.5  # a part holds the report when it holds this share of the page's text
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DEEPEST = 400
_PROSE = 90  # a cell with more text than this holds prose: tables also serve to lay out a page


def read_html(content: bytes, name: str, vocabulary: Vocabulary) -> Draft:
    """The parts of a saved web page."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    found = _decoded(content)
    try:
        tree = LexborHTMLParser(found.text.replace("\x00", ""))
    except (SelectolaxError, ValueError) as error:
        raise Unreadable("reading.damaged-web-page", name=name) from error
    body = tree.body
    paper = Paper(vocabulary)
    if body is not None:
        _drop_unseen(body, "\n".join(sheet.text() for sheet in tree.css("style")))
        _drop([node for node in body.css("header") if not _heads_report(node)])
        _drop_menus(body, vocabulary)
        _Walk(paper).walk(_content(body, vocabulary))
    return paper.draft(problems=found.problems(name))


def _decoded(content: bytes) -> Decoded:
    """By mark, or by what the page says of itself if that fits, else as any text."""
    declared = _CHARSET.search(content[:2048])
    text = None if declared is None or marked(content) else as_declared(content, declared[1].decode("ascii"))
    return decoded(content) if text is None else Decoded(text)


def _drop_unseen(body: Node, sheets: str) -> None:
    """What no reader of the page sees, or sees struck through.

    What a style sheet hides is kept: pages fold away what a click shows.
    """
    from selectolax.lexbor import SelectolaxError

    for rule in _RULE.finditer(sheets):
        if _STRUCK.search(rule[2]):
            with suppress(SelectolaxError):  # a selector that it does not know
                _drop(body.css(rule[1].strip()))
    _drop([node for node in body.css("[style]") if _GONE.search(node.attributes.get("style") or "")])
    _drop(body.css(_DROPPED))


def _drop(nodes: list[Node]) -> None:
    for node in nodes:
        node.decompose()


def _size(node: Node) -> int:
    return len("".join(node.text(deep=True).split()))


def _heads_report(header: Node) -> bool:
    """Whether a head is that of the report, which stands inside its content; that of the site stands around it."""
    node = header.parent
    while node is not None and node.tag not in _OF_CONTENT:
        node = node.parent
    return node is not None


def _drop_menus(body: Node, vocabulary: Vocabulary) -> None:
    """Parts that name themselves a menu or the like, or that are nothing but links."""
    menus = vocabulary.said(lambda words: words.web_menus)
    menu = re.compile(rf"{_MENU}|{any_of(menus)}", re.IGNORECASE)
    whole = _size(body)
    for node in body.css("[class], [id]"):
        marks = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag in _BLOCKS and menu.search(marks) and _size(node) < (1 - _SHARE) * whole:
            node.decompose()
    for node in body.css("ul, ol"):
        links = sum(_size(link) for link in node.css("a"))
        if links and links > 0.9 * _size(node) and len(node.css("li")) > 2:  # noqa: PLR2004 - a short list may be one of sources
            node.decompose()


def _content(body: Node, vocabulary: Vocabulary) -> Node:
    """The smallest part that is marked as content and holds most of the text."""
    whole = _size(body)
    for selector in (*_CONTENT, *vocabulary.said(lambda words: words.web_content)):
        found = [node for node in body.css(selector) if _size(node) >= _SHARE * whole]
        if found:
            return min(found, key=_size)
    return body


class _Walk:
    """Walks through a page and adds each run of inline text between block elements as a paragraph."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._runs: list[tuple[str, bool]] = []

    def walk(self, root: Node) -> None:
        """All of a part, in order."""
        self._visit(root, BlockKind.PARAGRAPH, bold=False, depth=0)
        self._flush(BlockKind.PARAGRAPH)

    def _visit(self, node: Node, kind: BlockKind, *, bold: bool, depth: int) -> None:
        for child in _children(node):
            tag = child.tag
            if self._paper.full or depth > _DEEPEST:
                return
            if tag == "-text":
                self._runs.append((re.sub(r"\s+", " ", child.text(deep=False) or ""), bold))
            elif tag == "sup" and is_mark(child.text(), "".join(text for text, _ in self._runs[-3:])):
                continue
            elif tag == "br":
                self._break(kind)
            elif tag in _BLOCKS:
                self._flush(kind)
                inner = _kind(tag, kind)
                self._visit(child, inner, bold=False, depth=depth + 1)
                self._flush(inner)
            elif tag and not tag.startswith(("-", "_", "!")):
                self._visit(child, kind, bold=bold or tag in {"b", "strong"} or _is_bold(child), depth=depth + 1)

    def _break(self, kind: BlockKind) -> None:
        """A line break ends a paragraph that is a sentence or a label; elsewhere it is a space."""
        said = "".join(text for text, _ in self._runs).rstrip()
        if said.endswith((".", "?", "!", ":", ";")):
            self._flush(kind)
        elif said:
            self._runs.append((" ", False))

    def _flush(self, kind: BlockKind) -> None:
        if self._runs:
            prose = sum(len(text) for text, _ in self._runs) > _PROSE
            self._paper.add(BlockKind.PARAGRAPH if kind is BlockKind.TABLE and prose else kind, self._runs)
            self._runs = []


def _children(node: Node) -> Iterator[Node]:
    yield from node.iter(include_text=True)


def _is_bold(node: Node) -> bool:
    style = node.attributes.get("style") or ""
    return "font-weight" in style and re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style) is not None


def _kind(tag: str, outer: BlockKind) -> BlockKind:
    if tag == "h1":
        return BlockKind.TITLE
    if tag in {"h2", "h3", "h4", "h5", "h6"}:
        return BlockKind.HEADING
    if tag in {"li", "dd"}:
        return BlockKind.ITEM
    if tag in {"td", "th"}:
        return BlockKind.TABLE
    return outer
