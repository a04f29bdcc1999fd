"""Pixels for the screen, made in the analysis thread so that the window only has to copy them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import cv2
import numpy as np

from inference.alignment import similarity_from_box, warp
from inference.overlay import Overlay
from inference.overlay.privacy import CELLS, covered_region, obscure, obscure_whole
from inference.settings import DisplaySettings, Privacy
from inference.types import Detection, Frame, FrameResult, ImageArray, TrackedFace

from .player import CapturedFrame
from .viewport import Region, Viewport

THUMBNAIL_PX = 112


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How frames are shown.

    Attributes:
        viewport: which part, how large.
        is_overlay_shown: draw boxes and labels.
        is_interval_shown: say how far an age may be off.
        settings: what is hidden, and how faces are protected.
        highlight: track that is emphasised.
    """

    viewport: Viewport = field(default_factory=Viewport)
    is_overlay_shown: bool = True
    is_interval_shown: bool = True
    settings: DisplaySettings = field(default_factory=DisplaySettings)
    highlight: int | None = None

    def overlay(self) -> Overlay:
        """Return a new overlay that draws so; one per video."""
        return Overlay(self.settings, annotate=self.is_overlay_shown, interval=self.is_interval_shown)

    def draws_like(self, other: RenderOptions) -> bool:
        """Return whether the same overlay serves both."""
        return replace(self, viewport=other.viewport, highlight=other.highlight) == other


@dataclass(frozen=True, slots=True, eq=False)
class RenderedFrame:
    """What the window shows of a frame.

    Attributes:
        image: (h, w, 4) uint8, blue, green, red, 255: what Qt calls RGB32.
        region: the part of the frame that `image` holds.
        captured: the frame.
        result: what was found; None where it was not analysed.
        thumbnails: (THUMBNAIL_PX, THUMBNAIL_PX, 4) uint8 faces by `face_key`.
        is_fresh: shown for the first time; False where only the options have changed.
        is_searched: all of the frame was searched for faces, as privacy wants it.
        is_covered: the whole of `image` is covered, since it was not.
    """

    image: ImageArray
    region: Region
    captured: CapturedFrame
    result: FrameResult | None
    thumbnails: Mapping[int, ImageArray]
    is_fresh: bool
    is_searched: bool
    is_covered: bool

    @property
    def frame_wh(self) -> tuple[int, int]:
        return _size(self.captured.frame)


def _size(frame: Frame) -> tuple[int, int]:
    return frame.image_bgr.shape[1], frame.image_bgr.shape[0]


def face_key(face: TrackedFace, position: int) -> int:
    """Return what tells the faces of a frame apart: the track; without tracking the place in the list, below 0."""
    return -1 - position if face.track_id is None else face.track_id


def safe_frame(frame: Frame, privacy: Privacy, *, is_searched: bool) -> Frame:
    """Return what may be shown of a frame: covered from rim to rim where faces are protected but were not searched for.

    A face may fill such a frame, so that no more than a face's few cells are left of it.
    """
    if is_searched or privacy is Privacy.NONE:
        return frame
    image = frame.image_bgr.copy()
    obscure_whole(image, CELLS, privacy)
    return replace(frame, image_bgr=image)


def render(
    frame: Frame, result: FrameResult | None, options: RenderOptions, overlay: Overlay
) -> tuple[ImageArray, Region]:
    """Draw the visible part of a frame in the size of the view, annotated at that size, so that text stays crisp.

    Args:
        frame: left as it is.
        result: what was found in it; all its detections are protected, also those that are ignored.
        options: how to show it.
        overlay: made by `options.overlay()`.

    Returns:
        (h, w, 4) uint8 RGB32 pixels, and the part of the frame that they show.
    """
    region = options.viewport.region(_size(frame))
    scale = options.viewport.transform(_size(frame)).scale or 1.0
    cut = frame.image_bgr[region.y1 : region.y2, region.x1 : region.x2]
    size = max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale))
    if size != (cut.shape[1], cut.shape[0]):
        # averaging keeps fine detail from flickering where the frame is larger than its image
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        cut = cast(ImageArray, cv2.resize(cut, size, interpolation=how))
    if result is not None and result.covered:
        scale_xy = np.array([size[0] / (region.x2 - region.x1), size[1] / (region.y2 - region.y1)])
        seen = result.mapped(scale_xy, -scale_xy * (region.x1, region.y1))
        cut = overlay.draw(replace(frame, image_bgr=cut), seen, options.highlight)
    return cast(ImageArray, cv2.cvtColor(cut, cv2.COLOR_BGR2BGRA)), region


def thumbnail(frame: Frame, face: TrackedFace, covered: Sequence[Detection], privacy: Privacy) -> ImageArray:
    """Cut out a face, with all faces in it protected as in the image.

    Args:
        frame: left as it is.
        face: whose thumbnail it is.
        covered: all that privacy covers in the frame: others may reach into the thumbnail.
        privacy: how they are protected.

    Returns:
        (THUMBNAIL_PX, THUMBNAIL_PX, 4) uint8 RGB32.
    """
    matrix = similarity_from_box(face.detection.xyxy, THUMBNAIL_PX)
    image = warp(frame.image_bgr, matrix, THUMBNAIL_PX)
    if privacy is not Privacy.NONE:
        scale = float(matrix[0, 0])
        x1, y1 = (-float(shift) / scale for shift in matrix[:, 2])
        x2, y2 = x1 + THUMBNAIL_PX / scale, y1 + THUMBNAIL_PX / scale
        for detection in covered:
            left, top, right, bottom = covered_region(detection.xyxy)
            # of a crowd few do, and telling so is cheaper than mapping
            if left < x2 and right > x1 and top < y2 and bottom > y1:
                obscure(image, detection.mapped(scale, matrix[:, 2]).xyxy, privacy)
    return cast(ImageArray, cv2.cvtColor(image, cv2.COLOR_BGR2BGRA))
