"""Train the encoder that judges sentences, and write what it says of each annotated sentence.

    make train-encoder             installs what it needs and trains; a GPU is used if there is one

Four steps: the public base is cut to the words that are needed; it guesses words left out of official text, annotated
or not; five encoders learn from four fifths of the annotated documents each and tell of the fifth that they did not see
(scripts/encoder/verdicts.tsv.gz, from which scripts/train_extraction.py learns what the encoder counts for); one learns
from all and is written for the program. On one large GPU this took a quarter of an hour. Two cores need hours, most of
them for the guessing, which --guessing 0 leaves out.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator

import numpy as np
import sentencepiece
import torch
from annotated import ANNOTATED, EVALUATION, ROOT, Example, examples
from encoder.base import cut, read_base
from encoder.export import export
from encoder.network import Encoder, Shape, from_base
from encoder.training import Marks, Sample, fold_of, pretrain, tune, verdicts
from train_extraction import FOLDS, key_of, label_of

from tracker.extraction.finding import Examiner
from tracker.languages.encoder import NETWORK, PIECES, InContext
from tracker.languages.pack import LanguagePack, load_pack

HOME = ROOT / "scripts/encoder"
LANGUAGE = ROOT / "tracker/languages/nl"
RARE = -2.5  # log-odds of a promise before anything is learnt
ROW = 126  # tokens of a row from which words are left out


def sentences(example: Example, pack: LanguagePack) -> Iterator[tuple[InContext, bool | None, str]]:
    """Every sentence whose speaker could bind the government, in its context, with its label and document."""
    examiner = Examiner(example.report, pack, calendar=None)
    for one in examiner.examined():
        read = examiner.in_context(one.sentence)
        yield read, label_of(read.sentence, example.passage), example.document


def official_text() -> Iterator[str]:
    """All text at hand, annotated or not."""
    for path in (*sorted(EVALUATION.glob("unlabelled/*.jsonl")), *sorted(EVALUATION.glob("*.jsonl"))):
        for line in path.read_text("utf-8").splitlines():
            yield from _strings(json.loads(line))
    for folder in (ANNOTATED, EVALUATION):
        yield from (path.read_text("utf-8") for path in sorted(folder.glob("*/*.txt")))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def rows_of(texts: list[str], pieces: sentencepiece.SentencePieceProcessor, marks: Marks) -> np.ndarray:
    """The texts behind each other, cut into rows of one length."""
    tokens = [token for text in texts for token in (*pieces.encode(" ".join(text.split())), marks.end)]
    count = len(tokens) // ROW
    return np.array([[marks.begin, *tokens[place * ROW : (place + 1) * ROW]] for place in range(count)], np.int64)


def fresh(state: dict[str, torch.Tensor], weights: dict[str, np.ndarray]) -> Encoder:
    """A network with these weights whose verdict is still that promises are rare."""
    encoder = from_base(weights, Shape())
    encoder.load_state_dict(state)
    with torch.no_grad():
        encoder.verdict.weight.zero_()
        encoder.verdict.bias.fill_(RARE)
    return encoder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guessing", type=int, default=16, metavar="N", help="passes over text with words left out")
    parser.add_argument("--epochs", type=int, default=4, metavar="N", help="passes over the annotated sentences")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pack = load_pack("nl")
    assert pack is not None
    known = [one for example in examples() for one in sentences(example, pack)]
    texts = list(official_text())
    weights, model = cut(read_base(), texts)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model)
    marks = Marks(pieces.bos_id(), pieces.eos_id(), pieces.pad_id())
    samples = [
        Sample(tuple(pieces.encode(read.before)), tuple(pieces.encode(read.sentence)), label, document)
        for read, label, document in known
    ]
    base = from_base(weights, Shape())
    if options.guessing:
        rows = rows_of([text for text in texts if len(text) > ROW], pieces, marks)
        pretrain(base, rows, marks, hidden=len(weights["word"]) - 1, seed=1, device=device, epochs=options.guessing)
    state = {name: values.cpu() for name, values in base.state_dict().items()}
    told: dict[str, float] = {}
    for fold in (*range(FOLDS), None):
        chosen = [one for one in samples if one.label is not None and fold_of(one.document, FOLDS) != fold]
        encoder = tune(fresh(state, weights), chosen, marks, seed=options.seed, device=device, epochs=options.epochs)
        if fold is None:
            break
        places = [place for place, one in enumerate(samples) if fold_of(one.document, FOLDS) == fold]
        answers = verdicts(encoder, [samples[place] for place in places], marks, device)
        told |= {key_of(known[place][0]): float(answer) for place, answer in zip(places, answers, strict=True)}
        print(f"fold {fold}: {len(chosen):,} sentences learnt from, {len(places):,} judged", flush=True)
    lines = "".join(f"{key}\t{verdict:.3f}\n" for key, verdict in sorted(told.items()))
    (HOME / "verdicts.tsv.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    export(encoder, LANGUAGE / NETWORK)
    (LANGUAGE / PIECES).write_bytes(model)
    print("now say: make train DAY=…, which learns what the encoder counts for")


if __name__ == "__main__":
    main()
