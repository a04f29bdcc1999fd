"""A server that really runs, in a process of its own, on the loopback."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

ROOT = Path(__file__).resolve().parents[3]
PHOTO = ROOT / "assets" / "photos" / "grace_hopper.jpg"
START_S, END_S = 120.0, 30.0
_WITH_LIMITS = """
import json, sys
from pathlib import Path
from app.web.limits import Limits
from app.web.running import serve
from app.web.settings import ServerSettings
serve(ServerSettings(Path(sys.argv[1]), port=0, limits=Limits(**json.loads(sys.argv[2]))))
"""


class RunningServer:
    """`python main.py serve` at work; a context manager. What it says is in `log`.

    Args:
        folder: where it keeps things, and where its messages go.
        words: more of the command line.
        environment: more of it.
        file_bytes: no file that it writes may be longer.
        limits: fields of `Limits` that differ, for which the command line has no words; then `words` are none.
    """

    def __init__(
        self,
        folder: Path,
        *words: str,
        environment: dict[str, str] | None = None,
        file_bytes: int | None = None,
        limits: dict[str, float] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.log_path = folder / "kept", folder / "log.txt"

        def limit() -> None:
            if file_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

        with self.log_path.open("ab") as log:
            self._from = log.tell()
            self.process = subprocess.Popen(
                self._command(words, limits),
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=limit,
            )
        self.url = self.wait_for(r"serves at (http://\S+)/")
        self.client = httpx.Client(base_url=self.url, timeout=30.0, trust_env=False)

    def _command(self, words: tuple[str, ...], limits: dict[str, float] | None) -> list[str]:
        if limits is None:
            return [sys.executable, "main.py", "serve", "--port", "0", "--folder", str(self.folder), *words]
        return [sys.executable, "-c", _WITH_LIMITS, str(self.folder), json.dumps(limits)]

    @property
    def log(self) -> str:
        """What it has said since it was started."""
        with self.log_path.open("rb") as log:
            log.seek(self._from)
            return log.read().decode()

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    def wait_for(self, pattern: str) -> str:
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            found = re.search(pattern, self.log)
            if found:
                return found[1]
            assert self.process.poll() is None, f"it has ended: {self.log}"
            time.sleep(0.05)
        raise AssertionError(f"it did not start: {self.log}")

    def upload(self, content: bytes, name: str = "video", **more: str) -> str:
        """Send a whole video and return its id."""
        begun = self.client.post("/api/v1/videos", json={"name": name, "bytes": len(content), **more})
        number = str(begun.raise_for_status().json()["id"])
        self.client.patch(
            f"/api/v1/videos/{number}", content=content, headers={"Upload-Offset": "0"}
        ).raise_for_status()
        return number

    def job(self, number: str) -> dict[str, Any]:
        """Return how it goes with a video."""
        told: dict[str, Any] = self.client.get(f"/api/v1/jobs/{number}").raise_for_status().json()
        return told

    def finished(self, number: str) -> dict[str, Any]:
        """Wait until a video is done or has failed."""
        until = time.monotonic() + START_S
        while (job := self.job(number))["state"] not in ("done", "failed"):
            assert time.monotonic() < until, job
            time.sleep(0.1)
        return job

    def raw(self, request: bytes) -> bytes:
        """Send bytes over a connection of their own and return the answer, up to its end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30.0) as connection:
            connection.sendall(request)
            return read_to_end(connection)

    def end(self, number: int = signal.SIGTERM) -> int:
        """End it by a signal and return its exit code."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"it did not end: {self.log}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


def read_to_end(connection: socket.socket) -> bytes:
    """Return what comes until the other end closes."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def small_video(path: Path, frames: int = 12) -> bytes:
    """Return a video of the photograph that moves a little: 320 x 240, 12 frames a second."""
    import av
    import cv2

    photo = cv2.imread(str(PHOTO))
    width = photo.shape[1]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for index in range(frames):
            scene = cv2.copyMakeBorder(photo, 0, 0, 2 * index, width // 3, cv2.BORDER_REPLICATE)
            image = cv2.resize(scene, (320, 240), interpolation=cv2.INTER_AREA)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path.read_bytes()
