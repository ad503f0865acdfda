"""The glossary says what people see: it is as the catalogues are, and leaves out no value that has a name."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from tracker.wording.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[2]
NO_VALUES = {  # lines, forms and sentences
    "advice to command",
    "check",
    "command",
    "figure",
    "form",
    "gap",
    "measured column",
    "waiting",
}
GLOSSARY = SimpleNamespace(**runpy.run_path(str(ROOT / "scripts" / "glossary.py")))


def test_the_glossary_is_what_the_catalogues_say() -> None:
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == GLOSSARY.page(GLOSSARY.meanings()), (
        "run: make docs"
    )


def test_every_sort_of_value_that_people_see_is_explained() -> None:
    named = {context for context, _ in catalogue("en").messages if context}

    assert {section["context"] for section in GLOSSARY.meanings()["section"]} == named - NO_VALUES


def test_a_value_without_a_meaning_is_refused_by_name() -> None:
    explained = GLOSSARY.meanings()
    status = next(section for section in explained["section"] if section["context"] == "status")
    del status["meanings"]["lapsed"]

    with pytest.raises(ValueError, match="does not say what the status lapsed means"):
        GLOSSARY.page(explained)


@pytest.mark.parametrize("context", ["status", None])
def test_a_meaning_of_what_no_catalogue_names_is_refused_by_name(context: str | None) -> None:
    stray = GLOSSARY.Term("forgotten", "Nobody says it.", context)

    with pytest.raises(ValueError, match="'forgotten', which no catalogue has"):
        stray.said_in("nl")
