"""The status bar: rates, latency, files that are analysed, engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton

from inference.types import SkippedFile

from ..playback.controller import Rates

# analysis counts as keeping up while it takes this share of the frames
_KEEPS_UP = 0.9
# a longer list of unreadable images would not fit on a screen
_MOST_SKIPS = 20


class StatusBar(QStatusBar):
    """Shows rates, dropped frames, the age of the image, how far whole files are analysed, and the engine.

    Signals:
        jobs_clicked(): the list of those files is to be shown.
    """

    jobs_clicked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._source = self._label(self.tr("Frames a second that the source gives"))
        self._analysed = self._label(self.tr("Frames a second that are analysed and shown"))
        self._dropped = self._label(self.tr("Frames passed over since newer ones had arrived"))
        self._latency = self._label(self.tr("Time between a frame's due moment and its appearance on the screen"))
        for label in (self._source, self._analysed, self._dropped, self._latency):
            self.addWidget(label)
        self._skipped = QToolButton()
        self._skipped.setProperty("kind", "status")
        self._skipped.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._skipped.setToolTip(self.tr("Images that could not be read, and why"))
        self._skipped_menu = QMenu(self)
        self._skipped.setMenu(self._skipped_menu)
        self.addPermanentWidget(self._skipped)
        self._jobs = QToolButton()
        self._jobs.setProperty("kind", "jobs")
        self._jobs.clicked.connect(self.jobs_clicked)
        self.addPermanentWidget(self._jobs)
        self.show_jobs("", "")
        self._engine = self._label("")
        self.addPermanentWidget(self._engine)
        self.clear()

    def _label(self, tip: str) -> QLabel:
        label = QLabel()
        label.setToolTip(tip)
        return label

    def clear(self) -> None:
        """Show that nothing is open."""
        self._clear_rates()
        self.show_skipped(())

    def _clear_rates(self) -> None:
        for label in (self._source, self._analysed, self._dropped, self._latency):
            label.clear()

    def show_skipped(self, skipped: Sequence[SkippedFile]) -> None:
        """List images that could not be read; show nothing where there are none."""
        self._skipped.setVisible(bool(skipped))
        text = self.tr("{n} skipped").format(n=len(skipped))
        if text == self._skipped.text():
            return
        self._skipped.setText(text)
        self._skipped_menu.clear()
        for path, reason in skipped[:_MOST_SKIPS]:
            self._list(f"{Path(path).name}: {reason}")
        if len(skipped) > _MOST_SKIPS:
            self._list(self.tr("and {n} more").format(n=len(skipped) - _MOST_SKIPS))

    def _list(self, text: str) -> None:
        # enabled, so that it is as readable as all other text; there is nothing that it could do
        self._skipped_menu.addAction(text.replace("&", "&&"))

    @property
    def skips(self) -> list[str]:
        """The list of skipped images, as it is shown."""
        return [action.text().replace("&&", "&") for action in self._skipped_menu.actions()]

    def show_rates(self, rates: Rates, latency_s: float | None, *, is_paused: bool) -> None:
        """Show the rates of the last second and the latency in seconds; None for no latency."""
        self.show_skipped(rates.skipped)
        if is_paused:
            self._clear_rates()
            self._source.setText(self.tr("Paused"))
            return
        lags = rates.source_fps > 1 and rates.analysed_fps < _KEEPS_UP * rates.source_fps
        self._source.setText(self.tr("Source {n} fps").format(n=f"{rates.source_fps:.0f}"))
        self._analysed.setText(self.tr("Analysed {n} fps").format(n=f"{rates.analysed_fps:.0f}"))
        self._analysed.setToolTip(
            self.tr("Analysis can't keep up: only part of the frames is analysed and shown, the newest each time")
            if lags
            else self.tr("Frames a second that are analysed and shown")
        )
        _set_state(self._analysed, "warning" if lags else "")
        self._dropped.setText(self.tr("Dropped {n}").format(n=rates.dropped))
        self._latency.setText(
            "" if latency_s is None else self.tr("Latency {n} ms").format(n=f"{latency_s * 1000:.0f}")
        )

    def show_jobs(self, text: str, tip: str) -> None:
        """Show how far the analysis of whole files is; an empty text for nothing."""
        self._jobs.setText(text)
        self._jobs.setToolTip(tip)
        self._jobs.setVisible(bool(text))

    @property
    def jobs(self) -> str:
        """What is said of whole files; empty for nothing."""
        return self._jobs.text()

    def show_engine(self, text: str, reason: str, *, is_fallback: bool = False) -> None:
        """Show the engine, and why it is used; `is_fallback`: a faster one has failed."""
        self._engine.setText(text)
        self._engine.setToolTip(f"{text}: {reason}")
        _set_state(self._engine, "warning" if is_fallback else "")

    @property
    def engine_reason(self) -> str:
        """The tooltip of the engine."""
        return self._engine.toolTip()

    @property
    def text(self) -> str:
        """All texts of the bar."""
        labels = (self._source, self._analysed, self._dropped, self._latency, self._engine)
        return " · ".join(label.text() for label in labels if label.text())


def _set_state(label: QLabel, state: str) -> None:
    """Let the style sheet see a label's state."""
    if (label.property("state") or "") != state:
        label.setProperty("state", state)
        style = label.style()
        if style is not None:
            style.unpolish(label)
            style.polish(label)
