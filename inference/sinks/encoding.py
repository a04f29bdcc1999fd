"""Encodes images into the H.264 track of an MP4 file, by the best encoder that works; a failing one loses none."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import cast

from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .encoders import SOFTWARE, EncoderKind, Shape, probe_encoders, reason

_log = logging.getLogger(__name__)


def open_encoder(open_container: Callable[[], OutputContainer], shape: Shape) -> ImageEncoder:
    """Open the best encoder that works here, with a file to encode into.

    Args:
        open_container: opens the MP4 file; called again where an encoder fails to open after all.
        shape: of all images.

    Raises:
        FFmpegError, OSError: not even software can encode, or the file can't be opened.
    """
    steps: list[str] = []
    for kind, problem in probe_encoders(shape):
        if not problem:
            container = open_container()
            try:
                return ImageEncoder(container, kind, shape, steps)
            except (FFmpegError, OSError) as error:
                container.close()
                if not kind.is_hardware:
                    raise
                problem = reason(error)
        steps.append(f"{kind.name}: {problem}")
    raise ValueError("the list of encoders ends with software")  # pragma: no cover


class ImageEncoder:
    """An encoder into a container; where the hardware fails in the middle, software goes on.

    Images are kept until they have come back encoded. When an encoder fails, those that it still held are given to
    its successor, whose parameter sets follow the first ones in the file (ISO/IEC 14496-12 allows a track several
    sample descriptions): not one image is lost, and none is encoded twice.

    Args:
        container: an MP4 file whose header is not written yet.
        kind: the encoder.
        shape: of all images.
        steps: why better encoders are not at work.

    Attributes:
        container: as given.

    Raises:
        FFmpegError, OSError: from all methods: not even software can encode, or the file can't be written.
    """

    def __init__(self, container: OutputContainer, kind: EncoderKind, shape: Shape, steps: Sequence[str] = ()) -> None:
        self.container = container
        self._kind, self._shape, self._steps = kind, shape, list(steps)
        self._stream = cast(VideoStream, container.add_stream(kind.name, rate=shape.fps))
        self._context: VideoCodecContext = self._stream.codec_context
        kind.configure(self._context, shape)
        self._context.open()
        self._filter: BitStreamFilterContext | None = None
        self._held: deque[VideoFrame] = deque()

    @property
    def name(self) -> str:
        """Name of the encoder at work, as FFmpeg has it."""
        return self._kind.name

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of all images."""
        return self._shape.width, self._shape.height

    @property
    def reason(self) -> str:
        """Why no better encoder is at work; empty where the first one is."""
        return "; ".join(self._steps)

    def encode(self, image: VideoFrame) -> None:
        """Encode the next image; its time is later than that of the one before."""
        self._held.append(image)
        self._give(image)

    def finish(self) -> None:
        """Write what is held back."""
        self._give(None)

    def _give(self, image: VideoFrame | None) -> None:
        try:
            packets = self._encoded(image)
        except (FFmpegError, OSError) as error:
            if not self._kind.is_hardware:
                raise
            self._step_down(error)
            packets = [packet for held in self._held for packet in self._encoded(held)]
            packets += self._encoded(None) if image is None else []
        for packet in packets:
            self._write(packet)

    def _encoded(self, image: VideoFrame | None) -> Sequence[Packet[VideoStream]]:
        return self._context.encode(image)

    def _write(self, packet: Packet[VideoStream]) -> None:
        while self._held and packet.pts is not None and (self._held[0].pts or 0) <= packet.pts:
            self._held.popleft()
        packet.stream = self._stream
        for part in [packet] if self._filter is None else self._filter.filter(packet):
            part.stream = self._stream
            self.container.mux(part)

    def _step_down(self, error: Exception) -> None:
        self._steps.append(f"{self._kind.name} failed while running: {reason(error)}")
        self._kind = SOFTWARE
        _log.warning("%s; going on with %s", self._steps[-1], self.name)
        self._context = cast(VideoCodecContext, VideoCodecContext.create(self.name, "w"))
        self._kind.configure(self._context, self._shape)
        # times of reordered images would begin before the last one that is written
        self._context.options = {**self._context.options, "bf": "0"}
        # tells the file of the parameter sets with which the images go on
        self._filter = BitStreamFilterContext("extract_extradata=remove=1", self._stream)
