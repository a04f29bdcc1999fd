"""The engines and the live pictures as one picture beside the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

from .clips import FPS
from .engines import EngineFigures
from .live import LiveFigures


def write_plot(path: Path, engines: Sequence[EngineFigures], live: Sequence[LiveFigures]) -> None:
    """Two charts side by side: time a face by batch size, frames a second and staleness by number of faces."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for engine in (engine for engine in engines if engine.latencies):
        batches = [row.batch for row in engine.latencies]
        left.plot(batches, [row.p50_ms / row.batch for row in engine.latencies], marker="o", label=engine.name)
    left.set(
        title="Network alone", xlabel="faces in a batch", ylabel="ms a face (median)", xscale="log", ylim=(0, None)
    )
    left.set_xticks(batches, [str(batch) for batch in batches], minor=False)
    left.minorticks_off()
    left.legend(frameon=False)

    for by_need, style in ((True, "o-"), (False, "o--")):
        rows = [row for row in live if row.live is by_need]
        label = "by need" if by_need else "everybody, always"
        right.plot([row.faces for row in rows], [row.fps for row in rows], style, color="tab:blue", label=label)
    right.axhline(FPS, color="grey", linewidth=0.8)
    right.set(title="Live, 1080p", xlabel="faces in the picture", ylabel="frames analysed a second", ylim=(0, None))
    right.yaxis.label.set_color("tab:blue")
    right.legend(frameon=False, loc="upper right", bbox_to_anchor=(1.0, 0.94))
    stale = right.twinx()
    rows = [row for row in live if row.live]
    stale.plot([row.faces for row in rows], [row.worst_s for row in rows], "s-", color="tab:orange")
    stale.set(ylabel="longest time since the last look, s", ylim=(0, None))
    stale.yaxis.label.set_color("tab:orange")
    for axes in (left, right, stale):
        axes.spines["top"].set_visible(False)
    figure.savefig(path, dpi=120)
    plt.close(figure)
