"""The line below the image that shows all of a file: what is known of it, who is there when, and where the image is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from inference.overlay.palette import swatch_of

from .theme import GRID, Colors
from .transport_bar import format_time

# more rows than this would be too low to tell apart; then the number of people is drawn instead
_MAX_ROWS = 12
_ROW_PX, _DENSITY_PX, _STRIP_PX, _MARGIN_PX = 5, 30, 5, 3
_ZOOM_STEP = 1.25
_SHORTEST_VIEW_S = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class TimelineFacts:
    """What the timeline shows.

    Attributes:
        length_s: of the file, seconds; of still images their number.
        has_time: False for still images.
        known: the part that was analysed, from and to, seconds; None for nothing.
        is_whole: all of it was analysed.
        visits: by number of the person, from and to of each visit, seconds.
        times_s, in_view: (T,) starts of intervals and people in view.
        note: how far the analysis is, in words.
    """

    length_s: float = 0.0
    has_time: bool = True
    known: tuple[float, float] | None = None
    is_whole: bool = False
    visits: Mapping[int, Sequence[tuple[float, float]]] = field(default_factory=dict)
    times_s: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    in_view: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    note: str = ""


class Timeline(QWidget):
    """Shows a file's people over time; a click goes there, the wheel zooms.

    Signals:
        seek_asked(float): a time in seconds; of stills an image's number.
        pause_asked(bool): hold the analysis, or let it go on.
        pointed(float, QPoint, str): the pointer is at a time (of stills at an image's number), below a place of the
            screen; and what is said of it.
        left(): the pointer is elsewhere.
    """

    pointed = pyqtSignal(float, QPoint, str)
    left = pyqtSignal()

    seek_asked = pyqtSignal(float)
    pause_asked = pyqtSignal(bool)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.chart = _Chart(colors)
        self.chart.seek_asked.connect(self.seek_asked)
        self.chart.pointed.connect(self.pointed)
        self.chart.left.connect(self.left)
        self._note = QLabel()
        self._note.setProperty("role", "small")
        self._pause = QToolButton()
        self._pause.setProperty("kind", "text")
        self._pause.setCheckable(True)
        self._pause.toggled.connect(self._ask_for_pause)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self.chart, 1)
        row.addWidget(self._note)
        row.addWidget(self._pause)
        self._show_pause(False)
        self.show_facts(None)

    def show_facts(self, facts: TimelineFacts | None, *, is_paused: bool = False, is_running: bool = False) -> None:
        """Show what is known now; None hides the timeline."""
        self.setVisible(facts is not None)
        self.chart.show_facts(facts or TimelineFacts())
        self._note.setText("" if facts is None else facts.note)
        self._note.setVisible(bool(self._note.text()))
        self._pause.setVisible(is_running)
        if self._pause.isChecked() != is_paused:
            self._pause.blockSignals(True)
            self._pause.setChecked(is_paused)
            self._pause.blockSignals(False)
        self._show_pause(is_paused)

    def set_position(self, position: float) -> None:
        """Show where the image on the screen is: seconds, or an image's number."""
        self.chart.set_position(position)

    def set_marks(self, start: float | None, end: float | None) -> None:
        """Show the chosen part, seconds; None for an end that is open."""
        self.chart.set_marks(start, end)

    def highlight(self, person: int | None) -> None:
        """Draw one person's row stronger than the others."""
        self.chart.highlight(person)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.chart.set_colors(colors)

    @property
    def note(self) -> str:
        """How far the analysis is, as it is shown."""
        return self._note.text()

    def _ask_for_pause(self, is_paused: bool) -> None:
        self._show_pause(is_paused)
        self.pause_asked.emit(is_paused)

    def _show_pause(self, is_paused: bool) -> None:
        self._pause.setText(self.tr("Go on") if is_paused else self.tr("Hold"))
        tip = self.tr("Let the analysis go on") if is_paused else self.tr("Hold the analysis of this file")
        self._pause.setToolTip(tip)
        self._pause.setAccessibleName(tip)


class _Chart(QWidget):
    """The painted part."""

    seek_asked = pyqtSignal(float)
    pointed = pyqtSignal(float, QPoint, str)
    left = pyqtSignal()

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._colors = colors
        self._facts = TimelineFacts()
        self._position = 0.0
        self._start: float | None = None
        self._end: float | None = None
        self._person: int | None = None
        self._view = (0.0, 1.0)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(self.tr("Who is in view when; a click goes there, the wheel zooms"))

    def show_facts(self, facts: TimelineFacts) -> None:
        if facts.length_s != self._facts.length_s:
            self._view = (0.0, max(facts.length_s, 1e-6))
        before, self._facts = self.sizeHint().height(), facts
        if self.sizeHint().height() != before:
            self.updateGeometry()
        self.update()

    def set_position(self, position: float) -> None:
        if position != self._position:
            self._position = position
            self.update()

    def set_marks(self, start: float | None, end: float | None) -> None:
        self._start, self._end = start, end
        self.update()

    def highlight(self, person: int | None) -> None:
        self._person = person
        self.update()

    def set_colors(self, colors: Colors) -> None:
        self._colors = colors
        self.update()

    @property
    def has_rows(self) -> bool:
        """True where each person has a row; False where there are too many, so that their number is drawn."""
        return 0 < len(self._facts.visits) <= _MAX_ROWS

    def sizeHint(self) -> QSize:
        people = 0
        if self.has_rows:
            people = _ROW_PX * len(self._facts.visits) + _MARGIN_PX
        elif self._facts.visits:
            people = _DENSITY_PX + _MARGIN_PX
        return QSize(40 * GRID, _STRIP_PX + people + 2 * _MARGIN_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * GRID, self.sizeHint().height())

    # --- places -------------------------------------------------------------------------------

    def x_of(self, position: float) -> float:
        """Return where a time lies, pixels."""
        first, last = self._view
        return (position - first) / (last - first) * self.width()

    def position_at(self, x: float) -> float:
        """Return the time at a place, seconds."""
        first, last = self._view
        return min(max(first + x / max(1, self.width()) * (last - first), 0.0), self._facts.length_s)

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_known(painter)
        top = _MARGIN_PX + _STRIP_PX + _MARGIN_PX
        if self.has_rows:
            self._paint_rows(painter, top)
        elif self._facts.visits:
            self._paint_density(painter, top)
        self._paint_marks(painter)
        x = self.x_of(self._position)
        painter.fillRect(QRectF(x - 1, 0, 2, self.height()), QColor(self._colors.text))

    def _paint_known(self, painter: QPainter) -> None:
        rail = QColor(self._colors.muted)
        rail.setAlphaF(0.25)
        painter.setBrush(rail)
        painter.drawRoundedRect(QRectF(0, _MARGIN_PX, self.width(), _STRIP_PX), 2, 2)
        if self._facts.known is not None:
            first, last = self._facts.known
            left, right = self.x_of(0 if self._facts.is_whole else first), self.x_of(last)
            right = self.x_of(self._facts.length_s) if self._facts.is_whole else right
            painter.setBrush(QColor(self._colors.accent))
            painter.drawRoundedRect(QRectF(left, _MARGIN_PX, max(2.0, right - left), _STRIP_PX), 2, 2)

    def _paint_rows(self, painter: QPainter, top: int) -> None:
        for row, (person, visits) in enumerate(self._facts.visits.items()):
            blue, green, red = swatch_of(person).fill
            color = QColor(red, green, blue)
            color.setAlphaF(1.0 if self._person in (None, person) else 0.35)
            painter.setBrush(color)
            for first, last in visits:
                left, right = self.x_of(first), self.x_of(last)
                painter.drawRoundedRect(QRectF(left, top + row * _ROW_PX, max(2.0, right - left), _ROW_PX - 1), 1, 1)

    def _paint_density(self, painter: QPainter, top: int) -> None:
        times, counts = self._facts.times_s, np.nan_to_num(self._facts.in_view)
        if len(times) < 2:
            return
        step, highest = float(times[1] - times[0]), max(1.0, float(counts.max()))
        color = QColor(self._colors.accent)
        color.setAlphaF(0.55)
        painter.setBrush(color)
        for time_s, count in zip(times, counts, strict=True):
            left, right = self.x_of(float(time_s)), self.x_of(float(time_s) + step)
            height = count / highest * _DENSITY_PX
            painter.drawRect(QRectF(left, top + _DENSITY_PX - height, max(1.0, right - left), height))
        if self._person in self._facts.visits and self._person is not None:
            painter.setBrush(QColor(self._colors.text))
            for first, last in self._facts.visits[self._person]:
                left, right = self.x_of(first), self.x_of(last)
                painter.drawRect(QRectF(left, top + _DENSITY_PX - 3, max(2.0, right - left), 3))

    def _paint_marks(self, painter: QPainter) -> None:
        shade = QColor(self._colors.window)
        shade.setAlphaF(0.7)
        height = float(self.height())
        if self._start is not None:
            painter.fillRect(QRectF(0, 0, self.x_of(self._start), height), shade)
        if self._end is not None:
            x = self.x_of(self._end)
            painter.fillRect(QRectF(x, 0, self.width() - x, height), shade)
        painter.setBrush(QColor(self._colors.warning))
        for place, direction in ((self._start, 1), (self._end, -1)):
            if place is not None:
                x = self.x_of(place)
                painter.drawPolygon(QPolygonF([QPointF(x, 0), QPointF(x + 7 * direction, 0), QPointF(x, 9)]))
                painter.drawRect(QRectF(x - 0.5, 0, 1, height))

    # --- mouse --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.seek_asked.emit(self.position_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        position = self.position_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.seek_asked.emit(position)
        x = min(max(event.position().x(), 0.0), float(self.width()))
        self.pointed.emit(position, self.mapToGlobal(QPoint(round(x), 0)), self.words_at(event.position()))

    def leaveEvent(self, event: QEvent | None) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self.left.emit()

    def words_at(self, point: QPointF) -> str:
        """Return what is said of a place: the time, and who is there."""
        position = self.position_at(point.x())
        words = [format_time(position, tenths=True) if self._facts.has_time else f"{int(position) + 1}"]
        here = [
            person
            for person, visits in self._facts.visits.items()
            if any(first <= position <= last for first, last in visits)
        ]
        if here:
            words.append(", ".join(f"#{person}" for person in here[:_MAX_ROWS]))
        return "  ".join(words)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is None or not self._facts.length_s:
            return
        at = self.position_at(event.position().x())
        first, last = self._view
        factor = _ZOOM_STEP ** (-event.angleDelta().y() / 120)
        shortest = min(_SHORTEST_VIEW_S, self._facts.length_s)
        width = min(max((last - first) * factor, shortest), self._facts.length_s)
        share = (at - first) / (last - first)
        start = min(max(at - share * width, 0.0), self._facts.length_s - width)
        self._view = (start, start + width)
        event.accept()
        self.update()
