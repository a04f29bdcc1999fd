"""The face detector of the pipeline: known faces are followed closely, new ones searched for over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from ..closeable import Closeable
from ..continuity import Continuity
from ..settings import Privacy, Settings
from ..types import Detection, FloatArray, Frame, ImageArray
from .blazeface import BlazeFace, BlazeFaceModel
from .memory import FaceMemory, KnownFace
from .plan import SearchPlan, crop_view, still_views, video_plan
from .views import Proposal, View, agree, distinct, look, merged, propose

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


class FaceDetector(Closeable):
    """Finds the faces of frames in the reach that the settings name; a context manager. Not thread-safe.

    It keeps a short memory of where faces were, so give it the frames of a video in order; a timestamp that
    goes back, another `Frame.source`, another size or `reset()` start afresh, and stills never touch the
    memory.

    A face is taken for one when two looks agree on it: the search that proposed it, and a close look by the
    short-range network, which also gives its box and landmarks. The mean of the two scores must reach
    `Settings.min_detection_score`, and both must mean the same landmarks. A face that was seen in the frames
    before is held a little below that score, and so is one that fills a still.

    Attributes:
        too_small: faces of the last frame that are narrower than `Settings.min_face_px`, in a video also those that
            were seen a moment ago, where they should be: who is to be protected is so in every frame.

    Raises:
        ModelError: a model file is missing or can't be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._reach = settings.detector
        self._min_face_px = settings.min_face_px
        # who is to be protected is searched for as finely as ever, also where only large faces are wanted
        is_open = settings.privacy is Privacy.NONE
        self._search_px = self._min_face_px if is_open else min(self._min_face_px, Settings().min_face_px)
        self._min_score = settings.min_detection_score
        # without a tracker nobody carries over the faces whose turn it is not
        self._turns = _TURNS if settings.tracking else 1
        faintest = min(_FAINTEST, settings.min_detection_score * _STILL_SEEN)
        self._models: dict[BlazeFace, BlazeFaceModel] = {}
        try:
            for network in BlazeFace:
                self._models[network] = BlazeFaceModel(network, faintest)
        except BaseException:
            self.close()
            raise
        self._memory = FaceMemory()
        self._continuity = Continuity()
        self._plan: SearchPlan | None = None
        self._step_s: float | None = None
        self.too_small: list[Detection] = []

    def detect(self, frame: Frame) -> list[Detection]:
        """Faces of the next frame.

        Args:
            frame: the next frame of a video, or a still.

        Returns:
            Faces in pixels of the frame, each once, highest score first.
        """
        if frame.is_still:
            return self._detect_still(frame.image_bgr)
        plan = self._plan_for(frame)
        image, now_s = frame.image_bgr, self._continuity.now_s
        self._follow(image, now_s)
        proposals: list[Proposal] = []
        due = plan.due(now_s)
        for paced in due:
            found = propose(self._models[paced.view.network], image, paced.view)
            self._memory.weigh(paced.view, [proposal.face for proposal in found], now_s)
            proposals += found
        fresh = [known.xyxy for known in self._confirm(image, merged(proposals), now_s)]
        for paced in due:
            plan.searched(paced, now_s, fresh, self._memory.places())
        for lost in self._memory.tidy(now_s):
            plan.hurry(lost.xyxy, now_s)
        self.too_small = self._memory.narrower(self._min_face_px, now_s)
        return self._presentable(self._memory.seen(now_s))

    def reset(self) -> None:
        """Forget where faces were."""
        self._continuity.reset()
        self._plan = None
        self._memory.clear()

    def close(self) -> None:
        for model in self._models.values():
            model.close()

    def _plan_for(self, frame: Frame) -> SearchPlan:
        """Go on to the time of a frame, or start afresh where it does not follow the one before."""
        step_s = self._continuity.step(frame)
        if self._plan is None or step_s is None:
            height, width = frame.image_bgr.shape[:2]
            self._memory.clear()
            self._plan = video_plan(self._reach, width, height, self._search_px)
        self._step_s = step_s
        return self._plan

    def _follow(self, image: ImageArray, now_s: float) -> None:
        """Look at the places where known faces should be."""
        at_ease = max(_LOOKS_A_FRAME, ceil(len(self._memory.known) / self._turns))
        for known in self._memory.to_look_at(now_s, self._step_s or 0.0, at_ease):
            known.looked_s = now_s
            face = self._look(image, known.expected(now_s))
            if face is None or (face.score < self._min_score and known.overlap(face.xyxy, now_s) < _ALIKE):
                continue
            if self._is_still_one(known, face):
                known.saw_face(face, now_s)

    def _confirm(self, image: ImageArray, proposals: Sequence[Detection], now_s: float) -> list[KnownFace]:
        """Look closely at what a search proposes, remember what proves to be a face, return who is new.

        A search also finds known faces. Where it sees them elsewhere than the close looks did, these may have
        drifted off (to the hair of a head that bows, say), or the search may see half a face at a tile's border:
        the clearer look counts.
        """
        new: list[KnownFace] = []
        for proposal in proposals:
            known = self._memory.at(proposal.xyxy, now_s)
            if known is not None and known.seen_s == now_s and agree(proposal, known.face):
                continue
            if proposal.score < _WORTH_A_LOOK * self._min_score:
                continue
            face = self._look(image, proposal.xyxy)
            if face is None or not agree(proposal, face):
                continue
            known = known or self._memory.at(face.xyxy, now_s)
            score = (face.score + proposal.score) / 2
            if known is None:
                if score >= self._min_score:
                    new.append(self._memory.add(replace(face, score=score), face.score, proposal.score, now_s))
            elif self._is_still_one(known, face) and (known.seen_s < now_s or face.score > known.face.score):
                known.saw_face(face, now_s)
        return new

    def _look(self, image: ImageArray, xyxy: FloatArray) -> Detection | None:
        return look(self._models[BlazeFace.SHORT_RANGE], image, xyxy)

    def _is_still_one(self, known: KnownFace, face: Detection) -> bool:
        """True where a close look at a known face still shows a face."""
        return (
            face.score >= _STILL_SEEN * self._min_score and known.trust(face.score) >= _STILL_TRUSTED * self._min_score
        )

    def _detect_still(self, image: ImageArray) -> list[Detection]:
        """Search a picture that nothing is known about, at every scale; once more should it be all face."""
        height, width = image.shape[:2]
        faces = self._search(image, still_views(width, height, self._search_px))
        faces = faces or self._search(image, [crop_view(width, height)])
        self.too_small = [face for face in faces if face.width < self._min_face_px]
        return self._presentable(faces)

    def _search(self, image: ImageArray, views: Sequence[View]) -> list[Detection]:
        """Faces of a still that a view proposes and a close look confirms."""
        proposals: list[Proposal] = []
        for view in views:
            proposals += propose(self._models[view.network], image, view)
        faces = []
        for proposal in merged(proposals):
            if proposal.score < _WORTH_A_LOOK * self._min_score:
                continue
            face = self._look(image, proposal.xyxy)
            if face is None or not agree(proposal, face):
                continue
            score = (face.score + proposal.score) / 2
            fills = face.width > _FILLS * min(image.shape[:2])
            if score >= (_FILLING if fills else 1.0) * self._min_score:
                faces.append(replace(face, score=score))
        return faces

    def _presentable(self, faces: Sequence[Detection]) -> list[Detection]:
        """Each face once, best first, none smaller than wanted."""
        wanted = [face for face in faces if face.width >= self._min_face_px]
        return distinct(sorted(wanted, key=lambda face: -face.score))
