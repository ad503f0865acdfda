"""The command in a folder of its own, and what stands in the register that it is tried on."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

TEXT = (
    "De vergadering begint. " * 30
    + "Minister Bart Somers zal tegen eind 2021 een brief sturen. Daarna volgt de stemming. "
    + "Het verslag wordt goedgekeurd. " * 30
)
QUOTE = "Minister Bart Somers zal tegen eind 2021 een brief sturen."
ADD = ("add", "--quote", "Ik bezorg u de cijfers.", "--summary", "cijfers bezorgen", "--said-on", "2021-09-21")
TODAY = "2022-02-10"


@dataclass
class CommandResult:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out), delimiter="\t", quoting=csv.QUOTE_NONE))


Run = Callable[..., CommandResult]
