"""What the server works with while it runs, opened once and closed at the end."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from app.site.reading import read_site
from inference.cores import usable_cores
from inference.settings import AnalysisSettings
from inference.stages import SharedModels

from .clients import Budget, Places
from .decoders import Decoders
from .guards import Sessions
from .jobs.queue import JobQueue
from .jobs.records import JobRecords
from .looking import Looker
from .metrics import RequestCounts
from .settings import ServerSettings
from .sse import Streams
from .watched_site import WatchedSite

# threads beside those that look at images: pages, cameras, files
_BESIDE = 8


class Serving:
    """The models, the threads and processes of a server; a context manager.

    Args:
        settings: of the server.

    Attributes:
        models: loaded once, for everything.
        decoders: turn files of clients into images.
        looker: looks at images of clients.
        beside: threads for what is no image, such as files, cameras and history.
        jobs: videos of clients.
        site: that is watched; None for none.
        sessions: browsers that have shown the token.
        bodies: memory for the bodies of requests.
        streams: what is sent without an end.
        counts: of requests.

    Raises:
        UsageError: the site file is wrong.
        SinkError: the folder for videos, or what the site keeps and tells, can't be written.
        ModelError, EngineError: a model can't be loaded.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.settings, limits = settings, settings.limits
        configuration = None if settings.site is None else read_site(settings.site)
        analysis = AnalysisSettings() if configuration is None else configuration.analysis
        cores = usable_cores()
        with contextlib.ExitStack() as opened:
            self.decoders = opened.enter_context(Decoders(max(2, cores), limits))
            self.models = opened.enter_context(SharedModels(analysis))
            self.looker = opened.enter_context(Looker(self.models, self.decoders, limits, max(2, cores)))
            self.beside = opened.enter_context(ThreadPoolExecutor(_BESIDE, thread_name_prefix="facelens-beside"))
            records = JobRecords(settings.folder)
            opened.callback(records.close)
            self.site: WatchedSite | None = None
            if configuration is not None:
                self.site = opened.enter_context(WatchedSite(configuration, self.models))
            self.jobs = JobQueue(records, limits, analysis, self.beside)
            self._opened = opened.pop_all()
        self.sessions = Sessions(settings.token, limits)
        self.bodies = Budget(limits.waiting_bytes)
        self.streams = Streams(Places(limits.streams, limits.streams_per_client, "streams"))
        self.counts = RequestCounts()

    def close(self) -> None:
        """Release everything, once no request is being answered."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
