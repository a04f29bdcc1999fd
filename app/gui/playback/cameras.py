"""The cameras that are plugged in, by name where the system knows it, and their changes."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from .multimedia import media_devices

_POLL_EVERY_MS = 2000
# where neither Qt nor the system says what is there, the first ones are offered
_BLIND_GUESS = 2


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera that can be opened.

    Attributes:
        number: as for `inference.sources.open_camera`.
        name: what the system calls it.
        detail: its largest image and frame rate, such as `1920 × 1080, 30 fps`; empty where unknown.
    """

    number: int
    name: str
    detail: str = ""


class Cameras(QObject):
    """Lists cameras and watches for changes.

    Signals:
        changed(): a camera came or went.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = media_devices(self)
        self._known: list[CameraChoice] = []
        self._timer = QTimer(self)
        if self._devices is not None:
            self._devices.videoInputsChanged.connect(self.changed)
        else:
            self._known = self.available()
            self._timer.setInterval(_POLL_EVERY_MS)
            self._timer.timeout.connect(self._poll)
            self._timer.start()

    def available(self) -> list[CameraChoice]:
        """Return what is plugged in now."""
        if self._devices is not None:
            return [_choice_of(device, place) for place, device in enumerate(self._devices.videoInputs())]
        if sys.platform == "linux":
            return [
                CameraChoice(int(match[1]), _linux_name(path))
                for path in sorted(Path("/dev").glob("video*"))
                if (match := re.fullmatch(r"video(\d+)", path.name)) and _captures(path)
            ]
        return [CameraChoice(number, self.tr("Camera {n}").format(n=number + 1)) for number in range(_BLIND_GUESS)]

    def _poll(self) -> None:
        found = self.available()
        if found != self._known:
            self._known = found
            self.changed.emit()


def _choice_of(device: Any, place: int) -> CameraChoice:
    match = re.fullmatch(r"/dev/video(\d+)", bytes(device.id()).decode(errors="replace"))
    best = max(
        device.videoFormats(),
        key=lambda one: (one.resolution().width() * one.resolution().height(), one.maxFrameRate()),
        default=None,
    )
    detail = ""
    if best is not None:
        size = best.resolution()
        detail = f"{size.width()} × {size.height()}, {best.maxFrameRate():.0f} fps"
    return CameraChoice(int(match[1]) if match else place, device.description(), detail)


def _linux_name(path: Path) -> str:
    try:
        return (Path("/sys/class/video4linux") / path.name / "name").read_text().strip()
    except OSError:
        return str(path)


def _captures(path: Path) -> bool:
    """Return whether a device node carries images: a webcam's second one carries metadata."""
    try:
        return (Path("/sys/class/video4linux") / path.name / "index").read_text().strip() == "0"
    except OSError:
        return True
