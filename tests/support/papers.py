"""Small documents of every kind, made in memory: what a report looks like when it comes as PDF, Word or a web page."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Print:
    """A line of print on a page, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False


def pdf(pages: list[list[Print]], *, compressed: bool = True) -> bytes:
    """A PDF with these lines on its pages, in this order."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    fonts = [
        add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode())
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    tree = len(objects) + 2 * len(pages) + 1
    kids = []
    for lines in pages:
        stream = b"".join(_shown(line) for line in lines)
        data = zlib.compress(stream) if compressed else stream
        how = b"/Filter /FlateDecode " if compressed else b""
        content = add(b"<< " + how + b"/Length %d >>\nstream\n" % len(data) + data + b"\nendstream")
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
                f"/Resources << /Font << /F1 {fonts[0]} 0 R /F2 {fonts[1]} 0 R >> >> >>".encode()
            )
        )
    add(f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode())
    catalog = add(f"<< /Type /Catalog /Pages {tree} 0 R >>".encode())
    return _file(objects, catalog)


def _shown(line: Print) -> bytes:
    text = line.text.encode("cp1252", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    font = b"F2" if line.bold else b"F1"
    return b"BT /%s %.2f Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj ET\n" % (font, line.size, line.x, line.y, text)


def _file(objects: list[bytes], catalog: int) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, catalog, start))
    return out.getvalue()


_WIDTHS = {  # of Helvetica, in thousandths of its size; other letters are 556 wide
    222: "ijl",
    278: " ,.:;/!ftI",
    333: "-()r",
    500: "ckvxyzsJ",
    611: "FTZ",
    667: "ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "W",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width_of(text: str, size: float = 11) -> float:
    """How wide a text prints, in points."""
    return sum(_WIDTH_OF.get(letter, 556) for letter in text) * size / 1000


def apart(line: Print, parts: list[str]) -> list[Print]:
    """A line of print as parts of its text, each set by itself where it stands."""
    placed, place = [], 0
    for part in parts:
        start = line.text.index(part, place)
        placed.append(Print(line.x + width_of(line.text[:start], line.size), line.y, part, line.size, line.bold))
        place = start + len(part)
    return placed


def column(text: str, *, x: float, y: float, width: int, size: float = 11, leading: float = 14) -> list[Print]:
    """Text set in lines of at most so many characters, from the top down; a blank line parts paragraphs."""
    lines: list[Print] = []
    for paragraph in text.strip().split("\n\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > width:
                lines.append(Print(x, y, line, size))
                y, line = y - leading, word
            else:
                line = f"{line} {word}".strip()
        lines.append(Print(x, y, line, size))
        y -= 2 * leading
    return lines


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **more: str) -> bytes:
    """A Word document with this body; further parts by their name without folder and ending."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    for name, content in more.items():
        parts[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'
    return zipped(parts)


def word_paragraph(text: str, *, bold: str = "", style: str = "", listed: bool = False) -> str:
    """A Word paragraph, with bold print before its text if wanted."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:numPr/>" if listed else "")
    lead = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{bold}</w:t></w:r>" if bold else ""
    return f'<w:p><w:pPr>{properties}</w:pPr>{lead}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with this body and these automatic styles."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
    )
    fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    content = (
        f"<office:document-content {spaces} {fo}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
