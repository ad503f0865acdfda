"""Where the templates of letters and pages lie, and which files in a user's folder replace them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tracker.files.own import Own
from tracker.model.things import Thing


def templates_folder() -> Path:
    """The templates of the house: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def template_files(folder: str | None) -> Iterator[Own]:
    """The templates of the house, and what stands or would stand for them in a user's folder."""
    house = templates_folder()
    for path in house.rglob("*.*"):
        yield Own(path, Thing.TEMPLATE)
        if folder is not None:
            yield Own(Path(folder) / path.relative_to(house), Thing.TEMPLATE)
