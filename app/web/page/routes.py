"""The addresses of the pages, and of what they refer to."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from inference.sinks.summary import LIMITS
from inference.stages import Stages

from ..clients import Places
from ..problems import Problem
from .about import about_values
from .camera import CameraSession
from .rendering import templates
from .statics import swatches
from .surroundings import Surroundings, limits_in_words

# close code of the list of WebSocket protocols, and the length of what it says
_TRY_AGAIN, _MOST_REASON = 1013, 120


def add_pages(app: Starlette, surroundings: Surroundings) -> None:
    """Give a server its pages."""
    app.router.routes.extend(_Pages(surroundings).routes())


class _Pages:
    def __init__(self, surroundings: Surroundings) -> None:
        self._around = surroundings
        self._words = limits_in_words(surroundings.limits)
        self._templates = templates()
        self._cameras = Places(surroundings.limits.cameras, max(1, surroundings.limits.cameras // 2), "cameras")

    def routes(self) -> list[Route | WebSocketRoute]:
        return [
            Route("/", self._upload),
            Route("/camera", self._camera),
            Route("/live", self._live),
            Route("/people", self._people),
            Route("/people/{job}", self._people_of_job),
            Route("/history", self._history),
            Route("/about", self._about),
            Route("/page/{version}/{name}", self._templates.statics.answer),
            WebSocketRoute("/camera/frames", self._camera_frames),
        ]

    def _page(self, request: Request, template: str, title: str, **values: Any) -> Response:
        return self._templates.page(request, template, title, allowed=self._words, short_limits=LIMITS, **values)

    def _settings(self) -> dict[str, Any]:
        """Return what the scripts have to know."""
        limits = self._around.limits
        told = {name: getattr(limits, name) for name in ("image_bytes", "video_bytes", "chunk_bytes")}
        return {"limits": told, **swatches()}

    async def _upload(self, request: Request) -> Response:
        return self._page(request, "upload.html.j2", "Upload", settings=self._settings())

    async def _camera(self, request: Request) -> Response:
        return self._page(request, "camera.html.j2", "Camera", settings=self._settings())

    async def _camera_frames(self, socket: WebSocket) -> None:
        around = self._around
        await socket.accept()
        try:
            with self._cameras.one(socket):
                stages = Stages(around.models.settings, None, around.models.without_identity())
                try:
                    await CameraSession(socket, stages, around.decode, around.pool, around.stopping).run()
                finally:
                    stages.close()
        except Problem as problem:
            await socket.close(_TRY_AGAIN, problem.detail[:_MOST_REASON])

    async def _live(self, request: Request) -> Response:
        site = self._around.site
        if site is None:
            empty = self._no_site(
                request,
                "stream",
                "No sources are watched",
                "With a site file the server watches cameras and streams, and shows them here as they are seen.",
            )
            return self._page(request, "live.html.j2", "Live", sources=[], empty=empty)
        return self._page(request, "live.html.j2", "Live", sources=site.states(), site=site.name)

    async def _history(self, request: Request) -> Response:
        site = self._around.site
        if site is None or site.store is None:
            empty = self._no_site(
                request,
                "charts",
                "There is no history",
                "With a site file that names a store the server keeps who came when, over which lines and for how long "
                "- numbers and estimates, no images - and shows it here.",
            )
            return self._page(request, "history.html.j2", "History", empty=empty)
        from .history import history_values

        first, last, by = (request.query_params.get(name, "")[:32] for name in ("from", "to", "by"))
        loop = asyncio.get_running_loop()
        values = await loop.run_in_executor(self._around.pool, history_values, site.store, first, last, by)
        return self._page(request, "history.html.j2", "History", **({"limits": LIMITS} | values))

    async def _people(self, request: Request) -> Response:
        return self._page(request, "people.html.j2", "People", job=None, settings=self._settings())

    async def _people_of_job(self, request: Request) -> Response:
        job = request.path_params["job"]
        if not self._around.has_job(job):
            return self._page(
                request,
                "message.html.j2",
                "There is no such video",
                status=404,
                icon_name="people",
                words=f"It has been erased, or was never here. {self._words['kept']}",
            )
        return self._page(request, "people.html.j2", "People", job=job)

    async def _about(self, request: Request) -> Response:
        return self._page(request, "about.html.j2", "About", **about_values(self._words["kept"]))

    def _no_site(self, request: Request, icon_name: str, title: str, words: str) -> Any:
        return self._templates.part(
            request,
            "no_site.html.j2",
            icon_name=icon_name,
            title=title,
            words=words,
            more="How such a file is written stands in docs/site.md.",
        )
