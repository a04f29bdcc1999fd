"""Contact sheets: the faces at both ends, with what was labelled and what was said."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..image_folders import FaceView
from ..predictions import Answers

SIDE_PX = 144
_JPEG_QUALITY = 85
TITLES = {
    "age_worst": "Largest errors of the age",
    "gender_wrong": "Gender: wrong, and sure of it",
    "ethnicity_wrong": "Ethnicity: wrong, and sure of it",
    "age_best": "Smallest errors of the age",
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One face of a sheet.

    Attributes:
        picture: `data:` address of a JPEG.
        said, labelled, score: as they are to be read.
        file: name of the picture.
    """

    picture: str
    said: str
    labelled: str
    score: str
    file: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Faces under one heading."""

    title: str
    tiles: list[Tile]


def contact_sheets(extremes: dict[str, list[dict[str, Any]]], answers: Answers, view: FaceView) -> list[Sheet]:
    """Sheets of one system; faces without a picture are left out, and sheets without a face.

    Args:
        extremes: as a judgement lists them.
        answers: tell where in its picture each face is.
        view: shows a face.
    """
    sheets = []
    for kind, title in TITLES.items():
        tiles = [tile for face in extremes[kind] if (tile := _tile(kind, face, answers, view)) is not None]
        if tiles:
            sheets.append(Sheet(title, tiles))
    return sheets


def _tile(kind: str, face: dict[str, Any], answers: Answers, view: FaceView) -> Tile | None:
    row = face["row"]
    picture = view(row, None if answers.boxes is None else answers.boxes[row])
    if picture is None:
        return None
    years = kind.startswith("age")
    said, labelled = (_years(face[key]) if years else str(face[key]) for key in ("said", "labelled"))
    score = "" if years or face["score"] is None else f"{100 * face['score']:.0f} %"
    return Tile(_data_address(picture), said, labelled, score, face["file"])


def _years(age: float) -> str:
    return "1 year" if round(age) == 1 else f"{age:.0f} years"


def _data_address(picture_rgb: NDArray[np.uint8]) -> str:
    """A JPEG of at most `SIDE_PX` inside the page itself."""
    scale = min(1.0, SIDE_PX / max(picture_rgb.shape[:2]))
    if scale < 1:
        picture_rgb = cv2.resize(picture_rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    bgr = cv2.cvtColor(picture_rgb, cv2.COLOR_RGB2BGR)
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
    return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
