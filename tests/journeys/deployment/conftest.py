"""A house that was set up as docs/deployment.md tells, for all tests: each leaves it at work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from deployed_house import House
from smtp_sink import Sink
from stage import is_possible, staged


@pytest.fixture(scope="package")
def sink() -> Iterator[Sink]:
    """The mail server of the house."""
    with Sink(login=("tracker", "geheim")) as sink:
        yield sink


@pytest.fixture(scope="package")
def house(sink: Sink) -> Iterator[House]:
    """Installed as the page tells."""
    if not is_possible():
        pytest.skip("it takes root of a Linux with overlayfs, and PostgreSQL")
    with staged() as stage:
        house = House(stage, sink.port)
        house.install()
        yield house
