"""The shape of a video's pixels, image by image."""

from __future__ import annotations

from fractions import Fraction

from av.error import FFmpegError
from av.filter import Graph
from av.video.frame import VideoFrame

from .packets import VideoPackets

# an aspect ratio is read off the width of a tiny image that was made so many times as wide
_PRECISION = 10_000


class PixelAspect:
    """Width over height of the pixels of images, which may change on the way: television turns from 4:3 to 16:9.

    PyAV tells the ratio of a container and that of a decoder, which has it from the packets that went in last, but not
    that of an image. So as long as the decoder's ratio stays the same, it is that of all images; once it has
    changed, each image is asked through FFmpeg's scaling filter.

    A container's word counts before that of the images (as in players), until theirs changes.

    Args:
        packets: a container whose video is decoded from its beginning.
    """

    def __init__(self, packets: VideoPackets) -> None:
        self._packets = packets
        stream = packets.stream
        self._of_container = stream.sample_aspect_ratio or Fraction(1)
        self._first = packets.decoder.sample_aspect_ratio or Fraction(1)
        self._changes = False
        self._probe: _Probe | None = None

    def note_decoding(self) -> None:
        """Take note that a packet was decoded."""
        if not self._changes:
            self._changes = (self._packets.decoder.sample_aspect_ratio or 1) != self._first

    def of(self, image: VideoFrame) -> float:
        """Return the width of an image's pixels over their height, 1 where nothing tells it."""
        if not self._changes:
            return float(self._of_container)
        self._probe = self._probe or _Probe()
        try:
            own = self._probe.ratio_of(image)
        except FFmpegError:  # a ratio or a format that no filter takes
            return float(self._of_container)
        return float(self._of_container) if abs(own - self._first) <= 1 / _PRECISION else own


class _Probe:
    """Reads the aspect ratio that an image bears: FFmpeg's scaling filter knows it, and turns it into a width."""

    def __init__(self) -> None:
        self._layout: tuple[int, int, str] | None = None
        self._graph = Graph()

    def ratio_of(self, image: VideoFrame) -> float:
        """Return the width of an image's pixels over their height, 1 where it is not told."""
        layout = (image.width, image.height, image.format.name)
        if layout != self._layout:
            self._layout, self._graph = layout, _probing_graph(image)
        self._graph.vpush(image)
        return float(self._graph.vpull().width) / _PRECISION


def _probing_graph(image: VideoFrame) -> Graph:
    graph = Graph()
    graph.link_nodes(
        graph.add_buffer(width=image.width, height=image.height, format=image.format, time_base=Fraction(1, 1000)),
        graph.add("crop", "min(16\\,iw):min(2\\,ih):0:0"),
        graph.add("scale", f"w=max(1\\,round({_PRECISION}*sar)):h=2:flags=neighbor:eval=frame"),
        graph.add("buffersink"),
    ).configure()
    return graph
