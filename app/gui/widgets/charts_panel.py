"""The session in charts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QRegion, QWheelEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QToolTip, QVBoxLayout, QWidget

from inference.attributes import ETHNICITIES, GENDERS

from ..labels import class_label
from ..playback.statistics import AGE_BIN_YEARS, AGE_BINS, NOTHING, Statistics
from .theme import GRID, Colors
from .transport_bar import format_time

_CHART_HEIGHT = 17 * GRID
_DRAG_PX = 5
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)


class _TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis of times such as 1:05, or of numbers of images."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.has_time = True

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [format_time(value) if self.has_time else f"{value:.0f}" for value in values]

    def tickSpacing(self, least: float, most: float, size: float) -> list[tuple[float, float]]:
        """Return steps that people count time in, at most one per 48 pixels."""
        wanted = (most - least) * 48 / max(size, 1.0)
        return [(next((step for step in _STEPS_S if step >= wanted), _STEPS_S[-1]), 0)]


class _Plot(pg.PlotWidget):  # type: ignore[misc]
    """A chart that says what is under the pointer; the wheel scrolls the panel.

    Signals:
        clicked(float): a place on the horizontal axis.
        dragged(float, float): from and to, on the horizontal axis.
    """

    clicked = pyqtSignal(float)
    dragged = pyqtSignal(float, float)

    def __init__(self, axis: pg.AxisItem | None) -> None:
        super().__init__(axisItems={} if axis is None else {"bottom": axis})
        self.words: Callable[[float, float], str] = lambda x, y: ""
        self._pressed_at: QPointF | None = None
        self.setMouseTracking(True)

    def place_of(self, point: QPointF) -> tuple[float, float]:
        """Return the values of a point of the widget on both axes."""
        place = self.getViewBox().mapSceneToView(self.mapToScene(point.toPoint()))
        return place.x(), place.y()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QToolTip.showText(event.globalPosition().toPoint(), self.words(*self.place_of(event.position())), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is None:
            return
        here = self.place_of(event.position())[0]
        if abs(event.position().x() - pressed.x()) < _DRAG_PX:
            self.clicked.emit(here)
        else:
            self.dragged.emit(*sorted((here, self.place_of(pressed)[0])))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChartsPanel(QScrollArea):
    """Totals and four charts; brought up to date by `show_statistics`.

    Signals:
        time_chosen(float): seconds, of still images a number: a chart over time was clicked.
        range_chosen(float, float): a stretch was drawn in a chart over time.
    """

    time_chosen = pyqtSignal(float)
    range_chosen = pyqtSignal(float, float)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, GRID + 4)
        self._column.setSpacing(GRID)
        self._hidden: frozenset[str] = frozenset()
        self._boxes: dict[Any, QWidget] = {}
        self._people, self._mean_age = self._add_totals()
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._ages = self._add_chart(_tr("Ages"), _tr("People by decade of age and gender"), self._legend)
        self._ethnicities = self._add_chart(_tr("Ethnicity"), _tr("Share of people"))
        self._in_view = self._add_chart(_tr("People in view"), _tr("Over time"), axis=_TimeAxis())
        self._age_in_view = self._add_chart(_tr("Mean age in view"), _tr("Over time"), axis=_TimeAxis())
        self._column.addStretch()
        self.setWidget(self._page)
        self._statistics: Statistics | None = None
        self.set_colors(colors)

    def _add_totals(self) -> tuple[QLabel, QLabel]:
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        labels = []
        self._captions = (QLabel(_tr("different people")), QLabel(_tr("mean age")))
        for column, caption in enumerate(self._captions):
            total = QLabel("–")
            total.setProperty("role", "total")
            caption.setProperty("role", "small")
            caption.setWordWrap(True)
            grid.addWidget(total, 0, column)
            grid.addWidget(caption, 1, column)
            labels.append(total)
        self._column.addLayout(grid)
        self._column.addSpacing(GRID)
        return labels[0], labels[1]

    def _add_chart(
        self, title: str, description: str, beside: QLabel | None = None, axis: pg.AxisItem | None = None
    ) -> Any:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        heading = QLabel(title)
        heading.setProperty("role", "strong")
        head.addWidget(heading)
        head.addStretch()
        if beside is not None:
            head.addWidget(beside)
        column.addLayout(head)
        chart = _Plot(axis)
        chart.setAccessibleName(f"{title}: {description}")
        chart.setFixedHeight(_CHART_HEIGHT)
        chart.setMinimumWidth(20 * GRID)
        chart.setMouseEnabled(x=False, y=False)
        chart.setMenuEnabled(False)
        chart.hideButtons()
        chart.setFrameShape(QFrame.Shape.NoFrame)
        if axis is not None:
            chart.clicked.connect(lambda time_s: self.time_chosen.emit(max(0.0, time_s)))
            chart.dragged.connect(lambda first, last: self.range_chosen.emit(max(0.0, first), last))
            chart.setCursor(Qt.CursorShape.PointingHandCursor)
        column.addWidget(chart)
        self._column.addWidget(box)
        self._boxes[chart] = box
        return chart

    def show_statistics(self, statistics: Statistics | None, hidden: frozenset[str] | None = None) -> None:
        """Draw the session as it is now; None for nothing.

        Args:
            statistics: what there is.
            hidden: attributes that are left out; None for those of before.
        """
        statistics = statistics or NOTHING
        self._statistics = statistics
        self._hidden = self._hidden if hidden is None else hidden
        self._show_totals(statistics)
        for chart, attribute in (
            (self._ages, "age"),
            (self._ethnicities, "ethnicity"),
            (self._age_in_view, "age"),
        ):
            self._boxes[chart].setVisible(attribute not in self._hidden)
        self._legend.setVisible("gender" not in self._hidden)
        self._draw_ages(statistics)
        self._draw_ethnicities(statistics)
        for chart, values, unit in (
            (self._in_view, statistics.people_over_time, _tr("{value} in view")),
            (self._age_in_view, statistics.age_over_time, _tr("{value} years")),
        ):
            chart.getAxis("bottom").has_time = statistics.has_time
            _draw_series(chart, statistics.times_s, values, self._colors.accent)
            chart.words = _SeriesWords(statistics, values, unit)

    def _show_totals(self, statistics: Statistics) -> None:
        people, mean_age = self._captions
        is_counted = statistics.people is not None and statistics.frames > 0
        self._people.setText(f"{statistics.people:,}" if is_counted else "–")
        people.setText(_tr("person") if statistics.people == 1 else _tr("different people"))
        explained = _tr("Counted: {rule}. Whoever comes back is the same person.")
        for label in (self._people, people):
            label.setToolTip(explained.format(rule=statistics.rule) if statistics.rule else "")
        self._mean_age.setText("–" if statistics.mean_age is None else f"{statistics.mean_age:.0f}")
        mean = ((statistics.shares or {}).get("age") or {}).get("mean")
        within = _tr("{low} to {high} in 95 of 100 cases, with the errors that the model makes")
        for label in (self._mean_age, mean_age):
            label.setVisible("age" not in self._hidden)
            label.setToolTip(within.format(low=f"{mean['low']:.0f}", high=f"{mean['high']:.0f}") if mean else "")

    def _draw_ages(self, statistics: Statistics) -> None:
        chart = self._ages
        chart.clear()
        centers = (np.arange(AGE_BINS) + 0.5) * AGE_BIN_YEARS
        below = np.zeros(AGE_BINS)
        series = [*zip(statistics.ages_by_gender, (self._colors.male, self._colors.female), strict=True)]
        if "gender" in self._hidden:
            series = [(statistics.ages_by_gender.sum(axis=0), self._colors.accent)]
        for counts, color in series:
            chart.addItem(
                pg.BarGraphItem(
                    x=centers, y0=below, height=counts, width=0.82 * AGE_BIN_YEARS, brush=color, pen=pg.mkPen(None)
                )
            )
            below = below + counts
        chart.setXRange(0, AGE_BINS * AGE_BIN_YEARS, padding=0.01)
        _set_count_range(chart, float(below.max()))
        chart.words = lambda x, y: _words_of_ages(statistics, x, self._hidden)

    def _draw_ethnicities(self, statistics: Statistics) -> None:
        chart = self._ethnicities
        chart.clear()
        shares = statistics.ethnicities / max(1, statistics.ethnicities.sum()) * 100
        rows = -np.arange(len(ETHNICITIES), dtype=float)
        color = QColor(self._colors.accent)
        chart.addItem(
            pg.BarGraphItem(x0=np.zeros(len(rows)), y=rows, width=shares, height=0.6, brush=color, pen=pg.mkPen(None))
        )
        estimates = (statistics.shares or {}).get("ethnicity", {})
        if estimates:
            self._draw_ranges(chart, rows, [estimates[name] for name in ETHNICITIES])
        highs = [100 * estimates[name]["high"] for name in ETHNICITIES] if estimates else shares
        ends = np.maximum(shares, highs)
        for row, share, end in zip(rows, shares, ends, strict=True):
            text = pg.TextItem(percentage(share), color=self._colors.muted, anchor=(0, 0.5))
            text.setPos(end + 1, row)
            chart.addItem(text)
        chart.getAxis("left").setTicks([list(zip(rows, map(class_label, ETHNICITIES), strict=True))])
        chart.getAxis("bottom").setStyle(showValues=False)
        chart.setXRange(0, 128, padding=0)
        chart.setYRange(rows[-1] - 0.5, 0.5, padding=0)
        chart.words = lambda x, y: _words_of_ethnicity(statistics, y)

    def _draw_ranges(self, chart: pg.PlotWidget, rows: Any, estimates: list[dict[str, float]]) -> None:
        """Draw where each share lies in 95 of 100 cases as a thin line with ends, over the bars of what was counted."""
        low, high = (np.array([100 * one[key] for one in estimates]) for key in ("low", "high"))
        middle, half = (low + high) / 2, (high - low) / 2
        pen = pg.mkPen(self._colors.text, width=1)
        chart.addItem(pg.ErrorBarItem(x=middle, y=rows, left=half, right=half, beam=0.2, pen=pen))

    @property
    def totals(self) -> tuple[str, str]:
        """Different people and their mean age, as they are shown."""
        return self._people.text(), self._mean_age.text()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        for chart in (self._ages, self._ethnicities, self._in_view, self._age_in_view):
            chart.setBackground(colors.surface)
            for side in ("left", "bottom"):
                axis = chart.getAxis(side)
                axis.setPen(pg.mkPen(colors.line))
                axis.setTextPen(pg.mkPen(colors.muted))
                axis.setStyle(tickLength=0)
        widest = max(self.fontMetrics().horizontalAdvance(class_label(name)) for name in ETHNICITIES)
        self._ethnicities.getAxis("left").setWidth(max(7 * GRID, widest + GRID))
        series = zip(GENDERS, (colors.male, colors.female), strict=True)
        self._legend.setText(
            "&nbsp;&nbsp;".join(f'<span style="color:{color}">■</span> {class_label(name)}' for name, color in series)
        )
        if self._statistics is not None:
            self.show_statistics(self._statistics)

    @property
    def page_size(self) -> QSize:
        """Size of the whole panel, also of what is scrolled out of view."""
        return QSize(self._page.width(), self._page.sizeHint().height())

    def paint_page(self, painter: QPainter) -> None:
        """Paint the whole panel, also what is scrolled out of view, from the upper left on."""
        painter.fillRect(QRect(QPoint(), self.page_size), QColor(self._colors.surface))
        self._page.render(painter, QPoint(), QRegion(QRect(QPoint(), self.page_size)))

    @property
    def visible_charts(self) -> int:
        """Number of charts that are shown."""
        return sum(not box.isHidden() for box in self._boxes.values())

    def sizeHint(self) -> QSize:
        return QSize(36 * GRID, 60 * GRID)


def _draw_series(chart: Any, times_s: Any, values: Any, color: str) -> None:
    chart.clear()
    if not len(times_s):
        chart.setXRange(0, 10, padding=0)
        chart.setYRange(0, 1, padding=0)
        return
    fill = QColor(color)
    fill.setAlphaF(0.15)
    chart.plot(times_s, values, pen=pg.mkPen(color, width=2), connect="finite", fillLevel=0, brush=fill)
    if np.isfinite(values).sum() == 1:
        chart.plot(times_s, values, pen=None, symbol="o", symbolSize=6, symbolBrush=color, symbolPen=None)
    chart.setXRange(float(times_s[0]), max(float(times_s[-1]), float(times_s[0]) + 5), padding=0.02)
    _set_count_range(chart, float(np.nanmax(values)) if np.isfinite(values).any() else 1.0)


def _set_count_range(chart: Any, highest: float) -> None:
    """Let the axis begin at zero, with some space above, and ticks only at whole numbers."""
    top = max(1.2, highest * 1.15)
    chart.setYRange(0, top, padding=0)
    chart.getAxis("left").setTicks([[(float(tick), f"{tick:,}") for tick in count_ticks(top)]])
    chart.getAxis("left").setWidth(3 * GRID + 4 + GRID * max(0, len(f"{top:,.0f}") - 2))


def count_ticks(top: float) -> list[int]:
    """Return two to five whole numbers from 0 on for an axis that ends at `top`."""
    steps = chain.from_iterable((10**power, 2 * 10**power, 5 * 10**power) for power in range(12))
    step = next(step for step in steps if top / step <= 5)
    return [*range(0, int(top * 0.93) + 1, step)]  # a label at the very top would be cut


def percentage(share: float) -> str:
    """Return a share, 0..100, in words that don't deny what is there: <1% for the smallest."""
    return "<1%" if 0 < share < 0.5 else f"{share:.0f}%"


class _SeriesWords:
    """Says what a chart over time shows at a place.

    Args:
        statistics: has the times.
        values: (T,) of the chart.
        unit: a text with `{value}`.
    """

    def __init__(self, statistics: Statistics, values: Any, unit: str) -> None:
        self._statistics, self._values, self._unit = statistics, values, unit

    def __call__(self, x: float, y: float) -> str:
        times = self._statistics.times_s
        if not len(times) or x < times[0]:
            return ""
        row = int(np.searchsorted(times, x, side="right")) - 1
        value = self._values[row]
        when = format_time(float(times[row])) if self._statistics.has_time else f"{times[row] + 1:.0f}"
        words = self._unit.format(value=f"{value:.1f}") if np.isfinite(value) else _tr("nothing analysed, or nobody")
        return f"{when}  {words}"


def _words_of_ages(statistics: Statistics, years: float, hidden: frozenset[str]) -> str:
    number = int(years // AGE_BIN_YEARS)
    if not 0 <= number < AGE_BINS:
        return ""
    first = number * AGE_BIN_YEARS
    band = f"{first}+" if number == AGE_BINS - 1 else f"{first}–{first + AGE_BIN_YEARS - 1}"
    counts = statistics.ages_by_gender[:, number]
    if "gender" in hidden:
        return f"{band}:  {counts.sum():,}"
    return f"{band}:  " + ", ".join(
        f"{class_label(name)} {count:,}" for name, count in zip(GENDERS, counts, strict=True)
    )


def _words_of_ethnicity(statistics: Statistics, row: float) -> str:
    number = round(-row)
    if not 0 <= number < len(ETHNICITIES):
        return ""
    count, everybody = int(statistics.ethnicities[number]), int(statistics.ethnicities.sum())
    name = ETHNICITIES[number]
    words = _tr("{name}: {n} of {all}").format(name=class_label(name), n=f"{count:,}", all=f"{everybody:,}")
    estimate = (statistics.shares or {}).get("ethnicity", {}).get(name)
    if estimate is None:
        return words
    low, high = (f"{100 * estimate[key]:.0f}" for key in ("low", "high"))
    return f"{words}\n" + _tr("likely {low} to {high} %").format(low=low, high=high)
