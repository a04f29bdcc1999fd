"""How cost grows with the number of faces and with the size of the image."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings
from inference.sinks import open_sinks
from inference.sources import open_video
from inference.types import Frame

from .clips import FPS, compose, write_clip

FACES = (1, 5, 20)
SIZES = {"480p": (854, 480), "720p": (1280, 720), "1080p": (1920, 1080), "4K": (3840, 2160)}
_WARM_UP, _FRAMES = 15, 60


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds per frame.

    Attributes:
        what: number of faces, or size of the image.
        faces: faces found in a frame, on average.
        total: of the row.
        stages: by stage, as far as they were measured.
    """

    what: str
    faces: float
    total: float
    stages: dict[str, float]


def measure_faces() -> list[Cost]:
    """Measure 720p images with 1, 5 and 20 faces of one size, each frame from detection to smoothing."""
    costs = []
    with Pipeline(AnalysisSettings()) as pipeline:
        for count in FACES:
            pipeline.reset()
            images = compose(1280, 720, count, _WARM_UP + _FRAMES, head_px=150)
            results = [
                pipeline.process(Frame(image, number, number / FPS, f"{count} faces"))
                for number, image in enumerate(images)
            ][_WARM_UP:]
            stages: dict[str, float] = {}
            for result in results:
                for stage, seconds in result.timings_s.items():
                    stages[stage] = stages.get(stage, 0.0) + 1000 * seconds / _FRAMES
            faces = sum(len(result.faces) for result in results) / _FRAMES
            costs.append(Cost(str(count), faces, sum(stages.values()), stages))
    return costs


def measure_sizes(folder: Path) -> list[Cost]:
    """Files of growing size with two faces that grow along: decoding alone, and the run with a table."""
    costs = []
    with Pipeline(AnalysisSettings()) as pipeline:
        for name, (width, height) in SIZES.items():
            clip = folder / f"{name}.mp4"
            write_clip(clip, compose(width, height, 2, _FRAMES, head_px=height // 3))
            pipeline.reset()
            costs.append(_cost_of_file(pipeline, name, clip))
    return costs


def _cost_of_file(pipeline: Pipeline, name: str, clip: Path) -> Cost:
    started = time.perf_counter()
    with open_video(clip) as source:
        for _ in source:
            pass
    decode_ms = 1000 * (time.perf_counter() - started) / _FRAMES
    faces: list[int] = []
    with open_video(clip) as source:
        sinks = open_sinks(source.info, DisplaySettings(), Outputs(export=str(clip.with_suffix(".csv"))))
        report = pipeline.run(source, sinks, on_result=lambda result: faces.append(len(result.faces)))
    return Cost(name, sum(faces) / _FRAMES, 1000 * report.wall_s / _FRAMES, {"decode": decode_ms})
