"""`/sources`, `/live`, `/events`, `/history` and `/metrics`: what a site sees."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from .descriptions import problems
from .live import MEDIA_TYPE
from .metrics import Gauges, exposition
from .problems import Problem
from .serving import Serving
from .sse import EventStream, Stream, last_event_id
from .watched_site import WatchedSite

# how long somebody waits for the image of a source
_PATIENCE_S = 3.0
_REPORTS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8"}
_REPORT_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"


def site_routes(serving: Serving) -> APIRouter:
    """Return the routes of a site; without one they say that there is none."""
    router = APIRouter(tags=["site"])

    def site() -> WatchedSite:
        if serving.site is None:
            raise Problem(404, "this server watches no site; start it with a site file")
        return serving.site

    @router.get("/sources", summary="How it goes with the sources", responses=problems(404))
    async def sources() -> dict[str, Any]:
        return {"site": site().configuration.name, "sources": [asdict(state) for state in site().states()]}

    @router.get("/live/{source}.mjpg", summary="Live images (MJPEG)", responses=problems(404, 429, 503))
    async def live(source: str, request: Request) -> Stream:
        """Annotated, at most 1280 pixels wide; drawn only while somebody looks. A slow client misses some."""
        return Stream(request, serving.streams, site().live(source).stream(), MEDIA_TYPE)

    @router.get("/live/{source}.jpg", summary="The newest image", responses=problems(404, 503))
    async def still(source: str) -> Response:
        jpeg = await site().live(source).newest(_PATIENCE_S)
        if jpeg is None:
            raise Problem(503, f"no image has come from {source}", retry_after_s=2)
        return Response(jpeg, media_type="image/jpeg")

    @router.get("/events", summary="What happens, as it happens (SSE)", responses=problems(404, 429, 503))
    async def events(request: Request) -> EventStream:
        """Each event is what a webhook would be sent; with `Last-Event-ID` those that were missed come first."""
        return EventStream(request, serving.streams, site().happenings.stream(last_event_id(request)))

    @router.get("/history", summary="What the store holds", responses=problems(404, 422))
    async def history(
        first: Annotated[str | None, Query(alias="from", max_length=40, description="begin: 2026-11-01, 7d")] = None,
        to: Annotated[str | None, Query(max_length=40, description="end, not included")] = None,
        by: Annotated[Literal["hour", "day", "week"] | None, Query(description="counted together")] = None,
        format: Annotated[Literal["json", "csv", "html"], Query(description="of the answer")] = "json",
    ) -> Response:
        """As `python main.py history` tells it."""
        store = site().configuration.store
        if store is None:
            raise Problem(404, "this site keeps no history; name a store in its file")
        loop = asyncio.get_running_loop()
        report = await loop.run_in_executor(serving.beside, _report, store, first, to, by, format)
        headers = {"Content-Security-Policy": _REPORT_POLICY} if format == "html" else {}
        return Response(report, media_type=_REPORTS[format], headers=headers)

    return router


def metrics_routes(serving: Serving) -> APIRouter:
    """Return what Prometheus asks for."""
    router = APIRouter(tags=["service"])
    jobs, looker, streams = serving.jobs, serving.looker, serving.streams
    gauges = Gauges(
        {
            ("facelens_images_under_way", "images that are looked at or wait"): lambda: looker.places.taken,
            ("facelens_videos", "videos that are kept"): lambda: len(jobs.jobs),
            ("facelens_videos_waiting", "videos that wait to be analysed"): lambda: jobs.waiting,
            ("facelens_streams", "live images and events that are sent"): lambda: streams.places.taken,
        }
    )

    @router.get("/metrics", summary="Metrics for Prometheus")
    async def metrics() -> Response:
        collectors = [serving.counts, gauges, *([] if serving.site is None else [serving.site.metrics()])]
        content, media_type = exposition(*collectors)
        return Response(content, headers={"Content-Type": media_type})

    return router


def _report(store: str, first: str | None, last: str | None, by: str | None, kind: str) -> str:
    from app.store.opening import open_store
    from app.store.report import as_csv, as_json, as_page
    from app.store.wanted import read_wanted

    with open_store(store) as connection:
        history = read_wanted(connection, first, last, by)
    return {"json": as_json, "csv": as_csv, "html": as_page}[kind](history)
