"""Archives from end to end, with real films, processes and kills."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from .conftest import FRAMES, Archive, children_of, wait_until

pytestmark = pytest.mark.timeout(110)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_file_gets_its_results_once_and_all_of_them_one_data_set(films, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    folder = films(2)
    (folder / "deeper").mkdir()
    shutil.copy(folder / "film0.mp4", folder / "deeper" / "film0.mp4")
    (folder / "notes.md").write_text("no film")
    archive = Archive(tmp_path / "out", str(folder))
    code, said = archive.run()
    assert (code, len(archive.published())) == (0, 3), said
    all_results = sorted((tmp_path / "out" / "files").iterdir())
    first = [{**row, "source": ""} for row in rows(all_results[0] / "faces.csv")]
    for results in all_results:
        assert len(rows(results / "people.csv")) == 1
        assert {row["frame"] for row in rows(results / "faces.csv")} >= {str(n) for n in range(5, FRAMES)}
        # those of one process are as independent as those of two
        assert [{**row, "source": ""} for row in rows(results / "faces.csv")] == first
        assert json.loads((results / "summary.json").read_text())["frames"]["read"] == FRAMES
    people = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path}/out/people/*/*.parquet', hive_partitioning = true)")
    assert {*people.columns} >= {"file", "person_id", "age", "gender", "seen_at", "day"}
    (found,) = duckdb.sql("SELECT count(*), count(DISTINCT file), min(gender) FROM people").fetchall()
    assert found == (3, 3, "female")
    assert "3</b>" in (tmp_path / "out" / "report.html").read_text()
    # the same command has nothing to do
    before = archive.published()
    code, said = archive.run()
    assert (code, archive.published()) == (0, before)
    assert "nothing to do" in said


def test_a_broken_file_is_tried_twice_told_and_ends_nothing(films, tmp_path):
    folder = films(2)
    whole = (folder / "film0.mp4").read_bytes()
    (folder / "text.mp4").write_text("no film")
    (folder / "empty.mp4").touch()
    archive = Archive(tmp_path / "out", str(folder), "--workers", "2")
    code, said = archive.run()
    assert code == 3
    assert re.search(r"text\.mp4: .*no video", said)
    states = archive.states()
    assert (states["film0.mp4"], states["film1.mp4"]) == (("done", 1), ("done", 1))
    assert (states["text.mp4"], states["empty.mp4"]) == (("failed", 2), ("failed", 2))
    assert "text.mp4" in (tmp_path / "out" / "report.html").read_text()
    # what failed is left alone, until it changes or is asked for
    code, said = archive.run()
    assert code == 3
    assert "--retry-failed" in said
    (folder / "text.mp4").write_bytes(whole)
    assert archive.run()[0] == 3
    assert archive.states()["text.mp4"] == ("done", 1)
    (folder / "empty.mp4").unlink()
    assert archive.run("--retry-failed")[0] == 0


def test_what_changed_is_done_again_and_nothing_else(films, tmp_path):
    folder = films(3)
    archive = Archive(tmp_path / "out", str(folder))
    assert archive.run("--every", "3")[0] == 0
    before = archive.published()
    os.utime(folder / "film1.mp4", (1_700_000_000, 1_700_000_000))
    assert archive.run("--every", "3")[0] == 0
    changed = {key for key, moment in archive.published().items() if before[key] != moment}
    assert {key.split("-")[0] for key in changed} == {"film1"}
    # its day has moved, and is there once
    days = {path.parent.name for path in (tmp_path / "out").glob("people/*/film1-*.parquet")}
    assert days == {"day=2023-11-14"}
    # other settings make other results
    assert archive.run("--every", "5")[0] == 0
    assert not {*archive.published().items()} & {*before.items()}


def test_a_driver_that_is_killed_anywhere_loses_nothing_and_does_nothing_twice(films, tmp_path):
    folder = films(8)
    archive = Archive(tmp_path / "out", str(folder), "--workers", "2", "--quiet")
    draw = random.Random(5)
    kills = 0
    for _ in range(6):
        done = archive.published() if (tmp_path / "out").exists() else {}
        process = archive.start()
        workers: list[int] = []
        until = time.monotonic() + draw.uniform(1.5, 4.0)
        while time.monotonic() < until and process.poll() is None:
            workers = children_of(process.pid) or workers
            time.sleep(0.01)
        if process.poll() is not None:
            process.communicate()
            break
        process.kill()
        process.communicate()
        kills += 1
        # workers end with their driver
        wait_until(lambda workers=workers: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)
        archive.check_all_is_whole()
        assert done.items() <= archive.published().items()
    assert kills
    noted = {name for name, (state, _) in archive.states().items() if state == "done"}
    before = archive.published()
    code, said = archive.run()
    assert (code, len(archive.published())) == (0, 8), said
    assert before.items() <= archive.published().items()
    assert {archive.states()[name][0] for name in noted} <= {"done"}
    assert not [*(tmp_path / "out" / ".work").iterdir()]


def test_a_worker_that_is_killed_costs_one_more_try(films, tmp_path):
    archive = Archive(tmp_path / "out", str(films(6)), "--workers", "2")
    process = archive.start()
    wait_until(lambda: len(archive.published()) >= 1)
    os.kill(children_of(process.pid)[0], signal.SIGKILL)
    said, _ = process.communicate(timeout=100)
    assert process.returncode == 0, said
    states = archive.states()
    assert {state for state, _ in states.values()} == {"done"}
    assert sorted(attempts for _, attempts in states.values()) in ([1] * 5 + [2], [1] * 6)


def test_ctrl_c_finishes_what_is_at_work_and_the_same_command_goes_on(films, tmp_path):
    archive = Archive(tmp_path / "out", str(films(8)), "--workers", "2")
    process = archive.start()
    wait_until(lambda: len(archive.published()) >= 1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody gets it
    said, _ = process.communicate(timeout=100)
    assert process.returncode == 130, said
    states = archive.states()
    assert {state for state, _ in states.values()} == {"done", "waiting"}
    assert all(attempts == (1 if state == "done" else 0) for state, attempts in states.values())
    before = archive.published()
    assert archive.run()[0] == 0
    assert before.items() <= archive.published().items()
    assert len(archive.published()) == 8


def test_two_drivers_do_not_share_a_folder(films, tmp_path):
    folder = films(4)
    archive = Archive(tmp_path / "out", str(folder))
    process = archive.start()
    wait_until(lambda: (tmp_path / "out" / "archive.db").exists())
    code, said = archive.run()
    assert code == 2
    assert "another run is at work" in said
    process.communicate(timeout=100)
    assert process.returncode == 0


def test_a_folder_that_takes_nothing_is_said_once_and_blames_no_file(films, tmp_path):
    import resource

    folder = films(3)
    archive = Archive(tmp_path / "out", str(folder))

    def limit() -> None:  # as a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    code, said = archive.run("--copies", preexec_fn=limit)
    assert code == 3, said
    assert "the same command goes on" in said
    assert {state for state, _ in archive.states().values()} == {"waiting"}
    code, said = archive.run("--copies")
    assert (code, len(archive.published())) == (0, 3), said
    archive.check_all_is_whole()
    (tmp_path / "file").touch()
    code, said = Archive(tmp_path / "file" / "out", str(folder)).run()
    assert code == 3
    assert "can't be written" in said


def test_a_table_of_jobs_says_what_is_done_with_each_and_in_which_order(films, tmp_path):
    folder = films(3)
    table = folder / "jobs.csv"
    table.write_text("path,start,end,every,priority\nfilm0.mp4,,,,\nfilm1.mp4,1,2,2,7\nfilm2.mp4,,,10,3\n")
    archive = Archive(tmp_path / "out", str(table), "--workers", "1")
    code, said = archive.run()
    assert code == 0, said
    assert [int(n) for n in re.findall(r"film(\d)\.mp4:", said)] == [1, 2, 0]
    frames = {
        path.parent.name.split("-")[0]: json.loads(path.read_text())["frames"]["read"]
        for path in (tmp_path / "out").glob("files/*/summary.json")
    }
    assert frames == {"film0": FRAMES, "film1": 5, "film2": 3}


def test_what_would_be_done_is_told_and_nothing_is_made(films, tmp_path):
    archive = Archive(tmp_path / "out", str(films(4)))
    code, said = archive.run("--dry-run")
    assert code == 0
    assert "4 files, 4 to do: 0:12 of video" in said
    assert "about 0:" in said
    assert not (tmp_path / "out").exists()
    assert archive.run()[0] == 0
    assert "4 files, 0 to do" in archive.run("--dry-run")[1]


def test_copies_are_written_where_they_are_asked_for(films, tmp_path):
    archive = Archive(tmp_path / "out", str(films(1)), "--copies", "--privacy", "blur", "--hide", "ethnicity")
    assert archive.run()[0] == 0
    (results,) = (tmp_path / "out" / "files").iterdir()
    assert (results / "copy.mp4").stat().st_size > 1000
    assert rows(results / "faces.csv")[0]["ethnicity"] == ""
