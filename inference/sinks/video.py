"""Writes the annotated copy of a video: H.264 in MP4, with the source's times and sound."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from typing import cast

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame

from ..errors import SinkError
from ..files import OutputFile, WrittenFile, is_disk_error, output_error
from ..overlay import Overlay
from ..settings import EVERYTHING, Selection
from ..types import Frame, FrameResult, ImageArray, RunFacts, SourceInfo
from .audio import AudioCopy
from .base import Sink
from .encoders import BT601, VIDEO_RANGE, Shape, reason
from .encoding import ImageEncoder, open_encoder

_DEFAULT_TIME_BASE = Fraction(1, 90_000)
# ticks finer than a microsecond overflow the fields of some players
_FINEST_TIME_BASE = Fraction(1, 1_000_000)
_FINE_ENOUGH = 10_000
_DEFAULT_FPS = Fraction(30)
_MIN_SIDE = 16
# left free on the disk, for the index of the file: what has no index can't be played
_SPARE_BYTES = 4 << 20
_INDEX_BYTES_PER_FRAME = 64
# images that the encoder and the muxer may hold back
_HELD_BACK = 64


class VideoSink(Sink):
    """The annotated copy of a video, drawn and encoded frame by frame.

    Images keep their presentation times, counted from `start_s`; images of another size than the first are
    fitted into it. The sound is copied as it is where MP4 takes it, and else encoded as AAC. After an
    interruption the sound ends with the images.

    The first frame decides the size; a side that is odd is made even, since H.264 halves the resolution of colours.

    Args:
        path: an `.mp4` file.
        overlay: what draws.
        info: the source, not read yet: it gives the sound and the unit of time.
        selection: the part of it that is read; the sound is cut to it.

    Raises:
        SinkError: the file can't be written, or the disk has become so full that it must be finished now.
    """

    def __init__(self, path: str, overlay: Overlay, info: SourceInfo, *, selection: Selection = EVERYTHING) -> None:
        self._output = OutputFile(path)
        self._overlay = overlay
        self._info = info
        self._selection = selection
        self._encoder: ImageEncoder | None = None
        self._audio: AudioCopy | None = None
        if info.sound is not None:
            self._audio = AudioCopy(info.sound, start_s=selection.start_s, end_s=selection.end_s)
        self._time_base = _time_base_for(info, selection.start_s)
        fps = Fraction(info.fps or 0).limit_denominator(1001) / selection.every or _DEFAULT_FPS
        # of images shorter than a tick of the clock, the last would have no length and not be shown
        self._fps = min(fps, 1 / self._time_base)
        self._last_pts = -1
        self._last_s = 0.0
        self._frames = 0
        self._failed = self._is_full = False

    def write(self, frame: Frame, result: FrameResult) -> None:
        image = self._overlay.draw(frame, result)
        try:
            encoder = self._encoder or self._begin(image)
            self._check_space()
            video = _to_yuv(_fitted(image, encoder.size))
            video.time_base = self._time_base
            video.pts = self._last_pts = max(self._last_pts + 1, self._pts_of(frame))
            encoder.encode(video)
            self._frames += 1
            self._last_s = frame.timestamp_s
            if self._audio is not None:
                self._audio.copy_until(frame.timestamp_s)
        except (OSError, FFmpegError) as error:
            raise self._broken(error) from error

    def _begin(self, image: ImageArray) -> ImageEncoder:
        """Open everything that the header of the file needs."""
        self._encoder = open_encoder(self._open_container, Shape(*_coded_size(image), self._fps, self._time_base))
        if self._audio is not None:
            self._audio.attach(self._encoder.container)
        return self._encoder

    def _open_container(self) -> OutputContainer:
        # in the unit of the whole file, a thousandth of a second by default, starts of streams are rounded
        ticks = self._time_base.denominator
        options = {"movflags": "+faststart", "movie_timescale": str(ticks * -(-_FINE_ENOUGH // ticks))}
        return av.open(f"file:{self._output.part}", "w", format="mp4", options=options)

    def _pts_of(self, frame: Frame) -> int:
        return round(Fraction(frame.timestamp_s - self._selection.start_s) / self._time_base)

    def _check_space(self) -> None:
        """Stop while there is room for what the encoder holds back and for the file's index."""
        size = self._output.part.stat().st_size
        index = _INDEX_BYTES_PER_FRAME * self._frames
        held_back = _HELD_BACK * size // max(1, self._frames)
        if shutil.disk_usage(self._output.part.parent).free < _SPARE_BYTES + index + held_back:
            self._is_full = True
            if self._audio is not None:
                self._audio.copy_until(self._last_s)
                self._audio.close()
            raise SinkError(
                f"can't write more to {self._output.name}: the disk is almost full; make room or choose another "
                "place. The copy until then is kept"
            )

    @property
    def written(self) -> WrittenFile | None:
        return self._output.written

    def close(self, facts: RunFacts) -> None:
        if self._encoder is None:
            self.discard()
            return
        is_whole = facts.is_whole and not self._is_full
        try:
            self._finish(self._encoder, is_whole)
        except (OSError, FFmpegError) as error:
            # a failure that has been reported already is not news
            if not self._failed:
                raise self._broken(error) from error
        if not self._frames:
            self.discard()
        elif not self._failed:
            self._output.finish(is_whole=is_whole)

    def add_facts(self, facts: RunFacts) -> RunFacts:
        if self._encoder is None:
            return facts
        missing = None if self._audio is None else self._audio.shortcoming()
        return replace(
            facts,
            video_encoder=self._encoder.name,
            video_encoder_reason=self._encoder.reason or None,
            notes=(*facts.notes, *(() if missing is None else (f"{self._output.name} {missing}",))),
        )

    def _finish(self, encoder: ImageEncoder, is_whole: bool) -> None:
        try:
            if not self._failed:
                encoder.finish()
                self._copy_rest_of_sound(is_whole)
        finally:
            if self._audio is not None:
                self._audio.close()
            encoder.container.close()

    def _copy_rest_of_sound(self, is_whole: bool) -> None:
        if self._audio is not None:
            self._audio.copy_until(float("inf") if is_whole else self._last_s)
            self._audio.finish()

    def discard(self) -> None:
        if self._audio is not None:
            self._audio.close()
        self._output.discard()

    def _broken(self, error: OSError | FFmpegError) -> SinkError:
        self._failed = True
        if self._audio is not None:
            self._audio.close()
        self._output.leave()
        if not is_disk_error(error):
            encoder = "no encoder" if self._encoder is None else self._encoder.name
            return SinkError(
                f"can't write {self._output.name}: its images can't be encoded ({encoder}: {reason(error)}). "
                f"{self._output.whereabouts}".rstrip()
            )
        return output_error(self._output.name, error, self._output.whereabouts)


def _time_base_for(info: SourceInfo, start_s: float) -> Fraction:
    """Return the source's own unit of time, in which its times are exact, unless it is unknown or doesn't suit."""
    if info.time_base is None or info.time_base < _FINEST_TIME_BASE:
        return _DEFAULT_TIME_BASE
    begins_between = (
        Fraction(start_s).limit_denominator(_FINEST_TIME_BASE.denominator) / info.time_base
    ).denominator > 1
    if begins_between and info.time_base > _DEFAULT_TIME_BASE:
        return _DEFAULT_TIME_BASE
    return info.time_base


def _coded_size(image: ImageArray) -> tuple[int, int]:
    """Return width and height, both even and large enough for the encoder."""
    height, width = image.shape[:2]
    return max(_MIN_SIDE, width + width % 2), max(_MIN_SIDE, height + height % 2)


def _fitted(image: ImageArray, size: tuple[int, int]) -> ImageArray:
    """Fit an image to a coded size: its last pixels repeated, or, made for another size, scaled, with black bars."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    if _coded_size(image) == size:
        return cv2.copyMakeBorder(  # type: ignore[return-value]
            image, 0, size[1] - height, 0, size[0] - width, cv2.BORDER_REPLICATE
        )
    scale = min(size[0] / width, size[1] / height)
    inner = (max(1, min(size[0], round(width * scale))), max(1, min(size[1], round(height * scale))))
    scaled = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    framed = np.zeros((size[1], size[0], 3), dtype=np.uint8)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    framed[top : top + inner[1], left : left + inner[0]] = scaled
    return framed


def _to_yuv(image: ImageArray) -> VideoFrame:
    """Convert for the encoder. OpenCV takes a fifth of the time that FFmpeg's scaler takes."""
    yuv = cast(ImageArray, cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420))
    # PyAV finds the colours of a borrowed array in the wrong place where half the height is odd
    borrows = image.shape[0] % 4 == 0
    video = (VideoFrame.from_numpy_buffer if borrows else VideoFrame.from_ndarray)(yuv, format="yuv420p")
    video.colorspace, video.color_range = BT601, VIDEO_RANGE
    return video
