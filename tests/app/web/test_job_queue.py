"""The queue of videos, where clients erase what is just being begun."""

from __future__ import annotations

import asyncio
import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.web.jobs.job import State
from app.web.jobs.queue import JobQueue
from app.web.jobs.records import JobRecords
from app.web.limits import Limits
from inference.settings import AnalysisSettings
from tests.app.web.running_server import small_video


@pytest.fixture
def slow_records(tmp_path, monkeypatch):
    """Records on a slow disk."""
    save = JobRecords.save

    def save_slowly(records, job):
        time.sleep(0.2)
        save(records, job)

    monkeypatch.setattr(JobRecords, "save", save_slowly)
    with contextlib.closing(JobRecords(tmp_path / "kept")) as records:
        yield records


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.3, 1.0])
def test_what_is_erased_as_it_begins_does_not_keep_the_next_one_waiting(slow_records, tmp_path, after_s):
    content = small_video(tmp_path / "walk.mp4")

    async def upload(queue):
        async def whole():
            yield content

        job = await queue.create("walk.mp4", len(content), {}, "somebody")
        await queue.append(job, 0, whole())
        return job

    async def until(job, *states):
        async with asyncio.timeout(60):
            while job.state not in states:
                await asyncio.sleep(0.005)

    async def run():
        with ThreadPoolExecutor(2) as beside:
            queue = JobQueue(slow_records, Limits(), AnalysisSettings(), beside)
            queue.start()
            try:
                first = await upload(queue)
                await until(first, State.RUNNING)
                await asyncio.sleep(after_s)
                await queue.erase(first)
                assert not first.folder.exists()
                second = await upload(queue)
                await until(second, State.DONE, State.FAILED)
                assert second.error is None
                assert [*queue.jobs] == [second.id]
            finally:
                await queue.end(1.0)

    asyncio.run(run())
