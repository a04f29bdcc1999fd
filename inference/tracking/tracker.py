"""Links the faces of a video from frame to frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..boxes import same_face, stack_boxes
from ..frame_clock import FrameClock, FrameTime
from ..motion import Motion
from ..settings import TIME_TOLERANCE_S
from ..types import Detection, FloatArray, Frame
from .appearance import Appearance, compute_appearance, likeness
from .linking import assign, box_scores

# how long a face is shown where it should be after it was seen last: up to three frames at 25 per second
COAST_S = 0.125
# how long a person who is not seen keeps the number; time without frames counts no longer than this for each of them
REMEMBER_S = 1.0
LONGEST_STEP_S = 0.25
MAX_PEOPLE = 256
# people don't change within this time
_SAME_APPEARANCE_S = 0.2
# while there were no frames people walked: so many times farther than from frame to frame, and at most
_REACH_GROWS_PER_S = 4.0
_LONGEST_REACH = 5.0
# more than any two faces can fit out of sight
_IN_SIGHT = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class TrackedDetection:
    """A face of one frame and the person it belongs to.

    Attributes:
        track_id: number of the person, from 1.
        detection: where the face is in this frame.
        coasted: True where the detector did not see it in this frame and the position is predicted.
        observations: number of frames in which this person was seen, this one included.
    """

    track_id: int
    detection: Detection
    coasted: bool
    observations: int


class _Person(Motion):
    """A track: the face as it was seen last, how it looked and how it moves."""

    __slots__ = ("appearance", "appearance_s", "face", "missed_s", "observations", "track_id")

    def __init__(self, track_id: int, face: Detection, appearance: Appearance, now_s: float) -> None:
        super().__init__(face.xyxy, now_s)
        self.track_id = track_id
        self.face = face
        self.appearance = appearance
        self.appearance_s = now_s
        self.observations = 1
        self.missed_s = 0.0

    def update_face(self, face: Detection, now_s: float) -> None:
        """Update with where the face was observed."""
        self.update(face.xyxy, now_s)
        self.face = face
        self.missed_s = 0.0
        self.observations += 1

    def coast_to(self, now_s: float) -> Detection:
        """Return the face as it was, moved to where it should be."""
        return self.face.mapped(1, self.displacement(now_s))


class _Appearances:
    """The appearances of a frame's faces, computed when they are asked for."""

    def __init__(self, frame: Frame, faces: Sequence[Detection]) -> None:
        self._image_bgr = frame.image_bgr
        self._faces = faces
        self._known: dict[int, Appearance] = {}

    def __getitem__(self, index: int) -> Appearance:
        if index not in self._known:
            self._known[index] = compute_appearance(self._image_bgr, self._faces[index].xyxy)
        return self._known[index]


class FaceTracker:
    """Gives faces identities over time. Not thread-safe; memory is bounded.

    Faces are linked to the people known by where those should be (even speed, in seconds, so that a variable
    frame rate does no harm), the best fits first. After a gap in the frames they may be anywhere near, but have to look
    as before. Everything ends where the image is cut to another scene.
    """

    def __init__(self) -> None:
        self._people: list[_Person] = []
        self._next_id = 1
        self._clock = FrameClock()

    def update(
        self, frame: Frame, detections: Sequence[Detection], time: FrameTime | None = None
    ) -> list[TrackedDetection]:
        """Link the faces of the next frame to the people known, and coast those who were missed for a moment.

        Args:
            frame: the frame, in the order of its video.
            detections: its faces, each once.
            time: of the frame; kept by the tracker itself where None.

        Returns:
            One entry for each detection, in their order, then those coasted.
        """
        time = time or self._clock.step(frame)
        now_s = time.now_s
        self._follow(time)
        known = list(self._people)
        appearances = _Appearances(frame, detections)
        links = assign(_match_scores(known, detections, appearances, time))
        seen = []
        for index, face in enumerate(detections):
            if index in links:
                person = known[links[index]]
                person.update_face(face, now_s)
                if now_s - person.appearance_s >= _SAME_APPEARANCE_S:
                    person.appearance, person.appearance_s = appearances[index], now_s
            else:
                person = self._start(face, appearances[index], now_s)
            seen.append(TrackedDetection(person.track_id, face, False, person.observations))
        linked = set(links.values())
        missed = [person for index, person in enumerate(known) if index not in linked]
        return seen + self._coast(frame, missed, detections, now_s)

    def reset(self) -> None:
        """Forget everybody; numbers go on."""
        self._people = []
        self._clock.reset()

    def _follow(self, time: FrameTime) -> None:
        """Forget people not seen in the frames for long, and everybody where a scene begins."""
        if time.is_new_scene:
            self._people = []
        for person in self._people:
            person.missed_s += min(time.step_s or 0.0, LONGEST_STEP_S)
        self._people = [person for person in self._people if person.missed_s <= REMEMBER_S + TIME_TOLERANCE_S]

    def _start(self, face: Detection, appearance: Appearance, now_s: float) -> _Person:
        person = _Person(self._next_id, face, appearance, now_s)
        self._next_id += 1
        self._people.append(person)
        if len(self._people) > MAX_PEOPLE:
            self._people.remove(min(self._people, key=lambda other: other.observed_s))
        return person

    def _coast(
        self, frame: Frame, missed: Sequence[_Person], detections: Sequence[Detection], now_s: float
    ) -> list[TrackedDetection]:
        """Predict the people who were seen a moment ago, should be in the frame, and not behind somebody else."""
        height, width = frame.image_bgr.shape[:2]
        taken = stack_boxes(detections)
        coasted = []
        for person in missed:
            if now_s - person.observed_s > COAST_S:
                continue
            face = person.coast_to(now_s)
            x, y = (face.xyxy[0] + face.xyxy[2]) / 2, (face.xyxy[1] + face.xyxy[3]) / 2
            if 0 <= x < width and 0 <= y < height and not same_face(face.xyxy[None], taken).any():
                coasted.append(TrackedDetection(person.track_id, face, True, person.observations))
        return coasted


def _match_scores(
    known: Sequence[_Person], faces: Sequence[Detection], appearances: _Appearances, time: FrameTime
) -> FloatArray:
    """Return how well M faces fit N people, (N, M), 0 for not at all.

    Those in sight until now come before those who were not. The latter must also look as before: another person may
    have stepped into the place.
    """
    now_s, found = time.now_s, stack_boxes(faces)
    scores = box_scores(_stacked([person.predict(now_s) for person in known]), found)
    if known and (time.step_s or 0.0) > COAST_S:
        # nobody knows how they moved meanwhile, or whether they did
        reach = min(1.0 + _REACH_GROWS_PER_S * (time.step_s or 0.0), _LONGEST_REACH)
        scores = np.maximum(scores, box_scores(_stacked([person.xyxy for person in known]), found, reach))
    for row, person in enumerate(known):
        in_sight = now_s - person.observed_s <= COAST_S
        for column in np.flatnonzero(scores[row]).tolist():
            if in_sight:
                scores[row, column] += _IN_SIGHT
            else:
                alike = likeness(person.appearance, appearances[column])
                scores[row, column] = scores[row, column] + alike if alike > 0 else 0.0
    return scores


def _stacked(boxes: Sequence[FloatArray]) -> FloatArray:
    return np.array(boxes, dtype=np.float32).reshape(-1, 4)
