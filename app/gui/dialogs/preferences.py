"""Settings; every change works at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PyQt6.QtCore import QEvent, QObject, QRect, QSignalBlocker, QSize, Qt, pyqtBoundSignal, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inference.engines import may_use_gpu
from inference.settings import DetectorRange, EngineChoice, ModelChoice, Privacy

from ..labels import engine_label, label_of
from ..languages import NAMES, Language
from ..placement import fitting_size
from ..preferences import Preferences, ThemeChoice
from ..widgets.theme import GRID

Control = QComboBox | QSpinBox | QDoubleSpinBox | QCheckBox


class PreferencesDialog(QDialog):
    """Shows preferences and tells of every change.

    Attributes:
        controls: the widgets, by the names of the preferences that they show, such as `analysis.engine`.

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
        self.controls: dict[str, Control] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(3 * GRID)
        form.setVerticalSpacing(GRID + 4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._add_analysis(form)
        self._add_display(form)
        self._add_window(form)
        self._build(form)
        self.show_preferences(preferences)
        for name, control in self.controls.items():
            _signal_of(control).connect(partial(self._take, name))

    def _add_analysis(self, form: QFormLayout) -> None:
        form.addRow(_heading(self.tr("Analysis")))
        offered = EngineChoice if may_use_gpu(EngineChoice.AUTO) else (EngineChoice.AUTO, EngineChoice.CPU)
        engines = [(engine, engine_label(engine)) for engine in offered]
        self._add(form, "analysis.engine", self.tr("What runs the model"), _combo(engines))
        models = [
            (ModelChoice.AUTO, self.tr("Automatic: large on a graphics card")),
            (ModelChoice.SMALL, self.tr("Small: fast")),
            (ModelChoice.LARGE, self.tr("Large: right more often, four times the cost")),
        ]
        self._add(form, "analysis.model", self.tr("What predicts age, gender and ethnicity"), _combo(models))
        ranges = [
            (DetectorRange.AUTO, self.tr("Automatic: fits the scene")),
            (DetectorRange.NEAR, self.tr("Near: up to 2 m")),
            (DetectorRange.FAR, self.tr("Far: up to 5 m")),
            (DetectorRange.WIDE, self.tr("Wide: small faces in large scenes")),
        ]
        tip = self.tr("How far away faces are looked for; the further, the slower")
        self._add(form, "analysis.detector", tip, _combo(ranges))
        pixels = QSpinBox()
        pixels.setRange(0, 500)
        pixels.setSingleStep(5)
        pixels.setSuffix(self.tr(" px"))
        tip = self.tr("Faces narrower than this are left out; small ones are read badly")
        self._add(form, "analysis.min_face_px", tip, pixels)
        certainty = QDoubleSpinBox()
        certainty.setRange(0.05, 0.99)
        certainty.setSingleStep(0.05)
        tip = self.tr("What is a face with a lower probability is left out")
        self._add(form, "analysis.min_detection_score", tip, certainty)
        tip = self.tr("Gives people numbers and averages over time; off, every frame stands for itself")
        self._add(form, "analysis.tracking", tip, QCheckBox())
        tip = self.tr("By their faces, within one source and in memory only; off, each appearance counts as a person")
        self._add(form, "analysis.identity", tip, QCheckBox())

    def _add_display(self, form: QFormLayout) -> None:
        form.addRow(_heading(self.tr("Image")))
        choices = [
            (Privacy.NONE, self.tr("As they are")),
            (Privacy.BLUR, self.tr("Blurred")),
            (Privacy.PIXELATE, self.tr("Pixelated")),
        ]
        tip = self.tr("What image, snapshot and recording show of the faces themselves")
        self._add(form, "display.privacy", tip, _combo(choices))

    def _add_window(self, form: QFormLayout) -> None:
        form.addRow(_heading(self.tr("Window")))
        choices = [
            (ThemeChoice.SYSTEM, self.tr("As the system")),
            (ThemeChoice.LIGHT, self.tr("Light")),
            (ThemeChoice.DARK, self.tr("Dark")),
        ]
        self._add(form, "theme", self.tr("Colours of the window"), _combo(choices))
        languages = [(Language.SYSTEM, self.tr("As the system")), *NAMES.items()]
        self._add(form, "language", self.tr("Works from the next start on"), _combo(languages))

    def _add(self, form: QFormLayout, name: str, tip: str, control: Control) -> None:
        label = label_of(name)
        control.setToolTip(tip)
        control.setAccessibleName(label)
        self.controls[name] = control
        control.installEventFilter(self)
        if isinstance(control, QCheckBox):
            control.setText(label)
            form.addRow("", control)
        else:
            beside = QLabel(label)
            beside.setBuddy(control)
            control.ensurePolished()
            beside.setMinimumHeight(control.sizeHint().height())  # a form would put the words above the middle
            form.addRow(beside, control)

    def _build(self, form: QFormLayout) -> None:
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
        self._page = QWidget()
        self._page.setLayout(form)
        form.setContentsMargins(0, 0, GRID, 0)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._page)
        scroll.setMinimumWidth(self._page.sizeHint().width() + 2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(scroll, 1)
        column.addWidget(note)
        column.addWidget(buttons)
        self.setMinimumWidth(58 * GRID)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        screen = self.screen()
        if screen is not None and (event is None or not event.spontaneous()):
            self.fit(screen.availableGeometry())

    def eventFilter(self, control: QObject | None, event: QEvent | None) -> bool:
        """Let the wheel scroll past a control instead of changing what it is over."""
        if event is not None and event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(control, event)

    def fit(self, available: QRect) -> None:
        """Be as high as all settings are, or as there is room; the rest is scrolled to."""
        without_px = self.sizeHint().height() - self._scroll.sizeHint().height()
        height = without_px + self._page.sizeHint().height()
        self.resize(fitting_size(QSize(self.sizeHint().width(), height), available))

    def show_preferences(self, preferences: Preferences) -> None:
        """Show these, without telling of a change."""
        self._preferences = preferences
        for name, control in self.controls.items():
            with QSignalBlocker(control):
                _show(control, preferences.value(name))

    def _take(self, name: str) -> None:
        self._preferences = self._preferences.with_value(name, _value_of(self.controls[name]))
        self.changed.emit(self._preferences)


def _combo(choices: Sequence[tuple[object, str]]) -> QComboBox:
    box = QComboBox()
    for value, text in choices:
        box.addItem(text, value)
    return box


def _signal_of(control: Control) -> pyqtBoundSignal:
    if isinstance(control, QComboBox):
        return control.currentIndexChanged
    return control.valueChanged if isinstance(control, QSpinBox | QDoubleSpinBox) else control.toggled


def _value_of(control: Control) -> Any:
    if isinstance(control, QComboBox):
        return control.currentData()
    return float(control.value()) if isinstance(control, QSpinBox | QDoubleSpinBox) else control.isChecked()


def _show(control: Control, value: Any) -> None:
    if isinstance(control, QComboBox):
        values = [control.itemData(index) for index in range(control.count())]
        if value not in values:  # a detector or an engine that only the command line offers here
            control.addItem(engine_label(value) if isinstance(value, EngineChoice) else str(value), value)
            values.append(value)
        control.setCurrentIndex(values.index(value))
    elif isinstance(control, QSpinBox):
        control.setValue(round(value))
    elif isinstance(control, QDoubleSpinBox):
        control.setValue(value)
    else:
        control.setChecked(value)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
