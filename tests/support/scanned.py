"""Pages as a scanner gives them: set, laid askew, blurred and dirtied, and kept as pictures in a PDF."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from random import Random  # noqa: TID251 - with a seed, so that every run has the same spots
from textwrap import wrap
from typing import TYPE_CHECKING

import pytest

from tracker.reading.scans import LANGUAGES, recognised_languages

if TYPE_CHECKING:
    from PIL.Image import Image

REPORT = """
Vlaams Parlement

Verslag van de vergadering van 12 maart 2024

De voorzitter: Het woord is aan de minister voor haar antwoord op de vragen die zojuist werden gesteld.

Minister Lydia Peeters: Dank u wel voor deze vraag over het verkeer in onze steden en dorpen. Ik zal het verslag tegen eind juni 2024 aan de commissie bezorgen. Daarna kunnen we daar in deze commissie verder over spreken.

An Claes (N-VA): Dank u wel voor het duidelijke antwoord op mijn vraag. Ik kijk uit naar het verslag en ik zal er dan zeker op terugkomen in deze commissie, want het gaat om veel mensen.

Minister Lydia Peeters: Graag. De nieuwe regeling voor de fietspaden zal ik voor het zomerreces aan het parlement voorleggen, zodat iedereen ze kan lezen.
"""  # noqa: E501 - a paragraph a line
DOTS = 200  # per inch
WIDE = 70  # letters of a line


def need_recognition() -> None:
    """Skips the test where what recognises text is not installed, but never where everything must be."""
    missing = sorted(set(LANGUAGES.values()) - set(recognised_languages()))
    if missing:
        reason = f"no text recognition: install the extra ocr, tesseract-ocr and its languages {', '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def scan(*pages: str, askew: float = 0.0, spots: int = 0, dots: int = DOTS) -> bytes:
    """A PDF of pictures; `askew` in degrees, `spots` on each page."""
    pictures = [_laid(_set(text, dots), askew, spots, Random(number)) for number, text in enumerate(pages)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=dots, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def beside(written: bytes, scanned: bytes) -> bytes:
    """The pages of both, in one PDF."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    document, other = pypdfium2.PdfDocument(written), pypdfium2.PdfDocument(scanned)
    document.import_pages(other)
    out = io.BytesIO()
    document.save(out)
    other.close()
    document.close()
    return out.getvalue()


def _set(text: str, dots: int) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (int(8.27 * dots), int(11.69 * dots)), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=11 * dots / 72)
    for row, line in enumerate(_lines(text.strip().splitlines())):
        pen.text((dots, dots + row * 15 * dots / 72), line, font=font, fill=30)
    return picture


def _lines(paragraphs: Sequence[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in wrap(paragraph, WIDE) or [""]]


def _laid(picture: Image, askew: float, spots: int, chance: Random) -> Image:
    from PIL import Image, ImageDraw, ImageFilter

    if askew:
        picture = picture.rotate(askew, resample=Image.Resampling.BICUBIC, fillcolor=235)
    pen = ImageDraw.Draw(picture)
    for _ in range(spots):
        x, y, size = chance.randrange(picture.width), chance.randrange(picture.height), chance.choice((0, 1, 1, 2))
        pen.ellipse((x, y, x + size, y + size), fill=chance.choice((20, 90, 150)))
    return picture.filter(ImageFilter.GaussianBlur(0.7)) if spots else picture
