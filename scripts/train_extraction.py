"""Learn how what speaks for and against a commitment is added up, and say honestly how well it does.

    make train                     installs what it needs; cross-validated figures, nothing is written
    make train DAY=2026-11-23      the same, then the weights learnt from everything, dated so

The text is all that is annotated (scripts/annotated.py). Rules, wording and encoder are weighed together: the weight of
a rule starts at the value beside it and is moved only as far as the text asks, that of a run of words starts
at nothing (a logistic regression with a Gaussian prior around these). Of a sentence its likeliest clause is held to the
label. Documents are never split between training and test; what the encoder says of a sentence comes from an encoder
that did not see its document (scripts/encoder/verdicts.tsv.gz, made by scripts/train_encoder.py).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import log, sqrt

try:
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix, hstack
except ModuleNotFoundError as missing:
    LACKING = missing.name  # told once it is needed: --help works without
else:
    LACKING = None

from annotated import EVALUATION, ROOT, Example, absent, examples

from tracker.extraction.commitments import apart, commitments_in
from tracker.extraction.finding import Examiner
from tracker.extraction.judging import BIAS
from tracker.languages.encoder import Encoder, InContext
from tracker.languages.judge import Judge, Scale
from tracker.languages.pack import LanguagePack, load_pack
from tracker.languages.phrases import FILE, Phrases, runs_of_words
from tracker.measuring import Outcome, Passage, compare, same

VERDICTS = ROOT / "scripts/encoder/verdicts.tsv.gz"
LANGUAGE = ROOT / "tracker/languages/nl"
FOLDS, ROUNDS = 5, 3
PULL_RULES, PULL_WORDS, PULL_ENCODER = 2.0, 3.0, 0.01  # how strongly a weight is held to where it starts
RARE = 3  # sentences in which a run of words must stand
HEFT = 4.0  # how far a run of words moves a sentence for one step of its weight
LEAST = 0.05  # weights of runs below this are not kept
ASKED = 0.4  # of the sentences at the natural rate that the encoder is asked about
PER_FOUND = 2.9  # possibles for each found one, a little under the three that people bear
ENCODER = "encoder"


@dataclass(frozen=True)
class Instance:
    """One sentence: the features of its clauses, its runs of words, what the encoder says, and what it is."""

    clauses: tuple[tuple[str, ...], ...]
    runs: tuple[str, ...]
    encoder: float
    label: bool
    fold: int
    is_natural: bool


class Heard(Encoder):
    """What encoders said that did not see the document; for the others what is said of most sentences."""

    def __init__(self) -> None:
        lines = gzip.decompress(VERDICTS.read_bytes()).decode().splitlines()
        self._verdicts = {key: float(verdict) for key, verdict in (line.split("\t") for line in lines)}
        self.missing = 0

    def log_odds(self, one: InContext) -> float:
        """What was said of this sentence in this context."""
        verdict = self._verdicts.get(key_of(one))
        self.missing += verdict is None
        return -4.0 if verdict is None else verdict


def key_of(one: InContext) -> str:
    """The name of a sentence in its context in the file of verdicts."""
    return hashlib.sha256(f"{one.before}\n{one.sentence}".encode()).hexdigest()[:16]


def fold_of(document: str) -> int:
    """The part of the cross-validation that a document belongs to, for good; the same in the encoder's training."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def instances(example: Example, pack: LanguagePack, heard: Heard) -> list[Instance]:
    """One instance for every sentence whose speaker could bind the government, but for places that may be either."""
    examiner = Examiner(example.report, pack, calendar=None)
    found = []
    for one in examiner.examined():
        read = examiner.in_context(one.sentence)
        label = label_of(read.sentence, example.passage)
        if one.clauses and label is not None:
            clauses = tuple((*clause.evidence.features, BIAS) for clause in one.clauses)
            runs = tuple(sorted(runs_of_words(read.sentence)))
            fold = fold_of(example.document)
            found.append(Instance(clauses, runs, heard.log_odds(read), label, fold, example.is_natural))
    return found


def label_of(words: str, passage: Passage) -> bool | None:
    """Whether a sentence promises something; None where it may be read either way."""
    if any(same(words, promise.quote) for promise in passage.promises):
        return True
    if any(same(words, optional) for optional in passage.optional):
        return None
    return False


@dataclass(frozen=True)
class Learnt:
    """The weights of the rules and of runs of words, as they stand beside the encoder."""

    rules: dict[str, float]
    phrases: Phrases


def learn(known: Sequence[Instance], pack: LanguagePack) -> Learnt:
    """The weights that these sentences ask for."""
    written = pack.cues.written_weights()
    names = sorted({name for one in known for clause in one.clauses for name in clause})
    rules = {name: place for place, name in enumerate(names)}
    spread = Counter(run for one in known for run in one.runs)
    runs = {run: place for place, run in enumerate(sorted(run for run, count in spread.items() if count >= RARE))}
    rarity = np.array([1 + log(len(known) / (1 + spread[run])) for run in runs])
    beside = hstack(
        [
            _sparse(
                [[(runs[run], HEFT / sqrt(len(one.runs))) for run in one.runs if run in runs] for one in known],
                len(runs),
            )
            .multiply(rarity[None, :])
            .tocsr(),
            csr_matrix(np.array([[one.encoder] for one in known])),
        ]
    ).tocsr()
    start = np.concatenate([[written.get(name, 0.0) for name in names], np.zeros(len(runs)), [1.0]])
    pull = np.concatenate([np.full(len(names), PULL_RULES), np.full(len(runs), PULL_WORDS), [PULL_ENCODER]])
    labels, weights = np.array([one.label for one in known]), start
    for _ in range(ROUNDS):
        by_name = dict(zip(names, weights, strict=False))
        chosen = [max(one.clauses, key=lambda clause: sum(by_name[name] for name in clause)) for one in known]
        clauses = _sparse([[(rules[name], 1.0) for name in clause] for clause in chosen], len(names))
        weights = _fitted(hstack([clauses, beside]).tocsr(), labels, start, weights, pull=pull)
    folded = weights[len(names) : -1] * rarity * HEFT
    kept = {run: round(float(weight), 3) for run, weight in zip(runs, folded, strict=True) if abs(weight) >= LEAST}
    return Learnt(
        {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=False)},
        Phrases(kept),
    )


def _sparse(rows: Sequence[Sequence[tuple[int, float]]], wide: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    places = np.array([place for row in rows for place, _ in row], np.int64)
    values = np.array([value for row in rows for _, value in row], float)
    return csr_matrix((values, places, ends), shape=(len(rows), wide))


def _fitted(
    matrix: csr_matrix, labels: np.ndarray, start: np.ndarray, at: np.ndarray, *, pull: np.ndarray
) -> np.ndarray:
    signs = 2.0 * labels - 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (matrix @ weights)
        moved = weights - start
        value = float(np.logaddexp(0, -margin).sum() + (pull * moved) @ moved / 2)
        return value, -(matrix.T @ (signs / (1 + np.exp(np.clip(margin, -30, 30))))) + pull * moved

    return minimize(loss, at, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


@dataclass(frozen=True)
class Sums:
    """Of every sentence what rules, wording and encoder add, by weights that did not see its document."""

    rules: np.ndarray
    wording: np.ndarray
    encoder: np.ndarray
    labels: np.ndarray
    natural: np.ndarray


@dataclass(frozen=True)
class Parts:
    """The judge but for its runs of words: both sums, from where the encoder is asked, and what it says else."""

    full: Scale
    fast: Scale
    ask_from: float
    unasked: float


def sums_of(known: Sequence[Instance], by_fold: dict[int, Learnt]) -> Sums:
    """The parts of every sentence by the weights of its fold; the encoder's part is still unweighed."""
    rules, wording = [], []
    for one in known:
        learnt = by_fold[one.fold]
        rules.append(max(sum(learnt.rules.get(name, 0.0) for name in clause) for clause in one.clauses))
        own = sum(learnt.phrases.weights.get(run, 0.0) for run in one.runs)
        wording.append(own / sqrt(len(one.runs)) if one.runs else 0.0)
    return Sums(
        np.array(rules),
        np.array(wording),
        np.array([one.encoder for one in known]),
        np.array([one.label for one in known]),
        np.array([one.is_natural for one in known]),
    )


def judge_for(sums: Sums) -> Parts:
    """How the parts count with and without the encoder, fitted at the natural rate on what no part had seen."""
    ones = np.ones_like(sums.rules)
    whole = np.column_stack([sums.rules, sums.wording, sums.encoder, ones])
    plain = np.column_stack([sums.rules, sums.wording, 0 * ones, ones])
    full, fast = (_weighed(columns, sums) for columns in (whole, plain))
    ask_from = float(np.quantile((plain @ fast)[sums.natural], 1 - ASKED))
    is_asked = plain @ fast >= ask_from
    unasked = float(sums.encoder[~is_asked & sums.natural].mean())
    heard = whole.copy()
    heard[~is_asked, 2] = unasked
    return Parts(
        Scale(*map(float, full), *_bands(heard @ full, sums)),
        replace(Scale(*map(float, fast), *_bands(plain @ fast, sums)), encoder=0.0),
        ask_from,
        unasked,
    )


def _weighed(columns: np.ndarray, sums: Sums) -> np.ndarray:
    """What each column counts for, so that the sum is as sure as it is right."""
    free, near = np.zeros(4), np.array([1.0, 0.5, 1.0, 0.0])
    matrix = csr_matrix(columns[sums.natural])
    return _fitted(matrix, sums.labels[sums.natural], free, near, pull=np.full(4, 1e-6))


def _bands(log_odds: np.ndarray, sums: Sums) -> tuple[float, float]:
    """The probabilities at which F1 at the natural rate is best, and down to which people bear what is possible."""
    order = np.argsort(-log_odds[sums.natural])
    ordered, labels = log_odds[sums.natural][order], sums.labels[sums.natural][order]
    right, count = np.cumsum(labels), np.arange(1, len(labels) + 1)
    best = int(np.argmax(2 * right / (count + labels.sum())))
    last = min(len(ordered) - 1, int((1 + PER_FOUND) * (best + 1)))
    return tuple(1 / (1 + np.exp(-ordered[place])) for place in (best, last))


def trained(pack: LanguagePack, learnt: Learnt, parts: Parts) -> LanguagePack:
    """The language with these weights."""
    judge = Judge(learnt.phrases, parts.full, parts.fast, parts.ask_from, parts.unasked)
    return pack.reweighted(learnt.rules, judge)


def tell(everything: Sequence[Example], packs: dict[int, LanguagePack], heard: Heard | None, *, misses: bool) -> None:
    """Print the figures by file, every passage judged by weights that never saw its document."""
    by_file: dict[str, list[Outcome]] = {}
    for example in everything:
        found, possible = commitments_in(example.report, packs[fold_of(example.document)], encoder=heard)
        outcome = compare(example.passage, found, apart(found, possible))
        by_file.setdefault(example.file, []).append(outcome)
        by_file.setdefault("all natural" if example.is_natural else "all others", []).append(outcome)
    tell_confidence(by_file["all natural"])
    for file, group in sorted(by_file.items()):
        print(f"{file:22} {_figures(group)}")
        for miss in (miss for one in group for miss in one.misses if misses and not file.startswith("all ")):
            print(f"    {miss.passage} {miss.kind} {miss.words!r}", miss.found or "", miss.wanted or "")


def tell_confidence(outcomes: Iterable[Outcome]) -> None:
    """How often findings of each confidence are right, at the natural rate."""
    judged = [one for outcome in outcomes for one in outcome.judged]
    for low, high in pairwise((0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.01)):
        right = [is_right for confidence, is_right in judged if low <= confidence < high]
        if right:
            share = sum(right) / len(right)
            print(f"confidence from {low:.2f}: {sum(right)} of {len(right)} right ({share:.0%})")


def _figures(group: Iterable[Outcome]) -> str:
    group = list(group)
    right, wrong, missed = (sum(getattr(one, part) for one in group) for part in ("right", "wrong", "missed"))
    hits = sum(1 for one in group if one.passage.promises and one.judged)
    false = sum(1 for one in group if not one.passage.promises and one.judged)
    lost = sum(1 for one in group if one.passage.promises and not one.judged)
    possible, held = sum(one.possibles for one in group), sum(one.possible_right for one in group)
    parts = [f"passages {_short(hits, false, lost)}", f"commitments {_short(right, wrong, missed)}"]
    both = (right + held) / max(1, right + missed)
    return "  ".join([*parts, f"with possibles R {both:.3f}, {possible / max(1, right + wrong):.1f} a found one"])


def _short(right: int, wrong: int, missed: int) -> str:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * right / max(1, 2 * right + wrong + missed):.3f}"


def write(learnt: Learnt, parts: Parts, day: date) -> None:
    """The weights as data; small ones are left out."""
    lines = ["# Learnt by scripts/train_extraction.py; do not edit by hand.", f'version = "nl-{day}"']
    lines += [f"ask_from = {parts.ask_from:.3f}", f"unasked = {parts.unasked:.3f}"]
    for name, scale in (("full", parts.full), ("fast", parts.fast)):
        lines += ["", f"[{name}]", *(f"{part} = {getattr(scale, part):.4f}" for part in scale.__slots__)]
    lines += ["", "[weights]"]
    lines += [f'"{name}" = {weight}' for name, weight in sorted(learnt.rules.items()) if abs(weight) >= LEAST / 10]
    (LANGUAGE / "weights.toml").write_text("\n".join(lines) + "\n", "utf-8")
    phrases = "".join(f"{run}\t{weight:g}\n" for run, weight in sorted(learnt.phrases.weights.items()))
    (LANGUAGE / FILE).write_text(phrases, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="DAY", type=date.fromisoformat, help="write what was learnt from everything")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--fast", action="store_true", help="also the figures without the encoder")
    options = parser.parse_args()
    if absent():
        where = f"no {', '.join(absent())} in {EVALUATION}"
        parser.error(f"{where}; TRACKER_EVALUATION names the folder of annotated passages")
    if LACKING:
        parser.error(f"{LACKING} is not installed; say: make train")
    pack, heard = load_pack("nl"), Heard()
    assert pack is not None
    everything = examples()
    known = [one for example in everything for one in instances(example, pack, heard)]
    promises = sum(one.label for one in known)
    print(f"{len(known):,} sentences, {promises:,} promise; not told of by the encoders: {heard.missing}")
    by_fold = {fold: learn([one for one in known if one.fold != fold], pack) for fold in range(FOLDS)}
    judge = judge_for(sums_of(known, by_fold))
    print(judge)
    packs = {fold: trained(pack, learnt, judge) for fold, learnt in by_fold.items()}
    tell(everything, packs, heard, misses=options.misses)
    if options.fast:
        print("without the encoder")
        tell(everything, packs, None, misses=False)
    if options.write:
        write(learn(known, pack), judge, options.write)


if __name__ == "__main__":
    main()
