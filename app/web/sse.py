"""Events that are sent as they happen (SSE), with ids by which a client goes on where it was."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .clients import Places

# a line now and then keeps proxies from closing what is silent, and shows who has gone
_SILENCE_S = 15.0
# what a browser waits before it asks again
_RETRY_MS = 2000


def sse_event(number: str, kind: str, data: str) -> bytes:
    """Return an event as it is sent.

    Args:
        number: by which the client says later what it has.
        kind: of event.
        data: one line.
    """
    return f"id: {number}\nevent: {kind}\ndata: {data}\n\n".encode()


def last_event_id(request: Request) -> str:
    """Return the id of the last event that a client has; empty where it has none."""
    return request.headers.get("last-event-id", "")


class Streams:
    """Places for answers without an end, and the end of all of them.

    Args:
        places: bounds how many there are.

    Attributes:
        stopping: set once the server is being ended.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.stopping = asyncio.Event()


class Stream(Response):
    """An answer without an end: it lasts until its content ends, the client leaves or the server is ended.

    Args:
        request: whose answer it is.
        streams: of the server.
        content: yields what is sent; closed in the end.
        media_type: of the answer.
        last_words: sent where the server is ended.
        silence: sent where nothing has come for a while; None for nothing.
    """

    def __init__(
        self,
        request: Request,
        streams: Streams,
        content: AsyncIterator[bytes],
        media_type: str,
        last_words: bytes = b"",
        silence: bytes | None = None,
    ) -> None:
        super().__init__(media_type=media_type, headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._request, self._streams, self._content = request, streams, content
        self._last_words, self._silence = last_words, silence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._streams.places.one(self._request):
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            sending = asyncio.create_task(self._send(send))
            ends = [sending, asyncio.create_task(_gone(receive)), asyncio.create_task(self._streams.stopping.wait())]
            try:
                done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in ends:
                    task.cancel()
                await asyncio.gather(*ends, return_exceptions=True)
            if sending in done:
                sending.result()
            words = self._last_words if sending not in done else b""
            with contextlib.suppress(OSError):
                await send({"type": "http.response.body", "body": words})

    async def _send(self, send: Send) -> None:
        coming: asyncio.Task[bytes | None] | None = None
        try:
            if self._silence is not None:
                await send({"type": "http.response.body", "body": self._silence, "more_body": True})
            while True:
                coming = coming or asyncio.ensure_future(_next(self._content))
                done, _ = await asyncio.wait([coming], timeout=_SILENCE_S if self._silence is not None else None)
                piece = self._silence if not done else coming.result()
                if done:
                    coming = None
                if piece is None:
                    return
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            if coming is not None:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
            close = getattr(self._content, "aclose", None)
            if close is not None:
                await close()


class EventStream(Stream):
    """An answer of events."""

    def __init__(self, request: Request, streams: Streams, content: AsyncIterator[bytes]) -> None:
        super().__init__(
            request,
            streams,
            content,
            "text/event-stream",
            last_words=b"event: stopping\ndata: {}\n\n",
            silence=b"retry: %d\n\n" % _RETRY_MS,
        )


async def _next(content: AsyncIterator[bytes]) -> bytes | None:
    return await anext(content, None)


async def _gone(receive: Receive) -> None:
    message: Any = {}
    while message.get("type") != "http.disconnect":
        message = await receive()
