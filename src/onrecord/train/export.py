"""A trained network comes in; the folder of weights that ships goes out: graph in 8 bits, tables, names, manifest."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx

from onrecord.models.decode import Calibration, Rules
from onrecord.models.weights import write_manifest
from onrecord.train.graph import attribution_heads, build_graph, syntax_heads, to_numpy
from onrecord.train.network import Network

KEPT_WHOLE = (
    "attribution.product",
    "arc.word.product",
    "arc.head.product",
    "label.product",
    "event.product",
    "event.hidden.product",
)
"""Products left in full precision: they cost 3% of the time and decide."""


def export(
    network: Network, schemes: Mapping[str, Mapping[str, int]], tokenizer: Path, folder: Path, *, whole: bool = False
) -> dict[str, object]:
    """Writes the folder and returns what its settings say of columns and names.

    `whole` keeps full precision, to see what 8 bits cost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval().float()
    model = build_graph(network)
    if whole:
        onnx.save(model, folder / "encoder.onnx")
    else:
        quantise(model, folder / "encoder.onnx")
    links, syntax = network.links, network.syntax
    tables = {
        "distance": links.distance.weight,
        "sentence": links.sentence.weight,
        "out": links.out.weight.T,
        "out_bias": links.out.bias,
        "direct": links.direct.weight,
        "label": syntax.label.weight.T,
        "label_bias": syntax.label.bias,
    }
    np.savez(folder / "tables.npz", allow_pickle=False, **{name: to_numpy(value) for name, value in tables.items()})
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    columns: dict[str, tuple[int, int]] = {}
    for heads in (attribution_heads(network), syntax_heads(network)):
        place = 0
        for name, module in heads.items():
            columns[name] = (place, place + module.out_features)
            place += module.out_features
    names = {plural: list(schemes[kind]) for plural, kind in (("tags", "tag"), ("deps", "dep"), ("entities", "entity"))}
    settings: dict[str, object] = {"columns": columns, **names}
    write_settings(folder, settings, Rules(), Calibration())
    return settings


def write_settings(folder: Path, settings: Mapping[str, object], rules: Rules, calibration: Calibration) -> None:
    """Writes rules and calibration beside the names, and the manifest anew."""
    content = {**settings, "rules": asdict(rules), "calibration": asdict(calibration)}
    (folder / "settings.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    write_manifest(folder)


def quantise(model: onnx.ModelProto, path: Path, kept: Sequence[str] = KEPT_WHOLE) -> None:
    """Weights of products as bytes with a scale a column; activations are scaled window by window at run-time."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=list(kept),
            extra_options={"MatMulConstBOnly": True},
        )
