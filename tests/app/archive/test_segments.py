"""Long files are split, and joined to what one piece would have given."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.archive.segments import PartFacts, bounds_of, part_folder, parts_there, seams_of, whose
from app.archive.steps import Steps
from app.archive.task import Outcome, Task
from inference.settings import Selection
from inference.sources import open_video
from tests.photos import eileen_collins, grace_hopper

from .conftest import Archive, wait_until

pytestmark = pytest.mark.timeout(110)
SECONDS, FPS, SEGMENT = 36, 10, "0.2"


@pytest.fixture(scope="module")
def long_film(tmp_path_factory) -> Path:
    """Two people who move, one of them away for a third of the time; a key frame every two seconds."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    first, second = (
        cv2.resize(photo, (220, 260), interpolation=cv2.INTER_AREA) for photo in (grace_hopper(), eileen_collins())
    )
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "g": str(2 * FPS)})
        stream.width, stream.height, stream.pix_fmt = 640, 300, "yuv420p"
        for index in range(SECONDS * FPS):
            image = np.full((300, 640, 3), 90, np.uint8)
            x = 20 + round(40 * (1 + np.sin(index / 12)))
            image[20:280, x : x + 220] = first
            if not SECONDS / 3 <= index / FPS < 2 * SECONDS / 3:
                x = 350 + round(30 * (1 + np.cos(index / 9)))
                image[30:290, x : x + 220] = second
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


def results_of(archive: Archive) -> tuple[list[dict[str, str]], list[dict[str, str]], dict]:
    (folder,) = (archive.folder / "files").iterdir()
    tables = []
    for name in ("faces", "people"):
        with (folder / f"{name}.csv").open(newline="") as file:
            tables.append(list(csv.DictReader(file)))
    return tables[0], tables[1], json.loads((folder / "summary.json").read_text())


def by_frame(rows: list[dict[str, str]]) -> dict[tuple[int, str], dict[str, str]]:
    found = defaultdict(dict)
    for row in rows:
        found[int(row["frame"]), row["person_id"]] = row
    return found


def box(row: dict[str, str]) -> np.ndarray:
    return np.array([float(row[name]) for name in ("x1", "y1", "x2", "y2")])


@pytest.fixture(scope="module")
def in_one_piece(long_film, tmp_path_factory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("whole") / "out", str(long_film), "--segment-minutes", "0")
    code, said = archive.run()
    assert code == 0, said
    return archive


def check_equals(archive: Archive, whole: Archive) -> None:
    rows, people, summary = results_of(archive)
    wanted_rows, wanted_people, wanted = results_of(whole)
    got, want = by_frame(rows), by_frame(wanted_rows)
    assert got.keys() == want.keys()
    for key, row in want.items():
        assert np.abs(box(got[key]) - box(row)).max() < 6.0
        assert got[key]["time_s"] == row["time_s"]
        assert abs(float(got[key]["age"]) - float(row["age"])) < 3.0
    same = ("person_id", "first_seen_s", "last_seen_s", "visits", "frames", "gender")
    assert [[one[name] for name in same] for one in people] == [[one[name] for name in same] for one in wanted_people]
    assert summary["frames"] == wanted["frames"]
    assert summary["faces"] == wanted["faces"]
    assert {**summary["people"], "age": 0, "shares": 0} == {**wanted["people"], "age": 0, "shares": 0}


def test_a_file_in_parts_gives_what_it_gives_in_one_piece(long_film, in_one_piece, tmp_path):
    archive = Archive(tmp_path / "out", str(long_film), "--segment-minutes", SEGMENT, "--workers", "2")
    code, said = archive.run()
    assert code == 0, said
    assert "1 of 1" in said
    assert len(results_of(in_one_piece)[1]) == 2
    check_equals(archive, in_one_piece)
    assert not list((archive.folder / ".work").iterdir())


def test_a_driver_that_is_killed_between_parts_does_none_of_them_twice(long_film, in_one_piece, tmp_path):
    archive = Archive(tmp_path / "out", str(long_film), "--segment-minutes", SEGMENT, "--workers", "1")
    driver = archive.start()
    wait_until(lambda: len(list(archive.folder.glob(".work/*.part"))) >= 1)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.communicate()
    done = {path: path.stat().st_mtime_ns for path in archive.folder.glob(".work/*.part/part.json")}
    assert not archive.published()
    driver = archive.start()
    seen: dict[Path, int] = {}
    while driver.poll() is None:
        for path in done:
            with contextlib.suppress(FileNotFoundError):  # joined, and gone
                seen[path] = path.stat().st_mtime_ns
    said, _ = driver.communicate()
    assert driver.returncode == 0, said
    assert seen == done
    check_equals(archive, in_one_piece)


def task_of(path: Path, **more) -> Task:
    stat = path.stat()
    values = {"key": "k", "day": "2026-05-01", "began_at": "2026-05-01T00:00:00+00:00", "duration_s": float(SECONDS)}
    return Task(path=str(path), size=stat.st_size, changed_ns=stat.st_mtime_ns, **values | more)


def test_files_are_split_at_key_frames(long_film):
    with open_video(long_film) as source:
        assert seams_of(source, Selection(), 12.0) == (12.0, 24.0)
        assert seams_of(source, Selection(), 7.0) == (6.0, 14.0, 20.0, 28.0)
        assert seams_of(source, Selection(start_s=10.0, end_s=30.0), 10.0) == (20.0,)
        assert seams_of(source, Selection(), 30.0) == seams_of(source, Selection(), 0.0) == ()
    task = task_of(long_film, seams=(12.0, 24.0), selection=Selection(1.0, 30.0))
    assert [bounds_of(task, part) for part in range(3)] == [(1.0, 12.0), (12.0, 24.0), (24.0, 30.0)]


def leave_part(folder: Path, task: Task, part: int) -> None:
    place = part_folder(folder, task.key, part)
    place.mkdir(parents=True)
    PartFacts(whose(task), 1, 1.0, None, {}).written_to(place)


def test_parts_of_another_state_of_the_file_do_not_count(long_film, tmp_path):
    task = task_of(long_film, seams=(12.0, 24.0))
    leave_part(tmp_path, task, 1)
    assert parts_there(tmp_path, task) == [1]
    steps = Steps(tmp_path, [task])
    assert [steps.take().part for _ in range(len(steps))] == [0, 2]
    for other in (replace(task, size=1), replace(task, seams=(12.0, 26.0)), replace(task, selection=Selection(1.0))):
        assert parts_there(tmp_path, other) == []


def test_a_part_that_fails_twice_is_left_out_and_told(long_film, tmp_path):
    task = task_of(long_film, seams=(12.0, 24.0))
    steps = Steps(tmp_path, [task])
    taken = [steps.take() for _ in range(3)]
    for step in (taken[0], taken[2]):
        leave_part(tmp_path, task, step.part)
        assert steps.part_ended(step, Outcome("k", has_results=True)) is None
    assert steps.part_ended(taken[1], Outcome("k", "no luck")) is None
    assert steps.part_ended(steps.take(), Outcome("k", "no luck")) is None
    whole = steps.take()
    assert (whole.part, whole.lost) == (None, ("what begins at 0:12 is missing: no luck",))
    assert not steps


def test_a_file_of_which_no_part_can_be_read_fails(long_film, tmp_path):
    task = task_of(long_film, seams=(12.0,))
    steps = Steps(tmp_path, [task])
    first, second = steps.take(), steps.take()
    assert steps.part_ended(first, Outcome("k", "bad", is_hopeless=True)) is None
    ended = steps.part_ended(second, Outcome("k", "bad", is_hopeless=True))
    assert ended is not None
    assert "0:12 is missing: bad" in (ended.reason or "")
    assert not ended.has_results
