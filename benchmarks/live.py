"""Live video with ever more faces: how many frames are analysed, and how old the attributes shown of a face get."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.types import Frame, FrameResult

from .clips import FPS, compose

FACES = (1, 5, 20, 50)
SIZE = (1920, 1080)
_SECONDS, _WARM_UP_S = 5, 1.5
_HEAD_PX = 150


@dataclass(frozen=True, slots=True)
class LiveResult:
    """One number of faces.

    Attributes:
        faces: in the image.
        found: on average.
        live: whether the model was run on those who needed it most, or on everybody in every frame.
        fps: frames analysed per second; the source gives `FPS`.
        staleness_s, worst_s: time since a face was estimated last, when the face is shown: the median
            and the longest.
    """

    faces: int
    found: float
    live: bool
    fps: float
    staleness_s: float
    worst_s: float


def measure_live() -> list[LiveResult]:
    """Measure estimates by need, and of everybody in every frame, over the same images.

    The source is simulated: its clock moves on by what the analysis took, and of the frames that came meanwhile the
    newest waits to be taken.
    """
    results = []
    with Pipeline(AnalysisSettings()) as pipeline:
        for count in FACES:
            images = list(compose(*SIZE, count, FPS, head_px=_HEAD_PX))
            for live in (True, False):
                pipeline.reset()
                results.append(_play(pipeline, images, count, live))
    return results


def _play(pipeline: Pipeline, images: list[np.ndarray], count: int, live: bool) -> LiveResult:
    now_s, looked_at = 0.0, dict[int, float]()
    ages: list[float] = []
    frames = found = 0
    index = -1
    while now_s < _SECONDS:
        index = max(index + 1, math.floor(now_s * FPS))
        now_s = max(now_s, index / FPS)
        # to and fro, without a jump
        place = index % (2 * len(images))
        image = images[min(place, 2 * len(images) - 1 - place)]
        started = time.perf_counter()
        result = pipeline.process(Frame(image, index, index / FPS, f"live {count} {live}"), live=live)
        now_s += time.perf_counter() - started
        ages_now = _ages(result, looked_at)
        if index / FPS >= _WARM_UP_S:
            frames, found = frames + 1, found + len(result.faces)
            ages += ages_now
    measured_s = _SECONDS - _WARM_UP_S
    worst = max(ages, default=0.0)
    return LiveResult(count, found / max(frames, 1), live, frames / measured_s, float(np.median(ages or [0.0])), worst)


def _ages(result: FrameResult, looked_at: dict[int, float]) -> list[float]:
    """Return how long ago each face shown was estimated, seconds."""
    for face in result.faces:
        if face.frame_attributes is not None and face.track_id is not None:
            looked_at[face.track_id] = result.timestamp_s
    return [
        result.timestamp_s - looked_at[face.track_id]
        for face in result.faces
        if face.track_id in looked_at and not face.coasted
    ]


def live_table(results: Sequence[LiveResult]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        "| faces | found | estimates | frames per second | seconds since the last: median | longest |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.faces} | {row.found:.1f} | {'whoever needs it' if row.live else 'everybody, always'} | {row.fps:.1f} "
        f"| {row.staleness_s:.2f} | {row.worst_s:.2f} |"
        for row in results
    ]
    return "\n".join(lines)
