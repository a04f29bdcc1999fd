"""Which label each face of a frame gets, how large, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..types import FloatArray, TrackedFace
from .labels import Label, measure
from .placement import GOOD, Place, best_place

# text height as a share of the root of the image's area: 22 px in 1080p
_TEXT_SHARE = 0.0155
_MIN_TEXT_PX = 12
# the short label of a small face is set a little smaller than the others
_SHORT_SIZE = 0.86
# a label may be this much wider than its face, from the fullest to the one before the short ones
_OVERHANG = (1.35, 2.0)
_NO_BOXES = np.empty((0, 4), dtype=np.float32)


class Style(NamedTuple):
    """Sizes that follow the image.

    Attributes:
        text: height of text in pixels.
        line: width of lines in pixels.
    """

    text: int
    line: int

    @classmethod
    def of(cls, width: int, height: int) -> Style:
        """Return the sizes for an image of so many pixels."""
        extent = float(np.sqrt(width * height))
        return cls(text=max(_MIN_TEXT_PX, round(extent * _TEXT_SHARE)), line=max(1, round(extent / 640)))


class PlacedLabel(NamedTuple):
    """A label in an image.

    Attributes:
        face: whose it is.
        label: its text.
        text_px: height of its first row's font, pixels.
        place: where it stands.
    """

    face: TrackedFace
    label: Label
    text_px: int
    place: Place

    @property
    def xyxy(self) -> tuple[int, int, int, int]:
        """The box of the label, pixels."""
        width, height = measure(self.label, self.text_px)
        return self.place.x, self.place.y, self.place.x + width, self.place.y + height


class Arrangement:
    """Places labels. Remembers where they stood, so that they don't jump; one per video. Not thread-safe."""

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}

    def arrange(
        self, faces: Sequence[TrackedFace], labels: Sequence[tuple[Label, ...]], width: int, height: int
    ) -> list[PlacedLabel]:
        """Return the labels of a frame's faces; those that find no place have none.

        Args:
            faces: those before others choose first.
            labels: of each face those that it may get, as of `face_labels`.
            width, height: of the image, pixels.
        """
        style = Style.of(width, height)
        boxes = np.array([face.detection.xyxy for face in faces], dtype=np.float32).reshape(-1, 4)
        placed: list[PlacedLabel] = []
        taken, slots = _NO_BOXES, {}
        for number, (face, variants) in enumerate(zip(faces, labels, strict=True)):
            others = boxes[np.arange(len(boxes)) != number]
            habit = None if face.track_id is None else self._slots.get(face.track_id)
            found = _choose(face, variants, style, (width, height), others, taken, habit)
            if found is None:
                continue
            placed.append(found)
            taken = np.vstack([taken, found.xyxy])
            if face.track_id is not None:
                slots[face.track_id] = found.place.slot
        self._slots = slots
        return placed


def _choose(
    face: TrackedFace,
    labels: tuple[Label, ...],
    style: Style,
    image_wh: tuple[int, int],
    others: FloatArray,
    taken: FloatArray,
    habit: int | None,
) -> PlacedLabel | None:
    """Choose the fullest label that suits the face and finds a free spot; else the one that covers least.

    None where the face has left the image (a predicted one may) or no label fits into it.
    """
    best: PlacedLabel | None = None
    own = face.detection.xyxy
    if own[2] <= 0 or own[3] <= 0 or own[0] >= image_wh[0] or own[1] >= image_wh[1]:
        return None
    first_short = _first_short(labels)
    for number, label in enumerate(labels):
        size = max(_MIN_TEXT_PX, round(style.text * _SHORT_SIZE)) if len(label) == 1 else style.text
        extent = measure(label, size)
        if number < first_short and extent[0] > _OVERHANG[min(number, 1)] * face.detection.width:
            continue
        place = best_place(own, extent, style.line + 2, image_wh, others, taken, habit)
        if place is None or (first_short <= number < len(labels) - 1 and not place.is_free):
            continue
        if best is None or place.cost < best.place.cost:
            best = PlacedLabel(face, label, size, place)
            if place.cost < GOOD:
                break
    return best


def _first_short(labels: tuple[Label, ...]) -> int:
    """Return from which place on labels are short ones, which any face may get: the last, with a number and without."""
    last = len(labels) - 1
    is_numbered = last > 0 and len(labels[-2]) == 1 and labels[-2][0][1:] == labels[-1][0]
    return last - is_numbered
