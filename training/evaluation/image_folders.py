"""Pictures through the serving pipeline, as `main.py --image` takes them, and faces cut out to be looked at."""

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
from inference.sources.images import read_image

from ..datasets.archive import ImageArchive
from ..datasets.face_table import StreamedCrops
from .labels import Labels, base_name
from .predictions import Answer, Answers, join

Picture = NDArray[np.uint8]
_LONG_SIDE = 320


class FaceView(Protocol):
    """Shows a face."""

    def __call__(self, row: int, box: NDArray[np.float64] | None) -> Picture | None:
        """(H, W, 3) uint8 RGB of the labelled face in this row, or None where there is no picture.

        Args:
            row: number of the labelled face.
            box: where a system found it, (4,) pixels; None where that is not known.
        """
        ...


def ask_pipeline(name: str, model: Path, source: Path, labels: Labels) -> Answers:
    """What the application would say about the labelled pictures of a folder or zip file.

    Detection, alignment and the network run as in `main.py --image` on the CPU, the int8 copy included where the
    card recommends it. Of several faces in a picture the largest counts.

    Raises:
        FileNotFoundError: there is no such source, or it has no picture.
        ValueError: no labelled file is among the pictures, or not one face was found.
        ModelError: the network or its card is missing or altered.
    """
    settings = AnalysisSettings(engine=EngineChoice.CPU, tracking=False)
    rows, pictures = [], 0
    with contextlib.ExitStack() as opened:
        paths = opened.enter_context(labelled_pictures(source, labels))
        stills = opened.enter_context(open_images(paths))
        pipeline = Pipeline(settings, model)
        opened.callback(pipeline.close)
        opened.enter_context(pipeline)
        for frame in tqdm(stills, total=len(paths), desc=name, unit="image", disable=None):
            pictures += 1
            found = pipeline.process(frame).faces
            rows += [Answer.of_attributes(frame.source, face.detection.xyxy, face.attributes) for face in found]
        engine = pipeline.facts().engine
    if not rows:
        raise ValueError(f"{source}: not one face was found in {pictures} pictures")
    answers = join(name, f"{model} through the application's pipeline ({engine})", rows, labels)
    notes = []
    if stills.failures:
        notes.append(f"{len(stills.failures)} pictures can't be read, such as {base_name(stills.failures[0].path)}")
    absent = len(labels) - pictures - len(stills.failures)
    if absent:
        notes.append(f"{absent} labelled pictures are not in {source}")
    faceless = pictures - int(answers.answered.sum())
    if faceless:
        notes.append(f"no face was found in {faceless} of {pictures} pictures; they count in no figure")
    return answers.noted(*notes)


@contextlib.contextmanager
def labelled_pictures(source: Path, labels: Labels) -> Iterator[list[Path]]:
    """Paths of the labelled pictures of a folder, or of a zip file, unpacked for as long as it is needed.

    Raises:
        FileNotFoundError: there is no such source, or it has no picture.
        ValueError: no labelled file is among them, or two pictures go by one labelled name.
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
        seen = f"it has {others[0]} and the like" if others else "it has no pictures"
        raise ValueError(f"{source or folder} and the labels have no file in common: {seen}")
    return list(paths.values())


def picture_names(source: Path) -> list[str]:
    """Names of all pictures of a folder or zip file."""
    with ImageArchive([source]) as archive:
        return archive.names


class CropView:
    """Shows aligned crops, (N, C, C, 3) uint8 RGB; row i is face i."""

    def __init__(self, crops: NDArray[np.uint8] | StreamedCrops) -> None:
        self._crops = crops

    def __call__(self, row: int, box: NDArray[np.float64] | None) -> Picture | None:
        return self._crops[row]


class PictureView:
    """Shows pictures of a folder or zip file, cut to the face where a system said where it is."""

    def __init__(self, source: Path, labels: Labels) -> None:
        self._source = source
        self._labels = labels

    def __call__(self, row: int, box: NDArray[np.float64] | None) -> Picture | None:
        name = base_name(self._labels.files[row])
        try:
            image = self._read(name)
        except (SourceError, KeyError, OSError, ValueError):  # it is there to be looked at; figures don't need it
            return None
        picture = image if box is None or not np.isfinite(box).all() else _around(image, box)
        scale = _LONG_SIDE / max(picture.shape[:2])
        if scale < 1:
            picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]

    def _read(self, name: str) -> Picture:
        with ImageArchive([self._source]) as archive, tempfile.TemporaryDirectory(prefix="facelens-") as folder:
            path = Path(folder) / "picture"
            path.write_bytes(archive.read(name))
            return read_image(path)


def _around(image: Picture, box: NDArray[np.float64], margin: float = 0.25) -> Picture:
    """The square around a box with some surroundings, inside the picture."""
    x1, y1, x2, y2 = box
    half = max(x2 - x1, y2 - y1) * (0.5 + margin)
    cx, cy = (x1 + x2) / 2, (y1 + y2) / 2
    height, width = image.shape[:2]
    left, top = max(0, round(cx - half)), max(0, round(cy - half))
    part = image[top : min(height, round(cy + half)), left : min(width, round(cx + half))]
    return part if part.size else image
