"""A web server on the loopback that a test can stop in the middle and start again at the same address."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

Answer = Callable[[BaseHTTPRequestHandler], None]
BOUNDARY = "multipart/x-mixed-replace; boundary=image"


class WebServer:
    """Answers every request by a function; a context manager. Stopping breaks off the answers that are under way.

    Attributes:
        url: its address, without a path.
        stopping: set while it is being stopped: answers without end have to look at it.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._port = 0
        self.stopping = threading.Event()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self.stopping.clear()
        self._connections: list[socket.socket] = []
        answer, connections = self._answer, self._connections

        class Handler(BaseHTTPRequestHandler):
            def setup(self) -> None:
                connections.append(self.request)
                super().setup()

            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """The client hangs up whenever it likes."""

        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        self.stopping.set()
        for connection in self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has ended already
                continue
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def restart(self, absent_s: float) -> None:
        """Be gone for some seconds."""
        self.stop()
        threading.Event().wait(absent_s)
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.stopping.is_set():
            self.stop()


def send_images(request: BaseHTTPRequestHandler, images: list[bytes], fps: float, stopping: threading.Event) -> None:
    """Send JPEG images one after the other, as a camera does, as long as somebody listens."""
    request.send_response(200)
    request.send_header("Content-Type", BOUNDARY)
    request.end_headers()
    number = 0
    while not stopping.wait(1 / fps):
        image = images[number % len(images)]
        number += 1
        head = f"--image\r\nContent-Type: image/jpeg\r\nContent-Length: {len(image)}\r\n\r\n".encode()
        request.wfile.write(head + image + b"\r\n")


def send_file(request: BaseHTTPRequestHandler, data: bytes, *, ranges: bool) -> None:
    """Send a file, or the part of it that is asked for where the server knows `ranges`."""
    asked = request.headers.get("Range", "") if ranges else ""
    begin = int(asked.removeprefix("bytes=").partition("-")[0]) if asked else 0
    request.send_response(206 if asked else 200)
    if ranges:
        request.send_header("Accept-Ranges", "bytes")
    if asked:
        request.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
    request.send_header("Content-Length", str(len(data) - begin))
    request.end_headers()
    request.wfile.write(data[begin:])
