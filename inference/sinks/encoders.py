"""H.264 encoders of the bundled FFmpeg: which there are, and which of them work on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, cast

import av
from av.codec.codec import UnknownCodecError
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

# as OpenCV converts: BT.601 matrix, video range; numbers of ISO/IEC 23091-2
BT709, BT601, VIDEO_RANGE = 1, 6, 1
# what images in main memory may look like; encoders that take none of these want them on their device already
_FORMATS = ("yuv420p", "nv12")
# of an encoder that has no constant quality: 6 Mbit/s at 1080p and 30 frames per second
_BITS_PER_PIXEL = 0.1
_KEY_FRAME_EVERY = 250
_TRIAL_IMAGES = 2
_GREY = 128


class Shape(NamedTuple):
    """Size and timing of what is encoded.

    Attributes:
        width, height: pixels, even.
        fps: average frame rate.
        time_base: unit of the images' times, seconds.
    """

    width: int
    height: int
    fps: Fraction
    time_base: Fraction


@dataclass(frozen=True, slots=True)
class EncoderKind:
    """One of FFmpeg's encoders and how it is used.

    Attributes:
        name: FFmpeg's.
        options: FFmpeg's.
        is_hardware: True where it works on a device and not on the processor.
        has_quality: False where a bit rate stands in for a constant quality.
    """

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    is_hardware: bool = True
    has_quality: bool = True

    def configure(self, context: VideoCodecContext, shape: Shape) -> None:
        """Set up a context that is not open yet.

        Raises:
            ValueError: it takes no images from main memory.
        """
        offered = [known.name for known in context.codec.video_formats or ()]
        usable = [name for name in _FORMATS if name in offered]
        if not usable:
            raise ValueError("takes no images from main memory")
        context.pix_fmt = usable[0]
        context.width, context.height = shape.width, shape.height
        context.framerate, context.time_base = shape.fps, shape.time_base
        context.gop_size = _KEY_FRAME_EVERY
        if not self.has_quality:
            context.bit_rate = round(_BITS_PER_PIXEL * shape.width * shape.height * shape.fps)
        context.color_primaries = context.color_trc = BT709
        context.colorspace, context.color_range = BT601, VIDEO_RANGE
        # without reordered images, what such an encoder still holds when it fails is the last few of them
        context.options = {**self.options, **({"bf": "0"} if self.is_hardware else {})}


SOFTWARE = EncoderKind("libx264", {"preset": "superfast", "crf": "20"}, is_hardware=False)
HARDWARE = (
    EncoderKind("h264_nvenc", {"preset": "p4", "rc": "vbr", "cq": "23"}),
    EncoderKind("h264_qsv", {"preset": "faster", "global_quality": "23"}),
    EncoderKind("h264_videotoolbox", has_quality=False),
    EncoderKind("h264_amf", {"rc": "cqp", "qp_i": "22", "qp_p": "24"}),
    EncoderKind("h264_mf", {"hw_encoding": "1", "rate_control": "quality", "quality": "70"}),
    EncoderKind("h264_vaapi", {"rc_mode": "CQP", "global_quality": "23"}),
)
_TRIAL_SHAPE = Shape(1280, 720, Fraction(25), Fraction(1, 25))


def probe_encoders(shape: Shape = _TRIAL_SHAPE) -> Iterator[tuple[EncoderKind, str]]:
    """Yield all encoders, best first, each with why it can't be used; empty where it can. The last one always can."""
    for kind in HARDWARE:
        yield kind, trial(kind, shape)
    yield SOFTWARE, ""


def trial(kind: EncoderKind, shape: Shape) -> str:
    """Encode two grey images; return what is in the way, empty where nothing is.

    That an encoder is listed says that FFmpeg was built with it. Only trying tells whether there are a device, a
    driver, a free session and support for this size. Where there is no device, all together take some 30 ms.
    """
    try:
        context = cast(VideoCodecContext, VideoCodecContext.create(kind.name, "w"))
    except UnknownCodecError:
        return "not in this build of FFmpeg"
    packets = []
    try:
        with _logs_in_errors():
            kind.configure(context, shape)
            for number in range(_TRIAL_IMAGES):
                packets += context.encode(_grey(shape, number))
            packets += context.encode(None)
    except (FFmpegError, OSError, ValueError) as error:
        return reason(error)
    return "" if len(packets) >= _TRIAL_IMAGES else "gave no images back"


def reason(error: Exception) -> str:
    """Return an encoder's failure in one line: what it logged last says more than FFmpeg's number."""
    log = getattr(error, "log", None)
    text = log[2] if log else getattr(error, "strerror", None) or str(error)
    return " ".join(text.split()).rstrip(".")


def _grey(shape: Shape, number: int) -> VideoFrame:
    image = VideoFrame(shape.width, shape.height, "yuv420p")
    for plane in image.planes:
        plane.update(bytes([_GREY]) * plane.buffer_size)
    image.pts, image.time_base = round(number / shape.fps / shape.time_base), shape.time_base
    return image


@contextlib.contextmanager
def _logs_in_errors() -> Iterator[None]:
    """Let FFmpeg's errors carry what the encoder logged; what other threads log meanwhile is dropped, as always."""
    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture(local=False):
            yield
    finally:
        av.logging.set_level(before)
