"""Who may ask: the host that is asked for, the page that asks, and the token. What every answer carries."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .clients import client_of
from .limits import Limits
from .page.rendering import PAGES
from .problems import Problem
from .settings import ServerSettings

COOKIE = "facelens"
# how long a browser stays known
_SESSION_S = 12 * 3600.0
_MOST_SESSIONS = 1000
# browsers and proxies send twenty or thirty
_MOST_HEADERS = 100
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# what needs no token: whether the server is alive, where the token is shown, and what that page is made of
_OPEN_PATHS = ("/healthz", "/login")
_OPEN_FOLDERS = ("/page/",)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
_CORS_METHODS = "GET, HEAD, POST, PATCH, DELETE"
_CORS_HEADERS = "Authorization, Content-Type, Upload-Offset, Last-Event-ID"
_CORS_SHOWN = "Location, Retry-After, Upload-Offset"


class Sessions:
    """The token, and the browsers that have shown it; what a browser keeps is no token, and worth nothing in the end.

    Args:
        token: what has to be shown; None for nothing.
        limits: how often a wrong one may be tried.
    """

    def __init__(self, token: str | None, limits: Limits) -> None:
        self._digest = None if token is None else _digest(token)
        self._until: dict[str, float] = {}
        self._most_tries = limits.logins
        self._tries: Counter[str] = Counter()
        self._minute = 0

    @property
    def is_open(self) -> bool:
        """True where no token is needed."""
        return self._digest is None

    def is_known(self, connection: HTTPConnection) -> bool:
        """Tell whether a request may be answered.

        Raises:
            Problem: 429 for a client that has shown too many wrong tokens.
        """
        if self._digest is None:
            return True
        kind, _, token = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.is_right(token.strip(), connection)
        until = self._until.get(_key(_cookie(connection)))
        return until is not None and time.monotonic() < until

    def is_right(self, token: str, connection: HTTPConnection) -> bool:
        """Compare a token, in a time that tells nothing of where it differs.

        Raises:
            Problem: 429 for a client that has shown too many wrong ones.
        """
        minute = int(time.monotonic() / 60)
        if minute != self._minute:
            self._minute, self._tries = minute, Counter()
        client = client_of(connection)
        if self._tries[client] >= self._most_tries:
            raise Problem(429, "too many wrong tokens; wait a minute", retry_after_s=60)
        if self._digest is not None and hmac.compare_digest(_digest(token), self._digest):
            return True
        self._tries[client] += 1
        return False

    def begin(self) -> str:
        """Return the cookie of a new browser."""
        now = time.monotonic()
        self._until = {key: until for key, until in self._until.items() if until > now}
        while len(self._until) >= _MOST_SESSIONS:
            self._until.pop(next(iter(self._until)))
        cookie = secrets.token_urlsafe(32)
        self._until[_key(cookie)] = now + _SESSION_S
        return cookie

    def end(self, connection: HTTPConnection) -> None:
        """Know a browser no longer."""
        self._until.pop(_key(_cookie(connection)), None)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def _key(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogateescape")).hexdigest()


def _cookie(connection: HTTPConnection) -> str:
    try:
        cookies = SimpleCookie(connection.headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


async def log_in(request: Request, sessions: Sessions, token: str) -> Response:
    """Take the token of a browser: the answer leads, with a cookie, to the page that was asked for.

    Raises:
        Problem: 401 for a wrong token, 429 for too many of them.
    """
    if not sessions.is_right(token, request):
        raise Problem(401, "that is not the token of this server; it stands where the server was started")
    root = request.scope.get("root_path", "")
    answer = RedirectResponse(root + wanted_page(request), 303)
    answer.set_cookie(
        COOKIE,
        sessions.begin(),
        max_age=int(_SESSION_S),
        path=f"{root}/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


def wanted_page(request: Request) -> str:
    """Return which page to show after the token: the one that was asked for, of those that there are."""
    wanted = request.query_params.get("page", "")
    return wanted if wanted in (path for _, path, _ in PAGES) else "/"


def log_out(request: Request, sessions: Sessions) -> Response:
    """Forget a browser."""
    sessions.end(request)
    root = request.scope.get("root_path", "")
    answer = RedirectResponse(f"{root}/login", 303)
    answer.delete_cookie(COOKIE, path=f"{root}/", httponly=True, samesite="strict")
    return answer


class Guard:
    """Lets through what may be answered, and gives every answer its headers; an ASGI application around another.

    Args:
        app: the other.
        settings: of the server.
        sessions: of its browsers.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings, sessions: Sessions) -> None:
        self._app, self._settings, self._sessions = app, settings, sessions
        self._hosts = {"localhost", settings.host.lower(), *(host.lower() for host in settings.hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        scope = _under_prefix(scope, self._settings.prefix)
        connection = HTTPConnection(scope)
        origin = connection.headers.get("origin")
        is_allowed = origin is not None and origin in self._settings.origins

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if is_allowed and origin is not None:
                    headers.update(_cors(origin))
            await send(message)

        try:
            self._check(connection, scope, is_allowed)
            is_known = self._is_open(scope) or self._sessions.is_known(connection)
        except Problem as problem:
            return await _refuse(scope, receive, send_with_headers, problem)
        if is_allowed and scope["type"] == "http" and scope["method"] == "OPTIONS":
            preflight = Response(status_code=204)
            preflight.headers.update(
                {"Access-Control-Allow-Methods": _CORS_METHODS, "Access-Control-Allow-Headers": _CORS_HEADERS}
            )
            return await preflight(scope, receive, send_with_headers)
        if not is_known:
            return await self._ask_for_token(connection, scope, receive, send_with_headers)
        await self._app(scope, receive, send_with_headers)

    def _check(self, connection: HTTPConnection, scope: Scope, is_allowed: bool) -> None:
        """Refuse names that are not this server's, and pages of others.

        Raises:
            Problem: 400, 431, 421 or 403.
        """
        if len(scope["headers"]) > _MOST_HEADERS:
            raise Problem(431, f"a request may have {_MOST_HEADERS} headers", headers={"Connection": "close"})
        if "transfer-encoding" in connection.headers and "content-length" in connection.headers:
            # a proxy in front may see another end of the body than this server does
            raise Problem(400, "the length of the body is told in two ways", headers={"Connection": "close"})
        host = connection.headers.get("host", "")
        if len(connection.headers.getlist("host")) != 1 or not self._is_ours(host):
            raise Problem(
                421,
                "this server is not called so; name the host it is reached by when it is started, or use its address",
            )
        if is_allowed:
            return
        origin = connection.headers.get("origin")
        is_from_other = origin is not None and origin.partition("://")[2].lower() != host.lower()
        site = connection.headers.get("sec-fetch-site", "none")
        is_page = connection.headers.get("sec-fetch-mode") == "navigate" and scope.get("method") in _SAFE_METHODS
        if is_from_other or (site not in ("none", "same-origin") and not is_page):
            raise Problem(403, "pages of others may not use this server")

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if _has_port(host) else host
        name = name.removeprefix("[").removesuffix("]").lower()
        if name in self._hosts:
            return True
        try:
            # a page of others can come by a name that leads here, never by an address
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _is_open(self, scope: Scope) -> bool:
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        return self._sessions.is_open or path in _OPEN_PATHS or path.startswith(_OPEN_FOLDERS)

    async def _ask_for_token(self, connection: HTTPConnection, scope: Scope, receive: Receive, send: Send) -> None:
        wants_page = "text/html" in connection.headers.get("accept", "") and scope.get("method") in ("GET", "HEAD")
        if scope["type"] == "http" and wants_page:
            root = str(scope.get("root_path", ""))
            path = str(scope["path"]).removeprefix(root)
            wanted = f"?page={quote(path)}" if path != "/" else ""
            return await RedirectResponse(f"{root}/login{wanted}", 303)(scope, receive, send)
        problem = Problem(
            401,
            "this server needs its token: Authorization: Bearer ...",
            headers={"WWW-Authenticate": 'Bearer realm="FaceLens"'},
        )
        await _refuse(scope, receive, send, problem)


async def _refuse(scope: Scope, receive: Receive, send: Send, problem: Problem) -> None:
    """Answer with a problem; a socket is closed before it is accepted, which its client sees as 403."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": problem.detail[:120]})
    else:
        await problem.response()(scope, receive, send)


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdecimal() and (host.count(":") == 1 or host.startswith("["))


def _cors(origin: str) -> Mapping[str, str]:
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": _CORS_SHOWN,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Origin",
    }


def _under_prefix(scope: Scope, prefix: str) -> Scope:
    """Return a scope whose path has the prefix, whether the proxy in front has left it there or not."""
    if not prefix:
        return scope
    path = str(scope["path"])
    if path != prefix and not path.startswith(f"{prefix}/"):
        path = prefix + path
    return {**scope, "path": path, "raw_path": path.encode(), "root_path": prefix}


__all__ = ["Guard", "Sessions", "log_in", "log_out", "wanted_page"]
