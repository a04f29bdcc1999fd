"""The part of a file that a person has chosen: from a first mark to a last one."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from inference.settings import EVERYTHING, Selection


class Marks(QObject):
    """Holds where the chosen part begins and ends.

    Attributes:
        start_s, end_s: seconds; None where the part is open to that side.

    Signals:
        changed(): they are others now.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.start_s: float | None = None
        self.end_s: float | None = None

    def set_start(self, time_s: float) -> None:
        """Let the part begin here; an end that lies before is forgotten."""
        self.start_s = time_s
        if self.end_s is not None and self.end_s <= time_s:
            self.end_s = None
        self.changed.emit()

    def set_end(self, time_s: float) -> None:
        """Let the part end here; a beginning that lies behind is forgotten."""
        if time_s <= 0:
            return
        self.end_s = time_s
        if self.start_s is not None and self.start_s >= time_s:
            self.start_s = None
        self.changed.emit()

    def clear(self) -> None:
        """Choose everything."""
        if self.are_any:
            self.start_s = self.end_s = None
            self.changed.emit()

    @property
    def are_any(self) -> bool:
        return self.start_s is not None or self.end_s is not None

    @property
    def selection(self) -> Selection:
        """The chosen part, as sources and exports take it."""
        return Selection(self.start_s or 0.0, self.end_s) if self.are_any else EVERYTHING
