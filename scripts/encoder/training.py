"""Training of the encoder: first on words left out of official text, then on annotated sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from encoder.network import Encoder

BEFORE, SENTENCE = 40, 100  # tokens that are read at most of what stands before, and of the sentence
SURE = 0.98  # what a label is worth: annotators err too
RATE, DECAY, WARM = 5e-5, 0.05, 0.1  # at 1.2e-4 all twelve layers learnt nothing in most runs
EPOCHS, BATCH = 4, 64
ASKED, HIDDEN, OTHER = 0.15, 0.12, 0.135  # shares of tokens that are guessed; that are hidden; up to here others stand


@dataclass(frozen=True)
class Sample:
    """A sentence of a minister in its context, in tokens; without a label it is only judged."""

    before: tuple[int, ...]
    sentence: tuple[int, ...]
    label: bool | None
    document: str


@dataclass(frozen=True)
class Marks:
    """The numbers of the tokens that part and fill a row."""

    begin: int
    end: int
    fill: int


def fold_of(document: str, folds: int) -> int:
    """The part of the cross-validation that a document belongs to, for good."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % folds


def row_of(sample: Sample, marks: Marks) -> tuple[list[int], list[int]]:
    """The tokens of a row and which of them are judged."""
    sentence = sample.sentence[:SENTENCE]
    row = [marks.begin, *sample.before[-BEFORE:], marks.end]
    judged = [0] * len(row) + [1] * len(sentence)
    row += [*sentence, marks.end]
    judged.append(0)
    return row, judged


def filled(rows: Sequence[Sequence[int]], fill: int) -> np.ndarray:
    """Rows of one length, filled up at their ends."""
    longest = max(map(len, rows))
    return np.array([[*row, *[fill] * (longest - len(row))] for row in rows], np.int64)


def batch_of(samples: Sequence[Sample], marks: Marks, device: str) -> tuple[Tensor, Tensor, Tensor]:
    """Tokens, which of them are there, and which are judged."""
    rows = [row_of(sample, marks) for sample in samples]
    tokens = filled([row for row, _ in rows], marks.fill)
    judged = filled([judged for _, judged in rows], 0)
    present = filled([[1] * len(row) for row, _ in rows], 0)
    return tuple(torch.tensor(part, device=device) for part in (tokens, present, judged))


def by_length(count: int, lengths: Sequence[int], batch: int, dice: np.random.Generator) -> Iterator[list[int]]:
    """Batches of rows of about one length, in an order of chance."""
    noisy = np.array(lengths) + dice.uniform(0, 8, count)
    order = np.argsort(noisy)
    batches = [order[start : start + batch] for start in range(0, count, batch)]
    for place in dice.permutation(len(batches)):
        yield [int(one) for one in batches[place]]


def tune(
    encoder: Encoder, samples: Sequence[Sample], marks: Marks, *, seed: int, device: str, epochs: int = EPOCHS
) -> Encoder:
    """The encoder after some passes over the annotated sentences; the same seed gives the same on one machine."""
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    encoder.to(device).train()
    lengths = [len(sample.before[-BEFORE:]) + len(sample.sentence[:SENTENCE]) for sample in samples]
    steps = epochs * -(-len(samples) // BATCH)
    optimizer, pace = _optimizer(encoder.trainable(), steps, rate=RATE)
    for _ in range(epochs):
        for places in by_length(len(samples), lengths, BATCH, dice):
            chosen = [samples[place] for place in places]
            wanted = torch.tensor([SURE if one.label else 1 - SURE for one in chosen], device=device)
            with torch.autocast(device, dtype=torch.bfloat16):
                verdicts = encoder(*batch_of(chosen, marks, device))
            _step(functional.binary_cross_entropy_with_logits(verdicts.float(), wanted), encoder, optimizer, pace)
    return encoder.eval()


def pretrain(
    encoder: Encoder,
    rows: np.ndarray,
    marks: Marks,
    *,
    hidden: int,
    seed: int,
    device: str,
    epochs: int,
    batch: int = 256,
    rate: float = 3e-4,
) -> Encoder:
    """The encoder after guessing words that were left out of the rows; embeddings stay as they are."""
    torch.manual_seed(seed)
    encoder.to(device).train()
    data = torch.tensor(rows, device=device)
    steps = epochs * -(-len(data) // batch)
    wide = encoder.normal.normalized_shape[0]
    head = nn.Sequential(nn.Linear(wide, wide), nn.GELU(), nn.LayerNorm(wide)).to(device)
    lean = nn.Parameter(torch.zeros(encoder.words.num_embeddings, device=device))
    optimizer, pace = _optimizer([*encoder.trainable(), *head.parameters(), lean], steps, rate=rate)
    for _ in range(epochs):
        for places in torch.randperm(len(data), device=device).split(batch):
            tokens = data[places]
            present = tokens != marks.fill
            chance = torch.rand(tokens.shape, device=device)
            asked = (chance < ASKED) & present & (tokens != marks.begin) & (tokens != marks.end)
            shown = torch.where(asked & (chance < HIDDEN), hidden, tokens)
            odd = torch.randint(len(lean), tokens.shape, device=device)
            shown = torch.where(asked & (chance >= HIDDEN) & (chance < OTHER), odd, shown)
            with torch.autocast(device, dtype=torch.bfloat16):
                states = head(encoder.states(shown, present)[asked])
                loss = functional.cross_entropy((states @ encoder.words.weight.T + lean).float(), tokens[asked])
            _step(loss, encoder, optimizer, pace)
    return encoder


@torch.no_grad()
def verdicts(encoder: Encoder, samples: Sequence[Sample], marks: Marks, device: str) -> np.ndarray:
    """The log-odds of every sample."""
    encoder.to(device).eval()
    order = sorted(range(len(samples)), key=lambda place: len(samples[place].sentence))
    told = np.zeros(len(samples), np.float32)
    for start in range(0, len(order), 256):
        places = order[start : start + 256]
        told[places] = encoder(*batch_of([samples[place] for place in places], marks, device)).float().cpu().numpy()
    return told


def _optimizer(
    weights: Sequence[nn.Parameter], steps: int, *, rate: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    groups = [
        {"params": [weight for weight in weights if weight.ndim > 1], "weight_decay": DECAY},
        {"params": [weight for weight in weights if weight.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate, fused=weights[0].is_cuda)
    warm = max(1, int(WARM * steps))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )


def _step(
    loss: Tensor, encoder: nn.Module, optimizer: torch.optim.Optimizer, pace: torch.optim.lr_scheduler.LambdaLR
) -> None:
    loss.backward()
    nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    pace.step()
