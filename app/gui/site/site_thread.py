"""The thread in which a site runs beside its window."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from app.site.changes import FileWatch
from app.site.configuration import SiteConfiguration
from app.site.events.outbox import DeliveryState
from app.site.running import RunningSite
from app.site.site import Site
from app.site.states import SourceState
from app.site.watching import Onlooker
from inference.errors import FaceLensError
from inference.settings import AnalysisSettings
from inference.stages import SharedModels

from ..labels import message_of
from ..playback.latest import LatestSlot

log = logging.getLogger(__name__)

_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class SiteNews:
    """How it goes with a site.

    Attributes:
        states: of its sources, in their order.
        people: seen so far.
        deliveries: of its events.
        store: how the store is; empty where all is well.
    """

    states: Sequence[SourceState]
    people: int
    deliveries: Sequence[DeliveryState]
    store: str


class SiteThread(QObject):
    """Runs a site until it is stopped; its methods return at once, save `join`.

    Args:
        configuration: of the site.
        path: its file, which is watched; None where there is none.
        onlooker: is shown what is analysed.
        open_models: loads the models.

    Attributes:
        news: the newest, with a signal only where it was taken before.

    Signals:
        began(): the models are loaded, the sources are being opened.
        has_news(): there is something in `news`.
        refused(str): what was asked for last can't be done; the site goes on as before.
        file_changed(): somebody else has changed the site's file.
        failed(str): it can't begin, or has ended; nothing more comes.
        crashed(Exception): the same, by a fault of the program.
        ended(): the thread is through.
    """

    began = pyqtSignal()
    has_news = pyqtSignal()
    refused = pyqtSignal(str)
    file_changed = pyqtSignal()
    failed = pyqtSignal(str)
    crashed = pyqtSignal(object)
    ended = pyqtSignal()

    def __init__(
        self,
        configuration: SiteConfiguration,
        path: Path | None,
        onlooker: Onlooker,
        open_models: Callable[[AnalysisSettings], SharedModels] = SharedModels,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.news: LatestSlot[SiteNews] = LatestSlot()
        self._configuration, self._watch = configuration, None if path is None else FileWatch(path)
        self._onlooker, self._open_models = onlooker, open_models
        self._asked: queue.SimpleQueue[Callable[[Site], object] | None] = queue.SimpleQueue()
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, name="facelens-site", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def change(self, configuration: SiteConfiguration) -> None:
        """Go on as another configuration says."""
        self._asked.put(lambda site: site.change(configuration))

    def begin_again(self, name: str) -> None:
        """Open a source anew."""
        self._asked.put(lambda site: site.begin_again(name))

    def watch(self, path: Path | None) -> None:
        """Watch this file from now on, as it is."""
        self._watch = None if path is None else FileWatch(path)

    def stop(self) -> None:
        """Begin to end."""
        self._is_stopped = True
        self._asked.put(None)

    def join(self, deadline: float) -> None:
        """Wait for the end, until `time.monotonic()` reaches `deadline` at most."""
        if self._thread.ident is not None:
            self._thread.join(max(0.0, deadline - time.monotonic()))

    @property
    def has_ended(self) -> bool:
        """Whether the thread is through, or was never begun."""
        return not self._thread.is_alive()

    # --- the thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            with RunningSite(self._configuration, self._open_models, self._onlooker) as running:
                self.began.emit()
                while not self._is_stopped:
                    self._do_next(running.site)
                    running.tick()
                    self._tell(running)
        except FaceLensError as error:
            self.failed.emit(message_of(error))
        except Exception as error:  # whatever it is, the person is told
            log.exception("a fault in FaceLens")
            self.crashed.emit(error)
        finally:
            self.ended.emit()

    def _do_next(self, site: Site) -> None:
        try:
            asked = self._asked.get(timeout=_EVERY_S)
        except queue.Empty:
            return
        if asked is None:
            return
        try:
            asked(site)
        except FaceLensError as error:
            self.refused.emit(message_of(error))

    def _tell(self, running: RunningSite) -> None:
        site = running.site
        news = SiteNews(site.states(), site.people.count, running.delivery.states(), running.store_state)
        if self.news.put(news):
            self.has_news.emit()
        watch = self._watch
        if watch is not None and watch.has_changed():
            self.file_changed.emit()
