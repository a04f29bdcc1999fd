"""Small films, and the command `archive` as a process of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from tests.photos import grace_hopper

ROOT = Path(__file__).resolve().parents[3]
FRAMES = 30


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Path:
    """Three seconds in which somebody walks through, ten frames a second."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    person = cv2.resize(grace_hopper(), (256, 300), interpolation=cv2.INTER_AREA)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 480, 300, "yuv420p"
        for index in range(FRAMES):
            image = np.full((300, 480, 3), 90, np.uint8)
            image[:, 5 * index : 5 * index + 256] = person
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


@pytest.fixture
def films(clip, tmp_path) -> Callable[[int], Path]:
    """Make a folder with so many films."""

    def make(count: int) -> Path:
        folder = tmp_path / "films"
        folder.mkdir(exist_ok=True)
        for number in range(count):
            shutil.copy(clip, folder / f"film{number}.mp4")
        return folder

    return make


class Archive:
    """The command on a folder."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder, self.words = folder, words

    def start(self, *more: str, **options: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "main.py", "archive", *self.words, "--output", str(self.folder), *more]
        environment = {**os.environ, **options.pop("environment", {})}
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **options,
        )

    def run(self, *more: str, **options: Any) -> tuple[int, str]:
        """Return the exit code and what was said."""
        process = self.start(*more, **options)
        said, _ = process.communicate(timeout=100)
        return process.returncode, said

    def states(self) -> dict[str, tuple[str, int]]:
        """State and number of tries by the name of the file."""
        with sqlite3.connect(self.folder / "archive.db") as database:
            rows = database.execute("SELECT path, state, attempts FROM files").fetchall()
        return {Path(path).name: (state, attempts) for path, state, attempts in rows}

    def published(self) -> dict[str, int]:
        """When each result was written, by key."""
        return {path.parent.name: path.stat().st_mtime_ns for path in self.folder.glob("files/*/summary.json")}

    def check_all_is_whole(self) -> None:
        """Whatever can be seen is complete."""
        import pyarrow.parquet

        for path in self.folder.glob("files/*"):
            assert {"faces.csv", "people.csv", "summary.json"} <= {file.name for file in path.iterdir()}
        for path in self.folder.glob("*/day=*/*.parquet"):
            assert pyarrow.parquet.read_table(path).num_columns > 5


def wait_until(reached: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    """The processes of a driver's workers: those in which models are loaded."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [
        int(child)
        for child in text.split()
        if "resource_tracker" not in Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
    ]
