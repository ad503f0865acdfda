"""Infinitives and articles, as summaries ask for them."""

from __future__ import annotations

import pytest

from tracker.languages.inflection import load_inflection


@pytest.mark.parametrize(
    ("form", "infinitive"),
    [
        ("opengesteld", "openstellen"),  # separable
        ("nagevraagd", "navragen"),  # a particle before a verb that is listed without it
        ("geagendeerd", "agenderen"),  # built as such participles are
        ("geevalueerd", "evalueren"),  # a text that lost its diaeresis
        ("vermeldt", "vermelden"),
        ("zwembad", None),
    ],
)
def test_a_form_gives_its_infinitive(form: str, infinitive: str | None) -> None:
    assert load_inflection("nl").infinitive_of(form) == infinitive


@pytest.mark.parametrize(("noun", "article"), [("wetsvoorstel", "het"), ("eindrapport", "het"), ("maatregel", "de")])
def test_a_compound_has_the_article_of_its_last_part(noun: str, article: str) -> None:
    assert load_inflection("nl").article_of(noun) == article


def test_a_language_without_the_file_knows_no_form() -> None:
    assert load_inflection("fr").infinitive_of("publie") is None
