"""Learn the weights of the cue rules from annotated passages, and say honestly how well they do.

    make train                     installs what it needs; cross-validated figures, nothing is written
    make train DAY=2026-11-23      the same, then the weights learnt from everything, dated so

The passages come from TRACKER_EVALUATION and from tests/corpus/commitments. A weight starts at the value that stands
beside its rule and is moved only as far as the passages ask (a logistic regression with a Gaussian prior around the
written weights). Documents are never split between training and test.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

try:
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.model_selection import GroupKFold
except ModuleNotFoundError as missing:
    LACKING = missing.name  # told once it is needed: --help works without
else:
    LACKING = None

from tracker.extraction.commitments import commitments_in
from tracker.extraction.finding import Examiner
from tracker.extraction.judging import BIAS
from tracker.languages.pack import LanguagePack, load_pack
from tracker.measuring import MissKind, Outcome, Passage, Score, compare, figures_of, passages_of, same
from tracker.model import Report
from tracker.reading import read, segment

ROOT = Path(__file__).parent.parent
EVALUATION = Path(os.environ.get("TRACKER_EVALUATION", ROOT / "../shared/evaluation"))
PASSAGES = (EVALUATION / "nl_passages.dev.jsonl", EVALUATION / "nl_reported.dev.jsonl")
GOLD = EVALUATION / "report-2021-09-21.gold.json"
OWN = ROOT / "tests/corpus/commitments"
WEIGHTS = ROOT / "tracker/languages/nl/weights.toml"
FOLDS, ROUNDS = 10, 4
PULL = 1.0  # how strongly a weight is held to its written value
QUIET = 0.5  # what a sentence without promise weighs in passages that were not picked for promises


@dataclass(frozen=True)
class Example:
    """A passage with the document it is from and the file that annotates it."""

    passage: Passage
    document: str
    file: str
    report: Report


@dataclass(frozen=True)
class Instance:
    """The clauses of one sentence as features, and whether the sentence promises something (None: may be either)."""

    clauses: tuple[dict[str, float], ...]
    label: bool | None
    weight: float


def examples() -> list[Example]:
    """Everything annotated: development passages, our own, and whole reports."""
    found = []
    for path in (*PASSAGES, *sorted(OWN.glob("*.jsonl"))):
        lines = path.read_text("utf-8").splitlines()
        for passage, line in zip(passages_of(lines, name=path.name), lines, strict=True):
            found.append(Example(passage, _document(json.loads(line)), path.stem, segment(passage.report())))
    golds = [GOLD, *sorted((EVALUATION / "reported").glob("*.gold.json"))]
    return found + [_whole(path) for path in golds]


def _document(row: dict[str, str]) -> str:
    source = row.get("source") or ""
    if "reported speech" in row["genre"]:
        return row["id"]
    return source if "doc_id" in source else source.split("#")[0]


def _whole(path: Path) -> Example:
    gold = json.loads(path.read_text("utf-8"))
    report = read(path.parent / gold["report"])
    row = {
        "id": path.stem,
        "text": report.text,
        "doc_date": gold["metadata"]["date"],
        "lang": "nl",
        "genre": "reported speech",
        "commitments": [{"quote_span": one["quote"]} for one in gold["required"]],
        "optional_spans": gold["optional"],
    }
    (passage,) = passages_of([json.dumps(row)], name=path.name)
    return Example(passage, path.stem, "whole", report)


def instances(example: Example, pack: LanguagePack) -> list[Instance]:
    """One instance for every sentence whose speaker could bind the government."""
    examiner = Examiner(example.report, pack, calendar=None)
    quiet = QUIET if example.file not in ("nl_passages.dev", "nl_reported.dev") else 1.0
    found = []
    for one in examiner.examined():
        if one.clauses:
            clauses = tuple(dict.fromkeys((*clause.evidence.features, BIAS), 1.0) for clause in one.clauses)
            label = _label(example.report.text[one.sentence.start : one.sentence.end], example.passage)
            found.append(Instance(clauses, label, 1.0 if label else quiet))
    return found


def _label(words: str, passage: Passage) -> bool | None:
    if any(same(words, promise.quote) for promise in passage.promises):
        return True
    if passage.borderline or any(same(words, optional) for optional in passage.optional):
        return None
    return False


def learn(known: Sequence[Instance], pack: LanguagePack) -> dict[str, float]:
    """The weights; of a sentence that promises something only its likeliest clause is held to it."""
    vectors = DictVectorizer()
    matrix = csr_matrix(vectors.fit_transform([clause for one in known for clause in one.clauses]))
    names = vectors.get_feature_names_out()
    written = pack.cues.written_weights()
    start = np.array([written.get(name, 0.0) for name in names])
    weights = start
    for _ in range(ROUNDS):
        rows, labels, heft = _rows(known, matrix @ weights)
        weights = _fitted(matrix[rows], np.array(labels), start, heft=np.array(heft))
    return {str(name): round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def _rows(known: Sequence[Instance], scores: np.ndarray) -> tuple[list[int], list[int], list[float]]:
    rows: list[int] = []
    labels: list[int] = []
    heft: list[float] = []
    place = 0
    for one in known:
        places = range(place, place + len(one.clauses))
        place += len(one.clauses)
        if one.label is None:
            continue
        chosen = [max(places, key=lambda row: scores[row])] if one.label else list(places)
        rows += chosen
        labels += [int(one.label)] * len(chosen)
        heft += [one.weight] * len(chosen)
    return rows, labels, heft


def _fitted(matrix: csr_matrix, labels: np.ndarray, start: np.ndarray, *, heft: np.ndarray) -> np.ndarray:
    signs = 2 * labels - 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (matrix @ weights)
        pull = weights - start
        value = float((heft * np.logaddexp(0, -margin)).sum() + PULL / 2 * (pull @ pull))
        return value, -(matrix.T @ (heft * signs / (1 + np.exp(margin)))) + PULL * pull

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def cross_validated(
    all_examples: Sequence[Example], pack: LanguagePack, *, threshold: float
) -> list[tuple[Example, Outcome]]:
    """Every passage judged by weights that never saw its document."""
    known = [instances(example, pack) for example in all_examples]
    documents = [example.document for example in all_examples]
    outcomes: list[tuple[Example, Outcome]] = []
    for train, test in GroupKFold(FOLDS).split(all_examples, groups=documents):
        weights = learn([one for index in train for one in known[index]], pack)
        trained = pack.reweighted(weights, threshold=threshold)
        outcomes += [(all_examples[i], _outcome(all_examples[i], trained)) for i in test]
    return outcomes


def _outcome(example: Example, pack: LanguagePack) -> Outcome:
    found, _ = commitments_in(example.report, pack)
    return compare(example.passage, found)


def tell(outcomes: Iterable[tuple[Example, Outcome]], *, misses: bool) -> None:
    """Print the figures by file, and what went wrong if asked."""
    by_file: dict[str, list[Outcome]] = {}
    for example, outcome in outcomes:
        if not outcome.passage.borderline:
            by_file.setdefault(example.file, []).append(outcome)
    for file, group in sorted(by_file.items()):
        figures = figures_of(group)
        kinds = Counter(miss.negative for one in group for miss in one.misses if miss.kind is MissKind.FALSE)
        found = f"passages {_short(figures.passages)}  commitments {_short(figures.commitments)}"
        print(f"{file:24} {found}  due {figures.due_near.value}  {dict(kinds)}")
        for miss in (miss for one in group for miss in one.misses if misses):
            print(
                f"    {miss.passage} {miss.kind} {miss.negative or ''} {miss.words!r}",
                miss.found or "",
                miss.wanted or "",
            )


def _short(score: Score) -> str:
    return f"P {score.precision.value or 0:.3f} R {score.recall.value or 0:.3f} F1 {score.f1 or 0:.3f}"


def write(weights: dict[str, float], *, threshold: float, possible: float, day: date) -> None:
    """The weights as data; small ones are left out."""
    rows = [f'"{name}" = {weight}' for name, weight in sorted(weights.items()) if abs(weight) >= 0.005]  # noqa: PLR2004
    head = "# Learnt by scripts/train_extraction.py from the rules' own weights; do not edit by hand."
    bands = f"threshold = {threshold}\npossible = {possible}"
    WEIGHTS.write_text(f'{head}\nversion = "nl-{day}"\n{bands}\n\n[weights]\n' + "\n".join(rows) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threshold", type=float, default=0.38, help="the probability from which a promise is found")
    parser.add_argument("--possible", type=float, default=0.12, help="the one from which it is kept as possible")
    parser.add_argument("--write", metavar="DAY", help="write the weights learnt from everything, dated so")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--fitted", action="store_true", help="also the figures on what was learnt from")
    options = parser.parse_args()
    absent = [path.name for path in (*PASSAGES, GOLD) if not path.is_file()]
    if absent:
        parser.error(
            f"no {', '.join(absent)} in {EVALUATION}; TRACKER_EVALUATION names the folder of annotated passages"
        )
    if LACKING:
        parser.error(f"{LACKING} is not installed; say: make train")
    pack = load_pack("nl")
    assert pack is not None
    everything = examples()
    tell(cross_validated(everything, pack, threshold=options.threshold), misses=options.misses)
    weights = learn([one for example in everything for one in instances(example, pack)], pack)
    if options.fitted:
        trained = pack.reweighted(weights, threshold=options.threshold)
        tell([(example, _outcome(example, trained)) for example in everything], misses=False)
    if options.write:
        day = date.fromisoformat(options.write)
        write(weights, threshold=options.threshold, possible=options.possible, day=day)


if __name__ == "__main__":
    main()
