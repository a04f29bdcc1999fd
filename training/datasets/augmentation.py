"""Random changes to aligned crops that a face in the wild may show: pose, light, lens and compression.

NumPy and OpenCV on single crops, so that it runs in the loader's threads under any Keras backend.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.alignment import zoomed_template

from .accessories import draw_glasses, draw_mask
from .image_ops import (
    Crop,
    add_noise,
    apply_tone_curve,
    compress_jpeg,
    cover,
    enlarge,
    gaussian_blur,
    lower_resolution,
    motion_blur,
    relight,
    saturate,
    shrink,
    to_grey,
    tone_curve,
)


@dataclass(frozen=True, slots=True)
class AugmentationSettings:
    """Strengths and probabilities of the changes.

    Attributes:
        rotation_deg: rotation, uniform in plus or minus this.
        log_scale: standard deviation of the logarithm of the zoom (tight and loose crops).
        shift: standard deviation of the shift as a share of the side.
        stretch: standard deviation of the logarithm of the ratio of width to height (turned heads).
        colour: probability of a change of gain, gamma, white balance and saturation.
        grey: probability of a grey image, which a change of colour may tint like an old print.
        relight: probability of light from one side.
        blur, low_resolution, jpeg, noise, erase: probability of each.
        video: probability of a face that was some 17 to 45 px wide in a compressed video, enlarged.
        dark: probability of too little light, with the noise that comes with it.
        keystone: standard deviation of the logarithm of how much larger one side of the face is than the other (a head
            turned or tilted, seen from near).
        mask, glasses: probability of a drawn mask, and of drawn glasses, clear or dark.
    """

    rotation_deg: float = 18.0
    log_scale: float = 0.09
    shift: float = 0.04
    stretch: float = 0.05
    colour: float = 0.8
    grey: float = 0.12
    relight: float = 0.2
    blur: float = 0.15
    low_resolution: float = 0.25
    jpeg: float = 0.2
    noise: float = 0.12
    erase: float = 0.25
    video: float = 0.0
    dark: float = 0.0
    keystone: float = 0.0
    mask: float = 0.0
    glasses: float = 0.0


def augment(
    crop_rgb: Crop,
    size: int,
    rng: np.random.Generator,
    settings: AugmentationSettings,
    zoom: float = 1.0,
    stored_zoom: float = 1.0,
) -> Crop:
    """Return one random view of a face.

    Args:
        crop_rgb: (C, C, 3) uint8 RGB, aligned.
        size: side of the result.
        rng: source of all randomness.
        settings: strengths and probabilities.
        zoom: how many times as large the face is, before all changes, as in the crop.
        stored_zoom: of the crop, see `inference.alignment.zoomed_template`; says where masks and glasses sit.

    Returns:
        (size, size, 3) uint8 RGB.
    """
    # a setting of 0 draws nothing: runs from before there was such a setting stay what they were
    if settings.glasses and rng.random() < settings.glasses:
        crop_rgb = draw_glasses(crop_rgb, zoomed_template(stored_zoom), rng)
    if settings.mask and rng.random() < settings.mask:
        crop_rgb = draw_mask(crop_rgb, zoomed_template(stored_zoom), rng)
    image = _random_view(crop_rgb, size, rng, settings, zoom)
    if rng.random() < settings.grey:
        image = to_grey(image)
    if rng.random() < settings.relight:
        image = _relight(image, rng)
    if rng.random() < settings.colour:
        image = _recolour(image, rng)
    if settings.dark and rng.random() < settings.dark:
        image = _darken(image, rng)
    if settings.video and rng.random() < settings.video:
        return _as_in_video(image, rng)
    if rng.random() < settings.low_resolution:
        image = _lower_resolution(image, rng)
    if rng.random() < settings.blur:
        image = _blur(image, rng)
    if rng.random() < settings.noise:
        image = add_noise(image, rng.uniform(2.0, 14.0), rng)
    if rng.random() < settings.jpeg:
        image = compress_jpeg(image, int(rng.integers(15, 80)))
    if rng.random() < settings.erase:
        image = _erase(image, rng)
    return image


def _random_view(crop: Crop, size: int, rng: np.random.Generator, settings: AugmentationSettings, zoom: float) -> Crop:
    angle = np.deg2rad(rng.uniform(-settings.rotation_deg, settings.rotation_deg))
    scale = np.exp(rng.normal(0.0, settings.log_scale)) * zoom * size / crop.shape[0]
    stretch = np.exp(rng.normal(0.0, settings.stretch) / 2)
    mirror = -1.0 if rng.random() < 0.5 else 1.0
    cos, sin = np.cos(angle), np.sin(angle)
    linear = scale * np.array([[cos, -sin], [sin, cos]]) @ np.diag([stretch * mirror, 1 / stretch])
    # coordinates count from the centre of the first pixel
    centre = np.full(2, (size - 1) / 2) + rng.normal(0.0, settings.shift, 2) * size
    offset = centre - linear @ np.full(2, (crop.shape[0] - 1) / 2)
    border = cv2.BORDER_REPLICATE if rng.random() < 0.7 else cv2.BORDER_CONSTANT
    fill = tuple(float(v) for v in rng.integers(0, 256, 3))
    matrix = np.column_stack((linear, offset))
    if settings.keystone:
        across = rng.normal(0.0, settings.keystone, 2) / size
        # the row of a perspective: it divides by 1 in the middle, by more on one side than on the other
        divisor = np.array([*across, 1.0 - across @ centre])
        whole = np.vstack((matrix, (0.0, 0.0, 1.0)))
        matrix = _keystone(divisor, centre) @ whole
        return cv2.warpPerspective(  # type: ignore[return-value]
            crop, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=fill
        )
    return cv2.warpAffine(crop, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=fill)  # type: ignore[return-value]


def _keystone(divisor: NDArray[np.float64], centre: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (3, 3) perspective with this last row, which leaves the centre where it is."""
    # about the centre the identity: x' - c = (x - c) / (divisor . x)
    rows = np.eye(3)
    rows[:2] = np.column_stack((np.eye(2), -centre)) + np.outer(centre, divisor)
    rows[2] = divisor
    return rows


def _darken(image: Crop, rng: np.random.Generator) -> Crop:
    """Take light away, and add the noise of a sensor that has too little of it."""
    image = apply_tone_curve(image, tone_curve(float(np.exp(rng.uniform(np.log(0.25), np.log(0.7)))), 1.0, 0.0))
    return add_noise(image, rng.uniform(1.0, 8.0), rng)


def _as_in_video(image: Crop, rng: np.random.Generator) -> Crop:
    """Shrink to the size that a distant face has in a frame, smear and compress it there, and enlarge it again."""
    size = image.shape[0]
    side = int(np.exp(rng.uniform(np.log(size * 0.2), np.log(size * 0.55))))
    small = shrink(image, side)
    if rng.random() < 0.4:
        small = gaussian_blur(small, rng.uniform(0.3, 0.9))
    if rng.random() < 0.2:
        small = motion_blur(small, 3, rng.uniform(0, 180))
    if rng.random() < 0.3:
        small = add_noise(small, rng.uniform(2.0, 10.0), rng)
    if rng.random() < 0.7:
        small = compress_jpeg(small, int(rng.integers(25, 85)))
    return enlarge(small, size, cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC)


def _recolour(image: Crop, rng: np.random.Generator) -> Crop:
    gain = np.exp(rng.normal(0.0, 0.12)) * np.exp(rng.normal(0.0, 0.06, 3))
    gamma = np.exp(rng.normal(0.0, 0.2))
    offset = rng.normal(0.0, 8.0)
    image = apply_tone_curve(image, tone_curve(gain, gamma, offset))
    return saturate(image, float(np.clip(np.exp(rng.normal(0.0, 0.25)), 0.0, 2.0)))


def _relight(image: Crop, rng: np.random.Generator) -> Crop:
    angle = rng.uniform(0.0, 2 * np.pi)
    return relight(image, rng.uniform(0.3, 1.0), angle)


def _lower_resolution(image: Crop, rng: np.random.Generator) -> Crop:
    size = image.shape[0]
    side = int(np.exp(rng.uniform(np.log(size * 0.2), np.log(size * 0.8))))
    return lower_resolution(image, side, cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC)


def _blur(image: Crop, rng: np.random.Generator) -> Crop:
    if rng.random() < 0.6:
        return gaussian_blur(image, rng.uniform(0.4, 1.8))
    length = int(rng.integers(3, 10))
    return motion_blur(image, length, rng.uniform(0, 180))


def _erase(image: Crop, rng: np.random.Generator) -> Crop:
    """Cover a part of the face by a box of one colour (Zhong et al., "Random Erasing", 2020)."""
    size = image.shape[0]
    width, height = (rng.uniform(0.12, 0.42, 2) * size).astype(int)
    x, y = int(rng.integers(0, size - width)), int(rng.integers(0, size - height))
    return cover(image, (x, y, width, height), rng.integers(0, 256, 3))
