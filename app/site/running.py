"""A site from its start to its end: opened, shown, changed when its file changes, and closed."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

from inference.errors import FaceLensError, SourceError
from inference.settings import AnalysisSettings
from inference.stages import SharedModels

from ..exit_codes import ExitCode
from ..interrupts import Interrupts
from ..standard_streams import say
from .changes import FileWatch
from .check import check_site
from .configuration import SiteConfiguration
from .events.delivery import Delivery
from .keeping import NoStore, StoreWriter
from .reading import read_site
from .site import Site
from .states import Activity
from .terminal import Terminal, counted
from .watching import Onlooker

log = logging.getLogger(__name__)

# how often states are shown; how often the file is looked at, and what is due now and then is done
_SHOW_S, _TICK_S = 0.5, 1.0


class RunningSite:
    """A site that is at work, with its models, its events and its store; a context manager.

    Its methods are called from one thread.

    Args:
        configuration: its file.
        open_models: loads the models.
        onlooker: sees what the site sees; None for nobody.

    Raises:
        SinkError: events can't be kept, or metrics can't be offered.
        ModelError, EngineError: a model can't be loaded.
    """

    def __init__(
        self,
        configuration: SiteConfiguration,
        open_models: Callable[[AnalysisSettings], SharedModels] = SharedModels,
        onlooker: Onlooker | None = None,
    ) -> None:
        with contextlib.ExitStack() as opened:
            self.delivery = opened.enter_context(Delivery(configuration.events))
            models = opened.enter_context(open_models(configuration.analysis))
            self._store = open_site_store(configuration, opened)
            self.site = opened.enter_context(Site(configuration, models, self.delivery, self._store, onlooker))
            if configuration.metrics is not None:
                from .metrics import Metrics, SiteMetrics

                collector = SiteMetrics(self.site.states, self.delivery.states, lambda: self.site.people.count)
                opened.enter_context(Metrics(configuration.metrics, collector))
            self._tick = _every(_TICK_S)
            self._opened = opened.pop_all()

    def tick(self, has_changed: Callable[[], bool] = lambda: False) -> None:
        """Do what is to be done about once a second, where it is time; `has_changed` tells to read the file again."""
        if self._tick():
            if has_changed():
                change_site(self.site, self.site.configuration.path)
            self.site.tick()

    @property
    def store_state(self) -> str:
        """How the store is, in a few words; empty where all is well."""
        return self._store.state

    def close(self) -> None:
        """End all of it, after the frames that are being worked on."""
        self._opened.close()

    def __enter__(self) -> RunningSite:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def run_site(path: Path, *, is_quiet: bool = False, is_json: bool = False) -> ExitCode:
    """Run a site until all its sources have ended, or a signal comes.

    Raises:
        UsageError: the site file is wrong.
        SinkError: events can't be kept, or metrics can't be offered.
        SourceError: no source is left that may come back, and one has failed.
        ModelError, EngineError: a model can't be loaded.
    """
    configuration = read_site(path)
    with contextlib.ExitStack() as opened:
        terminal = opened.enter_context(Terminal(is_quiet=is_quiet, is_json=is_json))
        interrupts = opened.enter_context(Interrupts())
        watch = opened.enter_context(FileWatch(path))

        def open_models(settings: AnalysisSettings) -> SharedModels:
            models = SharedModels(settings)
            interrupts.begin_run()
            return models

        running = opened.enter_context(RunningSite(configuration, open_models))
        site, delivery, stop = running.site, running.delivery, interrupts.stop
        while not stop.wait(_SHOW_S) and not site.is_done:
            running.tick(watch.has_changed)
            terminal.show(site.states(), delivery.states(), running.store_state)
        states = site.states()
        site.close()
        terminal.show(states, delivery.states(), running.store_state, at_once=True)
        terminal.leave_states()
        people = counted(site.people.count, "person", "people")
        visits = counted(sum(state.visits for state in states), "visit", "visits")
        log.info("%s: %s in %s", configuration.name, people, visits)
    if stop.is_set():
        return ExitCode.INTERRUPTED
    failed = [state for state in states if state.activity is Activity.FAILED]
    if failed:
        raise SourceError("; ".join(f"{state.name}: {state.reason}" for state in failed))
    return ExitCode.DONE


def open_site_store(site: SiteConfiguration, opened: contextlib.ExitStack) -> StoreWriter:
    """Open what keeps what a site sees, for as long as `opened` is.

    Raises:
        SinkError: it can't be opened.
    """
    if site.store is None:
        return NoStore()
    from ..store.store import Store

    return opened.enter_context(Store(site.store, site.name, site.spool / "store.db", keep_days=site.keep_days))


def check(path: Path) -> ExitCode:
    """Open everything that a site file names, and print what is found.

    Raises:
        UsageError: the site file is wrong.
        SinkError, ReaderGoneError: the findings can't be printed.
    """
    site = read_site(path)
    is_right = True
    for finding in check_site(site):
        say(f"{'ok   ' if finding.is_right else 'WRONG'}  {finding.part}: {finding.words}")
        is_right &= finding.is_right
    return ExitCode.DONE if is_right else ExitCode.SOURCE


def change_site(site: Site, path: Path) -> None:
    """Read the file again and go on as it says; a mistake in it leaves everything as it is."""
    try:
        changed: SiteConfiguration = read_site(path)
        if changed != site.configuration:
            site.change(changed)
            log.info("%s was read again", path)
    except FaceLensError as error:
        log.error("the site goes on as before: %s", error)


def _every(seconds: float) -> Callable[[], bool]:
    """Return a function that says once in so many seconds that it is time."""
    last_at = -seconds

    def is_time() -> bool:
        nonlocal last_at
        now = time.monotonic()
        if now - last_at < seconds:
            return False
        last_at = now
        return True

    return is_time
