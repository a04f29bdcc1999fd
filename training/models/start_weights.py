"""Start weights of a backbone: ImageNet's, or those of a file. A file that doesn't fit changes nothing."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np

from .entry import Entry
from .weights import read_arrays

# any size fits: what is published without its classifier is convolutions
_PUBLISHED_SIZE = 224


def load_start_weights(entry: Entry, body: keras.Model, start: Path | str) -> None:
    """Put start weights into a freshly built backbone.

    Args:
        entry: what `body` was built from.
        body: the backbone, without the heads.
        start: `imagenet`, or a file: `.keras` (a whole model of this project, of which the backbone is taken, or a
            backbone), `.h5` (weights of the backbone, or of its published part, as Keras stores them), `.npz`
            (arrays by the variables' paths), or a form of the family's own.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: ImageNet weights can't be downloaded; says what to fetch instead.
        ValueError: there are no such weights, or they don't fit; nothing is assigned then.
    """
    if not body.variables:
        raise ValueError(f"{entry.name} has nothing to start from weights: its heads are all it learns")
    if str(start) == "imagenet":
        _load_imagenet(entry, body)
        return
    path = Path(start)
    readers = {".keras": _load_keras, ".h5": _load_h5, ".npz": _load_npz, **entry.loaders}
    if path.suffix not in readers:
        raise ValueError(
            f"start weights {path} end in {path.suffix!r}; {entry.name} takes 'imagenet' or a file that ends in "
            f"{', '.join(sorted(readers))}"
        )
    if not path.is_file():
        raise FileNotFoundError(f"start weights {path} don't exist")
    if path.suffix in entry.loaders:
        readers[path.suffix](body, path)
    elif path.suffix == ".h5":
        _load_h5(entry.published_part(body), path)
    else:
        readers[path.suffix](body, path)


def _load_imagenet(entry: Entry, body: keras.Model) -> None:
    if entry.imagenet is None:
        raise ValueError(f"no ImageNet weights are published for {entry.name}; start from a file, or without weights")
    try:
        published = entry.imagenet(
            weights="imagenet", include_top=False, input_shape=(_PUBLISHED_SIZE, _PUBLISHED_SIZE, 3)
        )
    except Exception as error:  # Keras raises nothing more special where a download fails
        failed = re.search(r"URL fetch failure on (\S+): (.*)", str(error), re.DOTALL)
        if failed is None:
            raise
        raise OSError(
            f"the ImageNet weights of {entry.name} could not be downloaded ({failed[2].strip()}); fetch {failed[1]} "
            "where there is a network, and give that file as start weights"
        ) from error
    entry.published_part(body).set_weights(published.get_weights())


def _load_keras(body: keras.Model, path: Path) -> None:
    try:
        model = keras.models.load_model(path, compile=False)
    except (OSError, ValueError, TypeError, KeyError, zipfile.BadZipFile) as error:
        raise ValueError(f"start weights {path} can't be read as a Keras model: {error}") from error
    parts = [layer for layer in model.layers if isinstance(layer, keras.Model) and layer.name == body.name]
    source = parts[0] if parts else model
    _assign(body, {variable.path: np.asarray(variable) for variable in source.variables}, path)


def _load_npz(body: keras.Model, path: Path) -> None:
    _assign(body, read_arrays(path), path)


def _load_h5(part: keras.Model, path: Path) -> None:
    """Read a Keras file; its reader assigns as it goes, so the old weights are put back where it stops halfway."""
    before = part.get_weights()
    try:
        part.load_weights(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        part.set_weights(before)
        raise ValueError(f"start weights {path} don't fit {part.name}: {error}") from error


def _assign(body: keras.Model, arrays: Mapping[str, np.ndarray], path: Path) -> None:
    """Assign all variables by their paths, or none."""
    variables = [variable for variable in body.variables if "seed_generator" not in variable.path]
    for variable in variables:
        if variable.path not in arrays:
            raise ValueError(f"start weights {path} hold no {variable.path!r}; are they of the backbone {body.name}?")
        if arrays[variable.path].shape != tuple(variable.shape):
            raise ValueError(
                f"start weights {path}: {variable.path} has the shape {arrays[variable.path].shape}, "
                f"{body.name} needs {tuple(variable.shape)}"
            )
    for variable in variables:
        variable.assign(arrays[variable.path])
