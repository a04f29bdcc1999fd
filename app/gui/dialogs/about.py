"""What the estimates are worth and what happens to the images: at the first start, and in About."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PyQt6.QtCore import QCoreApplication, Qt, qVersion
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inference.model_card import DEFAULT_MODEL, CardFacts, GroupMetrics, read_facts

from ... import __version__
from ..widgets import icons
from ..widgets.theme import GRID


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)


class AboutDialog(QDialog):
    """Five plain statements, the model's errors by group, licences.

    Args:
        engine: what runs the model now, and why; empty for nothing.
        is_first_start: only the statements, and one button that says they were read.
    """

    def __init__(self, parent: QWidget | None = None, *, engine: str = "", is_first_start: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Before you begin") if is_first_start else _tr("About FaceLens"))
        facts = read_facts(DEFAULT_MODEL)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(self._head(is_first_start))
        for title, words in _statements(facts):
            column.addLayout(_statement(title, words))
        if not is_first_start:
            column.addWidget(_heading(_tr("How wrong the model is")))
            column.addLayout(_errors(facts))
            column.addWidget(_muted(_source_of(facts)))
            column.addWidget(_heading(_tr("This installation")))
            self.details = installation(engine)
            column.addWidget(_muted(self.details))
            column.addWidget(_heading(_tr("Licences")))
            column.addWidget(_muted(_licences(facts)))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        buttons = QDialogButtonBox()
        text = _tr("I understand") if is_first_start else _tr("Close")
        button = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        assert button is not None
        button.setProperty("kind", "primary")
        button.setDefault(True)
        buttons.accepted.connect(self.accept)
        if not is_first_start:
            copy = buttons.addButton(_tr("Copy for a bug report"), QDialogButtonBox.ButtonRole.ActionRole)
            assert copy is not None
            copy.setToolTip(_tr("Copy the versions and the engine; no images, no names of files"))
            copy.setAutoDefault(False)
            copy.clicked.connect(self._copy)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 2 * GRID)
        outer.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        row.addWidget(buttons)
        outer.addLayout(row)
        self.resize(72 * GRID, 58 * GRID if is_first_start else 70 * GRID)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.details)

    def _head(self, is_first_start: bool) -> QHBoxLayout:
        image = QLabel()
        image.setPixmap(icons.application_icon().pixmap(6 * GRID, 6 * GRID))
        title = QLabel(_tr("Before you begin") if is_first_start else "FaceLens")
        title.setProperty("role", "title")
        version = _muted(_tr("Version {n}").format(n=__version__))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(version)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(image)
        row.addLayout(words)
        row.addStretch()
        return row


def installation(engine: str) -> str:
    """Return versions, system and engine, a line each: what a bug report needs; English in every language."""
    used = ("PyQt6", "onnxruntime", "onnxruntime-gpu", "mediapipe", "opencv-contrib-python", "av", "numpy")
    versions = [f"{name} {found}" for name in used if (found := _version_of(name))]
    return "\n".join(
        [
            f"FaceLens {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"Qt {qVersion()} ({QGuiApplication.platformName()}), {', '.join(versions)}",
            f"Engine: {engine or 'none'}",
        ]
    )


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _statements(facts: CardFacts) -> list[tuple[str, str]]:
    return [
        (
            _tr("Estimates, not facts"),
            _tr(
                "FaceLens says how a face looks to a model. That may be far from a person's age, and it is never "
                "a person's identity. Two genders and five ethnicities are all that the training data knows."
            ),
        ),
        (_tr("More wrong for some than for others"), _error_words(facts)),
        (
            _tr("Nothing leaves this computer"),
            _tr("All images are analysed here. FaceLens opens no connection but to addresses that you enter."),
        ),
        (
            _tr("People are recognised while you watch"),
            _tr(
                "Whoever comes back within a video or in front of a camera keeps the number. What faces look like is "
                "kept in memory for that alone, and forgotten when another source is opened. The preferences switch it "
                "off."
            ),
        ),
        (
            _tr("Nothing is stored unless you ask"),
            _tr(
                "Images, videos and tables are written only when you save them. Remembered are your settings and "
                "the names of the files opened last."
            ),
        ),
    ]


def _error_words(facts: CardFacts) -> str:
    advice = _tr("Do not use it to decide about people.")
    if facts.overall is None or facts.overall.age_mae is None:
        return _tr("Errors differ between groups of people.") + " " + advice
    measured = [(group.age_mae, group) for group in facts.groups_of_one_attribute if group.age_mae is not None]
    text = _tr("On average the age is off by {all} years").format(all=f"{facts.overall.age_mae:.1f}")
    if measured:
        measured.sort(key=lambda pair: pair[0])
        (least, best), (most, worst) = measured[0], measured[-1]
        text += _tr(": by {least} for {best}, by {most} for {worst}").format(
            least=f"{least:.1f}", best=_named(best), most=f"{most:.1f}", worst=_named(worst)
        )
    accuracy = facts.overall.gender_accuracy
    if accuracy is not None:
        text += _tr("; the gender is wrong for {n} in 100 faces").format(n=f"{(1 - accuracy) * 100:.0f}")
    return f"{text}. {advice}"


def _named(group: GroupMetrics) -> str:
    """Name a group of people in a sentence."""
    name = group.value.replace("-", "–")
    if group.attributes == ("age",):
        return _tr("people aged {years}").format(years=name)
    return _tr("{group} people").format(group=name)


def _statement(title: str, words: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID // 2)
    column.addWidget(_heading(title))
    column.addWidget(_muted(words))
    return column


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _errors(facts: CardFacts) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    rows = [*filter(None, (facts.overall,)), *facts.groups_of_one_attribute]
    if not rows:
        grid.addWidget(_muted(_tr("The model's card holds no metrics.")), 0, 0)
        return grid
    titles = (_tr("Group"), _tr("Faces"), _tr("Age, years off"), _tr("Gender wrong"), _tr("Ethnicity wrong"))
    for place, title in enumerate(titles):
        label = QLabel(title)
        label.setProperty("role", "strong")
        label.setWordWrap(True)
        grid.addWidget(label, 0, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)
    for row, group in enumerate(rows, start=1):
        cells = (
            group.value or _tr("Everybody"),
            f"{group.faces:,}",
            "–" if group.age_mae is None else f"{group.age_mae:.1f}",
            _share_wrong(group.gender_accuracy),
            _share_wrong(group.ethnicity_accuracy),
        )
        for place, text in enumerate(cells):
            label = QLabel(text[:1].upper() + text[1:])
            label.setWordWrap(not place)
            grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)
    grid.setColumnStretch(0, 1)
    return grid


def _share_wrong(accuracy: float | None) -> str:
    return "–" if accuracy is None else f"{1 - accuracy:.1%}"


def _source_of(facts: CardFacts) -> str:
    return _tr("Measured on: {data}").format(data=facts.data) if facts.data else ""


def _licences(facts: CardFacts) -> str:
    own = _tr("FaceLens: Apache License 2.0. Face detection: YuNet and MediaPipe, Apache License 2.0.")
    return "\n".join([own, *(f"{of.capitalize()}: {text}" if of else text for of, text in facts.licences)])
