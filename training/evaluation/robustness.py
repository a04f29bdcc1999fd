"""What blur, light, colour, pose and crop cost: metrics of faces that are changed in one way at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ..datasets.face_table import FaceTable
from ..datasets.image_ops import (
    Crop,
    add_noise,
    apply_tone_curve,
    compress_jpeg,
    cover,
    gaussian_blur,
    lower_resolution,
    relight,
    to_grey,
    tone_curve,
)
from ..datasets.views import relative_zoom
from ..predict import model_zoom, predict_onnx, resize_crops
from .metrics import card_metrics

Change = Callable[[Crop], Crop]


def _viewed(degrees: float = 0.0, zoom: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)) -> Change:
    """Return a change that turns, zooms and moves about the centre; what lies outside repeats the edge."""

    def change(crop: Crop) -> Crop:
        size = len(crop)
        centre = (size - 1) / 2
        matrix = cv2.getRotationMatrix2D((centre, centre), degrees, zoom)
        matrix[:, 2] += np.array(shift) * size
        return cv2.warpAffine(crop, matrix, (size, size), borderMode=cv2.BORDER_REPLICATE)  # type: ignore[return-value]

    return change


def _recoloured(gain: tuple[float, float, float] = (1.0, 1.0, 1.0), gamma: float = 1.0) -> Change:
    curve = np.rint(np.float32(tone_curve(gain, gamma)))  # in double precision half a level is seldom quite half
    return lambda crop: apply_tone_curve(crop, curve)


def _sepia(crop: Crop) -> Crop:
    return _recoloured((1.08, 0.95, 0.74))(to_grey(crop))


def _lower_third_covered(crop: Crop) -> Crop:
    top = 2 * len(crop) // 3
    return cover(crop, (0, top, crop.shape[1], len(crop) - top), (150, 170, 190))


# name -> change of a (S, S, 3) uint8 RGB crop; lengths are in pixels of the model's input
CHANGES: dict[str, Change] = {
    "as they are": lambda crop: crop,
    "mirrored": lambda crop: np.ascontiguousarray(crop[:, ::-1]),
    "turned by 15 degrees": _viewed(degrees=15),
    "tight crop (zoom 1.2)": _viewed(zoom=1.2),
    "loose crop (zoom 0.8)": _viewed(zoom=0.8),
    "shifted by 8 %": _viewed(shift=(0.08, -0.08)),
    "blurred (sigma 2)": lambda crop: gaussian_blur(crop, 2.0),
    "28 pixels wide": lambda crop: lower_resolution(crop, 28),
    "JPEG at quality 15": lambda crop: compress_jpeg(crop, 15),
    "noise (sigma 12)": lambda crop: add_noise(crop, 12.0, np.random.default_rng(0)),
    "grey": to_grey,
    "sepia": _sepia,
    "dark (gain 0.35)": _recoloured((0.35, 0.35, 0.35)),
    "washed out (gamma 0.5)": _recoloured(gamma=0.5),
    "bluish light": _recoloured((0.85, 1.0, 1.2)),
    "light from the left": lambda crop: relight(crop, 0.8, np.pi),
    "lower third covered": _lower_third_covered,
}


def robustness(model: Path, faces: FaceTable, input_size: int) -> dict[str, dict[str, Any]]:
    """Compute the metrics under each change of `CHANGES`.

    Args:
        model: ONNX file under the contract.
        faces: to change and evaluate on.
        input_size: side of the model's input in pixels.

    Returns:
        name of the change -> overall metrics as `card_metrics` gives them.
    """
    crops = resize_crops(faces.crops, input_size, relative_zoom(faces.zoom, model_zoom(model)))
    return {
        name: card_metrics(faces, predict_onnx(model, np.stack([change(crop) for crop in crops])))["overall"]
        for name, change in CHANGES.items()
    }


def as_markdown(metrics: dict[str, dict[str, Any]]) -> str:
    """Return a table of what `robustness` gives."""
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
    for name, row in metrics.items():
        cells = (f"{row[key]:{form}}" if row[key] is not None else "not known" for key, form in formats.items())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
