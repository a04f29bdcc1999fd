"""All about one person of a film: the best look, all that is predicted, the course of the age, every appearance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPixmap, QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inference.attributes import CLASS_NAMES
from inference.film import AgeCourse
from inference.identity.person import Person, Visit
from inference.overlay.palette import swatch_of
from inference.settings import Privacy

from ..labels import class_label
from .age_course import AgeCourseChart
from .correction_menu import fill_correction_menu
from .keys import is_own_key
from .looks import look_of
from .people_panel import AgeBar, describe
from .theme import GRID, Colors
from .transport_bar import format_time

# the look takes this share of the width, within these bounds
_LOOK_SHARE, _SMALLEST_LOOK, _LARGEST_LOOK = 0.42, 88, 160
_ROW_PX, _MOST_ROWS = 30, 5
_NUMBER = Qt.ItemDataRole.UserRole
_LEFT_TO_PAGE = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape)


class PersonPage(QWidget):
    """One person; Esc goes back, ← and → go to the one before and after.

    Attributes:
        person: who is shown; None for nobody.
        visits: the list of appearances.
        undo: the button beside the corrections, for the window's own action.

    Signals:
        back_asked(): everybody is to be seen again.
        step_asked(int): the person before (-1) or after (1) is to be seen.
        jump_asked(float): show a time, seconds; of still images an image's number.
        corrected(object): a correction.
    """

    back_asked = pyqtSignal()
    step_asked = pyqtSignal(int)
    jump_asked = pyqtSignal(float)
    corrected = pyqtSignal(object)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._colors = colors
        self.person: Person | None = None
        self._others: Sequence[Person] = ()
        self._hidden: frozenset[str] = frozenset()
        self._privacy = Privacy.NONE
        self._has_time = True
        self._shares: dict[str, list[tuple[QLabel, QProgressBar, QLabel]]] = {}
        self._headings: dict[str, QLabel] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GRID // 2, 0)
        column.setSpacing(GRID)
        self._add_head(column)
        self._add_visits(column)
        self._add_age(column)
        self._add_shares(column)
        column.addStretch()
        scroll = _Scroll()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addLayout(self._navigation())
        outer.addWidget(scroll, 1)
        outer.addLayout(self._corrections())

    # --- building -----------------------------------------------------------------------------

    def _navigation(self) -> QHBoxLayout:
        self.back = _button(
            "\N{LEFTWARDS ARROW}  " + self.tr("Everybody"), self.tr("Back to everybody (Esc)"), self.back_asked.emit
        )
        before = _button("◂", self.tr("The person before (←)"), lambda: self.step_asked.emit(-1))
        after = _button("▸", self.tr("The next person (→)"), lambda: self.step_asked.emit(1))
        self._place = QLabel()
        self._place.setProperty("role", "small")
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.back)
        row.addStretch()
        for widget in (self._place, before, after):
            row.addWidget(widget)
        return row

    def _add_head(self, column: QVBoxLayout) -> None:
        self._look = QLabel()
        self._look.setFixedSize(_SMALLEST_LOOK, _SMALLEST_LOOK)
        self._number, self._age, self._interval, self._rest, self._seen = (QLabel() for _ in range(5))
        self._number.setProperty("role", "heading")
        self._age.setProperty("role", "total")
        for label in (self._interval, self._seen):
            label.setProperty("role", "small")
        for label in (self._rest, self._seen, self._interval):
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._number, self._age, self._interval, self._rest, self._seen):
            label.setMinimumWidth(1)
            words.addWidget(label)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(GRID + 4)
        row.addWidget(self._look, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column.addLayout(row)
        self._bar = AgeBar(self._colors)
        column.addWidget(self._bar)

    def _add_age(self, column: QVBoxLayout) -> None:
        self._headings["age"] = _heading(self.tr("Age over time"))
        self.course = AgeCourseChart(self._colors)
        self.course.jump_asked.connect(self.jump_asked)
        column.addWidget(self._headings["age"])
        column.addWidget(self.course)

    def _add_shares(self, column: QVBoxLayout) -> None:
        """All probabilities of gender and ethnicity, as bars."""
        titles = {"gender": self.tr("Gender"), "ethnicity": self.tr("Ethnicity")}
        for attribute, names in CLASS_NAMES.items():
            self._headings[attribute] = _heading(titles[attribute])
            column.addWidget(self._headings[attribute])
            grid = QGridLayout()
            grid.setHorizontalSpacing(GRID)
            grid.setVerticalSpacing(GRID // 2)
            grid.setColumnMinimumWidth(0, 7 * GRID)
            rows = self._shares[attribute] = []
            for row, name in enumerate(names):
                label, bar, share = QLabel(class_label(name)), QProgressBar(), QLabel()
                bar.setTextVisible(False)
                bar.setFixedHeight(GRID)
                bar.setAccessibleName(label.text())
                share.setAlignment(Qt.AlignmentFlag.AlignRight)
                share.setMinimumWidth(5 * GRID)
                for place, widget in enumerate((label, bar, share)):
                    grid.addWidget(widget, row, place)
                rows.append((label, bar, share))
            column.addLayout(grid)

    def _add_visits(self, column: QVBoxLayout) -> None:
        self._visits_heading = _heading("")
        self.visits = _Visits()
        self.visits.setAccessibleName(self.tr("Appearances"))
        self.visits.setToolTip(self.tr("A click goes there"))
        self.visits.itemClicked.connect(self._jump)
        self.visits.itemActivated.connect(self._jump)
        column.addWidget(self._visits_heading)
        column.addWidget(self.visits)

    def _corrections(self) -> QHBoxLayout:
        self.correct = _button(self.tr("Correct…"), self.tr("Say what is wrong about this person"), lambda: None)
        self.correct.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.correct.setMenu(self._menu)
        self.undo = QToolButton()
        self.undo.setProperty("kind", "text")
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.correct)
        row.addWidget(self.undo)
        row.addStretch()
        return row

    # --- what is shown ------------------------------------------------------------------------

    def show_person(
        self,
        person: Person | None,
        others: Sequence[Person],
        course: AgeCourse,
        hidden: frozenset[str],
        privacy: Privacy,
        *,
        has_time: bool = True,
    ) -> None:
        """Show a person.

        Args:
            person: who; None for nobody.
            others: everybody, in the order in which ← and → go.
            course: of the person's age.
            hidden: attributes that are not shown.
            privacy: how faces are protected.
            has_time: False for still images.
        """
        self.person, self._others, self._hidden, self._privacy = person, others, hidden, privacy
        self._has_time = has_time
        if person is None:
            return
        self._show_head(person)
        has_course = "age" not in hidden and has_time
        self._headings["age"].setVisible(has_course)
        self.course.setVisible(has_course)
        self.course.show_course(course)
        self._show_shares(person)
        self._show_visits(person)
        numbers = [one.person_id for one in others]
        place = numbers.index(person.person_id) + 1 if person.person_id in numbers else 0
        self._place.setText(self.tr("{n} of {all}").format(n=place, all=len(numbers)) if place else "")

    def _show_head(self, person: Person) -> None:
        attributes = person.attributes
        low, high = attributes.age_interval
        number = f"#{person.person_id}" + ("" if person.is_certain else " ?")
        self._number.setText(number + (f"  ✎ {self.tr('corrected')}" if person.corrections else ""))
        doubtful = self.tr("It is not certain that all appearances are the same person's")
        self._number.setToolTip("" if person.is_certain else doubtful)
        for widget in (self._age, self._interval, self._bar):
            widget.setVisible("age" not in self._hidden)
        self._age.setText(self.tr("{age} years").format(age=f"{attributes.age:.0f}"))
        self._interval.setText(self.tr("{low}–{high} in 4 of 5 cases").format(low=f"{low:.0f}", high=f"{high:.0f}"))
        self._bar.set_values(low, attributes.age, high)
        self._rest.setText(describe(attributes, self._hidden))
        self._seen.setText(self._seen_words(person))
        self._look.setPixmap(self._framed(person))
        self.setAccessibleName(f"#{person.person_id} {self._rest.text()}".strip())

    def _seen_words(self, person: Person) -> str:
        if not self._has_time:
            return self.tr("{n} images").format(n=person.frames)
        return self.tr("{time} in view, {n} frames").format(time=f"{person.in_view_s:.1f} s", n=f"{person.frames:,}")

    def _framed(self, person: Person) -> QPixmap:
        """Return the best look with round corners and the person's colour below."""
        ratio = self.devicePixelRatioF()
        side = round(self._look.width() * ratio)
        canvas = QPixmap(side, side)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(0, 0, side, side, 10 * ratio, 10 * ratio)
        painter.setClipPath(clip)
        jpeg = None if person.best is None else person.best.jpeg
        look = None if jpeg is None else look_of(jpeg, self._privacy)
        if look is None:
            painter.fillRect(0, 0, side, side, QColor(self._colors.line))
        else:
            painter.drawPixmap(canvas.rect(), look)
        blue, green, red = swatch_of(person.person_id).fill
        painter.fillRect(0, side - round(6 * ratio), side, round(6 * ratio), QColor(red, green, blue))
        painter.end()
        canvas.setDevicePixelRatio(ratio)
        return canvas

    def _show_shares(self, person: Person) -> None:
        probs = {"gender": person.attributes.gender_probs, "ethnicity": person.attributes.ethnicity_probs}
        for attribute, rows in self._shares.items():
            is_shown = attribute not in self._hidden
            self._headings[attribute].setVisible(is_shown)
            for (label, bar, share), prob in zip(rows, probs[attribute], strict=True):
                for widget in (label, bar, share):
                    widget.setVisible(is_shown)
                bar.setValue(round(100 * float(prob)))
                share.setText(f"{float(prob):.0%}")

    def _show_visits(self, person: Person) -> None:
        chosen = self.visits.currentRow()
        self.visits.clear()
        for visit in person.visits:
            item = QListWidgetItem(self._visit_words(visit))
            item.setData(_NUMBER, visit.first_s if self._has_time else float(visit.first_frame))
            self.visits.addItem(item)
        self.visits.setCurrentRow(min(max(0, chosen), len(person.visits) - 1))
        self.visits.setFixedHeight(min(_MOST_ROWS, len(person.visits)) * _ROW_PX + 12)
        self._visits_heading.setText(self.tr("Appearances: {n}").format(n=len(person.visits)))

    def _visit_words(self, visit: Visit) -> str:
        if not self._has_time:
            return self.tr("Image {n}").format(n=visit.first_frame + 1)
        span = f"{format_time(visit.first_s, tenths=True)} – {format_time(visit.last_s, tenths=True)}"
        return f"{span}   ({visit.in_view_s:.1f} s)"

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        side = round(min(max(_LOOK_SHARE * self.width(), _SMALLEST_LOOK), _LARGEST_LOOK))
        if side != self._look.width():
            self._look.setFixedSize(side, side)
            if self.person is not None:
                self._look.setPixmap(self._framed(self.person))

    @property
    def texts(self) -> list[str]:
        """All words that are seen, from top to bottom."""
        return [label.text() for label in self.findChildren(QLabel) if label.isVisibleTo(self) and label.text()]

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self._bar.set_colors(colors)
        self.course.set_colors(colors)
        if self.person is not None:
            self._show_head(self.person)

    def sizeHint(self) -> QSize:
        return QSize(36 * GRID, 40 * GRID)

    # --- what is asked ------------------------------------------------------------------------

    def _jump(self, item: QListWidgetItem) -> None:
        self.jump_asked.emit(item.data(_NUMBER))

    def _fill_menu(self) -> None:
        self._menu.clear()
        if self.person is not None:
            fill_correction_menu(
                self._menu,
                [self.person],
                self._hidden,
                self.corrected.emit,
                has_time=self._has_time,
                others=self._others,
            )

    def event(self, event: QEvent | None) -> bool:
        if is_own_key(event, *_LEFT_TO_PAGE):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event is not None and event.key() in steps:
            self.step_asked.emit(steps[Qt.Key(event.key())])
        elif event is not None and event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)


class _Visits(QListWidget):
    """Appearances; ← and → are left to the page around it."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent | None) -> bool:
        if is_own_key(event, Qt.Key.Key_Home, Qt.Key.Key_End):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in _LEFT_TO_PAGE:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Scroll(QScrollArea):
    """Scrolls up and down alone."""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in _LEFT_TO_PAGE:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label


def _button(text: str, tip: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setProperty("kind", "text")
    button.clicked.connect(lambda _=False: act())
    return button
