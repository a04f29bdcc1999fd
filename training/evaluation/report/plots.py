"""The report's plots, of the results of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import PercentFormatter

from ..bootstrap import Interval
from ..metrics import METRICS, TOLERANCE_YEARS, Evaluation
from ..results import ClassReport, SubgroupMetrics, SystemResult
from ..text import GAP_METRICS
from .svg import INK, LINE, MUTED, SERIES, new_figure, plain_style, to_svg

_MOST_POINTS = 3000
_LONGEST_NAME = 28
# a dot of fewer faces would be noise
_LEAST_FACES = 5


def colour(number: int) -> str:
    """Return the colour of a system or class."""
    return SERIES[number % len(SERIES)]


def legend_name(name: str) -> str:
    """Shorten a name for a legend, both ends kept; matplotlib would leave out a name that begins with a low line."""
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2 - 1]}…{name[-_LONGEST_NAME // 2 :]}"
    return f"\u200b{short}" if short.startswith("_") else short


def cs_plot(systems: Sequence[SystemResult]) -> Markup:
    """Draw the share of ages off by so many years or less, with the band of the interval."""
    with plain_style():
        figure, (axes,) = new_figure(5.2, 3.6)
        for number, system in enumerate(systems):
            points = system.cs_curve
            if points:
                _band(axes, [point.years for point in points], points, colour(number), system.name)
        axes.axvline(TOLERANCE_YEARS, color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
        axes.text(TOLERANCE_YEARS + 0.3, 0.04, "CS@5", color=MUTED)
        axes.set(xlim=(0, 20), ylim=(0, 1.01), xlabel="years off, or less", ylabel="share of faces")
        axes.set_xticks(range(0, 21, 5))
        _percent(axes.yaxis)
        _legend(axes, systems)
        return to_svg(figure, "cs", "Cumulative score: share of faces whose age is off by so many years or less")


def age_reliability_plot(systems: Sequence[SystemResult]) -> Markup:
    """Draw the share of labelled ages inside central intervals, against the share that the interval promises."""
    with plain_style():
        figure, (axes,) = new_figure(3.6, 3.6)
        _diagonal(axes)
        for number, system in enumerate(systems):
            points = system.age_reliability
            if not points:
                continue
            x = [point.nominal for point in points]
            _band(axes, x, points, colour(number), system.name, marker="o")
            if len(points) == 1:
                axes.errorbar(x, _values(points), _whiskers(points), color=colour(number), fmt="o", capsize=0)
        axes.set(xlabel="share that the interval promises", ylabel="share of ages inside")
        _square(axes)
        _legend(axes, systems)
        return to_svg(figure, "age-reliability", "Coverage of the age's intervals against their nominal share")


def score_reliability_plot(systems: Sequence[SystemResult], attribute: str) -> Markup:
    """Draw the share of right predictions against their score; a dot's area is its number of faces."""
    with plain_style():
        figure, (axes,) = new_figure(3.6, 3.6)
        _diagonal(axes)
        for number, system in enumerate(systems):
            bins = [each for each in system.score_reliability[attribute] if each.faces >= _LEAST_FACES]
            if bins:
                faces = np.array([each.faces for each in bins])
                x, y = [each.score for each in bins], [each.accuracy for each in bins]
                axes.plot(x, y, color=colour(number), linewidth=1.2, label=legend_name(system.name))
                axes.scatter(x, y, 6 + 90 * faces / faces.max(), color=colour(number), alpha=0.75, linewidths=0)
        axes.set(xlabel="score", ylabel="share that is right")
        _square(axes)
        _legend(axes, systems)
        return to_svg(figure, f"{attribute}-reliability", f"Share of right predictions against the {attribute}'s score")


def scatter_plot(evaluation: Evaluation, number: int) -> Markup:
    """Draw predicted against labelled age, a dot per face."""
    known = evaluation.comparable("age")
    if len(known) > _MOST_POINTS:
        known = np.random.default_rng(0).choice(known, _MOST_POINTS, replace=False)
    with plain_style():
        figure, (axes,) = new_figure(3.9, 3.9)
        axes.plot([0, 100], [0, 100], color=MUTED, linewidth=0.9)
        axes.fill_between(
            [0, 100],
            [-TOLERANCE_YEARS, 100 - TOLERANCE_YEARS],
            [TOLERANCE_YEARS, 100 + TOLERANCE_YEARS],
            color=LINE,
            alpha=0.6,
            linewidth=0,
        )
        axes.plot(
            evaluation.labels.ages[known],
            evaluation.predictions.age[known],
            color=colour(number),
            marker="o",
            linestyle="",
            markersize=2.6,
            markeredgewidth=0,
            alpha=0.45,
        )
        axes.set(xlim=(0, 100), ylim=(0, 100), xlabel="labelled age", ylabel="predicted age", aspect="equal")
        return to_svg(
            figure, f"scatter-{number}", f"{evaluation.name}: predicted against labelled age of {len(known)} faces"
        )


def error_by_age_plot(systems: Sequence[SystemResult]) -> Markup:
    """Draw the mean error in steps of five labelled years; for one system with the range of eight in ten errors."""
    with plain_style():
        figure, (axes,) = new_figure(7.2, 3.3)
        axes.axhline(0, color=MUTED, linewidth=0.9)
        for number, system in enumerate(systems):
            steps = [step for step in system.error_by_age if step.faces >= _LEAST_FACES]
            x = [(step.from_year + step.to_year) / 2 for step in steps]
            if len(systems) == 1:
                low, high = [step.p10 for step in steps], [step.p90 for step in steps]
                axes.fill_between(
                    x, low, high, color=colour(number), alpha=0.16, linewidth=0, label="eight in ten errors"
                )
                axes.plot(x, [step.mae for step in steps], color=colour(1), linestyle=(0, (4, 2)), label="mean size")
            label = "mean error" if len(systems) == 1 else legend_name(system.name)
            axes.plot(x, [step.bias for step in steps], color=colour(number), marker="o", markersize=3.5, label=label)
        axes.set(xlim=(0, 100), xlabel="labelled age", ylabel="predicted − labelled, years")
        axes.legend(loc="lower left", ncols=3 if len(systems) == 1 else 1)
        return to_svg(figure, "error-by-age", "Error of the age by labelled age")


def roc_plot(report: ClassReport, name: str, title: str) -> Markup | None:
    """Draw a curve per class, one against the rest; None where no class has one."""
    curves = [each for each in report.classes if each.roc]
    if not curves:
        return None
    if len(report.classes) == 2:
        curves = curves[-1:]
    with plain_style():
        figure, (axes,) = new_figure(3.9, 3.9)
        axes.plot([0, 1], [0, 1], color=LINE, linewidth=1)
        for number, each in enumerate(curves):
            x, y = np.array(each.roc).T
            axes.plot(x, y, color=colour(number), label=f"{each.class_name}  {each.auc:.3f}", linewidth=1.6)
        axes.set(xlabel="share of the others taken for it", ylabel="share of the class found")
        axes.legend(loc="lower right", title="area under the curve", alignment="left")
        _square(axes)
        return to_svg(figure, name, f"{title}: ROC curves")


def subgroup_plot(systems: Sequence[SystemResult]) -> Markup:
    """Draw dots with intervals for every subgroup of one dimension, three metrics side by side, systems in colours."""
    tables = [_by_value(system) for system in systems]
    places: dict[str, float] = {}
    at, before, ticks = 0.0, "", []
    for value, group in tables[0].items():
        at += 1.0 if before in ("", group.dimensions[0]) else 1.7
        before = group.dimensions[0]
        places[value] = at
        ticks.append((at, f"{value}  ({group.faces})"))
    with plain_style():
        figure, all_axes = new_figure(9.2, 0.9 + 0.235 * at, len(GAP_METRICS), share_y=True)
        for axes, name in zip(all_axes, GAP_METRICS, strict=True):
            for number, (system, table) in enumerate(zip(systems, tables, strict=True)):
                _dots(axes, system, table, places, name, number, len(systems))
            axes.set_title(f"{METRICS[name].name}" + (", years" if METRICS[name].unit == "years" else ", accuracy"))
            if METRICS[name].unit == "share":
                _percent(axes.xaxis)
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="y", visible=False)
            axes.spines["left"].set_visible(False)
        all_axes[0].set_yticks([place for place, _ in ticks], [text for _, text in ticks])
        all_axes[0].set_ylim(at + 0.8, 0.2)
        if len(systems) > 1:
            all_axes[-1].legend(loc="upper left", bbox_to_anchor=(0, -0.06))
        return to_svg(figure, "subgroups", "Age error, gender and ethnicity accuracy of every subgroup with intervals")


def _dots(
    axes: Axes,
    system: SystemResult,
    table: dict[str, SubgroupMetrics],
    places: dict[str, float],
    name: str,
    number: int,
    count: int,
) -> None:
    overall = system.overall[name].value
    if overall is not None:
        axes.axvline(overall, color=colour(number), linewidth=0.8, alpha=0.6, linestyle=(0, (3, 3)))
    rows = [(places[value], group.metrics[name]) for value, group in table.items() if name in group.metrics]
    rows = [(place, metric) for place, metric in rows if metric.value is not None]
    if rows:
        shift = 0.5 * ((number + 0.5) / count - 0.5)
        axes.errorbar(
            _values([metric for _, metric in rows]),
            [place + shift for place, _ in rows],
            xerr=_whiskers([metric for _, metric in rows]),
            fmt="o",
            markersize=4,
            color=colour(number),
            elinewidth=1.3,
            capsize=0,
            label=legend_name(system.name),
        )


def _by_value(system: SystemResult) -> dict[str, SubgroupMetrics]:
    """Return the subgroups of one dimension; no two of them have the same value."""
    return {group.values[0]: group for group in system.subgroups if len(group.dimensions) == 1}


def _values(points: Sequence[Interval]) -> list[float]:
    return [value for _, value, _ in map(_ends, points)]


def _whiskers(points: Sequence[Interval]) -> list[list[float]]:
    """Return the lengths of the intervals' arms below and above."""
    ends = [_ends(point) for point in points]
    return [[max(0.0, value - low) for low, value, _ in ends], [max(0.0, high - value) for _, value, high in ends]]


def _ends(point: Interval) -> tuple[float, float, float]:
    """Return lower end, value and upper end of a metric; three times the value where there is no interval."""
    value = np.nan if point.value is None else point.value
    return (value if point.low is None else point.low), value, (value if point.high is None else point.high)


def _band(axes: Axes, x: Sequence[float], points: Sequence[Interval], hue: str, label: str, marker: str = "") -> None:
    low, value, high = zip(*map(_ends, points), strict=True)
    axes.fill_between(x, low, high, color=hue, alpha=0.18, linewidth=0)
    axes.plot(x, value, color=hue, label=legend_name(label), marker=marker, markersize=4)


def _diagonal(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, linestyle=(0, (3, 3)))


def _square(axes: Axes) -> None:
    # a line along the edge keeps its whole width
    axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
    for axis in (axes.xaxis, axes.yaxis):
        _percent(axis)


def _percent(axis: Axis) -> None:
    axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))


def _legend(axes: Axes, systems: Sequence[SystemResult]) -> None:
    if len(systems) > 1:
        axes.legend(loc="best", labelcolor=INK)
