"""A server that really runs, in a process of its own, on the loopback."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

ROOT = Path(__file__).resolve().parents[3]
PHOTO = ROOT / "assets" / "photos" / "grace_hopper.jpg"
START_S, END_S = 60.0, 30.0


class RunningServer:
    """`python main.py serve` at work; a context manager. What it says is in `log`.

    Args:
        folder: where it keeps things, and where its messages go.
        words: more of the command line.
        environment: more of it.
        file_bytes: no file that it writes may be longer.
    """

    def __init__(
        self, folder: Path, *words: str, environment: dict[str, str] | None = None, file_bytes: int | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.log_path = folder / "kept", folder / "log.txt"

        def limit() -> None:
            if file_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

        with self.log_path.open("ab") as log:
            self._from = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "main.py", "serve", "--port", "0", "--folder", str(self.folder), *words],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=limit,
            )
        self.url = self._wait_for(r"serves at (http://\S+)/")
        self.client = httpx.Client(base_url=self.url, timeout=30.0, trust_env=False)

    @property
    def log(self) -> str:
        """What it has said since it was started."""
        with self.log_path.open("rb") as log:
            log.seek(self._from)
            return log.read().decode()

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    def _wait_for(self, pattern: str) -> str:
        import time

        until = time.monotonic() + START_S
        while time.monotonic() < until:
            found = re.search(pattern, self.log)
            if found:
                return found[1]
            assert self.process.poll() is None, f"it has ended: {self.log}"
            time.sleep(0.05)
        raise AssertionError(f"it did not start: {self.log}")

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
