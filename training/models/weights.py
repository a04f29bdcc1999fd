"""Start weights with timm's names and PyTorch's layouts, for Keras models whose layers carry the same names."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np

# last part of a Keras variable's path -> last part of timm's name; a name without a suffix is the array itself
_SUFFIXES = {
    "kernel": ".weight",
    "bias": ".bias",
    "gamma": ".weight",
    "beta": ".bias",
    "temperature": ".temperature",
}


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """Read the arrays of an `.npz` file by name.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no such file.
    """
    try:
        with np.load(path) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise ValueError(f"start weights {path} can't be read as arrays of NumPy (.npz)") from error


def load_timm_weights(model: keras.Model, weights: Mapping[str, np.ndarray] | Path) -> list[str]:
    """Assign every variable of `model` from `weights`.

    Args:
        model: a backbone whose layers carry timm's names.
        weights: arrays by timm's names, or the `.npz` file that holds them. Convolutions (out, in, h, w),
            depthwise (channels, 1, h, w), linear layers (out, in).

    Returns:
        The names in `weights` that the model has no use for (the classifier).

    Raises:
        ValueError: a weight is missing or of another shape; nothing is assigned then.
    """
    if isinstance(weights, Path):
        weights = read_arrays(weights)
    assignments = []
    unused = set(weights)
    for variable in model.variables:
        if "seed_generator" in variable.path:
            continue
        name = timm_name(variable.path, weights)
        if name not in weights:
            raise ValueError(f"start weights hold no {name!r} (for {variable.path}); is it the right variant?")
        array = _to_keras_layout(weights[name], variable.path, tuple(variable.shape))
        if array.shape != tuple(variable.shape):
            raise ValueError(
                f"{name}: shape {weights[name].shape} does not fit {variable.path} {tuple(variable.shape)}"
            )
        assignments.append((variable, array))
        unused.discard(name)
    for variable, array in assignments:
        variable.assign(array)
    return sorted(unused)


def timm_name(path: str, weights: Mapping[str, np.ndarray]) -> str:
    """Return timm's name for a Keras variable's path: `stem-0/kernel` -> `stem.0.weight`."""
    *owners, leaf = [part for part in path.split("/") if not part.startswith("edgenext")]
    owner = ".".join(owners).replace("-", ".")
    if leaf == "gamma" and owner in weights:  # a layer scale: the array has the layer's own name
        return owner
    return owner + _SUFFIXES[leaf]


def _to_keras_layout(array: np.ndarray, path: str, shape: tuple[int, ...]) -> np.ndarray:
    if not path.endswith("kernel"):
        return array
    if array.ndim == 4 and len(shape) == 2:  # a 1x1 convolution that is a dense layer here
        return array[:, :, 0, 0].T
    if array.ndim == 4 and array.shape[1] == 1 and shape[-1] == 1:
        return array.transpose(2, 3, 0, 1)
    if array.ndim == 4:
        return array.transpose(2, 3, 1, 0)
    return array.T
