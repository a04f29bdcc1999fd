"""Keeps people's numbers where other models take over: whoever stands where somebody stood stays that person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.boxes import iou, stack_boxes
from inference.types import FrameResult, TrackedFace

# the faces of the models before are known for this long: new ones may need some frames to name a crowd
_REMEMBERED_S = 0.5
# the same face, found by two detectors, or by one in two frames
_SAME_IOU = 0.4


class Numbering:
    """Translates the numbers of tracks and people of one pipeline after another. Not thread-safe.

    Within a source a number is never given to two people.
    """

    def __init__(self) -> None:
        self._shift = self._highest = 0
        self._people_shift = self._highest_person = 0
        # numbers here of the people of the pipeline, of those who stood where somebody stood
        self._same_people: dict[int, int] = {}
        self._before: FrameResult | None = None
        # numbers here by those of the pipeline, of those who were named while the ones before were remembered
        self._taken_over: dict[int, int] = {}

    def begin(self, last: FrameResult | None) -> None:
        """Expect results of another pipeline.

        Args:
            last: what the one before found last in the same source; None where there is nothing to go on from.
        """
        self._taken_over, self._same_people = {}, {}
        self._shift, self._before = self._highest, last
        self._people_shift = self._highest_person

    def begin_source(self) -> None:
        """Expect results of another source, whose tracks and people a pipeline numbers from 1."""
        self._before = None
        self._taken_over, self._same_people = {}, {}
        self._shift = self._highest = 0
        self._people_shift = self._highest_person = 0

    def apply(self, result: FrameResult) -> FrameResult:
        """Return a result with the numbers that people have here."""
        if self._before is not None:
            self._take_over(result, self._before)
        faces = tuple(self._renumbered(face) for face in result.faces)
        self._highest = max([self._highest, *(face.track_id or 0 for face in faces)])
        self._highest_person = max([self._highest_person, *(face.person_id or 0 for face in faces)])
        return replace(result, faces=faces)

    def _renumbered(self, face: TrackedFace) -> TrackedFace:
        if face.track_id is None:
            return face
        number = self._number(face.track_id)
        person = face.person_id
        if person is not None:
            if person not in self._same_people and self._before is not None and face.track_id in self._taken_over:
                known = {one.track_id: one.person_id for one in self._before.faces}.get(number)
                if known is not None and known not in self._same_people.values():
                    self._same_people[person] = known
            person = self._same_people.setdefault(person, person + self._people_shift)
        visit = None if face.visit_id is None else number
        return replace(face, track_id=number, person_id=person, visit_id=visit)

    def _number(self, track_id: int) -> int:
        return self._taken_over.get(track_id, track_id + self._shift)

    def _take_over(self, result: FrameResult, before: FrameResult) -> None:
        """Give those whom the pipeline names for the first time the numbers of those who stood there before."""
        if not 0.0 <= result.timestamp_s - before.timestamp_s <= _REMEMBERED_S:
            self._before = None
            return
        taken = self._taken_over.values()
        new = [face for face in result.faces if face.track_id is not None and face.track_id not in self._taken_over]
        known = [face for face in before.faces if face.track_id is not None and face.track_id not in taken]
        for face, number in zip(new, _successors(new, known), strict=True):
            assert face.track_id is not None
            self._taken_over[face.track_id] = self._number(face.track_id) if number is None else number


def _successors(new: list[TrackedFace], known: list[TrackedFace]) -> list[int | None]:
    """Return for each new face the number of the known one where it lies; the nearest pairs first, each once."""
    numbers: list[int | None] = [None] * len(new)
    overlap = iou(*(stack_boxes([face.detection for face in faces]) for faces in (new, known)))
    while overlap.size and overlap.max() >= _SAME_IOU:
        row, column = np.unravel_index(int(overlap.argmax()), overlap.shape)
        numbers[row] = known[column].track_id
        overlap[row], overlap[:, column] = 0, 0
    return numbers
