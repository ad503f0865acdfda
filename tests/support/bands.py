"""The two numbers by which Dutch parts what it finds, set for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tracker.languages.judge import Judge
from tracker.languages.pack import LanguagePack, load_pack


class Bands:
    """The threshold of what is found and that of what is possible; a test may set them."""

    def __init__(self, pack: LanguagePack, judge: Judge, *, threshold: float, possible: float) -> None:
        self._pack, self._judge = pack, judge
        self._threshold, self._possible = threshold, possible
        self._set()

    @property
    def threshold(self) -> float:
        return self._threshold

    @threshold.setter
    def threshold(self, value: float) -> None:
        self._threshold = value
        self._set()

    @property
    def possible(self) -> float:
        return self._possible

    @possible.setter
    def possible(self, value: float) -> None:
        self._possible = value
        self._set()

    def _set(self) -> None:
        full = replace(self._judge.full, threshold=self._threshold, possible=self._possible)
        object.__setattr__(self._pack, "judge", replace(self._judge, full=full))


@contextmanager
def dutch_bands(*, threshold: float, possible: float) -> Iterator[Bands]:
    """Dutch with these two numbers; afterwards it has its own again."""
    pack = load_pack("nl")
    assert pack is not None
    judge = pack.judge
    assert judge is not None
    try:
        yield Bands(pack, judge, threshold=threshold, possible=possible)
    finally:
        object.__setattr__(pack, "judge", judge)
