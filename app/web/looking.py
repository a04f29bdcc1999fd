"""Looks at images of clients: a bounded pool of threads that share the models, so that requests become batches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from starlette.requests import HTTPConnection, Request

from inference.stages import SharedModels, Stages
from inference.types import Frame, FrameResult

from .clients import Places
from .decoders import Decoders, ImageRefused
from .limits import Limits
from .problems import Problem

T = TypeVar("T")


class Seen(NamedTuple):
    """An image and what was found in it; `remark` as in `StillImage`."""

    frame: Frame
    result: FrameResult
    remark: str | None


class Looker:
    """Looks at images; a context manager.

    Args:
        models: loaded; they stay open.
        decoders: stay open.
        limits: how many images may be under way.
        workers: number of threads.
    """

    def __init__(self, models: SharedModels, decoders: Decoders, limits: Limits, workers: int) -> None:
        self._models, self._decoders = models, decoders
        self._settings = replace(models.settings, tracking=False, identity=False)
        self.places = Places(limits.waiting, limits.per_client, "requests")
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="facelens-look")

    async def look(self, content: bytes, request: Request, then: Callable[[Seen], T]) -> T:
        """Look at an image and return what `then`, in the same thread, makes of it.

        Args:
            content: its file.
            request: where its client leaves before its turn has come, nothing is done.
            then: what is wanted of it.

        Raises:
            Problem: it is no image that is read here: 413, 415 or 422.
            ConnectionError: the client is gone.
        """
        work = asyncio.get_running_loop().run_in_executor(self._pool, self._look, content, then)
        gone = asyncio.ensure_future(_until_gone(request))
        waited: list[asyncio.Future[Any]] = [work, gone]
        try:
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
                raise ConnectionError("the client is gone")
        finally:
            gone.cancel()
        try:
            return work.result()
        except ImageRefused as error:
            raise Problem(error.status, str(error)) from error

    def _look(self, content: bytes, then: Callable[[Seen], T]) -> T:
        still = self._decoders.decode(content)
        frame = Frame(still.image_bgr, 0, 0.0, "image", is_still=True)
        # own ones for each image: what is known of people would grow with every request
        stages = Stages(self._settings, None, self._models.without_identity())
        try:
            return then(Seen(frame, stages.estimate(stages.find(frame)), still.remark))
        finally:
            stages.close()

    def close(self) -> None:
        """Finish the images that are being looked at, and leave the others."""
        self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Looker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


async def _until_gone(connection: HTTPConnection) -> None:
    """Return once a client has left whose request has been read."""
    assert isinstance(connection, Request)
    while (await connection.receive())["type"] != "http.disconnect":
        pass
