"""What blur, light, colour, pose and crop cost: the validation faces changed in one way at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..datasets.face_table import FaceTable
from ..predict import predict_onnx, resize_crops
from .card_metrics import evaluate

Crop = NDArray[np.uint8]
Change = Callable[[Crop], Crop]


def _viewed(degrees: float = 0.0, zoom: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)) -> Change:
    """Turned, zoomed and moved about the centre; what lies outside repeats the edge."""

    def change(crop: Crop) -> Crop:
        size = len(crop)
        centre = (size - 1) / 2
        matrix = cv2.getRotationMatrix2D((centre, centre), degrees, zoom)
        matrix[:, 2] += np.array(shift) * size
        return cv2.warpAffine(crop, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE)  # type: ignore[return-value]

    return change


def _recoloured(gain: tuple[float, float, float] = (1.0, 1.0, 1.0), gamma: float = 1.0) -> Change:
    def change(crop: Crop) -> Crop:
        return cv2.convertScaleAbs(255 * (crop / 255.0) ** gamma * np.array(gain))  # type: ignore[return-value]

    return change


def _grey(crop: Crop) -> Crop:
    return cv2.cvtColor(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)  # type: ignore[return-value]


def _sepia(crop: Crop) -> Crop:
    return _recoloured((1.08, 0.95, 0.74))(_grey(crop))


def _blurred(sigma: float) -> Change:
    return lambda crop: cv2.GaussianBlur(crop, (0, 0), sigma)  # type: ignore[return-value]


def _at_resolution(side: int) -> Change:
    def change(crop: Crop) -> Crop:
        small = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, crop.shape[:2], interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]

    return change


def _recompressed(crop: Crop) -> Crop:
    _, packed = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, 15])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)  # type: ignore[return-value]


def _lit_from_the_left(crop: Crop) -> Crop:
    gain = np.exp2(np.linspace(0.8, -0.8, crop.shape[1]))
    return cv2.convertScaleAbs(crop * gain[None, :, None])  # type: ignore[return-value]


def _noisy(crop: Crop) -> Crop:
    noise = np.random.default_rng(0).normal(0, 12, crop.shape)
    return np.clip(crop + noise, 0, 255).astype(np.uint8)


def _lower_third_covered(crop: Crop) -> Crop:
    crop = crop.copy()
    crop[2 * len(crop) // 3 :] = (150, 170, 190)
    return crop


# name -> change of a (S, S, 3) uint8 RGB crop; lengths are in pixels of the network's input
CHANGES: dict[str, Change] = {
    "as they are": lambda crop: crop,
    "mirrored": lambda crop: np.ascontiguousarray(crop[:, ::-1]),
    "turned by 15 degrees": _viewed(degrees=15),
    "tight crop (zoom 1.2)": _viewed(zoom=1.2),
    "loose crop (zoom 0.8)": _viewed(zoom=0.8),
    "shifted by 8 %": _viewed(shift=(0.08, -0.08)),
    "blurred (sigma 2)": _blurred(2.0),
    "28 pixels wide": _at_resolution(28),
    "JPEG at quality 15": _recompressed,
    "noise (sigma 12)": _noisy,
    "grey": _grey,
    "sepia": _sepia,
    "dark (gain 0.35)": _recoloured((0.35, 0.35, 0.35)),
    "washed out (gamma 0.5)": _recoloured(gamma=0.5),
    "bluish light": _recoloured((0.85, 1.0, 1.2)),
    "light from the left": _lit_from_the_left,
    "lower third covered": _lower_third_covered,
}


def robustness(network: Path, faces: FaceTable, size: int) -> dict[str, dict[str, Any]]:
    """Figures under each change of `CHANGES`.

    Args:
        network: ONNX file under the contract.
        faces: to change and judge on.
        size: side of the network's input.

    Returns:
        name of the change -> overall figures as `evaluate` gives them.
    """
    crops = resize_crops(faces.crops, size)
    return {
        name: evaluate(faces, predict_onnx(network, np.stack([change(crop) for crop in crops])))["overall"]
        for name, change in CHANGES.items()
    }


def as_markdown(figures: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| faces | age MAE | gender | ethnicity | 10-90 % interval holds |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    formats = {
        "age_mae": ".2f",
        "gender_accuracy": ".1%",
        "ethnicity_accuracy": ".1%",
        "age_interval_coverage": ".1%",
    }
    for name, row in figures.items():
        cells = (f"{row[key]:{form}}" if row[key] is not None else "not known" for key, form in formats.items())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
