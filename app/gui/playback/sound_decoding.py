"""The sound of a file as samples, from anywhere in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

RATE = 48_000
CHANNELS = 2
# of one sample of every channel, 16 bits each
FRAME_BYTES = 2 * CHANNELS
# steps of the sound's times by more than this are gaps, or sound that is there twice
_GAP_S = 0.04
_LEAD_S = 0.2


class SoundDecoder:
    """Decodes one file's first sound as 16-bit stereo at `RATE`; silence where there is none. Not thread-safe.

    Damaged sound is left out.

    Args:
        path: the file.
        start_s: the time on its clock from which positions are counted, seconds.
    """

    def __init__(self, path: str, start_s: float) -> None:
        self._start_s = start_s
        self._container: InputContainer | None = None
        self._pieces: Iterator[tuple[float, NDArray[np.int16]]] = iter(())
        self._waiting = np.empty((0, CHANNELS), dtype=np.int16)
        # time of the next sample that is read
        self._next_s = 0.0
        # since the last seek, or gap, a piece has been put to its time
        self._is_aligned = False
        try:
            self._container = av.open(f"file:{path}")
            if not self._container.streams.audio:
                self.close()
        except (OSError, FFmpegError):
            self.close()

    @property
    def is_open(self) -> bool:
        """False where there is no sound to be had."""
        return self._container is not None

    def seek(self, time_s: float) -> None:
        """Go on at a time, seconds from the start of the source."""
        self._next_s, self._is_aligned = time_s, False
        self._waiting = self._waiting[:0]
        self._pieces = iter(())
        if self._container is None:
            return
        try:
            stream = self._container.streams.audio[0]
            target_s = max(0.0, time_s - _LEAD_S) + self._start_s
            self._container.seek(round(target_s / float(stream.time_base or 1)), stream=stream)
            self._pieces = self._decoded(self._container)
        except (OSError, FFmpegError):
            self.close()

    def read(self, count: int) -> bytes:
        """Return the next `count` samples of every channel, interleaved; silence where there is nothing."""
        got: list[NDArray[np.int16]] = []
        missing = count
        while missing > 0:
            if not len(self._waiting) and not self._take_piece(missing):
                got.append(np.zeros((missing, CHANNELS), dtype=np.int16))
                self._next_s += missing / RATE
                break
            part, self._waiting = self._waiting[:missing], self._waiting[missing:]
            got.append(part)
            missing -= len(part)
            self._next_s += len(part) / RATE
        return np.concatenate(got).tobytes()

    def _take_piece(self, most: int) -> bool:
        """Put the next piece of sound where it belongs, with silence before it; False at the end."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        time_s, samples = piece
        ahead_s = time_s - self._next_s
        if self._is_aligned and abs(ahead_s) <= _GAP_S:
            self._waiting = samples
        elif (missing := round(ahead_s * RATE)) > 0:
            # comes back to the piece once the silence has been read
            self._pieces = itertools.chain([piece], self._pieces)
            self._waiting = np.zeros((min(most, missing), CHANNELS), dtype=np.int16)
            self._is_aligned = False
        else:
            self._waiting = samples[-missing:]
            self._is_aligned = len(self._waiting) > 0
        return True

    def _decoded(self, container: InputContainer) -> Iterator[tuple[float, NDArray[np.int16]]]:
        """Yield pieces of sound with their times; (n, CHANNELS) int16."""
        resampler = AudioResampler(format="s16", layout="stereo", rate=RATE)
        packets = container.demux(container.streams.audio[0])
        while True:
            try:
                packet = next(packets, None)
            except (OSError, FFmpegError):
                return
            if packet is None:
                return
            try:
                frames = packet.decode()
            except FFmpegError:
                continue
            for frame in frames:
                try:
                    resampled = resampler.resample(frame)
                except (ValueError, FFmpegError):
                    # another form from here on
                    resampler = AudioResampler(format="s16", layout="stereo", rate=RATE)
                    continue
                for piece in resampled:
                    if piece.time is not None:
                        yield (
                            piece.time - self._start_s,
                            piece.to_ndarray().astype(np.int16, copy=False).reshape(-1, CHANNELS),
                        )

    def close(self) -> None:
        """Let go of the file; silence is left."""
        self._pieces = iter(())
        if self._container is not None:
            self._container.close()
            self._container = None
