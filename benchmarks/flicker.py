"""How much the age that is shown changes from frame to frame: `python -m benchmarks.flicker VIDEO...` (or `demo`)."""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from inference.pipeline import Pipeline
from inference.settings import Settings
from inference.sources import open_video
from inference.types import FrameResult


@dataclass(frozen=True, slots=True)
class Flicker:
    """Mean absolute change of the age between two successive frames of a person, in years.

    Attributes:
        raw: of the network's answer for the frame alone.
        smoothed: of what is shown.
        steps: number of changes looked at.
    """

    raw: float
    smoothed: float
    steps: int


class FlickerMeter:
    """Collects the changes of one run."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, float, float]] = {}
        self._changes: dict[str, list[float]] = defaultdict(list)

    def add(self, result: FrameResult) -> None:
        """Take the faces of the next frame; those that the network saw in the frame before as well count."""
        for face in result.faces:
            if face.track_id is None or face.frame_attributes is None:
                continue
            now = (result.frame_index, face.frame_attributes.age, face.attributes.age)
            before = self._last.get(face.track_id)
            if before is not None and before[0] == now[0] - 1:
                self._changes["raw"].append(abs(now[1] - before[1]))
                self._changes["smoothed"].append(abs(now[2] - before[2]))
            self._last[face.track_id] = now

    def result(self) -> Flicker:
        raw, smoothed = self._changes["raw"], self._changes["smoothed"]
        if not raw:
            return Flicker(0.0, 0.0, 0)
        return Flicker(float(np.mean(raw)), float(np.mean(smoothed)), len(raw))


def measure_flicker(video: str) -> Flicker:
    """Analyse a video with default settings."""
    meter = FlickerMeter()
    with Pipeline(Settings()) as pipeline, open_video(video) as source:
        pipeline.run(source, [], on_result=meter.add)
    return meter.result()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flicker", description=__doc__)
    parser.add_argument("videos", nargs="+")
    print("video | years a frame, raw | smoothed | raw / smoothed | steps")
    for video in parser.parse_args().videos:
        found = measure_flicker(video)
        ratio = found.raw / found.smoothed if found.smoothed else float("inf")
        print(f"{video} | {found.raw:.2f} | {found.smoothed:.2f} | {ratio:.1f} | {found.steps}")


if __name__ == "__main__":
    main()
