"""The videos of all clients: what is uploaded, what is analysed next, what is erased."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar

from inference.errors import SinkError
from inference.settings import AnalysisSettings

from ..bodies import ClientDisconnect
from ..limits import Limits
from ..problems import Problem
from .job import RESULTS, Job, State, new_id, shown_name
from .records import JobRecords
from .running import analyse
from .video_kinds import HEAD_BYTES, is_video

log = logging.getLogger(__name__)
T = TypeVar("T")

_ERASE_EVERY_S = 1.0
# parts of an upload go to the disk in pieces of this size
_PIECE_BYTES = 1 << 20
# beside a video there has to be room for its annotated copy, and some for everybody else
_ROOM_FACTOR, _ROOM_BYTES = 2, 200_000_000
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class JobQueue:
    """The videos; used from the event loop, which it never keeps waiting for a disk.

    Args:
        records: of before.
        limits: how many, how large, how long.
        analysis: how they are analysed.
        beside: threads for files.
    """

    def __init__(self, records: JobRecords, limits: Limits, analysis: AnalysisSettings, beside: Executor) -> None:
        self._records, self._limits, self._analysis, self._beside = records, limits, analysis, beside
        self.jobs: dict[str, Job] = {job.id: job for job in records.load()}
        self._arrived = asyncio.Event()
        self._running: tuple[Job, asyncio.Task[str | None]] | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        """How many wait to be analysed."""
        return sum(job.state is State.QUEUED for job in self.jobs.values())

    def start(self) -> None:
        """Begin to work; called in the event loop."""
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._erase_old())]

    async def end(self, grace_s: float) -> None:
        """Stop working; the video that is being analysed has so many seconds left, else it is next after a restart."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._running is not None:
            job, running = self._running
            done, _ = await asyncio.wait([running], timeout=grace_s)
            if done:
                await self._finish(job, running)
            else:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                job.state = State.QUEUED
                await self._save(job)
        for job in self.jobs.values():
            job.touch()

    # --- what clients ask for ---------------------------------------------------------------------------

    def find(self, number: str) -> Job:
        """Return a video.

        Raises:
            Problem: 404: there is none with this id.
        """
        job = self.jobs.get(number)
        if job is None:
            raise Problem(404, "there is no such video; it may have been erased")
        return job

    async def create(self, name: str, size: int, options: dict[str, str], client: str) -> Job:
        """Begin an upload.

        Raises:
            Problem: 413, 429, 503 or 507: there is no room for it.
        """
        limits = self._limits
        if size > limits.video_bytes:
            raise Problem(413, f"too large: videos may have {limits.video_bytes / 1e6:,.0f} MB here")
        pending = [job for job in self.jobs.values() if job.client == client and not job.state.is_over]
        if len(pending) >= limits.uploads_per_client:
            raise Problem(
                429,
                f"you have {len(pending)} videos under way, as many as one client may; wait for one, or erase it",
                retry_after_s=30,
            )
        if len(self.jobs) >= limits.videos:
            raise Problem(503, "the server keeps as many videos as it may; try later", retry_after_s=60)
        number = new_id()
        job = Job(number, shown_name(name), size, self._records.folder / number, options, client)
        self.jobs[number] = job
        try:
            await self._in_thread(self._make_room, job)
        except BaseException:
            del self.jobs[number]
            raise
        return job

    def _make_room(self, job: Job) -> None:
        unsent = sum(other.bytes - other.received for other in list(self.jobs.values()) if other is not job)
        if shutil.disk_usage(self._records.folder).free < _ROOM_FACTOR * job.bytes + unsent + _ROOM_BYTES:
            raise Problem(507, "the disk of the server is too full for this video")
        try:
            job.folder.mkdir(mode=0o700)
            job.video.touch(mode=0o600)
            self._records.save(job)
        except OSError as error:
            raise _full(error) from error

    async def append(self, job: Job, offset: int, pieces: AsyncIterator[bytes]) -> None:
        """Add a part to a video; what arrives of it is kept, also where the client vanishes in between.

        Raises:
            Problem: 409 where it is not the next part, or another is just being written; 413 where it is longer than
                the file; 415 where the file is no video; 507 where the disk is full.
            ClientDisconnect: the client is gone.
        """
        if job.writing.locked():
            raise Problem(409, "another part of this video is just being written", headers=offset_of(job))
        async with job.writing:
            if job.state is not State.UPLOADING:
                raise Problem(409, "this video is complete", headers=offset_of(job))
            if offset != job.received:
                raise Problem(409, f"the next part begins at {job.received}, not at {offset}", headers=offset_of(job))
            waiting = bytearray()
            try:
                async for piece in pieces:
                    waiting += piece
                    if job.received + len(waiting) > job.bytes:
                        waiting.clear()
                        raise Problem(
                            413, f"the part goes beyond the {job.bytes} bytes of the file", headers=offset_of(job)
                        )
                    if len(waiting) >= _PIECE_BYTES:
                        await self._write(job, waiting)
            except ClientDisconnect:
                await self._write(job, waiting)
                raise
            await self._write(job, waiting)
            await self._look_at_head(job)
            job.touch()
            if job.received == job.bytes:
                job.state = State.QUEUED
                await self._save(job)
                self._arrived.set()

    async def _write(self, job: Job, waiting: bytearray) -> None:
        if not waiting:
            return
        content = bytes(waiting)
        waiting.clear()
        try:
            await self._in_thread(_write_at, job, content)
        except OSError as error:
            raise _full(error) from error
        job.received += len(content)

    async def _look_at_head(self, job: Job) -> None:
        """Refuse what is no video as soon as that can be told."""
        if job.received < min(HEAD_BYTES, job.bytes):
            return
        head = await self._in_thread(_head_of, job)
        if not is_video(head):
            await self.erase(job)
            raise Problem(
                415, "not a video in a format that is read here (MP4, MOV, MKV, WebM, AVI, MPEG, WMV, FLV, Ogg)"
            )

    async def erase(self, job: Job) -> None:
        """Erase a video and all that was made of it, at once."""
        self.jobs.pop(job.id, None)
        if self._running is not None and self._running[0] is job:
            self._running[1].cancel()
            await asyncio.gather(self._running[1], return_exceptions=True)
        await self._in_thread(self._remove, job)
        job.touch()

    def _remove(self, job: Job) -> None:
        shutil.rmtree(job.folder, ignore_errors=True)
        self._records.erase(job)

    # --- what goes on by itself -----------------------------------------------------------------------------

    async def _work(self) -> None:
        """Analyse one video after the other, in the order in which they were complete."""
        while True:
            self._arrived.clear()
            job = min(
                (job for job in self.jobs.values() if job.state is State.QUEUED),
                key=lambda job: job.number,
                default=None,
            )
            if job is None:
                await self._arrived.wait()
                continue
            job.state, job.progress = State.RUNNING, None
            job.touch()
            # from here on whoever erases it stops this task first
            task = asyncio.create_task(self._analyse(job))
            self._running = job, task
            await asyncio.wait([task])
            await self._finish(job, task)

    async def _analyse(self, job: Job) -> str | None:
        await self._save(job)
        return await analyse(job, self._limits, self._analysis, _listener(job))

    async def _finish(self, job: Job, task: asyncio.Task[str | None]) -> None:
        self._running = None
        if task.cancelled() or job.id not in self.jobs:  # it was erased meanwhile
            return
        failure = task.exception()
        if failure is not None:
            log.error("a video could not be analysed", exc_info=failure)
        job.error = task.result() if failure is None else f"a fault in FaceLens ({type(failure).__name__})"
        job.state = State.DONE if job.error is None else State.FAILED
        # the video itself is not needed any more
        await self._in_thread(_keep_results, job)
        job.touch()
        await self._save(job)

    async def _erase_old(self) -> None:
        while True:
            await asyncio.sleep(_ERASE_EVERY_S)
            oldest = time.time() - self._limits.kept_s
            for job in [*self.jobs.values()]:
                is_busy = job.state in (State.QUEUED, State.RUNNING) or job.writing.locked()
                if not is_busy and job.touched_at < oldest:
                    try:
                        await self.erase(job)
                    except SinkError as error:
                        # its files are gone; what is written down of it goes with the next start
                        log.error("%s", error)

    async def _save(self, job: Job) -> None:
        if job.id in self.jobs:
            try:
                await self._in_thread(self._records.save, job)
            except SinkError as error:
                # what is in memory goes on; after a restart an older state would
                log.error("%s", error)

    async def _in_thread(self, action: Callable[..., T], *values: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._beside, action, *values)


def offset_of(job: Job) -> dict[str, str]:
    """Return the header that says how much of a video is there."""
    return {"Upload-Offset": str(job.received), "Upload-Length": str(job.bytes)}


def _listener(job: Job) -> Callable[[Mapping[str, Any]], None]:
    def on_told(told: Mapping[str, Any]) -> None:
        if "frames" in told:
            job.frames, job.people, job.progress = told["frames"], told["people"], told["progress"]
            job.touch()

    return on_told


def _write_at(job: Job, content: bytes) -> None:
    """Write a piece where the video ends; where that fails nothing of it stays."""
    descriptor = os.open(job.video, os.O_WRONLY | os.O_CLOEXEC)
    try:
        at = job.received
        view = memoryview(content)
        while view:
            written = os.pwrite(descriptor, view, at)
            at, view = at + written, view[written:]
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, job.received)
        raise
    finally:
        os.close(descriptor)


def _head_of(job: Job) -> bytes:
    with job.video.open("rb") as file:
        return file.read(HEAD_BYTES)


def _keep_results(job: Job) -> None:
    """Erase the video, and of one that failed everything."""
    kept = {name for name, *_ in RESULTS} if job.state is State.DONE else set()
    # it may be erased at the same time
    with contextlib.suppress(FileNotFoundError):
        for path in job.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _full(error: OSError) -> Problem:
    if error.errno in _FULL:
        return Problem(507, "the disk of the server is full; go on with this upload later", retry_after_s=60)
    return Problem(503, f"the server can't write: {error.strerror}", retry_after_s=60)
