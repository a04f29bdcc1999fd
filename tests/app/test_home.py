"""What a run leaves in a home folder and whom it speaks to: FaceLens's own files, and nobody but this machine."""

from __future__ import annotations

import functools
import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("termios", reason="signals of POSIX")
MAIN = Path(__file__).resolve().parents[2] / "main.py"
# how strace writes an address
ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
# in the kernel it is chosen what to stop at: a run takes hardly longer
STRACE = (
    *("strace", "-f", "--seccomp-bpf", "-qq"),
    *("-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none"),
)


class Run(NamedTuple):
    """What a run left, and the system calls by which it spoke to others; None where they can't be recorded."""

    home: Path
    work: Path
    calls: str | None


@functools.cache
def can_trace() -> bool:
    """A container may forbid to watch even one's own processes."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def traced(log: Path, command: list[str], *options: str) -> list[str]:
    """The same command, with what it sends to whom recorded, where that can be done."""
    if not can_trace():
        return command
    return [*STRACE, *options, "-o", str(log), *command]


def environment(home: Path) -> dict[str, str]:
    """Only what a process needs, so that no variable of this machine leads the libraries elsewhere."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


def files_in(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


def is_own(name: str) -> bool:
    """Tell the files of FaceLens, wherever the system keeps caches and settings."""
    return "facelens" in name.lower()


def strangers(calls: str | None) -> set[str]:
    """The addresses of other machines among the calls."""
    if calls is None:
        pytest.skip("needs strace (Debian's package of this name), and the right to watch one's own processes")
    addresses = {found[1] or found[2] for found in ADDRESS.finditer(calls)}
    return {address for address in addresses if not ipaddress.ip_address(address).is_loopback}


def place(folder: Path) -> tuple[Path, Path, Path]:
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    return home, work, folder / "calls"


def noted(log: Path) -> str | None:
    return log.read_text(encoding="utf-8", errors="replace") if can_trace() else None


@pytest.fixture(scope="module")
def headless(tmp_path_factory) -> Run:
    home, work, log = place(tmp_path_factory.mktemp("headless"))
    command = [sys.executable, str(MAIN), "--video", "demo", "--end", "0.2", "--export", "out.csv"]
    subprocess.run(traced(log, command), cwd=work, env=environment(home), check=True, capture_output=True)
    return Run(home, work, noted(log))


@pytest.fixture(scope="module")
def window(tmp_path_factory) -> Run:
    home, work, log = place(tmp_path_factory.mktemp("window"))
    command = traced(log, [sys.executable, str(MAIN), "demo"])
    # strace passes no interrupt on: it goes to all of the group
    with subprocess.Popen(
        command, cwd=work, env=environment(home), stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        # the clip is rendered when the source opens; settings are kept when the window closes
        while not any(name.endswith(".mp4") for name in files_in(home)) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(3.0)  # the models are loaded by now, or are being loaded
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    return Run(home, work, noted(log))


def test_a_headless_run_leaves_only_its_own_files(headless):
    assert files_in(headless.work) == {"out.csv"}
    left = files_in(headless.home)
    assert left, "the demo's clip is kept in the cache"
    assert all(map(is_own, left)), left


def test_the_window_leaves_only_its_own_files(window):
    left = files_in(window.home)
    assert any("FaceLens" in name for name in left), left
    assert all(map(is_own, left)), left
    assert files_in(window.work) == set()


def test_a_headless_run_speaks_to_no_other_machine(headless):
    assert strangers(headless.calls) == set()


def test_the_window_speaks_to_no_other_machine(window):
    assert strangers(window.calls) == set()


def test_a_word_to_another_machine_would_be_noticed(tmp_path):
    """Nothing is really sent: the calls are refused in the place of the system, after they have been recorded."""
    code = """
import socket
tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
tcp.setblocking(False)
tcp.connect_ex(("192.0.2.1", 9))
try:
    udp.sendto(b"", ("192.0.2.2", 9))
except OSError:
    pass
"""
    log = tmp_path / "calls"
    if can_trace():
        refused = ("-e", "inject=connect,sendto:error=ENETUNREACH")
        subprocess.run(traced(log, [sys.executable, "-c", code], *refused), check=True)
    assert strangers(noted(log)) == {"192.0.2.1", "192.0.2.2"}
