"""What changes the whole process is in one place."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INFERENCE = ROOT / "inference"
CHANGES = re.compile(
    r"os\.environ\[[^]]+\] *=[^=]|environ\.(pop|setdefault|update)|\.setNumThreads|\.setLogLevel|mallopt"
)


def test_nothing_else_changes_the_process() -> None:
    changing = {
        str(path.relative_to(INFERENCE))
        for path in INFERENCE.rglob("*.py")
        if CHANGES.search(path.read_text(encoding="utf-8"))
    }
    assert changing == {"process.py"}


def test_onnxruntime_is_imported_only_after_its_reports_are_switched_off() -> None:
    """It notes a device id the moment it is imported, unless it is told not to before."""
    importing = {
        str(path.relative_to(ROOT))
        for package in ("inference", "app", "training", "benchmarks", "scripts")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"^\s*(import|from) onnxruntime\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    # the package of the second switches the reports off before any of its modules is imported
    assert importing == {"inference/engines/runtime.py", "training/export/precision.py"}
    assert "keep_onnxruntime_offline()" in (ROOT / "training" / "export" / "__init__.py").read_text(encoding="utf-8")


_THREADS_THAT_HOLD_MEMORY = """
import ctypes, threading
from inference.process import share_memory_between_threads
{call}
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
together = threading.Barrier(12)
def hold():
    libc.malloc(100_000)
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p] * 2
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
file = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""

_FRAMES_THAT_ARE_FREED = """
import ctypes, resource
from pathlib import Path
from inference.process import keep_released_memory, return_released_memory
keep_released_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
def resident_mb(): return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() >> 20
frames = [libc.malloc(6 << 20) for _ in range(20)]
for frame in frames: ctypes.memset(frame, 1, 6 << 20)
for frame in frames: libc.free(frame)
before = resident_mb()
return_released_memory()
print(before - resident_mb())
"""

on_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the memory of glibc")


@on_glibc
def test_threads_share_two_pools_of_memory_where_they_are_told_to() -> None:
    """Each pool keeps the most that was ever taken from it, so their number is what memory grows to."""
    alone, shared = (
        _say(_THREADS_THAT_HOLD_MEMORY.format(call=call)).count("<heap nr=")
        for call in ("", "share_memory_between_threads()")
    )
    assert alone > 2
    assert shared <= 2


@on_glibc
def test_what_frames_occupied_is_kept_until_it_is_handed_back() -> None:
    assert int(_say(_FRAMES_THAT_ARE_FREED)) > 100


def _say(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
