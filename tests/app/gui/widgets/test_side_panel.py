"""The panel beside the image."""

from __future__ import annotations

import threading

from app.gui.playback import film_statistics
from app.gui.playback.session import Session
from app.gui.widgets.side_panel import SidePanel
from app.gui.widgets.theme import LIGHT
from inference.types import SourceInfo, SourceKind
from tests.inference.made_faces import attributes, face, frame, result

NOTHING_HIDDEN: frozenset[str] = frozenset()


def a_session(gender: str = "female") -> Session:
    """Two people, seen for a second."""
    session = Session()
    info = SourceInfo("a.mp4", SourceKind.VIDEO, 640, 480, fps=25.0)
    for number in range(26):
        faces = [face(0, 0, 9, 9, track_id=track, said=attributes(30 + track, gender=gender)) for track in (1, 2)]
        session.add(info, result(frame(None, number), *faces))
    return session


def test_shares_are_estimated_beside_the_window_and_only_for_charts_that_are_seen(qtbot, monkeypatch):
    threads, estimate = [], film_statistics.shares_by_shipped_model

    def noted(*arguments):
        threads.append(threading.current_thread())
        return estimate(*arguments)

    monkeypatch.setattr(film_statistics, "shares_by_shipped_model", noted)
    film_statistics.shares_of.cache_clear()
    panel, session = SidePanel(LIGHT), a_session()
    qtbot.addWidget(panel)
    panel.show()
    assert len(session.statistics().estimates) == 2
    panel.update_charts(session, NOTHING_HIDDEN)
    assert not threads
    panel.show_charts()

    def shows_intervals() -> bool:
        panel.update_charts(session, NOTHING_HIDDEN)
        return "in 95 of 100 cases" in panel.charts._mean_age.toolTip()

    qtbot.waitUntil(shows_intervals, timeout=20_000)
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()
    panel.clear()
    panel.update_charts(Session(), NOTHING_HIDDEN)
    assert not panel.charts._mean_age.toolTip()
