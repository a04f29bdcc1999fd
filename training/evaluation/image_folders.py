"""Folders and archives of images: predictions of the whole pipeline for them, and faces cut out to be looked at."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from inference.errors import SourceError
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, EngineChoice
from inference.sources import IMAGE_EXTENSIONS, open_images
from inference.sources.image_reading import read_image
from inference.types import ImageArray

from ..datasets.archive import ImageArchive
from ..datasets.face_table import Crops
from .labels import Labels, base_name
from .predictions import FacePrediction, PredictionTable, join

# of faces that are shown: the longest side, and the surroundings on each side, as a share of the box
_LONG_SIDE_PX = 320
_MARGIN = 0.25


class FaceView(Protocol):
    """Shows a face."""

    def __call__(self, row: int, box: NDArray[np.float64] | None) -> ImageArray | None:
        """Return (H, W, 3) uint8 RGB of the labelled face in this row, or None where there is no image.

        Args:
            row: number of the labelled face.
            box: where a system found it, (4,) pixels; None where that is not known.
        """
        ...


def predict_images(name: str, model: Path, source: Path, labels: Labels) -> PredictionTable:
    """Predict the attributes of the labelled images of a folder or archive as the application would.

    Detection, alignment and the model run as in `main.py --image` on the CPU, the int8 copy included where the
    card recommends it. Of several faces in an image the largest counts.

    Args:
        name: of the system.
        model: `.onnx` file with its card beside it.
        source: folder, zip or tar file.
        labels: which images are wanted.

    Raises:
        FileNotFoundError: there is no such source, or it has no image.
        ValueError: no labelled file is among the images, or not one face was found.
        ModelError: the model or its card is missing or altered.
    """
    settings = AnalysisSettings(engine=EngineChoice.CPU, tracking=False)
    rows, images = [], 0
    with contextlib.ExitStack() as opened:
        paths = opened.enter_context(labelled_images(source, labels))
        stills = opened.enter_context(open_images(paths))
        pipeline = Pipeline(settings, model)
        opened.callback(pipeline.close)
        opened.enter_context(pipeline)
        for frame in tqdm(stills, total=len(paths), desc=name, unit="image", disable=None):
            images += 1
            found = pipeline.process(frame).faces
            rows += [
                FacePrediction.from_attributes(frame.source, face.attributes, face.detection.xyxy) for face in found
            ]
        engine = pipeline.facts().engine
    if not rows:
        raise ValueError(f"{source}: not one face was found in {images} images")
    table = join(name, f"{model} through the application's pipeline ({engine})", rows, labels)
    notes = []
    if stills.failures:
        notes.append(f"{len(stills.failures)} images can't be read, such as {base_name(stills.failures[0].path)}")
    absent = len(labels) - images - len(stills.failures)
    if absent:
        notes.append(f"{absent} labelled images are not in {source}")
    faceless = images - int(table.predicted.sum())
    if faceless:
        notes.append(f"no face was found in {faceless} of {images} images; they count in no metric")
    return table.noted(*notes)


@contextlib.contextmanager
def labelled_images(source: Path, labels: Labels) -> Iterator[list[Path]]:
    """Give the paths of the labelled images of a folder, or of an archive, unpacked for as long as it is needed.

    Raises:
        FileNotFoundError: there is no such source, or it has no image.
        ValueError: no labelled file is among them, or two images go by one labelled name.
    """
    known = {base_name(file) for file in labels.files}
    if source.is_dir():
        yield _chosen(source, known)
        return
    with ImageArchive([source]) as archive, tempfile.TemporaryDirectory(prefix="facelens-") as folder:
        for name in archive.names:
            if name in known:
                (Path(folder) / name).write_bytes(archive.read(name))
        yield _chosen(Path(folder), known, source)


def _chosen(folder: Path, known: set[str], source: Path | None = None) -> list[Path]:
    paths: dict[str, Path] = {}
    others: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.name in known and path.is_file():
            other = paths.setdefault(path.name, path)
            if other != path:
                raise ValueError(f"{path} and {other} go by the same name; labels can't tell them apart")
        elif path.suffix.lower() in IMAGE_EXTENSIONS:
            others.append(path.name)
    if not paths:
        seen = f"it has {others[0]} and the like" if others else "it has no images"
        raise ValueError(f"{source or folder} and the labels have no file in common: {seen}")
    return list(paths.values())


def image_names(source: Path) -> list[str]:
    """Return the names of all images of a folder or archive."""
    with ImageArchive([source]) as archive:
        return archive.names


class CropView:
    """Shows aligned crops, (N, C, C, 3) uint8 RGB; row i is face i."""

    def __init__(self, crops: Crops) -> None:
        self._crops = crops

    def __call__(self, row: int, box: NDArray[np.float64] | None) -> ImageArray | None:
        return self._crops[row]


class ImageView:
    """Shows images of a folder or archive, cut to the face where a system says where it is."""

    def __init__(self, source: Path, labels: Labels) -> None:
        self._source = source
        self._labels = labels

    def __call__(self, row: int, box: NDArray[np.float64] | None) -> ImageArray | None:
        name = base_name(self._labels.files[row])
        try:
            image = self._read(name)
        except (SourceError, KeyError, OSError, ValueError):  # it is there to be looked at; metrics don't need it
            return None
        shown = image if box is None or not np.isfinite(box).all() else _cut_out(image, box)
        scale = _LONG_SIDE_PX / max(shown.shape[:2])
        if scale < 1:
            shown = cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        return cv2.cvtColor(shown, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]

    def _read(self, name: str) -> ImageArray:
        with ImageArchive([self._source]) as archive, tempfile.TemporaryDirectory(prefix="facelens-") as folder:
            path = Path(folder) / "image"
            path.write_bytes(archive.read(name))
            return read_image(path)


def _cut_out(image: ImageArray, box: NDArray[np.float64]) -> ImageArray:
    """Return the square around a box with some surroundings, inside the image."""
    x1, y1, x2, y2 = box
    half = max(x2 - x1, y2 - y1) * (0.5 + _MARGIN)
    cx, cy = (x1 + x2) / 2, (y1 + y2) / 2
    height, width = image.shape[:2]
    left, top = max(0, round(cx - half)), max(0, round(cy - half))
    part = image[top : min(height, round(cy + half)), left : min(width, round(cx + half))]
    return part if part.size else image
