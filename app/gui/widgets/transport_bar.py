"""The row below the image: play, step, seek, speed, sound, loop."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSignalBlocker, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QAction, QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QWidget,
)

from inference.settings import Selection
from inference.types import SourceInfo

from ..playback.player import SPEEDS
from .theme import GRID, Colors

# the slider counts milliseconds; for stills, images
_MS = 1000
_LOUDEST = 100
_VOLUME_EVERY_MS = 100
# a narrower row leaves its room to the seek bar
_VOLUME_FROM_PX, _FRAME_FROM_PX = 620, 560


class _SeekSlider(QSlider):
    """A slider that goes to where it is clicked, and shows where the chosen part begins and ends.

    Signals:
        pointed(int, QPoint): the pointer is at a value, and at a place of the screen, which lies at the upper rim.
        left(): the pointer is elsewhere.
    """

    pointed = pyqtSignal(int, QPoint)
    left = pyqtSignal()

    def __init__(self, colors: Colors) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._colors = colors
        self._marks: tuple[int | None, int | None] = (None, None)
        self.setMouseTracking(True)

    def set_marks(self, start: int | None, end: int | None) -> None:
        """Show the chosen part, values of the slider; None for an end that is open."""
        self._marks = start, end
        self.update()

    def set_colors(self, colors: Colors) -> None:
        self._colors = colors
        self.update()

    @property
    def _handle_width(self) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        assert style is not None
        return style.subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        ).width()

    def x_of(self, value: int) -> float:
        """Return where a value lies, pixels."""
        width = self._handle_width
        span = self.width() - width
        return QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, span) + width / 2

    def value_at(self, x: float) -> int:
        """Return the value at a place, pixels."""
        width = self._handle_width
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - width / 2), self.width() - width
        )

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        super().mouseMoveEvent(event)
        if event is not None and self.isEnabled():
            x = min(max(event.position().x(), 0.0), float(self.width()))
            self.pointed.emit(self.value_at(x), self.mapToGlobal(QPoint(round(x), 0)))

    def leaveEvent(self, event: QEvent | None) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        if self._marks == (None, None):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colors.warning))
        middle = self.height() / 2
        for value, direction in zip(self._marks, (1, -1), strict=True):
            if value is not None:
                x = self.x_of(value)
                top, bottom = middle - 8, middle + 8
                painter.drawRect(QRectF(x - 1, top, 2, bottom - top))
                for y in (top, bottom):
                    tip = y + (4 if y == top else -4)
                    painter.drawPolygon(QPolygonF([QPointF(x, y), QPointF(x + 6 * direction, y), QPointF(x, tip)]))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton and self.style() is not None:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            style = self.style()
            assert style is not None
            handle = style.subControlRect(
                QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
            )
            if not handle.contains(event.position().toPoint()):
                value = self.value_at(event.position().x())
                self.setValue(value)
                self.sliderMoved.emit(value)
        super().mousePressEvent(event)


class TransportBar(QWidget):
    """Controls of what is playing; it shows the player's state and holds none of its own.

    Args:
        play, back, forward, loop, mute, fullscreen: the window's own actions.
        colors: of the theme.

    Signals:
        seek_asked(float): a time in seconds; of stills an image's number.
        speed_chosen(float): one of `SPEEDS`.
        volume_chosen(float): 0 to 1.
        pointed(float, QPoint, str): the pointer is at a time (of stills at an image's number), below a place of the
            screen; and that time in words.
        left(): the pointer is not on the seek bar any more.
    """

    pointed = pyqtSignal(float, QPoint, str)
    left = pyqtSignal()
    seek_asked = pyqtSignal(float)
    speed_chosen = pyqtSignal(float)
    volume_chosen = pyqtSignal(float)

    def __init__(
        self,
        play: QAction,
        back: QAction,
        forward: QAction,
        loop: QAction,
        mute: QAction,
        fullscreen: QAction,
        colors: Colors,
    ) -> None:
        super().__init__()
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._info: SourceInfo | None = None
        self._has_sound = False
        self._slider = _SeekSlider(colors)
        self._slider.setAccessibleName(self.tr("Position"))
        self._slider.setAccessibleDescription(self.tr("Position: drag, click, or use the arrow keys, Home and End"))
        self._slider.pointed.connect(self._point)
        self._slider.left.connect(self.left)
        self._slider.setSingleStep(_MS)
        self._slider.setPageStep(10 * _MS)
        self._slider.valueChanged.connect(self._ask)
        self._time = QLabel()
        self._is_numbered = False
        self._frame = QLabel()
        self._frame.setProperty("role", "muted")
        self._live = QLabel(self.tr("LIVE"))
        self._live.setProperty("role", "strong")
        self._speed = QToolButton()
        self._speed.setProperty("kind", "text")
        self._speed.setAccessibleName(self.tr("Speed"))
        self._speed.setToolTip(self.tr("Speed of the video ([ slower, ] faster)"))
        self._speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._loop, self._mute = _button(loop), _button(mute)
        self._build_volume()
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        for action in (back, play, forward):
            row.addWidget(_button(action))
        row.addSpacing(GRID // 2)
        row.addWidget(self._live)
        row.addWidget(self._slider, 1)
        row.addSpacing(GRID // 2)
        row.addWidget(self._time)
        row.addWidget(self._frame)
        row.addStretch(0)
        for widget in (self._speed, self._mute, self._volume, self._loop, _button(fullscreen)):
            row.addWidget(widget)
        self._fill_speeds()
        self.set_speed(1.0)
        self.set_source(None)

    @property
    def time_text(self) -> str:
        """Where the image is, as it is shown."""
        return self._time.text()

    @property
    def frame_text(self) -> str:
        """The number of the frame, as it is shown; empty where it is not."""
        return "" if self._frame.isHidden() else self._frame.text()

    @property
    def speed_text(self) -> str:
        """The speed as it is shown."""
        return self._speed.text()

    def _fill_speeds(self) -> None:
        menu = QMenu(self)
        for speed in SPEEDS:
            action = menu.addAction(format_speed(speed))
            assert action is not None
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, speed=speed: self.speed_chosen.emit(speed))
        self._speed.setMenu(menu)

    def _build_volume(self) -> None:
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setRange(0, _LOUDEST)
        self._volume.setPageStep(_LOUDEST // 10)
        self._volume.setFixedWidth(8 * GRID)
        self._volume.setAccessibleName(self.tr("Volume"))
        self._volume.valueChanged.connect(lambda _: self._volume_timer.start())
        # a drag is told a few times a second: each is remembered
        self._volume_timer = QTimer(self)
        self._volume_timer.setSingleShot(True)
        self._volume_timer.setInterval(_VOLUME_EVERY_MS)
        self._volume_timer.timeout.connect(lambda: self.volume_chosen.emit(self._volume.value() / _LOUDEST))
        self.show_sound_device(is_there=True)

    def set_volume(self, volume: float) -> None:
        """Show the volume, 0 to 1."""
        with QSignalBlocker(self._volume):
            self._volume.setValue(round(volume * _LOUDEST))

    def show_sound_device(self, *, is_there: bool) -> None:
        """Show whether anything can be heard."""
        self._volume.setEnabled(is_there)
        heard = self.tr("Volume; sound is played at normal speed")
        self._volume.setToolTip(heard if is_there else self.tr("No sound device was found"))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the seek bar its room: a narrow row does without the volume and the number of the frame."""
        self._mute.setVisible(self._has_sound)
        self._volume.setVisible(self._has_sound and self.width() >= _VOLUME_FROM_PX)
        self._frame.setVisible(self._is_numbered and self.width() >= _FRAME_FROM_PX)

    def set_source(self, info: SourceInfo | None) -> None:
        """Fit the controls to a source; None while there is none."""
        self._info = info
        is_live = info is not None and info.is_live
        has_time = info is None or info.has_time
        length = 0.0
        if info is not None:
            # to the last frame, which begins before the end
            last_s = max(0.0, (info.duration_s or 0.0) - info.frame_interval_s)
            length = last_s * _MS if has_time else (info.frame_count or 1) - 1
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(0, round(length)))
            self._slider.setValue(0)
            self._slider.setSingleStep(_MS if has_time else 1)
        self._slider.setEnabled(info is not None and info.is_seekable and length > 0)
        self._slider.setVisible(not is_live)
        self._live.setVisible(is_live)
        self._speed.setVisible(not is_live and has_time)
        self._has_sound = info is not None and info.is_seekable and info.sound is not None
        self._fit()
        self._loop.setVisible(not is_live)
        self.set_position(0.0, 0)

    def set_position(self, time_s: float, index: int | None, *, exact: bool = False) -> None:
        """Show where the image on the screen is, or will be.

        Args:
            time_s: its time.
            index: its number, counted from 0; None where it is not known yet.
            exact: with tenths of seconds and the number, for whoever steps through frames.
        """
        if self._info is None:
            self._time.clear()
            self._is_numbered = False
            self._fit()
            return
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(round(time_s * _MS) if self._info.has_time else index or 0)
        if not self._info.has_time:
            text = f"{(index or 0) + 1} / {self._info.frame_count or '?'}"
        elif self._info.duration_s:
            length_s = self._info.duration_s
            text = f"{format_time(min(time_s, length_s), tenths=exact)} / {format_time(length_s, tenths=exact)}"
        else:
            text = format_time(time_s, tenths=exact)
        self._time.setText(text)
        self._time.setAccessibleName(self.tr("Time {time}").format(time=text))
        self._is_numbered = exact and index is not None and self._info.has_time and not self._info.is_live
        if self._is_numbered:
            self._frame.setText(self.tr("frame {n}").format(n=index))
            self._frame.setAccessibleName(self._frame.text())
        self._fit()

    def set_marks(self, start_s: float | None, end_s: float | None) -> None:
        """Show the chosen part, seconds; None for an end that is open."""
        self._slider.set_marks(*(None if time_s is None else round(time_s * _MS) for time_s in (start_s, end_s)))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme; the actions bring their own icons."""
        self._slider.set_colors(colors)

    def show_end(self) -> None:
        """Put the slider to its end: nothing follows."""
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._slider.maximum())

    def set_speed(self, speed: float) -> None:
        """Show the speed."""
        self._speed.setText(format_speed(speed))
        menu = self._speed.menu()
        for one, action in zip(SPEEDS, menu.actions() if menu is not None else (), strict=True):
            action.setChecked(one == speed)

    def _point(self, value: int, place: QPoint) -> None:
        has_time = self._info is None or self._info.has_time
        position = value / _MS if has_time else float(value)
        self.pointed.emit(position, place, format_time(position, tenths=True) if has_time else f"{value + 1}")

    def _ask(self, value: int) -> None:
        has_time = self._info is None or self._info.has_time
        self.seek_asked.emit(value / _MS if has_time else float(value))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text().replace("&", ""))
    return button


def format_speed(speed: float) -> str:
    return f"{speed:g}×"


def format_time(seconds: float, *, tenths: bool = False) -> str:
    """Return seconds as people write them: 1:05, 1:02:09, with tenths 1:05.3."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{text}.{int(seconds * 10) % 10}" if tenths else text


def part_words(part: Selection) -> str:
    """Return a part of a file as people write it: 0:10.0 to 0:20.5."""
    start = format_time(part.start_s, tenths=True)
    end = _tr("the end") if part.end_s is None else format_time(part.end_s, tenths=True)
    return _tr("{start} to {end}").format(start=start, end=end)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TransportBar", text)


def next_speed(speed: float, steps: int) -> float:
    """Return the speed some steps up or down in `SPEEDS`."""
    place = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - speed)) + steps
    return SPEEDS[min(len(SPEEDS) - 1, max(0, place))]
