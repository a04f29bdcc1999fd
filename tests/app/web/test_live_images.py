"""Live images are drawn only while somebody looks, and a slow client gets the newest."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from app.web.live import LiveImages, jpeg_of
from inference.types import Frame, FrameResult
from tests.inference.made_faces import result


class Drawing:
    """Draws nothing, and counts how often."""

    def __init__(self, takes_s: float = 0.0) -> None:
        self.indices: list[int] = []
        self._takes_s = takes_s

    def __call__(self, frame: Frame, result: FrameResult) -> np.ndarray:
        self.indices.append(frame.index)
        time.sleep(self._takes_s)
        return frame.image_bgr


def frame(index: int, width: int = 64, height: int = 48) -> tuple[Frame, FrameResult]:
    given = Frame(np.full((height, width, 3), index % 256, dtype=np.uint8), index, index / 10, "door")
    return given, result(given)


def run(scenario) -> None:
    async def begin() -> None:
        with ThreadPoolExecutor(1) as beside:
            live = LiveImages(asyncio.get_running_loop(), beside)
            async with asyncio.timeout(30):
                await scenario(live)

    asyncio.run(begin())


def test_nothing_is_drawn_while_nobody_looks():
    async def scenario(live: LiveImages) -> None:
        draw = Drawing()
        for index in range(20):
            live.put(*frame(index), draw)
        await asyncio.sleep(0.05)
        assert draw.indices == []
        assert await live.newest(0.01) is None
        # from now on somebody looks
        live.put(*frame(20), draw)
        assert await live.newest(10.0)
        assert draw.indices == [20]

    run(scenario)


def test_nothing_is_drawn_any_more_once_the_last_one_has_left():
    async def scenario(live: LiveImages) -> None:
        draw, images = Drawing(), live.stream()
        await anext(images)
        live.put(*frame(0), draw)
        assert (await anext(images)).startswith(b"Content-Type: image/jpeg")
        await images.aclose()
        live.put(*frame(1), draw)
        await asyncio.sleep(0.05)
        assert draw.indices == [0]

    run(scenario)


def test_drawing_that_is_slower_than_the_source_leaves_out_what_is_old():
    async def scenario(live: LiveImages) -> None:
        draw, images = Drawing(takes_s=0.05), live.stream()
        await anext(images)
        for index in range(40):
            live.put(*frame(index), draw)
            await asyncio.sleep(0.002)
        await anext(images)
        while draw.indices[-1] != 39:
            await asyncio.sleep(0.01)
        assert len(draw.indices) < 20
        assert draw.indices == sorted(draw.indices)

    run(scenario)


def test_a_client_that_comes_back_late_gets_the_newest():
    async def scenario(live: LiveImages) -> None:
        draw, slow, quick = Drawing(), live.stream(), live.stream()
        await anext(slow), await anext(quick)
        for index in range(5):
            live.put(*frame(index, width=64 + index), draw)
            await anext(quick)
        newest = jpeg_of(*frame(4, width=68), Drawing())
        assert newest in await anext(slow)

    run(scenario)


@pytest.mark.parametrize(("size", "expected"), [((3840, 2160), (720, 1280)), ((640, 480), (480, 640))])
def test_wide_images_are_made_smaller_first(size, expected):
    seen = []
    jpeg_of(*frame(0, *size), lambda given, _: seen.append(given.image_bgr.shape[:2]) or given.image_bgr)
    assert seen == [expected]
