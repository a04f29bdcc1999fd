"""The process as a shell sees it: signals, pipes, terminals."""

from __future__ import annotations

import csv
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import cv2
import pytest

from tests.photos import grace_hopper

termios = pytest.importorskip("termios", reason="signals and terminals of POSIX")
MAIN = Path(__file__).resolve().parents[2] / "main.py"


def start(folder: Path, *words: str, **streams: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(MAIN), *words], cwd=folder, text=True, **streams)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_complete_files(tmp_path, number):
    words = ("--video", "demo", "--output", "out.mp4", "--export", "-", "--summary", "out.json")
    with start(tmp_path, *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        begin = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(number)
        rest, said = process.stdout.read(), process.stderr.read()
        process.wait(timeout=100)
    assert process.returncode == 130
    assert "interrupted: " in said
    assert "Traceback" not in said
    rows = list(csv.DictReader([*begin, *rest.splitlines()]))
    seen = {int(row["frame"]) for row in rows}
    assert 1 <= len(seen) < 300, "the clip has 300 frames, each with a face"
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == len(seen)
    summary = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert summary["interrupted"] is True
    assert summary["frames"]["read"] == len(seen)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "out.mp4"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_interrupt_ends_the_wait_for_a_pipe(tmp_path, number):
    os.mkfifo(tmp_path / "pipe.ts")
    with start(tmp_path, "--video", "pipe.ts", "--export", "out.csv", stderr=subprocess.PIPE) as process:
        # somebody opens the pipe for reading: from then on it waits
        writer = os.open(tmp_path / "pipe.ts", os.O_WRONLY)
        process.send_signal(number)
        said = process.stderr.read()
        process.wait(timeout=100)
    os.close(writer)
    assert (process.returncode, said) == (130, "")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.ts"]


def test_an_interrupt_finishes_the_table_of_a_pipe_that_has_gone_quiet(tmp_path):
    os.mkfifo(tmp_path / "pipe.ts")
    image = av.VideoFrame.from_ndarray(cv2.resize(grace_hopper(), (320, 376)), format="bgr24")
    with av.open(str(tmp_path / "clip.ts"), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"g": "5", "tune": "zerolatency"})
        stream.width, stream.height, stream.pix_fmt = 320, 376, "yuv420p"
        for _ in range(60):
            container.mux(stream.encode(image))
        container.mux(stream.encode(None))
    words = ("--video", "pipe.ts", "--export", "-", "--summary", "out.json")
    with (
        start(tmp_path, *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process,
        open(tmp_path / "pipe.ts", "wb") as pipe,
    ):
        pipe.write((tmp_path / "clip.ts").read_bytes())
        pipe.flush()
        # nearly all that can be decoded before more comes; then the pipe is waited for
        begin = [process.stdout.readline() for _ in range(40)]
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        rest, said = process.stdout.read(), process.stderr.read()
        process.wait(timeout=100)
    assert process.returncode == 130, said
    summary = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert summary["interrupted"] is True
    rows = list(csv.DictReader([*begin, *rest.splitlines()]))
    assert len(rows) == summary["frames"]["read"] > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_interrupt_ends_the_process_on_the_spot(tmp_path, number):
    words = ("--video", "demo", "--export", "-", "--summary", "out.json")
    # nobody reads the table: once the pipe is full the run stands still, and the first interrupt can't end it
    with start(tmp_path, *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith("source,frame")
        process.send_signal(number)
        assert process.stderr.readline() == "\n"
        assert "once more to leave at once" in process.stderr.readline()
        process.send_signal(number)
        process.wait(timeout=100)
    assert process.returncode == 130


def test_a_reader_that_has_had_enough_ends_the_run_quietly(tmp_path):
    words = ("--video", "demo", "--export", "-", "--summary", "out.json")
    with start(tmp_path, *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith("source,frame")
        process.stdout.close()
        said = process.stderr.read()
        process.wait(timeout=100)
    assert process.returncode == 0
    assert said == ""
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["frames"]["read"] < 300


def test_a_terminal_gets_a_bar(tmp_path):
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    with start(tmp_path, "--video", "demo", "--end", "0.6", "--export", "out.csv", stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux says that nobody holds the other end any more
            pass
        process.wait(timeout=100)
    os.close(ours)
    text = shown.decode()
    assert process.returncode == 0
    assert "/15 frames" in text
    assert "left" in text
    assert text.rstrip().splitlines()[-1].endswith("wrote out.csv")


# a shell closes what a test's own process can't: subprocess has no way to start with a standard stream missing
def run_in_shell(folder: Path, streams: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = shlex.join([sys.executable, str(MAIN), *words])
    return subprocess.run(
        ["sh", "-c", f"{command} {streams}"], cwd=folder, text=True, capture_output=True, timeout=100, check=False
    )


WORDS = ("--video", "demo", "--end", "0.2", "--export", "out.csv")


@pytest.mark.parametrize("streams", ["<&- >&- 2>&-", "2>/dev/full"])
def test_a_run_needs_nobody_to_talk_to(tmp_path, streams):
    if "/dev/full" in streams and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full on this system")
    done = run_in_shell(tmp_path, streams, *WORDS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # nothing that libraries say on their standard error has come between the rows
    assert {row["frame"] for row in rows} == {"0", "1", "2", "3", "4"}
    assert all(None not in row and None not in row.values() for row in rows)


def test_a_reader_of_the_messages_that_has_gone_changes_nothing(tmp_path):
    ours, theirs = os.pipe()
    with start(tmp_path, *WORDS, stderr=theirs) as process:
        os.close(theirs)
        os.close(ours)
        process.wait(timeout=100)
    assert process.returncode == 0
    assert (tmp_path / "out.csv").exists()


def test_an_error_that_nobody_reads_still_has_its_code(tmp_path):
    assert run_in_shell(tmp_path, "2>&-", "--video", "absent.mp4", "--export", "out.csv").returncode == 3
    assert run_in_shell(tmp_path, "2>&-", "--nonsense").returncode == 2


def test_a_table_for_a_standard_output_that_is_closed_is_refused(tmp_path):
    done = run_in_shell(tmp_path, ">&-", "--video", "demo", "--export", "-", "--summary", "out.json")
    assert done.returncode == 3
    assert "standard output: there is none" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("streams", "code", "complaint"), [(">/dev/full", 3, "can't write to stdout: the disk is full"), (">&-", 0, "")]
)
def test_a_list_that_nobody_can_read_is_no_fault(tmp_path, streams, code, complaint):
    if "/dev/full" in streams and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full on this system")
    done = run_in_shell(tmp_path, streams, "--engines")
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\n") == bool(complaint)
    assert complaint in done.stderr


def test_a_reader_of_the_list_of_engines_that_has_gone_changes_nothing(tmp_path):
    ours, theirs = os.pipe()
    os.close(ours)
    with start(tmp_path, "--engines", stdout=theirs, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        said = process.stderr.read()
        process.wait(timeout=100)
    assert (process.returncode, said) == (0, "")
