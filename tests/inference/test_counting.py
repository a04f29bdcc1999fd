"""How many people there are in a video whose frames are unevenly far apart, from the file to the count."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.clips import compose
from inference.people import PeopleCounter
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, Selection
from inference.sources import open_video
from inference.types import FrameResult


def write_clip(path: Path, times_ms: Sequence[int]) -> None:
    """Write two heads that sway a little, at these times."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.pix_fmt, stream.width, stream.height = "yuv420p", 640, 360
        stream.codec_context.time_base = Fraction(1, 1000)
        for time_ms, image in zip(times_ms, compose(640, 360, 2, len(times_ms), head_px=150), strict=True):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture(scope="module")
def pipeline(tiny_network: Path):
    with Pipeline(AnalysisSettings(), tiny_network) as opened:
        yield opened


PAUSES = np.cumsum([1500 if index % 10 == 9 else 40 for index in range(40)])


@pytest.mark.parametrize(
    ("times_ms", "every"),
    [(range(0, 30_000, 2500), 1), (range(0, 4000, 40), 40), (range(0, 4000, 40), 15), (PAUSES.tolist(), 1)],
    ids=["time-lapse", "every 40th frame", "every 15th frame", "pauses"],
)
def test_two_people_are_two_however_far_apart_the_frames_are(
    pipeline: Pipeline, tmp_path: Path, times_ms: Sequence[int], every: int
) -> None:
    clip = tmp_path / "clip.mp4"
    write_clip(clip, times_ms)
    pipeline.reset()
    counter = PeopleCounter()
    numbers: set[int | None] = set()

    def count(result: FrameResult) -> None:
        counter.add(result)
        numbers.update(face.track_id for face in result.faces)

    with open_video(str(clip), selection=Selection(every=every)) as source:
        pipeline.run(source, [], on_result=count)
    assert len(numbers) == 2
    assert sorted(counter.people()) == sorted(numbers)  # type: ignore[type-var]
