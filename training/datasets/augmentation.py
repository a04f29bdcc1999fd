"""Random changes to aligned crops that a face in the wild may show: pose, light, lens and compression.

NumPy and OpenCV on single crops, so that it runs in the loader's threads under any Keras backend.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Crop = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class AugmentationSettings:
    """Strengths and chances.

    Attributes:
        rotation_deg: rotation, uniform in plus or minus this.
        log_scale: standard deviation of the logarithm of the zoom (tight and loose crops).
        shift: standard deviation of the shift as a share of the side.
        stretch: standard deviation of the logarithm of the ratio of width to height (turned heads).
        colour: chance of a change of gain, gamma, white balance and saturation.
        grey: chance of a grey picture, which a change of colour may tint as old prints are.
        relight: chance of light from one side.
        blur, low_resolution, jpeg, noise, erase: chances of each.
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


def augment(crop_rgb: Crop, size: int, rng: np.random.Generator, settings: AugmentationSettings) -> Crop:
    """One random view of a face.

    Args:
        crop_rgb: (C, C, 3) uint8 RGB, aligned.
        size: side of the result.
        rng: source of all randomness.
        settings: how strong.

    Returns:
        (size, size, 3) uint8 RGB.
    """
    image = _random_view(crop_rgb, size, rng, settings)
    if rng.random() < settings.grey:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if rng.random() < settings.relight:
        image = _relight(image, rng)
    if rng.random() < settings.colour:
        image = _recolour(image, rng)
    if rng.random() < settings.low_resolution:
        image = _lower_resolution(image, rng)
    if rng.random() < settings.blur:
        image = _blur(image, rng)
    if rng.random() < settings.noise:
        image = _add_noise(image, rng)
    if rng.random() < settings.jpeg:
        image = _recompress(image, rng)
    if rng.random() < settings.erase:
        image = _erase(image, rng)
    return image


def shrink(crop_rgb: Crop, size: int) -> Crop:
    """The unchanged view at the network's size: (size, size, 3) uint8."""
    return cv2.resize(crop_rgb, (size, size), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _random_view(crop: Crop, size: int, rng: np.random.Generator, settings: AugmentationSettings) -> Crop:
    angle = np.deg2rad(rng.uniform(-settings.rotation_deg, settings.rotation_deg))
    scale = np.exp(rng.normal(0.0, settings.log_scale)) * size / crop.shape[0]
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
    return cv2.warpAffine(crop, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=fill)  # type: ignore[return-value]


def _recolour(image: Crop, rng: np.random.Generator) -> Crop:
    """Gamma and gain with a tint through one table a channel, then saturation."""
    gain = np.exp(rng.normal(0.0, 0.12)) * np.exp(rng.normal(0.0, 0.06, 3))
    gamma = np.exp(rng.normal(0.0, 0.2))
    offset = rng.normal(0.0, 8.0)
    ramp = 255.0 * (np.arange(256) / 255.0) ** gamma
    tables = np.clip(ramp[:, None] * gain + offset, 0, 255).astype(np.uint8)
    image = cv2.LUT(image, tables[None])
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    saturation = float(np.clip(np.exp(rng.normal(0.0, 0.25)), 0.0, 2.0))
    return cv2.addWeighted(image, saturation, grey, 1.0 - saturation, 0.0)  # type: ignore[return-value]


def _relight(image: Crop, rng: np.random.Generator) -> Crop:
    """A gain that grows along a random direction: one side of the face in the light, the other in the shade."""
    across = np.linspace(-1.0, 1.0, image.shape[0], dtype=np.float32)
    angle = rng.uniform(0.0, 2 * np.pi)
    ramp = np.cos(angle) * across[None, :] + np.sin(angle) * across[:, None]
    gain = np.exp2(np.float32(rng.uniform(0.3, 1.0)) * ramp)
    return cv2.convertScaleAbs(image * gain[..., None])  # type: ignore[return-value]


def _lower_resolution(image: Crop, rng: np.random.Generator) -> Crop:
    size = image.shape[0]
    small = int(np.exp(rng.uniform(np.log(size * 0.2), np.log(size * 0.8))))
    shrunk = cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA)
    how = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
    return cv2.resize(shrunk, (size, size), interpolation=how)  # type: ignore[return-value]


def _blur(image: Crop, rng: np.random.Generator) -> Crop:
    if rng.random() < 0.6:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.8))  # type: ignore[return-value]
    length = int(rng.integers(3, 10))
    kernel = np.zeros((length, length), dtype=np.float32)
    kernel[length // 2] = 1.0 / length
    turn = cv2.getRotationMatrix2D(((length - 1) / 2, (length - 1) / 2), rng.uniform(0, 180), 1.0)
    kernel = cv2.warpAffine(kernel, turn, (length, length))
    return cv2.filter2D(image, -1, kernel / max(float(kernel.sum()), 1e-3))  # type: ignore[return-value]


def _add_noise(image: Crop, rng: np.random.Generator) -> Crop:
    noise = rng.normal(0.0, rng.uniform(2.0, 14.0), image.shape).astype(np.float32)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _recompress(image: Crop, rng: np.random.Generator) -> Crop:
    quality = int(rng.integers(15, 80))
    _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)  # type: ignore[return-value]


def _erase(image: Crop, rng: np.random.Generator) -> Crop:
    """A box of one colour over a part of the face (Zhong et al., "Random Erasing", 2020)."""
    size = image.shape[0]
    width, height = (rng.uniform(0.12, 0.42, 2) * size).astype(int)
    x, y = int(rng.integers(0, size - width)), int(rng.integers(0, size - height))
    image = image.copy()
    image[y : y + height, x : x + width] = rng.integers(0, 256, 3)
    return image
