"""The people in view, one card each."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PyQt6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from inference.overlay.palette import swatch_of
from inference.types import Attributes, ImageArray, TrackedFace

from ..labels import class_label, unsure_label
from ..playback.rendering import RenderedFrame, face_key
from .theme import GRID, Colors
from .video_view import to_qimage

# more cards than this nobody reads; the rest is counted
_MAX_CARDS = 24
_THUMBNAIL = 52
_AXIS_YEARS = 100.0


class AgeBar(QWidget):
    """An axis from 0 to 100 years, the interval on it, and the age."""

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.setFixedHeight(10)
        self.setMinimumWidth(60)
        self._colors = colors
        self._values = (0.0, 0.0, 0.0)

    def set_values(self, low: float, age: float, high: float) -> None:
        """Show an interval and an age, years."""
        if (low, age, high) != self._values:
            self._values = (low, age, high)
            self.update()

    def set_colors(self, colors: Colors) -> None:
        self._colors = colors
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        low, age, high = (value / _AXIS_YEARS * (self.width() - 4) + 2 for value in self._values)
        middle = self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rail = QColor(self._colors.muted)
        rail.setAlphaF(0.25)
        painter.setBrush(rail)
        painter.drawRoundedRect(QRectF(0, middle - 2, self.width(), 4), 2, 2)
        band = QColor(self._colors.accent)
        band.setAlphaF(0.45)
        painter.setBrush(band)
        painter.drawRoundedRect(QRectF(low, middle - 2, max(4.0, high - low), 4), 2, 2)
        painter.setBrush(QColor(self._colors.accent))
        painter.drawEllipse(QPointF(age, middle), 4, 4)


class PersonCard(QAbstractButton):
    """One person: image, age with its interval, gender and ethnicity with their scores. A button to screen readers.

    Signals:
        chosen(int): its `face_key`; clicked, or Return was pressed.
        opened(int): all about this person, told by the number, is to be seen; only of whom is known.
    """

    chosen = pyqtSignal(int)
    opened = pyqtSignal(int)

    def __init__(self, key: int, colors: Colors) -> None:
        super().__init__()
        self.key = key
        self.person: int | None = None
        self.is_known = False
        self._is_opening = False
        self.setObjectName("card")
        self.clicked.connect(lambda: self.chosen.emit(self.key))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Click to highlight this person in the image"))
        self._thumbnail = QLabel()
        self._thumbnail.setFixedSize(_THUMBNAIL, _THUMBNAIL)
        self._shown_image: ImageArray | None = None
        self._number = QLabel()
        self._number.setProperty("role", "small")
        self._age = QLabel()
        self._age.setProperty("role", "heading")
        self._interval = QLabel()
        self._interval.setProperty("role", "small")
        self._bar = AgeBar(colors)
        self._rest = QLabel()
        self._rest.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(GRID // 2 + 2)
        head.addWidget(self._age, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self._interval, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch()
        head.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBaseline)
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID - 2, GRID - 2, GRID - 2, GRID - 2)
        grid.setHorizontalSpacing(GRID + 4)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._thumbnail, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(head, 0, 1)
        grid.addWidget(self._bar, 1, 1)
        grid.addWidget(self._rest, 2, 1)
        grid.setColumnStretch(1, 1)

    def show_face(self, face: TrackedFace, image: ImageArray | None, hidden: frozenset[str], *, interval: bool) -> None:
        """Show the person's attributes and thumbnail."""
        self.person = face.person_id
        attributes = face.attributes
        low, high = attributes.age_interval
        has_age = "age" not in hidden
        self._age.setVisible(has_age)
        self._interval.setVisible(has_age and interval)
        self._bar.setVisible(has_age and interval)
        self._age.setText(self.tr("{age} years").format(age=f"{attributes.age:.0f}"))
        self._interval.setText(f"{low:.0f}–{high:.0f}")
        self._bar.set_values(low, attributes.age, high)
        self._rest.setText(describe(attributes, hidden))
        self._rest.setVisible(bool(self._rest.text()))
        self._number.setText("" if face.number is None else f"#{face.number}")
        self.setAccessibleName(
            f"{self._number.text()} {self._age.text() if has_age else ''} {self._rest.text()}".strip()
        )
        if image is not None and image is not self._shown_image:
            self._shown_image = image
            self._thumbnail.setPixmap(_rounded(image, face.number or face.track_id, self.devicePixelRatioF()))

    def set_selected(self, is_selected: bool) -> None:
        """Show that the image highlights this person."""
        if bool(self.property("selected")) != is_selected:
            self.setProperty("selected", is_selected)
            style = self.style()
            if style is not None:
                style.unpolish(self)
                style.polish(self)

    def set_colors(self, colors: Colors) -> None:
        self._bar.set_colors(colors)

    def set_known(self, is_known: bool) -> None:
        """Say whether there is more to be seen of this person."""
        self.is_known = is_known
        more = self.tr("Click to highlight this person in the image, double click for all about them")
        self.setToolTip(more if is_known else self.tr("Click to highlight this person in the image"))

    def _open(self) -> None:
        if self.is_known and self.person is not None:
            self.opened.emit(self.person)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        if event is not None and self.is_known:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("All about this person"), self._open)
            menu.popup(event.globalPos())

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        option, painter, style = QStyleOption(), QPainter(self), self.style()
        option.initFrom(self)
        if style is not None:
            style.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """What the mouse does is decided where it is released."""

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        self._is_opening = self.is_known
        self._open()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self._is_opening or (event is not None and event.button() != Qt.MouseButton.LeftButton):
            self._is_opening = False  # the second click of two takes nothing back
        elif event is not None and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.property("selected") and self.is_known:
                self._open()
            else:
                self.chosen.emit(self.key)
        else:
            super().keyPressEvent(event)


def describe(attributes: Attributes, hidden: frozenset[str]) -> str:
    """Return gender and ethnicity with their scores, as far as they are not hidden; what would be a guess is unsure."""
    words = []
    if "gender" not in hidden:
        sure = f"{class_label(attributes.gender)} {attributes.gender_score:.0%}"
        words.append(sure if attributes.is_gender_sure else unsure_label("gender"))
    if "ethnicity" not in hidden:
        sure = f"{class_label(attributes.ethnicity)} {attributes.ethnicity_score:.0%}"
        words.append(sure if attributes.is_ethnicity_sure else unsure_label("ethnicity"))
    return " · ".join(words)


def _rounded(image: ImageArray, number: int | None, ratio: float) -> QPixmap:
    """Return a thumbnail with round corners and, below, the colour of the person's label in the image."""
    side = round(_THUMBNAIL * ratio)
    canvas = QPixmap(side, side)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    clip = QPainterPath()
    clip.addRoundedRect(QRectF(0, 0, side, side), 8 * ratio, 8 * ratio)
    painter.setClipPath(clip)
    painter.drawImage(QRectF(0, 0, side, side), to_qimage(image))
    if number is not None:
        blue, green, red = swatch_of(number).fill
        painter.fillRect(QRectF(0, side - 4 * ratio, side, 4 * ratio), QColor(red, green, blue))
    painter.end()
    canvas.setDevicePixelRatio(ratio)
    return canvas


class PeopleInView(QWidget):
    """All cards, in the order in which people came into view.

    Signals:
        person_chosen(object): `face_key`, or None where the chosen one was clicked again.
        opened(int): as of `PersonCard`.
    """

    person_chosen = pyqtSignal(object)
    opened = pyqtSignal(int)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._colors = colors
        self._cards: dict[int, PersonCard] = {}
        self._known: frozenset[int] = frozenset()
        self._selected: int | None = None
        self._count = QLabel()
        self._count.setProperty("role", "heading")
        self._seen = QLabel()
        self._seen.setProperty("role", "small")
        self._empty = QLabel()
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._more = QLabel()
        self._more.setProperty("role", "small")
        head = QHBoxLayout()
        head.setContentsMargins(GRID, 0, GRID, 0)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch()
        head.addWidget(self._seen, 0, Qt.AlignmentFlag.AlignBaseline)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._list.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        # all texts begin where the tabs' and the charts' do; the cards reach further, for their highlight
        column.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        for label in (self._empty, self._more):
            label.setContentsMargins(GRID, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(scroll, 1)
        column.addWidget(self._more)
        self.show_people(None, frozenset(), interval=True)

    def show_people(self, rendered: RenderedFrame | None, hidden: frozenset[str], *, interval: bool) -> None:
        """Bring the cards up to date."""
        result = rendered.result if rendered else None
        faces = {face_key(face, position): face for position, face in enumerate(result.faces if result else ())}
        shown = dict(sorted(faces.items(), key=lambda one: abs(one[0]))[:_MAX_CARDS])
        for key in [key for key in self._cards if key not in shown]:
            card = self._cards.pop(key)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (key, face) in enumerate(shown.items()):
            known = self._cards.get(key)
            card = known or self._add_card(key, place)
            image = rendered.thumbnails.get(key) if rendered else None
            card.show_face(face, image, hidden, interval=interval)
            card.set_known(face.person_id in self._known)
        self._count.setText(self.tr("{n} in view").format(n=len(faces)))
        self._more.setText(self.tr("and {n} more").format(n=len(faces) - len(shown)))
        self._more.setVisible(len(faces) > len(shown))
        self._empty.setVisible(not faces)
        if rendered is None:
            self._empty.setText(self.tr("Whoever is in the image appears here."))
        elif result is None:
            self._empty.setText(self.tr("Faces appear as soon as the models are loaded."))
        else:
            self._empty.setText(self.tr("Nobody in view."))

    def set_known(self, persons: frozenset[int]) -> None:
        """Say of whom there is more to be seen, by their numbers."""
        self._known = persons
        for card in self._cards.values():
            card.set_known(card.person in persons)

    def set_seen(self, people: int | None, rule: str = "") -> None:
        """Show how many different people there were in the session; None where that can't be told.

        Args:
            people: their number.
            rule: who counts, in words.
        """
        words = self.tr("1 counted") if people == 1 else self.tr("{n} counted").format(n=f"{people or 0:,}")
        self._seen.setText("" if people is None else words)
        explained = self.tr(
            "Different people since the file was opened. Counted: {rule}. Who has just come is in view, "
            "and counts a moment later."
        )
        self._seen.setToolTip(explained.format(rule=rule) if rule else "")

    def select(self, key: int | None) -> None:
        """Mark one card."""
        self._selected = key
        for card in self._cards.values():
            card.set_selected(card.key == key)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        for card in self._cards.values():
            card.set_colors(colors)

    @property
    def cards(self) -> list[PersonCard]:
        """The cards, from top to bottom."""
        return list(self._cards.values())

    def sizeHint(self) -> QSize:
        return QSize(36 * GRID, 40 * GRID)

    def _add_card(self, key: int, place: int) -> PersonCard:
        card = PersonCard(key, self._colors)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        card.set_selected(key == self._selected)
        card.chosen.connect(self._choose)
        card.opened.connect(self.opened)
        self._list.insertWidget(place, card)
        self._cards[key] = card
        return card

    def _choose(self, key: int) -> None:
        self.person_chosen.emit(None if key == self._selected else key)
