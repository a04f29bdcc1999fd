"""Charts: the engines and live video beside the report, precision and recall of the detectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

from inference.types import FloatArray

from .clips import FPS
from .engines import EngineResult
from .live import LiveResult


def write_plot(path: Path, engines: Sequence[EngineResult], live: Sequence[LiveResult]) -> None:
    """Three charts: time per face by batch size, frames per second and staleness by number of faces."""
    figure, (latency, speed, age) = plt.subplots(1, 3, figsize=(12, 3.8), layout="constrained")
    for engine in (engine for engine in engines if engine.latencies):
        batches = [row.batch for row in engine.latencies]
        latency.plot(batches, [row.p50_ms / row.batch for row in engine.latencies], marker="o", label=engine.name)
    latency.set(title="The model alone: ms per face", xlabel="faces in a batch", xscale="log")
    latency.set_xticks(batches, [str(batch) for batch in batches], minor=False)
    latency.minorticks_off()

    for by_need, style, label in ((False, "o--", "everybody, always"), (True, "o-", "by need")):
        rows = [row for row in live if row.live is by_need]
        faces = [row.faces for row in rows]
        colour = "tab:blue" if by_need else "tab:grey"
        speed.plot(faces, [row.fps for row in rows], style, color=colour, label=label)
        age.plot(faces, [row.worst_s for row in rows], style, color=colour, label=f"{label}: longest")
        if by_need:
            age.plot(faces, [row.staleness_s for row in rows], "s:", color=colour, label=f"{label}: median")
    speed.axhline(FPS, color="black", linewidth=0.8, linestyle=":", label="the source")
    speed.set(title="Live, 1080p: frames analysed per second", xlabel="faces in the image")
    age.set(title="Live, 1080p: seconds since the last estimate", xlabel="faces in the image")
    for axes in (latency, speed, age):
        axes.set_ylim(0, axes.get_ylim()[1] * 1.4)  # room for the legend
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, fontsize="small", loc="upper right")
    figure.savefig(path, dpi=120)
    plt.close(figure)


def write_curves(path: Path, curves: Mapping[str, tuple[FloatArray, FloatArray]]) -> None:
    """Draw recall and precision, (N,) each, of every detector."""
    figure, axes = plt.subplots(figsize=(6.4, 4.4), layout="constrained")
    for name, (recall, precision) in curves.items():
        axes.plot(recall, precision, label=name)
    axes.set(xlabel="recall, faces of 20 px and more", ylabel="precision", xlim=(0, 1), ylim=(0.5, 1.01))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left")
    figure.savefig(path, dpi=110)
    plt.close(figure)
