"""The encoder of a language: a small network that reads a sentence in its context; loaded when it is first asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.languages.data_files import folder_of

NETWORK, PIECES = "encoder.onnx", "encoder.model"
BEFORE, SENTENCE = 40, 100  # tokens read at most: the last of what stands before, the first of the sentence


@dataclass(frozen=True, slots=True)
class InContext:
    """A sentence with what the same speaker said just before it."""

    before: str
    sentence: str


class Encoder:
    """A network with its tokens. Sentences are read one by one, so that none depends on those read beside it."""

    def __init__(self, network: bytes, pieces: bytes) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # it tells no types
        from sentencepiece import SentencePieceProcessor

        onnxruntime.disable_telemetry_events()  # nothing of what is read leaves the machine

        self._pieces = SentencePieceProcessor(model_proto=pieces)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # reports are read side by side instead
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

    def log_odds(self, one: InContext) -> float:
        """The log-odds that the sentence holds a commitment, by the network alone."""
        import numpy as np

        pieces = self._pieces
        sentence = pieces.encode(_whole(one.sentence))[:SENTENCE] or [pieces.unk_id()]
        around = [pieces.bos_id(), *pieces.encode(_whole(one.before))[-BEFORE:], pieces.eos_id()]
        tokens = np.array([[*around, *sentence, pieces.eos_id()]], np.int64)
        judged = np.array([[0] * len(around) + [1] * len(sentence) + [0]], np.int64)
        answers: Any = self._session.run(None, {"tokens": tokens, "present": np.ones_like(tokens), "judged": judged})
        return round(float(answers[0][0]), 3)


@cache
def load_encoder(language: str) -> Encoder | None:
    """The encoder of a language; None where its files or the libraries that run it are absent or damaged."""
    network, pieces = folder_of(language) / NETWORK, folder_of(language) / PIECES
    if not (network.is_file() and pieces.is_file()):
        return None
    try:
        return Encoder(network.read_bytes(), pieces.read_bytes())
    except Exception:  # noqa: BLE001 - whatever a damaged file or a missing library raises: the rest judges alone, and tells it
        return None


def _whole(text: str) -> str:
    """The text without halves of signs, which no encoding knows."""
    return text.encode("utf-8", "replace").decode("utf-8")
