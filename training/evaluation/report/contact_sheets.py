"""Contact sheets: the faces at both ends, with label and prediction."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import cv2

from inference.types import ImageArray

from ..image_folders import FaceView
from ..predictions import PredictionTable
from ..results import AgeExample, ClassExample, Examples

SIDE_PX = 144
_JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Tile:
    """One face of a sheet.

    Attributes:
        image: `data:` address of a JPEG.
        prediction, labelled, score: as they are to be read.
        file: name of the image.
    """

    image: str
    prediction: str
    labelled: str
    score: str
    file: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Faces under one heading."""

    title: str
    tiles: list[Tile]


def contact_sheets(examples: Examples, predictions: PredictionTable, view: FaceView) -> list[Sheet]:
    """Return the sheets of one system; faces without an image are left out, and sheets without a face.

    Args:
        examples: of the system.
        predictions: tell where in its image each face is.
        view: shows a face.
    """
    rows: dict[str, Sequence[AgeExample | ClassExample]] = {
        "Largest errors of the age": examples.age_worst,
        "Gender: wrong, and sure of it": examples.gender_wrong,
        "Ethnicity: wrong, and sure of it": examples.ethnicity_wrong,
        "Smallest errors of the age": examples.age_best,
    }
    sheets = []
    for title, faces in rows.items():
        tiles = [tile for face in faces if (tile := _tile(face, predictions, view)) is not None]
        if tiles:
            sheets.append(Sheet(title, tiles))
    return sheets


def _tile(face: AgeExample | ClassExample, predictions: PredictionTable, view: FaceView) -> Tile | None:
    image = view(face.row, None if predictions.boxes is None else predictions.boxes[face.row])
    if image is None:
        return None
    if isinstance(face, AgeExample):
        return Tile(_data_address(image), _years(face.prediction), _years(face.labelled), "", face.file)
    score = "" if face.score is None else f"{100 * face.score:.0f} %"
    return Tile(_data_address(image), face.prediction, face.labelled, score, face.file)


def _years(age: float) -> str:
    return "1 year" if round(age) == 1 else f"{age:.0f} years"


def _data_address(image_rgb: ImageArray) -> str:
    """Return a JPEG of at most `SIDE_PX` as an address, so that it lies inside the page itself."""
    scale = min(1.0, SIDE_PX / max(image_rgb.shape[:2]))
    image_bgr = cv2.cvtColor(image_rgb, cv2.COLOR_RGB2BGR)
    if scale < 1:
        image_bgr = cv2.resize(image_bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", image_bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
    return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
