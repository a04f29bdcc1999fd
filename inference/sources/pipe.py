"""Videos that come through a pipe: the standard input, named pipes, sockets."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import select
import threading
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace

from ..errors import SourceError
from ..settings import EVERYTHING, Selection
from ..types import Frame, SourceInfo
from .background import BackgroundSource
from .decoding import VideoDecoder

_DESCRIPTOR = re.compile(r"/dev/(?:stdin|fd/(?P<number>\d+))|/proc/self/fd/(?P<entry>\d+)")

# how soon a wait for data notices that nobody wants it any more
_POLL_MS = 100


class PipedVideo(BackgroundSource):
    """A video that can be read once, from its start: every frame is yielded once, and the writer is made to wait.

    A writer that takes its time is waited for, without a limit; `close` ends the waiting.
    """

    def __init__(self, path: str, *, selection: Selection = EVERYTHING) -> None:
        """Open, and wait for a writer and the first frame.

        Args:
            path: a named pipe, `/dev/stdin`, a terminal or a socket that is open already.
            selection: the part that is wanted; what comes before its start is read and passed over.

        Raises:
            SourceError: it can't be opened, or what comes is no video that can be read from a pipe.
            UsageError: the selection starts after the end.
        """
        super().__init__(path, selection, timeout_s=None)
        self._decoder: VideoDecoder | None = None
        self._start()

    def _described(self, first: Frame) -> SourceInfo:
        assert self._decoder is not None
        info = self._decoder.info
        return replace(info, frame_count=self._selection.expected_frames(info.frame_count, info.fps))

    def _produce(self) -> Generator[Frame, None, None]:
        with (
            closing(_Pipe(self._name, self._is_closed)) as pipe,
            closing(self._decoder_of(pipe)) as self._decoder,
        ):
            yield from self._decoder.frames()

    def _decoder_of(self, pipe: _Pipe) -> VideoDecoder:
        try:
            return VideoDecoder(pipe, name=self._name)
        except SourceError as error:
            if pipe.is_empty:
                raise SourceError(f"nothing came through {self._name}; does something write a video to it?") from error
            raise

    @property
    def decode_errors(self) -> int:
        return self._decoder.decode_errors if self._decoder else 0

    def _silence(self) -> str:
        return f"{self._name} broke off"


class _Pipe:
    """An open pipe as FFmpeg reads it: a file without a way back, that ends where `stop` is set.

    Attributes:
        is_empty: True as long as nothing has come.
    """

    def __init__(self, path: str, stop: threading.Event) -> None:
        self.name, self._stop = path, stop
        self.is_empty = True
        opened = _DESCRIPTOR.fullmatch(path)
        try:
            if opened is not None:
                # the pipe that is there already: another user's can't be opened a second time, a socket never
                self._descriptor = os.dup(int(opened["number"] or opened["entry"] or 0))
            else:
                # without waiting for somebody who writes: no signal would end that
                self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            what = "; a socket has to be read by the program that offers it" if error.errno == errno.ENXIO else ""
            raise SourceError(f"can't open {path}: {(error.strerror or str(error)).lower()}{what}") from error
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes as soon as there are any; none at the end, or once stopped."""
        while not self._stop.is_set():
            if self._poll.poll(_POLL_MS):
                with contextlib.suppress(BlockingIOError):
                    data = os.read(self._descriptor, size)
                    self.is_empty = self.is_empty and not data
                    return data
        return b""

    def close(self) -> None:
        os.close(self._descriptor)
