"""The images of the built-in demo clip: two portraits that glide over a soft background.

Both photographs, Rear Admiral Grace Hopper (U.S. Navy) and astronaut Eileen Collins (NASA), are works of the United
States government and in the public domain; see `assets/photos/NOTICE.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import SourceError
from ..types import FloatArray, ImageArray

_PHOTOS = Path(__file__).resolve().parents[2] / "assets" / "photos"
GRACE_HOPPER, EILEEN_COLLINS = _PHOTOS / "grace_hopper.jpg", _PHOTOS / "eileen_collins.png"

WIDTH, HEIGHT = 1280, 720
DURATION_S = 12.0

# BGR
_CREAM, _PEACH, _SKY, _MIST = (228, 238, 246), (186, 211, 247), (236, 214, 190), (244, 233, 222)
_FRAME_WHITE = 252

# a card's photograph is this high; the largest close-up shows it about 1:1
_PHOTO_HEIGHT = 1000
_BORDER, _RADIUS, _SHADOW = 0.028, 0.045, 0.05
_SHADOW_STRENGTH = 0.34


class Pose(NamedTuple):
    """Where a card is at a time: centre as a share of the image, height of the photograph as a share of the
    image's, angle in degrees."""

    time_s: float
    x: float
    y: float
    height: float
    angle: float


# between two poses the motion starts and ends gently
_HOPPER_PATH = (
    Pose(0.0, 0.50, 0.52, 0.78, -1.5),
    Pose(2.4, 0.50, 0.62, 1.16, 0.5),
    Pose(4.3, 0.27, 0.52, 0.80, -2.5),
    Pose(6.6, 0.23, 0.55, 0.56, -4.0),
    Pose(8.2, -0.30, 0.60, 0.50, -9.0),
)
_COLLINS_PATH = (
    Pose(2.3, 1.30, 0.46, 0.62, 8.0),
    Pose(4.4, 0.72, 0.50, 0.74, 2.0),
    Pose(6.6, 0.68, 0.55, 0.96, 1.0),
    Pose(9.3, 0.52, 0.80, 1.38, -0.5),
    Pose(12.0, 0.60, 0.54, 0.86, 1.0),
)


class DemoScene:
    """The scene of the clip, drawn for any moment of it."""

    def __init__(self) -> None:
        """Prepare background and cards.

        Raises:
            SourceError: a photograph is missing or damaged.
        """
        # the same shape for both: the shuttle's half of the second photograph is left out
        self._cards = (
            (_Card.of(_read(GRACE_HOPPER)), _HOPPER_PATH),
            (_Card.of(_read(EILEEN_COLLINS)[:, 8:445]), _COLLINS_PATH),
        )
        self._background = _background()

    def image(self, time_s: float) -> ImageArray:
        """Draw the image at a time in 0..`DURATION_S` seconds: (720, 1280, 3) uint8 BGR."""
        image = self._background.copy()
        for (card, _), pose in zip(self._cards, self.poses(time_s), strict=True):
            if pose is not None:
                card.draw(image, pose)
        return image

    def poses(self, time_s: float) -> list[Pose | None]:
        """Return where Hopper's and Collins' cards are; None for off stage."""
        return [_pose_at(path, time_s, phase) for phase, (_, path) in enumerate(self._cards)]


def _read(path: Path) -> ImageArray:
    try:
        image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    except OSError as error:
        raise SourceError(f"the demo needs the photograph {path} ({error.strerror}); install FaceLens again") from error
    if image is None:
        raise SourceError(f"the photograph {path} is damaged; install FaceLens again")
    return cast(ImageArray, image)


def _ease(share: float) -> float:
    """Map 0..1 to 0..1 with no speed at both ends (smoothstep)."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def _pose_at(path: tuple[Pose, ...], time_s: float, phase: int) -> Pose | None:
    """Interpolate the pose, with a slight sway so that nothing ever stands still; None where off stage."""
    if time_s < path[0].time_s or (time_s > path[-1].time_s and path[-1].time_s < DURATION_S):
        return None
    following = next((i for i, pose in enumerate(path) if pose.time_s > time_s), len(path) - 1)
    start, end = path[following - 1], path[following]
    share = _ease((time_s - start.time_s) / (end.time_s - start.time_s))
    _, x, y, _, angle = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    # growing by equal factors looks even, growing by equal steps does not
    height = start.height * (end.height / start.height) ** share
    sway = 2 * np.pi * (time_s / 4.8 + phase / 2)
    return Pose(time_s, x + 0.006 * np.sin(sway), y + 0.008 * np.cos(sway), height, angle + 0.6 * np.sin(sway))


@dataclass(frozen=True, slots=True)
class _Card:
    """A framed photograph with its shadow, in several sizes.

    Attributes:
        levels: (H, W, 4) uint8 images, BGR multiplied by alpha, each smaller than the last by the square root
            of two: shrinking in small steps keeps edges smooth.
    """

    levels: tuple[ImageArray, ...]

    @classmethod
    def of(cls, photo: ImageArray) -> _Card:
        scale = _PHOTO_HEIGHT / photo.shape[0]
        size = (round(photo.shape[1] * scale), _PHOTO_HEIGHT)
        large = cv2.resize(photo, size, interpolation=cv2.INTER_LANCZOS4).astype(np.float32)
        levels = [_framed(cast(FloatArray, large))]
        while levels[-1].shape[0] > _PHOTO_HEIGHT // 3:
            height, width = (round(side / 2**0.5) for side in levels[-1].shape[:2])
            levels.append(cast(ImageArray, cv2.resize(levels[-1], (width, height), interpolation=cv2.INTER_AREA)))
        return cls(tuple(levels))

    def draw(self, image: ImageArray, pose: Pose) -> None:
        """Lay the card over an image, in place."""
        scale = pose.height * HEIGHT / _PHOTO_HEIGHT
        level = min(max(int(-2 * np.log2(scale)), 0), len(self.levels) - 1)
        card = self.levels[level]
        height, width = card.shape[:2]
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), pose.angle, scale * 2 ** (level / 2))
        centre = np.array([pose.x * WIDTH, pose.y * HEIGHT])
        matrix[:, 2] += centre - ((width - 1) / 2, (height - 1) / 2)
        x1, y1, x2, y2 = _covered(matrix, width, height)
        if x1 >= x2 or y1 >= y2:
            return
        matrix[:, 2] -= (x1, y1)
        layer = cv2.warpAffine(card, matrix, (x2 - x1, y2 - y1))
        under = image[y1:y2, x1:x2]
        see_through = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(layer, 3)), cv2.COLOR_GRAY2BGR)
        under[:] = cv2.add(cv2.cvtColor(layer, cv2.COLOR_BGRA2BGR), cv2.multiply(under, see_through, scale=1 / 255))


def _covered(matrix: NDArray[Any], width: int, height: int) -> tuple[int, int, int, int]:
    """Return the part of the image that a card reaches: x1, y1, x2, y2 in whole pixels."""
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ matrix[:, :2].T + matrix[:, 2]
    x1, y1 = np.clip(np.floor(corners.min(0)).astype(int) - 1, 0, (WIDTH, HEIGHT))
    x2, y2 = np.clip(np.ceil(corners.max(0)).astype(int) + 1, 0, (WIDTH, HEIGHT))
    return int(x1), int(y1), int(x2), int(y2)


def _framed(photo: FloatArray) -> ImageArray:
    """Give a photograph rounded corners, white frame and shadow: (H, W, 4) uint8, BGR multiplied by alpha."""
    height, width = photo.shape[:2]
    border, radius, blur = (round(share * height) for share in (_BORDER, _RADIUS, _SHADOW))
    margin = 3 * blur
    frame = np.pad(photo, ((border, border), (border, border), (0, 0)))
    inner = np.pad(_rounded(height, width, radius - border // 2), border)[..., None]
    frame = frame * inner + _FRAME_WHITE * (1 - inner)
    alpha = np.pad(_rounded(frame.shape[0], frame.shape[1], radius), margin)
    colour = np.pad(frame, ((margin, margin), (margin, margin), (0, 0))) * alpha[..., None]
    # the shadow is black: it has alpha, but no colour
    shadow = _blurred(np.roll(alpha, blur // 2, axis=0), blur) * _SHADOW_STRENGTH
    together = 255 * (alpha + shadow * (1 - alpha))
    return (np.dstack([colour, together]) + 0.5).astype(np.uint8)


def _blurred(mask: FloatArray, sigma: float) -> FloatArray:
    """Apply a wide Gaussian blur, at a quarter of the size."""
    height, width = mask.shape
    small = cv2.resize(mask, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    return cast(FloatArray, cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def _rounded(height: int, width: int, radius: int) -> FloatArray:
    """Draw the mask of a rectangle with round corners, smooth at the edge: (H, W) float32 in 0..1."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    dx = np.maximum(np.abs(x - (width - 1) / 2) - ((width - 1) / 2 - radius), 0)
    dy = np.maximum(np.abs(y - (height - 1) / 2) - ((height - 1) / 2 - radius), 0)
    return cast(FloatArray, np.clip(radius + 0.5 - np.hypot(dx, dy), 0, 1).astype(np.float32))


def _background() -> ImageArray:
    """Draw cream to mist with two wide glows; it stands still, so that the encoder keeps its bits for the faces."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    x, y = x / WIDTH, y / HEIGHT
    image = _blend(_CREAM, _MIST, (x + y) / 2)
    image = _blend(image, _PEACH, 0.75 * np.exp(-((x - 0.92) ** 2 + (y - 0.04) ** 2) / 0.16))
    image = _blend(image, _SKY, 0.95 * np.exp(-((x - 0.04) ** 2 + (y - 0.98) ** 2) / 0.22))
    # a trace of grain keeps eight bits from showing as steps
    grain = np.random.default_rng(1).normal(0.5, 1.2, (HEIGHT, WIDTH, 1))
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def _blend(under: ArrayLike, over: ArrayLike, share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mix two colours or images by an (H, W) share."""
    weights = share[..., None]
    return (np.asarray(under) * (1 - weights) + np.asarray(over) * weights).astype(np.float32)
