"""The server from its start to its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from inference.errors import SinkError

from ..exit_codes import ExitCode
from .http_protocol import http_values
from .server import create_app
from .serving import Serving
from .settings import ServerSettings

log = logging.getLogger(__name__)

_BACKLOG = 256
# of one message; one that is longer than a camera's frame may be, and shorter than this, is refused in words
_SOCKET_BYTES = 8_000_000


def serve(settings: ServerSettings, *, is_token_made: bool = False, is_quiet: bool = False) -> ExitCode:
    """Serve until a signal comes.

    Args:
        settings: of the server.
        is_token_made: the token is new, and is printed for those who need it.
        is_quiet: errors only.

    Raises:
        UsageError: the site file is wrong.
        SinkError: the port is taken, or the folder can't be written.
        ModelError, EngineError: a model can't be loaded.
    """
    with contextlib.ExitStack() as opened:
        opened.enter_context(_logged(is_quiet=is_quiet))
        # before the models: a port that is taken is said at once
        listening = opened.enter_context(_listen(settings.host, settings.port))
        serving = opened.enter_context(Serving(settings))
        server = _Server(_config(create_app(serving), settings), serving)
        server.address = _address(settings, listening.getsockname()[1])
        if is_token_made:
            # not into the log, which is kept
            print(f"token: {settings.token}", file=sys.stderr, flush=True)
        asyncio.run(server.serve(sockets=[listening]))
    return ExitCode.DONE


class _Server(uvicorn.Server):
    """Ends what has no end by itself before it waits for what is under way."""

    def __init__(self, config: uvicorn.Config, serving: Serving) -> None:
        super().__init__(config)
        self._serving, self.address = serving, ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where it serves once it answers there: who reads that may come at once."""
        await super().startup(sockets)
        if self.started:
            log.warning("FaceLens serves at %s", self.address)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end a service; a second one ends it without waiting."""
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM)
        for number in numbers:
            loop.add_signal_handler(number, self._end)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    def _end(self) -> None:
        if self.should_exit:
            self.force_exit = True
        else:
            log.warning("ending; once more to leave at once")
        self.should_exit = True
        self._serving.streams.stopping.set()


def _config(app: ASGIApp, settings: ServerSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        ws_max_size=_SOCKET_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=int(settings.grace_s),
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        backlog=_BACKLOG,
        **http_values(settings.limits, settings.proxies),
    )


@contextlib.contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    """Open the port.

    Raises:
        SinkError: it is taken, or may not be opened.
    """
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, number)
    except OSError as error:
        raise SinkError(f"there is no address {host} here: {error.strerror or error}") from error
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except OSError as error:
            raise SinkError(f"can't serve at {host}:{port}: {error.strerror or error}") from error
        yield listening


def _address(settings: ServerSettings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}{settings.prefix}/"


@contextlib.contextmanager
def _logged(*, is_quiet: bool) -> Iterator[None]:
    """Let messages go to stderr, one a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    loggers = {logging.getLogger("app"): logging.ERROR if is_quiet else logging.INFO}
    # of broken requests it says what the client sees as well
    loggers[logging.getLogger("uvicorn")] = logging.ERROR
    for logger, level in loggers.items():
        logger.addHandler(handler)
        logger.setLevel(level)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
