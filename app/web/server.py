"""The application: routes, what guards them, and what starts and ends with it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp

from .. import __version__
from .access_log import AccessLog
from .bodies import SmallBodies
from .guards import Guard, log_in, log_out
from .images import image_routes
from .interface_page import interface_page
from .login_page import login_page
from .page import Surroundings, WatchedSite, add_pages
from .problems import Problem, add_problem_handlers
from .serving import Serving
from .settings import API
from .site_routes import metrics_routes, site_routes
from .videos import video_routes

_ABOUT = (
    "Finds the faces in images and videos and estimates age, gender and ethnicity. Errors are problems as RFC 9457 has "
    "them. Estimates are wrong now and then, and more often for some groups than for others: see the page About."
)


def create_app(serving: Serving) -> ASGIApp:
    """Return the application that serves what is opened; what it answers is guarded."""
    app = FastAPI(
        title="FaceLens",
        version=__version__,
        description=_ABOUT,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
    )
    app.state.serving = serving
    add_problem_handlers(app)
    app.include_router(_common_routes(serving))
    app.include_router(metrics_routes(serving))
    for routes in (image_routes, video_routes, site_routes):
        app.include_router(routes(serving), prefix=API)
    _add_pages(app, serving)
    bounded = SmallBodies(app, serving.settings.limits.body_s, _reads_its_body)
    guarded = Guard(bounded, serving.settings, serving.sessions)
    return AccessLog(guarded, serving.counts, with_addresses=serving.settings.log_addresses)


def _reads_its_body(path: str) -> bool:
    return path.endswith(f"{API}/analyze") or f"{API}/videos/" in path


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    serving: Serving = app.state.serving
    serving.jobs.start()
    if serving.site is not None:
        serving.site.start(serving.beside)
    try:
        yield
    finally:
        await serving.jobs.end(serving.settings.grace_s)


def _common_routes(serving: Serving) -> APIRouter:
    router = APIRouter()

    @router.get("/healthz", summary="Whether the server is alive", tags=["service"])
    async def healthz() -> dict[str, Any]:
        return {"status": "stopping" if serving.streams.stopping.is_set() else "ok", "version": __version__}

    @router.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return interface_page(request, request.app.openapi())

    @router.get("/login", include_in_schema=False)
    async def show_login(request: Request) -> Response:
        return login_page(request, None)

    @router.post("/login", include_in_schema=False)
    async def do_login(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=4, max_part_size=4096)
        try:
            return await log_in(request, serving.sessions, str(form.get("token", "")))
        except Problem as problem:
            if "text/html" in request.headers.get("accept", ""):
                return login_page(request, problem)
            raise

    @router.post("/logout", include_in_schema=False)
    async def do_logout(request: Request) -> Response:
        return log_out(request, serving.sessions)

    return router


def _add_pages(app: FastAPI, serving: Serving) -> None:
    site = None
    if serving.site is not None:
        watched = serving.site.configuration
        site = WatchedSite(watched.name, watched.store, serving.site.states)
    jobs = serving.jobs
    around = Surroundings(
        serving.settings.limits,
        serving.models,
        serving.beside,
        serving.decoders.image,
        serving.streams.stopping,
        lambda job: job in jobs.jobs,
        site,
    )
    add_pages(app, around)
