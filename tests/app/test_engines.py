"""`--engines`, `--build-engine` and `--profile`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import Job, Mode, parse_arguments
from app.exit_codes import ExitCode
from app.headless import run_headless
from app.profile import Profile
from inference.engines import devices, probe
from inference.errors import UsageError
from inference.pipeline import RunReport
from inference.sinks import encoders
from inference.types import FrameResult


@pytest.mark.parametrize(("line", "mode"), [("--engines", Mode.ENGINES), ("--build-engine --quiet", Mode.BUILD_ENGINE)])
def test_the_words_make_their_job(line: str, mode: Mode) -> None:
    assert parse_arguments(line.split()).mode is mode


@pytest.mark.parametrize("line", ["--engines --video a.mp4", "--build-engine --camera 0", "--engines --build-engine"])
def test_they_go_alone(line: str) -> None:
    with pytest.raises(UsageError, match="goes alone"):
        parse_arguments(line.split())


def test_a_profile_needs_a_run_without_the_window() -> None:
    assert parse_arguments(["--video", "a.mp4", "--profile"]).profile
    with pytest.raises(UsageError, match="--profile"):
        parse_arguments(["a.mp4", "--profile"])


def test_without_a_gpu_the_cpu_is_taken_and_the_table_says_why(monkeypatch, capsys) -> None:
    monkeypatch.setattr(devices, "find_gpu", lambda: None)
    assert run_headless(Job(mode=Mode.ENGINES)) is ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [["tensorrt", "no"], ["cuda", "no"], ["cpu", "yes"]]
    assert "install its driver" in lines[1]
    assert "--engine auto takes cpu" in lines


def test_the_video_encoders_are_listed_with_what_keeps_them_from_running(monkeypatch, capsys) -> None:
    monkeypatch.setattr(devices, "find_gpu", lambda: None)
    absent = encoders.EncoderKind("h264_absent")
    monkeypatch.setattr(encoders, "HARDWARE", (absent,))
    assert run_headless(Job(mode=Mode.ENGINES)) is ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split()[0]: line.split(maxsplit=2)[1:] for line in lines if line.startswith(("h264", "libx264"))}
    assert rows == {"h264_absent": ["no", "not in this build of FFmpeg"], "libx264": ["yes"]}
    assert lines[-1] == "annotated videos are encoded by libx264"


def test_what_can_not_be_built_is_exit_code_4_with_what_to_install(monkeypatch, capsys) -> None:
    monkeypatch.setattr(devices, "find_gpu", lambda: devices.Gpu("Stand-in 1000", "8.6", "580.1", 8192))
    assert run_headless(Job(mode=Mode.BUILD_ENGINE, quiet=True)) is ExitCode.MODEL
    assert "pip install -r requirements-gpu.txt" in capsys.readouterr().err
    assert probe.describe_gpu() == "Stand-in 1000, compute capability 8.6, driver 580.1, 8192 MiB"


def test_the_profile_holds_every_stage_and_adds_up(capsys) -> None:
    profile = Profile()
    profile.mark("modules")
    for _ in range(4):
        profile.update(FrameResult(0, 0.0, "", (), {"detect": 0.25, "estimate": 0.05}))
    profile.print(RunReport(4, 0, 2.0, False, {"decode": 0.5, "write": 0.1}))
    rows = {line.split()[0]: line.split() for line in capsys.readouterr().err.splitlines() if line}
    assert rows["detect"] == ["detect", "find", "1.00", "250.0", "50%"]
    assert rows["decode"] == ["decode", "decode", "0.50", "125.0", "25%"]
    assert list(rows)[-5:] == ["decode", "detect", "estimate", "write", "the"]
    assert float(rows["together"][1]) >= float(rows["modules"][1])


def test_listing_engines_leaves_no_trace_on_stderr() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "main.py", "--engines"], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.startswith("engine")
