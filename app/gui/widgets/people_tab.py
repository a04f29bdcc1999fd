"""The people of the open source: those in view, everybody in the film, and all about one of them."""

from __future__ import annotations

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from inference.settings import Privacy

from .gallery import Gallery
from .people_panel import PeopleInView, PersonCard
from .person_page import PersonPage
from .theme import GRID, Colors


class PeopleTab(QWidget):
    """Two pages with the switch between them, and over the second one the page of one person.

    Attributes:
        in_view: cards of whoever is in the image.
        gallery: everybody.
        page: all about one person.

    Signals:
        person_chosen(object): as of `PeopleInView`.
        left(): the page of a person is seen no longer.
    """

    person_chosen = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.in_view, self.gallery, self.page = PeopleInView(colors), Gallery(colors), PersonPage(colors)
        self.in_view.person_chosen.connect(self.person_chosen)
        self._pages = QStackedWidget()
        self._group = QButtonGroup(self)
        switch = QHBoxLayout()
        switch.setContentsMargins(GRID, GRID, GRID, 0)
        switch.setSpacing(2)
        for number, (text, page) in enumerate(
            ((self.tr("In view"), self.in_view), (self.tr("Everybody"), self._padded(self.gallery)))
        ):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setProperty("kind", "text")
            self._group.addButton(button, number)
            switch.addWidget(button)
            self._pages.addWidget(page)
        switch.addStretch()
        self._page_index = self._pages.addWidget(self._padded(self.page))
        self._group.idClicked.connect(self._pages.setCurrentIndex)
        self._pages.currentChanged.connect(lambda index: None if index == self._page_index else self.left.emit())
        self.page.back_asked.connect(self.show_everybody)
        first = self._group.button(0)
        assert first is not None
        first.setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(switch)
        column.addWidget(self._pages, 1)

    @staticmethod
    def _padded(inner: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(GRID, GRID, GRID // 2, GRID // 2)
        column.addWidget(inner)
        return page

    def show_everybody(self) -> None:
        """Show the gallery."""
        button = self._group.button(1)
        assert button is not None
        button.click()
        self.gallery.list.setFocus()

    def show_page(self) -> None:
        """Show the page of one person."""
        button = self._group.button(1)
        assert button is not None
        button.setChecked(True)
        self._pages.setCurrentIndex(self._page_index)
        self.page.visits.setFocus()

    @property
    def is_page_shown(self) -> bool:
        """True while the page of one person is what this tab shows."""
        return self._pages.currentIndex() == self._page_index

    def show_in_view(self) -> None:
        """Show the cards of whoever is in the image."""
        button = self._group.button(0)
        assert button is not None
        button.click()

    def clear(self) -> None:
        """Show nobody."""
        self.in_view.show_people(None, frozenset(), interval=True)
        self.in_view.set_seen(None)
        self.gallery.show_people(None, frozenset(), Privacy.NONE)

    def select(self, key: int | None) -> None:
        """Mark the card of a face."""
        self.in_view.select(key)

    @property
    def cards(self) -> list[PersonCard]:
        """The cards of whoever is in view, from top to bottom."""
        return self.in_view.cards

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.in_view.set_colors(colors)
        self.gallery.set_colors(colors)
        self.page.set_colors(colors)

    def sizeHint(self) -> QSize:
        return QSize(36 * GRID, 40 * GRID)
