"""The session in charts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QPixmap, QRegion
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inference.attributes import ETHNICITIES, GENDERS

from ..playback.statistics import AGE_BIN_YEARS, AGE_BINS, NOTHING, Statistics
from .theme import GRID, Colors
from .transport_bar import format_time

_CHART_HEIGHT = 17 * GRID
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


class ChartsPanel(QScrollArea):
    """Totals and four charts; brought up to date by `show_statistics`."""

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, GRID + 4)
        self._column.setSpacing(GRID)
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
        for column, text in enumerate((_tr("different people"), _tr("mean age"))):
            total, caption = QLabel("–"), QLabel(text)
            total.setProperty("role", "total")
            caption.setProperty("role", "small")
            grid.addWidget(total, 0, column)
            grid.addWidget(caption, 1, column)
            labels.append(total)
        self._column.addLayout(grid)
        self._column.addSpacing(GRID)
        return labels[0], labels[1]

    def _add_chart(
        self, title: str, description: str, beside: QLabel | None = None, axis: pg.AxisItem | None = None
    ) -> Any:
        head = QHBoxLayout()
        heading = QLabel(title)
        heading.setProperty("role", "strong")
        head.addWidget(heading)
        head.addStretch()
        if beside is not None:
            head.addWidget(beside)
        self._column.addLayout(head)
        chart = pg.PlotWidget(axisItems={} if axis is None else {"bottom": axis})
        chart.setAccessibleName(f"{title}: {description}")
        chart.setToolTip(description)
        chart.setFixedHeight(_CHART_HEIGHT)
        chart.setMinimumWidth(20 * GRID)
        chart.setMouseEnabled(x=False, y=False)
        chart.setMenuEnabled(False)
        chart.hideButtons()
        chart.setFrameShape(QFrame.Shape.NoFrame)
        # the wheel scrolls the panel
        chart.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column.addWidget(chart)
        self._column.addSpacing(GRID)
        return chart

    def show_statistics(self, statistics: Statistics | None) -> None:
        """Draw the session as it is now; None for nothing."""
        statistics = statistics or NOTHING
        self._statistics = statistics
        is_counted = statistics.people is not None and statistics.frames > 0
        self._people.setText(f"{statistics.people:,}" if is_counted else "–")
        self._mean_age.setText("–" if statistics.mean_age is None else f"{statistics.mean_age:.0f}")
        self._draw_ages(statistics)
        self._draw_ethnicities(statistics)
        for chart, values in (
            (self._in_view, statistics.people_over_time),
            (self._age_in_view, statistics.age_over_time),
        ):
            chart.getAxis("bottom").has_time = statistics.has_time
            _draw_series(chart, statistics.times_s, values, self._colors.accent)

    def _draw_ages(self, statistics: Statistics) -> None:
        chart = self._ages
        chart.clear()
        centers = (np.arange(AGE_BINS) + 0.5) * AGE_BIN_YEARS
        below = np.zeros(AGE_BINS)
        for counts, color in zip(statistics.ages_by_gender, (self._colors.male, self._colors.female), strict=True):
            chart.addItem(
                pg.BarGraphItem(
                    x=centers, y0=below, height=counts, width=0.82 * AGE_BIN_YEARS, brush=color, pen=pg.mkPen(None)
                )
            )
            below = below + counts
        chart.setXRange(0, AGE_BINS * AGE_BIN_YEARS, padding=0.01)
        _set_count_range(chart, float(below.max()))

    def _draw_ethnicities(self, statistics: Statistics) -> None:
        chart = self._ethnicities
        chart.clear()
        shares = statistics.ethnicities / max(1, statistics.ethnicities.sum()) * 100
        rows = -np.arange(len(ETHNICITIES), dtype=float)
        color = QColor(self._colors.accent)
        chart.addItem(
            pg.BarGraphItem(x0=np.zeros(len(rows)), y=rows, width=shares, height=0.6, brush=color, pen=pg.mkPen(None))
        )
        for row, share in zip(rows, shares, strict=True):
            text = pg.TextItem(f"{share:.0f}%", color=self._colors.muted, anchor=(0, 0.5))
            text.setPos(share + 1, row)
            chart.addItem(text)
        chart.getAxis("left").setTicks([list(zip(rows, ETHNICITIES, strict=True))])
        chart.getAxis("bottom").setStyle(showValues=False)
        chart.setXRange(0, 128, padding=0)
        chart.setYRange(rows[-1] - 0.5, 0.5, padding=0)

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
        self._ethnicities.getAxis("left").setWidth(7 * GRID)
        series = zip(GENDERS, (colors.male, colors.female), strict=True)
        self._legend.setText(
            "&nbsp;&nbsp;".join(
                f'<span style="color:{color}">■</span> {_tr(name.capitalize())}' for name, color in series
            )
        )
        if self._statistics is not None:
            self.show_statistics(self._statistics)

    def image(self, scale: float = 2.0) -> QPixmap:
        """Return the whole panel, also what is scrolled out of view, `scale` times as large as on the screen."""
        size = QSize(self._page.width(), self._page.sizeHint().height())
        canvas = QPixmap(round(size.width() * scale), round(size.height() * scale))
        canvas.setDevicePixelRatio(scale)
        canvas.fill(QColor(self._colors.surface))
        self._page.render(canvas, sourceRegion=QRegion(QRect(QPoint(), size)))
        return canvas

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
    step = max(1, round(10 ** np.floor(np.log10(top))))
    step = next(s for s in (step, 2 * step, 5 * step, 10 * step) if top / s <= 5)
    ticks = np.arange(0, top * 0.93, step)  # a label at the very top would be cut
    chart.getAxis("left").setTicks([[(float(tick), f"{tick:.0f}") for tick in ticks]])
    chart.getAxis("left").setWidth(3 * GRID + 4)
