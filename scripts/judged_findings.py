"""How right are findings on whole real reports? Compares a draw of them with what a careful reader judged.

    python scripts/judged_findings.py               100 findings drawn from all reports, with their precision
    python scripts/judged_findings.py --all         every finding
    python scripts/judged_findings.py --unjudged    those that nobody has judged yet, as lines to judge

The reports come from TRACKER_EVALUATION, the judgements from tests/corpus/findings/judged.jsonl; neither is used to
learn weights. The draw takes the findings with the lowest hash of seed, report and words, so that it does not
depend on what else is found: a new version of the rules changes few of the hundred.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from tracker.extraction import extract
from tracker.measuring import same
from tracker.measuring.figures import rate
from tracker.model import Commitment
from tracker.reading import read

ROOT = Path(__file__).parent.parent
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", ROOT / "../shared/evaluation"))
JUDGED = ROOT / "tests/corpus/findings/judged.jsonl"
SEED, DRAWN = "2026-11", 100
YES = "commitment"


@dataclass(frozen=True)
class Judgement:
    """What a reader holds of one finding; `reason` is the kind of negative."""

    report: str
    quote: str
    verdict: str
    reason: str | None
    borderline: bool


@dataclass(frozen=True)
class Finding:
    """A finding in one of the reports, with its judgement if there is one."""

    report: str
    commitment: Commitment
    judgement: Judgement | None

    @property
    def quote(self) -> str:
        """The words on one line."""
        return " ".join(self.commitment.quote.split())


def judgements() -> list[Judgement]:
    """All judgements, in the order of the file."""
    rows = (json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines())
    return [Judgement(row["report"], row["quote"], row["verdict"], row["reason"], row["borderline"]) for row in rows]


def findings(known: list[Judgement]) -> list[Finding]:
    """What is found in the whole reports today."""
    folder = EVALUATION / "reports"
    lines = (folder / "metadata.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in sorted((json.loads(line) for line in lines), key=lambda row: row["file"]):
        report = read(folder / row["file"], held_on=date.fromisoformat(row["date"]))
        own = [one for one in known if one.report == row["file"]]
        found += [Finding(row["file"], one, _judgement(one.quote, own)) for one in extract(report).commitments]
    return found


def _judgement(quote: str, known: list[Judgement]) -> Judgement | None:
    """The judgement on the same words, else on words that are mostly the same."""
    words = " ".join(quote.split())
    exact = next((one for one in known if one.quote == words), None)
    return exact or next((one for one in known if same(one.quote, words)), None)


def drawn(found: list[Finding], *, count: int = DRAWN) -> list[Finding]:
    """A draw that is the same for the same findings."""
    return sorted(found, key=lambda one: sha256(f"{SEED}:{one.report}:{one.quote}".encode()).digest())[:count]


def tell(found: list[Finding]) -> None:
    """The figures."""
    judged = [one.judgement for one in found if one.judgement]
    strict = [one for one in judged if not one.borderline]
    for name, chosen in (("all", judged), ("not disputable", strict)):
        right = rate(sum(one.verdict == YES for one in chosen), len(chosen))
        if right.value is not None:
            print(
                f"{name}: {right.part} of {right.whole} right, {right.value:.3f} ({right.low:.3f} to {right.high:.3f})"
            )
    print(f"not judged: {len(found) - len(judged)} of {len(found)}")
    for reason, count in Counter(one.reason for one in judged if one.verdict != YES).most_common():
        print(f"  {count:3} {reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every finding, not a draw")
    parser.add_argument("--unjudged", action="store_true", help="the findings that nobody has judged, as JSON lines")
    asked = parser.parse_args()
    found = findings(judgements())
    chosen = found if asked.all else drawn(found)
    if not asked.unjudged:
        tell(chosen)
        return
    for one in chosen:
        if one.judgement is None:
            row = {"report": one.report, "start": one.commitment.start, "quote": one.quote}
            print(json.dumps({**row, "verdict": None, "reason": None, "borderline": False}, ensure_ascii=False))


if __name__ == "__main__":
    main()
