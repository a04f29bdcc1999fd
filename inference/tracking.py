"""Identities over time, and the smoothing of what is said about people.

The pipeline's calls for one frame of a video (`frame.is_still` is False and `settings.tracking` is True):

    detections = detector.detect(frame)                    # list[Detection], the detector keeps its own memory
    tracked = tracker.update(frame, detections)            # list[TrackedDetection], carried faces included
    seen = [face.detection for face in tracked if not face.carried]
    attributes = estimator.estimate(frame.image_bgr, seen) # one Attributes for each seen face, in this order
    faces = smoother.update(tracked, attributes)           # list[TrackedFace]

Stills, and videos without tracking, need neither of the two: one `TrackedFace` for each detection.
`tracker.reset()` and `smoother.reset()` start afresh (another source); a timestamp that goes back, or far
ahead, does so by itself in the tracker, and the smoother forgets whatever the tracker no longer knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .boxes import overlaps, same_face, stacked
from .motion import Motion
from .scene_cuts import SceneCuts
from .settings import Settings
from .types import AGES, ETHNICITIES, GENDERS, Attributes, Detection, FloatArray, Frame, TrackedFace

# how long a face is shown where it should be after it was seen last: up to three frames at 25 a second
CARRY_S = 0.125
# how long a person who is not seen keeps the number
REMEMBER_S = 1.0
# a longer gap between frames, or a step back, is a jump to elsewhere in the video
JUMP_S = 2.0
MAX_PEOPLE = 256
# two boxes belong to one person where they overlap by this much, or, for small and fast faces that do not
# overlap, where their middles are nearer than this many sides and their sizes alike
_MIN_OVERLAP = 0.15
_MAX_DISTANCE = 0.8
_MAX_SIZE_RATIO = 1.6
# what is left of an answer's weight with each answer after it: half of it after 34
_FADING = 0.98
# an aligned crop of 112 px shows a face about this wide
_FULL_WIDTH_PX = 96.0
_LEAST_QUALITY = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class TrackedDetection:
    """A face of one frame and the person it belongs to.

    Attributes:
        track_id: number of the person, from 1.
        detection: where the face is in this frame.
        carried: True where the detector did not see it in this frame and the position is predicted.
        age_frames: number of frames in which this person was seen, this one included.
    """

    track_id: int
    detection: Detection
    carried: bool
    age_frames: int


class _Person(Motion):
    """A track: the face as it was seen last, and how it moves."""

    __slots__ = ("age_frames", "face", "track_id")

    def __init__(self, track_id: int, face: Detection, now_s: float) -> None:
        super().__init__(face.xyxy, now_s)
        self.track_id = track_id
        self.face = face
        self.age_frames = 1

    def saw_face(self, face: Detection, now_s: float) -> None:
        self.saw(face.xyxy, now_s)
        self.face = face
        self.age_frames += 1

    def carried_to(self, now_s: float) -> Detection:
        """The face as it was, moved to where it should be."""
        return Detection(self.expected(now_s), self.face.score, self.face.landmarks_px + self.shift(now_s))


class FaceTracker:
    """Gives faces identities over time. Not thread-safe; memory is bounded.

    Faces are linked to the people known by where those should be (even speed, in seconds, so that a variable
    frame rate does no harm), the best fits first. Everything ends where the picture is cut to another scene.
    """

    def __init__(self, settings: Settings) -> None:
        self._min_face_px = settings.min_face_px
        self._people: list[_Person] = []
        self._next_id = 1
        self._last: Frame | None = None
        self._cuts = SceneCuts()

    def update(self, frame: Frame, detections: Sequence[Detection]) -> list[TrackedDetection]:
        """Link the faces of the next frame to the people known, and carry over who was missed for a moment.

        Args:
            frame: the frame, in the order of its video.
            detections: its faces, each once.

        Returns:
            One entry for each detection, in their order, then those carried over.
        """
        self._follow(frame)
        now_s = frame.timestamp_s
        known = list(self._people)
        links = _links(np.array([person.expected(now_s) for person in known]).reshape(-1, 4), stacked(detections))
        seen = []
        for index, face in enumerate(detections):
            if index in links:
                person = known[links[index]]
                person.saw_face(face, now_s)
            else:
                person = self._start(face, now_s)
            seen.append(TrackedDetection(person.track_id, face, False, person.age_frames))
        missed = [known[i] for i in sorted(set(range(len(known))) - set(links.values()))]
        return seen + self._carried(frame, missed, detections)

    def reset(self) -> None:
        """Forget everybody; numbers go on."""
        self._people = []
        self._last = None
        self._cuts.reset()

    def _follow(self, frame: Frame) -> None:
        """Forget who was not seen for long, and everybody where this frame does not follow the one before."""
        last, self._last = self._last, frame
        elapsed = 0.0 if last is None else frame.timestamp_s - last.timestamp_s
        is_cut = self._cuts.is_cut(frame.image_bgr)
        if is_cut or not 0 <= elapsed <= JUMP_S or (last is not None and last.source != frame.source):
            self._people = []
        self._people = [person for person in self._people if frame.timestamp_s - person.seen_s <= REMEMBER_S]

    def _start(self, face: Detection, now_s: float) -> _Person:
        person = _Person(self._next_id, face, now_s)
        self._next_id += 1
        self._people.append(person)
        if len(self._people) > MAX_PEOPLE:
            self._people.remove(min(self._people, key=lambda other: other.seen_s))
        return person

    def _carried(
        self, frame: Frame, missed: Sequence[_Person], detections: Sequence[Detection]
    ) -> list[TrackedDetection]:
        """Who was seen a moment ago, should be in the picture, and not behind somebody else."""
        height, width = frame.image_bgr.shape[:2]
        taken = stacked(detections)
        carried = []
        for person in missed:
            if frame.timestamp_s - person.seen_s > CARRY_S:
                continue
            face = person.carried_to(frame.timestamp_s)
            x, y = (face.xyxy[0] + face.xyxy[2]) / 2, (face.xyxy[1] + face.xyxy[3]) / 2
            if 0 <= x < width and 0 <= y < height and not same_face(face.xyxy[None], taken).any():
                carried.append(TrackedDetection(person.track_id, face, True, person.age_frames))
        return carried


def _links(expected_xyxy: FloatArray, found_xyxy: FloatArray) -> dict[int, int]:
    """Which of the M boxes found belongs to which of the N expected: {found: expected}, best fits first."""
    fit = _fit(expected_xyxy, found_xyxy)
    links: dict[int, int] = {}
    order = np.argsort(-fit, axis=None, kind="stable")
    for flat in order[: int((fit > 0).sum())]:
        expected, found = divmod(int(flat), len(found_xyxy))
        if found not in links and expected not in links.values():
            links[found] = expected
    return links


def _fit(expected_xyxy: FloatArray, found_xyxy: FloatArray) -> FloatArray:
    """(N, M) how well boxes fit, above 1 where they overlap, above 0 where they are near, 0 for no fit."""
    over_union, _ = overlaps(expected_xyxy, found_xyxy)
    side_1 = (expected_xyxy[:, 2] - expected_xyxy[:, 0])[:, None]
    side_2 = (found_xyxy[:, 2] - found_xyxy[:, 0])[None, :]
    middle_1 = (expected_xyxy[:, None, :2] + expected_xyxy[:, None, 2:]) / 2
    middle_2 = (found_xyxy[None, :, :2] + found_xyxy[None, :, 2:]) / 2
    distance = np.linalg.norm(middle_1 - middle_2, axis=2) / np.maximum(np.minimum(side_1, side_2), 1e-6)
    alike = np.maximum(side_1, side_2) <= _MAX_SIZE_RATIO * np.minimum(side_1, side_2)
    near = np.where(alike, np.clip(1.0 - distance / _MAX_DISTANCE, 0.0, None), 0.0)
    return np.where(over_union >= _MIN_OVERLAP, 1.0 + over_union, near).astype(np.float32)


class AttributeSmoother:
    """Averages what the network says about a person over the person's track. Not thread-safe.

    Each answer counts by `face_quality`, and less the older it is (`_FADING`). One running sum a person is
    kept, for the `MAX_PEOPLE` seen last.
    """

    def __init__(self) -> None:
        self._people: dict[int, _Average] = {}  # who was seen last comes last

    def update(self, tracked: Sequence[TrackedDetection], attributes: Sequence[Attributes]) -> list[TrackedFace]:
        """Take in the network's answers for one frame and say what to show.

        Args:
            tracked: all faces of the frame, as `FaceTracker.update` returned them.
            attributes: one for each face of `tracked` that is not carried, in that order.

        Returns:
            One face for each of `tracked` (in that order) about which something is known.

        Raises:
            ValueError: the number of answers is not that of the faces seen.
        """
        seen = sum(not face.carried for face in tracked)
        if seen != len(attributes):
            raise ValueError(f"{seen} faces were seen, but there are answers for {len(attributes)}")
        answers = iter(attributes)
        faces = []
        for face in tracked:
            own = None if face.carried else next(answers)
            average = self._people.pop(face.track_id, None)
            if own is not None:
                average = average or _Average()
                average.add(own, face_quality(face.detection))
            if average is None:
                continue
            self._people[face.track_id] = average
            shown = average.attributes()
            faces.append(TrackedFace(face.detection, shown, own, face.track_id, face.carried, face.age_frames))
        for track_id in list(self._people)[: max(0, len(self._people) - MAX_PEOPLE)]:
            del self._people[track_id]
        return faces

    def reset(self) -> None:
        """Forget everybody."""
        self._people.clear()


class _Average:
    """A running, fading, weighted average of answers."""

    __slots__ = ("_age", "_ethnicity", "_gender", "_weight")

    def __init__(self) -> None:
        self._age = np.zeros(len(AGES))
        self._gender = np.zeros(len(GENDERS))
        self._ethnicity = np.zeros(len(ETHNICITIES))
        self._weight = 0.0

    def add(self, answer: Attributes, weight: float) -> None:
        self._age = _FADING * self._age + weight * answer.age_probs
        self._gender = _FADING * self._gender + weight * answer.gender_probs
        self._ethnicity = _FADING * self._ethnicity + weight * answer.ethnicity_probs
        self._weight = _FADING * self._weight + weight

    def attributes(self) -> Attributes:
        return Attributes(*(self._mean(total) for total in (self._age, self._gender, self._ethnicity)))

    def _mean(self, total: NDArray[np.float64]) -> FloatArray:
        return (total / self._weight).astype(np.float32)


def face_quality(detection: Detection) -> float:
    """How much the network's answer for a face is worth.

    Args:
        detection: the face.

    Returns:
        The product of three shares, not below `_LEAST_QUALITY` and at most 1: its width up to `_FULL_WIDTH_PX`
        (what an aligned crop shows), the detector's score, and how frontal it is: where the nose tip lies
        between the eyes, 1 in the middle and 0 where it covers one of them.
    """
    size = min(detection.width / _FULL_WIDTH_PX, 1.0)
    quality = size * detection.score * _frontality(detection.landmarks_px)
    return max(quality, _LEAST_QUALITY) if np.isfinite(quality) else _LEAST_QUALITY


def _frontality(landmarks_px: FloatArray) -> float:
    right_eye, left_eye, nose = landmarks_px[:3].astype(np.float64)
    between = left_eye - right_eye
    length = float(between @ between)
    if length < 1.0:
        return 0.0
    # 0 where the nose tip is beside the right eye, 1 beside the left
    place = float((nose - right_eye) @ between) / length
    return max(0.0, 1.0 - abs(2.0 * place - 1.0))
