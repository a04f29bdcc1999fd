"""A site that somebody watches: what is shown, at what pace, and what is drawn while it runs."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from app.site.configuration import SourceConfiguration
from app.site.document import SiteDocument
from app.site.events.delivery import Delivery
from app.site.runner import SourceRunner
from app.site.site import Site
from app.site.source_clock import ClockPace
from app.site.states import Activity
from app.site.watching import Onlooker
from inference.scenes import Line, Zone
from inference.settings import AnalysisSettings, DisplaySettings, EngineChoice, Privacy
from inference.stages import SharedModels
from tests.app.site.receivers import wait_for
from tests.app.site.test_site import walk, write

SETTINGS = AnalysisSettings(engine=EngineChoice.CPU)
MIDDLE = Line("middle", ((0.5, 1.0), (0.5, 0.0)))
RIGHT = Zone("right", ((0.6, 0.0), (1.0, 0.0), (1.0, 1.0), (0.6, 1.0)))


class Watcher(Onlooker):
    """Keeps what is shown, and holds the site up at a frame until it is let go."""

    keeps_time = True

    def __init__(self, stop_at: int) -> None:
        self.shown: list[tuple[int, float, bool]] = []
        self.go_on = threading.Event()
        self._stop_at = stop_at

    def saw(self, source, frame, result, draw, *, is_searched) -> None:
        self.shown.append((frame.index, time.monotonic(), is_searched))
        if frame.index == self._stop_at:
            self.go_on.wait(30)

    @property
    def waits(self) -> bool:
        return bool(self.shown) and self.shown[-1][0] == self._stop_at


@pytest.fixture(scope="module")
def models(tiny_network: Path):
    with SharedModels(SETTINGS, tiny_network) as opened:
        yield opened


def test_lines_that_are_drawn_while_a_source_runs_count_from_there_and_it_runs_on(tmp_path, models):
    clip = write(tmp_path / "walk.mkv", walk())
    document = SiteDocument.of_sources([str(clip)], "drawn", SETTINGS)
    watcher = Watcher(stop_at=5)
    with (
        Delivery(document.configuration.events) as delivery,
        Site(document.configuration, models, delivery, onlooker=watcher) as site,
    ):
        wait_for(lambda: watcher.waits, 30)
        site.change(document.with_scene("walk", [MIDDLE], [RIGHT], []).configuration)
        watcher.display = DisplaySettings(privacy=Privacy.BLUR)
        watcher.go_on.set()
        wait_for(lambda: site.is_done, 30)
        state = site.states()[0]
    assert state.activity is Activity.ENDED
    assert state.counts == {"middle in": 1, "middle out": 0, "right": 0}
    assert state.dwelt_s == {"right": pytest.approx(2.0, abs=1.0)}
    # opened once, no frame left out; and from the second frame after the switch on all of each is searched
    assert [index for index, _, _ in watcher.shown] == list(range(40))
    assert [is_searched for _, _, is_searched in watcher.shown[:6]] == [False] * 6
    assert all(is_searched for _, _, is_searched in watcher.shown[8:])


def test_what_takes_another_opening_begins_anew():
    source = SourceConfiguration("door", "demo")
    with_line = SourceConfiguration("door", "demo", lines=(MIDDLE,), max_fps=5.0)
    elsewhere = SourceConfiguration("door", "camera:0", lines=(MIDDLE,))
    copied = SourceConfiguration("door", "demo", lines=(MIDDLE,), copy=Path("copy.mp4"))
    runner = SourceRunner(source, None, None, None, None, Onlooker())
    assert runner.can_become(with_line)
    assert not runner.can_become(elsewhere)
    assert not runner.can_become(copied)


def test_a_recording_that_is_watched_keeps_to_the_clock_and_makes_up_for_no_long_delay(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("app.site.source_clock.time.monotonic", lambda: now[0])
    pace = ClockPace()
    assert pace.wait_s(7.0) == 0.0
    assert pace.wait_s(7.1) == pytest.approx(0.1)
    now[0] = 100.3  # a little late: the next frames make up for it
    assert pace.wait_s(7.2) == 0.0
    assert pace.wait_s(7.4) == pytest.approx(0.1)
    now[0] = 105.0
    assert pace.wait_s(7.5) == 0.0
    assert pace.wait_s(7.6) == pytest.approx(0.1)
