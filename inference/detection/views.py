"""The parts of a frame that a model is shown, at which size, and how what it finds gets back into the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ..types import Detection, FloatArray, ImageArray

# whoever is found nearer than this to a side of a view that the frame goes on behind may be cut by it, pixels seen
_CUT_MARGIN_PX = 2.0


@dataclass(frozen=True, slots=True)
class View:
    """A part of a frame, shown smaller or larger.

    Attributes:
        x1, y1, x2, y2: pixels of the frame; past the border the border's pixels repeat.
        shrink: pixels of the frame in a pixel of what is shown, along a side.
    """

    x1: int
    y1: int
    x2: int
    y2: int
    shrink: float = 1.0

    def contains(self, xyxy: FloatArray) -> bool:
        """Tell whether the middle of a box lies in this view."""
        x, y = (xyxy[0] + xyxy[2]) / 2, (xyxy[1] + xyxy[3]) / 2
        return bool(self.x1 <= x < self.x2 and self.y1 <= y < self.y2)

    def cuts(self, xyxy: FloatArray, width: int, height: int) -> bool:
        """Tell whether a side of this view may cut a box although the frame (`width`, `height`) goes on behind it."""
        margin = _CUT_MARGIN_PX * self.shrink
        return bool(
            (self.x1 > 0 and xyxy[0] < self.x1 + margin)
            or (self.y1 > 0 and xyxy[1] < self.y1 + margin)
            or (self.x2 < width and xyxy[2] > self.x2 - margin)
            or (self.y2 < height and xyxy[3] > self.y2 - margin)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What a view shows of a frame.

    Attributes:
        image_bgr: (H, W, 3) uint8, H and W at least 1.
        origin: x and y of its upper left corner in pixels of the frame.
        scale: pixels of the frame in one of its pixels, along x and y.
    """

    image_bgr: ImageArray
    origin: tuple[float, float]
    scale: tuple[float, float]

    def in_frame(self, face: Detection) -> Detection:
        """Return a face that was found in it, in pixels of the frame."""
        return face.mapped(self.scale, self.origin)


def cut_out(image_bgr: ImageArray, view: View) -> Part | None:
    """Return what a view shows of an (H, W, 3) image; None where it lies outside."""
    height, width = image_bgr.shape[:2]
    x1, y1, x2, y2 = max(view.x1, 0), max(view.y1, 0), min(view.x2, width), min(view.y2, height)
    if x1 >= x2 or y1 >= y2:
        return None
    shrunk = resized(image_bgr[y1:y2, x1:x2], view.shrink)
    # a side of one pixel can't be shown at the size asked for
    scale = ((x2 - x1) / shrunk.shape[1], (y2 - y1) / shrunk.shape[0])
    left, top = round((x1 - view.x1) / view.shrink), round((y1 - view.y1) / view.shrink)
    right, bottom = round((view.x2 - x2) / view.shrink), round((view.y2 - y2) / view.shrink)
    if left or top or right or bottom:
        shrunk = cv2.copyMakeBorder(shrunk, top, bottom, left, right, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    return Part(shrunk, (x1 - left * scale[0], y1 - top * scale[1]), scale)


def resized(image: ImageArray, shrink: float) -> ImageArray:
    """Return an image made smaller by a factor, or larger where that is below 1.

    Halving as often as it goes and interpolating the rest costs an eighth of averaging by an odd factor (0.3 ms
    in place of 2.3 for a slice of 640 px).
    """
    size = (max(1, round(image.shape[1] / shrink)), max(1, round(image.shape[0] / shrink)))
    if size == (image.shape[1], image.shape[0]):
        return image
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        half = (image.shape[1] // 2, image.shape[0] // 2)
        even = image[: 2 * half[1], : 2 * half[0]]
        image = cv2.resize(even, half, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    smooth = cv2.INTER_LINEAR if shrink > 1.0 else cv2.INTER_CUBIC
    return cv2.resize(image, size, interpolation=smooth)  # type: ignore[return-value]


def square_view(xyxy: FloatArray, sides: float, shown_px: int) -> View:
    """Return a square view around the middle of a box.

    Args:
        xyxy: (4,) float32 pixels.
        sides: how large the view is, in longer sides of the box.
        shown_px: side of what is shown, pixels.
    """
    side = sides * float(max(xyxy[2] - xyxy[0], xyxy[3] - xyxy[1]))
    x1, y1 = round((float(xyxy[0] + xyxy[2]) - side) / 2), round((float(xyxy[1] + xyxy[3]) - side) / 2)
    size = max(round(side), 8)
    return View(x1, y1, x1 + size, y1 + size, size / shown_px)


def starts(length: int, side: int, overlap: int) -> list[int]:
    """Return where the pieces begin that cover a length, evenly spread and overlapping by `overlap` at least."""
    if length <= side:
        return [0]
    steps = int(np.ceil((length - side) / (side - overlap)))
    return [round(step * (length - side) / steps) for step in range(steps + 1)]
