"""`/videos` and `/jobs`: uploads that go on where they broke off, their progress, their results."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, Response

from inference.settings import DisplaySettings, Privacy

from .bodies import ClientDisconnect, announced_bytes, pieces
from .clients import client_of
from .descriptions import problems
from .jobs.job import RESULTS, Job, State
from .jobs.queue import JobQueue, offset_of
from .problems import Problem
from .serving import Serving
from .sse import EventStream, last_event_id, sse_event

_KINDS = ("application/offset+octet-stream", "application/octet-stream")
# the contact sheet carries its style and images in itself; it may do nothing but be looked at
_PAGE_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"


class NewVideo(BaseModel):
    """What a client says of a video before it is sent."""

    name: str = Field(default="video", max_length=1024, description="what it is called; shown, and nothing else")
    bytes: int = Field(gt=0, le=1 << 50, description="of the whole file")
    privacy: Privacy = Field(default=Privacy.NONE, description="faces in the annotated copy")
    hide: str = Field(default="", max_length=64, description="attributes that are left out: age,gender,ethnicity")


def video_routes(serving: Serving) -> APIRouter:
    """Return the routes of `serving`."""
    router = APIRouter(tags=["videos"])
    limits = serving.settings.limits

    def told(job: Job, request: Request) -> dict[str, Any]:
        return job.told(request.scope.get("root_path", ""), limits.kept_s)

    @router.post(
        "/videos", summary="Begin to upload a video", status_code=201, responses=problems(413, 422, 429, 503, 507)
    )
    async def begin(video: NewVideo, request: Request, response: Response) -> dict[str, Any]:
        """Say what will come; then send its parts to the address in `Location`, in order."""
        hidden = [name.strip().lower() for name in video.hide.split(",") if name.strip()]
        DisplaySettings(video.privacy, frozenset(hidden))
        options = {"privacy": str(video.privacy), "hide": ",".join(hidden)}
        job = await serving.jobs.create(video.name, video.bytes, options, client_of(request))
        response.headers["Location"] = f"{request.scope.get('root_path', '')}/api/v1/videos/{job.id}"
        return {"id": job.id, "chunk_bytes": limits.chunk_bytes, **told(job, request)}

    @router.head("/videos/{id}", summary="How much of a video is there", responses=problems(404))
    async def received(id: str) -> Response:
        return Response(headers=offset_of(serving.jobs.find(id)))

    @router.patch(
        "/videos/{id}",
        summary="Send a part of a video",
        status_code=204,
        responses=problems(404, 408, 409, 413, 415, 507),
    )
    async def append(
        id: str, request: Request, upload_offset: Annotated[int, Header(ge=0, description="where the part begins")]
    ) -> Response:
        """The body is the part. What arrives is kept: after an interruption ask by HEAD where to go on."""
        job = serving.jobs.find(id)
        kind = request.headers.get("content-type", _KINDS[0]).partition(";")[0].strip().lower()
        if kind not in _KINDS:
            raise Problem(415, f"a part of a video is sent as {_KINDS[0]}")
        announced_bytes(request, limits.chunk_bytes)
        try:
            with serving.looker.places.one(request):
                await serving.jobs.append(job, upload_offset, pieces(request, limits.chunk_bytes, limits.body_s))
        except ClientDisconnect:
            return Response(status_code=499)
        return Response(status_code=204, headers=offset_of(job))

    @router.get("/jobs/{id}", summary="How it goes with a video", responses=problems(404))
    async def show(id: str, request: Request) -> dict[str, Any]:
        return told(serving.jobs.find(id), request)

    @router.delete("/jobs/{id}", summary="Erase a video and its results", status_code=204, responses=problems(404))
    async def erase(id: str) -> Response:
        """At once, whatever is being done with it."""
        await serving.jobs.erase(serving.jobs.find(id))
        return Response(status_code=204)

    @router.get("/jobs/{id}/files/{name}", summary="A result", responses=problems(404))
    async def result(id: str, name: str) -> FileResponse:
        job = serving.jobs.find(id)
        media_type = next((kind for file, _, kind in RESULTS if file == name), None)
        # the name is one of a list: no path comes from a client
        if media_type is None or job.state is not State.DONE or not (job.folder / name).is_file():
            raise Problem(404, "there is no such result")
        headers = {"Content-Security-Policy": _PAGE_POLICY} if name.endswith(".html") else {}
        if name.endswith(".html"):
            headers["X-Frame-Options"] = "SAMEORIGIN"
        return FileResponse(job.folder / name, media_type=media_type, headers=headers)

    @router.get("/jobs/{id}/events", summary="How it goes, as it goes (SSE)", responses=problems(404, 429, 503))
    async def events(id: str, request: Request) -> EventStream:
        """Each event is what `GET /jobs/{id}` says; those that nobody has taken give way to newer ones."""
        job = serving.jobs.find(id)
        root = request.scope.get("root_path", "")
        return EventStream(
            request, serving.streams, _states(job, serving.jobs, root, limits.kept_s, last_event_id(request))
        )

    return router


async def _states(job: Job, jobs: JobQueue, root: str, kept_s: float, last: str) -> AsyncIterator[bytes]:
    """Yield the state of a video now, unless it is the one that the client has, and each time that it changes."""
    seen = int(last) if last.isdecimal() and len(last) < 19 else -1
    while True:
        changed = job.changed
        if job.id not in jobs.jobs:
            yield sse_event(str(job.number), "erased", json.dumps({"id": job.id}))
            return
        if job.number > seen:
            seen = job.number
            yield sse_event(str(seen), "state", json.dumps(job.told(root, kept_s)))
        if job.state.is_over:
            return
        await changed.wait()
        # several at once are one
        await asyncio.sleep(0.05)
