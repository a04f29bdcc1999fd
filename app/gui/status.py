"""The line at the bottom: how fast, how late, on what."""

from __future__ import annotations

from PyQt6.QtWidgets import QLabel, QStatusBar

from .controller import Rates

# analysis counts as keeping up while it takes this share of the frames
_KEEPS_UP = 0.9


class StatusBar(QStatusBar):
    """Shows rates, dropped frames, the age of the picture, and the engine."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._source = self._label(self.tr("Frames a second that the source gives"))
        self._analysed = self._label(self.tr("Frames a second that are analysed and shown"))
        self._dropped = self._label(self.tr("Frames passed over since newer ones had arrived"))
        self._latency = self._label(self.tr("Time between a frame's due moment and its appearance on the screen"))
        for label in (self._source, self._analysed, self._dropped, self._latency):
            self.addWidget(label)
        self._engine = self._label("")
        self.addPermanentWidget(self._engine)
        self.clear()

    def _label(self, tip: str) -> QLabel:
        label = QLabel()
        label.setToolTip(tip)
        return label

    def clear(self) -> None:
        """Nothing is open."""
        for label in (self._source, self._analysed, self._dropped, self._latency):
            label.clear()

    def show_rates(self, rates: Rates, latency_s: float | None, *, is_paused: bool) -> None:
        """What the last second was like."""
        if is_paused:
            self.clear()
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

    def show_engine(self, text: str, reason: str, *, is_fallback: bool = False) -> None:
        """What runs the networks, and why; `is_fallback`: something better has failed."""
        self._engine.setText(text)
        self._engine.setToolTip(f"{text}: {reason}")
        _set_state(self._engine, "warning" if is_fallback else "")

    @property
    def engine_reason(self) -> str:
        """What the engine's tooltip says."""
        return self._engine.toolTip()

    @property
    def text(self) -> str:
        """All of it."""
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
