"""What was said of a person's age over time, with its interval."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from inference.film import AgeCourse

from .theme import GRID, Colors
from .transport_bar import format_time

_HEIGHT, _LEFT, _BOTTOM, _TOP = 116, 28, 18, 6
# somebody who was away for longer than this has a gap
_GAP_S = 1.0
_LEAST_YEARS = 20.0


class AgeCourseChart(QWidget):
    """A line for the age, a band for its interval, gaps while the person was away; a click goes there.

    Signals:
        jump_asked(float): a time, seconds.
    """

    jump_asked = pyqtSignal(float)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._colors = colors
        self._course = AgeCourse.nothing()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Age over time"))

    def show_course(self, course: AgeCourse) -> None:
        """Draw a course, over time."""
        self._course = course
        first, last = self._ages
        words = self.tr("Between {low} and {high} years").format(low=f"{first:.0f}", high=f"{last:.0f}")
        self.setAccessibleDescription(words if len(course.time_s) else "")
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, _HEIGHT)

    # --- places -------------------------------------------------------------------------------

    @property
    def _ages(self) -> tuple[float, float]:
        """The ages at the bottom and at the top, years: tens that hold everything."""
        if not len(self._course.time_s):
            return 0.0, 100.0
        low, high = float(self._course.low.min()), float(self._course.high.max())
        room = max(0.0, _LEAST_YEARS - (high - low)) / 2
        return max(0.0, 10 * np.floor((low - room) / 10)), min(100.0, 10 * np.ceil((high + room) / 10))

    @property
    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1, self.width() - _LEFT - 4), self.height() - _TOP - _BOTTOM)

    @property
    def _span_s(self) -> tuple[float, float]:
        times = self._course.time_s
        return (float(times[0]), max(float(times[-1]), float(times[0]) + 0.1)) if len(times) else (0.0, 1.0)

    def x_of(self, time_s: float) -> float:
        """Return where a time lies, pixels."""
        first, last = self._span_s
        return self._area.left() + (time_s - first) / (last - first) * self._area.width()

    def y_of(self, years: float) -> float:
        """Return where an age lies, pixels."""
        low, high = self._ages
        return self._area.bottom() - (years - low) / max(1.0, high - low) * self._area.height()

    def _nearest(self, x: float) -> int | None:
        """Return the place of the point that is nearest to the pointer; None without any."""
        times = self._course.time_s
        if not len(times):
            return None
        first, last = self._span_s
        time_s = first + (x - self._area.left()) / self._area.width() * (last - first)
        return int(np.abs(times - time_s).argmin())

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        times = self._course.time_s
        if not len(times):
            return
        starts = [0, *(np.flatnonzero(np.diff(times) > max(_GAP_S, self._step_s * 3)) + 1).tolist(), len(times)]
        for first, last in pairwise(starts):
            self._paint_stretch(painter, slice(first, last))

    @property
    def _step_s(self) -> float:
        """The usual time between two points, seconds."""
        return float(np.median(np.diff(self._course.time_s))) if len(self._course.time_s) > 1 else 0.0

    def _paint_axes(self, painter: QPainter) -> None:
        area, (low, high) = self._area, self._ages
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        for years in sorted({low, (low + high) / 2, high}):
            y = self.y_of(years)
            painter.setPen(QPen(QColor(self._colors.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(self._colors.muted))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, _LEFT - 6, 16), right, f"{years:.0f}")
        if len(self._course.time_s):
            first, last = self._span_s
            below = QRectF(area.left(), area.bottom() + 2, area.width(), _BOTTOM - 2)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, format_time(first))
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, format_time(last))

    def _paint_stretch(self, painter: QPainter, part: slice) -> None:
        course = self._course
        xs = [self.x_of(float(time_s)) for time_s in course.time_s[part]]
        upper, lower, middle = (
            [QPointF(x, self.y_of(float(years))) for x, years in zip(xs, values[part], strict=True)]
            for values in (course.high, course.low, course.age)
        )
        if len(xs) == 1:  # seen in one frame: as wide as it can be seen
            upper, lower, middle = ([point, point + QPointF(3, 0)] for (point,) in (upper, lower, middle))
        band = QColor(self._colors.accent)
        band.setAlphaF(0.28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setPen(QPen(QColor(self._colors.accent), 2))
        painter.drawPolyline(QPolygonF(middle))

    # --- mouse --------------------------------------------------------------------------------

    def words_at(self, x: float) -> str:
        """Return what is said of the time at a place: the age and its interval."""
        place = self._nearest(x)
        if place is None:
            return ""
        course = self._course
        text = self.tr("{time}: {age} years ({low}–{high})")
        return text.format(
            time=format_time(float(course.time_s[place]), tenths=True),
            age=f"{course.age[place]:.0f}",
            low=f"{course.low[place]:.0f}",
            high=f"{course.high[place]:.0f}",
        )

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.words_at(event.position().x()), self)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        place = None if event is None else self._nearest(event.position().x())
        if place is not None:
            self.jump_asked.emit(float(self._course.time_s[place]))
