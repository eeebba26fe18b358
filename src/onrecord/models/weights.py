"""The folder of shipped weights comes in; checked tables and names go out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord.models.decode import Calibration, Rules
from onrecord.models.links import LinkTables
from onrecord.record import ModelError

MANIFEST = "manifest.json"
AXES = "axes.npz"
SHIPPED = ("encoder.onnx", "tables.npz", "settings.json", "tokenizer.json", AXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything beside the graph: tables, names of labels, rules, calibration.

    `columns` says which columns of the graph's outputs belong to which head. `axes` (outputs x axes) and `centre` turn all
    outputs of a word into its state (train/axes.py); without `axes.npz` there are none.
    """

    links: LinkTables
    label: npt.NDArray[np.float32]
    label_bias: npt.NDArray[np.float32]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    entities: tuple[str, ...]
    columns: Mapping[str, tuple[int, int]]
    axes: npt.NDArray[np.float32]
    centre: npt.NDArray[np.float32]
    rules: Rules
    calibration: Calibration


def shipped_folder() -> Path:
    """Where the weights lie that came with this installation."""
    return Path(str(resources.files("onrecord.models") / "data"))


def check_digests(folder: Path) -> dict[str, str]:
    """Digests by file name, after every file of the manifest was found to have its own. Raises ModelError."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise ModelError(f"{folder / MANIFEST} cannot be read: reinstall onrecord, its weights are missing") from err
    files: dict[str, str] = manifest["files"]
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path} is missing: reinstall onrecord")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != digest:
            raise ModelError(f"{path} has digest {found[:12]}, its card says {digest[:12]}: reinstall onrecord")
    return files


def write_manifest(folder: Path) -> None:
    """Writes down the digest of every file of the network that is there."""
    found = [name for name in SHIPPED if (folder / name).is_file()]
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in found}
    (folder / MANIFEST).write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")


def load_weights(folder: Path) -> Weights:
    """Tables and settings; `check_digests` first."""
    settings: dict[str, Any] = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    with np.load(folder / "tables.npz") as arrays:
        tables = {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}
    axes, centre = load_axes(folder)
    return Weights(
        links=LinkTables(
            distance=tables["distance"],
            sentence=tables["sentence"],
            out=tables["out"],
            out_bias=tables["out_bias"],
            direct=tables["direct"],
        ),
        label=tables["label"],
        label_bias=tables["label_bias"],
        tags=tuple(settings["tags"]),
        deps=tuple(settings["deps"]),
        entities=tuple(settings["entities"]),
        columns={name: (start, end) for name, (start, end) in settings["columns"].items()},
        axes=axes,
        centre=centre,
        rules=Rules(**settings["rules"]),
        calibration=Calibration(**{name: tuple(values) for name, values in settings["calibration"].items()}),
    )


def load_axes(folder: Path) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Axes and centre of the states; no axes where the folder has none yet."""
    if not (folder / AXES).is_file():
        return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
    with np.load(folder / AXES) as arrays:
        return arrays["axes"].astype(np.float32), arrays["centre"].astype(np.float32)
