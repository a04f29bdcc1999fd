"""Two parts of a video that were analysed apart, where the second begins with frames that the first has as well."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..boxes import iou, stack_boxes
from ..types import FrameResult, TrackedFace

# the same face in the same frame, found twice; people who stand close overlap less
_SAME = 0.5
_TICKS_PER_S = 10_000


def tracks_that_go_on(before: Iterable[FrameResult], after: Iterable[FrameResult]) -> dict[int, int]:
    """Return which tracks of a part go on with tracks of the part before.

    Args:
        before: results of the frames before the seam, by the first part.
        after: results of the same frames, by the second.

    Returns:
        Numbers of tracks of the first part by those of the second: of the faces that were the same when both saw them
        last.
    """
    at = {_tick(result): result.faces for result in before}
    latest: dict[int, int] = {}
    for result in after:
        for own, other in _pairs(result.faces, at.get(_tick(result), ())):
            # a number has one successor: whoever had it before this frame has lost it
            latest = {one: number for one, number in latest.items() if number != other}
            latest[own] = other
    return latest


def _tick(result: FrameResult) -> int:
    return round(result.timestamp_s * _TICKS_PER_S)


def _pairs(later: Iterable[TrackedFace], earlier: Iterable[TrackedFace]) -> list[tuple[int, int]]:
    """Return the tracks of faces that are the same, those that overlap most first."""
    first = [face for face in later if face.track_id is not None]
    second = [face for face in earlier if face.track_id is not None]
    if not first or not second:
        return []
    overlaps = iou(stack_boxes([face.detection for face in first]), stack_boxes([face.detection for face in second]))
    pairs = []
    while overlaps.max() >= _SAME:
        row, column = np.unravel_index(int(overlaps.argmax()), overlaps.shape)
        pairs.append((first[row].track_id or 0, second[column].track_id or 0))
        overlaps[row], overlaps[:, column] = 0.0, 0.0
    return pairs
