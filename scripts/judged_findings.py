"""How right are findings on whole real reports? Compares a draw of them with what a careful reader judged.

    python scripts/judged_findings.py               100 findings drawn from all reports, with their precision
    python scripts/judged_findings.py --all         every finding
    python scripts/judged_findings.py --answers     the same on written answers instead of reports
    python scripts/judged_findings.py --silence     how often anything is found in speeches, by who speaks
    python scripts/judged_findings.py --unjudged    those that nobody has judged yet, as lines to judge

The texts come from TRACKER_EVALUATION, the judgements from tests/corpus/findings/judged.jsonl. The judgements are
never used to learn weights; passages of some of the reports are, and of the written answers only those that no weight
was learnt from are read here. The draw takes the findings with the lowest hash of seed, report and words, so that it
does not depend on what else is found: a new version of the rules changes few of the hundred.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.extraction import extract
from tracker.measuring import same
from tracker.measuring.figures import calibration, rate
from tracker.model import Commitment, Report
from tracker.reading import read, segment

ROOT = Path(__file__).parent.parent
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", "evaluation"))
JUDGED = ROOT / "tests/corpus/findings/judged.jsonl"
SEED, DRAWN = "2026-11", 100
YES = "commitment"
ANSWERS = "be_written_answers_2017"
MINISTERS = dict.fromkeys(("state_secretary", "prime_minister"), "minister")


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
    return [
        Judgement(row["report"], row["quote"], row["verdict"], row["reason"], row["borderline"])
        for row in _rows(JUDGED)
    ]


def reports() -> Iterator[tuple[str, Report]]:
    """The whole real reports, by name."""
    folder = EVALUATION / "reports"
    for row in sorted(_rows(folder / "metadata.jsonl"), key=lambda row: str(row["file"])):
        yield row["file"], read(folder / row["file"], held_on=date.fromisoformat(row["date"]))


def answers() -> Iterator[tuple[str, Report]]:
    """Written answers that no weight was learnt from, each text once."""
    learnt = {row["id"] for row in _rows(ROOT / "tests/corpus/commitments/written-answers.jsonl")}
    seen = set()
    for row in _rows(EVALUATION / f"unlabelled/{ANSWERS}.jsonl"):
        if row["answer"] and row["answer"] not in seen and f"wa-{row['doc_id']}" not in learnt:
            seen.add(row["answer"])
            day = date.fromisoformat(row["question_date"])
            report = Report.from_text(
                row["answer"], held_on=day, language="nl", speaker=row["department"], role="minister"
            )
            yield f"{ANSWERS}:{row['doc_id']}", report


def speeches() -> Iterator[tuple[str, Report]]:
    """Dutch paragraphs of speeches, each as a report of its own named by who speaks."""
    for name in ("be_kamer_speeches", "nl_tk_speeches"):
        for row in _rows(EVALUATION / f"unlabelled/{name}.jsonl"):
            text = "\n\n".join(part["text"] for part in row["paras"] if part["lang"] == "nl")
            role = MINISTERS.get(row["role"], row["role"].replace("mp", "member"))
            day = date.fromisoformat(row["date"])
            yield role, Report.from_text(text, held_on=day, language="nl", speaker=row["speaker"], role=role)


def tell_silence() -> None:
    """Findings per 1,000 sentences; whatever is found where a member or the chair speaks is false."""
    sentences: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for role, report in speeches():
        whole = segment(report)
        sentences[role] += len(whole.sentences)
        found[role] += len(extract(whole).commitments)
    for role, count in sentences.most_common():
        print(f"{role}: {found[role]} in {count} sentences, {1000 * found[role] / count:.2f} per 1,000")


def findings(texts: Iterable[tuple[str, Report]], known: list[Judgement]) -> list[Finding]:
    """What is found in these texts today."""
    own: defaultdict[str, list[Judgement]] = defaultdict(list)
    for one in known:
        own[one.report].append(one)
    return [
        Finding(name, found, _judgement(found.quote, own[name]))
        for name, report in texts
        for found in extract(report).commitments
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _judgement(quote: str, known: list[Judgement]) -> Judgement | None:
    """The judgement on the same words, else on words that are mostly the same."""
    words = " ".join(quote.split())
    exact = next((one for one in known if one.quote == words), None)
    return exact or next((one for one in known if same(one.quote, words)), None)


def drawn(found: list[Finding], *, count: int = DRAWN) -> list[Finding]:
    """A draw that is the same for the same findings."""
    return sorted(found, key=_lot)[:count]


def _lot(one: Finding) -> bytes:
    return sha256(f"{SEED}:{one.report.removeprefix(f'{ANSWERS}:')}:{one.quote}".encode()).digest()


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
    pairs = ((one.commitment.confidence, one.judgement.verdict == YES) for one in found if one.judgement)
    for band in calibration(pairs):
        counted = f"{band.right.part} of {band.right.whole} right"
        print(f"  confidence {band.low:.1f} to {band.high:.1f}: {band.claimed:.2f} claimed, {counted}")
    for reason, count in Counter(one.reason for one in judged if one.verdict != YES).most_common():
        print(f"  {count:3} {reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every finding, not a draw")
    parser.add_argument("--unjudged", action="store_true", help="the findings that nobody has judged, as JSON lines")
    parser.add_argument("--answers", action="store_true", help="written answers instead of whole reports")
    parser.add_argument("--silence", action="store_true", help="how often anything is found, by who speaks")
    asked = parser.parse_args()
    if not EVALUATION.is_dir():
        parser.error("there is no evaluation data: let TRACKER_EVALUATION name its folder")
    if asked.silence:
        tell_silence()
        return
    found = findings(answers() if asked.answers else reports(), judgements())
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
