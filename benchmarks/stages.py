"""Every stage alone over the frames of a file, against the whole run over that file."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from inference.alignment import align_faces
from inference.detection.search_detector import SearchDetector
from inference.estimation import Estimator
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.sources import Selection, open_video
from inference.types import SourceInfo

DRAW = "draw and encode"
ROUNDS = 2
# they are held in memory while the stages run alone: 900 MB of 1080p
MOST_FRAMES = 150


class Times(NamedTuple):
    """The best of `ROUNDS` rounds.

    Attributes:
        wall_s: seconds by the clock.
        busy_s: processor time of all threads, seconds.
    """

    wall_s: float
    busy_s: float


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Every stage alone, and the whole, over the same frames.

    Attributes:
        clip: what was measured on.
        info: of that clip.
        frames: how many.
        faces: faces that the detector saw in all frames together.
        alone: by stage.
        with_table, with_copy: the whole run, writing a table; writing a table and the annotated copy.
    """

    clip: str
    info: SourceInfo
    frames: int
    faces: int
    alone: dict[str, Times]
    with_table: Times
    with_copy: Times

    @property
    def slowest_analysis(self) -> Times:
        """The slowest of decode, detect and estimate."""
        return max(times for stage, times in self.alone.items() if stage != DRAW)

    @property
    def slowest(self) -> Times:
        """The slowest stage."""
        return max(self.alone.values())


def measure_stages(video: Path, name: str, folder: Path) -> StageTimes:
    """Measure a clip, or the beginning of a long one.

    Args:
        video: the file.
        name: what the report calls it.
        folder: for what is written on the way.
    """
    settings = AnalysisSettings()
    with open_video(video) as source:
        frames = list(islice(source, MOST_FRAMES + 1))
    end_s = frames[-1].timestamp_s if len(frames) > MOST_FRAMES else None
    frames = frames[:MOST_FRAMES]
    with SearchDetector(settings) as detector, Estimator(settings) as estimator, Pipeline(settings) as pipeline:
        results = [pipeline.process(frame) for frame in frames]
        seen = [[face.detection for face in result.faces if not face.coasted] for result in results]

        def decode() -> None:
            with open_video(video, selection=Selection(end_s=end_s)) as source:
                for _ in source:
                    pass

        def detect() -> None:
            detector.reset()
            for frame in frames:
                detector.detect(frame)

        def estimate() -> None:
            for frame, faces in zip(frames, seen, strict=True):
                estimator.estimate(align_faces(frame.image_bgr, faces, estimator.input_size, estimator.template))

        def draw_and_encode() -> None:
            sinks = open_sinks(
                info, DisplaySettings(), Outputs(output=str(folder / "alone.mp4")), selection=Selection(end_s=end_s)
            )
            for frame, result in zip(frames, results, strict=True):
                for sink in sinks:
                    sink.write(frame, result)
            close_sinks(sinks)

        def whole(output: str | None) -> None:
            pipeline.reset()
            with open_video(video, selection=Selection(end_s=end_s)) as source:
                table = str(folder / "whole.csv")
                sinks = open_sinks(
                    source.info,
                    DisplaySettings(),
                    Outputs(output=output, export=table),
                    selection=Selection(end_s=end_s),
                )
                pipeline.run(source, sinks)

        with open_video(video) as source:
            info = source.info
        jobs: dict[str, Callable[[], None]] = {
            "decode": decode,
            "detect": detect,
            "estimate": estimate,
            DRAW: draw_and_encode,
            "with table": lambda: whole(None),
            "with copy": lambda: whole(str(folder / "whole.mp4")),
        }
        best = _best_of_rounds(jobs)
    with_table, with_copy = best.pop("with table"), best.pop("with copy")
    return StageTimes(name, info, len(frames), sum(map(len, seen)), best, with_table, with_copy)


def _best_of_rounds(jobs: dict[str, Callable[[], None]]) -> dict[str, Times]:
    """Measure what each job takes; in rounds, so that a disturbance of the machine meets all alike."""
    best: dict[str, Times] = {}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            wall_s, busy_s = time.perf_counter(), time.process_time()
            job()
            times = Times(time.perf_counter() - wall_s, time.process_time() - busy_s)
            before = best.get(name, times)
            best[name] = Times(min(times.wall_s, before.wall_s), min(times.busy_s, before.busy_s))
    return best
