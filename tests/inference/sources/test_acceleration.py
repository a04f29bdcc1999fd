"""Decoding on a GPU: what becomes of its images, and what is said where there is none."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.video.reformatter import Colorspace

from inference.errors import SourceError
from inference.sources import open_source
from inference.sources.acceleration import why_not
from inference.sources.conversion import ImageConverter, of_nv12
from tests.photos import grace_hopper


def nv12(height: int, colorspace: Colorspace, color_range: int) -> av.VideoFrame:
    """A photograph as a GPU would give it, with every row padded."""
    image = np.ascontiguousarray(grace_hopper()[:height, :510])
    frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(
        format="nv12", dst_colorspace=colorspace, dst_color_range=color_range
    )
    frame.colorspace, frame.color_range = colorspace, color_range
    return frame


@pytest.mark.parametrize("colorspace", [Colorspace.ITU601, Colorspace.ITU709])
@pytest.mark.parametrize("color_range", [1, 2], ids=["limited", "full"])
def test_its_images_have_the_colours_of_the_scaler(colorspace, color_range):
    frame = nv12(600, colorspace, color_range)
    expected = frame.reformat(format="bgr24").to_ndarray().astype(int)
    difference = of_nv12(frame).astype(int) - expected
    assert np.abs(difference).mean() < 1.5
    assert np.percentile(np.abs(difference), 99) <= 8
    # nowhere a tone darker, brighter or in another colour
    assert np.abs(difference.mean(axis=(0, 1))).max() < 1.5


def test_the_converter_takes_them_and_still_stretches():
    frame = nv12(600, Colorspace.ITU601, 1)
    assert np.array_equal(ImageConverter()(frame), of_nv12(frame))
    assert ImageConverter()(frame, pixel_aspect=2.0).shape == (600, 1020, 3)


def test_an_odd_size_is_whole():
    image = np.zeros((75, 101, 3), np.uint8)
    frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="nv12")
    assert ImageConverter()(frame).shape == (75, 101, 3)


@pytest.mark.skipif(not why_not(), reason="there may be a GPU: see tests/inference/engines/test_on_gpu.py")
def test_without_a_gpu_the_processor_decodes_and_it_is_said(make_video):
    path = make_video()
    with open_source(path, on_gpu=True) as source, open_source(path) as usual:
        assert [note for note in source.notes if "is decoded by the processor: " in note]
        assert not usual.notes
        for one, other in zip(source, usual, strict=True):
            assert np.array_equal(one.image_bgr, other.image_bgr)


def test_what_is_no_video_is_told_as_ever(tmp_path):
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(SourceError, match="no video"):
        open_source(str(tmp_path / "text.mp4"), on_gpu=True)
