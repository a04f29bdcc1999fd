"""A site that works within the server, with the server's models."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from app.site.changes import FileWatch
from app.site.configuration import SiteConfiguration
from app.site.events.delivery import Delivery
from app.site.events.messages import event_of
from app.site.events.occurrences import Occurrence
from app.site.metrics import Metrics, SiteMetrics
from app.site.running import change_site, open_site_store
from app.site.site import Site
from app.site.states import SourceState
from app.site.watching import Draw, Onlooker
from inference.shares import ModelErrors
from inference.stages import SharedModels
from inference.types import Frame, FrameResult

from .happenings import Happenings
from .live import LiveImages
from .problems import Problem

log = logging.getLogger(__name__)

_TICK_S = 1.0


class WatchedSite(Onlooker):
    """A site at work from `start` on; a context manager of the main thread.

    Args:
        configuration: its file, read.
        models: opened with its settings; they stay open.

    Attributes:
        happenings: its last events.

    Raises:
        SinkError: its store, events or metrics can't be opened.
    """

    def __init__(self, configuration: SiteConfiguration, models: SharedModels) -> None:
        self.configuration, self._models = configuration, models
        self._errors = ModelErrors.of_card(models.estimator.card.facts)
        self._lock = threading.Lock()
        self._live: dict[str, LiveImages] = {}
        self._stopped = threading.Event()
        with contextlib.ExitStack() as opened:
            self._watch = opened.enter_context(FileWatch(configuration.path))
            self._delivery = opened.enter_context(Delivery(configuration.events))
            self._store = open_site_store(configuration, opened)
            # one thread: events keep their order
            self._telling = opened.enter_context(ThreadPoolExecutor(1, thread_name_prefix="facelens-telling"))
            self._opened = opened.pop_all()
        self._site: Site | None = None

    def start(self, beside: ThreadPoolExecutor) -> None:
        """Begin to watch; called in the event loop.

        Args:
            beside: threads in which images are encoded.
        """
        self._loop, self._beside = asyncio.get_running_loop(), beside
        self.happenings = Happenings()
        self._site = self._opened.enter_context(
            Site(self.configuration, self._models, self._delivery, self._store, onlooker=self)
        )
        if self.configuration.metrics is not None:
            self._opened.enter_context(Metrics(self.configuration.metrics, self.metrics()))
        self._ticking = threading.Thread(target=self._tick, name="facelens-site-tick")
        self._ticking.start()

    def states(self) -> list[SourceState]:
        """Return how it goes with each source."""
        return [] if self._site is None else self._site.states()

    def metrics(self) -> SiteMetrics:
        """Return what collects how it goes, once it is started."""
        site = self._site
        assert site is not None
        return SiteMetrics(site.states, self._delivery.states, lambda: site.people.count)

    def live(self, source: str) -> LiveImages:
        """Return the live images of a source; called in the event loop.

        Raises:
            Problem: 404: there is no such source.
        """
        if source not in {state.name for state in self.states()}:
            raise Problem(404, f"the site has no source {source!r}")
        with self._lock:
            if source not in self._live:
                self._live[source] = LiveImages(self._loop, self._beside)
            return self._live[source]

    def _tick(self) -> None:
        """Do what a site needs now and then, and change it when its file changes."""
        site = self._site
        assert site is not None
        while not self._stopped.wait(_TICK_S):
            if self._watch.has_changed():
                change_site(site, Path(self.configuration.path))
            site.tick()

    def close(self) -> None:
        """End it, after the frames that are being worked on."""
        self._stopped.set()
        if self._site is not None:
            self._ticking.join()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- in threads of the site -----------------------------------------------------------------------

    def saw(self, source: str, frame: Frame, result: FrameResult, draw: Draw, *, is_searched: bool) -> None:
        live = self._live.get(source)
        if live is not None:
            live.put(frame, result, draw)

    def happened(self, occurrence: Occurrence) -> None:
        # while the site is being closed, its visits end, and there may be nobody left to tell
        with contextlib.suppress(RuntimeError):
            self._telling.submit(self._tell, occurrence)

    def _tell(self, occurrence: Occurrence) -> None:
        event = event_of(occurrence, self.configuration.name, 1, self._errors)
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.happenings.add, event, occurrence)
