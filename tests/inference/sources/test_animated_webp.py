"""Animated WebP images as videos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.errors import SourceBrokenError, SourceError, UsageError
from inference.settings import Selection
from inference.sources import open_images, open_source, open_video
from inference.types import SourceKind

DURATIONS_MS = [100, 40, 300, 0, 60]
STARTS_S = [0.0, 0.1, 0.14, 0.44, 0.54]  # what claims no time is shown for 100 ms
LEVELS = [0, 60, 120, 180, 240]


@pytest.fixture
def path(tmp_path) -> Path:
    """Five grey frames; the left half of each is transparent."""
    frames = []
    for level in LEVELS:
        image = np.full((40, 60, 4), level, np.uint8)
        image[..., 3] = 255
        image[:, :30, 3] = 0
        frames.append(Image.fromarray(image))
    path = tmp_path / "moves.webp"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=DURATIONS_MS, lossless=True)
    return path


def test_all_frames_come_with_their_times(path):
    with open_video(path) as source:
        info = source.info
        assert (info.kind, info.width, info.height, info.frame_count) == (SourceKind.VIDEO, 60, 40, 5)
        assert info.duration_s == pytest.approx(0.6)
        assert info.fps == pytest.approx(5 / 0.6)
        frames = list(source)
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4]
    assert [frame.timestamp_s for frame in frames] == pytest.approx(STARTS_S)
    for frame, level in zip(frames, LEVELS, strict=True):
        assert not frame.is_still
        assert (frame.image_bgr[:, 30:] == level).all()
        assert (frame.image_bgr[:, :30] == 255).all(), "what is transparent lies on white"


@pytest.mark.parametrize(
    ("selection", "indices"),
    [
        (Selection(every=2), [0, 2, 4]),
        (Selection(start_s=0.1), [1, 2, 3, 4]),
        (Selection(start_s=0.1, end_s=0.5, every=2), [1, 3]),
    ],
)
def test_a_part_of_it(path, selection, indices):
    with open_video(path, selection=selection) as source:
        assert source.info.frame_count == len(indices)
        assert [frame.index for frame in source] == indices


def test_it_can_be_played_from_anywhere(path):
    with open_video(path) as source:
        assert [frame.index for frame in source.frames_from(0.2)] == [3, 4]
        first = next(source.frames_from(0.1))
        assert (first.index, int(first.image_bgr[0, -1, 0])) == (1, 60)
        assert source.before(0.44, 1) == pytest.approx(0.14)
        assert source.before(0.1, 7) == 0.0
        assert source.before(9.0, 1) == pytest.approx(0.44)


def test_close_ends_the_iteration(path):
    source = open_video(path)
    frames = iter(source)
    next(frames)
    source.close()
    assert list(frames) == []


def test_what_moves_opens_as_a_video_and_what_does_not_as_an_image(path, tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "still.webp")
    frames = [Image.new("RGB", (8, 8), (level,) * 3) for level in LEVELS]
    frames[0].save(tmp_path / "moves.png", save_all=True, append_images=frames[1:])
    with (
        open_source(path) as moving,
        open_source(tmp_path / "moves.png") as png,
        open_source(tmp_path / "still.webp") as still,
    ):
        assert (moving.info.kind, png.info.kind, still.info.kind) == (
            SourceKind.VIDEO, SourceKind.VIDEO, SourceKind.STILLS,
        )  # fmt: skip
    with open_images([path]) as source:
        assert len(list(source)) == 1


def test_damaged_ones_are_refused_or_break_off(path):
    data = path.read_bytes()
    path.write_bytes(data[:40])
    with pytest.raises(SourceError, match=r"moves\.webp.*damaged or cut short"):
        open_video(path)
    at = data.rindex(b"ANMF") + 60
    path.write_bytes(data[:at] + bytes(len(data) - at))
    with open_video(path) as source:
        frames = iter(source)
        for _ in range(4):
            next(frames)
        with pytest.raises(SourceBrokenError, match="broke off: image 4"):
            next(frames)


def test_a_start_behind_its_end_is_refused(path):
    with pytest.raises(UsageError, match=r"ends at 0\.6 s"):
        open_video(path, selection=Selection(start_s=2))
