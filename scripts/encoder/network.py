"""The encoder: a small BERT whose mean over the words of a sentence says how likely it promises something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

EPSILON = 1e-12


@dataclass(frozen=True)
class Shape:
    """How large a network is; `layers` are those kept of the base, counted from its input."""

    wide: int = 384
    heads: int = 12
    inner: int = 1536
    layers: tuple[int, ...] = tuple(range(12))


class Layer(nn.Module):
    """Attention and a feed-forward step, each added to what came in and normalised."""

    def __init__(self, shape: Shape, *, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.mix = nn.Linear(shape.wide, 3 * shape.wide)
        self.out = nn.Linear(shape.wide, shape.wide)
        self.first = nn.LayerNorm(shape.wide, eps=EPSILON)
        self.wider = nn.Linear(shape.wide, shape.inner)
        self.narrower = nn.Linear(shape.inner, shape.wide)
        self.second = nn.LayerNorm(shape.wide, eps=EPSILON)
        self.dropout = dropout

    def forward(self, states: Tensor, seen: Tensor) -> Tensor:
        """The states of all tokens after this layer; `seen` is false where there is none."""
        rows, length, wide = states.shape
        parts = self.mix(states).view(rows, length, 3, self.heads, wide // self.heads).permute(2, 0, 3, 1, 4)
        held = functional.scaled_dot_product_attention(
            parts[0], parts[1], parts[2], attn_mask=seen, dropout_p=self.dropout if self.training else 0.0
        )
        held = self.out(held.transpose(1, 2).reshape(rows, length, wide))
        states = self.first(states + functional.dropout(held, self.dropout, self.training))
        inner = self.narrower(functional.gelu(self.wider(states)))
        return self.second(states + functional.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """Words in context to one number a sentence: the log-odds that it holds (part of) a commitment."""

    def __init__(self, shape: Shape, *, words: int, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(words, shape.wide)
        self.positions = nn.Embedding(positions, shape.wide)
        self.normal = nn.LayerNorm(shape.wide, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(shape, dropout=dropout) for _ in shape.layers)
        self.verdict = nn.Linear(shape.wide, 1)
        self.dropout = dropout

    def states(self, tokens: Tensor, present: Tensor) -> Tensor:
        """The state of every token; `present` is 0 where a row is only filled up."""
        places = torch.arange(tokens.shape[1], device=tokens.device)
        states = self.normal(self.words(tokens) + self.positions(places))
        states = functional.dropout(states, self.dropout, self.training)
        seen = present.bool()[:, None, None, :]
        for layer in self.layers:
            states = layer(states, seen)
        return states

    def forward(self, tokens: Tensor, present: Tensor, judged: Tensor) -> Tensor:
        """`judged` is 1 for the tokens of the sentence itself and 0 for what stands around it."""
        states = self.states(tokens, present)
        share = judged.to(states.dtype)[:, :, None]
        mean = (states * share).sum(1) / share.sum(1).clamp(min=1)
        return self.verdict(functional.dropout(mean, self.dropout, self.training))[:, 0]

    def trainable(self) -> list[nn.Parameter]:
        """All but the embeddings, which stay those of the base."""
        fixed = {id(self.words.weight), id(self.positions.weight)}
        return [weight for weight in self.parameters() if id(weight) not in fixed]


def from_base(base: Mapping[str, np.ndarray], shape: Shape) -> Encoder:
    """The encoder with the weights of the base (names as in its file); the verdict is still nothing."""
    encoder = Encoder(shape, words=len(base["word"]), positions=base["emb.pos"].size // shape.wide)
    given = {
        "words.weight": base["word"],
        "positions.weight": base["emb.pos"].reshape(-1, shape.wide) + base["emb.type"][: shape.wide],
        "normal.weight": base["emb.ln.w"],
        "normal.bias": base["emb.ln.b"],
        "verdict.weight": np.zeros((1, shape.wide)),
        "verdict.bias": np.zeros(1),
    }
    for place, number in enumerate(shape.layers):
        given |= _layer(base, f"l{number}.", f"layers.{place}.", shape)
    encoder.load_state_dict({name: torch.tensor(np.asarray(values, np.float32)) for name, values in given.items()})
    return encoder


def _layer(base: Mapping[str, np.ndarray], of: str, to: str, shape: Shape) -> dict[str, np.ndarray]:
    wide = shape.wide
    return {
        to + "mix.weight": np.concatenate([base[f"{of}{part}.w"].reshape(wide, wide) for part in "qkv"]),
        to + "mix.bias": np.concatenate([base[f"{of}{part}.b"] for part in "qkv"]),
        to + "out.weight": base[of + "ao.w"].reshape(wide, wide),
        to + "out.bias": base[of + "ao.b"],
        to + "first.weight": base[of + "aln.w"],
        to + "first.bias": base[of + "aln.b"],
        to + "wider.weight": base[of + "fi.w"].reshape(shape.inner, wide),
        to + "wider.bias": base[of + "fi.b"],
        to + "narrower.weight": base[of + "fo.w"].reshape(wide, shape.inner),
        to + "narrower.bias": base[of + "fo.b"],
        to + "second.weight": base[of + "oln.w"],
        to + "second.bias": base[of + "oln.b"],
    }
