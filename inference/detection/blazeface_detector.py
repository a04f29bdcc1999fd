"""The detector of the pipeline: known faces are followed closely, new ones searched for over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from math import ceil

from ..closeable import Closeable
from ..frame_clock import FrameClock, FrameTime
from ..settings import AnalysisSettings
from ..types import Detection, Frame, ImageArray
from .base import Detections
from .face_memory import FaceMemory, KnownFace
from .pool import BlazeFacePool
from .search_schedule import SearchPlan, crop_view, still_views, video_plan
from .views import View, agree, around, distinct, meant, merged

# the networks report from here on; what is taken for a face is decided afterwards
_FAINTEST = 0.2
# in shares of the score that a new face needs: a proposal worth a closer look; a close look that still shows a known
# face; the running average of all looks at it
_WORTH_A_LOOK = 0.6
_STILL_SEEN = 0.8
_STILL_TRUSTED = 0.85
# how much of a faint face's box must lie where it should be (intersection over union)
_ALIKE = 0.6
# a still that is filled by what seems to be a face was cropped around one, which makes up for a lower score
_FILLS = 0.6
_FILLING = 0.8
# closer looks a frame at known faces; in a crowd they take turns
_LOOKS_A_FRAME = 4
_TURNS = 3


class BlazeFaceDetector(Closeable):
    """Finds the faces of frames in the reach that the settings name; a context manager. Not thread-safe.

    It keeps a short memory of where faces were, so give it the frames of a video in order; a timestamp that
    goes back, another `Frame.source`, another size or `reset()` start afresh, and stills never touch the
    memory.

    A face is taken for one when two looks agree on it: the search that proposed it, and a close look by the
    short-range network, which also gives its box and landmarks. The mean of the two scores must reach
    `AnalysisSettings.min_detection_score`, and both must mean the same landmarks. A face that was seen in the frames
    before is held a little below that score, and so is one that fills a still.

    Raises:
        ModelError: a model file is missing or can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings) -> None:
        self._reach = settings.detector
        self._min_face_px = settings.min_face_px
        self._search_px = self._min_face_px if settings.search_px is None else settings.search_px
        self._min_score = settings.min_detection_score
        # without a tracker nobody carries over the faces whose turn it is not
        self._turns = _TURNS if settings.tracking else 1
        faintest = min(_FAINTEST, settings.min_detection_score * _STILL_SEEN)
        self._pool = BlazeFacePool(faintest)
        self._memory = FaceMemory()
        self._clock = FrameClock()
        self._plan: SearchPlan | None = None

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the faces of the next frame of a video, or of an image.

        Args:
            frame: the next frame of a video, or an image.
            time: of the frame; kept by the detector itself where None.

        Returns:
            The faces. Of a video, those ignored are also the ones seen a moment ago, where they should be: who is to
            be protected is so in every frame.
        """
        if frame.is_still:
            return self._detect_still(frame.image_bgr)
        time = time or self._clock.step(frame)
        plan = self._plan_for(frame, time)
        image, now_s = frame.image_bgr, time.now_s
        due, known = plan.due(now_s), self._whose_turn_it_is(time)
        places = [face.expected(now_s) for face in known]
        # searches first: they take longest
        views = [*(paced.view for paced in due), *map(around, places)]
        shown = self._pool.propose(image, views)
        for face, place, look in zip(known, places, shown[len(due) :], strict=True):
            self._follow(face, meant(look, place), now_s)
        for view, found in zip(views, shown[: len(due)], strict=False):
            self._memory.weigh(view, [proposal.face for proposal in found], now_s)
        proposals = merged(list(chain.from_iterable(shown[: len(due)])))
        fresh = [face.xyxy for face in self._confirm(image, proposals, now_s)]
        for paced in due:
            plan.searched(paced, now_s, fresh, self._memory.places())
        for lost in self._memory.tidy(now_s):
            plan.hurry(lost.xyxy, now_s)
        return self._detections(self._memory.seen(now_s), self._memory.narrower(self._min_face_px, now_s))

    def reset(self) -> None:
        """Forget where faces were."""
        self._clock.reset()
        self._plan = None
        self._memory.clear()

    def close(self) -> None:
        self._pool.close()

    def _plan_for(self, frame: Frame, time: FrameTime) -> SearchPlan:
        """Return the plan of the video so far, or begin a new one where a frame does not follow the one before."""
        if self._plan is None or time.is_fresh_start:
            height, width = frame.image_bgr.shape[:2]
            self._memory.clear()
            self._plan = video_plan(self._reach, width, height, self._search_px)
        return self._plan

    def _whose_turn_it_is(self, time: FrameTime) -> list[KnownFace]:
        """The known faces whose places are looked at in this frame."""
        at_ease = max(_LOOKS_A_FRAME, ceil(len(self._memory.known) / self._turns))
        return self._memory.to_look_at(time.now_s, time.step_s or 0.0, at_ease)

    def _follow(self, known: KnownFace, face: Detection | None, now_s: float) -> None:
        """Take in what there was to see where a known face should be."""
        known.looked_s = now_s
        if face is None or (face.score < self._min_score and known.overlap(face.xyxy, now_s) < _ALIKE):
            return
        if self._is_still_one(known, face):
            known.saw_face(face, now_s)

    def _confirm(self, image: ImageArray, proposals: Sequence[Detection], now_s: float) -> list[KnownFace]:
        """Look closely at what a search proposes, remember what proves to be a face, return who is new.

        A search also finds known faces. Where it sees them elsewhere than the close looks did, these may have
        drifted off (to the hair of a head that bows, say), or the search may see half a face at a tile's border:
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
            elif self._is_still_one(known, face) and (known.seen_s < now_s or face.score > known.face.score):
                known.saw_face(face, now_s)
        return new

    def _is_clear(self, proposal: Detection, now_s: float) -> bool:
        """True where a close look at this frame has shown the proposed face already."""
        known = self._memory.at(proposal.xyxy, now_s)
        return known is not None and known.seen_s == now_s and agree(proposal, known.face)

    def _look_closely(self, image: ImageArray, proposals: Sequence[Detection]) -> list[tuple[Detection, Detection]]:
        """The proposals with which a close look agrees, each with the face that it showed."""
        worth = [proposal for proposal in proposals if proposal.score >= _WORTH_A_LOOK * self._min_score]
        looks = self._pool.propose(image, [around(proposal.xyxy) for proposal in worth])
        faces = [meant(look, proposal.xyxy) for look, proposal in zip(looks, worth, strict=True)]
        return [
            (proposal, face)
            for proposal, face in zip(worth, faces, strict=True)
            if face is not None and agree(proposal, face)
        ]

    def _is_still_one(self, known: KnownFace, face: Detection) -> bool:
        """True where a close look at a known face still shows a face."""
        return (
            face.score >= _STILL_SEEN * self._min_score and known.trust(face.score) >= _STILL_TRUSTED * self._min_score
        )

    def _detect_still(self, image: ImageArray) -> Detections:
        """Search an image that nothing is known about, at every scale; once more should it be all face."""
        height, width = image.shape[:2]
        faces = self._search(image, still_views(width, height, self._search_px))
        faces = faces or self._search(image, [crop_view(width, height)])
        return self._detections(faces, [face for face in faces if face.width < self._min_face_px])

    def _search(self, image: ImageArray, views: Sequence[View]) -> list[Detection]:
        """Faces of a still that a view proposes and a close look confirms."""
        proposals = merged(list(chain.from_iterable(self._pool.propose(image, views))))
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
        return Detections(distinct(sorted(wanted, key=lambda face: -face.score)), ignored)
