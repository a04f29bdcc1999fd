"""Masks and glasses drawn over aligned faces: what people wear that data sets have too little of.

The landmarks of an aligned crop are where the template has them, give or take a few pixels, which is near enough.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import FloatArray

from .image_ops import Crop

# corners of a mask from the nose's bridge down, as seen from the mouth in eye distances: right half, top to chin
_MASK_HALF = np.array([[0.0, -0.72], [0.4, -0.55], [1.0, -0.55], [0.95, 0.1], [0.6, 0.7], [0.0, 0.88]])
_MASK = np.concatenate((_MASK_HALF, _MASK_HALF[-2:0:-1] * (-1, 1)))
# medical blue and green, white, black, grey, rose: RGB
_MASK_COLOURS = ((150, 190, 215), (160, 205, 190), (235, 235, 235), (30, 30, 32), (120, 120, 125), (215, 170, 175))


def draw_mask(crop: Crop, template: FloatArray, rng: np.random.Generator) -> Crop:
    """Return a copy of a crop with a mask over nose and mouth.

    Args:
        crop: (C, C, 3) uint8 RGB, aligned to the template.
        template: (4, 2) fractions of the side: right eye, left eye, nose tip, mouth.
        rng: of colour and fit.
    """
    _, unit = _pixels(crop, template)
    mouth = template[3] * len(crop)
    fit = rng.normal(1.0, 0.07, (len(_MASK), 1))
    corners = mouth + _MASK * fit * unit + rng.normal(0.0, 0.04, 2) * unit
    colour = np.array(_MASK_COLOURS[rng.integers(len(_MASK_COLOURS))]) * rng.uniform(0.7, 1.1)
    covered = cv2.fillPoly(crop.copy(), [_fixed(corners)], colour.clip(0, 255).tolist(), cv2.LINE_AA, _BITS)
    if rng.random() < 0.6:  # pleats, and the light that falls on them
        for height in rng.uniform(-0.3, 0.4, 3):
            ends = mouth + np.array([[-0.7, height], [0.7, height]]) * unit
            cv2.polylines(covered, [_fixed(ends)], False, (colour * 0.85).clip(0, 255).tolist(), 1, cv2.LINE_AA, _BITS)
    return covered  # type: ignore[return-value]


def draw_glasses(crop: Crop, template: FloatArray, rng: np.random.Generator) -> Crop:
    """Return a copy of a crop with glasses: a frame of some width around both eyes, the lenses clear or dark.

    Args:
        crop, template, rng: as for `draw_mask`.
    """
    eyes, unit = _pixels(crop, template)
    width, height = rng.uniform(0.3, 0.42) * unit, rng.uniform(0.2, 0.34) * unit
    centres = eyes + np.array([0.0, rng.uniform(0.0, 0.12)]) * unit
    frame = rng.integers(0, 120, 3).tolist() if rng.random() < 0.8 else rng.integers(100, 230, 3).tolist()
    thick = max(1, round(unit * rng.uniform(0.015, 0.07)))
    power = rng.choice([2.0, 3.0, 5.0])  # of a superellipse: round to rectangular
    angles = np.linspace(0, 2 * np.pi, 33)[:-1]
    outline = np.column_stack(
        [np.sign(side) * np.abs(side) ** (2 / power) for side in (np.cos(angles), np.sin(angles))]
    ) * (width, height)
    covered = crop.copy()
    lenses = [_fixed(centre + outline) for centre in centres]
    if rng.random() < 0.35:
        dark = cv2.fillPoly(covered.copy(), lenses, rng.integers(0, 70, 3).tolist(), cv2.LINE_AA, _BITS)
        share = rng.uniform(0.6, 1.0)
        covered = cv2.addWeighted(dark, share, covered, 1.0 - share, 0.0)  # type: ignore[assignment]
    cv2.polylines(covered, lenses, True, frame, thick, cv2.LINE_AA, _BITS)
    bridge = np.array([centres[0] + (width, 0.0), centres[1] - (width, 0.0)])
    arms = [np.array([centres[0] - (width, 0.0), centres[0] - (unit, 0.0)])]
    arms.append(np.array([centres[1] + (width, 0.0), centres[1] + (unit, 0.0)]))
    cv2.polylines(covered, [_fixed(line) for line in (bridge, *arms)], False, frame, thick, cv2.LINE_AA, _BITS)
    return covered


# fractional bits of the coordinates that OpenCV draws at
_BITS = 4


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.asarray(np.rint(points * 2**_BITS), dtype=np.int32)


def _pixels(crop: Crop, template: FloatArray) -> tuple[NDArray[np.float64], float]:
    """Return both eyes, (2, 2), the one to the left in the crop first, and their distance, in pixels."""
    eyes = template[:2].astype(np.float64) * len(crop)
    return eyes, float(eyes[1, 0] - eyes[0, 0])
