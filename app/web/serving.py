"""What the server works with while it runs, opened once and closed at the end."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

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

# threads beside those that look at images: pages, cameras, files
_BESIDE = 8


class Serving:
    """The models, the threads and processes of a server; a context manager.

    Args:
        settings: of the server.
        analysis: how images are analysed.

    Attributes:
        models: loaded once, for everything.
        decoders: turn files of clients into images.
        looker: looks at images of clients.
        beside: threads for what is no image, such as files, cameras and history.
        jobs: videos of clients.
        sessions: browsers that have shown the token.
        bodies: memory for the bodies of requests.
        streams: places for what is sent without an end.
        counts: of requests.
        stopping: set once the server is being ended.

    Raises:
        SinkError: the folder for videos can't be written.
        ModelError, EngineError: a model can't be loaded.
    """

    def __init__(self, settings: ServerSettings, analysis: AnalysisSettings) -> None:
        self.settings, limits = settings, settings.limits
        cores = usable_cores()
        with contextlib.ExitStack() as opened:
            self.decoders = opened.enter_context(Decoders(max(2, cores), limits))
            self.models = opened.enter_context(SharedModels(analysis))
            self.looker = opened.enter_context(Looker(self.models, self.decoders, limits, max(2, cores)))
            self.beside = opened.enter_context(ThreadPoolExecutor(_BESIDE, thread_name_prefix="facelens-beside"))
            records = JobRecords(settings.folder)
            opened.callback(records.close)
            self.jobs = JobQueue(records, limits, analysis, self.beside)
            self._opened = opened.pop_all()
        self.sessions = Sessions(settings.token, limits)
        self.bodies = Budget(limits.waiting_bytes)
        self.streams = Places(limits.streams, limits.streams_per_client, "streams")
        self.counts = RequestCounts()
        self.stopping = asyncio.Event()

    def close(self) -> None:
        """Release everything, once no request is being answered."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
