"""Live images of a site's sources: drawn and encoded only while somebody looks, the newest for all who do."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from dataclasses import replace
from typing import cast

import cv2
from simplejpeg import encode_jpeg

from app.site.watching import Draw
from inference.types import Frame, FrameResult, ImageArray

# no wider; a page shows several beside each other
_MOST_WIDTH = 1280
_QUALITY = 80
# somebody who asks for single images is somebody who looks, for so long
_LOOKING_S = 4.0
# an image that is older shows what is no more
_STALE_S = 2.0

BOUNDARY = "image"
MEDIA_TYPE = f"multipart/x-mixed-replace; boundary={BOUNDARY}"


class LiveImages:
    """The newest image of one source, for all who look at it.

    Args:
        loop: the event loop, in which it is used but for `put`.
        beside: threads in which images are encoded.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, beside: Executor) -> None:
        self._loop, self._beside = loop, beside
        self._lock = threading.Lock()
        self._waiting: tuple[Frame, FrameResult, Draw] | None = None
        self._wanted_until = 0.0
        self._lookers = 0
        self._is_encoding = False
        self._jpeg, self._number, self._made_at = b"", 0, 0.0
        self._changed = asyncio.Event()

    # --- in a thread of the site --------------------------------------------------------------------

    def put(self, frame: Frame, result: FrameResult, draw: Draw) -> None:
        """Take the next result; nothing is done with it while nobody looks."""
        if not self._lookers and time.monotonic() > self._wanted_until:
            return
        with self._lock:
            is_first, self._waiting = self._waiting is None, (frame, result, draw)
        if is_first:
            self._loop.call_soon_threadsafe(self._encode_next)

    # --- in the event loop --------------------------------------------------------------------------

    def _encode_next(self) -> None:
        if self._is_encoding:
            return
        with self._lock:
            newest, self._waiting = self._waiting, None
        if newest is not None:
            self._is_encoding = True
            self._loop.run_in_executor(self._beside, jpeg_of, *newest).add_done_callback(self._encoded)

    def _encoded(self, work: asyncio.Future[bytes]) -> None:
        self._is_encoding = False
        if not work.cancelled() and work.exception() is None:
            self._jpeg, self._made_at = work.result(), time.monotonic()
            self._number += 1
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()
        self._encode_next()

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the images as parts of a `multipart/x-mixed-replace`; a client that is slow misses some."""
        self._lookers += 1
        try:
            seen = self._number
            yield f"--{BOUNDARY}\r\n".encode()
            while True:
                while self._number == seen:
                    await self._changed.wait()
                seen = self._number
                head = f"Content-Type: image/jpeg\r\nContent-Length: {len(self._jpeg)}\r\n\r\n"
                # with the boundary behind it a browser shows an image at once, not when the next one comes
                yield head.encode() + self._jpeg + f"\r\n--{BOUNDARY}\r\n".encode()
        finally:
            self._lookers -= 1

    async def newest(self, patience_s: float) -> bytes | None:
        """Return the newest image; None where none comes for so long."""
        self._wanted_until = time.monotonic() + _LOOKING_S
        if time.monotonic() - self._made_at > _STALE_S:
            try:
                async with asyncio.timeout(patience_s):
                    await self._changed.wait()
            except TimeoutError:
                return None
        return self._jpeg


def jpeg_of(frame: Frame, result: FrameResult, draw: Draw) -> bytes:
    """Return a frame with what was found in it, as JPEG."""
    height, width = frame.image_bgr.shape[:2]
    scale = min(1.0, _MOST_WIDTH / width)
    if scale < 1.0:
        size = (_MOST_WIDTH, max(1, round(height * scale)))
        smaller = cast(ImageArray, cv2.resize(frame.image_bgr, size, interpolation=cv2.INTER_AREA))
        frame = replace(frame, image_bgr=smaller)
        result = result.mapped(scale, 0.0)
    return bytes(encode_jpeg(draw(frame, result), _QUALITY, colorspace="BGR", colorsubsampling="420"))
