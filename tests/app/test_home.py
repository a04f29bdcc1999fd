"""What a run leaves in a home folder: FaceLens's own files and nothing of the libraries."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="signals of POSIX")
MAIN = Path(__file__).resolve().parents[2] / "main.py"


def environment(home: Path) -> dict[str, str]:
    """Only what a process needs, so that no variable of this machine leads the libraries elsewhere."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


def files_in(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def is_own(name: str) -> bool:
    """Tell the files of FaceLens, wherever the system keeps caches and settings."""
    return "facelens" in name.lower()


def test_a_headless_run_leaves_only_its_own_files(tmp_path):
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    words = ("--video", "demo", "--end", "0.2", "--export", "out.csv")
    subprocess.run(
        [sys.executable, str(MAIN), *words], cwd=work, env=environment(home), check=True, capture_output=True
    )
    assert files_in(work) == {"out.csv"}
    left = files_in(home)
    assert left, "the demo's clip is kept in the cache"
    assert all(map(is_own, left)), left


def test_the_window_leaves_only_its_own_files(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, str(MAIN), "demo"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(home), stderr=subprocess.PIPE) as window:
        deadline = time.monotonic() + 60
        # the clip is rendered when the source opens; settings are kept when the window closes
        while not any(name.endswith(".mp4") for name in files_in(home)) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(3.0)  # the models are loaded by now, or are being loaded
        window.send_signal(signal.SIGINT)
        window.communicate(timeout=60)
    left = files_in(home)
    assert any("FaceLens" in name for name in left), left
    assert all(map(is_own, left)), left
