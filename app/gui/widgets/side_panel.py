"""The panel beside the image: the people in view, and the session's charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ..playback.rendering import RenderedFrame
from ..playback.session import Session
from ..preferences import Preferences
from .people_tab import PeopleTab
from .theme import GRID, Colors

if TYPE_CHECKING:
    from .charts_panel import ChartsPanel


class SidePanel(QTabWidget):
    """Two tabs; only the one that is seen is brought up to date.

    Attributes:
        people: the first tab.

    Signals:
        time_chosen(float), range_chosen(float, float): as of `ChartsPanel`.
    """

    time_chosen = pyqtSignal(float)
    range_chosen = pyqtSignal(float, float)

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._colors = colors
        self._charts: ChartsPanel | None = None
        self.people = PeopleTab(colors)
        self.setObjectName("panel")
        self.setDocumentMode(True)
        self.setMinimumWidth(30 * GRID)
        tabs = self.tabBar()
        assert tabs is not None
        tabs.setDrawBase(False)
        self._charts_page = QWidget()
        QVBoxLayout(self._charts_page).setContentsMargins(0, 0, 0, 0)
        self.addTab(self.people, self.tr("People"))
        self.addTab(self._charts_page, self.tr("Charts"))

    @property
    def charts(self) -> ChartsPanel:
        """The second tab; its library is loaded when it is first asked for."""
        if self._charts is None:
            from .charts_panel import ChartsPanel

            self._charts = ChartsPanel(self._colors)
            self._charts.time_chosen.connect(self.time_chosen)
            self._charts.range_chosen.connect(self.range_chosen)
            layout = self._charts_page.layout()
            assert layout is not None
            layout.addWidget(self._charts)
        return self._charts

    def show_people(self) -> None:
        self.setCurrentWidget(self.people)

    def show_everybody(self) -> None:
        self.setCurrentWidget(self.people)
        self.people.show_everybody()

    def show_charts(self) -> None:
        self.setCurrentWidget(self._charts_page)

    def update_people(self, rendered: RenderedFrame | None, preferences: Preferences, session: Session) -> None:
        """Bring the cards up to date, if they are seen."""
        if self.isVisible() and self.currentWidget() is self.people:
            hidden, interval = preferences.display.hide, preferences.is_interval_shown
            self.people.in_view.show_people(rendered, hidden, interval=interval)
            statistics = session.statistics()
            self.people.in_view.set_seen(statistics.people if rendered else None, statistics.rule)

    def update_charts(self, session: Session, hidden: frozenset[str]) -> None:
        """Bring the charts up to date, if they are seen."""
        if self.isVisible() and self.currentWidget() is self._charts_page:
            self.charts.show_statistics(session.statistics(), hidden)

    def clear(self) -> None:
        """Show nothing of what was open, in any tab."""
        self.people.clear()
        if self._charts is not None:
            self._charts.show_statistics(None)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.people.set_colors(colors)
        if self._charts is not None:
            self._charts.set_colors(colors)
