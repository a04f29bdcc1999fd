"""The comparison drawn: error against cost, and error epoch by epoch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adjustText import adjust_text
from matplotlib import colormaps, rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from inference.files import atomic_path

from ..plot_style import PLAIN_STYLE
from .jobs import Result

_STYLE: Any = PLAIN_STYLE | {"font.size": 9.0, "grid.color": "#e3e3e3"}
_DOT, _BEST = "#3b6fb5", "#c2571a"


def write_plots(results: Sequence[Result], folder: Path) -> None:
    """Write `error-milliseconds.png`, `error-size.png` and `curves.png`, of the models whose age error is known."""
    done = [each for each in results if each.failure is None and each.age_mae is not None]
    if not done:
        return
    names, errors = [each.name for each in done], [each.age_mae or 0.0 for each in done]
    for file, costs, label in (
        (
            "error-milliseconds.png",
            [each.milliseconds or 0.0 for each in done],
            "ms per face (ONNX Runtime, one thread)",
        ),
        ("error-size.png", [(each.onnx_bytes or 0) / 1e6 for each in done], "ONNX file, MB"),
    ):
        figure, _ = draw_costs(names, costs, errors, label)
        _save(figure, folder / file)
    _save(_draw_curves(done), folder / "curves.png")


def draw_costs(
    names: Sequence[str], costs: Sequence[float], errors: Sequence[float], label: str
) -> tuple[Figure, list[Text]]:
    """Draw a dot per model, its name beside it where it hides no other; those that none beats in both are marked.

    Args:
        names: of the models.
        costs: over 0, drawn on a logarithmic axis.
        errors: age MAE in years.
        label: of the cost.

    Returns:
        The figure, and the names in it.
    """
    with rc_context(_STYLE):
        figure = Figure(figsize=(8.0, 5.5), dpi=140, layout="constrained")
        axes = figure.subplots()
        best = [not _is_beaten(i, costs, errors) for i in range(len(names))]
        axes.scatter(costs, errors, s=30, c=[_BEST if each else _DOT for each in best], zorder=3)
        front = sorted((cost, error) for cost, error, each in zip(costs, errors, best, strict=True) if each)
        axes.plot(*zip(*front, strict=True), color=_BEST, linewidth=1.0, alpha=0.5)
        _cost_axis(axes, label)
        axes.set_ylabel("age MAE, years (less is better)")
        axes.margins(0.12)
        texts = [axes.text(x, y, name, fontsize=8) for x, y, name in zip(costs, errors, names, strict=True)]
        figure.draw_without_rendering()
        adjust_text(
            texts,
            x=list(costs),
            y=list(errors),
            ax=axes,
            expand=(1.15, 1.4),
            arrowprops={"arrowstyle": "-", "color": "#999999", "lw": 0.6},
            iter_lim=2000,
            time_lim=None,
        )
    return figure, texts


def _is_beaten(index: int, costs: Sequence[float], errors: Sequence[float]) -> bool:
    """Return whether another model is no worse in both and better in one."""
    own = (costs[index], errors[index])
    return any(c <= own[0] and e <= own[1] and (c, e) != own for c, e in zip(costs, errors, strict=True))


def _cost_axis(axes: Axes, label: str) -> None:
    axes.set_xscale("log")
    axes.set_xlabel(label)
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _draw_curves(results: Sequence[Result]) -> Figure:
    with rc_context(_STYLE):
        figure = Figure(figsize=(8.0, 5.0), dpi=140, layout="constrained")
        axes = figure.subplots()
        colours = colormaps["tab20"]
        ordered = sorted(results, key=lambda each: each.age_mae or 0.0)
        for number, result in enumerate(ordered):
            rows = [row for row in result.curve if "val_age_mae" in row]
            axes.plot(
                [row["epoch"] + 1 for row in rows],
                [row["val_age_mae"] for row in rows],
                marker="o",
                markersize=3,
                linewidth=1.2,
                # two rounds of twenty colours are told apart by the stroke
                linestyle="-" if number < 20 else "--",
                color=colours(number % 20),
                label=result.name,
            )
        axes.set(xlabel="epoch", ylabel="age MAE on the validation faces, years")
        axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", integer=True))
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=8)
    return figure


def _save(figure: Figure, path: Path) -> None:
    with atomic_path(path) as part:
        figure.savefig(part)
