"""Makes faces unrecognisable in the annotated image.

The face is averaged down to a few cells and only these cells are shown, as tiles or smoothly interpolated:
what is finer than a cell is not in the image any more, whatever the size of the face. (A blur whose width
doesn't follow the face, or a mosaic of 8 to 16 cells, still lets networks recognise people: McPherson,
Shokri and Shmatikov, "Defeating Image Obfuscation with Deep Learning", 2016.)
"""

from __future__ import annotations

import cv2
import numpy as np

from ..settings import Privacy
from ..types import FloatArray, ImageArray

# cells across a face box; the covered region is larger and gets cells of the same size
CELLS = 5
# the detector's box runs from the brows to the chin: hair, forehead and ears need these shares of it
_GROW_TOP, _GROW_SIDES, _GROW_BOTTOM = 0.45, 0.25, 0.20
_GRID = 64


def covered_region(xyxy: FloatArray) -> tuple[float, float, float, float]:
    """Return the box that holds the whole head of a face: x1, y1, x2, y2 in pixels, may reach past the image."""
    x1, y1, x2, y2 = (float(v) for v in xyxy)
    width, height = x2 - x1, y2 - y1
    return (
        x1 - _GROW_SIDES * width,
        y1 - _GROW_TOP * height,
        x2 + _GROW_SIDES * width,
        y2 + _GROW_BOTTOM * height,
    )


def obscure(image: ImageArray, xyxy: FloatArray, how: Privacy) -> None:
    """Cover one face, in place.

    Args:
        image: (H, W, 3) uint8, written into.
        xyxy: (4,) face box in pixels.
        how: `blur` or `pixelate`; `none` does nothing.
    """
    height, width = image.shape[:2]
    region = covered_region(xyxy)
    left, top = max(0, int(region[0])), max(0, int(region[1]))
    right, bottom = min(width, int(np.ceil(region[2]))), min(height, int(np.ceil(region[3])))
    if how is Privacy.NONE or right <= left or bottom <= top:
        return
    head = image[top:bottom, left:right]
    cell = max(float(xyxy[2] - xyxy[0]), float(xyxy[3] - xyxy[1])) / CELLS
    size = (right - left, bottom - top)
    cells = (max(1, round(size[0] / cell)), max(1, round(size[1] / cell))) if cell > 0 else (1, 1)
    few = cv2.resize(head, cells, interpolation=cv2.INTER_AREA)
    if how is Privacy.PIXELATE:
        cv2.resize(few, size, dst=head, interpolation=cv2.INTER_NEAREST)
        return
    smooth = cv2.resize(cv2.GaussianBlur(few, (3, 3), 0), size, interpolation=cv2.INTER_CUBIC)
    weight = _soft_ellipse(region, left, top, size)
    cv2.blendLinear(smooth, head, weight, 1 - weight, dst=head)


def obscure_whole(image: ImageArray, cells: int, how: Privacy) -> None:
    """Cover an image from rim to rim, in place.

    Args:
        image: (H, W, 3) uint8, written into.
        cells: across its longer side; no face in it may span more than `CELLS` of them.
        how: `blur` or `pixelate`; `none` does nothing.
    """
    height, width = image.shape[:2]
    if how is Privacy.NONE:
        return
    cell = max(height, width) / max(1, cells)
    few = cv2.resize(image, (max(1, round(width / cell)), max(1, round(height / cell))), interpolation=cv2.INTER_AREA)
    kind = cv2.INTER_NEAREST if how is Privacy.PIXELATE else cv2.INTER_CUBIC
    cv2.resize(few, (width, height), dst=image, interpolation=kind)


def _soft_ellipse(region: tuple[float, float, float, float], left: int, top: int, size: tuple[int, int]) -> FloatArray:
    """Return the weight of the cover, (h, w) float32: 1 over the whole box, fading to 0 at the region's rim.

    A superellipse of third order: an ellipse of the same size would show the box's corners, and the jaw there.
    """
    # computed on a coarse grid: it is smooth, and a large face has half a million pixels
    grid = (min(size[0], _GRID), min(size[1], _GRID))
    x = left + (np.arange(grid[0]) + 0.5) * size[0] / grid[0]
    y = top + (np.arange(grid[1]) + 0.5) * size[1] / grid[1]
    from_middle_x = np.abs(2 * x - region[0] - region[2]) / (region[2] - region[0])
    from_middle_y = np.abs(2 * y - region[1] - region[3]) / (region[3] - region[1])
    radius = from_middle_x[None, :] ** 3 + from_middle_y[:, None] ** 3
    weight = np.clip((1.0 - radius) * 3.3, 0.0, 1.0).astype(np.float32)
    return cv2.resize(weight, size, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
