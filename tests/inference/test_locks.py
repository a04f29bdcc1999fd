"""A lock that one holds at a time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from inference import locks
from inference.locks import FileLock


def test_one_at_a_time(tmp_path):
    path = tmp_path / "lock"
    lock = FileLock(path)
    with pytest.raises(BlockingIOError):
        FileLock(path)
    lock.release()
    lock.release()
    assert not path.exists()
    other = FileLock(path)
    lock.release()
    with pytest.raises(BlockingIOError):
        FileLock(path)
    other.release()


def test_a_process_that_is_killed_bars_nobody(tmp_path):
    path = tmp_path / "lock"
    code = (
        "import sys, time; from inference.locks import FileLock; lock = FileLock(sys.argv[1]); print(); time.sleep(99)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        with pytest.raises(BlockingIOError):
            FileLock(path)
        process.kill()
    assert path.exists()
    FileLock(path).release()
    assert not path.exists()


def test_a_process_that_ends_without_a_word_leaves_nothing(tmp_path):
    code = "import sys; from inference.locks import FileLock; lock = FileLock(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "lock")], check=True)
    assert not any(tmp_path.iterdir())


def test_somebody_else_s_file_is_neither_changed_nor_removed(tmp_path):
    path = tmp_path / "lock"
    path.write_text("mine")
    lock = FileLock(path)
    with pytest.raises(BlockingIOError):
        FileLock(path)
    lock.release()
    assert path.read_text() == "mine"


def test_a_lock_whose_file_was_removed_meanwhile_is_taken_on_the_new_one(tmp_path, monkeypatch):
    """Between the opening and the locking of the second, the first lets go and takes its file with it."""
    path = tmp_path / "lock"
    first = FileLock(path)
    lock_it = locks._lock

    def release_first(descriptor: int) -> None:
        first.release()
        lock_it(descriptor)

    monkeypatch.setattr(locks, "_lock", release_first)
    second = FileLock(path)
    monkeypatch.undo()
    assert path.exists()
    with pytest.raises(BlockingIOError):
        FileLock(path)
    second.release()


def test_without_locks_nobody_is_held_up(tmp_path, monkeypatch):
    def refuse(descriptor: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(locks, "_lock", refuse)
    for lock in (FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock"), FileLock(tmp_path / "absent" / "lock")):
        lock.release()
