"""Whether a page of a PDF is a picture, as a scanner makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

_MOST = 0.5  # of the page; a scanner may part it into strips
_DEEP = 3


def is_picture(document: pypdfium2.PdfDocument, index: int, *, any_mark: bool = False) -> bool:
    """Whether pictures fill most of a page; with `any_mark` whether anything at all is drawn on it, as outlines are."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[index]
        if any_mark:
            return next(page.get_objects(max_depth=1), None) is not None
        pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)
        filled = sum(_area(*picture.get_bounds()) for picture in pictures)
        return bool(filled > _MOST * _area(0, 0, *page.get_size()))
    except pypdfium2.PdfiumError:
        return False


def _area(left: float, bottom: float, right: float, top: float) -> float:
    return abs(right - left) * abs(top - bottom)
