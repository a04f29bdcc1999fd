"""Colours, transparency and the shape of pixels of real files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorTrc

from inference.sources import open_video
from inference.types import ImageArray

LOSSLESS = {"preset": "ultrafast", "qp": "0"}


def images_of(path: Path) -> list[ImageArray]:
    with open_video(path) as source:
        return [frame.image_bgr for frame in source]


# --- high dynamic range --------------------------------------------------------------------------


def shown(
    path: Path, signals_rgb: Sequence[tuple[float, float, float]], color_trc: ColorTrc, primaries: ColorPrimaries
) -> list[list[int]]:
    """What is shown (RGB) of a lossless 12-bit video with patches of these RGB signals, 0..1."""
    patches = np.array(signals_rgb) * 65535
    image = np.repeat(np.repeat(patches[None].round().astype(np.uint16), 16, axis=1), 32, axis=0)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = image.shape[1], image.shape[0], "gbrp12le"
        stream.codec_context.color_trc, stream.codec_context.color_primaries = color_trc, primaries
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb48le").reformat(format="gbrp12le")
        frame.color_trc, frame.color_primaries = color_trc, primaries
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    (result,) = images_of(path)
    return result[16, 8::16, ::-1].tolist()


@pytest.mark.parametrize(
    ("color_trc", "signals", "expected"),
    [
        # a grey card in light by which paper is white, and paper (ITU-R BT.2408, table 1); twice and 5 times as bright
        (ColorTrc.SMPTE2084, [0.0, 0.38, 0.581, 0.652, 0.752], [0, 107, 231, 245, 255]),
        (ColorTrc.ARIB_STD_B67, [0.0, 0.38, 0.75, 0.877, 1.0], [0, 105, 226, 243, 252]),
    ],
    ids=["PQ", "HLG"],
)
def test_greys_of_hdr(tmp_path, color_trc, signals, expected):
    patches = [(signal, signal, signal) for signal in signals]
    result = np.array(shown(tmp_path / "hdr.mkv", patches, color_trc, ColorPrimaries.BT2020))
    assert (result == result[:, :1]).all(), "grey stays grey"
    assert np.abs(result[:, 0] - expected).max() <= 2


def test_colours_of_hdr_are_those_of_the_same_thing_in_bt709(tmp_path):
    """Signals computed from BT.709 colours: gamma 2.4, matrix of ITU-R BT.2087, 203 cd/m² for white, ST 2084."""
    patches = [(0.4743, 0.2907, 0.2131), (0.3921, 0.4875, 0.2989), (0.2868, 0.2747, 0.5099)]
    result = shown(tmp_path / "hdr.mkv", patches, ColorTrc.SMPTE2084, ColorPrimaries.BT2020)
    assert np.abs(np.array(result) - [(200, 30, 30), (28, 180, 40), (40, 60, 200)]).max() <= 3


def test_wide_colours_without_hdr(tmp_path):
    """Red, green and blue of BT.709 in BT.2020 (ITU-R BT.2087), with the gamma of both."""
    patches = [(0.8235, 0.3285, 0.1804), (0.6296, 0.9656, 0.3632), (0.2702, 0.1550, 0.9551), (0.5, 0.5, 0.5)]
    result = shown(tmp_path / "wide.mkv", patches, ColorTrc.BT2020_10, ColorPrimaries.BT2020)
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)]
    # near black, where a gamma of 2.4 is steep, the last digit shows
    assert np.abs(np.array(result) - expected).max() <= 10


def test_ordinary_colours_stay_what_they_are(tmp_path):
    patches = [(0.8, 0.2, 0.1), (0.1, 0.7, 0.3), (0.5, 0.5, 0.5)]
    result = shown(tmp_path / "plain.mkv", patches, ColorTrc.BT709, ColorPrimaries.BT709)
    assert np.abs(np.array(result) - np.array(patches) * 255).max() <= 1


# --- transparency --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt", "options"),
    [
        ("alpha.webm", "libvpx-vp9", "yuva420p", {"cpu-used": "8", "deadline": "realtime"}),
        ("alpha8.webm", "libvpx", "yuva420p", {"cpu-used": "8", "deadline": "realtime", "auto-alt-ref": "0"}),
        ("alpha.mov", "prores_ks", "yuva444p10le", {}),
        ("png.mov", "png", "rgba", {}),
        ("rle.mov", "qtrle", "argb", {}),
        ("lossless.mkv", "ffv1", "bgra", {}),
        ("deep.mkv", "ffv1", "gbrap12le", {}),
    ],
)
def test_what_is_transparent_lies_on_white(tmp_path, name, codec, pix_fmt, options):
    red = np.zeros((64, 96, 4), np.uint8)
    red[..., 0], red[:, :32, 3], red[:, 32:64, 3] = 200, 255, 128
    with av.open(str(tmp_path / name), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 96, 64, pix_fmt
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(red, format="rgba").reformat(format=pix_fmt)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    images = images_of(tmp_path / name)
    assert len(images) == 3
    for image in images:
        opaque, half, empty = (image[24:40, left : left + 8].mean((0, 1))[::-1] for left in (12, 44, 76))
        assert np.abs(opaque - (200, 0, 0)).max() <= 8
        assert np.abs(half - (228, 127, 127)).max() <= 8
        assert np.abs(empty - 255).max() <= 1


# --- the shape of pixels -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "codec", "options"),
    [
        ("ts", "libx264", {"bf": "2", "g": "10"}),
        ("ts", "mpeg2video", {"bf": "2", "g": "10"}),
        ("mpg", "mpeg2video", {"bf": "0", "g": "10"}),
        ("h264", "libx264", {"bf": "2", "g": "10"}),
    ],
)
def test_every_image_has_its_own_pixel_aspect(make_video, suffix, codec, options):
    """Television turns from 4:3 to 16:9 with the film, and back."""
    narrow, wide = (
        make_video(f"{name}.{suffix}", frames=12, codec=codec, options=options, pixel_aspect=aspect)
        for name, aspect in (("narrow", Fraction(1)), ("wide", Fraction(4, 3)))
    )
    narrow.write_bytes(narrow.read_bytes() + wide.read_bytes() + narrow.read_bytes())
    widths = [image.shape[1] for image in images_of(narrow)]
    assert widths == [160] * 12 + [213] * 12 + [160] * 12


def test_a_jump_lands_in_another_pixel_aspect(make_video):
    narrow, wide = (
        make_video(f"{name}.ts", frames=25, options={"g": "10"}, pixel_aspect=aspect)
        for name, aspect in (("narrow", Fraction(16, 15)), ("wide", Fraction(64, 45)))
    )
    narrow.write_bytes(narrow.read_bytes() + wide.read_bytes())
    with open_video(narrow) as source:
        assert [frame.image_bgr.shape[1] for frame in source.frames_from(0.8)] == [171] * 5 + [228] * 25
        assert [frame.image_bgr.shape[1] for frame in source.frames_from(0.96)] == [171] + [228] * 25
