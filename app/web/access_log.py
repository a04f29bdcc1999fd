"""One line a request: what was asked for, what came of it, how long it took. Nobody's address, nothing sent."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .metrics import RequestCounts
from .settings import API

log = logging.getLogger(__name__)


class AccessLog:
    """Writes down requests; an ASGI application around another.

    Args:
        app: the other.
        counts: are kept as well.
        with_addresses: write down whose they were, too.
    """

    def __init__(self, app: ASGIApp, counts: RequestCounts, *, with_addresses: bool) -> None:
        self._app, self._counts, self._with_addresses = app, counts, with_addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status, began_at = 0, time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            took_s = time.perf_counter() - began_at
            place = _place(scope)
            self._counts.add(scope["method"], place, status, took_s)
            whose = ""
            if self._with_addresses and scope.get("client"):
                whose = f"{scope['client'][0]} "
            log.info("%s%s %s %d %.0f ms", whose, scope["method"], place, status, 1000 * took_s)


def _place(scope: Scope) -> str:
    """Return the pattern of the route that was taken: an address itself has names and numbers of clients in it."""
    path = getattr(scope.get("route"), "path", None)
    if path is None:
        return "(elsewhere)"
    # routes of the interface know their own part of the address alone
    is_interface = str(scope["path"]).removeprefix(scope.get("root_path", "")).startswith(f"{API}/")
    return f"{API}{path}" if is_interface and not path.startswith(API) else str(path)
