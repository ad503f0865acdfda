"""A new field of an entry is added to the tests in one place: nobody else writes out a whole one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FACTORY = ROOT / "tests" / "support" / "factory.py"
TESTS = sorted({*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")} - {FACTORY})
MADE = {"Entry", "Commitment"}


def written_out(source: str) -> Iterator[str]:
    """Every call in a file that makes an entry or a commitment of the model itself."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    known = [(node.module or "", alias) for node in imports for alias in node.names]
    names = {alias.asname or alias.name for module, alias in known if _model(module) and alias.name in MADE}
    rooms = {alias.asname or alias.name for module, alias in known if _model(f"{module}.{alias.name}")}
    for call in (node.func for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call, ast.Name) and call.id in names:
            yield call.id
        if isinstance(call, ast.Attribute) and call.attr in MADE and ast.unparse(call.value).split(".")[0] in rooms:
            yield ast.unparse(call)


def _model(module: str) -> bool:
    return f"{module}.".startswith("tracker.model.")


def test_entries_and_commitments_come_from_the_factory() -> None:
    elsewhere = {str(path.relative_to(ROOT)): calls for path in TESTS if (calls := [*written_out(path.read_text())])}

    assert not elsewhere, "use an_entry and a_commitment of tests/support/factory.py"


@pytest.mark.parametrize(
    "source",
    [
        "from tracker.model import Entry\nEntry(number=1)",
        "from tracker.model.commitment import Commitment as Promise\nPromise()",
        "from tracker import model\nmodel.Entry()",
        "from tracker.model import register\nregister.Entry()",
    ],
)
def test_one_that_is_written_out_is_seen(source: str) -> None:
    assert len(list(written_out(source))) == 1
