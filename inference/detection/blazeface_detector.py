"""The detector of the pipeline: known faces are followed closely, new ones searched for over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from math import ceil

from ..closeable import Closeable
from ..frame_clock import FrameClock, FrameTime
from ..settings import AnalysisSettings, DetectorRange
from ..types import Detection, Frame, ImageArray
from .base import Detections
from .face_memory import FaceMemory, KnownFace
from .pool import BlazeFacePool
from .search_schedule import SearchSchedule, crop_view, image_views, video_schedule
from .views import View, face_at, landmarks_agree, merge_proposals, roi_view, without_duplicates

# the models report from here on; what is taken for a face is decided afterwards
_FAINTEST = 0.2
# in shares of the score that a new face needs: a proposal worth a closer look; a close look that still shows a known
# face; the running average of all looks at it
_WORTH_A_LOOK = 0.6
_STILL_SEEN = 0.8
_STILL_TRUSTED = 0.85
# how much of a faint face's box must lie where it should be (intersection over union)
_ALIKE = 0.6
# an image that is filled by what seems to be a face was cropped around one, which makes up for a lower score
_FILLS = 0.6
_FILLING = 0.8
# close looks per frame at known faces; in a crowd they take turns
_LOOKS_PER_FRAME = 4
_TURNS = 3


class BlazeFaceDetector(Closeable):
    """Finds the faces of frames in the reach that the settings name; a context manager. Not thread-safe.

    It keeps a short memory of where faces were, so give it the frames of a video in order; a timestamp that
    goes back, another `Frame.source`, another size or `reset()` start afresh, and images never touch the
    memory.

    A face is taken for one when two looks agree on it: the search that proposed it, and a close look by the
    short-range model, which also gives its box and landmarks. The mean of the two scores must reach
    `AnalysisSettings.min_detection_score`, and both must mean the same landmarks. A face that was seen in the frames
    before is held a little below that score, and so is one that fills an image.

    Raises:
        ModelError: a model file is missing or can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings) -> None:
        self._reach = DetectorRange(settings.detector)
        self._min_face_px = settings.min_face_px
        self._search_px = self._min_face_px if settings.search_px is None else settings.search_px
        self._min_score = settings.min_detection_score
        self._everywhere = settings.search_everywhere
        # without a tracker nothing coasts the faces whose turn it is not
        self._turns = _TURNS if settings.tracking and not settings.search_everywhere else 1
        faintest = min(_FAINTEST, settings.min_detection_score * _STILL_SEEN)
        self._pool = BlazeFacePool(faintest)
        self._memory = FaceMemory()
        self._clock = FrameClock()
        self._schedule: SearchSchedule | None = None

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the faces of the next frame of a video, or of an image.

        Args:
            frame: the next frame of a video, or an image.
            time: of the frame; kept by the detector itself where None.

        Returns:
            The faces. Of a video, those ignored are also the ones seen a moment ago, where they should be: faces
            to protect are so in every frame.
        """
        if frame.is_still:
            return self._detect_image(frame.image_bgr)
        time = time or self._clock.step(frame)
        schedule = self._schedule_for(frame, time)
        image, now_s = frame.image_bgr, time.now_s
        due, known = schedule.due(now_s), self._due_faces(time)
        places = [face.predict(now_s) for face in known]
        # searches first: they take longest
        views = [*(scheduled.view for scheduled in due), *map(roi_view, places)]
        shown = self._pool.propose(image, views)
        for face, place, look in zip(known, places, shown[len(due) :], strict=True):
            self._follow(face, face_at(look, place), now_s)
        for view, found in zip(views, shown[: len(due)], strict=False):
            self._memory.score(view, [proposal.face for proposal in found], now_s)
        proposals = merge_proposals(list(chain.from_iterable(shown[: len(due)])))
        fresh = [face.xyxy for face in self._confirm(image, proposals, now_s)]
        for scheduled in due:
            schedule.searched(scheduled, now_s, fresh, self._memory.boxes())
        for lost in self._memory.prune(now_s):
            schedule.reschedule(lost.xyxy, now_s)
        return self._detections(self._memory.observed(now_s), self._memory.narrower(self._min_face_px, now_s))

    def reset(self) -> None:
        """Forget where faces were."""
        self._clock.reset()
        self._schedule = None
        self._memory.clear()

    def close(self) -> None:
        self._pool.close()

    def _schedule_for(self, frame: Frame, time: FrameTime) -> SearchSchedule:
        """Return the schedule of the video so far, or begin a new one where a frame does not follow the one before."""
        if self._schedule is None or time.is_fresh_start:
            height, width = frame.image_bgr.shape[:2]
            self._memory.clear()
            self._schedule = video_schedule(self._reach, width, height, self._search_px, everywhere=self._everywhere)
        return self._schedule

    def _due_faces(self, time: FrameTime) -> list[KnownFace]:
        """Return the known faces whose places are looked at in this frame."""
        at_ease = max(_LOOKS_PER_FRAME, ceil(len(self._memory.known) / self._turns))
        return self._memory.due(time.now_s, time.step_s or 0.0, at_ease)

    def _follow(self, known: KnownFace, face: Detection | None, now_s: float) -> None:
        """Update a known face with what a close look showed where it should be."""
        known.looked_s = now_s
        if face is None or (face.score < self._min_score and known.overlap(face.xyxy, now_s) < _ALIKE):
            return
        if self._is_still_one(known, face):
            known.update_face(face, now_s)

    def _confirm(self, image: ImageArray, proposals: Sequence[Detection], now_s: float) -> list[KnownFace]:
        """Look closely at what a search proposes, remember what proves to be a face, return the new ones.

        A search also finds known faces. Where it sees them elsewhere than the close looks did, these may have
        drifted off (to the hair of a head that bows, say), or the search may see half a face at a slice's border:
        the clearer look counts.
        """
        unsure = [proposal for proposal in proposals if not self._is_clear(proposal, now_s)]
        new: list[KnownFace] = []
        for proposal, face in self._look_closely(image, unsure):
            known = self._memory.at(proposal.xyxy, now_s) or self._memory.at(face.xyxy, now_s)
            score = (face.score + proposal.score) / 2
            if known is None:
                if score >= self._min_score:
                    new.append(self._memory.add(replace(face, score=score), face.score, proposal.score, now_s))
            elif self._is_still_one(known, face) and (known.observed_s < now_s or face.score > known.face.score):
                known.update_face(face, now_s)
        return new

    def _is_clear(self, proposal: Detection, now_s: float) -> bool:
        """Tell whether a close look at this frame has shown the proposed face already."""
        known = self._memory.at(proposal.xyxy, now_s)
        return known is not None and known.observed_s == now_s and landmarks_agree(proposal, known.face)

    def _look_closely(self, image: ImageArray, proposals: Sequence[Detection]) -> list[tuple[Detection, Detection]]:
        """Return the proposals with which a close look agrees, each with the face that it showed."""
        worth = [proposal for proposal in proposals if proposal.score >= _WORTH_A_LOOK * self._min_score]
        looks = self._pool.propose(image, [roi_view(proposal.xyxy) for proposal in worth])
        faces = [face_at(look, proposal.xyxy) for look, proposal in zip(looks, worth, strict=True)]
        return [
            (proposal, face)
            for proposal, face in zip(worth, faces, strict=True)
            if face is not None and landmarks_agree(proposal, face)
        ]

    def _is_still_one(self, known: KnownFace, face: Detection) -> bool:
        """Tell whether a close look at a known face still shows a face."""
        return (
            face.score >= _STILL_SEEN * self._min_score and known.trust(face.score) >= _STILL_TRUSTED * self._min_score
        )

    def _detect_image(self, image: ImageArray) -> Detections:
        """Search an image that nothing is known about, at every scale; once more should it be all face."""
        height, width = image.shape[:2]
        faces = self._search(image, image_views(width, height, self._search_px))
        faces = faces or self._search(image, [crop_view(width, height)])
        return self._detections(faces, [face for face in faces if face.width < self._min_face_px])

    def _search(self, image: ImageArray, views: Sequence[View]) -> list[Detection]:
        """Return the faces of an image that a view proposes and a close look confirms."""
        proposals = merge_proposals(list(chain.from_iterable(self._pool.propose(image, views))))
        faces = []
        for proposal, face in self._look_closely(image, proposals):
            score = (face.score + proposal.score) / 2
            fills = face.width > _FILLS * min(image.shape[:2])
            if score >= (_FILLING if fills else 1.0) * self._min_score:
                faces.append(replace(face, score=score))
        return faces

    def _detections(self, faces: Sequence[Detection], ignored: Sequence[Detection]) -> Detections:
        """Return each face once, best first, none smaller than wanted."""
        wanted = [face for face in faces if face.width >= self._min_face_px]
        return Detections(without_duplicates(sorted(wanted, key=lambda face: -face.score)), ignored)
