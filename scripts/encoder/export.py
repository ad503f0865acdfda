"""The trained encoder as the program reads it: ONNX with weights in eight bits."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from encoder.network import Encoder

NAMES = ("tokens", "present", "judged")


def export(encoder: Encoder, to: Path) -> None:
    """Write the network; one bit of each weight is left unused, so that all processors reckon alike."""
    given = tuple(torch.ones(2, 8, dtype=torch.long) for _ in NAMES)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            encoder.cpu().eval(),
            given,
            str(whole),
            input_names=list(NAMES),
            output_names=["verdict"],
            dynamic_axes={name: {0: "rows", 1: "length"} for name in NAMES},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            to,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
