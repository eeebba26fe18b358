"""A trained network comes in; its graph for run-time goes out, as ONNX in full precision.

Written out by hand, operator by operator, because run-time differs from training: one window at a time without
padding, embeddings as bytes with one scale a word, and all heads that read the same states in one product.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from onrecord.train.network import Layer, Mixture, Network, distance_bucket

Array = npt.NDArray[np.generic]

ATTRIBUTION = ("role", "link_word", "link_cue", "word_side", "cue_side", "null")
SYNTAX = ("tag", "entity", "label_word", "label_head")


class Graph:
    """Nodes and constants as they are added, each call giving the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Array) -> str:
        """A stored tensor."""
        self.constants.append(numpy_helper.from_array(value.copy(order="C"), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], name: str, **attributes: object) -> str:
        """One operator with one result, called like the node."""
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, states: str, name: str, weight: Array, bias: Array) -> str:
        """states @ weight + bias, the weight stored as [in, out]."""
        product = self.add("MatMul", [states, self.constant(name + ".weight", weight)], name + ".product")
        return self.add("Add", [product, self.constant(name + ".bias", bias)], name)

    def norm(self, states: str, name: str, module: torch.nn.LayerNorm) -> str:
        """Layer normalisation."""
        parts = [
            self.constant(name + ".scale", to_numpy(module.weight)),
            self.constant(name + ".shift", to_numpy(module.bias)),
        ]
        return self.add("LayerNormalization", [states, *parts], name, axis=-1, epsilon=1e-12)


def to_numpy(tensor: torch.Tensor) -> npt.NDArray[np.float32]:
    """A float32 copy."""
    return np.array(tensor.detach().float().numpy(), dtype=np.float32)


def stacked(modules: Mapping[str, torch.nn.Linear]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights [in, out] and biases of several linear maps of the same states, side by side."""
    weights = [to_numpy(module.weight).T for module in modules.values()]
    biases = [
        to_numpy(module.bias) if module.bias is not None else np.zeros(module.out_features, np.float32)
        for module in modules.values()
    ]
    return np.concatenate(weights, 1), np.concatenate(biases)


def attribution_heads(network: Network) -> dict[str, torch.nn.Linear]:
    """Heads over the attribution mixture, by the names that run-time knows."""
    links = network.links
    modules = (network.role, links.word, links.cue, links.word_side, links.cue_side, links.null_word)
    return dict(zip(ATTRIBUTION, modules, strict=True))


def syntax_heads(network: Network) -> dict[str, torch.nn.Linear]:
    """Heads over the syntax mixture."""
    syntax = network.syntax
    return dict(zip(SYNTAX, (syntax.tag, syntax.entity, syntax.label_word, syntax.label_head), strict=True))


def build_graph(network: Network) -> onnx.ModelProto:
    """The whole graph: pieces, feature, first, sentence in; attribution, syntax, arc, label, event out."""
    graph = Graph()
    layers = _encoder(graph, network)
    attribution = _mixture(graph, "mix.attribution", network.mix_attribution, layers)
    graph.linear(attribution, "attribution", *stacked(attribution_heads(network)))
    syntax = _mixture(graph, "mix.syntax", network.mix_syntax, layers)
    graph.linear(syntax, "syntax", *stacked(syntax_heads(network)))
    _arcs(graph, network, syntax)
    _labels(graph, network)
    event = _mixture(graph, "mix.event", network.mix_event, layers)
    hidden = graph.linear(event, "event.hidden", *stacked({"hidden": network.event_hidden}))
    hidden = graph.add("Relu", [hidden], "event.relu")
    graph.linear(hidden, "event", *stacked({"factuality": network.factuality, "trigger": network.trigger}))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [size])
        for name, size in (("pieces", "pieces"), ("feature", "pieces"), ("first", "words"), ("sentence", "words"))
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", None])
        for name in ("attribution", "syntax", "arc", "label", "event")
    ]
    proto = helper.make_graph(graph.nodes, "onrecord", inputs, outputs, graph.constants)
    model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _encoder(graph: Graph, network: Network) -> list[str]:
    """States of the words after the embedding and each layer."""
    encoder = network.encoder
    table = to_numpy(encoder.word.weight)
    scale = np.abs(table).max(1, keepdims=True) / 127 + 1e-12
    rows = graph.add(
        "Gather", [graph.constant("word.bytes", np.round(table / scale).astype(np.int8)), "pieces"], "rows"
    )
    sizes = graph.add("Gather", [graph.constant("word.scale", scale.astype(np.float32)), "pieces"], "sizes")
    words = graph.add("Mul", [graph.add("Cast", [rows], "rows.float", to=TensorProto.FLOAT), sizes], "word")
    length = graph.add("Shape", ["pieces"], "length")
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    place = graph.constant("position.table", to_numpy(encoder.position.weight))
    position = graph.add("Slice", [place, zero, length, zero], "position")
    with torch.no_grad():
        features = to_numpy(encoder.float().feature_table())
    feature = graph.add("Gather", [graph.constant("feature.table", features), "feature"], "feature.rows")
    states = graph.add("Add", [graph.add("Add", [words, position], "embedded"), feature], "embedding")
    states = graph.norm(states, "embedding.norm", encoder.norm)
    found = [graph.add("Gather", [states, "first"], "words.0")]
    for number, layer in enumerate(encoder.layers):
        assert isinstance(layer, Layer)
        last = number + 1 == len(encoder.layers)
        states = _layer(graph, f"layer.{number}", layer, states, at=found[-1] if last else states)
        found.append(states if last else graph.add("Gather", [states, "first"], f"words.{number + 1}"))
    return found


def _layer(graph: Graph, name: str, layer: Layer, states: str, *, at: str) -> str:
    """One transformer layer over [pieces, width], for the rows `at`: the last layer is asked for words alone."""
    width = layer.out.in_features
    size = width // layer.heads
    weight, bias = to_numpy(layer.qkv.weight).T.copy(), to_numpy(layer.qkv.bias)
    weight[:, :width] /= math.sqrt(size)
    bias[:width] /= math.sqrt(size)
    shape = graph.constant(name + ".shape", np.array([-1, layer.heads, size], dtype=np.int64))
    if at == states:
        all_three = graph.linear(states, name + ".qkv", weight, bias)
        split = graph.constant(name + ".split", np.array([width, width, width], dtype=np.int64))
        flat_parts = [f"{name}.{kind}.flat" for kind in ("query", "key", "value")]
        graph.nodes.append(helper.make_node("Split", [all_three, split], flat_parts, name=name + ".parts", axis=1))
    else:
        query = graph.linear(at, name + ".query.flat", weight[:, :width].copy(), bias[:width].copy())
        both = graph.linear(states, name + ".kv", weight[:, width:].copy(), bias[width:].copy())
        split = graph.constant(name + ".split", np.array([width, width], dtype=np.int64))
        flat_parts = [query, f"{name}.key.flat", f"{name}.value.flat"]
        graph.nodes.append(helper.make_node("Split", [both, split], flat_parts[1:], name=name + ".parts", axis=1))
    one = [
        graph.add("Transpose", [graph.add("Reshape", [part, shape], part + ".heads")], part + ".turned", perm=turn)
        for part, turn in zip(flat_parts, ([1, 0, 2], [1, 2, 0], [1, 0, 2]), strict=True)
    ]
    scores = graph.add("MatMul", one[:2], name + ".scores")
    weights = graph.add("Softmax", [scores], name + ".weights", axis=-1)
    mixed = graph.add("MatMul", [weights, one[2]], name + ".mixed")
    mixed = graph.add("Transpose", [mixed], name + ".back", perm=[1, 0, 2])
    flat = graph.constant(name + ".flat", np.array([-1, width], dtype=np.int64))
    mixed = graph.add("Reshape", [mixed, flat], name + ".joined")
    out = graph.linear(mixed, name + ".out", to_numpy(layer.out.weight).T, to_numpy(layer.out.bias))
    states = graph.norm(graph.add("Add", [at, out], name + ".sum1"), name + ".norm1", layer.norm1)
    inner = graph.linear(states, name + ".up", to_numpy(layer.up.weight).T, to_numpy(layer.up.bias))
    inner = graph.add("Gelu", [inner], name + ".gelu")
    down = graph.linear(inner, name + ".down", to_numpy(layer.down.weight).T, to_numpy(layer.down.bias))
    return graph.norm(graph.add("Add", [states, down], name + ".sum2"), name + ".norm2", layer.norm2)


def _mixture(graph: Graph, name: str, mixture: Mixture, layers: Sequence[str]) -> str:
    """Weighted sum of the layers' states."""
    weights = to_numpy(mixture.weight.softmax(0))
    parts = [
        graph.add(
            "Mul", [layer, graph.constant(f"{name}.{n}.weight", np.array(weights[n], dtype=np.float32))], f"{name}.{n}"
        )
        for n, layer in enumerate(layers)
    ]
    return graph.add("Sum", parts, name)


def _arcs(graph: Graph, network: Network, states: str) -> None:
    """Scores of every word as head of every other; other sentences lie far below."""
    syntax = network.syntax
    word = graph.linear(
        states,
        "arc.word",
        to_numpy(syntax.arc_word.weight).T / math.sqrt(syntax.arc),
        to_numpy(syntax.arc_word.bias) / math.sqrt(syntax.arc),
    )
    head = graph.linear(states, "arc.head", to_numpy(syntax.arc_head.weight).T, to_numpy(syntax.arc_head.bias))
    turned = graph.add("Transpose", [head], "arc.turned", perm=[1, 0])
    product = graph.add("MatMul", [word, turned], "arc.pairs")
    longest = 512
    near = to_numpy(syntax.near(distance_bucket(torch.arange(-longest, longest + 1))).squeeze(-1))
    count = graph.add("Shape", ["first"], "arc.count")
    zero = graph.constant("arc.zero", np.array(0, dtype=np.int64))
    one = graph.constant("arc.one", np.array(1, dtype=np.int64))
    scalar = graph.add("Squeeze", [count], "arc.scalar")
    places = graph.add("Range", [zero, scalar, one], "arc.places")
    column = graph.add("Unsqueeze", [places, graph.constant("arc.axis", np.array([1], dtype=np.int64))], "arc.column")
    apart = graph.add("Sub", [places, column], "arc.apart")
    index = graph.add("Add", [apart, graph.constant("arc.longest", np.array(longest, dtype=np.int64))], "arc.index")
    nearness = graph.add("Gather", [graph.constant("arc.near", near), index], "arc.nearness")
    other = graph.add("Unsqueeze", ["sentence", "arc.axis"], "arc.sentence")
    same = graph.add("Equal", ["sentence", other], "arc.same")
    total = graph.add("Add", [product, nearness], "arc.total")
    graph.add("Where", [same, total, graph.constant("arc.far", np.array(-1e4, dtype=np.float32))], "arc")


def _labels(graph: Graph, network: Network) -> None:
    """Label scores of every word under its best head (run-time does the few again whose head it mends)."""
    names = list(syntax_heads(network))
    widths = [module.out_features for module in syntax_heads(network).values()]
    ends = dict(zip(names, np.cumsum(widths).tolist(), strict=True))

    def columns(name: str) -> str:
        end = ends[name]
        start = end - network.syntax.label_word.out_features
        bounds = [
            graph.constant(f"{name}.{kind}", np.array([value], dtype=np.int64))
            for kind, value in (("start", start), ("end", end), ("axis", 1))
        ]
        return graph.add("Slice", ["syntax", *bounds], name)

    word, head = columns("label_word"), columns("label_head")
    best = graph.add("ArgMax", ["arc"], "arc.best", axis=1, keepdims=0)
    chosen = graph.add("Gather", [head, best], "label.head")
    hidden = graph.add("Relu", [graph.add("Add", [word, chosen], "label.sum")], "label.hidden")
    graph.linear(hidden, "label", to_numpy(network.syntax.label.weight).T, to_numpy(network.syntax.label.bias))
