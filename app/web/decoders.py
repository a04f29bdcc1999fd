"""Images of clients become pixels in processes of their own: a hostile file ends one of them, and nothing else."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from inference.errors import SourceError
from inference.sources.image_reading import StillImage
from inference.types import ImageArray

from .decoder_child import LENGTH, is_sealed
from .limits import Limits

# where modules are found by their names, here and where FaceLens is installed
ROOT = Path(__file__).resolve().parents[__name__.count(".")]
# a process has to load its libraries before it takes the first image
_START_S = 60.0
_LINE_BYTES = 1 << 16


class ImageRefused(SourceError):
    """An image of a client that is not read (status of HTTP: 413, 415, 422)."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Decoders:
    """Processes that decode images; a context manager. `decode` may be called from any thread.

    Args:
        count: of processes, which is also how many images are decoded at a time.
        limits: of an image.
    """

    def __init__(self, count: int, limits: Limits) -> None:
        self._limits = limits
        self._free: queue.SimpleQueue[_Decoder] = queue.SimpleQueue()
        self._all = [_Decoder(limits) for _ in range(count)]
        for decoder in self._all:
            self._free.put(decoder)

    def decode(self, content: bytes) -> StillImage:
        """Decode an image, upright; see `inference.sources.image_reading.decode_still`.

        Raises:
            ImageRefused: it is no image, damaged, too large, or takes too much memory or time.
        """
        decoder = self._free.get()
        try:
            return decoder.decode(content)
        finally:
            self._free.put(decoder)

    def image(self, content: bytes) -> ImageArray:
        """Decode an image into (H, W, 3) uint8 BGR; see `decode`."""
        return self.decode(content).image_bgr

    def close(self) -> None:
        """End the processes."""
        for decoder in self._all:
            decoder.close()

    def __enter__(self) -> Decoders:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Decoder:
    """One process; it is started anew where an image has ended it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._is_closed = False
        self._start()

    def decode(self, content: bytes) -> StillImage:
        for is_last_try in (False, True):
            if not self._is_ready and not self._wait():
                if is_last_try:
                    break
                self._restart()
                continue
            try:
                return self._ask(content)
            except (OSError, ValueError, LookupError, TypeError) as error:
                took_s = time.monotonic() - self._asked_at
                self._restart()
                is_late = isinstance(error, TimeoutError) or took_s >= self._limits.decoding_s
                cost = f"{self._limits.decoding_s:g} s" if is_late else "the memory there is for one image"
                raise ImageRefused(f"decoding it takes more than {cost}; the file may be damaged", 422) from error
        raise SourceError("images can't be decoded at the moment: the process that does it does not start")

    def _ask(self, content: bytes) -> StillImage:
        self._asked_at = time.monotonic()
        self._channel.settimeout(self._limits.decoding_s)
        self._channel.sendall(LENGTH.pack(len(content)))
        self._channel.sendall(content)
        line, descriptors, *_ = socket.recv_fds(self._channel, _LINE_BYTES, 1)
        with contextlib.ExitStack() as opened:
            for descriptor in descriptors:
                opened.callback(os.close, descriptor)
            if not line:
                raise ConnectionError
            told = json.loads(line)
            if "error" in told:
                raise ImageRefused(str(told["error"]), int(told["status"]))
            return StillImage(self._pixels(descriptors[0], told["height"], told["width"]), told["remark"])

    def _pixels(self, memory: int, height: int, width: int) -> ImageArray:
        """Return what a decoder says is an image; it may be anything: a file may have taken over the process."""
        is_image = isinstance(height, int) and isinstance(width, int) and height > 0 and width > 0
        size = height * width * 3 if is_image else 0
        if not 0 < size <= 3 * self._limits.image_pixels or os.fstat(memory).st_size != size:
            raise ValueError("no image")
        if not is_sealed(memory):
            raise ValueError("not sealed")
        mapped = mmap.mmap(memory, size, access=mmap.ACCESS_COPY)
        return np.frombuffer(mapped, np.uint8).reshape(height, width, 3)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        limits = self._limits
        words = (theirs.fileno(), limits.image_pixels, limits.decoding_bytes, max(1, int(limits.decoding_s)))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.web.decoder_child", *map(str, words)],
                cwd=ROOT,
                env=child_environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._channel, self._is_ready = ours, False

    def _wait(self) -> bool:
        """Wait until the process takes images; return False where it does not."""
        self._channel.settimeout(_START_S)
        with contextlib.suppress(OSError):
            self._is_ready = self._channel.recv(16) == b"ready\n"
        return self._is_ready

    def _restart(self) -> None:
        with self._lock:
            if not self._is_closed:
                self._end()
                self._start()

    def _end(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._end()


def child_environment(threads: int | None = 1) -> dict[str, str]:
    """Return the environment of a process that reads files of clients: no secret is in it.

    Args:
        threads: for libraries that compute; None for as many as they like.
    """
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME") if name in os.environ}
    counts = {} if threads is None else {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    return {**kept, "PYTHONPATH": str(ROOT), **counts}
