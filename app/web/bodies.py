"""Reads the bodies of requests: never more than is allowed, and not from clients that take for ever."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .clients import Budget
from .problems import Problem

# who sends so much has a second more
_LEAST_BYTES_PER_S = 20_000
# of a body that is no file: a few words in JSON, or a token
_SMALL_BYTES = 65_536
# what a form adds to the file in it
_FORM_BYTES = 16_384


def announced_bytes(request: Request, most: int) -> int:
    """Return how long a body will be by its header; `most` where that says nothing.

    Raises:
        Problem: 413 where it says more than `most`, 400 where it is no number.
    """
    told = request.headers.get("content-length")
    if told is None:
        return most
    if not told.isdecimal() or len(told) > 18:
        raise Problem(400, "the length of the body is no number")
    if int(told) > most:
        raise too_large(most)
    return int(told)


def too_large(most: int) -> Problem:
    """Return what to say of a body that is too large."""
    return Problem(
        413, f"too large: {most / 1e6:g} MB are the most that is taken at once", headers={"Connection": "close"}
    )


async def pieces(request: Request, most: int, patience_s: float) -> AsyncGenerator[bytes, None]:
    """Yield a body as it comes.

    Args:
        request: whose body it is.
        most: bytes.
        patience_s: seconds for the whole of it, and more for each byte that has come.

    Raises:
        Problem: 413 where it is longer than `most` bytes, 408 where it comes too slowly.
        ClientDisconnect: the client is gone.
    """
    began_at, count = time.monotonic(), 0
    stream = request.stream()
    while True:
        left_s = began_at + patience_s + count / _LEAST_BYTES_PER_S - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, left_s)):
                piece = await anext(stream, None)
        except TimeoutError:
            raise Problem(408, "the body came too slowly", headers={"Connection": "close"}) from None
        if piece is None:
            return
        count += len(piece)
        if count > most:
            raise too_large(most)
        if piece:
            yield piece


class SmallBodies:
    """Lets only small bodies through, save where a route reads its own; an ASGI application around another.

    Args:
        app: the other.
        patience_s: seconds for a whole body.
        own: the path of a request says whether its route reads the body itself, by `pieces`.
    """

    def __init__(self, app: ASGIApp, patience_s: float, own: Callable[[str], bool]) -> None:
        self._app, self._patience_s, self._own = app, patience_s, own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._own(str(scope["path"])):
            return await self._app(scope, receive, send)
        request = Request(scope)
        try:
            if "transfer-encoding" in request.headers:
                raise Problem(411, "say how long the body is", headers={"Connection": "close"})
            announced_bytes(request, _SMALL_BYTES)
        except Problem as problem:
            return await problem.response()(scope, receive, send)
        until, is_whole = time.monotonic() + self._patience_s, False

        async def receive_soon() -> Message:
            nonlocal is_whole
            if is_whole:
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, until - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                # as if it had gone: what it wanted is not known
                return {"type": "http.disconnect"}
            is_whole = not message.get("more_body", False)
            return message

        await self._app(scope, receive_soon, send)


class _InMemory(MultiPartParser):
    # nothing of what clients send goes to the disk by itself
    spool_max_size = 1 << 62


async def read_image(request: Request, most: int, budget: Budget, patience_s: float) -> bytes:
    """Return the image of a request: its whole body, or the file in its form.

    Raises:
        Problem: 413 or 408 as for `pieces`, 503 as for `Budget.part`; 400 for a form that is broken,
            422 for one without a file or an empty body.
        ClientDisconnect: the client is gone.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # whatever else it is called, it is what is in it: curl calls every body a form
    if kind != "multipart/form-data":
        with budget.part(announced_bytes(request, most)):
            content = b"".join([piece async for piece in pieces(request, most, patience_s)])
    else:
        with budget.part(announced_bytes(request, most + _FORM_BYTES)):
            content = await _file_of_form(request, pieces(request, most + _FORM_BYTES, patience_s))
    if not content:
        raise Problem(422, "the file is empty")
    return content


async def _file_of_form(request: Request, body: AsyncGenerator[bytes, None]) -> bytes:
    parser = _InMemory(request.headers, body, max_files=1, max_fields=8, max_part_size=1024)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise Problem(400, f"the form can't be read: {getattr(error, 'message', error)}") from error
    try:
        for value in form.values():
            if isinstance(value, UploadFile):
                return await value.read()
    finally:
        await form.close()
    raise Problem(422, "there is no file in the form")


__all__ = ["ClientDisconnect", "SmallBodies", "announced_bytes", "pieces", "read_image", "too_large"]
