"""A site at work: its sources, people, rules and receivers, and how they change while it runs."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from inference.cores import usable_cores
from inference.shares import ModelErrors
from inference.stages import SharedModels, Stages
from inference.types import Detection, Frame, ImageArray

from .configuration import SiteConfiguration, SourceConfiguration
from .events.delivery import Delivery
from .events.messages import event_of
from .events.occurrences import Occurrence, Somebody
from .events.rules import Rules, Told
from .keeping import NoStore, StoreWriter
from .observing import SourceObserver
from .people import SitePeople
from .runner import SourceRunner
from .states import SourceState
from .turns import Turns
from .watching import Onlooker

log = logging.getLogger(__name__)

# numbers of tracks that a source may use each time that it is opened
_TRACKS = 1_000_000_000
# how probable a face has to be for a still to hide it
_MAYBE = 0.3


class Site:
    """The sources of a site at work; a context manager. Its methods are called from one thread.

    Args:
        site: its file.
        models: opened with its settings; they stay open.
        delivery: of its events; it stays open.
        store: keeps what is seen; it stays open. None for none.
        onlooker: sees what the site sees; None for nobody.
    """

    def __init__(
        self,
        site: SiteConfiguration,
        models: SharedModels,
        delivery: Delivery,
        store: StoreWriter | None = None,
        onlooker: Onlooker | None = None,
    ) -> None:
        self.configuration = site
        self._models, self._delivery, self._store = models, delivery, store or NoStore()
        self._onlooker = onlooker or Onlooker()
        # rules, people and visits of all sources; what is done under it takes no time
        self._lock = threading.RLock()
        self.people = SitePeople(site.analysis.forget_after_s)
        self._rules = Rules(site.rules)
        self._errors = ModelErrors.of_card(models.estimator.card.facts)
        # what kind of people a crowd is takes longer to say
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="facelens-crowds")
        self._openings = itertools.count()
        self._turns = Turns(max(2, usable_cores()))
        self._runners: dict[str, SourceRunner] = {}
        for source in site.sources:
            self._start(source)

    def change(self, site: SiteConfiguration) -> None:
        """Go on as a changed file says: only what differs is begun anew.

        Raises:
            SinkError: its events can't be kept; then nothing has changed.
        """
        before = self.configuration
        for key, old, new in (("store", before.store, site.store), ("analysis", before.analysis, site.analysis)):
            if old != new:
                log.warning(
                    "%s in the site file has changed: that takes a new start; until then the old one holds", key
                )
        self._delivery.change(site.events)
        with self._lock:
            self._rules = self._rules.changed(site.rules)
            self.configuration = site
        wanted = {source.name: source for source in site.sources}
        for name in [name for name in self._runners if name not in wanted]:
            log.info("%s: is no longer in the site file", name)
            self._runners.pop(name).close()
        for name, source in wanted.items():
            runner = self._runners.get(name)
            if runner is not None and runner.configuration == source:
                continue
            if runner is not None:
                log.info("%s: has changed in the site file", name)
                if runner.can_become(source):
                    runner.reconfigure(source)
                    continue
                runner.close()
            self._start(source)
        # the order of the file
        self._runners = {name: self._runners[name] for name in wanted}

    def begin_again(self, name: str) -> None:
        """Open a source anew: one that has ended or failed, or a recording from its start."""
        runner = self._runners[name]
        runner.close()
        self._start(runner.configuration)

    def states(self) -> list[SourceState]:
        """Return how it goes with each source, in the order of the file."""
        return [runner.state() for runner in self._runners.values()]

    def tick(self) -> None:
        """Do what is to be done now and then; called about once a second."""
        for runner in self._runners.values():
            runner.tick()
        for state in self.states():
            content = {"people": state.people, "visits": state.visits, "fps": round(state.fps, 1)}
            self._delivery.keep(state.name, {**content, "state": str(state.activity), **(state.counts or {})})

    @property
    def is_done(self) -> bool:
        """True once nothing more will come from any source."""
        return all(runner.is_done for runner in self._runners.values())

    def close(self) -> None:
        """End all sources, after the frames that are being worked on."""
        for runner in self._runners.values():
            runner.stop()
        for runner in self._runners.values():
            runner.close()
        self._turns.close()
        self._beside.shutdown()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _faces_of(self, image_bgr: ImageArray) -> list[Detection]:
        """Find whatever may be a face: a still must show none."""
        settings = replace(self._models.settings, min_detection_score=_MAYBE, min_face_px=0.0, identity=False)
        stages = Stages(settings, None, self._models.without_identity())
        try:
            found = stages.find(Frame(image_bgr, 0, 0.0, "still", is_still=True))
        finally:
            stages.close()
        return [*found.faces, *found.ignored]

    def _start(self, source: SourceConfiguration) -> None:
        observer = SourceObserver(
            source,
            self.people,
            self.configuration.leave_after_s,
            self,
            self._store,
            self._lock,
            self._onlooker,
            self._faces_of,
        )
        runner = SourceRunner(
            source,
            self._turns,
            self._models,
            observer,
            lambda: next(self._openings) * _TRACKS + 1,
            self._onlooker,
        )
        self._runners[source.name] = runner
        runner.start()

    # --- for the observers, under the lock ------------------------------------------------------------

    def tell(self, occurrence: Occurrence) -> None:
        """Tell what has happened to whom the rules name."""
        self._onlooker.happened(occurrence)
        for told in self._rules.tell(occurrence):
            self._deliver(told)

    def tell_present(self, source: str, zone: str | None, people: Sequence[Somebody], at_s: float) -> None:
        """Tell of those who are there at once, where the rules say so."""
        for told in self._rules.watch(source, zone, people, at_s):
            self._onlooker.happened(told.occurrence)
            self._beside.submit(self._deliver, told)

    def _deliver(self, told: Told) -> None:
        event = event_of(told.occurrence, self.configuration.name, told.count, self._errors)
        for target in told.targets:
            self._delivery.tell(target, event)

    def forget(self, track_ids: Sequence[int]) -> None:
        """Note that tracks are over for good."""
        self._models.identity.gallery.end_visits(track_ids)
