"""A frame's way through the loaded stages: detection, tracking, alignment, the model, smoothing."""

from __future__ import annotations

import contextlib
import copy
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .alignment import align_faces
from .detection.turned import detect_in_still
from .frame_clock import FrameClock, FrameTime
from .process import use_one_opencv_thread
from .scheduling import EstimationPace, EstimationSchedule
from .settings import AnalysisSettings, DetectorRange
from .types import NO_PROTECTION, Attributes, Detection, Frame, FrameResult, Protection, RunFacts, TrackedFace

if TYPE_CHECKING:
    from .detection.search_detector import SearchModels
    from .identity.gallery import Record, Strangers
    from .identity.person import People
    from .identity.recognition import Recogniser
    from .identity.witness import Witness
    from .tracking import Protector, TrackedDetection


@dataclass(frozen=True, slots=True, eq=False)
class DetectedFrame:
    """A frame half way through.

    Attributes:
        frame: the frame.
        time: when it comes; None for an image.
        faces: the faces that the detector saw in it.
        tracked: the same faces with their identities, and those coasted; None without tracking.
        ignored: faces that are left out.
        turned_deg: as in `FrameResult`.
        protection: what privacy covers besides all of these.
        timings_s: as in `FrameResult`; still added to.
        is_searched: all of the frame was searched for faces, as privacy wants it.
    """

    frame: Frame
    time: FrameTime | None
    faces: Sequence[Detection]
    tracked: list[TrackedDetection] | None
    timings_s: dict[str, float]
    ignored: Sequence[Detection] = ()
    turned_deg: int = 0
    protection: Protection = NO_PROTECTION
    is_searched: bool = False


class SharedModels:
    """The loaded models for the `Stages` of several sources; a context manager.

    Args:
        settings: how the frames of all of them are analysed.
        model_path: as for `Stages`.

    Raises:
        ModelError, EngineError: a model can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings, model_path: Path | None = None) -> None:
        from .detection.search_detector import SearchModels
        from .estimation import Estimator
        from .identity.shared import SharedIdentity

        use_one_opencv_thread()
        self.settings = settings
        with contextlib.ExitStack() as opened:
            self.search = opened.enter_context(SearchModels(is_shared=True))
            self.estimator = opened.enter_context(Estimator(settings, model_path, is_shared=True))
            self.identity = opened.enter_context(SharedIdentity(settings))
            self._opened = opened.pop_all()

    def without_identity(self) -> SharedModels:
        """Return the same models for a source of its own: its people are followed, but neither recognised nor known to
        others. It needs no closing."""
        from .identity.shared import SharedIdentity

        alone = copy.copy(self)
        alone.settings = replace(self.settings, identity=False)
        alone.identity = SharedIdentity(alone.settings)
        alone._opened = contextlib.ExitStack()
        return alone

    def close(self) -> None:
        """Release the models, after all stages that use them."""
        self._opened.close()

    def __enter__(self) -> SharedModels:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Stages:
    """The loaded stages and a frame's way through them.

    Args:
        settings: how frames are analysed.
        model_path: another model than the shipped one.
        shared: models that other stages use as well, opened with the same settings; they stay open. None for own ones.
        first_track: number of the first track, where the models are shared.

    Raises:
        ModelError, EngineError: a model can't be loaded.
    """

    def __init__(
        self,
        settings: AnalysisSettings,
        model_path: Path | None,
        shared: SharedModels | None = None,
        first_track: int = 1,
    ) -> None:

        use_one_opencv_thread()
        self._settings = settings
        self._clock = FrameClock()
        self._tracking = _Tracking() if settings.tracking else None
        self._protector = _open_protector() if settings.search_everywhere else None
        self._people_lock: contextlib.AbstractContextManager[object] = contextlib.nullcontext()
        self._shared_search: SearchModels | None = None
        with contextlib.ExitStack() as opened:
            self._recogniser: Recogniser
            if shared is None:
                self._load(settings, model_path, opened)
            else:
                self._share(settings, shared, first_track, opened)
            self._opened = opened.pop_all()

    def _load(self, settings: AnalysisSettings, model_path: Path | None, opened: contextlib.ExitStack) -> None:
        from .detection import open_detector
        from .estimation import Estimator
        from .identity.recognition import Recogniser

        with ThreadPoolExecutor(1, thread_name_prefix="facelens-load") as beside:
            estimator = beside.submit(Estimator, settings, model_path)
            self._detector = opened.enter_context(open_detector(settings.detector, settings))
            self._estimator = opened.enter_context(estimator.result())
            self._recogniser = opened.enter_context(Recogniser(settings))

    def _share(
        self, settings: AnalysisSettings, shared: SharedModels, first_track: int, opened: contextlib.ExitStack
    ) -> None:
        from .detection import open_detector
        from .detection.search_detector import SearchDetector
        from .identity.recognition import Recogniser

        if settings.detector in {*DetectorRange}:
            self._shared_search = shared.search
            self._detector = SearchDetector(settings, shared.search)
        else:
            self._detector = opened.enter_context(open_detector(settings.detector, settings))
        self._estimator = shared.estimator
        self._recogniser = Recogniser(settings, shared.identity, first_track)
        self._people_lock = shared.identity.gallery.lock

    def find(self, frame: Frame) -> DetectedFrame:
        """Detect the faces of the next frame and, with tracking, tell whose they are."""
        timings: dict[str, float] = {}
        if frame.is_still:
            with timed(timings, "detect"):
                found, turned_deg = detect_in_still(self._detector, frame)
            return DetectedFrame(frame, None, found.faces, None, timings, found.ignored, turned_deg)
        with timed(timings, "detect"):
            # one clock for the detector, the tracker and the schedule of estimates
            now = self._clock.step(frame)
            found = self._detector.detect(frame, now)
        protection, is_searched = NO_PROTECTION, self._settings.search_everywhere
        if self._protector is not None:
            with timed(timings, "track"):
                protection = self._protector.update(frame, (*found.faces, *found.ignored), now)
        if self._tracking is None:
            return DetectedFrame(
                frame, now, found.faces, None, timings, found.ignored, 0, protection, is_searched=is_searched
            )
        with timed(timings, "track"):
            tracked = self._tracking.tracker.update(frame, found.faces, now)
        seen = [face.detection for face in tracked if not face.coasted]
        return DetectedFrame(frame, now, seen, tracked, timings, found.ignored, 0, protection, is_searched=is_searched)

    def search_as(self, settings: AnalysisSettings) -> None:
        """Search the frames from the next one on as other settings say; who was found so far stays who they are.

        Called between two calls of `find`, of stages that share their models.

        Args:
            settings: differ from those so far in `search_px` and `search_everywhere` alone.
        """
        from .detection.search_detector import SearchDetector

        if settings == self._settings:
            return
        self._settings = settings
        if self._shared_search is not None:  # the other detectors search all of every frame anyway
            self._detector = SearchDetector(settings, self._shared_search)
        self._protector = _open_protector() if settings.search_everywhere else None

    def estimate(self, found: DetectedFrame, budget_s: float | None = None) -> FrameResult:
        """Estimate the attributes of a frame's faces.

        Without tracking, on a GPU, and with `AnalysisSettings.exhaustive`, that is everybody in every frame. Else it
        is whoever's turn it is (`inference/scheduling.py`).

        Args:
            found: from `find`, in the same order.
            budget_s: about how many seconds it may take, spent on those who need it most; None for a file, which
                has all the time that it needs.
        """
        frame, timings = found.frame, found.timings_s
        if found.tracked is None or self._tracking is None or found.time is None:
            estimates = self._predict(frame, found.faces, timings)
            people = [TrackedFace(face, own, own) for face, own in zip(found.faces, estimates, strict=True)]
            if frame.is_still:
                with timed(timings, "identify"):
                    people = self._recogniser.follow_still(frame, people)
        else:
            people = self._estimate_tracked(frame, found.time, found.tracked, self._tracking, budget_s, timings)
        shown = {id(face.detection) for face in people}
        new = (face.detection for face in found.tracked or () if id(face.detection) not in shown)
        ignored = (*found.ignored, *new)
        return FrameResult(
            frame.index,
            frame.timestamp_s,
            frame.source,
            tuple(people),
            timings,
            ignored,
            found.turned_deg,
            found.protection,
        )

    def _predict(self, frame: Frame, faces: Sequence[Detection], timings: dict[str, float]) -> list[Attributes]:
        """Run the model on the crops of these faces."""
        with timed(timings, "align"):
            crops = align_faces(frame.image_bgr, faces, self._estimator.input_size, self._estimator.template)
        with timed(timings, "estimate"):
            return self._estimator.estimate(crops)

    def _estimate_tracked(
        self,
        frame: Frame,
        now: FrameTime,
        tracked: Sequence[TrackedDetection],
        tracking: _Tracking,
        budget_s: float | None,
        timings: dict[str, float],
    ) -> list[TrackedFace]:
        """Tell whose faces they are, run the model on those whose turn it is, and smooth."""
        with timed(timings, "identify"):
            tracked = self._recogniser.tell_apart(frame, now, tracked, is_live=budget_s is not None)
        if now.is_fresh_start:
            tracking.forget_turns()
        if budget_s is not None:
            chosen = tracking.schedule.choose(tracked, now.now_s, budget_s)
        elif self._settings.exhaustive or self._estimator.is_accelerated:
            chosen = [index for index, face in enumerate(tracked) if not face.coasted]
        else:
            chosen = tracking.pace.choose(tracked, now.now_s)
        own = dict(zip(chosen, self._predict(frame, [tracked[i].detection for i in chosen], timings), strict=True))
        with timed(timings, "track"):
            seen = [own.get(index) for index, face in enumerate(tracked) if not face.coasted]
            people = tracking.smoother.update(tracked, seen)
        if budget_s is not None:
            tracking.schedule.update(people, now.now_s, timings["align"] + timings["estimate"])
        with timed(timings, "identify"), self._people_lock:
            return self._recogniser.follow(frame, people)

    def reset(self) -> None:
        """Forget everybody: the next frame belongs to another source."""
        self._recogniser.reset()
        self._clock.reset()
        self._detector.reset()
        if self._tracking is not None:
            self._tracking.reset()
        if self._protector is not None:
            self._protector.reset()

    def begin_run(self) -> None:
        """Forget the people of the run before."""
        self._recogniser.reset()

    def people(self) -> People | None:
        """Return who was seen since the run began; None where nobody is followed."""
        return self._recogniser.people()

    def strangers(self) -> tuple[Strangers | None, str]:
        """Return how alike strangers are, None where nobody is recognised, and `People.identity`."""
        return self._recogniser.strangers()

    def forget_counts(self) -> None:
        """Count nothing of what was seen so far."""
        self._recogniser.forget_counts()

    def records(self) -> list[Record]:
        """Return what is known of each track of the run."""
        return self._recogniser.records()

    def witness(self) -> Witness | None:
        """Return what says whether a face is the one whom it is counted to; None where people are not told apart."""
        return self._recogniser.witness()

    @property
    def notes(self) -> list[str]:
        """Sentences on what whoever uses the results should know."""
        return self._recogniser.notes

    def facts(self) -> RunFacts:
        """Return what ran."""
        return RunFacts(
            engine=self._estimator.engine_name,
            engine_reason=self._estimator.engine_reason or None,
            model=self._estimator.card.model.name,
            detector=str(self._settings.detector),
            analysis=self._settings,
            model_card=self._estimator.card.facts,
        )

    def close(self) -> None:
        """Release the models."""
        self._opened.close()


def _open_protector() -> Protector:
    from .tracking import Protector

    return Protector()


class _Tracking:
    """The stages that remember people from frame to frame."""

    def __init__(self) -> None:
        from .tracking import AttributeSmoother, FaceTracker

        self.schedule = EstimationSchedule()
        self.pace = EstimationPace()
        self.tracker = FaceTracker()
        self.smoother = AttributeSmoother()

    def forget_turns(self) -> None:
        """Forget whose turn it is to be estimated."""
        self.schedule.reset()
        self.pace.reset()

    def reset(self) -> None:
        self.forget_turns()
        self.tracker.reset()
        self.smoother.reset()


@contextlib.contextmanager
def timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    """Add the seconds spent inside to those of a stage."""
    started = time.perf_counter()
    yield
    timings[stage] = timings.get(stage, 0.0) + time.perf_counter() - started
