"""The project's own icons, in the colours of the theme."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QByteArray, Qt
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from .theme import Colors

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "icons"
# for screens of the usual and of twice that density
_SIZES_PX = (24, 48)
# opacity of what is switched off: next to the others nobody should take it for a button that works
_FAINT = 0.5


def icon(name: str, colors: Colors) -> QIcon:
    """Return an icon of `assets/icons` in the text's colour; in the accent's where it is on, faint while disabled."""
    svg = (FOLDER / f"{name}.svg").read_bytes()
    found = QIcon()
    for mode, state, color, opacity in (
        (QIcon.Mode.Normal, QIcon.State.Off, colors.text, 1.0),
        (QIcon.Mode.Normal, QIcon.State.On, colors.accent, 1.0),
        (QIcon.Mode.Disabled, QIcon.State.Off, colors.muted, _FAINT),
    ):
        for size in _SIZES_PX:
            found.addPixmap(_drawn(svg, color, size, opacity), mode, state)
    return found


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return one icon in one colour; `size` in logical pixels, `ratio` device pixels each."""
    drawn = _drawn((FOLDER / f"{name}.svg").read_bytes(), color, round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def application_icon() -> QIcon:
    return QIcon(str(FOLDER / "facelens.svg"))


def _drawn(svg: bytes, color: str, size: int, opacity: float = 1.0) -> QPixmap:
    canvas = QPixmap(size, size)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setOpacity(opacity)
    QSvgRenderer(QByteArray(svg.replace(b"currentColor", color.encode()))).render(painter)
    painter.end()
    return canvas
