"""The workers of a Ray cluster: tasks that Ray places, and moves to another node where one is lost."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inference.errors import SourceError, UsageError

from .. import __version__
from .task import Outcome, Task

# a node that is lost is not the task's fault: Ray gives it to another as often as this
_MOVES = 3
# tasks under way for each that is at work: so many wait at the nodes
_AHEAD = 2
_KNOCK_S = 5.0


class RayWorkers:
    """Workers of an existing cluster. All nodes see the archive's folder and the files under the same paths.

    Args:
        folder: of the archive.
        address: of the cluster (`auto`, `10.0.0.1:6379`, `ray://…`).
        cores: for each task.
        gpus: for each task; a share such as 0.25 lets four share one.

    Raises:
        UsageError: Ray is not installed.
        SourceError: there is no cluster at that address, or it has no room for one task.
    """

    def __init__(self, folder: Path, address: str, cores: int, gpus: float) -> None:
        try:
            import ray
        except ImportError as error:
            raise UsageError("a cluster needs Ray: pip install -r requirements-cluster.txt") from error
        _knock(address)
        self._ray, self._folder, self._cores, self._gpus = ray, folder, cores, gpus
        root = str(Path(__file__).resolve().parents[__name__.count(".")])
        runtime = {"env_vars": {"PYTHONPATH": root, "FACELENS_CORES": str(cores)}}
        try:
            ray.init(address=address, runtime_env=runtime, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            raise SourceError(f"no Ray cluster answers at {address}: {_first_line(error)}") from error
        self._remote = ray.remote(num_cpus=cores, num_gpus=gpus, max_retries=_MOVES)(_analyse)
        self._working: dict[Any, Task] = {}
        if self._at_once() == 0:
            self.close()
            raise SourceError(f"the Ray cluster at {address} has no room for a task of {cores} cores, {gpus:g} GPUs")

    def _at_once(self) -> int:
        resources: dict[str, float] = self._ray.cluster_resources()  # type: ignore[no-untyped-call]
        by_cores = int(resources.get("CPU", 0) // self._cores)
        return by_cores if not self._gpus else min(by_cores, int(resources.get("GPU", 0) / self._gpus))

    @property
    def places(self) -> int:
        # nodes come and go
        return max(1, _AHEAD * self._at_once())

    def start(self, task: Task) -> None:
        self._working[self._remote.remote(task, str(self._folder), __version__)] = task

    def finished(self, timeout_s: float) -> Iterator[tuple[Task, Outcome]]:
        if not self._working:
            return
        try:
            done, _ = self._ray.wait(list(self._working), num_returns=1, timeout=timeout_s)
        except self._ray.exceptions.RaySystemError as error:
            raise SourceError(f"the Ray cluster is gone ({_first_line(error)}); the same command goes on") from error
        for handle in done:
            task = self._working.pop(handle)
            try:
                outcome = self._ray.get(handle)
            except self._ray.exceptions.RayError as error:
                outcome = Outcome(task.key, f"lost on the cluster: {_first_line(error)}")
            yield task, outcome

    def close(self) -> None:
        for handle in self._working:
            with contextlib.suppress(self._ray.exceptions.RayError):
                self._ray.cancel(handle, force=True)
        self._ray.shutdown()


def _knock(address: str) -> None:
    """Fail at once where nobody listens: Ray itself would try for minutes.

    Raises:
        SourceError: nobody does.
    """
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host and port.isdecimal():
        try:
            socket.create_connection((host, int(port)), _KNOCK_S).close()
        except OSError as error:
            raise SourceError(f"no Ray cluster answers at {address}: {error.strerror or error}") from error


def _analyse(task: Task, folder: str, version: str) -> Outcome:
    from app.archive.worker import analyse

    if not os.path.isdir(folder):
        reason = f"{os.uname().nodename} does not see the folder {folder}; it has to be shared by all machines"
        return Outcome(task.key, reason, ends_all=True)
    return analyse(task, folder, version)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
