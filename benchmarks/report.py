"""The measurements as a page that a person reads."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from inference.cores import usable_cores

from .engines import EngineResult, engines_table
from .live import LiveResult, live_table
from .memory import Peak
from .scaling import Cost
from .stages import StageTimes, Times
from .startup import Startup, startup_table
from .window import WindowResult, window_section

BUDGET = 1.15
MANY_FACES = 50
# title of the section that `benchmarks.detection` writes
DETECTION = "Finding faces"
_PACKAGES = ("numpy", "opencv-contrib-python", "av", "mediapipe", "onnxruntime")


def describe_machine() -> str:
    """Processor, memory, system, versions, and how busy the machine was."""
    lines = [f"- {_processor()}, {usable_cores()} cores for this process, {_memory()}"]
    lines.append(f"- {platform.system()} {platform.release()}, Python {platform.python_version()}")
    lines.append("- " + ", ".join(f"{package} {version(package)}" for package in _PACKAGES))
    if hasattr(os, "getloadavg"):
        lines.append(f"- load average before the start: {os.getloadavg()[0]:.1f} (others' work makes all times longer)")
    return "\n".join(lines)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf"):
        return "memory unknown"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GB of memory"


def write_report(
    path: Path,
    machine: str,
    stages: Sequence[StageTimes],
    faces: Sequence[Cost],
    sizes: Sequence[Cost],
    peaks: Sequence[Peak],
    engines: Sequence[EngineResult],
    startup: Startup,
    live: Sequence[LiveResult],
    window: WindowResult,
    plot: str,
) -> None:
    """Write everything as Markdown, ratios first; what other measurements put there stays at the end."""
    kept = section_of(path, DETECTION)
    parts = [
        "# Speed and memory",
        "Written by `python -m benchmarks`; everything in one run on one machine. Ratios carry over to other machines,"
        " absolute times only guide.",
        machine,
        "## Ratios",
        _ratios(stages, faces, sizes, peaks, engines, live),
        f"![Time per face by engine and batch size; live video by number of faces]({plot})",
        "## Engines",
        "The model alone on crops; `difference` is the largest of any probability to float32 on the CPU. Processor"
        " time is that of all threads, the least of all rounds.",
        engines_table(engines),
        "## Start to first result",
        "`main.py --video` on a 1080p file, the quickest of three.",
        startup_table(startup),
        "## Live video",
        "1920x1080 at 25 frames per second, one frame at a time, the newest wins.",
        live_table(live),
        window_section(window),
        *(_stage_section(times) for times in stages),
        "## Number of faces",
        "1280x720, faces of one size, one frame at a time from detection to smoothing. Milliseconds per frame.",
        _cost_table("faces in the image", faces, ("detect", "track", "align", "estimate"), "together"),
        "## Size of the image",
        "Two faces that grow with the image, H.264 file to table. Milliseconds per frame; the stages of a run overlap.",
        _cost_table("size", sizes, ("decode",), "run with a table"),
        "## Memory",
        _memory_table(peaks),
        *([kept] if kept else []),
    ]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def section_of(path: Path, title: str) -> str:
    """Return a section of a report with its heading; empty where there is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0].strip() if found else ""


def replace_section(path: Path, title: str, body: str) -> None:
    """Put a section into a report in the place of the one of that title, or at its end."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    before, old, after = text.partition(section_of(path, title) or "\0")
    new = f"## {title}\n\n{body.strip()}"
    path.write_text(f"{before}{new}{after}" if old else f"{text.rstrip()}\n\n{new}\n".lstrip(), encoding="utf-8")


def _ratios(
    stages: Sequence[StageTimes],
    faces: Sequence[Cost],
    sizes: Sequence[Cost],
    peaks: Sequence[Peak],
    engines: Sequence[EngineResult],
    live: Sequence[LiveResult],
) -> str:
    rows: list[tuple[str, float, str]] = []
    for times in stages:
        rows += _run_ratios(f"{times.clip}, table", times.with_table, times.slowest_analysis)
        rows += _run_ratios(f"{times.clip}, annotated copy", times.with_copy, times.slowest)
    few, some, many = faces
    straight = few.total + (many.total - few.total) * (some.faces - few.faces) / (many.faces - few.faces)
    line = f"{some.what} faces / the straight line from {few.what} to {many.what}"
    rows.append((line, some.total / straight, "1 is linear"))
    large, largest = sizes[-2:]
    rows.append(
        (f"{largest.what} / {large.what}, run with a table", largest.total / large.total, "4 is linear in pixels")
    )
    if peaks:
        short, long = peaks
        what = f"peak memory, {long.frames} / {short.frames} frames"
        rows.append((what, long.megabytes / short.megabytes, "1 is flat"))
    rows += _engine_ratios(engines)
    by_need, always = (
        next(row for row in live if row.live is kind and row.faces == MANY_FACES) for kind in (True, False)
    )
    what = f"{MANY_FACES} faces live, frames per second: by need / everybody always"
    rows.append((what, by_need.fps / max(always.fps, 1e-3), "above 1"))
    head = ["| what | ratio | budget |", "|---|---|---|"]
    return "\n".join(head + [f"| {what} | {ratio:.2f} | {budget} |" for what, ratio, budget in rows])


def _run_ratios(what: str, run: Times, stage: Times) -> list[tuple[str, float, str]]:
    """Compare a whole run with its slowest stage, and with the least that its processor time allows."""
    full_s = run.busy_s / usable_cores()
    return [
        (f"{what}: run / slowest stage alone, with all cores", run.wall_s / stage.wall_s, f"{BUDGET}"),
        ("- run / the same stage on one core (its processor time)", run.wall_s / stage.busy_s, ""),
        ("- run / were all cores busy all the time", run.wall_s / full_s, "1 is full use"),
    ]


def _engine_ratios(engines: Sequence[EngineResult]) -> list[tuple[str, float, str]]:
    """Compare the other engines with the first, per face in a batch of 1 and in the largest."""
    reference, *others = (engine for engine in engines if engine.latencies)
    return [
        (f"{reference.name} / {engine.name}, batch {mine.batch}", theirs.p50_ms / mine.p50_ms, "")
        for engine in others
        for mine, theirs in ((engine.latencies[i], reference.latencies[i]) for i in (0, -1))
    ]


def _stage_section(times: StageTimes) -> str:
    info = times.info
    head = (
        f"## {times.clip}\n\n{info.width}x{info.height}, {times.frames} frames, {times.faces / times.frames:.1f} faces"
        " per frame. Each stage alone over the same frames, with all cores to itself, then the whole.\n"
    )
    rows = {**times.alone, "**run with a table**": times.with_table, "**run with annotated copy**": times.with_copy}
    lines = ["| stage | seconds | processor seconds | ms per frame | frames per second |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {wall_s:.2f} | {busy_s:.2f} | {1000 * wall_s / times.frames:.1f} | {times.frames / wall_s:.1f} |"
        for name, (wall_s, busy_s) in rows.items()
    ]
    return head + "\n" + "\n".join(lines)


def _cost_table(first: str, costs: Sequence[Cost], stages: Sequence[str], total: str) -> str:
    lines = [f"| {first} | found | {' | '.join(stages)} | {total} |", "|---" * (len(stages) + 3) + "|"]
    for cost in costs:
        values = " | ".join(f"{cost.stages.get(stage, 0.0):.1f}" for stage in stages)
        lines.append(f"| {cost.what} | {cost.faces:.1f} | {values} | {cost.total:.1f} |")
    return "\n".join(lines)


def _memory_table(peaks: Sequence[Peak]) -> str:
    if not peaks:
        return "Not measured on this system."
    lines = [
        "`main.py` with annotated copy, table and summary, 854x480, two faces.\n",
        "| frames | peak, MB |",
        "|---|---|",
    ]
    return "\n".join(lines + [f"| {peak.frames} | {peak.megabytes:.0f} |" for peak in peaks])
