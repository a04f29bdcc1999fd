"""What the estimates are worth and what happens to the images: at the first start, and in About."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, Qt
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

from ... import __version__
from ..model_facts import GroupError, group_errors, read_card
from ..widgets import icons
from ..widgets.theme import GRID


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)


class AboutDialog(QDialog):
    """Four plain statements, the network's errors by group, licences.

    Args:
        is_first_start: only the statements, and one button that says they were read.
    """

    def __init__(self, parent: QWidget | None = None, *, is_first_start: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Before you begin") if is_first_start else _tr("About FaceLens"))
        content = read_card()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(self._head(is_first_start))
        for title, words in _statements(group_errors(content)):
            column.addLayout(_statement(title, words))
        if not is_first_start:
            column.addWidget(_heading(_tr("How wrong the network is")))
            column.addLayout(_errors(group_errors(content)))
            column.addWidget(_muted(_source_of(content)))
            column.addWidget(_heading(_tr("Licences")))
            column.addWidget(_muted(_licences(content)))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        buttons = QDialogButtonBox()
        text = _tr("I understand") if is_first_start else _tr("Close")
        button = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        assert button is not None
        button.setProperty("kind", "primary")
        button.setDefault(True)
        buttons.accepted.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 2 * GRID)
        outer.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        row.addWidget(buttons)
        outer.addLayout(row)
        self.resize(72 * GRID, 58 * GRID if is_first_start else 70 * GRID)

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


def _statements(errors: list[GroupError]) -> list[tuple[str, str]]:
    return [
        (
            _tr("Estimates, not facts"),
            _tr(
                "FaceLens says how a face looks to a network. That may be far from a person's age, and it is never "
                "a person's identity. Two genders and five ethnicities are all that the training data knows."
            ),
        ),
        (_tr("More wrong for some than for others"), _error_words(errors)),
        (
            _tr("Nothing leaves this computer"),
            _tr("All images are analysed here. FaceLens opens no connection but to addresses that you enter."),
        ),
        (
            _tr("Nothing is stored unless you ask"),
            _tr(
                "Images, videos and tables are written only when you save them. Remembered are your settings and "
                "the names of the files opened last."
            ),
        ),
    ]


def _error_words(errors: list[GroupError]) -> str:
    known = [one for one in errors if one.age is not None]
    advice = _tr("Do not use it to decide about people.")
    if not known or known[0].group:
        return _tr("Errors differ between groups of people.") + " " + advice
    groups = sorted(known[1:], key=lambda one: one.age or 0.0)
    text = _tr("On average the age is off by {all} years").format(all=f"{known[0].age:.1f}")
    if groups:
        text += _tr(": by {least} for {best}, by {most} for {worst}").format(
            least=f"{groups[0].age:.1f}",
            best=_named(groups[0]),
            most=f"{groups[-1].age:.1f}",
            worst=_named(groups[-1]),
        )
    gender = known[0].gender
    if gender is not None:
        text += _tr("; the gender is wrong for {n} in 100 faces").format(n=f"{gender * 100:.0f}")
    return f"{text}. {advice}"


def _named(one: GroupError) -> str:
    """A group of people in a sentence."""
    name = one.group.replace("-", "–")
    if one.kind == "age":
        return _tr("people aged {years}").format(years=name)
    return _tr("{group} people").format(group=name) if one.group else _tr("everybody")


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


def _errors(errors: list[GroupError]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    if not errors:
        grid.addWidget(_muted(_tr("The network's card holds no figures.")), 0, 0)
        return grid
    titles = (_tr("Group"), _tr("Faces"), _tr("Age, years off"), _tr("Gender wrong"), _tr("Ethnicity wrong"))
    for place, title in enumerate(titles):
        label = QLabel(title)
        label.setProperty("role", "strong")
        grid.addWidget(label, 0, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)
    for row, one in enumerate(errors, start=1):
        cells = (
            one.group or _tr("Everybody"),
            f"{one.faces:,}",
            "–" if one.age is None else f"{one.age:.1f}",
            "–" if one.gender is None else f"{one.gender:.1%}",
            "–" if one.ethnicity is None else f"{one.ethnicity:.1%}",
        )
        for place, text in enumerate(cells):
            label = QLabel(text[:1].upper() + text[1:])
            grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)
    grid.setColumnStretch(0, 1)
    return grid


def _source_of(content: dict[str, object]) -> str:
    metrics = content.get("metrics")
    data = metrics.get("data") if isinstance(metrics, dict) else None
    return _tr("Measured on: {data}").format(data=data) if data else ""


def _licences(content: dict[str, object]) -> str:
    lines = [_tr("FaceLens: Apache License 2.0. Face detection: MediaPipe, Apache License 2.0.")]
    licence = content.get("licence")
    if isinstance(licence, dict):
        lines += [f"{str(key).replace('_', ' ').capitalize()}: {value}" for key, value in licence.items()]
    elif licence:
        lines.append(str(licence))
    return "\n".join(lines)
