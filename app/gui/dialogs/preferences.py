"""Settings; every change works at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inference.settings import DetectorRange, EngineChoice, Privacy

from ..preferences import Preferences, ThemeChoice
from ..widgets.theme import GRID


class PreferencesDialog(QDialog):
    """Shows preferences and tells of every change.

    Signals:
        changed(Preferences): as they are now.
        reset_asked(): everything back to the defaults.
    """

    changed = pyqtSignal(object)
    reset_asked = pyqtSignal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._preferences = preferences
        self.engine = _combo(
            self.tr("Engine"),
            self.tr("What runs the network"),
            [
                (EngineChoice.AUTO, self.tr("Automatic: the fastest that works")),
                (EngineChoice.CPU, self.tr("Processor")),
                (EngineChoice.CUDA, self.tr("NVIDIA graphics card (CUDA)")),
                (EngineChoice.TENSORRT, self.tr("NVIDIA graphics card (TensorRT)")),
            ],
        )
        self.detector = _combo(
            self.tr("Detector range"),
            self.tr("How far away faces are looked for; the further, the slower"),
            [
                (DetectorRange.AUTO, self.tr("Automatic: fits the scene")),
                (DetectorRange.NEAR, self.tr("Near: up to 2 m")),
                (DetectorRange.FAR, self.tr("Far: up to 5 m")),
                (DetectorRange.WIDE, self.tr("Wide: small faces in large scenes")),
            ],
        )
        self.min_face = QSpinBox()
        self.min_face.setRange(0, 500)
        self.min_face.setSingleStep(5)
        self.min_face.setSuffix(self.tr(" px"))
        self.min_face.setToolTip(self.tr("Faces narrower than this are left out; small ones are read badly"))
        self.min_face.setAccessibleName(self.tr("Smallest face"))
        self.tracking = QCheckBox(self.tr("Follow people and smooth their values"))
        self.tracking.setToolTip(
            self.tr("Gives people numbers and averages over time; off, every frame stands for itself")
        )
        self.privacy = _combo(
            self.tr("Faces in the image"),
            self.tr("What image, snapshot and recording show of the faces themselves"),
            [
                (Privacy.NONE, self.tr("As they are")),
                (Privacy.BLUR, self.tr("Blurred")),
                (Privacy.PIXELATE, self.tr("Pixelated")),
            ],
        )
        self.theme = _combo(
            self.tr("Theme"),
            self.tr("Colours of the window"),
            [
                (ThemeChoice.SYSTEM, self.tr("As the system")),
                (ThemeChoice.LIGHT, self.tr("Light")),
                (ThemeChoice.DARK, self.tr("Dark")),
            ],
        )
        self._build()
        self.show_preferences(preferences)
        for box in (self.engine, self.detector, self.privacy, self.theme):
            box.currentIndexChanged.connect(self._tell)
        self.min_face.valueChanged.connect(self._tell)
        self.tracking.toggled.connect(self._tell)

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(3 * GRID)
        form.setVerticalSpacing(GRID + 4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        form.addRow(_heading(self.tr("Analysis")))
        form.addRow(self.tr("Engine"), self.engine)
        form.addRow(self.tr("Detector range"), self.detector)
        form.addRow(self.tr("Smallest face"), self.min_face)
        form.addRow("", self.tracking)
        form.addRow(_heading(self.tr("Image")))
        form.addRow(self.tr("Faces in the image"), self.privacy)
        form.addRow(_heading(self.tr("Window")))
        form.addRow(self.tr("Theme"), self.theme)
        note = QLabel(self.tr("Changes work at once and are remembered."))
        note.setProperty("role", "muted")
        buttons = QDialogButtonBox()
        reset = buttons.addButton(self.tr("Reset to defaults"), QDialogButtonBox.ButtonRole.ResetRole)
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        assert reset is not None
        assert close is not None
        reset.setToolTip(self.tr("All settings and the window's size as at the first start"))
        reset.clicked.connect(self.reset_asked)
        close.setProperty("kind", "primary")
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(form)
        column.addWidget(note)
        column.addStretch()
        column.addWidget(buttons)
        self.setMinimumWidth(58 * GRID)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show these, without telling of a change."""
        self._preferences = preferences
        analysis = preferences.analysis
        widgets = (self.engine, self.detector, self.privacy, self.theme, self.min_face, self.tracking)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.engine.setCurrentIndex(self.engine.findData(analysis.engine))
        self.detector.setCurrentIndex(self.detector.findData(analysis.detector))
        self.privacy.setCurrentIndex(self.privacy.findData(preferences.display.privacy))
        self.theme.setCurrentIndex(self.theme.findData(preferences.theme))
        self.min_face.setValue(round(analysis.min_face_px))
        self.tracking.setChecked(analysis.tracking)
        del blockers

    def _tell(self) -> None:
        analysis = replace(
            self._preferences.analysis,
            engine=self.engine.currentData(),
            detector=self.detector.currentData(),
            min_face_px=float(self.min_face.value()),
            tracking=self.tracking.isChecked(),
        )
        display = replace(self._preferences.display, privacy=self.privacy.currentData())
        self._preferences = replace(
            self._preferences, analysis=analysis, display=display, theme=self.theme.currentData()
        )
        self.changed.emit(self._preferences)


def _combo(name: str, tip: str, choices: Sequence[tuple[object, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    for value, text in choices:
        box.addItem(text, value)
    return box


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
