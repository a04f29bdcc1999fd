"""Everybody who is in a film: what they look like, what is said of them, and when they are there."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPixmap
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inference.errors import UsageError
from inference.find.query import Query, Traits
from inference.find.reading import parse_query
from inference.identity.person import People, Person
from inference.overlay.palette import swatch_of
from inference.settings import Privacy

from ..labels import message_of
from .correction_menu import add_entry, fill_correction_menu, remove
from .keys import is_own_key
from .looks import look_of
from .people_panel import describe
from .theme import GRID, Colors
from .transport_bar import format_time

_LOOK = 56
_ROW = _LOOK + 2 * GRID
_SEARCH_AFTER_MS = 200


def _tr(text: str) -> str:
    return QCoreApplication.translate("Gallery", text)


_ORDERS: dict[str, Callable[[Person], float]] = {
    "first seen": lambda person: person.first_seen_s,
    "longest in view": lambda person: -person.in_view_s,
    "youngest": lambda person: person.attributes.age,
    "oldest": lambda person: -person.attributes.age,
    "most visits": lambda person: -len(person.visits),
    "least sure": lambda person: person.is_certain,
}


def order_names() -> list[str]:
    """Return what the gallery can be sorted by, in words."""
    return [
        _tr("First seen"),
        _tr("Longest in view"),
        _tr("Youngest"),
        _tr("Oldest"),
        _tr("Most visits"),
        _tr("Least sure"),
    ]


class PeopleModel(QAbstractListModel):
    """The people who are listed; `person(row)` is one of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.persons: list[Person] = []

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return len(self.persons)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            person = self.persons[index.row()]
            return f"#{person.person_id} {format_time(person.first_seen_s)}"
        return None

    def set_persons(self, persons: list[Person]) -> None:
        self.beginResetModel()
        self.persons = persons
        self.endResetModel()

    def rows_of(self, numbers: set[int]) -> list[int]:
        return [row for row, person in enumerate(self.persons) if person.person_id in numbers]


class _Row(QStyledItemDelegate):
    """Draws one person."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(20 * GRID, _ROW)

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        if painter is None:
            return
        gallery, colors = self._gallery, self._gallery.colors
        person = gallery.model.persons[index.row()]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(option.rect).adjusted(2, 1, -2, -1)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(
                QColor(colors.accent) if option.state & QStyle.StateFlag.State_Selected else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(colors.hover))
            painter.drawRoundedRect(area, 8, 8)
        self._draw_look(painter, area, person)
        left = area.left() + GRID + _LOOK + GRID + 2
        width = area.right() - left - GRID
        rows = gallery.words_of(person)
        bold = QFont(painter.font())
        bold.setBold(True)
        for row, words in enumerate(rows):
            painter.setFont(bold if row == 0 else option.font)
            painter.setPen(QColor(colors.text if row < 2 else colors.muted))
            place = QRectF(left, area.top() + GRID + row * 19, width, 18)
            elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.restore()

    def _draw_look(self, painter: QPainter, area: QRectF, person: Person) -> None:
        place = QRectF(area.left() + GRID, area.top() + GRID - 2, _LOOK, _LOOK)
        clip = QPainterPath()
        clip.addRoundedRect(place, 8, 8)
        painter.save()
        painter.setClipPath(clip)
        pixmap = self._gallery.look(person)
        if pixmap is None:
            painter.fillRect(place, QColor(self._gallery.colors.line))
        else:
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        blue, green, red = swatch_of(person.person_id).fill
        painter.fillRect(QRectF(place.left(), place.bottom() - 4, place.width(), 4), QColor(red, green, blue))
        painter.restore()


class _List(QListView):
    """A list whose left and right keys go through the appearances of whoever is chosen.

    Signals:
        stepped(int): to the appearance before (-1) or after (1).
        removed(): somebody pressed Delete.
        opened(): somebody pressed Return.
    """

    stepped = pyqtSignal(int)
    removed = pyqtSignal()
    opened = pyqtSignal()

    def event(self, event: QEvent | None) -> bool:
        if is_own_key(event, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event is not None and event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class Gallery(QWidget):
    """The people of a film, sorted and searched; corrections are asked for by its context menu.

    Attributes:
        save: a button for the window's own action.
        query: who is searched for; None for everybody.

    Signals:
        person_chosen(object): number of the person, None for nobody.
        jump_asked(float): show a time, seconds; of still images an image's number.
        corrected(object): a correction.
        opened(int): all about this person is to be seen.
    """

    opened = pyqtSignal(int)
    person_chosen = pyqtSignal(object)
    jump_asked = pyqtSignal(float)
    corrected = pyqtSignal(object)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.colors = colors
        self._people: People | None = None
        self._hidden: frozenset[str] = frozenset()
        self._privacy = Privacy.NONE
        self._has_time = True
        self.query: Query | None = None
        self._looks: dict[tuple[int, int], QPixmap | None] = {}
        self._step: tuple[int, int] = (0, 0)
        self.model = PeopleModel(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_tr("Search: women 20-35, seen at least 10 s"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(_tr("Search people"))
        self.order = QComboBox()
        self.order.addItems(order_names())
        self.order.setAccessibleName(_tr("Sort people"))
        self.problem = QLabel()
        self.problem.setProperty("role", "small")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.empty = QLabel(_tr("Nobody is known yet."))
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName(_tr("Everybody in the film"))
        self.save = QToolButton()
        self.save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.count = QLabel()
        self.count.setProperty("role", "heading")
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.order)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.search)
        column.addWidget(self.problem)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._fill)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.order.currentIndexChanged.connect(lambda _: self._fill())
        self.list.clicked.connect(lambda _: self._jump_to_visit(0))
        self.list.stepped.connect(self._step_through)
        self.list.removed.connect(self._remove)
        self.list.opened.connect(self._open)
        self.list.doubleClicked.connect(lambda _: self._open())
        self.list.customContextMenuRequested.connect(self._show_menu)
        selection = self.list.selectionModel()
        assert selection is not None
        selection.selectionChanged.connect(lambda *_: self._tell_chosen())

    # --- what is shown ------------------------------------------------------------------------

    def show_people(
        self, people: People | None, hidden: frozenset[str], privacy: Privacy, *, has_time: bool = True
    ) -> None:
        """List these people; nobody where there are none."""
        if privacy is not self._privacy or people is None:
            self._looks = {}
        self._people, self._hidden, self._privacy, self._has_time = people, hidden, privacy, has_time
        self._fill()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.colors = colors
        viewport = self.list.viewport()
        if viewport is not None:
            viewport.update()

    @property
    def chosen(self) -> list[Person]:
        """The selected people, in the order of the list."""
        return [self.model.persons[index.row()] for index in sorted(self.list.selectedIndexes())]

    def choose(self, numbers: set[int]) -> None:
        """Select people by their numbers."""
        selection = self.list.selectionModel()
        assert selection is not None
        selection.clearSelection()
        for row in self.model.rows_of(numbers):
            selection.select(self.model.index(row), selection.SelectionFlag.Select)

    def words_of(self, person: Person) -> list[str]:
        """Return what is said of a person: three rows."""
        low, high = person.attributes.age_interval
        age = "" if "age" in self._hidden else f"{person.attributes.age:.0f}  ({low:.0f}–{high:.0f})"
        number = f"#{person.person_id}" + ("" if person.is_certain else " ?") + ("  ✎" if person.corrections else "")
        if self._has_time:
            seen = f"{format_time(person.first_seen_s)}–{format_time(person.last_seen_s)}"
            seen += f" · {person.in_view_s:.0f} s"
        else:
            seen = _tr("{n} images").format(n=person.frames)
        if len(person.visits) > 1:
            seen += " · " + _tr("{n} visits").format(n=len(person.visits))
        return [f"{number}   {age}".strip(), describe(person.attributes, self._hidden), seen]

    def look(self, person: Person) -> QPixmap | None:
        """Return the best look, covered where faces are protected; None where there is none."""
        if person.best is None or person.best.jpeg is None:
            return None
        key = person.person_id, hash(person.best.jpeg)
        if key not in self._looks:
            self._looks[key] = look_of(person.best.jpeg, self._privacy)
        return self._looks[key]

    def _fill(self) -> None:
        persons = [] if self._people is None else list(self._people.persons)
        text = self.search.text().strip()
        self.query = None
        self.problem.hide()
        if text:
            try:
                self.query = query = parse_query(text)
            except UsageError as error:
                self.problem.setText(message_of(error).partition("\n")[0])
                self.problem.show()
            else:
                persons = [person for person in persons if query.fits(_traits(person, self._hidden))]
        orders = [*_ORDERS.values()]
        persons.sort(key=orders[max(0, self.order.currentIndex())])
        before = {person.person_id for person in self.chosen}
        bar = self.list.verticalScrollBar()
        place = bar.value() if bar is not None else 0
        selection = self.list.selectionModel()
        assert selection is not None
        selection.blockSignals(True)
        self.model.set_persons(persons)
        self.choose(before)
        selection.blockSignals(False)
        if bar is not None:
            bar.setValue(place)
        self._show_count(len(persons))
        self.empty.setVisible(not persons)
        self.empty.setText(_tr("Nobody fits this search.") if text and self._people else _tr("Nobody is known yet."))

    def _show_count(self, listed: int) -> None:
        """Show how many are listed, and who counts."""
        everybody = 0 if self._people is None else len(self._people.persons)
        if listed != everybody:
            text = _tr("{n} of {all}").format(n=listed, all=everybody)
        else:
            text = _tr("1 person") if listed == 1 else _tr("{n} people").format(n=f"{listed:,}")
        self.count.setText(text if everybody else "")
        if self._people is not None:
            low, high = self._people.count_range
            tip = _tr("Counted: {rule}. Whoever comes back is the same person; between {low} and {high} are possible.")
            self.count.setToolTip(tip.format(rule=self._people.rule, low=low, high=high))

    # --- going there --------------------------------------------------------------------------

    def _tell_chosen(self) -> None:
        chosen = self.chosen
        self.person_chosen.emit(chosen[0].person_id if len(chosen) == 1 else None)

    def _jump_to_visit(self, number: int) -> None:
        chosen = self.chosen
        if len(chosen) == 1:
            visits = chosen[0].visits
            number %= len(visits)
            self._step = chosen[0].person_id, number
            visit = visits[number]
            self.jump_asked.emit(visit.first_s if self._has_time else float(visit.first_frame))

    def _step_through(self, step: int) -> None:
        chosen = self.chosen
        if len(chosen) == 1:
            person, number = self._step
            self._jump_to_visit(number + step if person == chosen[0].person_id else 0)

    # --- corrections --------------------------------------------------------------------------

    def build_menu(self) -> QMenu | None:
        """Return what can be done with the selected people; None where nobody is selected."""
        chosen = self.chosen
        if not chosen:
            return None
        menu = QMenu(self)
        if len(chosen) == 1:
            add_entry(menu, _tr("All about this person"), lambda: self.opened.emit(chosen[0].person_id))
            menu.addSeparator()
        fill_correction_menu(menu, chosen, self._hidden, self.corrected.emit, has_time=self._has_time)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        menu = self.build_menu()
        viewport = self.list.viewport()
        if menu is not None and viewport is not None:
            menu.popup(viewport.mapToGlobal(at))

    def _remove(self) -> None:
        remove(self.chosen, self.corrected.emit)

    def _open(self) -> None:
        chosen = self.chosen
        if len(chosen) == 1:
            self.opened.emit(chosen[0].person_id)


def _traits(person: Person, hidden: frozenset[str]) -> Traits:
    """Return what may be asked of a person; what is hidden is not known."""
    traits = Traits.of_attributes(person.attributes, person.in_view_s, len(person.visits))
    return traits._replace(**dict.fromkeys(hidden))
