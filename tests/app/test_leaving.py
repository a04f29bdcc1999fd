"""How the process ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys, threading, time
sys.path.insert(0, {root!r})
from app.leaving import leave
{before}
print("said", end="")
print("told", end="", file=sys.stderr)
leave(7)
"""


def run(before: str) -> subprocess.CompletedProcess:
    program = PROGRAM.format(root=str(ROOT), before=before)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_a_thread_that_is_at_work_holds_up_nothing_and_nothing_said_is_lost():
    done = run("threading.Thread(target=time.sleep, args=(600,)).start()")
    assert (done.returncode, done.stdout, done.stderr) == (7, "said", "told")


def test_without_threads_it_ends_as_ever():
    done = run("import atexit; atexit.register(lambda: print(' and done', end=''))")
    assert (done.returncode, done.stdout, done.stderr) == (7, "said and done", "told")
