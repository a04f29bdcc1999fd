"""Several videos as one source."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.clips import compose, write_clip
from inference.errors import SourceBrokenError, SourceError
from inference.sources import Selection, open_videos
from inference.types import Frame


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("clips")
    for name, width, frames in (("a", 160, 6), ("b", 192, 4)):
        write_clip(folder / f"{name}.mp4", compose(width, 96, 1, frames, head_px=80))
    return [str(folder / "a.mp4"), str(folder / "b.mp4")]


def test_videos_come_one_after_the_other_with_their_own_numbers_and_times(clips):
    with open_videos(clips) as source:
        frames = list(source)
        assert source.info.name == f"{clips[0]} and 1 more"
        assert source.info.frame_count == 10
    assert [(frame.source, frame.index) for frame in frames] == [
        *((clips[0], index) for index in range(6)),
        *((clips[1], index) for index in range(4)),
    ]
    assert [frame.timestamp_s for frame in frames[6:]] == pytest.approx([0, 0.04, 0.08, 0.12])
    assert {frame.image_bgr.shape[1] for frame in frames} == {160, 192}


def test_a_selection_is_one_of_each(clips):
    with open_videos(clips, selection=Selection(every=3)) as source:
        assert [frame.index for frame in source] == [0, 3, 0, 3]


def test_one_that_is_missing_is_told_before_anything_is_read(clips, tmp_path):
    with pytest.raises(SourceError, match=r"missing\.mp4"):
        open_videos([clips[0], str(tmp_path / "missing.mp4")])


def test_one_that_breaks_off_does_not_keep_the_others_from_being_read(clips, monkeypatch):
    from inference.sources.video import VideoFile

    read = VideoFile.__iter__

    def broken(self):
        if self.info.name == clips[0]:
            yield from list(read(self))[:2]
            raise SourceBrokenError("a.mp4 broke off")
        yield from read(self)

    monkeypatch.setattr(VideoFile, "__iter__", broken)
    frames: list[Frame] = []
    with open_videos(clips) as source, pytest.raises(SourceBrokenError, match="broke off"):
        frames.extend(source)
    assert [frame.index for frame in frames] == [0, 1, 0, 1, 2, 3]


def test_closing_ends_it(clips):
    source = open_videos(clips)
    frames = iter(source)
    next(frames)
    source.close()
    assert len(list(frames)) < 6
    assert np.isfinite(source.decode_errors)
