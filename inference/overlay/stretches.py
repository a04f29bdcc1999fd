"""For how long a label stands in one place: labels that lie over a video as subtitles move now and then, not always."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from ..types import Attributes, Detection, FloatArray, TrackedFace
from .arrangement import Arrangement, PlacedLabel
from .labels import face_labels

# a label stays where it is for so long, unless its face is elsewhere altogether
STEP_S = 0.25
_ROUNDING_S = 1e-6
# a face that has moved by less than this share of its width counts as standing
_STANDING = 0.1
_NO_BOX = np.zeros(4, dtype=np.float32)
_NO_LANDMARKS = np.zeros((6, 2), dtype=np.float32)


class Moment(NamedTuple):
    """Where people are from a time on.

    Attributes:
        time_s: seconds.
        boxes: (4,) float32 xyxy pixels by number of the person.
    """

    time_s: float
    boxes: Mapping[int, FloatArray]


class Stretch(NamedTuple):
    """A label that stands in one place from one time to another, seconds."""

    start_s: float
    end_s: float
    label: PlacedLabel


def label_stretches(
    moments: Iterable[Moment],
    end_s: float,
    people: Mapping[int, Attributes],
    size: tuple[int, int],
    hidden: AbstractSet[str],
) -> Iterator[Stretch]:
    """Yield the labels of a video as they end.

    Args:
        moments: by time.
        end_s: when the last of them ends, seconds.
        people: what is said of those who have labels, by number of the person.
        size: width and height of the video, pixels.
        hidden: attributes that are not shown.
    """
    still = _Standing()
    arrangement = Arrangement()
    words = {person: face_labels(_face(person, _NO_BOX, said), hidden) for person, said in people.items()}
    labels: dict[int, tuple[float, PlacedLabel]] = {}
    for moment, after in pairwise(chain(moments, [None])):
        assert moment is not None
        if not still.update(moment, after, people.keys()):
            continue
        faces = [_face(person, box, people[person]) for person, box in sorted(still.boxes.items())]
        placed_labels = arrangement.arrange(faces, [words[person] for person in sorted(still.boxes)], *size)
        now = {placed.face.person_id or 0: placed for placed in placed_labels}
        for person, (start_s, label) in list(labels.items()):
            if not _is_same(label, now.get(person)):
                del labels[person]
                yield Stretch(start_s, moment.time_s, label)
        for person, placed in now.items():
            labels.setdefault(person, (moment.time_s, placed))
    for start_s, label in labels.values():
        yield Stretch(start_s, end_s, label)


class _Standing:
    """Boxes of people as they stand: small movements don't count, others four times a second.

    Attributes:
        boxes: by number of the person.
    """

    def __init__(self) -> None:
        self.boxes: dict[int, FloatArray] = {}
        self._moved_s: dict[int, float] = {}

    def update(self, moment: Moment, after: Moment | None, shown: AbstractSet[int]) -> bool:
        """Go on to the next moment; return whether anything has changed."""
        boxes: dict[int, FloatArray] = {}
        for person, box in moment.boxes.items():
            if person not in shown:
                continue
            held = self.boxes.get(person)
            if held is not None and not self._is_due(person, moment.time_s, held, box):
                boxes[person] = held
                continue
            boxes[person] = box
            self._moved_s[person] = moment.time_s
            # between where it is and where it will be next, so that the label neither runs ahead nor lags
            if after is not None and (later := after.boxes.get(person)) is not None and _reach(later, box) < 1:
                boxes[person] = ((box + later) / 2).astype(np.float32)
        has_changed = boxes.keys() != self.boxes.keys() or any(box is not self.boxes[who] for who, box in boxes.items())
        self.boxes = boxes
        return has_changed

    def _is_due(self, person: int, now_s: float, held: FloatArray, box: FloatArray) -> bool:
        reach = _reach(held, box)
        is_rested = now_s - self._moved_s[person] >= STEP_S - _ROUNDING_S
        return reach >= 1 or (reach >= _STANDING and is_rested)


def _reach(one: FloatArray, other: FloatArray) -> float:
    """Return how far two boxes are apart, as a share of the width of the first."""
    return float(np.abs(one - other).max() / max(1.0, one[2] - one[0]))


def _is_same(one: PlacedLabel, other: PlacedLabel | None) -> bool:
    return other is not None and (one.label, one.text_px, one.place[:2]) == (
        other.label,
        other.text_px,
        other.place[:2],
    )


def _face(person: int, box: FloatArray, attributes: Attributes) -> TrackedFace:
    detection = Detection(box, 1.0, _NO_LANDMARKS)
    return TrackedFace(detection, attributes, track_id=person, person_id=person, visit_id=person)
