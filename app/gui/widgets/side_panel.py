"""The panel beside the image: the people in view, and the session's charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from inference.people import PersonEstimate

from ..background import Background
from ..playback.film_statistics import shares_of
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
        self._background = Background(self)
        # of whom shares were asked for last, and the last that there are
        self._estimated: tuple[PersonEstimate, ...] = ()
        self._shares: dict[str, Any] | None = None
        self._is_estimating = False
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
            statistics = session.statistics()
            self._estimate_shares(statistics.estimates)
            self.charts.show_statistics(replace(statistics, shares=self._shares), hidden)

    def _estimate_shares(self, estimates: tuple[PersonEstimate, ...]) -> None:
        """Begin to estimate shares where they are of others now; the ones before stay on show until it is done."""
        if self._is_estimating or estimates == self._estimated:
            return

        def show(shares: dict[str, Any] | None) -> None:
            self._is_estimating = False
            if self._estimated is estimates:
                self._shares = shares

        self._is_estimating, self._estimated = True, estimates
        self._background.run(lambda: shares_of(estimates), show, lambda _: show(None))

    def clear(self) -> None:
        """Show nothing of what was open, in any tab."""
        self.people.clear()
        self._estimated, self._shares = (), None
        if self._charts is not None:
            self._charts.show_statistics(None)

    def join(self, deadline: float) -> None:
        """Wait for what is at work, until `time.monotonic()` reaches `deadline` at most."""
        self._background.join(deadline)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.people.set_colors(colors)
        if self._charts is not None:
            self._charts.set_colors(colors)
