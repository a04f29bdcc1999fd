"""Changes of a crop, each of a given strength: augmentation draws the strengths, robustness takes them from a list.

Crops are (S, S, 3) uint8 RGB. No function changes its input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Crop = NDArray[np.uint8]


def shrink(crop: Crop, size: int) -> Crop:
    """Resize to (size, size, 3), averaging over the pixels that fall together."""
    return _uint8(cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA))


def enlarge(crop: Crop, size: int, interpolation: int = cv2.INTER_LINEAR) -> Crop:
    """Resize to (size, size, 3) by an interpolation of OpenCV."""
    return _uint8(cv2.resize(crop, (size, size), interpolation=interpolation))


def to_grey(crop: Crop) -> Crop:
    """Replace the three channels by their luminance."""
    return _uint8(cv2.cvtColor(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB))


def tone_curve(gain: ArrayLike = 1.0, gamma: float = 1.0, offset: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Compute the level that each level becomes: 255 (level / 255)^gamma x gain + offset, cut off at 0 and 255.

    Args:
        gain, offset: for all channels, or (3,) one per channel.
        gamma: for all channels.

    Returns:
        (256, 3) levels by channel, for `apply_tone_curve`.
    """
    ramp = 255.0 * (np.arange(256) / 255.0) ** gamma
    curve = np.clip(ramp[:, None] * np.asarray(gain) + np.asarray(offset), 0, 255)
    return np.broadcast_to(curve, (256, 3))


def apply_tone_curve(crop: Crop, curve: NDArray[np.floating]) -> Crop:
    """Change every level of every channel as `curve`, (256, 3), says; fractions of a level are dropped."""
    return _uint8(cv2.LUT(crop, curve.astype(np.uint8)[None]))


def saturate(crop: Crop, factor: float) -> Crop:
    """Multiply the distance of all colours from grey: 0 is grey, 1 changes nothing."""
    return _uint8(cv2.addWeighted(crop, factor, to_grey(crop), 1.0 - factor, 0.0))


def relight(crop: Crop, stops: float, angle: float) -> Crop:
    """Light one side and shade the other, by a gain that grows along a direction.

    Args:
        stops: logarithm to the base 2 of the gain at the lit end; the opposite end is as much darker.
        angle: direction of the light in radians: 0 from the right, pi / 2 from below.
    """
    across = np.linspace(-1.0, 1.0, crop.shape[0], dtype=np.float32)
    ramp = np.cos(angle) * across[None, :] + np.sin(angle) * across[:, None]
    gain = np.exp2(np.float32(stops) * ramp)
    return _uint8(cv2.convertScaleAbs(crop * gain[..., None]))


def lower_resolution(crop: Crop, side: int, interpolation: int = cv2.INTER_LINEAR) -> Crop:
    """Shrink to `side` pixels and enlarge to the old size by an interpolation of OpenCV."""
    return enlarge(shrink(crop, side), len(crop), interpolation)


def gaussian_blur(crop: Crop, sigma: float) -> Crop:
    """Blur by a Gaussian of a standard deviation in pixels."""
    return _uint8(cv2.GaussianBlur(crop, (0, 0), sigma))


def motion_blur(crop: Crop, length: int, angle_deg: float) -> Crop:
    """Blur along a line of `length` pixels that is turned by an angle in degrees."""
    kernel = np.zeros((length, length), dtype=np.float32)
    kernel[length // 2] = 1.0 / length
    turn = cv2.getRotationMatrix2D(((length - 1) / 2, (length - 1) / 2), angle_deg, 1.0)
    kernel = np.asarray(cv2.warpAffine(kernel, turn, (length, length)), dtype=np.float32)
    return _uint8(cv2.filter2D(crop, -1, kernel / max(float(kernel.sum()), 1e-3)))


def add_noise(crop: Crop, sigma: float, rng: np.random.Generator) -> Crop:
    """Add Gaussian noise of a standard deviation in levels to every value."""
    noise = rng.normal(0.0, sigma, crop.shape).astype(np.float32)
    return _uint8(np.clip(crop + noise, 0, 255).astype(np.uint8))


def compress_jpeg(crop: Crop, quality: int) -> Crop:
    """Write as JPEG at a quality of 0..100 and read again."""
    _, packed = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _uint8(cv2.imdecode(packed, cv2.IMREAD_COLOR))


def cover(crop: Crop, xywh: tuple[int, int, int, int], colour_rgb: Sequence[int] | NDArray[np.integer]) -> Crop:
    """Paint a box, given by its corner, width and height in pixels, in one colour."""
    x, y, width, height = xywh
    covered = crop.copy()
    covered[y : y + height, x : x + width] = colour_rgb
    return covered


def _uint8(image: object) -> Crop:
    # OpenCV's own types leave the dtype open
    return cast(Crop, image)
