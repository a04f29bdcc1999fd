"""What becomes of files when a run is killed, interrupted, runs out of room, or meets another one."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from app.progress import Progress
from inference.files import OutputFile, is_unfinished
from main import main

MAIN = Path(__file__).resolve().parents[2] / "main.py"
NAMES = ("out.mp4", "out.csv", "out.json")
WORDS = ("--output", "out.mp4", "--export", "out.csv", "--summary", "out.json")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def results_of_yesterday(tmp_path, monkeypatch) -> dict[str, bytes]:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        Path(name).write_text(f"yesterday's {name}", encoding="utf-8")
    return contents(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextlib.contextmanager
def running(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of the demo, whose first rows and images are on the disk."""
    words = (sys.executable, str(MAIN), "--video", "demo", *WORDS)
    with subprocess.Popen(words, cwd=folder, text=True, stderr=subprocess.PIPE) as process:
        try:
            deadline = time.monotonic() + 60
            while not (part_of(folder, "out.mp4") and has_rows(part_of(folder, "out.csv"))):
                assert process.poll() is None, process.stderr.read()
                assert time.monotonic() < deadline
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


def part_of(folder: Path, name: str) -> Path | None:
    """The temporary file of an output, once there is something in it."""
    parts = [path for path in folder.iterdir() if is_unfinished(path) and path.name.endswith(name)]
    return parts[0] if parts and parts[0].stat().st_size else None


def has_rows(table: Path | None) -> bool:
    return table is not None and "\ndemo," in table.read_text(encoding="utf-8")


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_run_that_is_killed_costs_nobody_anything(tmp_path, results_of_yesterday):
    with running(tmp_path) as process:
        process.kill()
        process.wait()
    table = part_of(tmp_path, "out.csv")
    left = contents(tmp_path)
    assert {name: left[name] for name in NAMES} == results_of_yesterday
    assert all(is_unfinished(name) or name.endswith(".lock") for name in left if name not in NAMES)
    assert has_rows(table), "what was analysed until then can be read"
    # and the next run is held up by nothing
    for name in NAMES:
        OutputFile(name).finish()
    assert not list(tmp_path.glob(".*.lock"))
    assert table.exists(), "what the other had left is not removed"


def test_a_run_that_is_interrupted_keeps_both_its_results_and_those_of_yesterday(
    tmp_path, results_of_yesterday, capsys
):
    with running(tmp_path) as process:
        # a second one may not write what the first is writing
        assert main(["--video", "demo", "--end", "0.1", "--export", "./out.csv"]) == 3
        assert "out.csv: another run is writing it; wait for its end" in capsys.readouterr().err
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(60) == 130
    assert (
        "; wrote out (incomplete).mp4 (out.mp4 is left as it was), out (incomplete).csv (out.csv is left as it was), "
        "out (incomplete).json (out.json is left as it was)\n"
    ) in said
    left = contents(tmp_path)
    assert {name: left.pop(name) for name in NAMES} == results_of_yesterday
    assert sorted(left) == ["out (incomplete).csv", "out (incomplete).json", "out (incomplete).mp4"]
    with av.open("out (incomplete).mp4") as copy:
        frames = sum(1 for _ in copy.decode(video=0))
    assert {int(row["frame"]) for row in rows_in(tmp_path / "out (incomplete).csv")} <= set(range(frames))
    assert 0 < frames < 300


def test_a_copy_that_has_no_room_leaves_the_one_of_yesterday_and_costs_the_table_nothing(
    tmp_path, results_of_yesterday, capsys
):
    """A real failure of the system: a limit on the size of files."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        assert main(["--video", "demo", "--end", "0.6", *WORDS]) == 3
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    said = capsys.readouterr().err
    assert "can't write out.mp4: the file would be larger than this disk or this account allows" in said
    assert "kept: out.csv (replaced), out.json (replaced)\n" in said
    assert (tmp_path / "out.mp4").read_bytes() == results_of_yesterday["out.mp4"]
    assert len({row["frame"] for row in rows_in(tmp_path / "out.csv")}) == 15


def test_a_folder_that_vanishes_in_the_middle_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "stick"
    folder.mkdir()
    update = Progress.update

    def pull_it_out(self, result) -> None:
        update(self, result)
        if folder.exists():
            folder.rename(tmp_path / "pulled")

    monkeypatch.setattr(Progress, "update", pull_it_out)
    words = ["--output", "stick/out.mp4", "--export", "stick/out.csv", "--summary", "stick/out.json"]
    assert main(["--video", "demo", "--end", "0.4", *words]) == 3
    said = capsys.readouterr().err
    for name in NAMES:
        assert f"can't write stick/{name}" in said
    assert "Traceback" not in said
    assert "fault" not in said
    assert "kept" not in said
    assert "What was written is in" not in said
    assert not folder.exists()
