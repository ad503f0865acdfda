"""The process that recognises the pages of one PDF that are pictures: `python -m tracker.reading.recogniser`.

It opens the file itself, for what people send may break a reader. Pages go through ocrmypdf some at a time, which keeps
all pictures of them until the last is done. What each page says stays behind as hOCR.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.reading.door import pdf_in
from tracker.reading.orphans import die_with_parent
from tracker.reading.scans import page_file

_AT_ONCE = 8  # pages whose pictures lie on the disk together
_SIDE_BY_SIDE = 4
_LARGEST = 256 * 2**20  # of one picture on the disk
_PLAINEST = 100.0  # megapixels of a page; more is no page of a report


def main(path: str, folder: str, numbers: str, languages: str, *own: str) -> None:
    """Recognises those pages; `own` are the process that asks for it, its megabytes, and its seconds for each page."""
    parent, megabytes, seconds = own
    die_with_parent(int(parent))
    _confine(int(megabytes))
    tempfile.tempdir = folder
    content = pdf_in(Path(path))
    for some in _parted([int(number) for number in numbers.split(",")]):
        with tempfile.TemporaryDirectory() as place:
            _recognise(content, some, Path(place), languages.split("+"), float(seconds))
            for index, number in enumerate(some, start=1):
                made = Path(place, f"{index:06d}_ocr_hocr.hocr")
                if made.exists():
                    made.replace(page_file(Path(folder), number))


def _parted(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    yield from (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def _recognise(content: bytes, numbers: Sequence[int], place: Path, languages: list[str], seconds: float) -> None:
    """Straight and upright, whatever else stands on the page."""
    from ocrmypdf.api import _pdf_to_hocr

    pages = place / "pages.pdf"
    _write_pages(content, numbers, pages)
    _pdf_to_hocr(
        pages,
        place,
        language=languages,
        jobs=min(
            os.cpu_count() or 1, len(numbers), _SIDE_BY_SIDE
        ),  # with more, threads of one page wait for each other
        use_threads=True,
        mode="force",
        rotate_pages=True,
        deskew=True,
        rasterizer="pypdfium",
        max_image_mpixels=_PLAINEST,
        tesseract_timeout=seconds,
        tesseract_non_ocr_timeout=seconds,
        progress_bar=False,
    )


def _write_pages(content: bytes, numbers: Sequence[int], to: Path) -> None:
    """These pages alone, in a PDF of their own."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    given, own = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new()
    own.import_pages(given, [number - 1 for number in numbers])
    own.save(to)
    own.close()
    given.close()


def _confine(megabytes: int) -> None:
    """No more memory than allowed, for itself and for each program that it starts, and no larger file."""
    if sys.platform == "win32":
        return
    import resource

    for which, most in (
        (resource.RLIMIT_DATA, megabytes * 2**20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _LARGEST),
    ):
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
