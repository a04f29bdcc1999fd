"""No face is open in a protected copy, in a scene where it is known where faces are."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.privacy import HEIGHT, WIDTH, Canvas, Scene, measure_openness
from inference.settings import AnalysisSettings

WALL = np.random.default_rng(0).integers(110, 140, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def somebody_steps_out() -> Scene:
    """An empty room; a face that is there at once for six frames, and one that comes in fast."""
    for index in range(20):
        canvas = Canvas(WALL)
        if index in range(4, 10):
            canvas.head(0, 300, 360, 60)
        if index > 10:
            canvas.head(1, WIDTH + 20 - 20 * (index - 10), 200, 60)
        yield canvas


def test_a_face_that_steps_out_is_covered_in_every_frame(tmp_path: Path) -> None:
    protected = measure_openness(somebody_steps_out(), tmp_path)
    assert protected.faces > 10
    assert protected.open_frames == ()


def test_the_measure_tells_what_is_open(tmp_path: Path) -> None:
    """Searched for now and then, as it is without privacy, the same faces are open in a frame or more."""
    assert measure_openness(somebody_steps_out(), tmp_path, AnalysisSettings()).open_frames
