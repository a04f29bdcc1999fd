"""The parts of a frame that a model is shown, and how what it finds there gets back into the frame's pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ..boxes import non_max_suppression, same_face, stack_boxes
from ..types import Detection, FloatArray, ImageArray
from .blazeface import BlazeFace, BlazeFaceModel

# neighbouring slices share at least this part of their side
SLICE_OVERLAP = 0.2
# the side of the view around a face (its ROI), in sides of its box: what short range sees of a training chip, so that
# the landmarks mean the same in serving and training (measured: with a box a third of the view they lie 6 % of the
# face's width elsewhere)
ROI_SIDES = 1.7
# sizes of faces, in sides of a view, that the full-range model does not miss
SUITABLE = (0.06, 0.4)
# how far apart, in widths of a face, two models may see its landmarks
AGREEMENT = 0.27
# a face nearer than this to a slice's border (in slice sides) may be cut by it
_CUT_MARGIN = 0.01


@dataclass(frozen=True, slots=True)
class View:
    """A part of the frame and the model that it is shown to.

    Attributes:
        variant: which of the BlazeFace models is run on it.
        x1, y1, x2, y2: pixels of the frame; past the border the border's pixels repeat.
        min_face_px: narrower faces are left to other views.
    """

    variant: BlazeFace
    x1: int
    y1: int
    x2: int
    y2: int
    min_face_px: float = 0.0

    @property
    def side(self) -> int:
        """The longer side in pixels, which the model sees shrunk to its input."""
        return max(self.x2 - self.x1, self.y2 - self.y1)

    def contains(self, xyxy: FloatArray) -> bool:
        """Tell whether the middle of a box lies in this view."""
        x, y = (xyxy[0] + xyxy[2]) / 2, (xyxy[1] + xyxy[3]) / 2
        return bool(self.x1 <= x < self.x2 and self.y1 <= y < self.y2)

    def suits(self, xyxy: FloatArray) -> bool:
        """Tell whether the full-range model can't miss a face with this box: well inside, neither tiny nor huge."""
        width = float(xyxy[2] - xyxy[0])
        margin = width / 2
        inside = (
            self.x1 + margin < xyxy[0]
            and self.y1 + margin < xyxy[1]
            and xyxy[2] < self.x2 - margin
            and xyxy[3] < self.y2 - margin
        )
        return bool(
            self.variant is BlazeFace.FULL_RANGE
            and inside
            and SUITABLE[0] * self.side < width < SUITABLE[1] * self.side
        )


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A face as found in one view.

    Attributes:
        face: in pixels of the frame.
        cut: True where the view's border may cut it although the frame goes on.
    """

    face: Detection
    cut: bool


def full_frame(width: int, height: int, variant: BlazeFace, border: float = 0.0, min_face: float = 0.0) -> View:
    """Return a view of all of a frame.

    Args:
        width, height: of the frame, pixels.
        variant: which model is run on it.
        border: how much to add around it, in longer sides of the frame.
        min_face: width of the smallest face to report, in longer sides of the frame.
    """
    longer = max(width, height)
    pad = round(border * longer)
    return View(variant, -pad, -pad, width + pad, height + pad, min_face * longer)


def slices(width: int, height: int, side: int, variant: BlazeFace = BlazeFace.FULL_RANGE) -> list[View]:
    """Return overlapping squares that cover a frame, evenly spread; smaller where the frame is."""
    return [
        View(variant, x, y, min(x + side, width), min(y + side, height))
        for y in _starts(height, side)
        for x in _starts(width, side)
    ]


def _starts(length: int, side: int) -> list[int]:
    if length <= side:
        return [0]
    steps = int(np.ceil((length - side) / (side * (1.0 - SLICE_OVERLAP))))
    return [round(step * (length - side) / steps) for step in range(steps + 1)]


def roi_view(xyxy: FloatArray) -> View:
    """Return the view of the short-range model around a box, (4,) pixels: a close look at a face."""
    side = ROI_SIDES * float(max(xyxy[2] - xyxy[0], xyxy[3] - xyxy[1]))
    x1, y1 = round((float(xyxy[0] + xyxy[2]) - side) / 2), round((float(xyxy[1] + xyxy[3]) - side) / 2)
    size = max(round(side), 8)
    return View(BlazeFace.SHORT_RANGE, x1, y1, x1 + size, y1 + size)


def propose(model: BlazeFaceModel, image_bgr: ImageArray, view: View) -> list[Proposal]:
    """Run a model on one view and return what it finds, best first.

    The view is shrunk to the model's input first: MediaPipe itself would skip pixels, and small faces with them.
    """
    height, width = image_bgr.shape[:2]
    inside = image_bgr[max(view.y1, 0) : min(view.y2, height), max(view.x1, 0) : min(view.x2, width)]
    if inside.size == 0:
        return []
    scale = view.side / view.variant.input_px
    part = _resized(inside, scale)
    # the border's width on each side, in pixels of the part
    left, top = round(max(-view.x1, 0) / scale), round(max(-view.y1, 0) / scale)
    right, bottom = round(max(view.x2 - width, 0) / scale), round(max(view.y2 - height, 0) / scale)
    if left or top or right or bottom:
        part = cv2.copyMakeBorder(part, top, bottom, left, right, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    origin = (max(view.x1, 0) - left * scale, max(view.y1, 0) - top * scale)
    faces = [face.mapped(scale, origin) for face in model.detect(part)]
    return [Proposal(face, _is_cut(face.xyxy, view, width, height)) for face in faces if face.width >= view.min_face_px]


def _resized(image: ImageArray, scale: float) -> ImageArray:
    """Return an image made smaller by a factor, or larger where that is below 1.

    Halving as often as it goes and interpolating the rest costs an eighth of averaging by an odd factor (0.3 ms
    in place of 2.3 for a slice of 640 px).
    """
    size = (max(1, round(image.shape[1] / scale)), max(1, round(image.shape[0] / scale)))
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        half = (image.shape[1] // 2, image.shape[0] // 2)
        even = image[: 2 * half[1], : 2 * half[0]]
        image = cv2.resize(even, half, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    smooth = cv2.INTER_LINEAR if scale > 1.0 else cv2.INTER_CUBIC
    return cv2.resize(image, size, interpolation=smooth)  # type: ignore[return-value]


def _is_cut(xyxy: FloatArray, view: View, width: int, height: int) -> bool:
    margin = _CUT_MARGIN * view.side
    return bool(
        (view.x1 > 0 and xyxy[0] < view.x1 + margin)
        or (view.y1 > 0 and xyxy[1] < view.y1 + margin)
        or (view.x2 < width and xyxy[2] > view.x2 - margin)
        or (view.y2 < height and xyxy[3] > view.y2 - margin)
    )


def merge_proposals(proposals: Sequence[Proposal]) -> list[Detection]:
    """Return one box per face out of overlapping views: uncut before cut, then the higher score; best first."""
    ordered = sorted(proposals, key=lambda proposal: (proposal.cut, -proposal.face.score))
    faces = [proposal.face for proposal in ordered]
    return sorted(without_duplicates(faces), key=lambda face: -face.score)


def without_duplicates(faces: Sequence[Detection]) -> list[Detection]:
    """Return each face once: of those that share a place the first in the sequence stays."""
    return [faces[index] for index in non_max_suppression(stack_boxes(faces))]


def landmarks_agree(first: Detection, second: Detection) -> bool:
    """Tell whether two models mean the same eyes, nose and mouth.

    What is no face may please both (the back of a head does), but not with the same landmarks: on a street scene
    these lie 0.06 of a face's width apart in the median and 0.20 in the worst 5 % of faces, on hair 0.34 to 0.57.
    """
    x, y = (first.landmarks_px[:4] - second.landmarks_px[:4]).T
    return bool(np.hypot(x, y).sum() <= 4 * AGREEMENT * max(second.width, 1.0))


def face_at(proposals: Sequence[Proposal], xyxy: FloatArray) -> Detection | None:
    """Return the face at a place, of those that a close look at it showed.

    Args:
        proposals: what was found there, best first.
        xyxy: (4,) float32, about where the face is.

    Returns:
        The clearest face that may be the one at that place, or None.
    """
    faces = [proposal.face for proposal in proposals]
    fits = same_face(stack_boxes(faces), xyxy[None])[:, 0]
    return next((face for face, fit in zip(faces, fits, strict=True) if fit), None)
