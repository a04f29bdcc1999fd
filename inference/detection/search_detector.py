"""The detector of the pipeline: the search model proposes, MediaPipe looks closely, known faces are followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from math import ceil

from ..closeable import Closeable
from ..frame_clock import FrameClock, FrameTime
from ..settings import AnalysisSettings, DetectorRange
from ..types import Detection, FloatArray, Frame, ImageArray
from .base import Detections
from .changes import ChangeWatch, Region
from .close_looks import CloseLooks, landmarks_agree
from .confidence import confidence
from .face_memory import FaceMemory, KnownFace, nearest_to
from .face_search import FaceSearch, merged, pieces, sizes
from .head_parts import without_head_parts
from .search_schedule import SearchSchedule, framed_views, image_views, video_schedule
from .views import View, square_view

# a known face is seen by the search model in a view of this many sides of its box, shown this large
_FOLLOW_SIDES, _FOLLOW_PX = 3.0, 96
# in a crowd known faces take turns, three frames at most
_FOLLOWED_PER_FRAME, _TURNS = 24, 3
# a known face is looked at closely this often, but so many a frame at most
_LOOK_S = 0.4
_LOOKS_PER_FRAME = 2
# what changed is searched at once by itself, up to this part of the frame
_MOST_CHANGED = 0.25


class SearchModels(Closeable):
    """The two models of a `SearchDetector`, or of several: they may be called from several threads at a time.

    Args:
        is_shared: several threads do call them, which keeps the cores busy: the work for one is not shared out.

    Raises:
        ModelError: a model file is missing or altered, or can't be loaded.
    """

    def __init__(self, *, is_shared: bool = False) -> None:
        self.search = FaceSearch(lanes=1 if is_shared else None)
        try:
            self.looks = CloseLooks(is_in_line=is_shared)
        except BaseException:
            self.search.close()
            raise

    def close(self) -> None:
        self.looks.close()
        self.search.close()


class SearchDetector(Closeable):
    """Finds the faces of frames in the reach that the settings name; a context manager. Not thread-safe.

    The search model (`FaceSearch`) proposes; MediaPipe's short-range model (`CloseLooks`) looks at each proposal
    that is wide enough, and gives the landmarks where it agrees. A proposal is a face where the probability that it is
    one (`confidence`) reaches `AnalysisSettings.min_detection_score`; one that the close look does not show is not
    `Detection.is_confirmed`.

    Of a video it keeps a short memory of where faces were, so give it the frames in order; a timestamp that goes back,
    another `Frame.source`, another size or `reset()` start afresh, and images never touch the memory.

    Args:
        settings: the reach, which faces count, how thoroughly a video is searched.
        models: shared with the detectors of other videos; they stay open. None for its own.

    Raises:
        ModelError: a model file is missing or altered, or can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings, models: SearchModels | None = None) -> None:
        self._reach = DetectorRange(settings.detector)
        self._min_face_px = settings.min_face_px
        self._search_px = self._min_face_px if settings.search_px is None else settings.search_px
        self._min_score = settings.min_detection_score
        self._everywhere = settings.search_everywhere
        # without a tracker nothing coasts the faces whose turn it is not
        self._turns = _TURNS if settings.tracking and not settings.search_everywhere else 1
        self._own_models = SearchModels() if models is None else None
        opened = models or self._own_models
        assert opened is not None
        self._search, self._looks = opened.search, opened.looks
        self._memory = FaceMemory()
        self._changes = ChangeWatch()
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
        image, now_s, schedule = frame.image_bgr, time.now_s, self._schedule_for(frame, time)
        changed = self._changed(image, schedule, now_s)
        due, known = schedule.due(now_s), self._followed()
        searched = [*chain.from_iterable(search.views for search in due), *changed]
        places = [face.predict(now_s) for face in known]
        views = [*searched, *(square_view(xyxy, _FOLLOW_SIDES, _FOLLOW_PX) for xyxy in places)]
        shown = self._search.look(image, views)
        for face, xyxy, faces in zip(known, places, shown[len(searched) :], strict=True):
            seen = nearest_to(faces, xyxy)
            if seen is not None:
                face.update_seen(replace(seen, score=confidence([seen.score])), now_s)
        fresh = self._new_faces(merged(shown[: len(searched)], searched), now_s)
        self._look_closely(image, now_s)
        for search in due:
            schedule.searched(search, now_s, fresh, self._memory.boxes())
        for lost in self._memory.prune(now_s, self._min_score):
            schedule.reschedule(lost.xyxy, now_s)
        wide = [face for face in self._memory.observed(now_s) if face.width >= self._min_face_px]
        return Detections(_best_first(without_head_parts(wide)), self._memory.narrower(self._min_face_px, now_s))

    def reset(self) -> None:
        """Forget where faces were."""
        self._clock.reset()
        self._schedule = None
        self._memory.clear()

    def close(self) -> None:
        if self._own_models is not None:
            self._own_models.close()

    def _schedule_for(self, frame: Frame, time: FrameTime) -> SearchSchedule:
        """Return the schedule of the video so far, or begin a new one where a frame does not follow the one before."""
        if self._schedule is None or time.is_fresh_start:
            height, width = frame.image_bgr.shape[:2]
            self._memory.clear()
            self._changes.reset()
            self._schedule = video_schedule(self._reach, width, height, self._search_px, everywhere=self._everywhere)
        return self._schedule

    def _followed(self) -> list[KnownFace]:
        """Return the known faces that are looked for in this frame: those seen longest ago, where there are many."""
        most = max(_FOLLOWED_PER_FRAME, ceil(len(self._memory.known) / self._turns))
        if self._turns == 1:
            most = len(self._memory.known)
        return sorted(self._memory.known, key=lambda face: face.observed_s)[:most]

    def _changed(self, image: ImageArray, schedule: SearchSchedule, now_s: float) -> list[View]:
        """Return the views of what has changed since the frame before; where that is much, hurry the schedule.

        Known faces in it are looked at closely: somebody else may stand there now.
        """
        regions = self._changes.step(image)
        for face in self._memory.known:
            if any(_holds(region, face.xyxy) for region in regions):
                face.looked_s = min(face.looked_s, now_s - _LOOK_S)
        if self._everywhere:
            return []
        height, width = image.shape[:2]
        area = sum((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in regions)
        if area > _MOST_CHANGED * width * height:
            schedule.hurry(now_s)
            return []
        return list(chain.from_iterable(_views_of(region, schedule.shrink) for region in regions))

    def _new_faces(self, proposals: Sequence[Detection], now_s: float) -> list[FloatArray]:
        """Remember the proposals that are faces and not known yet, and return their boxes."""
        fresh = [
            face for face in proposals if face.score >= self._min_score and self._memory.at(face.xyxy, now_s) is None
        ]
        return [self._memory.add(face, now_s).xyxy for face in fresh]

    def _look_closely(self, image: ImageArray, now_s: float) -> None:
        """Look at new faces, and at known ones whose turn it is."""
        waiting = [
            face
            for face in self._memory.known
            if face.observed_s == now_s and face.face.width >= self._min_face_px and now_s - face.looked_s >= _LOOK_S
        ]
        waiting.sort(key=lambda face: face.looked_s)
        new = sum(face.looked_s < 0 for face in waiting)
        due = waiting[: max(new, _LOOKS_PER_FRAME)]
        for known, look in zip(due, self._looks.look(image, [face.seen.xyxy for face in due]), strict=True):
            known.update_look(look, now_s)

    def _detect_image(self, image: ImageArray) -> Detections:
        """Search an image that nothing is known about, at every size; once more should it be all face."""
        height, width = image.shape[:2]
        faces = self._faces_in(image, image_views(self._reach, width, height, self._search_px))
        faces = faces or self._faces_in(image, framed_views(width, height))
        wide = [face for face in faces if face.width >= self._min_face_px]
        return Detections(_best_first(wide), [face for face in faces if face.width < self._min_face_px])

    def _faces_in(self, image: ImageArray, views: Sequence[View]) -> list[Detection]:
        """Return the faces that the views of an image show, looked at closely where they are wide enough."""
        proposals = merged(self._search.look(image, views), views)
        faces = [face for face in proposals if face.score >= self._min_score]
        wide = [face for face in faces if face.width >= self._min_face_px]
        looks = self._looks.look(image, [face.xyxy for face in wide])
        narrow = [face for face in faces if face.width < self._min_face_px]
        return [*without_head_parts([_as_shown(face, look) for face, look in zip(wide, looks, strict=True)]), *narrow]


def _as_shown(proposal: Detection, look: Detection | None) -> Detection:
    """Return a face with the landmarks of the close look, or with its own where that shows something else."""
    if look is None or not landmarks_agree(proposal, look):
        return proposal
    return replace(proposal, landmarks_px=look.landmarks_px, is_confirmed=True)


def _holds(region: Region, xyxy: FloatArray) -> bool:
    """Tell whether the middle of a box lies in a region."""
    x, y = float(xyxy[0] + xyxy[2]) / 2, float(xyxy[1] + xyxy[3]) / 2
    return region[0] <= x < region[2] and region[1] <= y < region[3]


def _views_of(region: Region, shrink: float) -> list[View]:
    x1, y1, x2, y2 = region
    width, height = x2 - x1, y2 - y1
    views = [view for size in sizes(width, height, shrink) for view in pieces(width, height, size)]
    return [replace(view, x1=view.x1 + x1, y1=view.y1 + y1, x2=view.x2 + x1, y2=view.y2 + y1) for view in views]


def _best_first(faces: Sequence[Detection]) -> list[Detection]:
    return sorted(faces, key=lambda face: -face.score)
