"""An ONNX file and names of its stored tensors come in; the tensors as arrays go out, without the onnx package.

Two networks share one table of word pieces this way: it lies in the package once. Only what a tensor needs of the
format is read (protobuf wire format; ModelProto.graph is field 7, GraphProto.initializer field 5, TensorProto.dims 1,
data_type 2, name 8, raw_data 9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.record import ModelError

KINDS: dict[int, type[np.generic]] = {1: np.float32, 3: np.int8}


def read_initializers(path: Path, names: Collection[str]) -> dict[str, npt.NDArray[Any]]:
    """The named tensors; raises ModelError where the file lacks one."""
    try:
        data = memoryview(path.read_bytes())
    except OSError as err:
        raise ModelError(f"{path} cannot be read: reinstall onrecord, its weights are missing") from err
    found: dict[str, npt.NDArray[Any]] = {}
    for graph in _nested(data, 7):
        for tensor in _nested(graph, 5):
            name = next((bytes(text).decode() for text in _nested(tensor, 8)), "")
            if name in names:
                found[name] = _tensor(tensor)
    if missing := set(names) - found.keys():
        raise ModelError(f"{path} holds no tensor {sorted(missing)[0]!r}: reinstall onrecord")
    return found


def _tensor(message: memoryview) -> npt.NDArray[Any]:
    shape = [value for number, value in _fields(message) if number == 1 and isinstance(value, int)]
    kind = next(value for number, value in _fields(message) if number == 2 and isinstance(value, int))
    raw = next(_nested(message, 9))
    return np.frombuffer(raw, dtype=KINDS[kind]).reshape(shape)


def _nested(message: memoryview, wanted: int) -> Iterator[memoryview]:
    return (value for number, value in _fields(message) if number == wanted and isinstance(value, memoryview))


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field of one message."""
    place = 0
    while place < len(message):
        key, place = _number(message, place)
        match key & 7:
            case 0:
                value, place = _number(message, place)
                yield key >> 3, value
            case 2:
                length, place = _number(message, place)
                yield key >> 3, message[place : place + length]
                place += length
            case kind:
                width = 4 if kind == 5 else 8
                yield key >> 3, message[place : place + width]
                place += width


def _number(message: memoryview, place: int) -> tuple[int, int]:
    """A number in seven-bit groups, lowest first, and the place after it."""
    value = shift = 0
    while True:
        group = message[place]
        value |= (group & 127) << shift
        place, shift = place + 1, shift + 7
        if group < 128:
            return value, place
