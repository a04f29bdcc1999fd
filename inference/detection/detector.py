"""The face detector of the pipeline: known faces are followed closely, new ones searched for over time."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from ..boxes import same_face, stacked
from ..settings import Settings
from ..types import Detection, Frame, ImageArray
from .blazeface import BlazeFace, BlazeFaceModel
from .memory import FaceMemory, KnownFace
from .plan import SearchPlan, still_views, video_plan
from .views import Proposal, distinct, look, merged, propose

# the networks report from here on; what is taken for a face is decided afterwards
_FAINTEST = 0.2
# a proposal worth a closer look, and a known face that is still one, in shares of the score that a new face needs
_WORTH_A_LOOK = 0.6
_STILL_SEEN = 0.6
_STILL_TRUSTED = 0.8
# closer looks a frame at known faces; in a crowd they take turns
_LOOKS_A_FRAME = 8
# a longer gap than this, or a step back, is a jump to elsewhere in the video
_JUMP_S = 2.0
_SHORTEST_STEP_S = 1 / 240


class FaceDetector:
    """Finds the faces of frames in the reach that the settings name; a context manager. Not thread-safe.

    It keeps a short memory of where faces were, so give it the frames of a video in order; a timestamp that
    goes back, another `Frame.source`, another size or `reset()` start afresh, and stills never touch the
    memory.

    A face is taken for one when two looks agree on it: the search that proposed it, and a close look by the
    short-range network, which also gives its box and landmarks. The mean of the two scores must reach
    `Settings.min_detection_score`. A face that was seen in the frames before is held a little below that.

    Raises:
        ModelError: a model file is missing or can't be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._reach = settings.detector
        self._min_face_px = settings.min_face_px
        self._min_score = settings.min_detection_score
        faintest = min(_FAINTEST, settings.min_detection_score * _STILL_SEEN)
        self._models: dict[BlazeFace, BlazeFaceModel] = {}
        try:
            for network in BlazeFace:
                self._models[network] = BlazeFaceModel(network, faintest)
        except BaseException:
            self.close()
            raise
        self._memory = FaceMemory()
        self._plan: SearchPlan | None = None
        self._last: Frame | None = None
        self._clock_s = 0.0

    def detect(self, frame: Frame) -> list[Detection]:
        """Faces of the next frame.

        Args:
            frame: the next frame of a video, or a still.

        Returns:
            Faces in pixels of the frame, each once, highest score first.
        """
        if frame.is_still:
            return self._detect_still(frame.image_bgr)
        self._follow_clock(frame)
        image, now_s = frame.image_bgr, self._clock_s
        assert self._plan is not None
        due = self._plan.due(now_s)
        followed = self._follow(image, now_s)
        proposals = [proposal for paced in due for proposal in propose(self._models[paced.view.network], image, paced.view)]
        fresh = self._confirm(image, merged(proposals), followed, now_s)
        for paced in due:
            self._plan.searched(paced, now_s, any(paced.view.holds(face.xyxy) for face in fresh))
        for lost in self._memory.forget(now_s):
            self._plan.hurry(lost.xyxy, now_s)
        return self._presentable(followed + fresh)

    def reset(self) -> None:
        """Forget where faces were."""
        self._plan = self._last = None
        self._memory.clear()

    def close(self) -> None:
        for model in self._models.values():
            model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _follow_clock(self, frame: Frame) -> None:
        """Go on to the time of a frame, or start afresh where it does not follow the one before."""
        last, self._last = self._last, frame
        if last is not None and self._plan is not None:
            elapsed = frame.timestamp_s - last.timestamp_s
            if (
                frame.source == last.source
                and frame.image_bgr.shape == last.image_bgr.shape
                and 0 <= elapsed <= _JUMP_S
            ):
                self._clock_s += max(elapsed, _SHORTEST_STEP_S)
                return
        self._memory.clear()
        self._clock_s = 0.0
        height, width = frame.image_bgr.shape[:2]
        self._plan = video_plan(self._reach, width, height, self._min_face_px)

    def _follow(self, image: ImageArray, now_s: float) -> list[Detection]:
        """Look at the places where known faces should be."""
        seen: list[Detection] = []
        for known in self._memory.to_look_at(_LOOKS_A_FRAME):
            known.looked_s = now_s
            face = look(self._models[BlazeFace.SHORT_RANGE], image, known.expected(now_s))
            if face is not None and self._is_still_seen(known, face):
                known.saw(face, now_s)
                seen.append(face)
        return distinct(sorted(seen, key=lambda face: -face.score))

    def _is_still_seen(self, known: KnownFace, face: Detection) -> bool:
        return (
            face.score >= _STILL_SEEN * self._min_score
            and known.confidence_with(face.score) >= _STILL_TRUSTED * self._min_score
        )

    def _confirm(
        self, image: ImageArray, proposals: Sequence[Detection], followed: Sequence[Detection], now_s: float
    ) -> list[Detection]:
        """Look closely at what the search proposes and remember what proves to be a face."""
        fresh: list[Detection] = []
        for proposal in proposals:
            if proposal.score < _WORTH_A_LOOK * self._min_score or _is_among(proposal, (*followed, *fresh)):
                continue
            face = look(self._models[BlazeFace.SHORT_RANGE], image, proposal.xyxy)
            if face is None or _is_among(face, (*followed, *fresh)):
                continue
            known = self._memory.at(face.xyxy, now_s)
            if known is not None and self._is_still_seen(known, face):
                known.saw(face, now_s)
            elif (face.score + proposal.score) / 2 >= self._min_score:
                face = Detection(face.xyxy, (face.score + proposal.score) / 2, face.landmarks_px)
                self._memory.add(face, now_s)
            else:
                continue
            fresh.append(face)
        return fresh

    def _detect_still(self, image: ImageArray) -> list[Detection]:
        """Search a picture that nothing is known about, at every scale."""
        height, width = image.shape[:2]
        proposals: list[Proposal] = []
        for view in still_views(width, height, self._min_face_px):
            proposals += propose(self._models[view.network], image, view)
        faces = []
        for proposal in merged(proposals):
            if proposal.score < _WORTH_A_LOOK * self._min_score:
                continue
            face = look(self._models[BlazeFace.SHORT_RANGE], image, proposal.xyxy)
            if face is not None and (face.score + proposal.score) / 2 >= self._min_score:
                faces.append(Detection(face.xyxy, (face.score + proposal.score) / 2, face.landmarks_px))
        return self._presentable(faces)

    def _presentable(self, faces: Sequence[Detection]) -> list[Detection]:
        """Each face once, best first, none smaller than wanted."""
        large = [face for face in faces if face.width >= self._min_face_px]
        return distinct(sorted(large, key=lambda face: -face.score))


def _is_among(face: Detection, others: Sequence[Detection]) -> bool:
    return bool(same_face(face.xyxy[None], stacked(others)).any())
