"""Single tasks beside the window, such as saving an image or writing a table."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from inference.errors import FaceLensError


class Background(QObject):
    """Runs functions in threads and brings what they return, or the error, back into the window's thread."""

    _returned = pyqtSignal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._returned.connect(self._go_on)

    def run(
        self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[FaceLensError], None]
    ) -> None:
        """Run `work` in a thread, then `then` with its value, or `failed` with its error, in the window's thread."""

        def call() -> None:
            try:
                value = work()
            except FaceLensError as error:
                self._returned.emit(failed, error)
            else:
                self._returned.emit(then, value)

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=call, name="facelens-background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _go_on(self, then: Callable[[Any], None], value: Any) -> None:
        then(value)

    def join(self, deadline: float) -> None:
        """Wait for everything, until `time.monotonic()` reaches `deadline` at most."""
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
