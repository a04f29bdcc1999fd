"""A browser's camera: frames come over a WebSocket, what is in them goes back; nothing of either is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from inference.errors import FaceLensError
from inference.stages import Stages
from inference.types import Frame, ImageArray, TrackedFace

from ..faces import box_json, face_json

# of one frame; a browser sends 640 pixels a side, 50 KB
MOST_BYTES = 2_000_000
# seconds that a model may take for the faces of one frame: about as much as finding them
_BUDGET_S = 0.06
# a camera that sends nothing for so long is left
_PATIENCE_S = 120.0
# close codes of RFC 6455
_GOING_AWAY, _UNSUPPORTED, _TOO_BIG = 1001, 1003, 1009


class CameraSession:
    """One browser's camera while its socket is open. The newest frame wins: those that wait for it are skipped.

    Messages of the client are frames, JPEG or WebP. Each is answered by JSON with its number, from 0: `skipped`, or
    `width`, `height`, `faces` as in `/analyze`, and `covered`: boxes of all that privacy has to cover.

    Args:
        socket: accepted.
        stages: of this camera alone; closed by the caller, after `run`.
        decode: turns a frame's bytes into an image; may be called from another thread.
        pool: where frames are looked at.
        stopping: is set once the server is being ended.
    """

    def __init__(
        self,
        socket: WebSocket,
        stages: Stages,
        decode: Callable[[bytes], ImageArray],
        pool: Executor,
        stopping: asyncio.Event,
    ) -> None:
        self._socket, self._stages, self._decode, self._pool = socket, stages, decode, pool
        self._stopping = stopping
        self._began_at = time.monotonic()
        self._newest: tuple[int, bytes, float] | None = None
        self._arrived = asyncio.Event()
        self._working: asyncio.Future[dict[str, Any]] | None = None

    async def run(self) -> None:
        """Answer frames until the client leaves or the server ends; returns once no frame is being looked at."""
        tasks = [asyncio.create_task(work) for work in (self._answer(), self._receive(), self._end())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except WebSocketDisconnect:
            return
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._working is not None:
                await asyncio.wait({self._working})

    async def _end(self) -> None:
        await self._stopping.wait()
        await self._socket.close(_GOING_AWAY, "the server is being ended")

    async def _receive(self) -> None:
        number = 0
        while True:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    message = await self._socket.receive()
            except TimeoutError:
                await self._socket.close(_GOING_AWAY, f"no frame has come for {_PATIENCE_S:.0f} seconds")
                return
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code") or _GOING_AWAY)
            content = message.get("bytes")
            if content is None:
                await self._socket.close(_UNSUPPORTED, "a frame is sent as bytes: JPEG or WebP")
                return
            if len(content) > MOST_BYTES:
                await self._socket.close(_TOO_BIG, f"a frame may have {MOST_BYTES / 1e6:g} MB")
                return
            passed, self._newest = self._newest, (number, content, time.monotonic() - self._began_at)
            self._arrived.set()
            number += 1
            if passed is not None:
                await self._socket.send_json({"frame": passed[0], "skipped": True})

    async def _answer(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            newest, self._newest = self._newest, None
            if newest is None:
                continue
            self._working = asyncio.ensure_future(loop.run_in_executor(self._pool, self._look, *newest))
            answer = await asyncio.shield(self._working)
            self._working = None
            await self._socket.send_json(answer)

    def _look(self, number: int, content: bytes, at_s: float) -> dict[str, Any]:
        """Look at one frame; what can't be read is told, and the next one is another try."""
        try:
            image_bgr = self._decode(content)
        except FaceLensError as error:
            return {"frame": number, "skipped": True, "problem": str(error)}
        frame = Frame(image_bgr, number, at_s, "camera")
        result = self._stages.estimate(self._stages.find(frame), _BUDGET_S)
        height, width = image_bgr.shape[:2]
        return {
            "frame": number,
            "width": width,
            "height": height,
            "faces": [face_json(face, with_probabilities=False) for face in _in_order(result.faces)],
            "covered": [box_json(place) for place in result.covered],
        }


def _in_order(faces: Iterable[TrackedFace]) -> list[TrackedFace]:
    """Return faces in the order in which people came into view."""
    return sorted(faces, key=lambda face: face.track_id or 0)
