"""A frame's way through the loaded stages: detection, tracking, alignment, the network, smoothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .alignment import align_faces
from .process import use_one_opencv_thread
from .scheduling import EstimationSchedule
from .settings import AnalysisSettings
from .types import Attributes, Detection, Frame, FrameResult, RunFacts, TrackedFace

if TYPE_CHECKING:
    from .tracking import TrackedDetection


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A frame half way through.

    Attributes:
        frame: the frame.
        faces: the faces that the detector saw in it.
        tracked: the same faces with their identities, and those carried over; None without tracking.
        ignored: faces that are left out.
        timings_s: as in `FrameResult`; still added to.
    """

    frame: Frame
    faces: Sequence[Detection]
    tracked: list[TrackedDetection] | None
    timings_s: dict[str, float]
    ignored: Sequence[Detection] = ()


class Stages:
    """The loaded stages and a frame's way through them."""

    def __init__(self, settings: AnalysisSettings, model_path: Path | None) -> None:
        from .detection import open_detector
        from .estimation import Estimator

        use_one_opencv_thread()
        self._settings = settings
        self._memory = _Memory() if settings.tracking else None
        with ThreadPoolExecutor(1, thread_name_prefix="facelens-load") as beside, contextlib.ExitStack() as opened:
            estimator = beside.submit(Estimator, settings, model_path)
            self._detector = opened.enter_context(open_detector(settings.detector, settings))
            self._estimator = opened.enter_context(estimator.result())
            self._opened = opened.pop_all()

    def find(self, frame: Frame) -> Found:
        """Where the faces are, and whose they are."""
        timings: dict[str, float] = {}
        with timed(timings, "detect"):
            found = self._detector.detect(frame)
        if frame.is_still or self._memory is None:
            return Found(frame, found.faces, None, timings, found.ignored)
        with timed(timings, "track"):
            tracked = self._memory.tracker.update(frame, found.faces)
        seen = [face.detection for face in tracked if not face.coasted]
        return Found(frame, seen, tracked, timings, found.ignored)

    def estimate(self, found: Found, budget_s: float | None = None) -> FrameResult:
        """What is said about them: about everybody, or about those who need it most, in about so many seconds."""
        frame, timings = found.frame, found.timings_s
        if found.tracked is None or self._memory is None:
            answers = self._look(frame, found.faces, timings)
            people = [TrackedFace(face, answer, answer) for face, answer in zip(found.faces, answers, strict=True)]
        elif budget_s is not None:
            people = self._estimate_in_turn(frame, found.tracked, self._memory, budget_s, timings)
        else:
            answers = self._look(frame, found.faces, timings)
            with timed(timings, "track"):
                people = self._memory.smoother.update(found.tracked, answers)
        named = {face.track_id for face in people}
        new = (face.detection for face in found.tracked or () if face.track_id not in named)
        return FrameResult(frame.index, frame.timestamp_s, frame.source, tuple(people), timings, (*found.ignored, *new))

    def _look(self, frame: Frame, faces: Sequence[Detection], timings: dict[str, float]) -> list[Attributes]:
        """The network's answers for these faces."""
        with timed(timings, "align"):
            crops = align_faces(frame.image_bgr, faces, self._estimator.input_size)
        with timed(timings, "estimate"):
            return self._estimator.estimate(crops)

    def _estimate_in_turn(
        self,
        frame: Frame,
        tracked: Sequence[TrackedDetection],
        memory: _Memory,
        budget_s: float,
        timings: dict[str, float],
    ) -> list[TrackedFace]:
        chosen = memory.schedule.choose(tracked, frame.timestamp_s, budget_s)
        answers = dict(zip(chosen, self._look(frame, [tracked[i].detection for i in chosen], timings), strict=True))
        spent_s = timings["align"] + timings["estimate"]
        with timed(timings, "track"):
            seen = [answers.get(index) for index, face in enumerate(tracked) if not face.coasted]
            people = memory.smoother.update(tracked, seen)
        memory.schedule.looked(people, frame.timestamp_s, spent_s)
        return people

    def reset(self) -> None:
        self._detector.reset()
        if self._memory is not None:
            self._memory.tracker.reset()
            self._memory.smoother.reset()
            self._memory.schedule.reset()

    def facts(self) -> RunFacts:
        return RunFacts(
            engine=self._estimator.engine_name,
            engine_reason=self._estimator.engine_reason or None,
            detector=str(self._settings.detector),
            analysis=self._settings,
        )

    def close(self) -> None:
        self._opened.close()


class _Memory:
    """What is kept of people from frame to frame."""

    def __init__(self) -> None:
        from .tracking import AttributeSmoother, FaceTracker

        self.schedule = EstimationSchedule()
        self.tracker = FaceTracker()
        self.smoother = AttributeSmoother()


@contextlib.contextmanager
def timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    """Add the seconds spent inside to those of a stage."""
    started = time.perf_counter()
    yield
    timings[stage] = timings.get(stage, 0.0) + time.perf_counter() - started
